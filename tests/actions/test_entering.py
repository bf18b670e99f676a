"""What the office enters for units: all or nothing, cell by cell, audited, and read by the score."""
from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from scoring.actions import managing, publishing
from scoring.actions.drawing import draw
from scoring.actions.entering import import_figures, save_figure
from scoring.core import canonical
from scoring.core.frame import drawn
from scoring.core.points import show
from scoring.core.policy import Actor
from scoring.core.verify import verify
from scoring.errors import Invalid, NotFound, Refused, WrongState
from scoring.store.assessments import Assessment
from scoring.store.audit import AuditRow
from scoring.store.database import db
from scoring.store.office_figures import Typed
from scoring.store.people import User
from scoring.store.queries import actor_of
from scoring.store.sheets import OfficeFigure, Submission
from scoring.store.tallying import card_of
from tests import make

RULES = """
ruleset: figures
version: "1"
title: 有考核办录入的规则
points: 100
groups: [乡镇, 县直部门]
indicators:
  - id: replies
    title: 留言办结
    points: 60
    score: {rule: ratio}
    fields: {of: {label: 目标数, filled_by: office}}
  - id: bulletin
    title: 市局通报
    points: 40
    score: {rule: imported, scale: 100}
    filled_by: office
    applies_to: [乡镇]
"""


def who(county: make.County, name: str = "office") -> Actor:
    return actor_of(db.session.get(User, county.users[name]))


def entered() -> dict[tuple[str, str], Any]:
    db.session.expire_all()
    return {(f.submission.unit.name, f.leaf): f.facts for f in db.session.query(OfficeFigure)}


BULLETIN = (("bulletin.value", "87.5"), ("bulletin.source", "市局通报"), ("bulletin.date", "2026-12-20"))


def test_a_table_is_stored_and_the_score_reads_it(app: Flask) -> None:
    with app.app_context():
        county = make.county(RULES)
        make.answer(county.submissions["甲乡"], "replies", {"done": 30})
        changes = import_figures(who(county), county.assessment, lines=[
            Typed(2, "甲　乡", (("replies.of", "40"), *BULLETIN)), Typed(3, "丙局", (("replies.of", "8"),))])
        assert [c.words for c in changes] == [
            "甲乡 1 留言办结：目标数：无 → 40 件", "甲乡 2 市局通报：引用的得分：无 → 87.5",
            "甲乡 2 市局通报：来源：无 → 市局通报", "甲乡 2 市局通报：来源日期：无 → 2026 年 12 月 20 日",
            "丙局 1 留言办结：目标数：无 → 8 件"]
        assert entered() == {
            ("甲乡", "replies"): {"of": 40}, ("丙局", "replies"): {"of": 8},
            ("甲乡", "bulletin"): {"value": "87.5", "source": "市局通报", "date": "2026-12-20"}}
        assert card_of(make.row(Submission, county.submissions["甲乡"])).total == 80
        row = db.session.query(AuditRow).filter_by(action="figure.import").one()
        assert (row.detail["count"], row.detail["changes"][0]) == (5, "甲乡 1 留言办结：目标数：无 → 40 件")


def test_a_blank_leaves_as_it_is_and_the_word_clears(app: Flask) -> None:
    with app.app_context():
        county = make.county(RULES)
        import_figures(who(county), county.assessment, lines=[
            Typed(2, "甲乡", (("replies.of", "40"), *BULLETIN)), Typed(3, "乙乡", (("replies.of", "5"),))])
        import_figures(who(county), county.assessment, lines=[
            Typed(2, "甲乡", (("replies.of", " "), ("bulletin.value", "90"))), Typed(3, "乙乡", (("replies.of", "清空"),))])
        assert entered() == {
            ("甲乡", "replies"): {"of": 40},
            ("甲乡", "bulletin"): {"value": "90", "source": "市局通报", "date": "2026-12-20"}}


@pytest.mark.parametrize(("line", "sentence"), [
    (Typed(3, "丁乡", (("replies.of", "4"),)), "第 3 行“单位”列：“丁乡”没有参加这次考核，请核对名称，或者删掉这一行"),
    (Typed(3, "", (("replies.of", "4"),)), "第 3 行“单位”列：没有写单位名称"),
    (Typed(3, "甲乡", ()), "第 3 行“单位”列：“甲乡”和第 2 行重复，请只留一行"),
    (Typed(3, "乙乡", (("replies.of", "4.5"),)),
     "第 3 行“1 留言办结：目标数”列：“4.5”不是整数，件数、次数、条数要填整数"),
    (Typed(3, "丙局", (("bulletin.value", "4"),)), "第 3 行“2 市局通报：引用的得分”列：“县直部门”不填这一项，请清掉这个格子"),
    (Typed(3, "乙乡", (("bulletin.value", "4"),)),
     "第 3 行“2 市局通报：来源”列：还缺“来源”，这一项的各栏要一起录入"),
    (Typed(3, "乙乡", (("bulletin.value", "101"), *BULLETIN[1:])), "第 3 行“2 市局通报：引用的得分”列：不能大于 100")])
def test_one_fault_and_nothing_is_stored(app: Flask, line: Typed, sentence: str) -> None:
    with app.app_context():
        county = make.county(RULES)
        with pytest.raises(Invalid) as refusal:
            import_figures(who(county), county.assessment, lines=[Typed(2, "甲乡", (("replies.of", "40"),)), line])
        assert (refusal.value.details["problems"], entered()) == ([sentence], {})


def test_one_figure_of_one_unit(app: Flask) -> None:
    with app.app_context():
        county = make.county(RULES)
        sheet = county.submissions["甲乡"]
        save_figure(who(county), sheet, leaf="replies", facts={"of": "40"})
        save_figure(who(county), sheet, leaf="replies", facts={"of": "50"})
        assert entered() == {("甲乡", "replies"): {"of": 50}}
        save_figure(who(county), sheet, leaf="replies", facts={})
        assert entered() == {}
        said = [row.detail["changes"] for row in db.session.query(AuditRow).filter_by(action="figure.save")]
        assert said == [["甲乡 1 留言办结：目标数：无 → 40 件"], ["甲乡 1 留言办结：目标数：40 件 → 50 件"],
                        ["甲乡 1 留言办结：目标数：50 件 → 无"]]
        with pytest.raises(Invalid, match="这一栏不由考核办录入"):
            save_figure(who(county), sheet, leaf="replies", facts={"done": "1"})


def test_who_and_when(app: Flask) -> None:
    with app.app_context():
        county = make.county(RULES)
        for name in ("clerk", "reviewer"):
            with pytest.raises(Refused):
                save_figure(who(county, name), county.submissions["甲乡"], leaf="replies", facts={"of": "4"})
        with pytest.raises(NotFound):
            save_figure(who(county), county.submissions["丙局"], leaf="bulletin", facts={"value": "4"})
        with make.saving() as session:
            session.get_one(Assessment, county.assessment).state = "frozen"
        with pytest.raises(WrongState):
            save_figure(who(county), county.submissions["甲乡"], leaf="replies", facts={"of": "4"})
        with pytest.raises(WrongState):
            import_figures(who(county), county.assessment, lines=[Typed(2, "甲乡", (("replies.of", "4"),))])


def test_a_unit_taken_out_takes_its_figures_along(app: Flask) -> None:
    with app.app_context():
        county = make.county(RULES)
        save_figure(who(county), county.submissions["乙乡"], leaf="replies", facts={"of": "40"})
        managing.enrol(who(county), county.assessment, units=(county.units["甲乡"], county.units["丙局"]))
        assert (entered(), db.session.query(Submission).count()) == ({}, 2)


def test_figures_and_draws_go_into_the_snapshot_and_can_be_recomputed(app: Flask) -> None:
    rules = RULES.replace("points: 100\n", "points: 100\ndraw: {of: spot, take: 1}\n", 1).replace(
        "points: 60\n", "points: 50\n", 1) + """
  - id: spot
    title: 抽查
    points: 10
    indicators:
      - {id: a, title: 甲项, points: 10, score: {rule: yes_no}}
      - {id: b, title: 乙项, points: 10, score: {rule: yes_no}}
"""
    with app.app_context():
        county = make.county(rules, state="reviewing", sheets="reviewed")
        for sheet in county.submissions.values():
            make.answer(sheet, "replies", {"done": 30})
            make.answer(sheet, "a", {"answer": True})
        import_figures(who(county), county.assessment, lines=[
            Typed(2, "甲乡", (("replies.of", "40"), *BULLETIN)), Typed(3, "乙乡", (("replies.of", "30"),))])
        seed = draw(who(county), county.assessment).seed
        text = publishing.freeze(who(county), county.assessment, office="示例办").file
        found = verify(text)
        body = canonical.decode(text)["snapshot"]
        assert (found.stands, found.problems) == (True, ())
        assert (body["draw"]["seed"], body["units"][0]["facts"]["replies"]) == (seed, {"done": 30, "of": 40})
        of_a = 10 if drawn(seed, "spot", ["a", "b"], 1) == ("a",) else 0
        totals = {x["unit"]: x["total"] for x in body["ranking"]["groups"]["乡镇"]}
        assert totals == {"甲乡": show(Decimal("72.5") + of_a), "乙乡": str(50 + of_a)}   # 37.5 + 35 and 50 + 0
