"""The figures of a circular: what a publication counts, where points were got and where they were lost."""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.core import points as p
from scoring.core.combiners.rollup import Rollup
from scoring.core.combiners.sum import Sum
from scoring.core.combiners.weighted import Weighted
from scoring.core.published import Group, Published, Result
from scoring.core.ruleset import Indicator
from scoring.core.stage import Card

MOST = 3            # indicators that are named as good, and as bad
PASSED = re.compile(r"(?<![不未])(合格|达标|及格|称职|通过)$")
FAILED = re.compile(r"^[不未]")


@dataclass(frozen=True)
class Strength:
    """A first-level indicator: the share of its points that was got (0 to 100), and how many units got all of it."""

    title: str
    rate: Decimal
    units: int
    full: int


@dataclass(frozen=True)
class Weakness:
    """An indicator with the points that units lost in it: of its own, which are not the total's where `weighted`."""

    title: str
    above: str              # the title of the branch above, or ''
    units: int
    lost: Decimal
    most: Decimal
    deducted: bool          # taken off the total
    weighted: bool


@dataclass(frozen=True)
class Extremes:
    """The highest and the lowest total of the units that are ranked and not vetoed, and who has them."""

    high: Decimal
    best: tuple[str, ...]
    low: Decimal
    worst: tuple[str, ...]


def results(published: Published) -> tuple[Result, ...]:
    """Every unit's result, group by group in the order of the ranking."""
    return tuple(r for group in published.groups for r in group.results)


def aside(result: Result) -> bool:
    """Whether a unit is listed apart: vetoed or not ranked."""
    return result.place is None or bool(result.verified.vetoes)


def graded(published: Published, some: Iterable[Result]) -> tuple[tuple[str, int], ...]:
    """Each grade that units have, with their number: in the order of the ruleset, then as they are met."""
    had = [r.verified.grade for r in some if r.verified.grade]
    order = dict.fromkeys([grade.name for grade in published.ruleset.grades] + had)
    return tuple((name, had.count(name)) for name in order if name in had)


def extremes(group: Group) -> Extremes | None:
    """The highest and lowest total of a group; None if no unit is ranked without a veto."""
    totals = [(r.verified.total, r.unit) for r in group.results if not aside(r) and r.verified.total is not None]
    if not totals:
        return None
    high, low = max(t for t, _ in totals), min(t for t, _ in totals)
    return Extremes(high, tuple(u for t, u in totals if t == high), low, tuple(u for t, u in totals if t == low))


def failing(published: Published) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Grade → units, for the grades below the one that is called 合格 or the like; () if none is called so."""
    names = [grade.name for grade in published.ruleset.grades]
    passed = [n for n, name in enumerate(names) if PASSED.search(name)]
    below = set(names[passed[-1] + 1:]) if passed else {name for name in names if FAILED.search(name)}
    some = results(published)
    return tuple((name, tuple(r.unit for r in some if r.verified.grade == name))
                 for name, _ in graded(published, some) if name in below)


def vetoes(published: Published) -> tuple[tuple[str, int], ...]:
    """The titles of the veto indicators that hold somewhere, with the number of units."""
    hit = [key for r in results(published) for key in r.verified.vetoes]
    found = ((leaf.title, hit.count(leaf.id)) for leaf in published.ruleset.leaves if leaf.id in hit)
    return tuple(found)


# ── where points were got ────────────────────────────────────────────────────

def strong(published: Published) -> tuple[Strength, ...]:
    """The first-level indicators of which the greatest share was got: the upper half of them, three at most."""
    found = [s for top in published.ruleset.indicators if top.pool == "base" if (s := _strength(published, top))]
    best = sorted(found, key=lambda s: -s.rate)[:min(MOST, (len(found) + 1) // 2)]
    return tuple(s for s in best if s.rate > 0)


def _strength(published: Published, top: Indicator) -> Strength | None:
    subs = [s for r in results(published) if (s := r.verified.subtotals.get(top.id)) and s.max > 0]
    if not subs:
        return None
    got, worth = sum((s.points for s in subs), p.ZERO), sum((s.max for s in subs), p.ZERO)
    return Strength(top.title, p.rounded(Fraction(got) * 100 / Fraction(worth), 2), len(subs),
                    sum(s.points >= s.max for s in subs))


# ── where points were lost ───────────────────────────────────────────────────

def weak(published: Published) -> tuple[Weakness, ...]:
    """The indicators in which the units together lost most of the total, three at most."""
    found = [(Fraction(w.lost) * factor, w) for top in published.ruleset.indicators if top.pool in ("base", "deduction")
             for node, factor in comparable(top, Fraction(1))
             if (w := _weakness(published, node, factor != 1)) is not None]
    return tuple(w for _, w in sorted(found, key=lambda one: -one[0])[:MOST])


def comparable(node: Indicator, factor: Fraction) -> Iterator[tuple[Indicator, Fraction]]:
    """The lowest indicators whose loss is a loss of the total, with what a point there is worth in the total.

    Below a weight a point is worth more or less than one; below a choice (the best, the first) it may be worth
    nothing, so there the branch stands for what is below it. This gives the order and no figure.
    """
    children = [child for child in node.children if not child.obsolete]
    shares = _shares(node, children)
    if not shares:
        yield node, factor
    for child, share in zip(children, shares, strict=False):
        yield from comparable(child, factor * share)


def _shares(node: Indicator, children: Sequence[Indicator]) -> tuple[Fraction, ...]:
    """What a point of each child is worth in points of its branch; () where that cannot be said."""
    how = node.combiner
    if how is None or isinstance(how, Sum):
        return (Fraction(1),) * len(children)
    worth, points = [Fraction(child.points or 0) for child in children], Fraction(node.points or 0)
    if isinstance(how, Weighted) and all(worth) and (whole := sum(Fraction(c.weight or 0) for c in children)):
        return tuple(Fraction(c.weight or 0) * points / whole / own for c, own in zip(children, worth, strict=True))
    if isinstance(how, Rollup) and any(worth) and (whole := sum(map(Fraction, (how.own, *how.groups.values())))):
        return (Fraction(how.own) / whole * points / sum(worth),) * len(children)
    return ()


def _weakness(published: Published, node: Indicator, weighted: bool) -> Weakness | None:
    lost = [x for r in results(published) if (x := lost_on(r.verified, node)) > 0]
    if not lost:
        return None
    above = published.ruleset.above(node.id)
    return Weakness(node.title, above[0].title if above else "", len(lost), sum(lost, p.ZERO), max(lost),
                    node.pool == "deduction", weighted)


def lost_on(card: Card, node: Indicator) -> Decimal:
    """What a card lost at an indicator, or had taken off there; 0 where it was not asked."""
    line, sub = card.lines.get(node.id), card.subtotals.get(node.id)
    if node.is_leaf:
        return line.lost if line is not None else p.ZERO
    if sub is None:
        return p.ZERO
    return sub.points if node.pool == "deduction" else max(sub.max - sub.points, p.ZERO)
