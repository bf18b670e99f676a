"""The reviewer's pages: queues, bench, sheet; what is typed is kept; what is not one's duty is absent."""
from __future__ import annotations

import io
import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from scoring import clock
from scoring.actions import reviewing
from scoring.store.database import db
from scoring.store.people import Recusal, User
from scoring.store.queries import actor_of
from scoring.store.sheets import Evidence, EvidenceCheck, RulingRow, Submission
from scoring.store.writing import writing
from tests import make
from tests.statements import counted

REASON = "其中 40 条是转载，不是本单位公开的信息"


@pytest.fixture
def county(app: Flask) -> make.County:
    """Three sheets handed in: 134, 60 and 99 items; 丙局 says replies do not apply to it."""
    with app.app_context():
        made = make.county(state="reviewing", sheets="submitted")
        for (name, sheet), count in zip(made.submissions.items(), (134, 60, 99), strict=True):
            make.answer(sheet, "disclosure", {"count": count}, note=f"{name}的说明<b>")
            make.answer(sheet, "plan", {"answer": True})
        make.answer(made.submissions["丙局"], "replies", None, claim="没有网上留言渠道")
        piece(made.submissions["甲乡"], made.users["clerk"])
    return made


@pytest.fixture
def reviewer(app: Flask, county: make.County) -> FlaskClient:
    with app.app_context():
        return make.client(app, county.users["reviewer"])


def piece(sheet: int, by: int, leaf: str = "disclosure") -> int:
    with writing() as session:
        row = Evidence(submission_id=sheet, leaf=leaf, kind="link", title="公开清单",
                       url="https://www.example.gov.cn/list", added_at=clock.now(), added_by=by)
        session.add(row)
    return row.id


def text_of(page: str, start: str = "<main") -> str:
    """A page's words from `start` on, without its tags, blanks drawn together."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page[page.index(start):])).split())


def rulings(app: Flask) -> list[tuple[int, str, str, Any, str]]:
    with app.app_context():
        rows = db.session.scalars(select(RulingRow).order_by(RulingRow.id))
        return [(r.submission_id, r.leaf, r.kind, r.facts, r.reason) for r in rows]


def test_home_says_what_to_do_now(app: Flask, county: make.County, reviewer: FlaskClient) -> None:
    first = county.submissions["甲乡"]
    page = reviewer.get("/review/").text
    assert "《2026 年度政务公开考核》还有 15 项等你复核，在 3 张自查表里。" in page
    assert f'href="/review/sheets/{first}/disclosure"' in page
    with app.app_context():
        idle = make.client(app, make.user("idle", "reviewer").id)
    assert "还没有分给你的复核任务" in idle.get("/review/").text


def test_the_queues_count_what_is_ruled(app: Flask, county: make.County, reviewer: FlaskClient) -> None:
    sheet, a = county.submissions["甲乡"], county.assessment
    with app.app_context():
        me = actor_of(db.session.get(User, county.users["reviewer"]))  # type: ignore[arg-type]
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


@pytest.mark.parametrize(("unit", "leaf", "by", "goes"), [
    ("甲乡", "disclosure", "unit", "/review/sheets/{甲乡}/plan"),
    ("甲乡", "disclosure", "indicator", "/review/sheets/{乙乡}/disclosure?by=indicator"),
    ("丙局", "disclosure", "indicator", "/review/sheets/{甲乡}/disclosure?by=indicator"),   # round the end
])
def test_saving_leads_to_the_next_open_leaf(county: make.County, reviewer: FlaskClient, unit: str, leaf: str, by: str,
                                            goes: str) -> None:
    answer = reviewer.post(f"/review/sheets/{county.submissions[unit]}/{leaf}?by={by}",
                           data={"kind": "confirmed", "version": "0", "seen": "1"})
    assert answer.location == goes.format(**county.submissions)
    assert "确认已保存：1 主动公开。" in reviewer.get(answer.location).text


def test_a_correction_is_stored_and_shown(app: Flask, county: make.County, reviewer: FlaskClient) -> None:
    sheet = county.submissions["甲乡"]
    path = f"/review/sheets/{sheet}/disclosure"
    reviewer.post(path, data={"kind": "corrected", "version": "0", "seen": "1", "fact-count": "94", "reason": REASON})
    assert rulings(app) == [(sheet, "disclosure", "corrected", {"count": 94}, REASON)]
    page = reviewer.get(path).text
    assert "更正 示例·reviewer" in text_of(page)
    assert f"134 条 → 改为 94 条 得分 50 → 改为 47 / 50 分 理由 {REASON}" in text_of(page)
    other = reviewer.get(f"/review/sheets/{county.submissions['乙乡']}/disclosure").text
    assert f'data-reason="{REASON}"' in other        # a reason used before, at a press
    assert "data-reason" not in reviewer.get(f"/review/sheets/{sheet}/plan").text


@pytest.mark.parametrize("database_kind", ["sqlite"])
@pytest.mark.parametrize(("data", "sentence"), [
    ({"kind": "corrected", "fact-count": "9x", "reason": REASON}, "“9x”不是可用的数字"),
    ({"kind": "corrected", "fact-count": "94", "reason": "转载"}, "理由至少写 10 个字"),
    ({"kind": "corrected", "fact-count": "", "reason": REASON}, "请填写更正后的数据"),
    ({"kind": "not_applicable", "fact-count": "94", "reason": REASON}, "单位没有申请这一项不适用"),
    ({"kind": "approved", "fact-count": "94", "reason": REASON}, "请选择确认、更正"),
    ({"kind": "corrected", "fact-count": "94", "reason": REASON, "version": "x"}, "请求不完整"),
])
def test_what_was_refused_is_still_in_the_form(app: Flask, county: make.County, reviewer: FlaskClient,
                                               data: dict[str, str], sentence: str) -> None:
    sheet = county.submissions["甲乡"]
    answer = reviewer.post(f"/review/sheets/{sheet}/disclosure", data={"version": "0", "seen": "1"} | data)
    assert answer.status_code == 422
    assert sentence in unescape(answer.text)
    assert f'value="{data["fact-count"]}"' in answer.text
    assert re.search(rf'<textarea[^>]*name="reason"[^>]*>\s*{data["reason"]}</textarea>', answer.text)
    assert rulings(app) == []


def test_a_colleagues_ruling_in_between_answers_409_with_both(app: Flask, county: make.County,
                                                             reviewer: FlaskClient) -> None:
    sheet = county.submissions["甲乡"]
    with app.app_context():
        other = make.user("colleague", "reviewer")
        make.duty(county.assessment, other.id)
        reviewing.give(actor_of(other), sheet, leaf="disclosure", kind="corrected", version=0, facts={"count": 90},
                       reason="第 2 页的 44 条超出考核期，不计")
    data = {"kind": "corrected", "version": "0", "seen": "1", "fact-count": "94", "reason": REASON}
    answer = reviewer.post(f"/review/sheets/{sheet}/disclosure", data=data)
    words = text_of(answer.text)
    assert answer.status_code == 409
    assert f"你的，还没有保存 更正为 94 条；理由：{REASON}" in words
    assert "更正为 90 条；理由：第 2 页的 44 条超出考核期，不计" in words
    assert 'value="94"' in answer.text
    assert 'name="version" value="1"' in answer.text
    assert [r[3] for r in rulings(app)] == [{"count": 90}]
    assert reviewer.post(f"/review/sheets/{sheet}/disclosure", data=data | {"version": "1"}).status_code == 302
    assert [r[3] for r in rulings(app)] == [{"count": 94}]


def test_a_sheet_returned_in_between_keeps_the_words(app: Flask, county: make.County, reviewer: FlaskClient) -> None:
    sheet = county.submissions["甲乡"]
    with app.app_context():
        me = actor_of(db.session.get(User, county.users["reviewer"]))  # type: ignore[arg-type]
        reviewing.send_back(me, sheet, reason="第 1 项清单打不开，请重新上传")
    answer = reviewer.post(f"/review/sheets/{sheet}/disclosure", data={
        "kind": "corrected", "version": "0", "seen": "1", "fact-count": "94", "reason": REASON})
    assert (answer.status_code, REASON in answer.text, 'id="ruling"' in answer.text) == (409, True, False)


@pytest.mark.parametrize("database_kind", ["sqlite"])
@pytest.mark.parametrize(("unit", "leaf", "data", "told"), [
    ("甲乡", "disclosure", {"kind": "corrected", "fact-count": "94"},
     {"points": "47", "max": "50", "before": "50", "steps": ["94 条 × 0.5 分 = 47 分"], "kind": "corrected", "same": False}),
    ("甲乡", "disclosure", {"kind": "corrected", "fact-count": "134"},
     {"points": "50", "max": "50", "before": "50", "steps": ["134 条 × 0.5 分 = 67 分", "封顶 50 分"],
      "kind": "confirmed", "same": True}),
    ("丙局", "replies", {"kind": "not_applicable"},
     {"points": "不适用", "max": "20", "before": "不适用", "steps": ["本项不适用，不计分值"], "kind": "not_applicable",
      "same": True}),
    ("甲乡", "quality", {"kind": "corrected", "fact-level": "良"},
     {"points": "8", "max": "10", "before": "未填", "steps": ["评为“良”，得 8 分"], "kind": "corrected", "same": False}),
])
def test_the_preview_is_the_servers_own_reckoning(app: Flask, county: make.County, reviewer: FlaskClient, unit: str,
                                                  leaf: str, data: dict[str, str], told: dict[str, Any]) -> None:
    answer = reviewer.post(f"/review/sheets/{county.submissions[unit]}/{leaf}/preview",
                           data={"version": "0", "seen": "1"} | data, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json) == (200, told)
    assert rulings(app) == []


def test_a_check_on_evidence_with_a_file(app: Flask, county: make.County, reviewer: FlaskClient) -> None:
    sheet = county.submissions["甲乡"]
    png = b"\x89PNG\r\n\x1a\n" + b"not a picture"
    path = "/review/evidence/1/check"
    refused = reviewer.post(path, data={"verdict": "bad", "note": "第 3 页缺页", "file": (io.BytesIO(png), "截图.png")})
    assert (refused.status_code, "第 3 页缺页</textarea>" in refused.text) == (422, True)
    silent = reviewer.post(path, data={"verdict": "doubt", "note": ""})
    assert (silent.status_code, "理由至少写 4 个字" in silent.text) == (422, True)
    done = reviewer.post(path + "?by=indicator", data={"verdict": "bad", "note": "第 3 页缺页"})
    assert done.location == f"/review/sheets/{sheet}/disclosure?by=indicator#evidence-1"
    assert "不实 第 3 页缺页 示例·reviewer" in text_of(reviewer.get(f"/review/sheets/{sheet}/disclosure").text)
    with app.app_context():
        assert [c.verdict for c in db.session.scalars(select(EvidenceCheck))] == ["bad"]


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
        me = actor_of(db.session.get(User, county.users["reviewer"]))  # type: ignore[arg-type]
        for n in range(more):
            unit = make.unit(f"示例{n}乡", county.groups["乡镇"])
            new = make.submission(a, unit, "submitted")
            make.answer(new.id, "disclosure", {"count": n})
            piece(new.id, county.users["clerk"])
            piece(sheet, county.users["clerk"])
            reviewing.give(me, new.id, leaf="disclosure", kind="confirmed", version=0)
        reviewing.give(me, sheet, leaf="disclosure", kind="corrected", version=0, facts="94", reason=REASON)
    pages = {"/review/": 10, f"/review/{a}/units": 10, f"/review/{a}/indicators": 10,
             f"/review/{a}/indicators/disclosure": 13, f"/review/sheets/{sheet}": 15,
             f"/review/sheets/{sheet}/disclosure": 16, f"/review/sheets/{sheet}/disclosure?by=indicator": 18}
    found = {}
    for path in pages:
        reviewer.get(path)
        with counted(app) as sent:
            assert reviewer.get(path).status_code == 200
        found[path] = len(sent)
    assert found == pages
