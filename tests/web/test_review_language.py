"""The whole language on the reviewer's desk: rows struck, office figures, leaves not asked, explanations, comparisons."""
from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from scoring import clock
from scoring.actions import reviewing
from scoring.core.policy import Actor
from scoring.store import tallying
from scoring.store.sheets import Answer, OfficeFigure, Submission
from scoring.store.writing import writing
from tests import language, make
from tests.reviewing import REASON, rulings, text_of, who
from tests.statements import counted

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])
OWN = {"version": "0", "seen": "1"}


@pytest.fixture
def county(app: Flask) -> make.County:
    with app.app_context():
        return language.filled("reviewing", "submitted")


@pytest.fixture
def reviewer(app: Flask, county: make.County) -> FlaskClient:
    with app.app_context():
        return make.client(app, county.users["reviewer"])


def bench(county: make.County, leaf: str) -> str:
    return f"/review/sheets/{county.submissions['甲乡']}/{leaf}"


def me(app: Flask, county: make.County) -> Actor:
    return who(county)


def test_rows_are_struck_one_by_one_and_put_back(app: Flask, county: make.County, reviewer: FlaskClient) -> None:
    sheet, place = county.submissions["甲乡"], bench(county, "news")
    page = reviewer.get(place).text
    assert "登记簿 3 行" in text_of(page)
    assert "和第 2 行标题相同。 日期 2025-12-30 不在考核期间（2026-01-01 至 2026-12-31）。" in text_of(page)
    assert [page.count('name="strike"'), page.count('name="fact-rows"')] == [3, 0]
    reviewer.post(place, data=OWN | {"kind": "corrected", "strike": "3", "why-3": "与第 2 行重复", "reason": ""})
    struck = [*language.ROWS[:2], {**language.ROWS[2], "struck": "与第 2 行重复"}]
    assert rulings(app) == [
        (sheet, "news", "corrected", {"rows": struck}, "登记簿划去 1 行：第 3 行，与第 2 行重复。")]
    page = reviewer.get(place).text
    assert "3 条 → 改为 2 条（另划去 1 条） 得分 7 → 改为 5 / 20 分" in text_of(page)
    assert ['value="3" aria-label="划去第 3 行" checked' in page, 'name="why-3" value="与第 2 行重复"' in page] == [True, True]
    reviewer.post(place, data={"version": "1", "seen": "1", "kind": "corrected", "reason": REASON})
    assert rulings(app) == [(sheet, "news", "confirmed", None, REASON)]


@pytest.mark.parametrize(("data", "sentence"), [
    ({"strike": "3"}, "第 3 行勾了“划去”，还要写明理由。"),
    ({"why-2": "与第 3 行重复"}, "第 2 行写了理由，没有勾“划去”：要划去就勾上，不划去就删掉理由。"),
    ({"strike": "3", "why-3": "长" * 201}, "第 3 行“划去理由”"),
])
def test_half_a_strike_is_refused_and_stays_on_the_page(app: Flask, county: make.County, reviewer: FlaskClient,
                                                        data: dict[str, str], sentence: str) -> None:
    answer = reviewer.post(bench(county, "news"), data=OWN | {"kind": "corrected", "reason": REASON} | data)
    assert answer.status_code == 422
    assert sentence in text_of(answer.text)
    assert answer.text.count(" checked") == ("strike" in data)
    assert all(f'name="{name}" value="{value}"' in answer.text for name, value in data.items() if name != "strike")
    assert rulings(app) == []


def test_the_preview_counts_the_rows_that_stand(county: make.County, reviewer: FlaskClient) -> None:
    told = reviewer.post(f"{bench(county, 'news')}/preview", data=OWN | {
        "kind": "corrected", "strike": ["2", "3"], "why-2": "重复", "why-3": "重复"}).json
    assert (told["before"], told["points"], told["kind"]) == ("7", "3", "corrected")


def test_the_unit_sees_which_rows_were_struck(app: Flask, county: make.County, reviewer: FlaskClient) -> None:
    reviewer.post(bench(county, "news"), data=OWN | {"kind": "corrected", "strike": "3", "why-3": "重复"})
    with app.app_context(), writing() as session:
        session.get_one(Submission, county.submissions["甲乡"]).state = "reviewed"
    with app.app_context():
        clerk = make.client(app, county.users["clerk"])
    page = text_of(clerk.get(f"/unit/sheets/{county.submissions['甲乡']}").text)
    assert "复核划去：重复" in page
    assert "共 3 行，计 2 行。" in page


def test_a_correction_starts_from_the_unit_and_the_office(app: Flask, county: make.County,
                                                          reviewer: FlaskClient) -> None:
    assert "考核办还没有录入：目标数。" in text_of(reviewer.get(bench(county, "target")).text)
    with app.app_context(), writing() as session:
        session.add(OfficeFigure(submission_id=county.submissions["甲乡"], leaf="target", facts={"of": 150},
                                 at=clock.now()))
    page = reviewer.get(bench(county, "target")).text
    assert "已办 120 件，目标数 150 件" in text_of(page)
    assert ['name="fact-done" type="text" value="120"' in page, 'name="fact-of" type="text" value="150"' in page] == [
        True, True]
    same = {"kind": "corrected", "fact-done": "120", "fact-of": "150", "reason": REASON}
    reviewer.post(bench(county, "target"), data=OWN | same)
    assert rulings(app) == [(county.submissions["甲乡"], "target", "confirmed", None, REASON)]
    reviewer.post(bench(county, "target"), data=same | {"version": "1", "seen": "1", "fact-of": "160"})
    assert rulings(app)[0][2:4] == ("corrected", {"done": 120, "of": 160})


def test_several_judges_are_read(app: Flask, county: make.County, reviewer: FlaskClient) -> None:
    reviewer.post(bench(county, "judges"), data=OWN | {"kind": "corrected", "fact-points": "8、9、7.5", "reason": REASON})
    assert rulings(app)[0][2:4] == ("corrected", {"points": ["8", "9", "7.5"]})
    bad = reviewer.post(bench(county, "judges"), data={"version": "1", "seen": "1", "kind": "corrected",
                                                       "fact-points": "8、11", "reason": REASON})
    assert "第 2 位评委" in text_of(bad.text)


def test_what_is_not_asked_is_nobodys_work(app: Flask, county: make.County, reviewer: FlaskClient) -> None:
    sheet = county.submissions["甲乡"]
    assert reviewer.get(bench(county, "uptime")).status_code == 404
    assert "平台可用" not in text_of(reviewer.get(f"/review/sheets/{sheet}").text)
    assert "0 / 13" in text_of(reviewer.get(f"/review/{county.assessment}/units").text)
    across = text_of(reviewer.get(f"/review/{county.assessment}/indicators/uptime").text)
    assert "甲乡" not in across
    with app.app_context():
        row = make.row(Submission, sheet)
        assert [leaf.id for leaf in reviewing.open_leaves(row)] == [
            "news", "rate", "target", "survey", "judges", "ladder", "hotline", "has", "s1", "s2", "late", "extra",
            "requests"]


def test_a_correction_opens_and_closes_what_depends_on_it(app: Flask, county: make.County,
                                                          reviewer: FlaskClient) -> None:
    reviewer.post(bench(county, "has"), data=OWN | {"kind": "corrected", "fact-answer": "yes", "reason": REASON})
    page = text_of(reviewer.get(f"/review/sheets/{county.submissions['甲乡']}").text)
    assert "8.2 平台可用 5 0 未问 待复核" in page
    assert text_of(reviewer.get(bench(county, "uptime")).text).count("没有填报") == 2
    with app.app_context():
        row = make.row(Submission, county.submissions["甲乡"])
        assert [len(tallying.asked_of(row)), len(tallying.asked_of(row, "claimed"))] == [14, 13]


def test_losses_that_another_leaf_doubles_are_previewed_doubled(county: make.County, reviewer: FlaskClient) -> None:
    reviewer.post(bench(county, "has"), data=OWN | {"kind": "corrected", "fact-answer": "yes", "reason": REASON})
    told = reviewer.post(f"{bench(county, 'late')}/preview", data=OWN | {"kind": "corrected", "fact-count": "2"}).json
    assert (told["before"], told["points"]) == ("1", "4")
    across = text_of(reviewer.get(bench(county, "late").replace(
        f"sheets/{county.submissions['甲乡']}", f"{county.assessment}/indicators")).text)
    assert "甲乡 乡镇 1 处 0 1" in across


def test_not_applicable_with_points_shows_both(county: make.County, reviewer: FlaskClient) -> None:
    assert "7 热线办理 10 0 不适用，计 10 分 待裁定不适用" in text_of(
        reviewer.get(f"/review/sheets/{county.submissions['甲乡']}").text)
    reviewer.post(bench(county, "hotline"), data=OWN | {"kind": "not_applicable", "reason": REASON})
    assert "得分 不适用，计 10 分 理由" in text_of(reviewer.get(bench(county, "hotline")).text)


def test_the_reviewer_reads_why_figures_contradict(app: Flask, county: make.County, reviewer: FlaskClient) -> None:
    with app.app_context(), writing() as session:
        sheet = session.get_one(Submission, county.submissions["甲乡"])
        sheet.explanations = {"1": "今年集中征地，申请多"}
        answer = session.query(Answer).filter_by(submission_id=sheet.id, leaf="requests").one()
        answer.facts = {"received": 600, "answered": 598, "left": 2}
    said = "申请件数比常年多很多：依申请公开“收到” 600 大于 500。 单位说明：今年集中征地，申请多"
    assert said in text_of(reviewer.get(f"/review/sheets/{county.submissions['甲乡']}").text)
    assert said in text_of(reviewer.get(bench(county, "requests")).text)
    assert said not in text_of(reviewer.get(bench(county, "rate")).text)


def test_a_comparison_across_units(county: make.County, reviewer: FlaskClient) -> None:
    rows = text_of(reviewer.get(f"/review/{county.assessment}/indicators/ladder").text)
    assert ["乙乡 乡镇 400 0 10" in rows, "甲乡 乡镇 350 0 8" in rows] == [True, True]


@pytest.mark.parametrize("address", ["/review/{a}/units", "/review/{a}/indicators", "/review/{a}/indicators/ladder",
                                     "/review/{a}/indicators/target", "/review/sheets/{s}/ladder"])
def test_pages_cost_the_same_however_many_units(app: Flask, county: make.County, reviewer: FlaskClient,
                                                address: str) -> None:
    found: list[Any] = []
    for first in (0, 3):
        with counted(app) as statements:
            assert reviewer.get(address.format(a=county.assessment, s=county.submissions["甲乡"])).status_code == 200
        found.append(len(statements))
        with app.app_context():
            for n in range(3):
                unit = make.unit(f"新乡{first + n}", county.groups["乡镇"])
                sheet = make.submission(county.assessment, unit, "submitted")
                make.answer(sheet.id, "ladder", {"value": "10"})
    assert found[0] == found[1]
