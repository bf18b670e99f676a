"""The contract of a combiner: how a branch's points come from its children's."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar

from .rule import Award


@dataclass(frozen=True)
class Part:
    """A child of a branch as a combiner sees it: its title, points and maximum on this card."""

    title: str
    points: Decimal
    max: Decimal
    weight: Decimal | None = None
    applicable: bool = True
    answered: bool = True


@dataclass(frozen=True)
class Scene:
    """What a combiner may know besides the parts.

    `below` has, by group, the subordinate units' scores on a scale of 0 to 100; draws among them use `seed`, `place`.
    """

    points: Decimal
    below: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)
    seed: str = ""
    place: str = ""


@dataclass(frozen=True)
class Example:
    """Parts as (points, maximum, weight), what the branch is worth, and what comes of it."""

    params: Mapping[str, object]
    points: str
    parts: tuple[tuple[str, str, str | None], ...]
    expect: str
    why: str
    below: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class Combiner:
    """Base of every combiner; subclasses are frozen dataclasses of their parameters (see `rule.param`)."""

    EXAMPLES: ClassVar[tuple[Example, ...]] = ()
    gathers: ClassVar[bool] = False     # whether it looks at subordinate units' cards
    picks: ClassVar[bool] = False       # whether it takes one child: then one that applies in part is rebased first

    def combine(self, parts: tuple[Part, ...], scene: Scene) -> Award:
        """Points and steps of a branch from its children, before its cap and floor; `empty` if none applies."""
        raise NotImplementedError
