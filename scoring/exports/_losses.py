"""The table of what went wrong: every lost point, every correction, every veto, and what to do about each."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from scoring.core.frame import Frame
from scoring.core.published import Group, Published, Result, Row
from scoring.core.workdays import Workdays

from . import _wording as say
from ._lines import counted, first_level
from ._ranked import each
from ._tables import COUNT, POINTS, Column, Table, Value

COLUMNS = (
    Column("组别", 12), Column("单位", 24), Column("名次", 7, COUNT), Column("一级指标", 20, wrap=True),
    Column("序号", 8), Column("指标编号", 16), Column("指标", 30, wrap=True), Column("计入", 10),
    Column("分值", 8, POINTS), Column("自评分", 9, POINTS), Column("复核分", 9, POINTS), Column("失分", 9, POINTS),
    Column("原因", 40, wrap=True), Column("复核意见", 14), Column("复核理由", 44, wrap=True),
    Column("下一步", 44, wrap=True),
)
CHANGED = ("corrected", "applicable")       # rulings that did not take the unit at its word
UNANSWERED = {"unit": "在截止日期以前填报，附上佐证", "reviewer": "向考核机关问明没有评定的原因",
              "office": "向考核机关问明没有录入的原因"}


def losses(published: Published) -> Table:
    """One row per leaf of a unit that lost points, was corrected or was vetoed."""
    return Table("失分原因", COLUMNS, lambda: _losses(published), frozen=2)


def _losses(published: Published) -> Iterator[Sequence[Value]]:
    frame = Frame(published.as_of, Workdays(published.file["snapshot"]["calendar"]), period=published.period)
    for group, result in each(published):
        for row in result.rows:
            vetoed = row.leaf.id in result.verified.vetoes
            if row.verified.lost > 0 or vetoed or (row.ruling is not None and row.ruling.kind in CHANGED):
                yield _loss(group, result, row, next_step(row, frame, vetoed))


def _loss(group: Group, result: Result, row: Row, step: str) -> Sequence[Value]:
    leaf, line, counts = row.leaf, row.verified, counted(row, row.verified)
    own: Decimal | None = row.claimed.points if counted(row, row.claimed) else None
    return (group.name, result.unit, result.place, first_level(row), leaf.number, leaf.id, leaf.title,
            say.POOLS.get(leaf.pool, leaf.pool), None if leaf.pool == "veto" else leaf.points, own,
            line.points if counts else None, line.lost if counts else None, "；".join(line.steps),
            say.RULINGS.get(row.ruling.kind, row.ruling.kind) if row.ruling else "", row.reason, step)


def next_step(row: Row, frame: Frame, vetoed: bool) -> str:
    """What the unit should do about a leaf, in one line of words."""
    leaf, rule, kind = row.leaf, row.leaf.rule, row.ruling.kind if row.ruling else ""
    steps = []
    if vetoed:
        steps.append("查明经过和原因，整改到位，防止再次发生")
    if row.verified.state == "unanswered":
        steps.append(UNANSWERED[leaf.filled_by])
    if kind == "applicable":
        steps.append("不适用申请没有采纳，按本项要求办理")
    if kind == "corrected":
        steps.append("对照复核理由核对台账和佐证，按实有数填报")
    if leaf.pool == "deduction" and row.verified.lost > 0:
        steps.append("逐件整改被扣分的事项，防止再次发生")
    if rule is not None and rule.needs_points and row.verified.lost > 0:
        steps.append(rule.advice(row.facts, leaf.setting(frame)))
    return "；".join(step for step in steps if step) or "对照计算步骤查明原因，补齐短板"
