"""What a ruleset is: the tree of indicators with their rules, the stages, grades, ranking and cases.

`building.build_ruleset` makes one from a plain tree.
"""
from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from . import points as p
from .combiner import Combiner
from .combiners.weighted import Weighted
from .declared import Declared, Drawing, Head, Multiply, Policy, ReportPart, Settling
from .facts import Facts, Field
from .frame import Frame, Peers
from .rule import Rule, Setting
from .stage import FLOOR, Stage
from .turns import in_turn


@dataclass(frozen=True)
class WorkedExample:
    """A leaf's facts with the points the author expects; shown to the unit as a hint."""

    facts: Facts
    points: Decimal
    why: str
    peers: tuple[Facts, ...] = ()   # what other units answered, for a rule that compares


@dataclass(frozen=True)
class Indicator(Declared):
    """A node of the tree: a branch has children, a leaf has a rule."""

    number: str = ""
    children: tuple[Indicator, ...] = ()
    combiner: Combiner | None = None
    rule: Rule | None = None
    rule_name: str = ""
    settling: Settling = Settling()
    multiplies: tuple[Multiply, ...] = ()       # its own and those of the branches above
    examples: tuple[WorkedExample, ...] = ()

    @property
    def is_leaf(self) -> bool:
        """Whether a fact is asked here."""
        return self.rule is not None

    def setting(self, frame: Frame | None = None, peers: Peers | None = None) -> Setting:
        """What this leaf's rule may know."""
        frame = frame or Frame()
        labels = {name: note.label for name, note in self.fields.items()}
        return Setting(self.points, self.pool, frame.as_of, frame.workdays, self.ask, labels,
                       peers or Peers(final=frame.final), frame.period)

    def asked_fields(self) -> tuple[Field, ...]:
        """The fields of this leaf, with the author's labels and who fills in each."""
        return self._fields

    @functools.cached_property
    def _fields(self) -> tuple[Field, ...]:
        if self.rule is None:
            return ()
        office = {name for name, note in self.fields.items() if note.filled_by == "office"}
        return tuple(replace(f, by="office" if f.name in office else self.filled_by)
                     for f in self.rule.fields(self.setting()))

    def own_fields(self) -> tuple[Field, ...]:
        """The fields the unit (or the reviewer, or the office) fills in on its sheet: all but the office's figures."""
        return tuple(f for f in self.asked_fields() if f.by == self.filled_by)

    def walk(self) -> Iterator[Indicator]:
        """This indicator and everything below, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Ruleset(Head):
    """A whole ruleset. `data` is the plain tree it was made from: canonical, and what a snapshot holds."""

    indicators: tuple[Indicator, ...] = ()
    stages: tuple[tuple[str, Stage], ...] = ()
    cases: tuple[Mapping[str, Any], ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)

    def walk(self) -> Iterator[Indicator]:
        """Every indicator in reading order."""
        for top in self.indicators:
            yield from top.walk()

    @functools.cached_property
    def leaves(self) -> tuple[Indicator, ...]:
        """The leaves in reading order, without obsolete ones."""
        return tuple(i for i in self.walk() if i.is_leaf and not i.obsolete)

    @functools.cached_property
    def _by_id(self) -> Mapping[str, Indicator]:
        return {i.id: i for i in self.walk()}

    def leaf(self, leaf_id: str) -> Indicator | None:
        """The leaf of that id, or None."""
        found = self._by_id.get(leaf_id)
        return found if found is not None and found.is_leaf and not found.obsolete else None

    def find(self, indicator_id: str) -> Indicator | None:
        """The branch or leaf of that id, or None."""
        return self._by_id.get(indicator_id)

    def title_of(self, indicator_id: str) -> str:
        """The title of that branch or leaf; the id itself where there is none."""
        found = self.find(indicator_id)
        return found.title if found is not None else indicator_id

    @functools.cached_property
    def _above(self) -> Mapping[str, tuple[Indicator, ...]]:
        found: dict[str, tuple[Indicator, ...]] = {}
        for node in self.walk():
            found.update({child.id: (node, *found.get(node.id, ())) for child in node.children})
        return found

    def above(self, indicator_id: str) -> tuple[Indicator, ...]:
        """The branches above an indicator, the nearest first."""
        return self._above.get(indicator_id, ())

    def report_part(self, node: Indicator) -> ReportPart | None:
        """The part of a self-inspection report that an indicator belongs to: its own word, or that of the nearest
        branch above which says one."""
        return next((one.report for one in (node, *self.above(node.id)) if one.report is not None), None)

    def awaited_by(self, node: Indicator) -> tuple[Indicator, ...]:
        """What must be worked out before an indicator: what stands below it and what it requires."""
        return (*node.children, *(found for word in node.requires if (found := self.find(word)) is not None))

    def asked_after(self, node: Indicator) -> tuple[Indicator, ...]:
        """What decides whether an indicator is asked: the branch above it and the leaf of its condition."""
        leaf = self.leaf(node.asks_if.id) if node.asks_if is not None else None
        return (*self.above(node.id)[:1], *(() if leaf is None else (leaf,)))

    @functools.cached_property
    def in_turn(self) -> tuple[Indicator, ...]:
        """The indicators, each after what it waits for; () where reading order does, because nothing is required."""
        return in_turn(self.walk(), self.awaited_by)[0] if any(i.requires for i in self.walk()) else ()

    @functools.cached_property
    def asking_turn(self) -> tuple[Indicator, ...]:
        """The indicators, each after what decides whether it is asked; () where no indicator has a condition."""
        return in_turn(self.walk(), self.asked_after)[0] if any(i.asks_if for i in self.walk()) else ()

    @functools.cached_property
    def draws(self) -> Mapping[str, int]:
        """Branch → how many of its children are drawn."""
        some = (self.draw,) if isinstance(self.draw, Drawing) else self.draw
        return {one.of: one.take for one in some}

    @functools.cached_property
    def policy(self) -> Policy:
        """What the stage says of leaves that do not apply, for leaves that do not say it themselves."""
        found = next((getattr(stage, "policy", None) for name, stage in self.stages if name == "not_applicable"), None)
        return found or "rebase"

    def policy_of(self, leaf: Indicator) -> Policy:
        """How a leaf is settled where it does not apply; below a weighted branch its weight is dropped."""
        weighted = any(isinstance(branch.combiner, Weighted) for branch in self.above(leaf.id))
        return leaf.settling.policy or ("rebase" if weighted else self.policy)

    @functools.cached_property
    def looks_around(self) -> bool:
        """Whether a unit's card depends on the sheets of other units, quotas apart."""
        return any((leaf.rule is not None and leaf.rule.compares) or self.policy_of(leaf) == "mean"
                   for leaf in self.leaves) or any(i.combiner is not None and i.combiner.gathers for i in self.walk())

    @functools.cached_property
    def conditional(self) -> bool:
        """Whether sheets of one group may be asked different leaves: by conditions, or by a draw."""
        return bool(self.draws) or any(i.asks_if is not None for i in self.walk())

    def stage_title(self, name: str) -> str:
        """The Chinese name of a stage of this ruleset."""
        own = "扣完为止" if name == FLOOR else name
        return next((stage.TITLE or name for word, stage in self.stages if word == name), own)

    def asked_of(self, group: str) -> tuple[Indicator, ...]:
        """The leaves asked of a group."""
        return tuple(leaf for top in self.indicators for leaf in _asked(top, group))


def _asked(indicator: Indicator, group: str) -> Iterator[Indicator]:
    if indicator.obsolete or not applies(indicator, group):
        return
    if indicator.is_leaf:
        yield indicator
    for child in indicator.children:
        yield from _asked(child, group)


def applies(indicator: Indicator, group: str) -> bool:
    """Whether an indicator is asked of a group at all."""
    return not indicator.applies_to or group in indicator.applies_to


def unlimited(children: Iterable[Indicator]) -> bool:
    """Whether something among a branch's children may come to any number of points: in the pools beside the base,
    what is worth no stated points has no cap of its own."""
    return any(c.points is None and not c.obsolete and c.pool in ("bonus", "deduction")
               and (c.rule is None or c.rule.needs_points) for c in children)


def base_points(indicators: tuple[Indicator, ...]) -> Decimal:
    """Σ points of the first-level indicators of the base pool."""
    return sum((i.points or p.ZERO for i in indicators if i.pool == "base" and not i.obsolete), p.ZERO)
