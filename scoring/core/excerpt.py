"""An excerpt: the parts of a published file that one unit's scorecard needs, each with its proof of belonging.

Its form is told in docs/snapshot.md. It carries the whole's digest and signature, and the openings of its own texts.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .merkle import Tree
from .openings import sealed
from .parts import ABOUT, RULES, parts_of

FORMAT, VERSION = "scoring-excerpt", 1


def excerpt_of(file: Mapping[str, Any], tree: Tree, unit: str) -> dict[str, Any]:
    """The excerpt of a decoded published file for a unit named in it; with its group's ranking where that is public."""
    body = file["snapshot"]
    parts = list(parts_of(body))
    index = next(n for n, part in enumerate(parts) if part["part"] == "unit" and part["unit"]["name"] == unit)
    chosen = [ABOUT, RULES, *_ranking(body, parts, parts[index]["unit"]["group"]), index]
    sealed = set(commitments(parts[index]["unit"]))
    excerpt = {
        "format": FORMAT, "version": VERSION, "size": tree.size,
        "parts": [{"index": n, "path": [one.hex() for one in tree.path(n)], "part": parts[n]} for n in chosen]}
    out = {"excerpt": excerpt, "algorithm": file["algorithm"], "digest": file["digest"],
           "openings": {key: text for key, text in file["openings"].items() if key in sealed}}
    return out | ({"signature": file["signature"]} if "signature" in file else {})


def _ranking(body: Mapping[str, Any], parts: list[dict[str, Any]], group: str) -> list[int]:
    """The place of the group's ranking, unless the publication does not show it whole."""
    release = body["release"]
    if release["audience"] == "unit" or release["top"] is not None:
        return []
    return [n for n, part in enumerate(parts) if part["part"] == "ranking" and part["group"] == group]


def commitments(unit: Mapping[str, Any]) -> Iterator[str]:
    """Every commitment that stands in a unit's part of the snapshot."""
    return (key for _, _, key in sealed(unit))
