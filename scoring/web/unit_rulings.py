"""How a reviewer's ruling on one leaf is told to the unit: what was claimed, what stands, points before and after."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..core import points as p
from ..core.facts import Facts, show_facts
from ..core.ruleset import Indicator
from ..core.sheet import Sheet
from ..core.stage import Line
from ..store.sheets import RulingRow
from .showing import moment


def ruling_shown(leaf: Indicator, row: RulingRow, sheet: Sheet, before: Line, after: Line) -> Mapping[str, Any]:
    """The arguments of the ruling macro."""
    judged = leaf.filled_by == "reviewer"
    verified = _verified(leaf, row, sheet)
    scored = leaf.points is not None and after.state == "answered"
    return {
        "claimed": verified if judged else _claimed(leaf, sheet), "verified": verified,
        "before": points_words(after if judged else before), "after": points_words(after), "reason": row.reason,
        "who": row.reviewer.name, "when": moment(row.at), "kind": "judged" if judged else row.kind,
        "max": p.show(leaf.points) if scored and leaf.points is not None else None,
    }


def points_words(line: Line) -> str:
    """'47', or what stands instead of points; '不适用，计 5 分' where it is settled with points."""
    if line.state == "not_applicable":
        return f"不适用，计 {p.show(line.points)} 分" if line.max > 0 else "不适用"
    return "未填" if line.state == "unanswered" else p.show(line.points)


def _claimed(leaf: Indicator, sheet: Sheet) -> str:
    if leaf.id in sheet.not_applicable:
        return f"不适用（{sheet.not_applicable[leaf.id]}）"
    return _words(leaf, sheet.facts.get(leaf.id))


def _verified(leaf: Indicator, row: RulingRow, sheet: Sheet) -> str:
    if row.kind == "not_applicable":
        return _claimed(leaf, sheet) if leaf.id in sheet.not_applicable else "不适用"
    return _words(leaf, sheet.facts_in(leaf.id, "verified"))


def _words(leaf: Indicator, facts: Facts | None) -> str:
    return show_facts(leaf.asked_fields(), facts) if facts is not None else "未填"
