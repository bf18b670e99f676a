"""Figures that contradict one another, as the sheet, the signing page and the reviewer's desk show them."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..actions.explaining import findings
from ..store.sheets import Submission
from .fields import anchor


@dataclass(frozen=True)
class Check:
    """One check that does not hold: its sentences, the leaves it is about with their anchors, the unit's word on it."""

    number: int
    words: str
    level: str
    places: tuple[tuple[str, str], ...]
    leaves: frozenset[str]
    said: str
    typed: str = ""
    fault: str = ""

    @property
    def open(self) -> bool:
        """Whether it keeps the sheet from being sent for signing."""
        return self.level == "error" or not self.said


def checks_of(submission: Submission, refused: Mapping[str, Any] | None = None) -> tuple[Check, ...]:
    """The checks of a loaded sheet that do not hold, a row each; `refused` is {number, text, sentence}."""
    said = submission.explanations or {}
    by_number: dict[int, Check] = {}
    for found in findings(submission):
        before = by_number.get(found.number)
        words = f"{before.words}{found.sentence}" if before else found.sentence
        leaves = dict.fromkeys((*(before.leaves if before else ()), *found.leaves))
        named = tuple((_name(submission, leaf), f"#{anchor(leaf)}") for leaf in leaves)
        mine = refused if refused and refused["number"] == found.number else None
        text = said.get(str(found.number), "") if found.level == "warning" else ""
        by_number[found.number] = Check(found.number, words, found.level, named, frozenset(leaves), text,
                                        mine["text"] if mine else text, mine["sentence"] if mine else "")
    return tuple(by_number.values())


def _name(submission: Submission, leaf_id: str) -> str:
    leaf = submission.assessment.ruleset.leaf(leaf_id)
    return f"{leaf.number} {leaf.title}" if leaf is not None else leaf_id
