"""`bonus`: adds the bonus pool, capped, behind a gate.

加分项：把 `pool: bonus` 的一级指标得分加到总分上；`cap` 是最多加多少分，`when` 是加分的门槛
（`above` 不含本数，`at_least` 含本数；写 `of: [编号]` 的，看这几个指标的得分之和，不看总分）。加分后可以超过满分。
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
class Bonus(Stage):
    """Total + Σ points of the bonus pool, capped, if the gate lets it through."""

    TITLE: ClassVar[str] = "加分"
    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({"cap": "5"}, (Top("100", "90"), Top("10", "8", "bonus")), "95", "加 8 分，封顶加 5 分"),
        Example({"when": {"above": "80"}}, (Top("100", "80"), Top("10", "8", "bonus")), "80", "“高于 80”不含本数"),
        Example({"when": {"at_least": "80"}}, (Top("100", "80"), Top("10", "8", "bonus")), "88", "“不低于 80”含本数"),
    )

    cap: Decimal | None = param("最多加", "分", default=None)
    when: Gate | None = param("加分门槛", default=None)

    def one(self, card: Card, ruleset: Ruleset) -> Card:
        pool = [i for i in ruleset.indicators if i.pool == "bonus" and i.id in card.subtotals]
        gain = sum((card.subtotals[i.id].points for i in pool), p.ZERO)
        if card.total is None or not gain:
            return card
        if self.when is not None and not self.when.holds(seen := self.when.value_on(card)):
            words = gate_words(self.when, ruleset, seen)
            return card.after("bonus", card.total, (f"{words}，未达到“{self.when.words()}”，不加分",))
        steps = []
        if self.cap is not None and gain > self.cap:
            steps.append(f"加分合计 {p.show(gain)} 分，封顶加 {p.show(self.cap)} 分")
            gain = self.cap
        total = card.total + gain
        return card.after("bonus", total, (*steps, f"{p.show(card.total)} + {p.show(gain)} = {p.show(total)} 分"))
