"""`weighted`: children count by their share of their own maximum, with weights.

加权合并。得分 = 本级分值 × Σ(权重 × 下级得分 ÷ 下级分值) ÷ Σ 权重。每个下级写 `weight`；
下级的分值各用各的尺度，不必相加等于本级。不适用的下级连同权重一起去掉。
每个下级先折成百分制（保留四位小数），再按权重合并，印出来的数就是用来算的数。
"""
from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from .. import points as p
from ..combiner import Combiner, Example, Part, Scene
from ..rule import Award

HUNDRED = 100


@dataclass(frozen=True)
class Weighted(Combiner):
    """points × Σ(weight × share) ÷ Σ weight."""

    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({}, "100", (("90", "100", "70"), ("40", "50", "30")), "87", "平台 70 %、日常 30 %：90 分和 80 分"),
        Example({}, "0.5", (("1", "1", "50"), ("1", "1", "30"), ("0", "1", "20")), "0.4", "标识可见、已链接、不正确"),
        Example({}, "10", (("0", "5", "1"), ("0", "5", "1")), "0", "都没有得分"),
    )

    def combine(self, parts: tuple[Part, ...], scene: Scene) -> Award:
        here = [part for part in parts if part.applicable and part.max > 0]
        whole = sum((part.weight or p.ZERO for part in here), p.ZERO)
        if whole <= 0:
            return Award(p.ZERO, ("各下级指标都不适用",), empty=True)
        steps, mixed = [], Fraction(0)
        for part in here:
            scored = p.share(p.exact(HUNDRED), part.points, part.max)
            mixed += Fraction(part.weight or p.ZERO) * Fraction(scored)
            steps.append(f"{part.title}：{p.show(part.points)} ÷ {p.show(part.max)} × 100 = {p.show(scored)}，"
                         f"权重 {p.show(part.weight or p.ZERO)}")
        total = p.exact(Fraction(scene.points) * mixed / Fraction(whole) / HUNDRED)
        shown = " + ".join(f"{p.show(x.weight or p.ZERO)} × {p.show(p.share(p.exact(HUNDRED), x.points, x.max))}"
                           for x in here)
        steps.append(f"{p.show(scene.points)} × ({shown}) ÷ {p.show(whole)} ÷ 100 = {p.show(total)} 分")
        return Award(total, tuple(steps))
