"""Two units of one publication side by side: where they differ, and why."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ..core import points as p
from ..core.published import Published, Result, Row
from ..core.ruleset import Indicator
from ..core.stage import Line
from .public_editions import Edition

MOST_TOLD = 5       # differences that are told with their reasons
NOT_ASKED, ABSENT, WHOLE = "—", "没有这一项。", "得了满分。"


@dataclass(frozen=True)
class Side:
    """What one of the two has of an indicator: points as text, and why some were lost."""

    points: str
    why: str


@dataclass(frozen=True)
class Pair:
    """One indicator of both. `gap` is the first's points less the second's, in words; '' where one has none."""

    id: str
    number: str
    title: str
    max: str
    sides: tuple[Side, Side]
    gap: str
    size: Decimal
    top: bool       # a first-level indicator


@dataclass(frozen=True)
class Comparison:
    """Two results, every indicator that one of them was asked, and the leaves that differ most."""

    results: tuple[Result, Result]
    gap: str                    # of the totals
    pairs: tuple[Pair, ...]
    told: tuple[Pair, ...]


def comparison_of(edition: Edition, one: Result, other: Result) -> Comparison:
    """The two side by side."""
    pairs = tuple(_pairs(edition.published, one, other))
    apart = sorted((pair for pair in pairs if pair.size > 0 and not pair.top), key=lambda pair: -pair.size)
    totals = one.verified.total, other.verified.total
    gap = "" if totals[0] is None or totals[1] is None else _gap(totals[0] - totals[1])
    return Comparison((one, other), gap, pairs, tuple(apart[:MOST_TOLD]))


def _pairs(published: Published, one: Result, other: Result) -> Iterator[Pair]:
    """The first-level indicators, each followed by its leaves."""
    rows = tuple({row.leaf.id: row for row in result.rows} for result in (one, other))
    for top in published.ruleset.indicators:
        leaves = [leaf for leaf in top.walk() if leaf.is_leaf and (leaf.id in rows[0] or leaf.id in rows[1])]
        if not top.is_leaf and leaves:
            found = [result.verified.subtotals.get(top.id) for result in (one, other)]
            yield _pair(top, [None if s is None else s.points for s in found], ["", ""], True)
        for leaf in leaves:
            sides = [row.get(leaf.id) for row in rows]
            if leaf.pool == "veto":
                yield _vetoed(leaf, [leaf.id in result.verified.vetoes for result in (one, other)])
                continue
            yield _pair(leaf, [None if row is None else _points(row.verified) for row in sides],
                        [_why(row) for row in sides], False)


def _pair(node: Indicator, points: list[Decimal | None], why: list[str], top: bool) -> Pair:
    one, other = points
    gap = None if one is None or other is None else one - other
    sides = tuple(Side(NOT_ASKED if got is None else p.show(got), said) for got, said in zip(points, why, strict=True))
    return Pair(node.id, node.number, node.title, "" if node.points is None else p.show(node.points),
                (sides[0], sides[1]), "" if gap is None else _gap(gap), abs(gap or p.ZERO), top)


def _vetoed(leaf: Indicator, fired: list[bool]) -> Pair:
    """A leaf that has no points: whether it holds against each."""
    sides = tuple(Side("触发" if one else "没有触发", "") for one in fired)
    return Pair(leaf.id, leaf.number, leaf.title, "", (sides[0], sides[1]), "相同" if len(set(fired)) == 1 else "不同",
                p.ZERO, False)


def _points(line: Line) -> Decimal | None:
    return None if line.state == "not_applicable" and line.max == 0 else line.points


def _why(row: Row | None) -> str:
    """The reviewer's reason and the arithmetic; that nothing was lost, or that there is nothing."""
    if row is None:
        return ABSENT
    if row.verified.state == "not_applicable":
        return "不适用。"
    if row.leaf.pool == "base" and row.verified.lost <= 0:
        return WHOLE
    return row.lost_reason or "；".join(row.verified.steps)


def _gap(difference: Decimal) -> str:
    return "相同" if difference == 0 else f"{'多' if difference > 0 else '少'} {p.show(abs(difference))}"
