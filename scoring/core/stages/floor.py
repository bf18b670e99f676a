"""`floor`: a total is not below a limit.

总分保底：总分低于 `at` 的按 `at` 计，如扣成负数的按 0 分计，可简写 `floor: 0`。
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
class Floor(Stage):
    """max(total, `at`)."""

    BARE: ClassVar[str] = "at"
    TITLE: ClassVar[str] = "总分保底"
    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example("60", (Top("100", "45"),), "60", "低于 60 分的按 60 分计"),
        Example("60", (Top("100", "60"),), "60", "恰好 60 分，不变"),
    )

    at: Decimal = param("最低", "分")

    def one(self, card: Card, ruleset: Ruleset) -> Card:
        if card.total is None or card.total >= self.at:
            return card
        return card.after("floor", self.at, (f"{p.show(card.total)} 分，最低计 {p.show(self.at)} 分",))
