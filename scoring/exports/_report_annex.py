"""The scoring table (评分表) that is attached to a self-inspection report: what is only recorded stands in the text."""
from __future__ import annotations

import re

from scoring.core import points as p
from scoring.core.explain import why_lost
from scoring.core.facts import Periods, PerKind
from scoring.core.published import Row
from scoring.core.ruleset import Indicator
from scoring.core.stage import Card, Line

from . import _wording as say
from ._circular import plain
from ._report_facts import period, told
from ._report_parts import Inspected, Table, line_of, smooth

PERIOD = re.compile(r"[0-9]{4}-[0-9]{2}|[QH][1-4]")
MOST = 120          # what is longer stands in the text of the report
POOLS = {"bonus": "加分", "deduction": "扣分", "veto": "一票否决"}
SIGNS = {"bonus": "+", "deduction": "−"}
HEADS = ("序号", "指标", "分值", "填报数据", "自评分", "复核分", "失分原因")
RULED = "认定数据"  # what the data are called after a review
SHARES = (0.08, 0.2, 0.075, 0.22, 0.1, 0.1, 0.225)
CENTRED = (True, False, True, False, True, True, False)
DATA = 3
VERIFIED = 5        # the column that there is only after a review


def annex_title(unit: Inspected) -> str:
    """'政务公开工作通用自查评分表'."""
    title = line_of(unit.published.ruleset.title)
    end = "" if title.endswith("表") else "表" if title.endswith(("评分", "自评")) else "评分表"
    return f"{title}{end}"


def annex(unit: Inspected) -> tuple[Table, tuple[str, ...]]:
    """The table, and how the total came about, a line for each stage."""
    rows: list[tuple[str, ...]] = []
    strong: set[int] = set()
    rows_of = {row.leaf.id: row for row in unit.result.rows}
    for top in unit.published.ruleset.indicators:
        found = [rows_of[leaf.id] for leaf in top.walk() if leaf.id in rows_of and _scored(leaf)]
        if found and not top.is_leaf:
            strong.add(len(rows))
            rows.append(_top(unit, top))
        rows += [_row(unit, row) for row in found]
    strong.add(len(rows))
    rows.append(("", "总分", say.number(unit.card.max), _grade(unit), say.number(unit.result.claimed.total),
                 say.number(unit.result.verified.total), ""))
    title = unit.published.ruleset.stage_title
    stages = tuple(f"{title(s.stage)}：{smooth('；'.join(s.steps))}" for s in unit.card.stages
                   if not (unit.claimed and s.stage == "grade"))
    keep = [n for n in range(len(HEADS)) if not (unit.claimed and n == VERIFIED)]
    heads = tuple(RULED if n == DATA and not unit.claimed else HEADS[n] for n in keep)
    whole = sum(SHARES[n] for n in keep)
    return Table(heads, tuple(SHARES[n] / whole for n in keep), tuple(CENTRED[n] for n in keep),
                 tuple(tuple(row[n] for n in keep) for row in rows), frozenset(strong)), stages


def _scored(leaf: Indicator) -> bool:
    return leaf.points is not None or leaf.pool == "veto"


def _grade(unit: Inspected) -> str:
    return "" if unit.claimed or not unit.card.grade else f"等次：{plain(unit.card.grade)}"


def _top(unit: Inspected, top: Indicator) -> tuple[str, ...]:
    worth = "" if top.pool == "veto" else say.number(top.points)
    return (top.number, _titled(top, top.title), worth, "", _subtotal(unit.result.claimed, top),
            _subtotal(unit.result.verified, top), "")


def _titled(node: Indicator, title: str) -> str:
    beside = POOLS.get(node.pool, "")
    return f"{plain(title)}（{beside}）" if beside and beside not in title else plain(title)


def _subtotal(card: Card, top: Indicator) -> str:
    found = card.subtotals.get(top.id)
    if found is None or top.pool == "veto":
        return ""
    return "不适用" if found.max <= 0 < found.asked else _signed(top.pool, p.show(found.points))


def _signed(pool: str, points: str) -> str:
    return points if points == "0" else f"{SIGNS.get(pool, '')}{points}"


def _row(unit: Inspected, row: Row) -> tuple[str, ...]:
    leaf, line = row.leaf, unit.line(row)
    lone = not row.parents
    reason = why_lost(line, "" if unit.claimed else _brief(row.reason, "复核意见见正文"))
    if leaf.pool == "veto":
        reason = "；".join(line.steps) if leaf.id in unit.card.vetoes else ""
    elif unit.waits(row):
        reason = ""     # what it waits for is said under the facts
    return (leaf.number, _titled(leaf, leaf.title) if lone else plain(leaf.title),
            "" if leaf.pool == "veto" else say.number(leaf.points), _filled(unit, row, line),
            _points(row, row.claimed), _points(row, row.verified), smooth(_periods(row, reason)))


def _periods(row: Row, steps: str) -> str:
    """The steps of a leaf that is asked period by period, with the periods by their names."""
    if not any(isinstance(field.kind, Periods) for field in row.leaf.asked_fields()):
        return steps
    return PERIOD.sub(lambda found: period(found[0]), steps)


def _filled(unit: Inspected, row: Row, line: Line) -> str:
    facts, shown = unit.facts(row), row.claimed_fact if unit.claimed else row.verified_fact
    if line.state == "not_applicable" and row.claim:
        return plain(f"{'申请' if unit.claimed else ''}不适用：{_brief(row.claim, '理由见正文')}")
    if facts is not None and isinstance(row.leaf.asked_fields()[0].kind, (Periods, PerKind)):
        return told(row.leaf, facts).rpartition("：")[2]     # with units, and periods by name
    waits = line.steps[0].partition("，计 0 分")[0] if line.steps else "没有填报"
    return _brief(smooth(shown), "见正文") or plain(waits)


def _brief(text: str, instead: str) -> str:
    return text if len(text) <= MOST else instead


def _points(row: Row, line: Line) -> str:
    if row.leaf.pool == "veto" or row.leaf.points is None:
        return ""
    if line.state == "not_applicable":
        return f"不适用，计{p.show(line.points)}" if line.max > 0 else "不适用"
    if line.state == "unanswered" and row.leaf.filled_by == "reviewer":
        return say.NONE
    return _signed(row.leaf.pool, p.show(line.points))
