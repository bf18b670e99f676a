"""`not_applicable`: how what does not apply to a unit is settled.

不适用的处理。`policy: rebase`（默认）：总分 × 应评满分 ÷ 适用满分。全部不适用时没有总分，不是满分。
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from .. import points as p
from ..rule import param
from ..ruleset import Ruleset
from ..stage import Card, Stage


@dataclass(frozen=True)
class NotApplicable(Stage):
    """Total × asked maximum ÷ applicable maximum, over the base pool."""

    TITLE: ClassVar[str] = "不适用折算"

    policy: Literal["rebase"] = param("处理办法", default="rebase")

    def one(self, card: Card, ruleset: Ruleset) -> Card:
        base = [i for i in ruleset.indicators if i.pool == "base" and i.id in card.subtotals]
        asked = sum((card.subtotals[i.id].asked for i in base), p.ZERO)
        applies = sum((card.subtotals[i.id].max for i in base), p.ZERO)
        if card.total is None or applies == asked:
            return card
        if applies <= 0:
            return card.after("not_applicable", None, ("全部指标都不适用，没有总分",))
        total = p.share(card.total, asked, applies)
        shown = f"{p.show(card.total)} × {p.show(asked)} ÷ {p.show(applies)} = {p.show(total)} 分"
        return card.after("not_applicable", total, ("不适用指标按比例折算", shown), max=asked)
