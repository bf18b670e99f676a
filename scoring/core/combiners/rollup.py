"""`rollup`: own score and the mean scores of sampled subordinate units, with weights.

汇总下级单位。得分 = 本级分值 × Σ(权重 × 得分) ÷ Σ 权重 ÷ 100；自身得分是本级下面各指标的得分率（百分制），
每一组下级单位取其总分（按各自满分折成百分制）的平均分。

参数：
- `own`：自身的权重，如 6。
- `groups`：各组下级单位的权重，如 `{部门: 2, 乡镇: 2}`。
- `sample`：每组抽几个单位；不写就全部计入，单位数不足的全部计入。抽取由考核公布的种子决定，人人可以重抽核对。

没有下级单位的组，连同权重一起去掉。下级单位的得分取自同一次考核，也可以由考核办随数据交来。
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from .. import points as p
from ..combiner import Combiner, Example, Part, Scene
from ..frame import drawn
from ..rule import Award, param
from ..wording import joined

HUNDRED = p.exact(100)


@dataclass(frozen=True)
class Rollup(Combiner):
    """points × Σ(weight × score) ÷ Σ weight ÷ 100, own score and each group's mean."""

    own: Decimal = param("自身权重")
    groups: Mapping[str, Decimal] = param("各组下级单位权重")
    sample: int | None = param("每组抽取", "个单位", default=None)

    gathers: ClassVar[bool] = True
    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({"own": "6", "groups": {"部门": "2", "乡镇": "2"}}, "100", (("90", "100", None),), "85",
                "自身 90、部门 85、乡镇 70，按 6:2:2", {"部门": {"甲": "80", "乙": "90"}, "乡镇": {"丙": "70"}}),
        Example({"own": "5", "groups": {"乡镇": "5"}}, "100", (("80", "100", None),), "80",
                "没有下级单位，只看自身"),
    )

    def combine(self, parts: tuple[Part, ...], scene: Scene) -> Award:
        here = [part for part in parts if part.applicable]
        most = sum((part.max for part in here), p.ZERO)
        weighed: list[tuple[Decimal, Decimal]] = []
        steps: list[str] = []
        if most > 0:
            own = p.share(HUNDRED, sum((part.points for part in here), p.ZERO), most)
            weighed.append((self.own, own))
            steps.append(f"自身得分 {p.show(own)}，权重 {p.show(self.own)}")
        for group, weight in self.groups.items():
            mean, said = self._mean(group, scene)
            steps += said
            if mean is not None:
                weighed.append((weight, mean))
                steps.append(f"{group}平均分 {p.show(mean)}，权重 {p.show(weight)}")
        whole = sum((weight for weight, _ in weighed), p.ZERO)
        if whole <= 0:
            return Award(p.ZERO, ("自身和下级单位都没有得分",), empty=True)
        mixed = sum((Fraction(weight) * Fraction(score) for weight, score in weighed), Fraction(0))
        total = p.exact(Fraction(scene.points) * mixed / Fraction(whole) / 100)
        shown = " + ".join(f"{p.show(weight)} × {p.show(score)}" for weight, score in weighed)
        steps.append(f"{p.show(scene.points)} × ({shown}) ÷ {p.show(whole)} ÷ 100 = {p.show(total)} 分")
        return Award(total, tuple(steps))

    def _mean(self, group: str, scene: Scene) -> tuple[Decimal | None, tuple[str, ...]]:
        """The mean score of a group's subordinate units that count, and which they are."""
        scores = scene.below.get(group, {})
        if not scores:
            return None, (f"{group}没有下级单位，权重去掉",)
        names = tuple(sorted(scores))
        said = f"{group} {len(names)} 个：{joined(f'{n} {p.show(scores[n])}' for n in names)}"
        if self.sample is not None and len(names) > self.sample:
            if not scene.seed:
                said = f"{group} {len(names)} 个，抽取 {self.sample} 个；尚未抽取，暂按全部计"
            else:
                names = drawn(scene.seed, f"{scene.place}/{group}", names, self.sample)
                said = (f"{group} {len(scores)} 个中抽取 {self.sample} 个："
                        f"{joined(f'{n} {p.show(scores[n])}' for n in names)}")
        total = sum((Fraction(scores[n]) for n in names), Fraction(0))
        return p.exact(total / len(names)), (said,)
