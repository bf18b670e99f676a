"""How firm a ranking is: the places units take when a correction, a weight or a leaf is otherwise."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from scoring.core.frame import Frame
from scoring.core.ranking import order_key, rank
from scoring.core.ruleset import Indicator, Ruleset
from scoring.core.sheet import Ruling, Sheet
from scoring.core.stage import Card

from . import firmness_weights as weights
from .firmness_again import Again, Change, First

Keys = list[Any]        # by unit of a group what it is ordered by; None for a unit without a place


@dataclass(frozen=True)
class Span:
    """From which place to which; None where there never was one. `off`: once at least there was none."""

    best: int | None
    worst: int | None
    off: bool = False

    def __contains__(self, place: int | None) -> bool:
        if place is None:
            return self.off
        return self.best is not None and self.worst is not None and self.best <= place <= self.worst

    def with_(self, other: Span) -> Span:
        """The span of both."""
        best = [x for x in (self.best, other.best) if x is not None]
        worst = [x for x in (self.worst, other.worst) if x is not None]
        return Span(min(best, default=None), max(worst, default=None), self.off or other.off)


@dataclass(frozen=True)
class UnitFirmness:
    """A unit's place, and where it came out otherwise, the actual place always among them."""

    unit: str
    place: int | None
    total: Decimal | None
    corrections: Span
    weights: Span
    leaves: Span

    @property
    def whole(self) -> Span:
        """All three together."""
        return self.corrections.with_(self.weights).with_(self.leaves)

    @property
    def moves(self) -> bool:
        """Whether anything at all moves it."""
        return not self.stays(self.whole)

    def stays(self, span: Span) -> bool:
        """Whether a span is the actual place and nothing else."""
        return span == Span(self.place, self.place, self.place is None)


@dataclass(frozen=True)
class Turn:
    """Two neighbours of which the lower comes before the upper in some case, and what turned them.

    `corrections` are (unit, leaf's title), `weights` is in how many draws, `leaves` are titles of leaves left out.
    """

    upper: str
    lower: str
    apart: Decimal              # points between them
    corrections: tuple[tuple[str, str], ...] = ()
    weights: int = 0
    leaves: tuple[str, ...] = ()


@dataclass(frozen=True)
class Firmness:
    """One group: its units in the order of the ranking, the neighbours that turn, and how much was tried."""

    group: str
    units: tuple[UnitFirmness, ...]
    turns: tuple[Turn, ...]
    corrections: int
    draws: int
    tops: int                   # first-level indicators whose weights moved
    leaves: int


def firmness(ruleset: Ruleset, sheets: Iterable[Sheet], frame: Frame, draws: int = weights.DRAWS,
             ) -> tuple[Firmness, ...]:
    """Group by group, on verified facts as they would be published."""
    first = First(ruleset, tuple(sheets), replace(frame, final=True))
    groups = {name: _Group(first, name) for name in rank(ruleset, first.cards)}
    for change, n, run in _without_corrections(first):
        for name, group in groups.items():
            own = name == first.sheets[n].group
            group.see("corrections", group.keys_of(run), (first.sheets[n].unit, change.leaf.title), count=own)
    for change, run in _without_leaves(first):
        for group in groups.values():
            if group.counts(change.leaf):
                group.see("leaves", group.keys_of(run), change.leaf.title)
    for group in groups.values():
        for keys in group.weighed(draws):
            group.see("weights", keys)
    return tuple(group.told(draws) for group in groups.values())


def corrected(ruleset: Ruleset, sheet: Sheet) -> Iterator[Indicator]:
    """The leaves on which the review did not leave it at what the unit said. What reviewers rate is no correction."""
    for leaf in ruleset.leaves:
        ruling = sheet.rulings.get(leaf.id)
        if ruling is None or leaf.filled_by == "reviewer":
            continue
        claimed = leaf.id in sheet.not_applicable
        if ruling.kind in ("corrected", "applicable") or (ruling.kind == "not_applicable" and not claimed):
            yield leaf


def confirmed(sheet: Sheet, leaf: str) -> Sheet:
    """The sheet with one ruling turned into a confirmation of what the unit said."""
    return replace(sheet, rulings={**sheet.rulings, leaf: Ruling("confirmed")})


def places(keys: Sequence[Any], ties: str) -> list[int | None]:
    """The places by keys, as `ranking.rank` gives them; None stays None."""
    out: list[int | None] = [None] * len(keys)
    place, last = 0, object()
    ranked = sorted((n for n, key in enumerate(keys) if key is not None), key=keys.__getitem__)
    for count, n in enumerate(ranked, 1):
        if keys[n] != last or ties == "order":
            place = place + 1 if ties == "dense" else count
        out[n], last = place, keys[n]
    return out


def _without_corrections(first: First) -> Iterator[tuple[Change, int, Again | First]]:
    for n, sheet in enumerate(first.sheets):
        for leaf in corrected(first.ruleset, sheet):
            change = Change(leaf, left_out=False)
            sheets = (*first.sheets[:n], confirmed(sheet, leaf.id), *first.sheets[n + 1:])
            whose = first.whose(change, n)
            yield change, n, (First(first.ruleset, sheets, first.frame) if whose is None
                              else Again(first, change, sheets, whose))


def _without_leaves(first: First) -> Iterator[tuple[Change, Again]]:
    for leaf in first.ruleset.leaves:
        if leaf.pool != "veto" and leaf.rule is not None and leaf.rule.needs_points:
            change = Change(leaf, left_out=True)
            yield change, Again(first, change, first.sheets, range(len(first.sheets)))


class _Group:
    """The tally of one group."""

    def __init__(self, first: First, name: str) -> None:
        self.first, self.name, self.ruleset = first, name, first.ruleset
        self.members = [n for n, sheet in enumerate(first.sheets) if sheet.group == name]
        self.cards = [first.cards[n] for n in self.members]
        self.keys: Keys = [self._key(card) for card in self.cards]
        self.places = places(self.keys, self.ruleset.ranking.ties)
        listed = rank(self.ruleset, self.cards)[name]
        at = {card.unit: k for k, card in enumerate(self.cards)}
        self.order = [at[placed.unit] for placed in listed]
        self.pairs = [(a, b) for a, b in zip(self.order, self.order[1:], strict=False)
                      if self.keys[b] is not None and self.keys[a] < self.keys[b]]
        self.spans = {kind: ([*self.places], [*self.places], [x is None for x in self.places])
                      for kind in ("corrections", "weights", "leaves")}
        self.seen = dict.fromkeys(self.spans, 0)
        self.causes: dict[tuple[int, int], dict[str, list[Any]]] = {}

    def keys_of(self, run: Again | First) -> Keys:
        """What the group's units are ordered by in another scoring."""
        cards = [run.card(n) for n in self.members]
        return [self.keys[k] if card is self.cards[k] else self._key(card) for k, card in enumerate(cards)]

    def counts(self, leaf: Indicator) -> bool:
        """Whether a leaf stands on a card of the group."""
        return any(leaf.id in card.lines for card in self.cards)

    def weighed(self, draws: int) -> Iterator[Keys]:
        """For each draw what the units are ordered by: one whole number for veto, total and tie-breakers."""
        ties = sorted({key[2:] for key in self.keys if key is not None})
        rest = [0 if key is None else ties.index(key[2:]) for key in self.keys]
        last = [0 if key is None else int(key[0]) * 10**30 for key in self.keys]
        many = len(ties)
        for totals in weights.totals(self.ruleset, self.cards, draws):
            yield [None if key is None or total is None else (veto - total) * many + tie
                   for key, total, veto, tie in zip(self.keys, totals, last, rest, strict=True)]

    def see(self, kind: str, keys: Keys, cause: Any = None, count: bool = True) -> None:
        """Takes another order into the tally."""
        self.seen[kind] += count
        if keys == self.keys:
            return
        best, worst, off = self.spans[kind]
        for k, place in enumerate(places(keys, self.ruleset.ranking.ties)):
            if place is None:
                off[k] = True
                continue
            low, high = best[k], worst[k]
            best[k] = place if low is None or place < low else low
            worst[k] = place if high is None or place > high else high
        for upper, lower in self.pairs:
            if keys[lower] is not None and (keys[upper] is None or keys[lower] < keys[upper]):
                self.causes.setdefault((upper, lower), {}).setdefault(kind, []).append(cause)

    def told(self, draws: int) -> Firmness:
        """What came of it."""
        units = tuple(UnitFirmness(self.cards[k].unit, self.places[k], self.cards[k].total, *(
            Span(best[k], worst[k], off[k]) for best, worst, off in self.spans.values())) for k in self.order)
        turns = tuple(self._turn(pair, self.causes[pair]) for pair in self.pairs if pair in self.causes)
        return Firmness(self.name, units, turns, self.seen["corrections"], draws,
                        len(weights.weighed(self.ruleset, self.cards)), self.seen["leaves"])

    def _turn(self, pair: tuple[int, int], causes: Mapping[str, list[Any]]) -> Turn:
        upper, lower = (self.cards[k] for k in pair)
        apart = (upper.total or Decimal(0)) - (lower.total or Decimal(0))
        return Turn(upper.unit, lower.unit, apart, tuple(causes.get("corrections", ())),
                    len(causes.get("weights", ())), tuple(causes.get("leaves", ())))

    def _key(self, card: Card) -> Any:
        apart = self.ruleset.ranking.vetoed == "apart" and card.vetoes
        return None if card.total is None or apart else order_key(self.ruleset, card)
