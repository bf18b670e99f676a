"""The office's desk: every page in every state, the round over the web, what is typed wrong, statement counts."""
from __future__ import annotations

import html
import re
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from scoring import clock
from scoring.actions import publishing
from scoring.core.roster import COLUMNS
from scoring.core.verify import verify
from scoring.store.assessments import AdoptedRuleset, Assessment
from scoring.store.database import db
from scoring.store.people import User
from scoring.store.results import Publication
from scoring.store.sheets import Evidence, RulingRow, SignOff, Submission
from scoring.store.writing import writing
from tests import make
from tests.statements import counted

PAGES = ("", "units", "units/template.xlsx", "rulesets", "rulesets/{adopted}", "assessments/new", "assessments/{a}",
         "assessments/{a}/edit", "assessments/{a}/units", "assessments/{a}/duties", "assessments/{a}/draft",
         "assessments/{a}/result", "sheets/{s}", "sheets/{s}/scorecard.pdf")
SETTINGS = {
    "title": "2027 年度考核", "period_from": "2027-01-01", "period_to": "2027-12-31", "as_of": "2027-12-31",
    "due_on": "2090-01-10", "review_due_on": "", "steps-0-title": "股室审核", "steps-0-position": "股室负责人",
    "secrecy-title": "保密审查", "secrecy-position": "", "separate_hands": "y"}


def desk(app: Flask, **more: str) -> tuple[make.County, FlaskClient]:
    """A county and its office signed in."""
    with app.app_context():
        county = make.county(**more)
        return county, make.client(app, county.users["office"])


def text(answer: Any) -> str:
    return html.unescape(answer.get_data(as_text=True))


def errors(answer: Any) -> list[str]:
    return re.findall(r'<div class="field-error"[^>]*>([^<]+)</div>', text(answer))


@pytest.mark.parametrize("state", ["draft", "open", "reviewing", "frozen", "published", "closed"])
@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_every_page_opens_in_every_state(app: Flask, state: str) -> None:
    county, office = desk(app, state=state)
    for page in PAGES:
        path = "/office/" + page.format(a=county.assessment, s=county.submissions["甲乡"], adopted=1)
        assert (path, office.get(path).status_code) == (path, 200)


def test_a_round_from_ruleset_to_corrected_publication(app: Flask) -> None:
    county, office = desk(app)
    answers = [office.post("/office/rulesets/shipped/egov-targets").status_code]
    with app.app_context():
        adopted = db.session.query(AdoptedRuleset).filter_by(ruleset_id="egov-targets").one().id
    answers.append(office.post("/office/assessments/new", data=SETTINGS | {"adopted_id": adopted}).status_code)
    with app.app_context():
        key = db.session.query(Assessment).filter_by(title=SETTINGS["title"]).one().id
    for path, data in (("units", {"all": "1"}), ("duties", {"user_id": county.users["reviewer"], "group_id": 0,
                                                            "indicator": ""}), ("open", {}), ("review", {})):
        answers.append(office.post(f"/office/assessments/{key}/{path}", data=data).status_code)
    assert answers == [302] * 6
    with app.app_context():
        without = ",".join(str(s.id) for s in db.session.query(Submission).filter_by(assessment_id=key))
    refused = office.post(f"/office/assessments/{key}/freeze", data={"without": without})
    assert (refused.status_code, "请核对名单并勾选确认" in text(refused)) == (422, True)
    with app.app_context():
        second = make.client(app, county.users["publisher"])
    reason, named = {"reason": "示例镇的数据核错了一项"}, {"without": without, "acknowledged": "y"}
    scope = {"audience": "public", "top": "", "document": make.DOCUMENT}
    assert office.post(f"/office/assessments/{key}/freeze", data=named).status_code == 422     # nothing authorises it
    for who, path, data in (
            (office, "scope", scope), (office, "freeze", named), (office, "thaw", reason), (office, "freeze", named),
            (second, "publish", {}), (office, "correct", reason), (second, "freeze", named), (office, "publish", {}),
            (second, "close", {})):
        assert (path, who.post(f"/office/assessments/{key}/{path}", data=data).status_code) == (path, 302)
    with app.app_context():
        rows = db.session.query(Publication).filter_by(assessment_id=key).order_by(Publication.edition)
        assert [(p.state, verify(p.file).stands) for p in rows] == [
            ("discarded", True), ("superseded", True), ("published", True)]
        assert make.row(Assessment, key).state == "closed"


def test_settings_typed_wrong_come_back_with_their_sentences(app: Flask) -> None:
    _, office = desk(app)
    wrong = SETTINGS | {"adopted_id": "1", "title": "", "due_on": "明年", "period_to": "2026-01-01", "calendar": "休"}
    answer = office.post("/office/assessments/new", data=wrong)
    assert (answer.status_code, errors(answer)) == (422, ["这一栏要填", "日期看不懂，请写成 2026-12-31 这样"])
    later = office.post("/office/assessments/new", data=wrong | {"title": "新", "due_on": "2090-01-01"})
    assert (later.status_code, errors(later)) == (422, ["第 1 行“休”看不懂，请写成“2026-02-16 休”或“2026-02-14 班”"])
    last = office.post("/office/assessments/new", data=wrong | {"title": "新", "due_on": "2090-01-01", "calendar": ""})
    assert (last.status_code, errors(last)) == (422, ["考核期的止日早于起日"])
    assert 'value="股室审核"' in text(last)


def test_a_choice_that_was_not_offered_is_said_at_its_field(app: Flask) -> None:
    county, office = desk(app)
    for adopted in ("99", "x", "9" * 30, "9" * 5000):
        answer = office.post("/office/assessments/new", data=SETTINGS | {"adopted_id": adopted})
        assert (answer.status_code, errors(answer)) == (422, ["请从列表中选一项"])
    duty = {"user_id": "99", "group_id": "0", "indicator": "nothing"}
    answer = office.post(f"/office/assessments/{county.assessment}/duties", data=duty)
    assert (answer.status_code, errors(answer)) == (422, ["请从列表中选一项", "请从列表中选一项"])


def test_units_that_do_not_exist_are_refused_and_ticks_are_kept(app: Flask) -> None:
    county, office = desk(app)
    for unit in ("99", "9" * 30, "-1"):
        data = {"unit": [unit, str(county.units["丙局"])]}
        answer = office.post(f"/office/assessments/{county.assessment}/units", data=data)
        assert (answer.status_code, re.findall(r'value="(\d+)" id="unit-\d+" checked', text(answer))) == (
            422, [str(county.units["丙局"])])


def test_a_stale_settings_page_keeps_what_was_typed(app: Flask) -> None:
    county, office = desk(app)
    path = f"/office/assessments/{county.assessment}/edit"
    same = SETTINGS | {"adopted_id": "1", "steps-0-title": "股室负责人审核", "steps-1-title": "分管领导审签",
                       "steps-1-position": "分管领导", "secrecy-position": "保密审查员"}
    assert office.post(path, data=same | {"version": "1"}).status_code == 302
    answer = office.post(path, data=same | {"version": "1", "note": "后保存的人"})
    assert (answer.status_code, "后保存的人" in text(answer), "别人刚刚改过" in text(answer)) == (422, True, True)


def book(*rows: tuple[str, ...]) -> BytesIO:
    made = openpyxl.Workbook()
    for row in (COLUMNS, *rows):
        made.active.append(row)
    out = BytesIO()
    made.save(out)
    out.seek(0)
    return out


def test_a_roster_is_previewed_confirmed_and_answered_with_links(app: Flask) -> None:
    _, office = desk(app)
    rows = [("乡镇", "戊镇", "wu.tian", "示例·戊", "填报员", ""), ("乡镇", "戊镇", "wu.shen", "=1+1", "签审人", "分管领导")]
    bad = office.post("/office/units/preview", data={"file": (book(*rows), "a.xlsx")})
    assert (bad.status_code, "第 3 行“姓名”列" in text(bad)) == (422, True)
    rows[1] = ("乡镇", "戊镇", "wu.shen", "示例·审", "签审人", "分管领导")
    page = text(office.post("/office/units/preview", data={"file": (book(*rows), "a.xlsx")}))
    with app.app_context():
        assert db.session.query(User).filter_by(account="wu.tian").count() == 0
    lines = re.search(r'name="lines" value="(.*?)">', page)[1]
    answer = office.post("/office/units/import", data={"lines": lines})
    sheet = openpyxl.load_workbook(BytesIO(answer.data)).active
    links = [row[3].value for row in sheet.iter_rows(min_row=2)]
    assert [app.test_client().get(link.removeprefix("http://localhost")).status_code for link in links] == [200, 200]
    again = office.post("/office/units/import", data={"lines": lines})
    assert (again.status_code, "账号“wu.tian”已经有了" in text(again)) == (422, True)


@pytest.mark.parametrize("lines", ["", "[", "{}", "1", "[1]", '[["2","乡镇","戊","a.b","甲","填报员",""]]', "[[2]]",
                                   '[[2,"乡镇","戊","a.b","甲","系统管理员",""]]', '[[2,1,2,3,4,5,6]]', "[[]]", "null"])
@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_tampered_preview_takes_nothing_over(app: Flask, lines: str) -> None:
    _, office = desk(app)
    with app.app_context():
        before = db.session.query(User).count()
    assert office.post("/office/units/import", data={"lines": lines}).status_code == 422
    with app.app_context():
        assert db.session.query(User).count() == before


def test_the_table_narrows_to_who_has_not_begun(app: Flask) -> None:
    county, office = desk(app)
    with app.app_context():
        make.answer(county.submissions["甲乡"], "disclosure", {"count": 99})
    page = text(office.get(f"/office/assessments/{county.assessment}?show=idle"))
    assert re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a>', page) == ["乙乡", "丙局"]
    whole = text(office.get(f"/office/assessments/{county.assessment}"))
    assert re.findall(r'data-label="自评得分" class="num">([^<]+)<', whole) == ["49.5", "—", "—"]


def filled(key: int, county: make.County) -> None:
    """An answer, a ruling, a piece of evidence and a sign-off on a sheet."""
    make.answer(key, "disclosure", {"count": 99}, by=county.users["clerk"])
    with writing() as session:
        session.add(RulingRow(submission_id=key, leaf="quality", kind="corrected", facts={"level": "优"}, reason="好",
                              at=clock.now(), by=county.users["reviewer"]))
        session.add(Evidence(submission_id=key, leaf="disclosure", kind="link", title="网站", url="http://localhost/a",
                             added_at=clock.now(), added_by=county.users["clerk"]))
        session.add(SignOff(submission_id=key, step_title="审", user_id=county.users["signer"], at=clock.now(),
                            content_hash="a" * 64, evidence_hash="b" * 64))


@pytest.mark.parametrize(("path", "number"), [
    ("", 5), ("assessments/{a}", 15), ("assessments/{a}/draft", 17), ("assessments/{a}/result", 17),
    ("assessments/{a}/duties", 24), ("assessments/{a}/units", 8), ("units", 6)])
@pytest.mark.parametrize("sheets", [1, 3])
@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_pages_send_a_fixed_number_of_statements(app: Flask, path: str, number: int, sheets: int) -> None:
    with app.app_context():
        county = make.county(state="reviewing", sheets="reviewed")
        second = make.assessment(1, "第二次", state="reviewing")
        make.duty(second.id, county.users["reviewer"])
        for name in ("甲", "乙", "丙")[:sheets]:
            filled(make.submission(second.id, make.unit(f"新{name}镇", county.groups["乡镇"]), "reviewed").id, county)
        office = make.client(app, county.users["office"])
        key = second.id
    office.get("/office/")  # the session's last sight is written now
    with counted(app) as sent:
        assert office.get("/office/" + path.format(a=key)).status_code == 200
    assert len(sent) == number


def test_a_frozen_result_is_what_the_preview_shows(app: Flask) -> None:
    county, office = desk(app, state="reviewing", sheets="reviewed")
    with app.app_context():
        make.answer(county.submissions["甲乡"], "disclosure", {"count": 94})
        publishing.freeze(make.actor(county, "office"), county.assessment, office="示例办")
        make.answer(county.submissions["乙乡"], "disclosure", {"count": 100})
    page = text(office.get(f"/office/assessments/{county.assessment}/draft"))
    assert re.findall(r'data-label="复核分">([^<]+)<', page) == ["47", "0"]
    card = office.get(f"/office/sheets/{county.submissions['甲乡']}/scorecard.pdf")
    assert (card.data[:5], card.headers["Content-Disposition"].startswith("attachment")) == (b"%PDF-", True)
