"""What a browser sees when the database is out, and what never gets into a cache."""
from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from scoring.actions.signing_in import enter_demo
from scoring.core.policy import VISITOR
from scoring.errors import NotFound
from scoring.store.database import db
from scoring.store.sheets import Answer
from tests import make
from tests.sites import make_site

SAVE = "/unit/sheets/{sheet}/answers/disclosure"
FETCH = {"X-Requested-With": "fetch"}


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_database_that_is_out_is_busy_not_broken(app: Flask) -> None:
    with app.app_context():
        county = make.county()
        browser = make.client(app, county.users["clerk"])
        with db.engine.begin() as connection:
            connection.execute(text("ALTER TABLE login_session RENAME TO away"))
    answer = browser.get("/unit/", headers=FETCH)
    assert (answer.status_code, answer.json["error"]) == (503, "系统正忙，请稍候再试一次。")
    assert (answer.headers["X-Content-Type-Options"], answer.headers["Cache-Control"]) == ("nosniff", "no-store")


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_save_while_another_process_writes_is_told_to_come_again(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        county = make.county()
        sheet = county.submissions["甲乡"]
        browser = make.client(app, county.users["clerk"])
    other = sqlite3.connect(tmp_path / "scoring.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    said = {"version": 0, "facts": {"count": 134}}
    answer = browser.post(SAVE.format(sheet=sheet), json=said, headers=FETCH)
    other.execute("ROLLBACK")
    assert (answer.status_code, answer.json["error"]) == (503, "系统正忙，刚才的内容还没有保存，请稍候再试一次。")
    assert browser.post(SAVE.format(sheet=sheet), json=said, headers=FETCH).status_code == 200
    with app.app_context():
        assert [a.facts for a in db.session.query(Answer)] == [{"count": 134}]


@pytest.mark.parametrize("day", [date.max, date.min, date(2100, 12, 31)])
def test_the_log_takes_any_day(app: Flask, day: date) -> None:
    with app.app_context():
        browser = make.client(app, make.user("sj", "auditor").id)
    assert browser.get(f"/audit/?first={day}&last={day}").status_code == 200


def test_no_one_click_desk_behind_a_proxy(tmp_path: Path, sqlite_url: str) -> None:
    """A proxy on the same machine makes every visitor look like this machine."""
    with make_site(tmp_path, sqlite_url, demo=True).app_context():
        office = make.user("khb", "office").id
        assert enter_demo(VISITOR, office)
    with make_site(tmp_path, sqlite_url, demo=True, behind_proxy=True).app_context(), pytest.raises(NotFound):
        enter_demo(VISITOR, office)
