"""The contract of a combiner: how a branch's points come from its children's."""
from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .rule import Award


@dataclass(frozen=True)
class Part:
    """A child of a branch as a combiner sees it: its title, points and maximum on this card."""

    title: str
    points: Decimal
    max: Decimal
    weight: Decimal | None = None
    applicable: bool = True


class Combiner:
    """Base of every combiner; subclasses are frozen dataclasses without parameters."""

    def combine(self, parts: tuple[Part, ...], points: Decimal) -> Award:
        """Points and steps of a branch worth `points` from its children, before the branch's floor."""
        raise NotImplementedError
