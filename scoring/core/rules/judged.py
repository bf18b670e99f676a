"""`judged`: points a reviewer gives, with a reason.

评议计分。复核员在 0 到本项分值之间给分，并写明理由；能用数据说话的指标不要用它。

参数：`step`：按几分一档给分，默认 0.5；本项分值应是它的整数倍。

填报数据：复核员给的分，如 7.5。指标上写 `filled_by: reviewer`，填报单位不填。
放在扣分项里时，给的是扣的分。
"""
from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from .. import points as p
from ..facts import Facts, Field
from ..facts import Judged as Given
from ..rule import Award, Example, Fault, Rule, Setting, param
from ..wording import gives, main_label, marks


@dataclass(frozen=True)
class Judged(Rule):
    """The reviewer's own figure, from 0 to the leaf's points."""

    step: Decimal = param("按几分一档", "分", default=Decimal("0.5"))

    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({}, "10", "7.5", "7.5", "按 0.5 分一档"),
        Example({"step": "1"}, "10", "10", "10", "满分"),
        Example({"step": "1"}, "10", "0", "0", "最低 0 分"),
    )

    def fields(self, setting: Setting) -> tuple[Field, ...]:
        step = self.step if self.step > 0 else Decimal(1)
        return (Field("points", Given(setting.most, step), main_label(setting, "points", "评分"), "分"),)

    def award(self, facts: Facts, setting: Setting) -> Award:
        return Award(facts["points"], (f"复核员评议，{gives(setting, facts['points'])}",))

    def standard(self, setting: Setting) -> str:
        return f"0 到 {marks(setting.most)}，按 {marks(self.step)}一档评议"

    def faults(self, setting: Setting) -> list[Fault]:
        if self.step <= 0:
            return [Fault(("step",), f"按几分一档要大于 0，现在是 {p.show(self.step)}")]
        if setting.points is not None and setting.points % self.step:
            reach = setting.points // self.step * self.step
            return [Fault(("step",), f"按 {marks(self.step)}一档最多给到 {marks(reach)}，"
                                     f"到不了本项分值 {marks(setting.points)}")]
        return []
