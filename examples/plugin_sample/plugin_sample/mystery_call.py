"""`mystery_call`: test calls to a public telephone: how many were answered, how many of them well.

电话暗访计分。得分 = 本项分值 × 接通 ÷ 拨打，答复规范的每个另加几分，合计最多为本项分值。

参数：
- `polite`：接通并且答复规范的，每个加几分，默认 0.2 分；不加写 0。

填报数据：`{dialled: 10, answered: 8, polite: 6}`，依次是拨打、接通、答复规范的个数。
接通多于拨打的按拨打计，答复规范多于接通的按接通计。没有拨打的，按不适用处理。不能放在扣分项里。
"""
from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from scoring.core import points as p
from scoring.core.facts import Count, Facts, Field
from scoring.core.rule import Award, Example, Fault, Rule, Setting, label_for, param
from scoring.core.wording import amount, main_label, marks


@dataclass(frozen=True)
class MysteryCall(Rule):
    """points × answered ÷ dialled + polite × well answered."""

    polite: Decimal = param("答复规范每个加", "分", default=Decimal("0.2"))

    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({}, "10", {"dialled": "10", "answered": "8", "polite": "6"}, "9.2", "8 分，再加 6 个 × 0.2 分"),
        Example({}, "10", {"dialled": "10", "answered": "10", "polite": "10"}, "10", "加分之后也不超过本项分值"),
        Example({"polite": "0"}, "5", {"dialled": "3", "answered": "0", "polite": "0"}, "0", "一个也没有接通"),
        Example({}, "5", {"dialled": "0", "answered": "0", "polite": "0"}, "none", "没有拨打，按不适用处理"),
    )

    def fields(self, setting: Setting) -> tuple[Field, ...]:
        return (Field("dialled", Count(), main_label(setting, "dialled", "拨打"), "个"),
                Field("answered", Count(), label_for(setting, "answered", "接通"), "个"),
                Field("polite", Count(), label_for(setting, "polite", "答复规范"), "个"))

    def award(self, facts: Facts, setting: Setting) -> Award:
        dialled = facts["dialled"]
        if dialled == 0:
            return Award(p.ZERO, ("没有拨打电话，按不适用处理",), empty=True)
        answered = min(facts["answered"], dialled)
        polite = min(facts["polite"], answered)
        reached, extra = p.share(setting.most, answered, dialled), p.times(self.polite, polite)
        return Award(reached + extra, (
            f"接通：{marks(setting.most)} × {answered} ÷ {dialled} = {marks(reached)}",
            f"答复规范：{amount(polite, '个')} × {marks(self.polite)} = {marks(extra)}",
            f"{p.show(reached)} + {p.show(extra)} = {marks(reached + extra)}"))

    def standard(self, setting: Setting) -> str:
        return f"{marks(setting.most)} × 接通 ÷ 拨打，答复规范每个加 {marks(self.polite)}，最多 {marks(setting.most)}"

    def faults(self, setting: Setting) -> list[Fault]:
        if setting.deducts:
            return [Fault((), "电话暗访是得分的规则，不能放在扣分项里")]
        if self.polite < 0:
            return [Fault(("polite",), f"答复规范的加分不能小于 0，现在是 {p.show(self.polite)}")]
        return []
