"""What the office sees before it publishes: what is provisional, what decides, the figures, how firm the ranking is."""
from __future__ import annotations

import html
import itertools
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from scoring import clock
from scoring.actions import publishing
from scoring.core import snapshot
from scoring.core.averages import deviation
from scoring.core.figures import Bar, Figure, Loss, indicators, losses, spread
from scoring.core.published import Published, open_file
from scoring.core.sheet import read_sheet
from scoring.rulebook.firmness import Turn
from scoring.store.assessments import Assessment
from scoring.store.database import db
from scoring.store.sheets import RulingRow, Submission
from scoring.store.standing_sheets import standing_sheets
from scoring.store.writing import writing
from scoring.web.office_draft_views import Effect, effects
from scoring.web.office_firmness import why
from tests import make
from tests.statements import counted

RULES = """
ruleset: eight
version: "1"
title: 八个单位
points: 100
indicators:
  - {id: news, title: 信息发布, points: 60, score: {rule: per_entry, each: 1}}
  - {id: basics, title: 基础工作, points: 40, score: {rule: per_entry, each: 0.2}}
  - {id: fatal, title: 重大失密, pool: veto, score: yes_no, effect: {grade: 不合格}}
grades:
  - {name: 优秀, at_least: 90, quota: 0.3}
  - {name: 良好, at_least: 80}
  - {name: 合格, at_least: 60, floors: {basics: 20}}
  - {name: 不合格}
ranking: {break: [news]}
"""
# Points for news and for basics: 92, 91, 91, 80, 79.6, 80, 100 (vetoed) and 70.
POINTS = {"甲": ("58", "34"), "乙": ("60", "31"), "丙": ("55", "36"), "丁": ("50", "30"), "戊": ("50", "29.6"),
          "己": ("50", "30"), "庚": ("60", "40"), "辛": ("60", "10")}


def published(rules: str, *trees: dict[str, Any]) -> Published:
    """The result of these sheets."""
    ruleset = make.read_once(rules)
    problems: list[Any] = []
    parts = tuple(snapshot.Participant(read_sheet(tree, ruleset, (), problems)) for tree in trees)
    assert problems == []
    about = snapshot.About("八个单位", (), date(2026, 1, 1), date(2026, 12, 31), date(2026, 12, 31), "示例办")
    salts = (f"{n:032x}" for n in itertools.count(1))
    return open_file(snapshot.compose(about, ruleset, rules, parts, lambda: next(salts)))


def eight() -> Published:
    return published(RULES, *({"unit": unit, "facts": {"news": news, "basics": str(int(Decimal(basics) * 5)),
                                                       "fatal": "yes" if unit == "庚" else "no"}}
                              for unit, (news, basics) in POINTS.items()))


def test_ties_quotas_vetoes_and_grade_lines_are_named() -> None:
    result = eight()
    assert [(x.place, x.unit, x.grade) for x in result.groups[0].places] == [
        (1, "甲", "优秀"), (2, "乙", "优秀"), (3, "丙", "良好"), (4, "丁", "良好"), (4, "己", "良好"), (6, "戊", "合格"),
        (7, "辛", "不合格"), (8, "庚", "不合格")]
    assert effects(result.ruleset, result.groups[0]) == (
        Effect("并列名次", ("第 4 名：丁、己，同为 80 分",)),
        Effect("同分的先后", ("乙（第 2 名）、丙（第 3 名）同为 91 分，依次比较“信息发布”的得分",)),
        Effect("“优秀”的名额", ("8 个单位 × 0.3，最多 2 个；评上 2 个", "丙 91 分，按排名没有进入，评为“良好”")),
        Effect("一票否决和得分的后果", ("庚：一票否决：重大失密；直接定为“不合格”",)),
        Effect("总分够、分项没有达到", ("辛 70 分：“基础工作”10 分，低于 20 分，不能评为“合格”",)),
        Effect("离“良好”线（80 分）0.5 分以内", ("丁 80 分，正好在线上，评为“良好”", "己 80 分，正好在线上，评为“良好”",
                                       "戊 79.6 分，差 0.4 分，评为“合格”")))


def test_units_that_may_not_share_a_place_are_told_how_they_are_ordered() -> None:
    rules = RULES.replace("ranking: {break: [news]}", "ranking: {ties: order}")
    result = published(rules, *({"unit": unit, "facts": {"news": "50", "basics": "150"}} for unit in ("甲", "乙")))
    assert effects(result.ruleset, result.groups[0])[0] == Effect("并列名次", ("甲、乙同为 80 分，不并列，按单位的次序排",))


def test_how_totals_are_spread() -> None:
    result = eight()
    found = spread(result.ruleset, result.groups[0])
    assert found is not None
    # 683.6 ÷ 8; the squares of the distances from 85.45 come to 648.54, ÷ 8 = 81.0675, whose root is 9.0037.
    assert (found.units, found.mean, found.median, found.deviation, found.least, found.greatest, found.most) == (
        8, "85.45", "85.5", "9", "70", "100", 3)
    assert found.bars == (
        Bar("70", "75", 1, ""), Bar("75", "80", 1, ""), Bar("80", "85", 2, "“良好”80 分"), Bar("85", "90", 0, ""),
        Bar("90", "95", 3, "“优秀”90 分"), Bar("95", "100", 0, ""), Bar("100", "105", 1, ""))


def test_each_indicator_has_mean_loss_and_spread() -> None:
    result = eight()
    # News: 443 ÷ 8 = 55.375; Σ squares 24,689 ÷ 8 − 55.375² = 19.734375, root 4.4424. Basics: 240.6 ÷ 8 = 30.075;
    # Σ squares 7,789.16 ÷ 8 − 30.075² = 69.139375, root 8.3150.
    assert indicators(result.ruleset, result.groups[0]) == (
        Figure("1", "信息发布", True, 8, "60", "55.38", "4.63", "4.44"),
        Figure("2", "基础工作", True, 8, "40", "30.08", "9.93", "8.32"))
    assert losses(result.ruleset, result.groups[0]) == (
        Loss("basics", "2", "基础工作", 7, "79.4", "68.2"), Loss("news", "1", "信息发布", 5, "37", "31.8"))


def test_what_does_not_apply_is_left_out_and_pools_have_their_own_loss() -> None:
    rules = """
ruleset: pools
version: "1"
title: 三种分
points: 10
indicators:
  - id: basics
    title: 基础工作
    indicators:
      - {id: plan, title: 工作方案, points: 10, score: yes_no}
  - {id: extra, title: 表扬, points: 5, pool: bonus, score: {rule: per_entry, each: 1}}
  - {id: minus, title: 通报, points: 5, pool: deduction, score: {rule: per_defect, each: 2}}
"""
    result = published(rules, {"unit": "甲", "facts": {"plan": "no", "extra": 3, "minus": 1}},
                       {"unit": "乙", "facts": {"extra": 1}, "not_applicable": {"plan": "没有"}},
                       {"unit": "丙", "facts": {"plan": "yes", "minus": 2}})
    assert indicators(result.ruleset, result.groups[0]) == (
        Figure("1", "基础工作", True, 2, "10", "5", "5", "5"), Figure("1.1", "工作方案", False, 2, "10", "5", "5", "5"),
        Figure("2", "表扬", True, 3, "5", "1.33", "", "1.25"), Figure("3", "通报", True, 3, "5", "2", "2", "1.63"))
    assert losses(result.ruleset, result.groups[0]) == (
        Loss("plan", "1.1", "工作方案", 1, "10", "62.5"), Loss("minus", "3", "通报", 2, "6", "37.5"))


def test_one_value_has_no_spread_and_nobody_has_no_figures() -> None:
    assert deviation([Decimal("7.5")]) == 0
    result = published(RULES, {"unit": "甲", "facts": {}, "not_applicable": {"news": "没有", "basics": "没有"}})
    assert (result.groups[0].places[0].total, spread(result.ruleset, result.groups[0])) == (None, None)
    assert (indicators(result.ruleset, result.groups[0]), losses(result.ruleset, result.groups[0])) == ((), ())


# ── the pages ────────────────────────────────────────────────────────────────

WITH_FIGURES = make.RULESET.replace("        score: {rule: ratio}\n", """        score: {rule: ratio}
        fields: {of: {label: 目标数, filled_by: office}}
""")


def desk(app: Flask, **more: str) -> tuple[make.County, FlaskClient]:
    with app.app_context():
        county = make.county(**more)
        return county, make.client(app, county.users["office"])


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return html.unescape(answer.get_data(as_text=True))


def ruled(submission: int, leaf: str, kind: str, facts: Any, by: int) -> None:
    with writing() as session:
        session.add(RulingRow(submission_id=submission, leaf=leaf, kind=kind, facts=facts, reason="核对台账后更正",
                              at=clock.now(), by=by))


def test_the_draft_says_what_is_provisional(app: Flask) -> None:
    county, office = desk(app, yaml=WITH_FIGURES, state="reviewing", sheets="reviewed")
    with app.app_context(), writing() as session:
        session.get_one(Submission, county.submissions["甲乡"]).state = "draft"
        session.get_one(Submission, county.submissions["乙乡"]).state = "submitted"
    page = text(office.get(f"/office/assessments/{county.assessment}/draft"))
    assert re.findall(r"<summary>([^<]+)</summary>", page) == [
        "没有提交自查表，按表里现有的内容计分：1 条", "还没有复核完、裁定或抽取：1 条", "没有评定或者没有录入，暂按没有填计：1 条"]
    assert re.findall(r'problem-word">[^<]+</span>([^<]+)', page) == [
        "甲乡退回后没有重新提交", "乙乡的自查表还没有复核完", "“留言办结”还没有录入甲乡、乙乡的数据，这一项将按没有填计算"]
    other = text(office.get(f"/office/assessments/{county.assessment}/draft?group=县直部门"))
    assert re.findall(r"<summary>([^<]+)</summary>", other) == [
        "没有评定或者没有录入，暂按没有填计：2 条"]


def test_a_frozen_result_is_not_provisional_any_more(app: Flask) -> None:
    county, office = desk(app, state="reviewing", sheets="reviewed")
    with app.app_context():
        publishing.freeze(make.actor(county, "office"), county.assessment, office="示例办")
    page = text(office.get(f"/office/assessments/{county.assessment}/draft"))
    assert ('id="pending"' in page, 'id="spread"' in page, 'id="losses"' in page) == (False, True, True)


def scored(app: Flask) -> tuple[make.County, FlaskClient]:
    """甲乡 has 94 items after 134 were claimed (47 of 50 points), 乙乡 100 (50 points)."""
    county, office = desk(app, state="reviewing", sheets="reviewed")
    with app.app_context():
        make.answer(county.submissions["甲乡"], "disclosure", {"count": 134})
        make.answer(county.submissions["甲乡"], "plan", {"answer": True})
        make.answer(county.submissions["乙乡"], "disclosure", {"count": 100})
        make.answer(county.submissions["乙乡"], "staff", {"ticks": ["机构", "专干"]})
        ruled(county.submissions["甲乡"], "disclosure", "corrected", {"count": 94}, county.users["reviewer"])
    return county, office


def test_the_page_says_how_firm_the_ranking_is(app: Flask) -> None:
    county, office = scored(app)
    page = text(office.get(f"/office/assessments/{county.assessment}/firmness"))
    # 乙乡 has 60, 甲乡 57 points; without the correction both have 60; without 人员保障 甲乡 is ahead.
    assert re.findall(r'<td class="rank-no num"[^>]*>([^<]+)</td><th scope="row">([^<]+)</th>', page) == [("1", "乙乡"), ("2", "甲乡")]
    assert re.findall(r'data-label="(合起来|不作更正|权重变动|不计一项)">(?:<[^>]+>)?([^<]+)<', page) == [
        ("合起来", "第 1–2 名"), ("不作更正", "不变"), ("权重变动", "不变"), ("不计一项", "第 1–2 名"),
        ("合起来", "第 1–2 名"), ("不作更正", "第 1–2 名"), ("权重变动", "不变"), ("不计一项", "第 1–2 名")]
    assert "不计这一项：“人员保障”" in page
    assert "一共试了 1006 种情形" in page


@pytest.mark.parametrize("state", ["draft", "open", "reviewing", "frozen", "published", "closed"])
@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_the_page_opens_in_every_state(app: Flask, state: str) -> None:
    county, office = desk(app, state=state)
    for path in ("firmness", "firmness?group=县直部门", "firmness?group=没有这一组", "draft?group=县直部门"):
        assert office.get(f"/office/assessments/{county.assessment}/{path}").status_code == 200


@pytest.mark.parametrize("path", ["draft", "firmness"])
def test_an_assessment_without_units_says_what_will_be_here(app: Flask, path: str) -> None:
    _, office = desk(app)
    with app.app_context():
        key = make.assessment(1, "没有单位的考核").id
    assert "还没有单位参加" in text(office.get(f"/office/assessments/{key}/{path}"))


@pytest.mark.parametrize("name", ["甲乡"])
def test_a_file_and_the_rows_it_was_frozen_from_are_scored_alike(app: Flask, name: str) -> None:
    county, _ = scored(app)
    with app.app_context():
        before = standing_sheets(db.session(), make.row(Assessment, county.assessment))
        publishing.freeze(make.actor(county, "office"), county.assessment, office="示例办")
        after = standing_sheets(db.session(), make.row(Assessment, county.assessment))
    assert (after.frame, after.ruleset.data) == (before.frame, before.ruleset.data)
    assert [(s.unit, s.group, s.facts, {k: (r.kind, r.facts) for k, r in s.rulings.items()}) for s in after.sheets] == [
        (s.unit, s.group, s.facts, {k: (r.kind, r.facts) for k, r in s.rulings.items()}) for s in before.sheets]
    assert (before.fingerprint == before.fingerprint, before.fingerprint == after.fingerprint) == (True, False)


@pytest.mark.parametrize("sheets", [1, 3])
@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_the_pages_send_a_fixed_number_of_statements(app: Flask, sheets: int) -> None:
    with app.app_context():
        county = make.county(WITH_FIGURES, state="reviewing")
        second = make.assessment(1, "第二次", state="reviewing")
        for name in ("甲", "乙", "丙")[:sheets]:
            row = make.submission(second.id, make.unit(f"新{name}镇", county.groups["乡镇"]), "reviewed")
            make.answer(row.id, "disclosure", {"count": 99})
            ruled(row.id, "disclosure", "corrected", {"count": 98}, county.users["reviewer"])
        office, key = make.client(app, county.users["office"]), second.id
    office.get("/office/")
    for path, number in (("draft", 17), ("firmness", 15)):
        with counted(app) as sent:
            office.get(f"/office/assessments/{key}/{path}")
        assert (path, len(sent)) == (path, number)


def test_many_causes_are_counted_and_the_first_named() -> None:
    turn = Turn("甲", "乙", Decimal(1), tuple((f"单位{n}", "发布") for n in range(7)), 12, ("发布", "方案"))
    assert why(turn, 1000) == (
        "不作这条更正：单位0“发布”、单位1“发布”、单位2“发布”、单位3“发布”、单位4“发布”等 7 条", "不计这一项：“发布”、“方案”",
        "权重变动：1000 次里有 12 次")
