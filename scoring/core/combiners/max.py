"""`max`: a branch earns what its best child earns.

取得分最高的下级指标。用于几种做法任选其一、或同一件事按最高的一档计分；本级分值应等于分值最高的下级。
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .. import points as p
from ..combiner import Combiner, Example, Part, Scene
from ..rule import Award


@dataclass(frozen=True)
class Max(Combiner):
    """The greatest of the points of the children that apply."""

    picks: ClassVar[bool] = True
    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({}, "3", (("3", "3", None), ("2", "2", None), ("1", "1", None)), "3", "省级 1 篇，只取最高的一档"),
        Example({}, "3", (("0", "3", None), ("0", "2", None)), "0", "都没有得分"),
    )

    def combine(self, parts: tuple[Part, ...], scene: Scene) -> Award:
        here = [part for part in parts if part.applicable]
        if not here:
            return Award(p.ZERO, ("各下级指标都不适用",), empty=True)
        best = max(here, key=lambda part: part.points)
        shown = "、".join(p.show(part.points) for part in here)
        return Award(best.points, (f"{shown} 中取最高的“{best.title}”，得 {p.show(best.points)} 分",))
