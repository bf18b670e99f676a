"""Signing in and out: the same answer for all who may not, sessions that end, links that work once."""
from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from scoring import clock
from scoring.actions import signing_in as signing
from scoring.core.policy import COMMAND_LINE
from scoring.store.access import hash_password, new_link
from scoring.store.audit import AuditRow
from scoring.store.database import db
from scoring.store.people import LoginSession, OneTimeLink, User
from scoring.store.writing import writing
from scoring.web.own_paths import own_path
from tests import make

GOOD, BETTER = "Qing-Chuan-2031", "Bai!Yun.Shan.77"
PROTECTED = "/password"  # a page for every account


@pytest.fixture(scope="module")
def good_hash() -> str:
    return hash_password(GOOD)


@pytest.fixture
def county(app: Flask, good_hash: str) -> make.County:
    """A county whose clerk, rival and security administrator have the password GOOD."""
    with app.app_context():
        made = make.county()
        with writing() as session:
            session.execute(update(User).where(User.account.in_(["clerk", "rival", "security"])).values(
                password_hash=good_hash, password_at=clock.now()))
    return made


def visit(app: Flask) -> FlaskClient:
    return make.client(app, None)


def sign_in(browser: FlaskClient, account: str, password: str, **more: str):
    return browser.post("/sign-in", data={"account": account, "password": password, **more})


def log(app: Flask) -> list[tuple[str, str, str]]:
    with app.app_context():
        rows = db.session.scalars(select(AuditRow).order_by(AuditRow.seq))
        return [(r.action, r.outcome, r.detail.get("reason", "")) for r in rows]


def test_the_right_password_opens_the_page_one_came_for(app: Flask, county: make.County) -> None:
    browser = visit(app)
    asked = browser.get("/password")
    assert (asked.status_code, asked.location) == (302, "/sign-in?next=/password")
    answer = sign_in(browser, " Clerk ", GOOD, next="/password")
    assert (answer.status_code, answer.location) == (302, "/password")
    assert browser.get(PROTECTED).status_code == 200
    assert log(app) == [("session.sign_in", "done", "")]


def test_wrong_unknown_stopped_unset_and_locked_get_one_answer(app: Flask, county: make.County) -> None:
    with app.app_context(), writing() as session:
        session.execute(update(User).where(User.account == "rival").values(stopped=True))
        session.execute(update(User).where(User.account == "security").values(
            locked_until=clock.now() + timedelta(minutes=5)))
    tries = {"clerk": "wrong", "nobody": GOOD, "rival": GOOD, "security": GOOD, "office": "", "a\x00b": GOOD, "x" * 900: GOOD}
    answers = {account: sign_in(visit(app), account, password or " ") for account, password in tries.items()}
    assert {a.status_code for a in answers.values()} == {422}
    bodies = {a.get_data(as_text=True).count(signing.NO_ENTRY) for a in list(answers.values())[:-1]}
    assert bodies == {1}
    assert [reason for _, outcome, reason in log(app) if outcome == "refused"] == [
        "密码不对，连续第 1 次", "没有这个账号", "账号已停用", "账号锁定中", "密码不对，连续第 1 次", "没有这个账号"]


def test_five_failures_lock_the_account_for_fifteen_minutes_and_nobody_else(app: Flask, county: make.County,
                                                                           monkeypatch: pytest.MonkeyPatch) -> None:
    before = visit(app)
    sign_in(before, "clerk", GOOD)
    thief = visit(app)
    assert [sign_in(thief, "clerk", f"guess {n}").status_code for n in range(5)] == [422] * 5
    assert sign_in(visit(app), "clerk", GOOD).status_code == 422
    assert sign_in(visit(app), "rival", GOOD).status_code == 302
    assert before.get(PROTECTED).status_code == 200  # a lock does not throw out who is inside
    later = datetime.now(UTC) + timedelta(minutes=15, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert sign_in(visit(app), "clerk", GOOD).status_code == 302


def test_a_guess_that_was_compared_before_the_lock_learns_nothing(app: Flask, county: make.County) -> None:
    with app.app_context():
        right = signing.prove("clerk", GOOD)
        for n in range(5):
            signing.enter("clerk", f"guess {n}")
        from_then = signing.sign_in(signing.VISITOR, proof=right)
    assert from_then is None


def test_a_copied_cookie_is_dead_after_sign_out(app: Flask, county: make.County) -> None:
    browser, thief = visit(app), app.test_client()
    sign_in(browser, "clerk", GOOD)
    stolen = browser.get_cookie("scoring")
    thief.set_cookie("scoring", stolen.value)
    assert thief.get(PROTECTED).status_code == 200  # the control: the cookie is good
    token = make.client(app, None).environ_base["HTTP_X_CSRFTOKEN"]
    with browser.session_transaction() as cookie:
        cookie["csrf_token"] = "t" * 40
    assert browser.post("/sign-out", headers={"X-CSRFToken": token}).location == "/sign-in"
    assert (thief.get(PROTECTED).status_code, browser.get(PROTECTED).status_code) == (302, 302)


def test_signing_in_throws_away_what_the_cookie_held_before(app: Flask, county: make.County) -> None:
    browser = visit(app)
    with browser.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
        before = cookie["csrf_token"]
    sign_in(browser, "clerk", GOOD)
    with browser.session_transaction() as cookie:
        assert ("planted" in cookie, cookie.get("csrf_token") == before) == (False, False)


def ended(app: Flask, browser: FlaskClient) -> bool:
    return browser.get(PROTECTED).status_code == 302


@pytest.mark.parametrize(("minutes", "steps", "over"), [(29, 1, False), (31, 1, True), (25, 28, False), (25, 29, True)])
def test_sessions_end_when_idle_and_after_a_working_day(app: Flask, county: make.County, minutes: int, steps: int,
                                                       over: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    browser, start = visit(app), datetime.now(UTC)
    sign_in(browser, "clerk", GOOD)
    for step in range(1, steps + 1):
        moment = start + timedelta(minutes=minutes * step)
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        last = ended(app, browser)
    assert last is over


def test_a_clock_set_back_does_not_make_a_session_immortal(app: Flask, county: make.County,
                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    browser, back = visit(app), datetime.now(UTC) - timedelta(hours=2)
    sign_in(browser, "clerk", GOOD)
    monkeypatch.setattr(clock, "now", lambda: back)
    assert ended(app, browser)


def test_a_password_change_ends_all_other_sessions(app: Flask, county: make.County) -> None:
    here, there = (make.client(app, None) for _ in range(2))
    with app.app_context():
        here, there = make.client(app, county.users["clerk"]), make.client(app, county.users["clerk"])
    answer = here.post(PROTECTED, data={"old": GOOD, "new": BETTER, "again": BETTER})
    assert (answer.status_code, ended(app, here), ended(app, there)) == (302, False, True)
    assert (sign_in(visit(app), "clerk", GOOD).status_code, sign_in(visit(app), "clerk", BETTER).status_code) == (422, 302)


@pytest.mark.parametrize(("old", "new", "again", "sentence"), [
    ("wrong", BETTER, BETTER, "现在的密码不对"),
    (GOOD, BETTER, BETTER + "x", "两次输入的不一样"),
    (GOOD, GOOD, GOOD, "不能和现在的或最近 5 次用过的密码相同"),
    (GOOD, "clerk-Is-Clerk-9", "clerk-Is-Clerk-9", "不能含有账号、姓名或单位名称"),
    (GOOD, "  ", "  ", "至少 10 个字符"),
    (GOOD, "x" * 201, "x" * 201, "最多 200 个字符"),
])
def test_a_refused_change_says_why_and_changes_nothing(app: Flask, county: make.County, old: str, new: str,
                                                      again: str, sentence: str) -> None:
    with app.app_context():
        browser = make.client(app, county.users["clerk"])
    answer = browser.post(PROTECTED, data={"old": old, "new": new, "again": again})
    assert (answer.status_code, sentence in answer.get_data(as_text=True)) == (422, True)
    assert sign_in(visit(app), "clerk", GOOD).status_code == 302


def test_the_last_five_passwords_do_not_come_back(app: Flask, county: make.County) -> None:
    with app.app_context():
        browser = make.client(app, county.users["clerk"])
    used = [GOOD, *(f"Qiu-Shui-{n}-Chang" for n in range(6))]
    for old, new in zip(used, used[1:], strict=False):
        assert browser.post(PROTECTED, data={"old": old, "new": new, "again": new}).status_code == 302
    again = [browser.post(PROTECTED, data={"old": used[-1], "new": p, "again": p}).status_code for p in (used[1], GOOD)]
    assert again == [422, 302]  # used[1] is the fifth before the present one, GOOD the sixth


def test_a_password_of_ninety_days_opens_nothing_but_its_change(app: Flask, county: make.County) -> None:
    with app.app_context():
        with writing() as session:
            session.execute(update(User).where(User.account == "clerk").values(
                password_at=clock.now() - timedelta(days=90, seconds=5)))
        browser = make.client(app, county.users["clerk"])
    app.add_url_rule("/try", "try", view_func=lambda: "", methods=["GET", "POST"])
    app.view_functions["try"].action = "submission.read"
    assert (browser.get("/try").location, browser.post("/try").status_code) == ("/password", 403)
    assert browser.post(PROTECTED, data={"old": GOOD, "new": BETTER, "again": BETTER}).status_code == 302
    assert browser.get("/try").status_code == 200


def link_for(app: Flask, user_id: int) -> str:
    with app.app_context(), writing() as session:
        return new_link(session, "activate", user_id)


def test_a_link_sets_a_password_once_and_looking_does_not_use_it(app: Flask, county: make.County) -> None:
    office = county.users["office"]
    url = f"/activate/{link_for(app, office)}"
    browser = visit(app)
    assert [browser.get(url).status_code, browser.head(url).status_code, browser.get(url).status_code] == [200] * 3
    assert browser.post(url, data={"new": "short", "again": "short"}).status_code == 422
    assert browser.post(url, data={"new": GOOD, "again": GOOD}).location == "/sign-in"
    browser = visit(app)
    assert (browser.get(url).status_code, browser.post(url, data={"new": BETTER, "again": BETTER}).status_code) == (404, 404)
    assert sign_in(visit(app), "office", GOOD).status_code == 302


def test_dead_links_look_alike(app: Flask, county: make.County) -> None:
    office = county.users["office"]
    overtaken, late = link_for(app, office), link_for(app, office)
    with app.app_context(), writing() as session:
        session.execute(update(OneTimeLink).where(OneTimeLink.used_at.is_(None)).values(
            expires_at=clock.now() - timedelta(seconds=1)))
    pages = [visit(app).get(f"/activate/{token}") for token in (overtaken, late, "no-such", "x" * 3000, "月%00")]
    assert [p.status_code for p in pages] == [404, 404, 404, 404, 400]
    assert {p.get_data() for p in pages[:4]} == {pages[0].get_data()}


def test_a_new_site_gets_its_three_administrators_from_one_link(app: Flask) -> None:
    with app.app_context():
        token = signing.invite_administrators(COMMAND_LINE)
        with writing() as session:
            assert session.scalar(select(func.count()).select_from(User)) == 0
    url, browser = f"/setup/{token}", visit(app)
    assert (browser.get(url).status_code, browser.get("/setup/guess").status_code) == (200, 404)
    people = {"system-name": "示例甲", "system-account": "Sys01", "security-name": "示例乙", "security-account": "sec01",
              "auditor-name": "示例丙", "auditor-account": "sec01"}
    assert browser.post(url, data=people).status_code == 422
    page = browser.post(url, data=people | {"auditor-account": "aud01"}).get_data(as_text=True)
    with app.app_context():
        made = {u.account: (u.name, u.roles, u.password_hash) for u in db.session.scalars(select(User))}
    assert made == {"sys01": ("示例甲", {"system"}, ""), "sec01": ("示例乙", {"security"}, ""),
                    "aud01": ("示例丙", {"auditor"}, "")}
    assert page.count("/activate/") == 3
    assert browser.post(url, data=people).status_code == 404
    with app.app_context(), pytest.raises(signing.Refused):
        signing.invite_administrators(COMMAND_LINE)


@pytest.mark.parametrize(("target", "own"), [
    ("/unit/", True), ("/unit/sheets/3?leaf=a&b=%E6%9C%88#x", True), ("/results/1/月山乡", True),
    ("", False), ("unit", False), ("//evil.example", False), ("/\\evil.example", False), ("/\t/evil.example", False),
    ("/%09/evil.example", False), ("/%2509/evil.example", False), ("/%2f/evil.example", False),
    ("/%5cevil.example", False), ("http://localhost@evil.example", False), ("https:evil.example", False),
    ("javascript:alert(1)", False), ("/a\r\nSet-Cookie: x=1", False), ("/a%0d%0aSet-Cookie: x=1", False),
    ("\\\\evil.example", False), (" //evil.example", False), ("/a//evil.example", False), ("/" + "a" * 2001, False),
    ("///evil.example", False), ("/\u2028/evil.example", False),
])
def test_one_is_sent_to_our_own_pages_alone(target: str, own: bool) -> None:
    assert own_path(target) == (target if own else "")


@pytest.mark.parametrize("target", ["//evil.example", "/\\evil.example", "/%09/evil.example", "http://a@evil.example",
                                    "/a\r\nX: 1"])
def test_a_tricky_next_leads_to_the_first_desk(app: Flask, county: make.County, target: str) -> None:
    answer = sign_in(visit(app), "security", GOOD, next=target)
    assert (answer.status_code, answer.location) == (302, "/accounts/")


def test_only_hashes_of_keys_are_kept(app: Flask, county: make.County, tmp_path: Path) -> None:
    with app.app_context():
        key = signing.enter("clerk", GOOD)
        kept = db.session.scalars(select(LoginSession.key_hash)).all()
    assert (key in kept, len(kept)) == (False, 1)
