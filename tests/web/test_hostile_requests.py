"""Requests that no browser of ours would send: never a crash, never a change. The ids are those of the bad-input list."""
from __future__ import annotations

import gzip
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from scoring.store.database import Row, db
from scoring.store.people import LoginSession, User
from tests import make

FORM = "application/x-www-form-urlencoded"
SAVE = "/unit/sheets/{sheet}/answers/disclosure"


@pytest.fixture
def county(app: Flask) -> make.County:
    with app.app_context():
        return make.county()


def signed_in(app: Flask, county: make.County, name: str = "clerk") -> FlaskClient:
    with app.app_context():
        return make.client(app, county.users[name])


def contents(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in the database but the log of what was refused."""
    with app.app_context():
        return {name: [tuple(row) for row in db.session.execute(select(table).order_by(*table.primary_key))]
                for name, table in Row.metadata.tables.items() if name != "audit_row"}


STOP = "/accounts/{user}/stop"
ODD: dict[str, tuple[str, str, dict[str, Any], int]] = {
    "H1-005": ("POST", "/accounts/{user}", {"headers": {"X-HTTP-Method-Override": "DELETE"}}, 422),
    "H1-006": ("POST", "/accounts/{user}", {"data": {"_method": "DELETE"}}, 422),
    "H1-006 get": ("GET", STOP + "?_method=POST", {}, 405),
    "H1-009": ("TRACE", "/accounts/", {}, 405),
    "H1-010": ("FOO", "/accounts/", {}, 405),
    "H1-011": ("POST", "/accounts/new", {"data": b"name=" + b"x" * 23_000_000, "content_type": FORM}, 413),
    "H1-012": ("POST", "/accounts/new", {"headers": {"Transfer-Encoding": "chunked"}, "input_stream": None}, 411),
    "H1-019": ("GET", "/accounts/?" + "&".join(f"a{n}=1" for n in range(2000)), {}, 200),
    "H1-020": ("GET", "/accounts/" + "x" * 16384, {}, 404),
    "H1-023": ("GET", "/accounts/%252e%252e/audit/", {}, 404),
    "H1-023 slash": ("GET", "/static/%2e%2e%2f%2e%2e%2fsettings.toml", {}, 404),
    "H1-024": ("GET", "/accounts//new", {}, 308),
    "H1-026": ("GET", f"/accounts/{2**70}", {}, 404),
    "H1-026 negative": ("GET", "/accounts/-1", {}, 404),
    "H1-026 zero": ("GET", "/accounts/0", {}, 404),
    "H1-027": ("GET", "/accounts/٣", {}, 404),
    "H1-030": ("GET", "/accounts/", {"headers": {"X-Forwarded-Host": "evil.example"}}, 200),
    "host": ("GET", "/accounts/", {"headers": {"Host": "evil.example"}}, 400),
    "H1-066": ("GET", "/accounts/", {"headers": {"Range": "bytes=" + ",".join(f"{n}-{n}" for n in range(1000))}}, 200),
    "H1-068": ("GET", "/accounts/", {"headers": {"Accept-Language": "zh," * 3400}}, 200),
    "accept": ("GET", "/accounts/0", {"headers": {"Accept": "application/json"}}, 404),
    "H1-071": ("POST", "/accounts/new", {"data": b"--x\r\n", "content_type": "multipart/form-data"}, 422),
    "H1-073": ("POST", "/accounts/new", {"data": b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--\r\n",
                                         "content_type": "multipart/form-data; boundary=x"}, 400),
    "H1-074": ("POST", "/accounts/new", {
        "data": b"--x\r\nContent-Disposition: form-data; name=a\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n"
                b"--y\r\n\r\nb\r\n--y--\r\n--x--\r\n", "content_type": "multipart/form-data; boundary=x"}, 422),
    "H1-075": ("POST", "/accounts/new", {"data": gzip.compress(b"x" * 10_000_000), "content_type": FORM,
                                         "headers": {"Content-Encoding": "gzip"}}, 422),
    "H1-077": ("POST", "/accounts/new", {"data": '{"name": "月"}'.encode("gbk"),
                                         "content_type": "application/json; charset=gbk"}, 415),
    "JSON list": ("POST", "/accounts/new", {"json": [1, 2]}, 415),
    "JSON in a field": ("POST", "/accounts/new", {"json": {"account": {"a": 1}}}, 415),
    "5,000 digits": ("GET", "/accounts/" + "9" * 5000, {}, 404),
    "search NUL": ("GET", "/accounts/?q=%00&page=٣&role=x&state=%ff", {}, 200),
    "search page": ("GET", f"/accounts/?page={10**40}", {}, 200),
    "search url_for": ("GET", "/accounts/?_external=1&_scheme=x&endpoint=y&_anchor=z&page=2", {}, 200),
}


@pytest.mark.parametrize("odd", list(ODD))
def test_odd_requests_are_answered_and_change_nothing(app: Flask, county: make.County, odd: str) -> None:
    method, path, more, status = ODD[odd]
    browser, before = signed_in(app, county, "security"), contents(app)
    answer = browser.open(path.format(user=county.users["clerk"]), method=method, **more)
    assert (answer.status_code, contents(app) == before) == (status, True)
    assert "evil.example" not in answer.get_data(as_text=True)


def test_the_control_the_same_address_does_change(app: Flask, county: make.County) -> None:
    browser, before = signed_in(app, county, "security"), contents(app)
    assert browser.post(STOP.format(user=county.users["clerk"])).status_code == 302
    assert contents(app) != before


def token(app: Flask, of: str) -> str:
    return URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="wtf-csrf-token").dumps(of)


@pytest.mark.parametrize(("case", "headers"), [
    ("H1-001", {}),
    ("H1-002", {"X-CSRFToken": "another session's"}),
    ("garbage", {"X-CSRFToken": "\xff" * 300}),
    ("H1-001 text/plain", {"Content-Type": "text/plain"}),
])
def test_nothing_is_written_without_the_sessions_own_token(app: Flask, county: make.County, case: str,
                                                          headers: dict[str, str]) -> None:
    browser, before = signed_in(app, county, "security"), contents(app)
    del browser.environ_base["HTTP_X_CSRFTOKEN"]
    if "another" in headers.get("X-CSRFToken", ""):
        headers = {"X-CSRFToken": token(app, "u" * 40)}
    answer = browser.post(STOP.format(user=county.users["clerk"]), headers=headers)
    assert (answer.status_code, "请刷新页面后再操作" in answer.text, contents(app) == before) == (403, True, True)


def test_every_writing_route_wants_the_token(app: Flask, county: make.County) -> None:
    browser = signed_in(app, county, "office")
    del browser.environ_base["HTTP_X_CSRFTOKEN"]
    fill = {"int": "1", "default": "x", "path": "x"}
    posts = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    statuses = {}
    for rule in posts:
        with app.test_request_context():
            path = app.url_for(rule.endpoint, **{name: fill["int"] if "Integer" in type(rule._converters[name]).__name__
                                                 else fill["default"] for name in rule.arguments})
        statuses[rule.endpoint] = browser.post(path).status_code
    assert {endpoint: status for endpoint, status in statuses.items() if status != 403} == {}
    assert len(statuses) > 30


def flipped(cookie: str) -> str:
    middle = len(cookie) // 3
    return cookie[:middle] + ("A" if cookie[middle] != "A" else "B") + cookie[middle + 1:]


@pytest.mark.parametrize("case", ["H1-043 flipped", "H1-044 old key", "H1-045 8 KB", "none", "account in place of key"])
def test_a_forged_cookie_is_nobody(app: Flask, county: make.County, case: str) -> None:
    browser = signed_in(app, county, "security")
    good = browser.get_cookie("scoring").value
    assert browser.get("/accounts/").status_code == 200
    if case == "H1-044 old key":
        app.config["SECRET_KEY"], kept = "0" * 64, app.config["SECRET_KEY"]
        good = signed_in(app, county, "security").get_cookie("scoring").value
        app.config["SECRET_KEY"] = kept
    thief = app.test_client()
    if case == "account in place of key":
        with thief.session_transaction() as cookie:
            cookie["_user_id"] = str(county.users["security"])
    else:
        value = {"H1-043 flipped": flipped(good), "H1-044 old key": good, "H1-045 8 KB": "x" * 8192, "none": ""}[case]
        thief.set_cookie("scoring", value)
    assert thief.get("/accounts/").status_code == 302


@pytest.mark.parametrize(("password", "case"), [("x" * 10240, "H1-052"), (" " * 12, "H1-054"), ("\x00", "NUL"),
                                                ("\ud800", "half a character"), ("密" * 200, "200 characters")])
def test_odd_passwords_are_wrong_passwords(app: Flask, county: make.County, password: str, case: str) -> None:
    answer = make.client(app, None).post("/sign-in", data={"account": "clerk", "password": password.encode(
        "utf-8", "surrogatepass")})
    with app.app_context():
        assert db.session.scalars(select(LoginSession)).all() == []
    assert answer.status_code == 422


def test_a_lock_is_not_lifted_by_another_address(app: Flask, county: make.County) -> None:
    """H1-031, H1-047: the account is locked, whatever address the guesser says to come from."""
    for n in range(6):
        make.client(app, None).post("/sign-in", data={"account": "clerk", "password": f"guess {n}"},
                                    headers={"X-Forwarded-For": f"203.0.113.{n}"})
    with app.app_context():
        assert db.session.scalars(select(User.account).where(User.locked_until.is_not(None))).all() == ["clerk"]


def test_many_accounts_from_one_address_lock_nobody_else(app: Flask, county: make.County) -> None:
    """H1-049, in small: guesses at unknown names leave nothing but a line in the log each."""
    before = contents(app)
    for n in range(12):
        make.client(app, None).post("/sign-in", data={"account": f"nobody{n}", "password": "guess"})
    assert contents(app) == before


def test_x_forwarded_proto_does_not_make_it_secure(app: Flask, county: make.County) -> None:
    """H1-032: without a proxy in front the header means nothing."""
    answer = signed_in(app, county).get("/password", headers={"X-Forwarded-Proto": "https"})
    assert (answer.status_code, "Strict-Transport-Security" in answer.headers) == (200, False)
