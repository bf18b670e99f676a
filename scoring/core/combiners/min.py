"""`min`: a branch earns what its weakest child earns.

取得分最低的下级指标。用于“以最差的一项为准”；各下级的分值应与本级相同。
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .. import points as p
from ..combiner import Combiner, Example, Part, Scene
from ..rule import Award


@dataclass(frozen=True)
class Min(Combiner):
    """The least of the points of the children that apply."""

    picks: ClassVar[bool] = True
    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({}, "5", (("5", "5", None), ("3", "5", None)), "3", "以得分低的为准"),
        Example({}, "5", (("5", "5", None), ("5", "5", None)), "5", "都是满分"),
    )

    def combine(self, parts: tuple[Part, ...], scene: Scene) -> Award:
        here = [part for part in parts if part.applicable]
        if not here:
            return Award(p.ZERO, ("各下级指标都不适用",), empty=True)
        least = min(here, key=lambda part: part.points)
        shown = "、".join(p.show(part.points) for part in here)
        return Award(least.points, (f"{shown} 中取最低的“{least.title}”，得 {p.show(least.points)} 分",))
