"""The draw: a seed anybody can redo it with, once without a reason, never after the freeze, and none left out."""
from __future__ import annotations

import hashlib
import re
from decimal import Decimal

import pytest
from flask import Flask

from scoring import clock
from scoring.actions.drawing import draw
from scoring.core.policy import Actor
from scoring.errors import Invalid, Refused, WrongState
from scoring.store import freezing
from scoring.store.assessments import Assessment
from scoring.store.audit import AuditRow
from scoring.store.database import db
from scoring.store.drawing import draw_of
from scoring.store.people import Unit, User
from scoring.store.progress import lines_of
from scoring.store.queries import actor_of
from tests import make

DRAWS = """
ruleset: drawn
version: "1"
title: 抽项的规则
points: 20
groups: [乡镇, 县直部门]
draw: {of: spot, take: 2}
indicators:
  - id: spot
    title: 抽查
    points: 20
    indicators:
      - {id: a, title: 甲项, points: 10, score: {rule: yes_no}}
      - {id: b, title: 乙项, points: 10, score: {rule: yes_no}}
      - {id: c, title: 丙项, points: 10, score: {rule: yes_no}}
"""
VILLAGES = """
ruleset: villages
version: "1"
title: 村镇公开
points: 100
groups: [乡镇, 县直部门]
indicators:
  - id: whole
    title: 公开工作
    points: 100
    combine: {rollup: {own: 6, groups: {县直部门: 4}, sample: 2}}
    indicators:
      - {id: items, title: 公开条数, points: 100, score: {rule: per_entry, each: 1}}
"""
AGAIN = "抽取时有两个单位还没有参加进来。"


def who(county: make.County, name: str = "office") -> Actor:
    return actor_of(db.session.get(User, county.users[name]))


def hashed(seed: str, place: str, name: str) -> str:
    return hashlib.sha256(f"{seed}\n{place}\n{name}".encode()).hexdigest()


def test_the_seed_is_kept_and_shown_with_what_it_drew(app: Flask) -> None:
    with app.app_context():
        county = make.county(DRAWS)
        draw(who(county), county.assessment)
        row = make.row(Assessment, county.assessment)
        assert re.fullmatch("[0-9a-f]{32}", row.seed)
        shown = draw_of(row, lines_of(db.session(), row, clock.now()))
        first = sorted("abc", key=lambda name: hashed(row.seed, "spot", name))[:2]
        titles = {"a": "1.1 甲项（a）", "b": "1.2 乙项（b）", "c": "1.3 丙项（c）"}
        assert shown is not None
        assert (shown.what, shown.seed, shown.at) == (("“抽查”下面的指标抽 2 项计分",), row.seed, row.drawn_at)
        assert [(d.title, d.of, d.chosen, d.place) for d in shown.indicators] == [
            (f"{group}：抽查", 3, tuple(titles[k] for k in "abc" if k in first), "spot") for group in ("乡镇", "县直部门")]


def test_a_second_draw_needs_a_reason(app: Flask) -> None:
    with app.app_context():
        county = make.county(DRAWS)
        first = draw(who(county), county.assessment).seed
        with pytest.raises(Invalid, match="已经抽取过，重新抽取要写明原因：理由至少写 10 个字"):
            draw(who(county), county.assessment)
        assert make.row(Assessment, county.assessment).seed == first
        second = draw(who(county), county.assessment, reason=AGAIN).seed
        assert second != first
        said = [row.detail for row in db.session.query(AuditRow).filter_by(action="assessment.draw", outcome="done")]
        assert [(d["seed"], d["reason"]) for d in said] == [
            ({"before": "", "after": first}, ""), ({"before": first, "after": second}, AGAIN)]


@pytest.mark.parametrize("state", ["draft", "frozen", "published", "closed"])
def test_only_while_it_is_open_or_reviewing(app: Flask, state: str) -> None:
    with app.app_context():
        county = make.county(DRAWS, state=state)
        with pytest.raises(WrongState):
            draw(who(county), county.assessment)


def test_only_the_office_and_only_where_there_is_something_to_draw(app: Flask) -> None:
    with app.app_context():
        county = make.county()
        with pytest.raises(Refused):
            draw(who(county, "reviewer"), county.assessment)
        with pytest.raises(Invalid, match="没有要抽取的内容"):
            draw(who(county), county.assessment)


def test_a_correction_keeps_the_draw_that_was_published(app: Flask) -> None:
    with app.app_context():
        county = make.county(DRAWS, state="reviewing")
        with make.saving() as session:
            row = session.get_one(Assessment, county.assessment)
            row.seed, row.correcting = "a" * 32, "一处数据写错了"
        with pytest.raises(Invalid, match="结果已经公布过"):
            draw(who(county), county.assessment, reason=AGAIN)


def test_nothing_is_frozen_undrawn(app: Flask) -> None:
    with app.app_context():
        county = make.county(DRAWS, state="reviewing", sheets="reviewed")
        def faults() -> list[str]:
            db.session.expire_all()
            found = freezing.conditions(freezing.submissions_of(db.session(), county.assessment))
            return [c.what for c in found if c.level == "fault"]

        assert faults() == ["评分规则要求的抽取还没有做"]
        draw(who(county), county.assessment)
        assert faults() == []


def test_the_units_drawn_below_a_unit(app: Flask) -> None:
    with app.app_context():
        county = make.county(VILLAGES)
        town, group = county.units["甲乡"], county.groups["县直部门"]
        with make.saving() as session:
            rows = [session.get_one(Unit, county.units["丙局"]), make.unit("丁局", group), make.unit("戊局", group)]
            for unit in rows:
                unit.parent_id = town
            sheets = [county.submissions["丙局"], *(make.submission(county.assessment, unit).id for unit in rows[1:])]
            for sheet, count in zip(sheets, (10, 20, 30), strict=True):
                make.answer(sheet, "items", {"count": count})
        draw(who(county), county.assessment)
        row = make.row(Assessment, county.assessment)
        lines = lines_of(db.session(), row, clock.now())
        shown = draw_of(row, lines)
        assert shown is not None
        names = ["丁局", "丙局", "戊局"]
        first = sorted(names, key=lambda name: hashed(row.seed, "甲乡/whole/县直部门", name))[:2]
        assert [(d.title, d.of, set(d.chosen), d.place) for d in shown.units] == [
            ("甲乡：县直部门", 3, set(first), "甲乡/whole/县直部门")]
        worth = {"丙局": 10, "丁局": 20, "戊局": 30}
        own = next(line for line in lines if line.submission.id == county.submissions["甲乡"])
        assert own.claimed == sum(worth[name] for name in first) * 2 / Decimal(10)    # half their sum, weight 4 of 10
