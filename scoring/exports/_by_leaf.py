"""The table of indicators: how each leaf was done by the units of a group."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from scoring.core import points as p
from scoring.core.averages import deviation, mean
from scoring.core.published import Group, Published, Row

from . import _wording as say
from ._lines import counted, first_level
from ._ranked import share
from ._tables import COUNT, POINTS, SHARE, Column, Table, Value

COLUMNS = (
    Column("组别", 12), Column("一级指标", 18, wrap=True), Column("序号", 8), Column("指标编号", 16),
    Column("指标", 34, wrap=True), Column("计入", 10), Column("分值", 8, POINTS), Column("应评单位", 9, COUNT),
    Column("适用单位", 9, COUNT), Column("平均分", 9, POINTS), Column("平均得分率", 11, SHARE),
    Column("失分单位", 9, COUNT), Column("失分合计", 10, POINTS), Column("平均失分", 9, POINTS),
    Column("最高分", 9, POINTS), Column("最低分", 9, POINTS), Column("标准差", 9, POINTS),
)


def by_leaf(published: Published) -> Table:
    """One row per group and leaf, without vetoes and what is only recorded."""
    return Table("指标汇总", COLUMNS, lambda: _by_leaf(published), frozen=5)


def _by_leaf(published: Published) -> Iterator[Sequence[Value]]:
    for group in published.groups:
        asked: dict[str, list[Row]] = {}
        for result in group.results:
            for row in result.rows:
                asked.setdefault(row.leaf.id, []).append(row)
        for leaf in published.ruleset.leaves:
            scored = leaf.pool != "veto" and leaf.rule is not None and leaf.rule.needs_points
            if scored and leaf.id in asked:
                yield _leaf(group, asked[leaf.id])


def _leaf(group: Group, rows: Sequence[Row]) -> Sequence[Value]:
    one, leaf = rows[0], rows[0].leaf
    head = (group.name, first_level(one), leaf.number, leaf.id, leaf.title, say.POOLS.get(leaf.pool, leaf.pool),
            leaf.points, len(rows))
    lines = [row.verified for row in rows if counted(row, row.verified)]
    if not lines:
        return (*head, 0, *[None] * 8)
    points = [line.points for line in lines]
    lost = [line.lost for line in lines if line.lost > 0]
    average, loses = p.exact(mean(points)), leaf.pool != "bonus"
    whole: Decimal = sum(lost, p.ZERO)
    return (*head, len(lines), average, share(average, leaf.points) if leaf.pool == "base" else None,
            len(lost) if loses else None, whole if loses else None,
            p.exact(mean([line.lost for line in lines])) if loses else None,
            max(points), min(points), p.exact(deviation(points)))
