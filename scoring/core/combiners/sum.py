"""`sum`: a branch earns what its children earn together.

各下级指标得分相加。这是默认的合并方式；下级分值之和应等于本级分值（加分项、扣分项里可以大于，超过的封顶）。
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .. import points as p
from ..combiner import Combiner, Example, Part, Scene
from ..rule import Award


@dataclass(frozen=True)
class Sum(Combiner):
    """Σ points of the children."""

    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({}, "6", (("2", "2", None), ("1.5", "4", None)), "3.5", "组织保障 2 分加 1.5 分"),
        Example({}, "6", (("0", "2", None), ("0", "4", None)), "0", "都没有得分"),
    )

    def combine(self, parts: tuple[Part, ...], scene: Scene) -> Award:
        total = sum((part.points for part in parts), p.ZERO)
        shown = " + ".join(f"({p.show(x.points)})" if x.points < 0 else p.show(x.points) for x in parts if x.applicable)
        return Award(total, (f"{shown or '0'} = {p.show(total)} 分",))
