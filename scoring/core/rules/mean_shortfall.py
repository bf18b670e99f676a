"""`mean_shortfall`: full points at the group's mean, so much lost for every percent below it.

与本组平均比。不低于本组平均数得满分，每低百分之一（`per`）扣 `each`，扣完为止。

参数：
- `each`：每低一份扣几分。`per`：一份是百分之几，默认 1。
- `partial`：不足一份怎么算：`ceil` 按一份计；`floor` 不计；`exact`（默认）按实际比例计。
- `self`：求平均时，`in`（默认）算上自己；`out` 不算自己。

填报数据：一个数。没有填报的、不适用的单位不计入平均数。
低多少 =（平均数 − 本单位的数）÷ 平均数 × 100，平均数和百分数都保留四位小数。
平均数是 0 或负数时，不低于平均数的得满分，低于的得 0 分；没有可比单位的得满分。
定版以前，同组还会变动，得分是暂算的。
"""
from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Literal

from .. import points as p
from ..facts import Facts, Field, Number
from ..portions import SAID, Partial, lost_by
from ..rule import Award, Example, Fault, Rule, Setting, param
from ..wording import lost_from, main_label, marks


@dataclass(frozen=True)
class MeanShortfall(Rule):
    """points − each × portions below the mean."""

    each: Decimal = param("每低一份扣", "分")
    per: Decimal = param("一份", "%", default=Decimal(1))
    partial: Partial = param("不足一份", default="exact")
    self_: Literal["in", "out"] = param("算不算自己", default="in")

    compares: ClassVar[bool] = True
    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({"each": "0.1"}, "5", "100", "5", "恰好是平均数", peers=("100", "100")),
        Example({"each": "0.1"}, "5", "80", "3", "平均数 100，低 20 %，扣 2 分", peers=("120", "100")),
        Example({"each": "0.1", "self": "out"}, "5", "88", "3", "别人平均 110，低 20 %", peers=("120", "100")),
        Example({"each": "0.1", "partial": "ceil"}, "5", "89.5", "3.9", "平均数 100，低 10.5 %，按 11 份计",
                peers=("110.5",)),
        Example({"each": "0.1"}, "5", "0", "5", "平均数是 0，不低于平均", peers=("0",)),
    )

    def fields(self, setting: Setting) -> tuple[Field, ...]:
        return (Field("value", Number(), main_label(setting, "value", "数值")),)

    def figure(self, facts: Facts) -> Decimal:
        value: Decimal = facts["value"]
        return value

    def award(self, facts: Facts, setting: Setting) -> Award:
        own, others, notes = facts["value"], setting.peers.others, setting.peers.provisional
        counted = (own, *others) if self.self_ == "in" else others
        if not counted:
            return Award(setting.most, (*notes, f"没有可比的单位，得满分 {marks(setting.most)}"), loss=p.ZERO)
        mean = p.exact(Fraction(sum(counted, p.ZERO)) / len(counted))
        said = f"本单位 {p.show(own)}，{len(counted)} 个单位平均 {p.show(mean)}"
        if own >= mean:
            total, last = lost_from(setting, p.ZERO)
            return Award(total, (*notes, f"{said}，不低于平均，{last}"), loss=p.ZERO)
        if mean <= 0:
            total, last = lost_from(setting, setting.most)
            return Award(total, (*notes, f"{said}，低于平均，平均数不是正数，折不成百分数", last), loss=setting.most)
        short = p.exact(Fraction(mean - own) * 100 / Fraction(mean))
        worked = f"({p.show(mean)} − {p.show(own)}) ÷ {p.show(mean)} × 100 = {p.show(short)} %"
        loss, step = lost_by(short, self.per, self.each, self.partial, "%")
        total, last = lost_from(setting, loss)
        return Award(total, (*notes, said, worked, step, last), loss=loss)

    def standard(self, setting: Setting) -> str:
        return f"不低于本组平均得满分，每低 {p.show(self.per)} % 扣 {marks(self.each)}，{SAID[self.partial]}"

    def faults(self, setting: Setting) -> list[Fault]:
        return [Fault((key,), f"要大于 0，现在是 {p.show(getattr(self, key))}")
                for key in ("each", "per") if getattr(self, key) <= 0]
