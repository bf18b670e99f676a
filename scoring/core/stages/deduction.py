"""`deduction`: takes the deduction pool off the total.

扣分项：把 `pool: deduction` 的一级指标的扣分合计从总分中减去；`cap` 是最多扣多少分，`when` 是扣分的条件
（同加分门槛的写法）。
"""
from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from .. import points as p
from ..rule import param
from ..ruleset import Ruleset
from ..stage import Card, Example, Gate, Stage, Top
from ..wording import gate_words


@dataclass(frozen=True)
class Deduction(Stage):
    """Total − Σ losses of the deduction pool, capped; not below 0 unless the ruleset's floor is none."""

    TITLE: ClassVar[str] = "扣分"
    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({"cap": "5"}, (Top("100", "90"), Top("10", "8", "deduction")), "85", "扣 8 分，封顶扣 5 分"),
        Example({}, (Top("100", "6"), Top("10", "8", "deduction")), "0", "不够扣，扣完为止"),
    )

    cap: Decimal | None = param("最多扣", "分", default=None)
    when: Gate | None = param("扣分条件", default=None)

    def one(self, card: Card, ruleset: Ruleset) -> Card:
        pool = [i for i in ruleset.indicators if i.pool == "deduction" and i.id in card.subtotals]
        loss = sum((card.subtotals[i.id].points for i in pool), p.ZERO)
        if card.total is None or not loss:
            return card
        if self.when is not None and not self.when.holds(seen := self.when.value_on(card)):
            words = gate_words(self.when, ruleset, seen)
            return card.after("deduction", card.total, (f"{words}，不在“{self.when.words()}”之内，不扣分",))
        steps = []
        if self.cap is not None and loss > self.cap:
            steps.append(f"扣分合计 {p.show(loss)} 分，封顶扣 {p.show(self.cap)} 分")
            loss = self.cap
        total = card.total - loss
        steps.append(f"{p.show(card.total)} − {p.show(loss)} = {p.show(total)} 分")
        if total < 0 and ruleset.floor != "none":
            total = p.ZERO
            steps.append("扣完为止，计 0 分")
        return card.after("deduction", total, tuple(steps))
