"""The contract of a stage: what happens to the cards of a group after the tree, in the order written."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from . import points

if TYPE_CHECKING:  # the ruleset holds stages, so at run time the import goes the other way
    from .ruleset import Ruleset


FLOOR = "floor"     # what a total stopped at 0 is called among a card's stages; nobody writes it in `stages:`


@dataclass(frozen=True)
class Line:
    """One leaf's outcome. `state`: answered | unanswered | not_applicable."""

    points: Decimal
    max: Decimal
    lost: Decimal
    steps: tuple[str, ...]
    state: str = "answered"
    fired: bool = False     # its main fact is "yes", or a number other than 0


@dataclass(frozen=True)
class Subtotal:
    """One branch's outcome; `max` is what was asked of this unit there and applies."""

    points: Decimal
    max: Decimal
    asked: Decimal          # the maximum with what is not applicable
    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class StageLine:
    """One stage's effect on the total, with its printed steps."""

    stage: str
    before: Decimal | None
    after: Decimal | None
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Card:
    """One unit's outcome. `total` is None if there is none; `max` leaves the bonus out."""

    unit: str
    group: str
    total: Decimal | None
    max: Decimal
    grade: str | None
    lines: Mapping[str, Line]
    subtotals: Mapping[str, Subtotal]
    stages: tuple[StageLine, ...] = ()
    vetoes: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()
    graded: bool = False    # a veto has settled the grade
    final: bool = True      # the group is complete; quotas may bite

    def after(self, stage: str, total: Decimal | None, steps: tuple[str, ...], **changes: Any) -> Card:
        """This card with a new total and the stage's line; a stage that prints nothing leaves no line."""
        lines = (*self.stages, StageLine(stage, self.total, total, steps)) if steps else self.stages
        return replace(self, total=total, stages=lines, **changes)

    def points_of(self, key: str) -> Decimal:
        """What a branch or leaf earned here; 0 if it is not on the card."""
        found = self.subtotals.get(key) or self.lines.get(key)
        return found.points if found else points.ZERO

    def to_json(self) -> dict[str, Any]:
        """The card as JSON: points as canonical decimal strings."""
        def text(value: Decimal | None) -> str | None:
            return None if value is None else points.show(value)

        return {
            "unit": self.unit, "group": self.group, "total": text(self.total), "max": text(self.max),
            "grade": self.grade,
            "lines": {k: {"points": text(v.points), "max": text(v.max), "lost": text(v.lost),
                          "steps": list(v.steps), "state": v.state} for k, v in self.lines.items()},
            "subtotals": {k: {"points": text(v.points), "max": text(v.max), "steps": list(v.steps)}
                          for k, v in self.subtotals.items()},
            "stages": [{"stage": s.stage, "before": text(s.before), "after": text(s.after), "steps": list(s.steps)}
                       for s in self.stages],
            "vetoes": list(self.vetoes),
        }


@dataclass(frozen=True)
class Top:
    """A first-level leaf of an example, in words of YAML: what it is worth, what it got (or "不适用"), its pool."""

    worth: str
    got: str
    pool: str = "base"
    more: Mapping[str, Any] = field(default_factory=dict)   # other keys of the indicator


@dataclass(frozen=True)
class Example:
    """A stage at work: its parameters, the card it meets, and what comes of it.

    `tops` make the card; `others` are the totals of the other units of the group; `grades` as in YAML.
    """

    params: Any
    tops: tuple[Top, ...]
    total: str              # 'none' if there is none
    why: str
    grade: str = ""
    grades: tuple[Mapping[str, Any], ...] = ()
    others: tuple[str, ...] = ()


class Stage:
    """Base of every stage; subclasses are frozen dataclasses of their parameters (see `rule.param`)."""

    TITLE: ClassVar[str] = ""   # the stage's name on cards
    EXAMPLES: ClassVar[tuple[Example, ...]] = ()

    def run(self, cards: tuple[Card, ...], ruleset: Ruleset) -> tuple[Card, ...]:
        """The cards of a group after this stage, in the same order."""
        return tuple(card if card.total is None else self.one(card, ruleset) for card in cards)

    def one(self, card: Card, ruleset: Ruleset) -> Card:
        """One card with a total after this stage; for stages that need no peers."""
        raise NotImplementedError


@dataclass(frozen=True)
class Gate:
    """A condition on the total so far, or on the points of the indicators `of` together."""

    above: Decimal | None = None
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    below: Decimal | None = None
    of: tuple[str, ...] = ()

    def holds(self, value: Decimal) -> bool:
        """Whether `value` passes."""
        return ((self.above is None or value > self.above) and (self.at_least is None or value >= self.at_least)
                and (self.at_most is None or value <= self.at_most) and (self.below is None or value < self.below))

    def words(self, unit: str = " 分") -> str:
        """'高于 80 分' or '不低于 44 分'."""
        limits = (("高于", self.above), ("不低于", self.at_least), ("不高于", self.at_most), ("低于", self.below))
        return "且".join(f"{word} {points.show(value)}{unit}" for word, value in limits if value is not None)

    def value_on(self, card: Card) -> Decimal:
        """What the gate looks at on a card: the total, or what the indicators `of` earned together."""
        if not self.of:
            return card.total if card.total is not None else points.ZERO
        return sum((card.points_of(key) for key in self.of), points.ZERO)
