"""`first`: a branch earns what the first child earns that applies and is answered.

按先后取第一个适用而且填报了的下级指标，后面的不再看。用于互斥的几档：够哪一档填哪一档，多填的以前面的为准；
都没有填的得 0 分。
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .. import points as p
from ..combiner import Combiner, Example, Part, Scene
from ..rule import Award


@dataclass(frozen=True)
class First(Combiner):
    """The points of the first child that applies and is answered."""

    picks: ClassVar[bool] = True
    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({}, "3", (("3", "3", None), ("2", "2", None)), "3", "第一档就有，不看第二档"),
        Example({}, "3", (("0", "3", None), ("2", "2", None)), "0", "第一档填了 0，仍以第一档为准"),
    )

    def combine(self, parts: tuple[Part, ...], scene: Scene) -> Award:
        here = [part for part in parts if part.applicable]
        if not here:
            return Award(p.ZERO, ("各下级指标都不适用",), empty=True)
        taken = next((part for part in here if part.answered), None)
        if taken is None:
            return Award(p.ZERO, ("各档都没有填报，得 0 分",))
        return Award(taken.points, (f"以“{taken.title}”为准，得 {p.show(taken.points)} 分",))
