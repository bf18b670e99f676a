"""`grade`: names the grade of the total as it stands.

定等次：按 `grades` 从上到下，第一个达到的等次；一票否决已定档的不再改，不得评的等次跳过。
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .. import points as p
from ..ruleset import Ruleset
from ..stage import Card, Stage


@dataclass(frozen=True)
class Grade(Stage):
    """The first grade whose line the total reaches and that is not barred."""

    TITLE: ClassVar[str] = "评定等次"

    def one(self, card: Card, ruleset: Ruleset) -> Card:
        total = card.total
        if card.graded or not ruleset.grades or total is None:
            return card
        open_grades = [g for g in ruleset.grades if g.name not in card.barred]
        grade = next((g for g in open_grades if g.reached(total)), None)
        if grade is None:
            return card
        return card.after("grade", total, (f"{p.show(total)} 分{grade.words()}，评为“{grade.name}”",), grade=grade.name)
