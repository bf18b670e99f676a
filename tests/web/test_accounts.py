"""The security administrator's desk: accounts made, changed, stopped, reset; roles kept apart; no answers seen."""
from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from scoring.store.access import hash_password
from scoring.store.audit import AuditRow
from scoring.store.database import db
from scoring.store.people import OneTimeLink, Recusal, User
from scoring.store.writing import writing
from tests import make
from tests.statements import counted

GOOD = "Qing-Chuan-2031"


@pytest.fixture
def county(app: Flask) -> make.County:
    with app.app_context():
        return make.county()


@pytest.fixture
def security(app: Flask, county: make.County) -> FlaskClient:
    with app.app_context():
        return make.client(app, county.users["security"])


def account(app: Flask, name: str) -> User:
    with app.app_context():
        return db.session.scalars(select(User).where(User.account == name)).one()


def particulars(app: Flask, of: str, **changed: object) -> dict[str, object]:
    with app.app_context():
        user = db.session.scalars(select(User).where(User.account == of)).one()
        return {"name": user.name, "roles": sorted(user.roles), "unit": str(user.unit_id or ""),
                "position": user.position, "version": str(user.version)} | changed


def test_an_account_is_made_and_its_owner_signs_in(app: Flask, county: make.County, security: FlaskClient) -> None:
    page = security.post("/accounts/new", data={"account": "Fuhe01", "name": "示例·复核员", "roles": ["reviewer"],
                                                "unit": str(county.units["丙局"]), "position": "主任科员"})
    link = re.search(r"http://localhost(/activate/[\w-]{43})", page.text)[1]
    visitor = make.client(app, None)
    assert visitor.post(link, data={"new": GOOD, "again": GOOD}).status_code == 302
    visitor = make.client(app, None)
    assert visitor.post("/sign-in", data={"account": "fuhe01", "password": GOOD}).location == "/review/"
    with app.app_context():
        made = db.session.scalars(select(User).where(User.account == "fuhe01")).one()
        assert (made.name, made.roles, made.unit_id, made.position) == (
            "示例·复核员", {"reviewer"}, county.units["丙局"], "主任科员")


@pytest.mark.parametrize(("typed", "sentence"), [
    ({"account": "clerk"}, "账号“clerk”已经有了"),
    ({"account": "ＣＬＥＲＫ"}, "账号“clerk”已经有了"),
    ({"account": "a b"}, "不能有空格"),
    ({"name": ""}, "请填写姓名"),
    ({"name": "甲\u202e乙"}, "看不见的控制字符"),
    ({"roles": []}, "请至少选一个角色"),
    ({"roles": ["king"]}, "没有“king”这个角色"),
    ({"roles": ["system", "auditor"]}, "要单独设账号"),
    ({"roles": ["security", "clerk"]}, "要单独设账号"),
    ({"roles": ["clerk"], "unit": ""}, "填报员和签审人必须属于一个单位"),
    ({"unit": "999999"}, "请从列表里选单位"),
    ({"unit": str(2**70)}, "请从列表里选单位"),
    ({"unit": "一"}, "请从列表里选单位"),
    ({"position": "x" * 61}, "职务最多 60 个字"),
])
def test_what_cannot_be_made_is_said_at_the_field_and_nothing_typed_is_lost(
        app: Flask, county: make.County, security: FlaskClient, typed: dict[str, object], sentence: str) -> None:
    form = {"account": "new01", "name": "示例", "roles": ["reviewer"], "unit": "", "position": "主任"} | typed
    answer = security.post("/accounts/new", data=form)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert ('value="主任"' in answer.text) is ("position" not in typed)
    with app.app_context():
        assert db.session.scalars(select(User).where(User.account == "new01")).all() == []


def test_a_change_of_role_or_unit_ends_the_sessions_and_another_name_does_not(
        app: Flask, county: make.County, security: FlaskClient) -> None:
    url = f"/accounts/{county.users['clerk']}"
    with app.app_context():
        clerk = make.client(app, county.users["clerk"])
    assert security.post(url, data=particulars(app, "clerk", name="示例·李小满")).status_code == 302
    assert clerk.get("/password").status_code == 200
    assert security.post(url, data=particulars(app, "clerk", roles=["clerk", "signer"])).status_code == 302
    assert clerk.get("/password").status_code == 302
    with app.app_context():
        clerk = make.client(app, county.users["clerk"])
    security.post(url, data=particulars(app, "clerk", unit=str(county.units["乙乡"])))
    assert (clerk.get("/password").status_code, account(app, "clerk").unit_id) == (302, county.units["乙乡"])
    with app.app_context():
        details = [r.detail for r in db.session.scalars(select(AuditRow).order_by(AuditRow.seq))]
    assert details[1:] == [
        {"account": "clerk", "roles": {"before": ["clerk"], "after": ["clerk", "signer"]}},
        {"account": "clerk", "unit": {"before": "甲乡", "after": "乙乡"}}]


def test_a_stale_page_overwrites_nothing(app: Flask, county: make.County, security: FlaskClient) -> None:
    url, old = f"/accounts/{county.users['clerk']}", particulars(app, "clerk", name="旧页面")
    security.post(url, data=particulars(app, "clerk", name="先保存"))
    answer = security.post(url, data=old)
    assert (answer.status_code, "刚才有人改过这个账号" in answer.text, account(app, "clerk").name) == (422, True, "先保存")


def test_stop_ends_what_runs_and_resume_lets_in_again(app: Flask, county: make.County, security: FlaskClient) -> None:
    with app.app_context():
        office = make.client(app, county.users["office"])
        with writing() as session:
            session.execute(update(User).where(User.account == "office").values(password_hash=hash_password(GOOD)))
    url, door = f"/accounts/{county.users['office']}", {"account": "office", "password": GOOD}
    assert security.post(f"{url}/stop").status_code == 302
    assert (office.get("/office/").status_code, make.client(app, None).post("/sign-in", data=door).status_code) == (302, 422)
    assert security.post(f"{url}/reset").status_code == 403
    security.post(f"{url}/resume")
    assert make.client(app, None).post("/sign-in", data=door).status_code == 302
    assert office.get("/office/").status_code == 302  # what was ended stays ended


def test_a_reset_makes_the_old_password_and_earlier_links_useless(app: Flask, county: make.County,
                                                                 security: FlaskClient) -> None:
    with app.app_context(), writing() as session:
        session.execute(update(User).where(User.account == "office").values(password_hash=hash_password(GOOD)))
    links = [re.search(r"http://localhost(/activate/[\w-]{43})", security.post(
        f"/accounts/{county.users['office']}/reset").text)[1] for _ in range(2)]
    visitor = make.client(app, None)
    assert visitor.post("/sign-in", data={"account": "office", "password": GOOD}).status_code == 422
    assert [visitor.get(link).status_code for link in links] == [404, 200]
    assert visitor.post(links[1], data={"new": GOOD, "again": GOOD}).status_code == 422  # used before
    with app.app_context():
        kept = db.session.scalars(select(OneTimeLink.token_hash)).all()
    assert not any(link.split("/")[-1] in kept for link in links)


def test_nobody_stops_or_promotes_themselves(app: Flask, county: make.County, security: FlaskClient) -> None:
    own = f"/accounts/{county.users['security']}"
    assert security.post(f"{own}/stop").status_code == 403
    assert security.post(own, data=particulars(app, "security", roles=["office"])).status_code == 403
    assert (account(app, "security").stopped, security.get(own).status_code) == (False, 200)


def test_a_recusal_holds_at_once(app: Flask, county: make.County, security: FlaskClient) -> None:
    with app.app_context():
        with writing() as session:
            session.execute(update(make.Submission).values(state="submitted", times_submitted=1))
        reviewer = make.client(app, county.users["reviewer"])
    sheet, url = f"/review/sheets/{county.submissions['甲乡']}", f"/accounts/{county.users['reviewer']}/recusals"
    form = {"away-unit": str(county.units["甲乡"]), "away-reason": "配偶在该单位工作"}
    before = reviewer.get(sheet).status_code
    assert security.post(url, data=form | {"away-reason": ""}).status_code == 422
    assert security.post(url, data=form).status_code == 302
    assert (before, reviewer.get(sheet).status_code) == (200, 404)
    assert security.post(url, data=form).status_code == 422
    assert "配偶在该单位工作" in security.get(url.removesuffix("/recusals")).text
    assert security.post(f"{url}/{county.units['甲乡']}/end").status_code == 302
    assert reviewer.get(sheet).status_code == 200
    assert security.post(f"/accounts/{county.users['clerk']}/recusals", data=form).status_code == 403
    with app.app_context():
        assert db.session.scalars(select(Recusal)).all() == []


@pytest.mark.parametrize(("query", "found"), [
    ("q=SIGN", ["signer"]), ("q=甲乡", ["clerk", "leader", "secrecy", "signer"]), ("q=%25", []), ("q=_", []),
    ("role=reviewer", ["reviewer"]), ("role=king&q=rival", ["rival"]), ("state=stopped", []), ("q=示例·off", ["office"])])
def test_search(app: Flask, county: make.County, security: FlaskClient, query: str, found: list[str]) -> None:
    page = security.get(f"/accounts/?{query}").text
    assert re.findall(r'<th scope="row"><a href="/accounts/\d+">([^<]+)</a>', page) == found


@pytest.mark.parametrize("more", [1, 3, 60])
def test_the_list_takes_as_many_statements_for_many_as_for_one(app: Flask, security: FlaskClient, county: make.County,
                                                              more: int) -> None:
    with app.app_context():
        for n in range(more):
            make.user(f"town{n:02}", "clerk", unit_id=county.units["乙乡"])
    security.get("/accounts/")
    with counted(app) as sent:
        page = security.get("/accounts/").text
    assert (len(sent), f"共 {11 + more} 个账号" in page) == (6, True)
    assert ('rel="next"' in page) is (more == 60)
