"""`rescale`: brings totals out of different maxima to one scale.

折成统一满分：总分 × `to` ÷ 本单位的满分。用于各组别、各单位满分不一样的规则（如有的单位少考几项）；
满分不含加分。
"""
from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from .. import points as p
from ..rule import param
from ..ruleset import Ruleset
from ..stage import Card, Example, Stage, Top


@dataclass(frozen=True)
class Rescale(Stage):
    """Total × `to` ÷ the card's maximum."""

    TITLE: ClassVar[str] = "折成统一满分"
    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({"to": "100"}, (Top("80", "60"),), "75", "满分 80 分的单位折成百分制"),
        Example({"to": "100"}, (Top("100", "60"),), "60", "满分已是 100 分，不变"),
    )

    to: Decimal = param("统一满分", "分")

    def one(self, card: Card, ruleset: Ruleset) -> Card:
        if card.total is None or card.max <= 0 or card.max == self.to:
            return card
        total = p.share(card.total, self.to, card.max)
        said = f"{p.show(card.total)} × {p.show(self.to)} ÷ {p.show(card.max)} = {p.show(total)} 分"
        return card.after("rescale", total, (said,), max=self.to)
