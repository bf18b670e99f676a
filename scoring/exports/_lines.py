"""The table of details: one row per unit and leaf, with everything that was filled in, ruled and computed."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from scoring.core.published import Group, Published, Result, Row
from scoring.core.stage import Line

from . import _wording as say
from ._ranked import each
from ._tables import COUNT, POINTS, Column, Table, Value

COLUMNS = (
    Column("组别", 12), Column("单位", 24), Column("名次", 7, COUNT), Column("一级指标", 20, wrap=True),
    Column("序号", 8), Column("指标编号", 16), Column("指标", 36, wrap=True), Column("计入", 10), Column("状态", 9),
    Column("分值", 8, POINTS), Column("自评数据", 22, wrap=True), Column("自评分", 9, POINTS),
    Column("复核数据", 22, wrap=True), Column("复核分", 9, POINTS), Column("失分", 9, POINTS),
    Column("失分原因", 44, wrap=True), Column("计算步骤", 40, wrap=True), Column("复核意见", 14),
    Column("复核理由", 44, wrap=True), Column("不适用理由", 30, wrap=True), Column("单位说明", 30, wrap=True),
    Column("链接", 6, COUNT), Column("文件", 6, COUNT),
)


def lines(published: Published) -> Table:
    """Every leaf of every unit. A figure that does not exist is empty, never a word."""
    return Table("得分明细", COLUMNS, lambda: _lines(published), frozen=2)


def _lines(published: Published) -> Iterator[Sequence[Value]]:
    for group, result in each(published):
        for row in result.rows:
            yield _line(group, result, row)


def _line(group: Group, result: Result, row: Row) -> Sequence[Value]:
    leaf, line = row.leaf, row.verified
    counts = counted(row, line)
    return (group.name, result.unit, result.place, first_level(row), leaf.number, leaf.id, say.path(row),
            say.POOLS.get(leaf.pool, leaf.pool), say.STATES[line.state], None if leaf.pool == "veto" else leaf.points,
            row.claimed_fact, _points(row, row.claimed), row.verified_fact, _points(row, line),
            line.lost if counts else None, row.lost_reason, "\n".join(line.steps),
            say.RULINGS.get(row.ruling.kind, row.ruling.kind) if row.ruling else "", row.reason, row.claim, row.note,
            row.links, row.files)


def first_level(row: Row) -> str:
    """The title of the first-level indicator a leaf belongs to: its own where it is one."""
    return (*row.parents, row.leaf.title)[0]


def counted(row: Row, line: Line) -> bool:
    """Whether a line has points at all: not a veto's, not one that does not apply and is left out."""
    return row.leaf.pool != "veto" and (line.state != "not_applicable" or line.max > 0)


def _points(row: Row, line: Line) -> Decimal | None:
    return line.points if counted(row, line) else None
