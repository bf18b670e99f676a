"""The figures of one indicator over a group: mean, spread, who lost how much, and the reasons put together."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..core import points as p
from ..core.averages import deviation, mean
from ..core.figures import two
from ..core.published import Group, Result, Row
from ..core.ruleset import Indicator, Ruleset
from ..core.stage import Line, Subtotal
from .public_editions import Edition

UNFILLED = "没有填报"
BY_FIGURES = {"base": "数据没有达到满分的要求", "deduction": "按数据扣分"}
SOME = {"bonus": ("有加分", "没有加分"), "deduction": ("有扣分", "没有扣分"), "veto": ("触发", "没有触发")}
# Which share of the maximum a unit got, from, with its words; the whole and nothing stand apart.
SHARES = ((Decimal("0.8"), "八成以上"), (Decimal("0.6"), "六成到八成"), (Decimal(0), "不到六成"))


@dataclass(frozen=True)
class Got:
    """What one unit got; texts. `lost` is '' where nothing was lost, `why` the reviewer's reason and the arithmetic."""

    unit: str
    number: int
    points: str
    max: str
    lost: str
    why: str


@dataclass(frozen=True)
class Reason:
    """A reason for lost points with the units it cost some, and how many points in all."""

    words: str
    lost: str
    units: tuple[Got, ...]


@dataclass(frozen=True)
class Child:
    """An indicator in a list of figures: means are '' where no unit is asked it."""

    id: str
    number: str
    title: str
    max: str
    mean: str
    full: str       # how many of how many got the whole, '' where nothing is the whole


@dataclass(frozen=True)
class Spread:
    """What sums the points up; texts, mean and standard deviation to two places."""

    mean: str
    least: str
    greatest: str
    deviation: str


@dataclass(frozen=True)
class Figures:
    """One indicator of a group. `shares` are counts by what part of the maximum was got, with their words."""

    asked: int
    aside: tuple[Got, ...]          # units to which it does not apply
    spread: Spread | None           # None where it applies to nobody, or has no points
    full: int
    shares: tuple[tuple[str, int], ...]
    losers: tuple[Got, ...]         # who lost most first; of a bonus, who got most
    others: tuple[Got, ...]
    reasons: tuple[Reason, ...]
    children: tuple[Child, ...]


Found = tuple[Result, Line | Subtotal, Row | None]


def figures_of(edition: Edition, group: Group, node: Indicator) -> Figures | None:
    """The figures of an indicator over the units of a group that the reader sees; None where nobody is asked it."""
    found = _found(group.results, node)
    counting = [one for one in found if _counts(node, one[1])]
    if not found:
        return None
    ordered = sorted(counting, key=lambda one: (-_lost(node, one[1]), -one[1].points if node.pool == "bonus" else 0))

    def got(some: Iterable[Found]) -> tuple[Got, ...]:
        return tuple(_got(edition, node, *one) for one in some)

    return Figures(
        len(counting), got(one for one in found if not _counts(node, one[1])),
        _spread(node, [cell.points for _, cell, _ in counting]),
        sum(_is_full(node, cell) for _, cell, _ in counting), _shares(node, counting),
        got(one for one in ordered if _bites(node, one)), got(one for one in ordered if not _bites(node, one)),
        _reasons(edition, node, counting) if node.is_leaf and node.pool in ("base", "deduction") else (),
        children_of(node.children, group))


def children_of(nodes: Iterable[Indicator], group: Group) -> tuple[Child, ...]:
    """The indicators in a list, each with its mean; what nobody is asked, and vetoes, are left out."""
    rows = []
    for node in nodes:
        cells = [cell for r in group.results if (cell := _cell(r, node)) is not None and _counts(node, cell)]
        if cells and node.pool != "veto":
            full = sum(_is_full(node, cell) for cell in cells)
            rows.append(Child(node.id, node.number, node.title, "" if node.points is None else p.show(node.points),
                              two(mean([cell.points for cell in cells])),
                              f"{full} / {len(cells)}" if node.pool == "base" else ""))
    return tuple(rows)


def worst_of(ruleset: Ruleset, group: Group, most: int = 5) -> tuple[tuple[Indicator, int, str], ...]:
    """The leaves that cost the group most, the dearest first: leaf, by how many units, points in all."""
    found = []
    for leaf in ruleset.leaves:
        lost = [line.lost for r in group.results if (line := r.verified.lines.get(leaf.id)) and line.lost > 0]
        if lost:
            found.append((leaf, len(lost), sum(lost, p.ZERO)))
    found.sort(key=lambda one: (-one[2], -one[1]))
    return tuple((leaf, units, p.show(total)) for leaf, units, total in found[:most])


def _found(results: Sequence[Result], node: Indicator) -> list[Found]:
    """What each unit has of the indicator; a leaf's line with its row, a branch's subtotal."""
    out: list[Found] = []
    for result in results:
        cell = _cell(result, node)
        if cell is not None:
            out.append((result, cell, next((r for r in result.rows if r.leaf.id == node.id), None)))
    return out


def _cell(result: Result, node: Indicator) -> Line | Subtotal | None:
    return result.verified.lines.get(node.id) if node.is_leaf else result.verified.subtotals.get(node.id)


def _counts(node: Indicator, cell: Line | Subtotal) -> bool:
    """Whether the indicator applies to the unit."""
    if isinstance(cell, Line):
        return cell.state != "not_applicable" or cell.max > 0
    return cell.max > 0 or node.pool != "base"


def _lost(node: Indicator, cell: Line | Subtotal) -> Decimal:
    if isinstance(cell, Line):
        return cell.lost
    lost = {"base": max(cell.max - cell.points, p.ZERO), "deduction": cell.points}
    return lost.get(node.pool, p.ZERO)


def _spread(node: Indicator, points: Sequence[Decimal]) -> Spread | None:
    if not points or node.pool == "veto":
        return None
    return Spread(two(mean(points)), p.show(min(points)), p.show(max(points)), two(deviation(points)))


def _bites(node: Indicator, one: Found) -> bool:
    """Whether the unit stands out: it lost points, earned a bonus, or was vetoed here."""
    result, cell, _ = one
    if node.pool == "veto":
        return any(leaf.id in result.verified.vetoes for leaf in node.walk())
    return cell.points > 0 if node.pool == "bonus" else _lost(node, cell) > 0


def _is_full(node: Indicator, cell: Line | Subtotal) -> bool:
    """Whether nothing was lost of something that could be."""
    return node.pool == "base" and cell.max > 0 and cell.points >= cell.max


def _got(edition: Edition, node: Indicator, result: Result, cell: Line | Subtotal, row: Row | None) -> Got:
    lost = _lost(node, cell)
    why = "" if row is None else row.lost_reason or ("" if node.pool == "base" else "；".join(row.verified.steps))
    return Got(result.unit, edition.numbers[result.unit], p.show(cell.points),
               p.show(cell.max) if node.pool == "base" else "", p.show(lost) if lost > 0 else "", why)


def _shares(node: Indicator, found: Sequence[Found]) -> tuple[tuple[str, int], ...]:
    if node.pool != "base":
        some = sum(_bites(node, one) for one in found)
        yes, no = SOME[node.pool]
        return ((yes, some), (no, len(found) - some))
    counts = {"满分": 0, **{words: 0 for _, words in SHARES}, "0 分": 0}
    for _, cell, _ in found:
        counts[_share(cell)] += 1
    return tuple(counts.items())


def _share(cell: Line | Subtotal) -> str:
    if cell.points >= cell.max:
        return "满分"
    return "0 分" if cell.points <= 0 else next(words for least, words in SHARES if cell.points >= least * cell.max)


def _reasons(edition: Edition, node: Indicator, found: Sequence[Found]) -> tuple[Reason, ...]:
    """The reviewers' reasons, alike ones together; where there is none, what the facts came to."""
    grouped: dict[str, list[Found]] = {}
    for one in found:
        result, cell, row = one
        if row is not None and _lost(node, cell) > 0:
            silent = UNFILLED if row.verified.state == "unanswered" else BY_FIGURES[node.pool]
            ruled = row.reason.strip().rstrip("。") if row.ruling and row.ruling.kind != "confirmed" else ""
            grouped.setdefault(ruled or silent, []).append(one)
    by_cost = sorted(grouped.items(), key=lambda kv: -sum((_lost(node, cell) for _, cell, _ in kv[1]), p.ZERO))
    return tuple(Reason(words, p.show(sum((_lost(node, cell) for _, cell, _ in some), p.ZERO)),
                        tuple(_got(edition, node, *one) for one in sorted(some, key=lambda o: -_lost(node, o[1]))))
                 for words, some in by_cost)
