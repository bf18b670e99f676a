"""`sum`: a branch earns what its children earn together.

各下级指标得分相加。这是默认的合并方式；下级分值之和应等于本级分值。
"""
from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .. import points as p
from ..combiner import Combiner, Part
from ..rule import Award


@dataclass(frozen=True)
class Sum(Combiner):
    """Σ points of the children."""

    def combine(self, parts: tuple[Part, ...], points: Decimal) -> Award:
        total = sum((part.points for part in parts), p.ZERO)
        shown = " + ".join(f"({p.show(x.points)})" if x.points < 0 else p.show(x.points) for x in parts if x.applicable)
        return Award(total, (f"{shown or '0'} = {p.show(total)} 分",))
