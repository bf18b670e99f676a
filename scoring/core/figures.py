"""The figures of a group: how totals are spread, how each indicator was done, where points were lost."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from . import points as p
from .averages import deviation, mean
from .published import Group
from .ruleset import Indicator, Ruleset
from .stage import Card, Line, Subtotal

WIDTHS = ("0.5", "1", "2", "5", "10", "20", "50", "100", "200", "500", "1000")
BARS = 12       # at most so many bars
LOSSES = 10     # so many leaves stand in the list of losses


@dataclass(frozen=True)
class Bar:
    """The totals from `low`, included, to `high`, excluded; `mark` names the grade lines among them."""

    low: str
    high: str
    count: int
    mark: str


@dataclass(frozen=True)
class Spread:
    """A group's totals: the bars with the longest of them, and what sums them up. Texts, to two places."""

    bars: tuple[Bar, ...]
    most: int
    units: int
    mean: str
    median: str
    deviation: str
    least: str
    greatest: str


@dataclass(frozen=True)
class Figure:
    """One indicator over a group's units to which it applies; `lost` is '' where nothing can be lost.

    `full` is '' where there is no stated maximum; means and standard deviation to two places.
    """

    number: str
    title: str
    top: bool
    units: int
    full: str
    mean: str
    lost: str
    deviation: str


@dataclass(frozen=True)
class Loss:
    """A leaf on which points were lost: by how many units, how many in all, and which share of all that were lost."""

    leaf: str
    number: str
    title: str
    units: int
    total: str
    share: str      # percent, to one place


def spread(ruleset: Ruleset, group: Group) -> Spread | None:
    """How a group's totals are spread; None where nobody has one."""
    totals = sorted(r.verified.total for r in group.results if r.verified.total is not None)
    if not totals:
        return None
    half = len(totals) // 2
    median = totals[half] if len(totals) % 2 else (totals[half - 1] + totals[half]) / 2
    bars = _bars(totals, ruleset)
    return Spread(bars, max(b.count for b in bars), len(totals), two(mean(totals)), two(median),
                  two(deviation(totals)), two(totals[0]), two(totals[-1]))


def _bars(totals: Sequence[Decimal], ruleset: Ruleset) -> tuple[Bar, ...]:
    widths = [Decimal(width) for width in WIDTHS]
    width = next((w for w in widths if _floor(totals[-1], w) - _floor(totals[0], w) < BARS), widths[-1])
    low, out = _floor(totals[0], width) * width, []
    lines = [(grade.name, line) for grade in ruleset.grades
             if (line := grade.at_least if grade.at_least is not None else grade.above) is not None]
    while low <= totals[-1]:
        high = low + width
        mark = "、".join(f"“{name}”{p.show(line)} 分" for name, line in lines if low <= line < high)
        out.append(Bar(p.show(low), p.show(high), sum(low <= t < high for t in totals), mark))
        low = high
    return tuple(out)


def _floor(value: Decimal, width: Decimal) -> Decimal:
    whole = value // width      # towards zero
    return whole - 1 if whole * width > value else whole


def indicators(ruleset: Ruleset, group: Group) -> tuple[Figure, ...]:
    """The first-level indicators, each followed by its leaves, without vetoes and what only is recorded."""
    out = []
    cards = [r.verified for r in group.results]
    for top in ruleset.indicators:
        for node in top.walk():
            if node is top or node.is_leaf:
                found = _figure(node, cards, node is top)
                if found is not None:
                    out.append(found)
    return tuple(out)


def _figure(node: Indicator, cards: Iterable[Card], top: bool) -> Figure | None:
    if node.pool == "veto" or (node.rule is not None and not node.rule.needs_points):
        return None
    here = [found for card in cards if (found := card.lines.get(node.id) or card.subtotals.get(node.id)) is not None
            and _counts(node, found)]
    if not here:
        return None
    points = [found.points for found in here]
    lost = {"base": [found.max - found.points for found in here], "deduction": points}.get(node.pool)
    return Figure(node.number, node.title, top, len(here), "" if node.points is None else p.show(node.points),
                  two(mean(points)), "" if lost is None else two(mean(lost)), two(deviation(points)))


def _counts(node: Indicator, found: Line | Subtotal) -> bool:
    """Whether an indicator applies to a unit."""
    if isinstance(found, Line):
        return found.state != "not_applicable" or found.max > 0
    return found.max > 0 or node.pool != "base"


def losses(ruleset: Ruleset, group: Group) -> tuple[Loss, ...]:
    """The leaves that cost a group most, the dearest first."""
    found = []
    for leaf in ruleset.leaves:
        lines = [r.verified.lines[leaf.id] for r in group.results if leaf.id in r.verified.lines]
        lost = [line.lost for line in lines if line.lost > 0]
        if lost:
            found.append((sum(lost, p.ZERO), len(lost), leaf))
    whole = sum((total for total, _, _ in found), p.ZERO)
    found.sort(key=lambda one: (-one[0], -one[1]))
    return tuple(Loss(leaf.id, leaf.number, leaf.title, units, p.show(total),
                      p.show(p.rounded(Fraction(total) * 100 / Fraction(whole), 1)))
                 for total, units, leaf in found[:LOSSES])


def two(value: Decimal | Fraction) -> str:
    """To two places, half-up."""
    return p.show(p.rounded(value, 2))
