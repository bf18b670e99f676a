"""Scores sheets, group by group: the tree first, then each stage over all cards of the group together."""
from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from . import points as p
from .frame import Frame, Peers
from .leaf_line import floor_words
from .rule import Setting
from .ruleset import Indicator, Ruleset
from .sheet import Sheet, View
from .stage import FLOOR, Card, Line
from .walking import Walk

__all__ = ["Frame", "asked_leaves", "score", "score_group", "score_leaf"]

HUNDRED = p.exact(100)


def score(ruleset: Ruleset, sheet: Sheet, view: View = "verified", frame: Frame | None = None,
          peers: Iterable[Sheet] = ()) -> Card:
    """One unit's card, beside the sheets of others that it may be compared with: `score_group` of one."""
    return score_group(ruleset, [sheet, *peers], view, frame)[0]


def score_group(ruleset: Ruleset, sheets: Iterable[Sheet], view: View = "verified",
                frame: Frame | None = None) -> tuple[Card, ...]:
    """The cards of the sheets, in their order, on claimed or verified facts.

    Sheets of several groups may come together: each group is scored by itself, after the groups of its
    subordinate units.
    """
    everyone = tuple(sheets)
    run = Run(ruleset, everyone, view, frame or Frame())
    run.from_below()
    return tuple(run.card(n) for n in range(len(everyone)))


def score_leaf(ruleset: Ruleset, sheet: Sheet, leaf: Indicator, view: View = "verified",
               frame: Frame | None = None, peers: Iterable[Sheet] = ()) -> Line:
    """One leaf's line alone, as it would stand on the card: for previews and lists of one indicator."""
    return Run(ruleset, (sheet, *peers), view, frame or Frame()).walk(0).line(leaf)


def asked_leaves(ruleset: Ruleset, sheet: Sheet, view: View = "verified",
                 frame: Frame | None = None) -> tuple[Indicator, ...]:
    """The leaves that stand on a sheet's card: its group's, those whose condition is met, those drawn."""
    return Run(ruleset, (sheet,), view, frame or Frame()).walk(0).leaves()


class Run:
    """What the sheets scored together share. Each thing is worked out once, when it is first asked for."""

    def __init__(self, ruleset: Ruleset, sheets: tuple[Sheet, ...], view: View, frame: Frame) -> None:
        self.ruleset, self.sheets, self.view, self.frame = ruleset, sheets, view, frame
        self._members: dict[str, list[int]] = {}
        for n, sheet in enumerate(sheets):
            self._members.setdefault(sheet.group, []).append(n)
        self._walks: dict[int, Walk] = {}
        self._cards: dict[int, Card] = {}
        self._figures: dict[tuple[str, str], dict[int, Decimal]] = {}
        self._settings: dict[str, Setting] = {}
        self._means: dict[tuple[str, str], Decimal | None] = {}
        self._resting: dict[str, set[str]] = {}

    def card(self, n: int) -> Card:
        """The finished card of the n-th sheet."""
        if n not in self._cards:
            self._finish(self.sheets[n].group)
        return self._cards[n]

    def from_below(self) -> None:
        """Finishes every group, those first whose units stand below others, so that none waits for a long row."""
        for group in sorted(self._members, key=lambda name: len(self._resting_on(name))):
            if not self._cards.keys() >= set(self._members[group]):
                self._finish(group)

    def walk(self, n: int) -> Walk:
        """The n-th sheet's way through the tree."""
        if n not in self._walks:
            self._walks[n] = Walk(self, n)
        return self._walks[n]

    def setting(self, leaf: Indicator, n: int) -> Setting:
        """What a leaf's rule may know on the n-th sheet: the same on all sheets unless it compares them."""
        if leaf.rule is not None and leaf.rule.compares:
            return leaf.setting(self.frame, self.peers(leaf, n))
        if leaf.id not in self._settings:
            self._settings[leaf.id] = leaf.setting(self.frame)
        return self._settings[leaf.id]

    def peers(self, leaf: Indicator, n: int) -> Peers:
        """What the others of a sheet's group answered at a leaf that compares."""
        key = (leaf.id, self.sheets[n].group)
        if key not in self._figures:
            self._figures[key] = {m: figure for m in self._members[key[1]]
                                  if (figure := self.walk(m).figure(leaf)) is not None}
        return Peers(tuple(v for m, v in self._figures[key].items() if m != n), self.frame.final)

    def mean(self, leaf: Indicator, group: str) -> Decimal | None:
        """The mean points a leaf gave in a group to the units it applies to; None where it applies to nobody."""
        key = (leaf.id, group)
        if key not in self._means:
            here = [self.walk(m).line(leaf) for m in self._members.get(group, ()) if self.walk(m).applies(leaf)]
            total = sum((Fraction(line.points) for line in here), Fraction(0))
            self._means[key] = p.exact(total / len(here)) if here else None
        return self._means[key]

    def below(self, n: int, groups: Iterable[str]) -> dict[str, dict[str, Decimal]]:
        """By group, the scores from 0 to 100 of the units below the n-th sheet's unit."""
        unit, found = self.sheets[n].unit, {}
        for group in groups:
            members = () if self.sheets[n].group in self._resting_on(group) else self._members.get(group, ())
            cards = {self.sheets[m].unit: self.card(m) for m in members if self.sheets[m].parent == unit}
            found[group] = {name: p.share(HUNDRED, card.total, card.max) for name, card in cards.items()
                            if card.total is not None and card.max > 0}
        return found

    @functools.cached_property
    def _below(self) -> Mapping[str, set[str]]:
        """Group → the groups with units that stand below one of its own."""
        homes: dict[str, set[str]] = {}
        for sheet in self.sheets:
            homes.setdefault(sheet.unit, set()).add(sheet.group)
        found: dict[str, set[str]] = {}
        for sheet in self.sheets:
            for home in homes.get(sheet.parent, ()):
                found.setdefault(home, set()).add(sheet.group)
        return found

    def _resting_on(self, group: str) -> set[str]:
        """A group with all groups below it: units of these cannot stand above it as well, or nobody would be first."""
        if group not in self._resting:
            seen, todo = {group}, [group]
            while todo:
                more = self._below.get(todo.pop(), set()) - seen
                seen |= more
                todo += more
            self._resting[group] = seen
        return self._resting[group]

    def _finish(self, group: str) -> None:
        members = self._members[group]
        cards = tuple(self._tree(n) for n in members)
        for _, stage in self.ruleset.stages:
            cards = stage.run(cards, self.ruleset)
        self._cards |= dict(zip(members, cards, strict=True))

    def _tree(self, n: int) -> Card:
        walk, sheet = self.walk(n), self.sheets[n]
        base = [s for top, s in walk.tops() if top.pool == "base"]
        total = sum((s.points for s in base), p.ZERO)
        maximum = sum((s.max for s in base), p.ZERO)
        card = Card(sheet.unit, sheet.group, total, maximum, None, walk.lines_in_order(), walk.subtotals_in_order(),
                    final=self.frame.final)
        if maximum <= 0:
            asked = any(s.asked > 0 for s in base)
            said = "全部指标都不适用，没有总分" if asked else "没有要考核的指标，没有总分"
            return card.after("not_applicable", None, (said,))
        if total < 0 and self.ruleset.floor == "total":
            return card.after(FLOOR, p.ZERO, (f"各项合计 {p.show(total)} 分，{floor_words(p.ZERO)}",))
        return card
