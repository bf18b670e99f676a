"""`multiply`: the total times a factor, for a group or where a leaf holds.

整体乘系数：总分 × `by`。`when` 写组别或末级指标的编号（该项填“是”或者不为 0 时）；不写就对所有单位。
只想让某几个指标的扣分加倍的，在指标上写 `multiply`，不用这个阶段。
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
class Multiply(Stage):
    """Total × `by`, where the condition holds."""

    TITLE: ClassVar[str] = "乘系数"
    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({"by": "0.9"}, (Top("100", "85"),), "76.5", "整体打九折"),
        Example({"by": "0.9", "when": "top-2"}, (Top("90", "80"), Top("10", "5")), "76.5", "第 2 项不为 0，打九折"),
        Example({"by": "0.9", "when": "top-2"}, (Top("90", "80"), Top("10", "0")), "80", "第 2 项是 0，不变"),
    )

    by: Decimal = param("系数")
    when: str | None = param("指标编号或组别", default=None)

    def one(self, card: Card, ruleset: Ruleset) -> Card:
        if card.total is None or not self._on(card, ruleset):
            return card
        total = p.times(card.total, self.by)
        leaf = ruleset.leaf(self.when or "")
        why = f"因“{leaf.title if leaf else self.when}”，" if self.when else ""
        return card.after("multiply", total, (f"{why}{p.show(card.total)} × {p.show(self.by)} = {p.show(total)} 分",))

    def _on(self, card: Card, ruleset: Ruleset) -> bool:
        if self.when is None or self.when == card.group:
            return True
        line = card.lines.get(self.when)
        return ruleset.leaf(self.when) is not None and line is not None and line.fired
