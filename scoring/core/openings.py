"""The texts beside a snapshot: where each of them stands, and taking one out for good.

In the snapshot stands only a commitment, so the digest and everything recomputed stay as they were.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from . import canonical
from .kinds_compound import STRUCK

KINDS: Mapping[str, str] = {
    "claim": "不适用申请的理由", "note": "单位说明", "ruling": "复核理由", "struck": "划去一行的理由",
}


@dataclass(frozen=True)
class Text:
    """One text: its commitment, whose it is, of which leaf, what it is (KINDS), and its words (None: erased)."""

    commitment: str
    unit: str
    leaf: str
    kind: str
    words: str | None

    @property
    def title(self) -> str:
        """What it is, for people."""
        return KINDS[self.kind]


def sealed(unit: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Kind, leaf and commitment of every text in a unit's part of the snapshot."""
    yield from (("claim", leaf, key) for leaf, key in unit["not_applicable"].items())
    yield from (("note", leaf, key) for leaf, key in unit["notes"].items())
    yield from (("ruling", leaf, ruling["reason"]) for leaf, ruling in unit["rulings"].items())
    given = (*unit["facts"].items(), *((leaf, ruling["facts"] or {}) for leaf, ruling in unit["rulings"].items()))
    yield from (("struck", leaf, row[STRUCK]) for leaf, facts in given for value in facts.values()
                if isinstance(value, list) for row in value if isinstance(row, dict) and STRUCK in row)


def texts_of(file: Mapping[str, Any]) -> tuple[Text, ...]:
    """Every text of a decoded published file, unit by unit, those with no word in them left out."""
    openings = file["openings"]
    found = (Text(key, unit["name"], leaf, kind, openings[key]["text"] if key in openings else None)
             for unit in file["snapshot"]["units"] for kind, leaf, key in sealed(unit))
    return tuple(text for text in found if text.words != "")


def erased(text: str, commitment: str) -> str:
    """The file's text without the opening of that commitment; its digest and signature stay right.

    Raises KeyError if the file does not open it.
    """
    file = canonical.decode(text)
    del file["openings"][commitment]
    return canonical.encode(file).decode("utf-8")
