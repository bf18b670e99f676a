"""`round`: rounds the total half-up.

四舍五入：`places` 是保留的小数位数，默认 2 位。
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .. import points as p
from ..rule import param
from ..ruleset import Ruleset
from ..stage import Card, Example, Stage, Top


@dataclass(frozen=True)
class Round(Stage):
    """The total with `places` decimal places, half-up."""

    TITLE: ClassVar[str] = "四舍五入"
    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({}, (Top("100", "81.3394"),), "81.34", "保留两位"),
        Example({"places": "0"}, (Top("100", "79.5"),), "80", "恰好一半，进一"),
    )

    places: int = param("保留小数", "位", default=2)

    def one(self, card: Card, ruleset: Ruleset) -> Card:
        if card.total is None or (total := p.rounded(card.total, self.places)) == card.total:
            return card
        return card.after("round", total, (f"{p.show(card.total)} 四舍五入为 {p.show(total)} 分",))
