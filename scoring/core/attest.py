"""What a signature covers: hashes of a sheet's answers, of its evidence list, and of both together."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from . import canonical


@dataclass(frozen=True)
class Said:
    """What a unit says of one leaf: facts in their canonical JSON form or None, a note, a not-applicable claim."""

    leaf: str
    facts: Any
    note: str = ""
    claim: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing is said at all."""
        return self.facts is None and not self.note and not self.claim


@dataclass(frozen=True)
class Piece:
    """One piece of evidence; `digest` is a file's SHA-256, or a link's address."""

    leaf: str
    kind: str
    title: str
    digest: str


def content_hash(answers: Iterable[Said]) -> str:
    """Hex SHA-256 of the answers by leaf; answers that say nothing are left out, their order does not matter."""
    said = {a.leaf: {"facts": a.facts, "note": a.note, "claim": a.claim} for a in answers if not a.empty}
    return canonical.digest(canonical.encode({"answers": said}))


def evidence_hash(pieces: Iterable[Piece]) -> str:
    """Hex SHA-256 of the list of evidence; its order does not matter, every piece counts."""
    listed = sorted([p.leaf, p.kind, p.digest, p.title] for p in pieces)
    return canonical.digest(canonical.encode({"evidence": listed}))


def sheet_hash(content: str, evidence: str) -> str:
    """Hex SHA-256 of a whole sheet: what a receipt names."""
    return canonical.digest(canonical.encode({"content": content, "evidence": evidence}))
