"""The tables of totals: the ranking, and each unit's points by first-level indicator."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from scoring.core import points as p
from scoring.core.published import Group, Published, Result
from scoring.core.ruleset import Indicator

from . import _wording as say
from ._tables import COUNT, POINTS, SHARE, Column, Table, Value
from ._text import one_line

BESIDE = {"bonus": "（加分）", "deduction": "（扣分）"}


def ranking(published: Published) -> Table:
    """One row per unit. The points of each first-level indicator stand under its number and title."""
    tops = _tops(published)
    heads = (Column(one_line(f"{top.number} {top.title}{BESIDE.get(top.pool, '')}"), 14, POINTS) for top in tops)
    columns = (
        Column("组别", 12), Column("名次", 7, COUNT), Column("单位", 28), Column("总分", 10, POINTS),
        Column("满分", 8, POINTS), Column("得分率", 9, SHARE), Column("等次", 9), Column("自评总分", 10, POINTS),
        Column("上次名次", 9, COUNT), Column("上次总分", 10, POINTS), *heads, Column("一票否决", 20, wrap=True),
        Column("提交时间", 22), Column("内容校验值", 20))
    return Table("排名", columns, lambda: _ranking(published, tops), frozen=3)


def _ranking(published: Published, tops: Sequence[Indicator]) -> Iterator[Sequence[Value]]:
    for group, result in each(published):
        card, before = result.verified, result.before or {}
        last = before.get("total")
        yield (group.name, result.place, result.unit, card.total, card.max, share(card.total, card.max), card.grade,
               result.claimed.total, before.get("place"), None if last is None else Decimal(last),
               *(_points(result, top) for top in tops), "、".join(say.vetoes(published, result)),
               say.moment(result.submitted_at), result.receipt)


def _points(result: Result, top: Indicator) -> Decimal | None:
    found = result.verified.subtotals.get(top.id)
    return None if found is None or (top.pool == "base" and found.max <= 0) else found.points


def by_first_level(published: Published) -> Table:
    """One row per unit and first-level indicator that was asked of it."""
    columns = (
        Column("组别", 12), Column("单位", 28), Column("名次", 7, COUNT), Column("序号", 7), Column("指标编号", 16),
        Column("一级指标", 36, wrap=True), Column("计入", 10), Column("状态", 9), Column("分值", 9, POINTS),
        Column("自评分", 9, POINTS), Column("复核分", 9, POINTS), Column("失分", 9, POINTS), Column("得分率", 9, SHARE))
    return Table("一级指标", columns, lambda: _by_first_level(published), frozen=2)


def _by_first_level(published: Published) -> Iterator[Sequence[Value]]:
    for group, result in each(published):
        for top in _tops(published):
            found, claimed = result.verified.subtotals.get(top.id), result.claimed.subtotals.get(top.id)
            if found is None:
                continue
            head = (group.name, result.unit, result.place, top.number, top.id, top.title, say.POOLS[top.pool])
            if top.pool == "base" and found.max <= 0:
                yield (*head, say.STATES["not_applicable"], None, None, None, None, None)
                continue
            worth = found.max if top.pool == "base" else top.points
            lost = {"base": found.max - found.points, "deduction": found.points}.get(top.pool)
            yield (*head, "计分", worth, claimed.points if claimed else None, found.points, lost,
                   share(found.points, worth) if top.pool == "base" else None)


def each(published: Published) -> Iterator[tuple[Group, Result]]:
    """Every unit's result with its group, group by group in the order of the ranking."""
    for group in published.groups:
        for result in group.results:
            yield group, result


def share(points: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """points ÷ whole from 0 to 1 to four places; None where there is no whole."""
    return None if points is None or not whole else p.exact(Fraction(points) / Fraction(whole))


def _tops(published: Published) -> tuple[Indicator, ...]:
    return tuple(t for t in published.ruleset.indicators if t.pool != "veto" and not t.obsolete)
