"""`imported`: a figure that another office gave, brought to the leaf's points.

引用得分。得分 = 本项分值 × 引用的数 ÷ 满分刻度。用于“以上级评价为准”、满意度、专项考核得分折算等。

参数：`scale`：引用的数以多少为满分，默认 100。

填报数据：`{value: 87.5, source: 市政务公开办通报, date: 2024-12-20}`：数、来源、日期都要有。
通常在指标上写 `filled_by: office`，由考核办录入，填报单位看得到、改不了。
放在扣分项里时，按同样比例扣分。
"""
from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from .. import points as p
from ..facts import Day, Facts, Field, Number, Text
from ..rule import Award, Example, Fault, Rule, Setting, label_for, param
from ..wording import gives, main_label, marks


@dataclass(frozen=True)
class Imported(Rule):
    """points × value ÷ scale."""

    scale: Decimal = param("满分刻度", default=Decimal(100))

    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({}, "20", {"value": "87.5", "source": "市局通报", "date": "2024-12-20"}, "17.5", "87.5 分折成 20 分制"),
        Example({"scale": "5"}, "10", {"value": "5", "source": "群众评议", "date": "2024-12-20"}, "10", "五分制的满分"),
        Example({}, "20", {"value": "0", "source": "市局通报", "date": "2024-12-20"}, "0", "引用的数是 0"),
    )

    def fields(self, setting: Setting) -> tuple[Field, ...]:
        most = self.scale if self.scale > 0 else Decimal(100)
        return (Field("value", Number(p.ZERO, most), main_label(setting, "value", "引用的得分")),
                Field("source", Text(200), label_for(setting, "source", "来源")),
                Field("date", Day(), label_for(setting, "date", "来源日期")))

    def award(self, facts: Facts, setting: Setting) -> Award:
        total = p.share(setting.most, facts["value"], self.scale)
        where = f"引用 {facts['source'] or '（未写来源）'}（{Day().show(facts['date'])}）：{p.show(facts['value'])}"
        worked = f"{marks(setting.most)} × {p.show(facts['value'])} ÷ {p.show(self.scale)} = {marks(total)}"
        return Award(total, (where, worked if not setting.deducts else f"{worked}，{gives(setting, total)}"))

    def standard(self, setting: Setting) -> str:
        return f"{marks(setting.most)} × 引用的得分 ÷ {p.show(self.scale)}"

    def faults(self, setting: Setting) -> list[Fault]:
        if self.scale <= 0:
            return [Fault(("scale",), f"满分刻度要大于 0，现在是 {p.show(self.scale)}")]
        return []
