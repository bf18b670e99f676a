"""`veto`: what a fired veto does to the total and the grade.

一票否决：`pool: veto` 的指标写 `effect`：`grade` 直接定档，`total` 总分最多是多少（`none` 为不计总分），
`bar` 不得评为哪些等次。没有写 `effect` 的，定为最低一档。
"""
from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from .. import points as p
from ..ruleset import Effect, Indicator, Ruleset
from ..stage import Card, Stage


@dataclass(frozen=True)
class Veto(Stage):
    """Each fired veto leaf's effect, in the order of the tree."""

    TITLE: ClassVar[str] = "一票否决"

    def one(self, card: Card, ruleset: Ruleset) -> Card:
        for leaf in ruleset.leaves:
            if leaf.pool == "veto" and leaf.id in card.lines and card.lines[leaf.id].fired:
                card = _apply(card, leaf, leaf.effect or _default(ruleset))
        return card


def _default(ruleset: Ruleset) -> Effect:
    return Effect(grade=ruleset.grades[-1].name) if ruleset.grades else Effect(total="none")


def _apply(card: Card, leaf: Indicator, effect: Effect) -> Card:
    steps = [f"一票否决：{leaf.title}"]
    total: Decimal | None = card.total
    if effect.total == "none":
        total = None
        steps.append("不计总分，不参加排名")
    elif isinstance(effect.total, Decimal) and total is not None:
        total = min(total, effect.total)
        steps.append(f"总分不超过 {p.show(effect.total)} 分，计 {p.show(total)} 分")
    changes: dict[str, object] = {}
    if effect.grade or effect.total is not None:  # a bar alone (一票否优) leaves the unit in its place
        changes["vetoes"] = (*card.vetoes, leaf.id)
    if effect.grade:
        changes |= {"grade": effect.grade, "graded": True}
        steps.append(f"直接定为“{effect.grade}”")
    if effect.bar:
        changes["barred"] = (*card.barred, *effect.bar)
        steps.append(f"不得评为“{'、'.join(effect.bar)}”")
    return card.after("veto", total, tuple(steps), **changes)
