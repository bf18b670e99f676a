"""How firm the ranking is, group by group: a page of its own, because some thousand rankings are worked out for it."""
from __future__ import annotations

import functools
from dataclasses import dataclass, field

from flask import render_template, request

from ..rulebook.firmness import Firmness, Span, Turn, firmness
from ..store.database import db
from ..store.standing_sheets import Given, standing_sheets
from .gate import names
from .office import Answer, desk, loaded

MOST = 5        # so many causes of a kind are named


@dataclass(frozen=True)
class _Question:
    """What is asked of, known by its fingerprint: the same sheets are not reckoned through twice."""

    fingerprint: str
    given: Given = field(compare=False)


@functools.lru_cache(maxsize=8)
def _answered(question: _Question) -> tuple[Firmness, ...]:
    given = question.given
    return firmness(given.ruleset, given.sheets, given.frame)


@desk.get("/assessments/<int:assessment>/firmness")
@names("assessment.freeze")
def firm(assessment: int) -> Answer:
    """How far each unit's place depends on single corrections, weights and indicators."""
    row = loaded(assessment)
    given = standing_sheets(db.session(), row)
    groups = _answered(_Question(given.fingerprint, given))
    group = next((g for g in groups if g.group == request.args.get("group")), groups[0] if groups else None)
    return render_template("office/firmness.html", assessment=row, groups=groups, group=group, words=words, why=why)


def words(span: Span) -> str:
    """'第 2 名', '第 2–4 名', with a word where there was a case without a place."""
    if span.best is None:
        return "没有名次"
    places = f"第 {span.best} 名" if span.best == span.worst else f"第 {span.best}–{span.worst} 名"
    return f"{places}，或没有名次" if span.off else places


def why(turn: Turn, draws: int) -> tuple[str, ...]:
    """What turned two neighbours, each kind in a line."""
    out = []
    if turn.corrections:
        out.append("不作这条更正：" + _some([f"{unit}“{title}”" for unit, title in turn.corrections], "条"))
    if turn.leaves:
        out.append("不计这一项：" + _some([f"“{title}”" for title in turn.leaves], "项"))
    if turn.weights:
        out.append(f"权重变动：{draws} 次里有 {turn.weights} 次")
    return tuple(out)


def _some(said: list[str], counter: str) -> str:
    more = f"等 {len(said)} {counter}" if len(said) > MOST else ""
    return "、".join(said[:MOST]) + more
