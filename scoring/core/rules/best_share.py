"""`best_share`: points in proportion to the best of the group.

与本组最好的比。得分 = 本项分值 × 本单位的数 ÷ 本组最好的数，最多为本项分值。

参数：
- `better`：`high`（默认）越大越好；`low` 越小越好，得分 = 本项分值 × 最好的数 ÷ 本单位的数。
- `self`：找最好的数时，`in`（默认）算上自己；`out` 不算自己，超过别人的按满分计。

填报数据：一个数。没有填报的、不适用的单位不参加比较。
本组最好的数是 0（或负数）时无从比较，得 0 分；自己的数是负数的得 0 分；越小越好而自己是 0 的得满分。
定版以前，同组还会变动，得分是暂算的。
"""
from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Literal

from .. import points as p
from ..facts import Facts, Field, Number
from ..rule import Award, Example, Rule, Setting, param
from ..wording import main_label, marks


@dataclass(frozen=True)
class BestShare(Rule):
    """points × own ÷ best."""

    better: Literal["high", "low"] = param("怎样算好", default="high")
    self_: Literal["in", "out"] = param("算不算自己", default="in")

    compares: ClassVar[bool] = True
    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({}, "6", "30", "4.5", "最好的是 40", peers=("40", "10")),
        Example({}, "6", "40", "6", "自己最好，得满分", peers=("30",)),
        Example({}, "6", "0", "0", "全组都是 0，无从比较", peers=("0",)),
        Example({"better": "low"}, "6", "8", "3", "最好的是 4 天", peers=("4", "12")),
        Example({"self": "out"}, "6", "50", "6", "超过别人的按满分计", peers=("40",)),
    )

    def fields(self, setting: Setting) -> tuple[Field, ...]:
        return (Field("value", Number(), main_label(setting, "value", "数值")),)

    def figure(self, facts: Facts) -> Decimal:
        value: Decimal = facts["value"]
        return value

    def award(self, facts: Facts, setting: Setting) -> Award:
        own, others = facts["value"], setting.peers.others
        field = (own, *others) if self.self_ == "in" or not others else others
        best = max(field) if self.better == "high" else min(field)
        notes = setting.peers.provisional
        whose = "本组" if len(field) > len(others) else "本组其他"
        said = f"本单位 {p.show(own)}，{whose} {len(field)} 个单位中最好的 {p.show(best)}"
        first = own == best or (own > best) == (self.better == "high") or (own == 0 and self.better == "low")
        if first and (best > 0 or self.better == "low"):
            return Award(setting.most, (*notes, f"{said}，得满分 {marks(setting.most)}"))
        if best <= 0 and self.better == "high":
            return Award(p.ZERO, (*notes, f"{said}，无从比较，得 0 分"))
        part, whole = (own, best) if self.better == "high" else (best, own)
        total = p.share(setting.most, max(part, p.ZERO), whole)
        worked = f"{marks(setting.most)} × {p.show(max(part, p.ZERO))} ÷ {p.show(whole)} = {marks(total)}"
        return Award(total, (*notes, said, worked))

    def standard(self, setting: Setting) -> str:
        ways = {"high": "本单位的数 ÷ 本组最大的数", "low": "本组最小的数 ÷ 本单位的数"}
        return f"{marks(setting.most)} × {ways[self.better]}"
