"""`judged`: points a reviewer gives, with a reason.

评议计分。复核员在 0 到本项分值之间给分，并写明理由；能用数据说话的指标不要用它。

参数：
- `step`：按几分一档给分，默认 0.5；本项分值应是它的整数倍。
- `judges`：几位评委各给各的分时，怎样合成：`mean` 平均；`median` 中位数；`trimmed` 去掉一个最高分和一个
  最低分再平均（不足三位的直接平均）。不写就只有一个分。

填报数据：复核员给的分，如 7.5；写了 `judges` 的填各位评委的分，如 `[8, 9, 7.5]`。
指标上写 `filled_by: reviewer`，填报单位不填。
放在扣分项里时，给的是扣的分。
"""
from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Literal

from .. import points as p
from ..facts import Facts, Field, Scores
from ..facts import Judged as Given
from ..rule import Award, Example, Fault, Rule, Setting, param
from ..wording import gives, main_label, marks


@dataclass(frozen=True)
class Judged(Rule):
    """The reviewer's own figure, from 0 to the leaf's points."""

    step: Decimal = param("按几分一档", "分", default=Decimal("0.5"))
    judges: Literal["mean", "median", "trimmed"] | None = param("多位评委怎样合成", default=None)

    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({}, "10", "7.5", "7.5", "按 0.5 分一档"),
        Example({"step": "1"}, "10", "10", "10", "满分"),
        Example({"step": "1"}, "10", "0", "0", "最低 0 分"),
        Example({"judges": "mean"}, "10", ["8", "9", "7.5"], "8.1667", "三位评委平均"),
        Example({"judges": "median", "step": "1"}, "10", ["8", "10", "5", "9"], "8.5", "四位评委，中间两位平均"),
        Example({"judges": "trimmed", "step": "1"}, "10", ["10", "8", "9", "3", "8"], "8.3333", "去掉 10 和 3"),
        Example({"judges": "trimmed", "step": "1"}, "10", ["10", "0"], "5", "只有两位，不去掉"),
    )

    def fields(self, setting: Setting) -> tuple[Field, ...]:
        step = self.step if self.step > 0 else Decimal(1)
        if self.judges is not None:
            return (Field("points", Scores(setting.most, step), main_label(setting, "points", "各位评委的评分"), "分"),)
        return (Field("points", Given(setting.most, step), main_label(setting, "points", "评分"), "分"),)

    def award(self, facts: Facts, setting: Setting) -> Award:
        if self.judges is not None:
            value, said = self._merged(sorted(facts["points"]))
            return Award(value, (f"{len(facts['points'])} 位评委：{'、'.join(map(p.show, facts['points']))}", said))
        return Award(facts["points"], (f"复核员评议，{gives(setting, facts['points'])}",))

    def _merged(self, ordered: list[Decimal]) -> tuple[Decimal, str]:
        """The points out of all judges', lowest first, with the step."""
        counted, said = ordered, "平均"
        if self.judges == "median":
            middle = len(ordered) // 2
            counted, said = ordered[middle - 1 + len(ordered) % 2:middle + 1], "取中间"
        elif self.judges == "trimmed" and len(ordered) > 2:
            counted = ordered[1:-1]
            said = f"去掉最高 {p.show(ordered[-1])}、最低 {p.show(ordered[0])}，平均"
        value = p.exact(sum(map(Fraction, counted), Fraction(0)) / len(counted))
        shown = " + ".join(map(p.show, counted))
        return value, f"{said}：({shown}) ÷ {len(counted)} = {marks(value)}"

    def standard(self, setting: Setting) -> str:
        merged = {None: "", "mean": "，多位评委取平均", "median": "，多位评委取中位数",
                  "trimmed": "，多位评委去掉最高最低后平均"}[self.judges]
        return f"0 到 {marks(setting.most)}，按 {marks(self.step)}一档评议{merged}"

    def faults(self, setting: Setting) -> list[Fault]:
        if self.step <= 0:
            return [Fault(("step",), f"按几分一档要大于 0，现在是 {p.show(self.step)}")]
        if setting.points is not None and setting.points % self.step:
            reach = setting.points // self.step * self.step
            return [Fault(("step",), f"按 {marks(self.step)}一档最多给到 {marks(reach)}，"
                                     f"到不了本项分值 {marks(setting.points)}")]
        return []
