"""`cap`: a total is not above a limit.

总分封顶：总分高于 `at` 的按 `at` 计，如加分以后仍以 100 分封顶，可简写 `cap: 100`。
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
class Cap(Stage):
    """min(total, `at`)."""

    BARE: ClassVar[str] = "at"
    TITLE: ClassVar[str] = "总分封顶"
    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example("96", (Top("100", "97"),), "96", "超过的截去"),
        Example("96", (Top("100", "96"),), "96", "恰好 96 分，不变"),
    )

    at: Decimal = param("最高", "分")

    def one(self, card: Card, ruleset: Ruleset) -> Card:
        if card.total is None or card.total <= self.at:
            return card
        return card.after("cap", self.at, (f"{p.show(card.total)} 分，封顶 {p.show(self.at)} 分",))
