"""The reviewer's pages: queues, bench, sheet; what is typed is kept; what is not one's duty is absent."""
from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from scoring.actions import reviewing
from scoring.store.people import Recusal
from scoring.store.sheets import Submission
from scoring.store.writing import writing
from tests import make
from tests.reviewing import REASON, handed_in, piece, rulings, text_of, who
from tests.statements import counted


@pytest.fixture
def county(app: Flask) -> make.County:
    """Three sheets handed in."""
    with app.app_context():
        return handed_in()


@pytest.fixture
def reviewer(app: Flask, county: make.County) -> FlaskClient:
    with app.app_context():
        return make.client(app, county.users["reviewer"])


def test_home_says_what_to_do_now(app: Flask, county: make.County, reviewer: FlaskClient) -> None:
    first = county.submissions["甲乡"]
    page = reviewer.get("/review/").text
    assert "《2026 年度政务公开考核》还有 15 项等你复核，在 3 份自查表里。" in page
    assert f'href="/review/sheets/{first}/disclosure"' in page
    with app.app_context():
        idle = make.client(app, make.user("idle", "reviewer").id)
    assert "还没有分给你的复核任务" in idle.get("/review/").text


def test_the_queues_count_what_is_ruled(app: Flask, county: make.County, reviewer: FlaskClient) -> None:
    sheet, a = county.submissions["甲乡"], county.assessment
    with app.app_context():
        me = who(county)
        reviewing.confirm_rest(me, sheet)
        reviewing.send_back(me, county.submissions["乙乡"], reason="第 1 项清单打不开，请重新上传")
    units = text_of(reviewer.get(f"/review/{a}/units?show=all").text, "<tbody>")
    assert "甲乡 乡镇 复核中 4 / 5" in units
    assert "乙乡 乡镇 已退回 0 / 5" in units
    assert "乙乡" not in text_of(reviewer.get(f"/review/{a}/units").text, "<tbody>")
    leaves = text_of(reviewer.get(f"/review/{a}/indicators").text, "<tbody>")
    assert leaves == ("1 主动公开 1 / 2 2 基础工作 2.1 制定方案 1 / 2 2.2 留言办结 1 / 2 2.3 人员保障 1 / 2 "
                      "3 信息质量 由复核员评定 0 / 2") + leaves[leaves.index(" 政务公开自查评分"):]


def test_one_indicator_across_units_and_a_quick_confirmation(app: Flask, county: make.County,
                                                            reviewer: FlaskClient) -> None:
    sheet, path = county.submissions["乙乡"], f"/review/{county.assessment}/indicators/disclosure"
    page = reviewer.get(path).text
    assert "甲乡 乡镇 134 条 甲乡的说明<b> 1 50 待复核" in text_of(page, "<tbody>")
    answer = reviewer.post(f"/review/sheets/{sheet}/disclosure?by=indicator",
                           data={"kind": "confirmed", "version": "0", "seen": "1", "from": "list"})
    assert (answer.status_code, answer.location) == (302, f"{path}#sheet-{sheet}")
    assert "乙乡 乡镇 60 条 乙乡的说明<b> 0 30 30 已确认" in text_of(reviewer.get(path).text, "<tbody>")
    assert rulings(app) == [(sheet, "disclosure", "confirmed", None, "")]
    claims = text_of(reviewer.get(f"/review/{county.assessment}/indicators/replies").text, "<tbody>")
    assert "丙局 县直部门 申请不适用 ：没有网上留言渠道 0 不适用 待裁定不适用" in claims


def test_a_sheet_from_confirming_the_rest_to_its_end(app: Flask, county: make.County, reviewer: FlaskClient) -> None:
    sheet = county.submissions["丙局"]
    acts = f"/review/sheets/{sheet}/actions"
    page = reviewer.get(f"/review/sheets/{sheet}").text
    assert "2.2 留言办结 20 0 不适用 待裁定不适用" in text_of(page, "<tbody>")
    early = reviewer.post(f"{acts}/finish", data={"seen": "1"})
    assert (early.status_code, early.text.count('class="problem problem-fault"')) == (422, 5)
    assert reviewer.post(f"{acts}/confirm-rest", data={"seen": "1"}).status_code == 302
    reviewer.post(f"/review/sheets/{sheet}/replies", data={
        "kind": "not_applicable", "version": "0", "seen": "1", "reason": "部门没有留言渠道，由政府办统一受理"})
    last = reviewer.post(f"/review/sheets/{sheet}/quality", data={
        "kind": "corrected", "version": "0", "seen": "1", "fact-level": "优", "reason": "抽查 20 条，没有差错"})
    assert last.location == f"/review/sheets/{sheet}"
    assert "这里归你复核的都复核完了。" in reviewer.get(last.location).text
    assert reviewer.post(f"{acts}/finish", data={"seen": "1"}).status_code == 302
    with app.app_context():
        assert make.row(Submission, sheet).state == "reviewed"
    late = reviewer.post(f"{acts}/return", data={"seen": "1", "reason": REASON})
    assert (late.status_code, reviewer.post(f"{acts}/reopen").status_code) == (409, 302)
    short = reviewer.post(f"{acts}/return", data={"seen": "1", "reason": "请改一改"})
    assert (short.status_code, "请改一改</textarea>" in short.text) == (422, True)
    assert reviewer.post(f"{acts}/return", data={"seen": "1", "reason": REASON}).status_code == 302
    with app.app_context():
        assert make.row(Submission, sheet).state == "returned"


# In an order in which a reviewer on duty can do them all; the return comes last.
PLACES: tuple[tuple[str, str], ...] = (
    ("GET", "/review/{a}/units"), ("GET", "/review/{a}/indicators"), ("GET", "/review/{a}/indicators/disclosure"),
    ("GET", "/review/sheets/{s}"), ("GET", "/review/sheets/{s}/disclosure"), ("POST", "/review/sheets/{s}/disclosure"),
    ("POST", "/review/sheets/{s}/disclosure/preview"), ("POST", "/review/evidence/1/check"),
    ("POST", "/review/sheets/{s}/actions/confirm-rest"), ("POST", "/review/sheets/{s}/actions/finish"),
    ("POST", "/review/sheets/{s}/actions/reopen"), ("POST", "/review/sheets/{s}/actions/return"))
SENT = {"kind": "confirmed", "version": "0", "seen": "1", "reason": REASON, "verdict": "good"}


@pytest.mark.parametrize("who", ["without duty", "for another leaf", "recused", "on duty"])
def test_what_is_not_my_duty_is_absent(app: Flask, county: make.County, who: str) -> None:
    with app.app_context():
        user = make.user("other", "reviewer")
        if who != "without duty":
            make.duty(county.assessment, user.id, indicator="basics" if who == "for another leaf" else "")
        if who == "recused":
            with writing() as session:
                session.add(Recusal(user_id=user.id, unit_id=county.units["甲乡"]))
        browser = make.client(app, user.id)
    answers = {}
    for method, place in PLACES:
        path = place.format(a=county.assessment, s=county.submissions["甲乡"])
        answer = browser.open(path, method=method, data=SENT if method == "POST" else None)
        answers[f"{method} {place}"] = answer.status_code
    absent = {place for place, status in answers.items() if status == 404}
    of_the_leaf = {f"{m} {p}" for m, p in PLACES if "disclosure" in p or "evidence" in p}
    of_the_sheet = {f"{m} {p}" for m, p in PLACES if "{a}" not in p}
    assert absent == {"without duty": set(answers), "for another leaf": of_the_leaf, "recused": of_the_sheet,
                      "on duty": set()}[who]
    assert (rulings(app) == []) == (who in ("without duty", "recused"))


NOWHERE = ("/review/99/units", f"/review/{2**70}/units", "/review/1/indicators/none", "/review/sheets/99",
           f"/review/sheets/{2**70}/plan", "/review/sheets/1/none", "/review/sheets/1/basics",
           "/review/1/indicators/basics")


def test_addresses_that_lead_nowhere(county: make.County, reviewer: FlaskClient) -> None:
    assert {path: reviewer.get(path).status_code for path in NOWHERE} == dict.fromkeys(NOWHERE, 404)


@pytest.mark.parametrize("more", [0, 2])
def test_the_number_of_statements_does_not_grow(app: Flask, county: make.County, reviewer: FlaskClient,
                                               more: int) -> None:
    sheet, a = county.submissions["甲乡"], county.assessment
    with app.app_context():
        me = who(county)
        for n in range(more):
            unit = make.unit(f"示例{n}乡", county.groups["乡镇"])
            new = make.submission(a, unit, "submitted")
            make.answer(new.id, "disclosure", {"count": n})
            piece(new.id, "disclosure", county.users["clerk"])
            piece(sheet, "disclosure", county.users["clerk"])
            reviewing.give(me, new.id, leaf="disclosure", kind="confirmed", version=0)
        reviewing.give(me, sheet, leaf="disclosure", kind="corrected", version=0, facts="94", reason=REASON)
    pages = {"/review/": 10, f"/review/{a}/units": 10, f"/review/{a}/indicators": 10,
             f"/review/{a}/indicators/disclosure": 13, f"/review/sheets/{sheet}": 16,
             f"/review/sheets/{sheet}/disclosure": 17, f"/review/sheets/{sheet}/disclosure?by=indicator": 19}
    found = {}
    for path in pages:
        reviewer.get(path)
        with counted(app) as sent:
            assert reviewer.get(path).status_code == 200
        found[path] = len(sent)
    assert found == pages
