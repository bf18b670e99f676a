"""`ratio`: points in proportion to done over due.

按比例计分。得分 = 本项分值 × 已办 ÷ 应办，最多为本项分值。

参数：
- `target`：固定的目标数。写了就只填完成数；不写就填“已办”“应办”两个数。
- `unit`：计量单位，默认“件”。

填报数据：`{done: 40386, of: 40676}`；写了 `target` 的只填一个数。
印出的百分数只供阅读，计分直接用两个整数相除，结果四舍五入到 0.0001 分。
应办为 0 时没有可考核的事项，按不适用处理，不给 0 分也不给满分。已办多于应办时按 100 % 计。
放在扣分项里时，按同样比例扣分（例如逾期件 ÷ 总件）。
"""
from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import ClassVar

from .. import points as p
from ..facts import Count, Facts, Field
from ..rule import Award, Example, Fault, Rule, Setting, label_for, param
from ..wording import amount, gives, main_label, marks


@dataclass(frozen=True)
class Ratio(Rule):
    """points × min(1, done / of)."""

    target: Decimal | None = param("目标数", default=None)
    unit: str = param("计量单位", default="件")

    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({}, "10", {"done": "40386", "of": "40676"}, "9.9287", "99.29 %"),
        Example({}, "10", {"done": "10", "of": "10"}, "10", "全部办结得满分"),
        Example({}, "10", {"done": "0", "of": "8"}, "0", "一件未办"),
        Example({}, "10", {"done": "0", "of": "0"}, "none", "没有应办件，按不适用处理"),
        Example({"target": "10", "unit": "例"}, "15", "7", "10.5", "完成目标的 70 %"),
        Example({"target": "10", "unit": "例"}, "15", "12", "15", "超过目标按 100 % 计"),
    )

    def fields(self, setting: Setting) -> tuple[Field, ...]:
        if self.target is not None:
            return (Field("done", Count(), main_label(setting, "done", "完成数"), self.unit),)
        return (Field("done", Count(), label_for(setting, "done", "已办"), self.unit),
                Field("of", Count(), label_for(setting, "of", "应办"), self.unit))

    def award(self, facts: Facts, setting: Setting) -> Award:
        done, due = facts["done"], self.target if self.target is not None else facts["of"]
        if due == 0:
            label = self.fields(setting)[1].label
            return Award(p.ZERO, (f"“{label}”为 0，没有可考核的事项，按不适用处理",), empty=True)
        percent = p.rounded(Fraction(done * 100) / Fraction(due), 2)
        rate = f"{p.show(done)} ÷ {p.show(due)} = {p.show(percent)} %"
        if done >= due:
            over = "，按 100 % 计" if done > due else ""
            return Award(setting.most, (f"{rate}{over}", gives(setting, setting.most)))
        gain = p.share(setting.most, done, due)
        return Award(gain, (rate, f"{marks(setting.most)} × {p.show(done)} ÷ {p.show(due)} = {marks(gain)}"))

    def standard(self, setting: Setting) -> str:
        labels = [f.label for f in self.fields(setting)]
        due = labels[1] if self.target is None else f"目标 {amount(self.target, self.unit)}"
        return f"{marks(setting.most)} × {labels[0]} ÷ {due}，最多 {marks(setting.most)}"

    def advice(self, facts: Facts | None, setting: Setting) -> str:
        if setting.deducts:
            return ""
        if facts is None:
            labels = [f.label for f in self.fields(setting)]
            goal = (f"“{labels[0]}”达到“{labels[1]}”" if self.target is None
                    else f"满 {amount(ceil(self.target), self.unit)}")
            return f"{goal}可得满分 {marks(setting.most)}"
        due = self.target if self.target is not None else facts["of"]
        short = ceil(due) - facts["done"]
        label = self.fields(setting)[0].label
        return f"“{label}”再增加 {amount(short, self.unit)}可得满分" if short > 0 else ""

    def faults(self, setting: Setting) -> list[Fault]:
        if self.target is not None and self.target <= 0:
            return [Fault(("target",), f"目标数要大于 0，现在是 {p.show(self.target)}")]
        return []
