"""The auditor's desk: what happened in words, the chain whole or broken, the export safe to open."""
from __future__ import annotations

import csv
import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text, update

from scoring.actions import managing_accounts as managing
from scoring.core.policy import Actor
from scoring.errors import Refused
from scoring.store.audit import AuditRow
from scoring.store.database import db
from scoring.store.people import User
from scoring.store.queries import actor_of
from scoring.store.writing import append_audit, writing
from scoring.web.audit import guarded
from tests import make
from tests.statements import counted


@pytest.fixture
def auditor(app: Flask) -> FlaskClient:
    """A log of four rows: a role changed, an account stopped, a refusal, and a name that is a formula."""
    with app.app_context():
        county = make.county()
        security = actor_of(db.session.get_one(User, county.users["security"]))
        managing.edit(security, county.users["reviewer"], version=1, particulars=managing.Particulars(
            "示例·reviewer", frozenset({"reviewer", "office"})))
        managing.stop(security, county.users["rival"])
        with pytest.raises(Refused):
            managing.stop(security, county.users["security"])
        with writing() as session:
            append_audit(session, Actor(1, "=cmd|' /C calc'!A0"), "answer.save", "submission", 1, "done", {"note": "@SUM(1)"})
        return make.client(app, county.users["auditor"])


def head(app: Flask) -> str:
    with app.app_context():
        return db.session.scalars(select(AuditRow.hash).order_by(AuditRow.seq.desc()).limit(1)).one()


def test_the_list_is_in_chinese(auditor: FlaskClient) -> None:
    page = auditor.get("/audit/").text
    assert [page.count(words) for words in ("角色：复核员 → 复核员、考核办", "不能停用自己的账号", ">停用账号</th>", "被拒绝</span>")] == [1, 1, 2, 1]


@pytest.mark.parametrize(("query", "rows"), [
    ("", 4), ("action=user.stop", 2), ("outcome=refused", 1), ("who=SECURITY", 3), ("who=%25", 0), ("first=2020-01-01", 4),
    ("last=2020-01-01", 0), ("first=0001-01-01&last=9999-12-31", 4), ("first=x&page=-1&action=nothing", 4)])
def test_the_filters(auditor: FlaskClient, query: str, rows: int) -> None:
    assert auditor.get(f"/audit/?{query}").text.count('data-label="时间"') == rows


def test_a_whole_chain_is_whole_and_knows_the_heads_that_left(app: Flask, auditor: FlaskClient) -> None:
    page = auditor.get(f"/audit/chain?head={head(app).upper()}").text
    assert ("链完整" in page, "共 4 条" in page, "这是第 4 条" in page) == (True, True, True)
    assert "链里没有这个摘要" in auditor.get("/audit/chain?head=" + "0" * 64).text


@pytest.mark.parametrize(("deed", "sentence"), [
    ("UPDATE audit_row SET actor_name = '别人' WHERE seq = 2", "第 2 条的内容被改动过"),
    ("UPDATE audit_row SET hash = previous WHERE seq = 2", "第 2 条的内容被改动过"),
    ("DELETE FROM audit_row WHERE seq = 2", "第 2 条缺失，下一条的序号是 3"),
    ("DELETE FROM audit_row WHERE seq = 1", "第 1 条缺失，下一条的序号是 2"),
    ("UPDATE audit_row SET previous = hash WHERE seq = 3", "第 3 条与前一条接不上"),
])
def test_a_broken_chain_is_said_to_break_where_it_does(app: Flask, auditor: FlaskClient, deed: str, sentence: str) -> None:
    with app.app_context(), writing() as session:
        session.execute(text(deed))
    page = auditor.get("/audit/chain").text
    assert ("链完整" in page, "链断了" in page, sentence in page) == (False, True, True)


def test_a_cut_off_tail_shows_by_the_head_of_a_receipt(app: Flask, auditor: FlaskClient) -> None:
    receipt = head(app)
    with app.app_context(), writing() as session:
        session.execute(text("DELETE FROM audit_row WHERE seq = 4"))
    page = auditor.get(f"/audit/chain?head={receipt}").text
    assert ("链完整" in page, "链里没有这个摘要" in page) == (True, True)


def test_the_export_is_text_in_every_cell_and_is_noted_itself(app: Flask, auditor: FlaskClient) -> None:
    answer = auditor.post("/audit/export?outcome=done")
    data = answer.get_data()
    assert (answer.status_code, answer.mimetype, data[:3]) == (200, "text/csv", b"\xef\xbb\xbf")
    head_row, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert [row[4] for row in rows] == ["修改账号", "停用账号", "保存填报", "导出审计记录"]
    assert (rows[2][2], rows[2][9], rows[0][9]) == ("'=cmd|' /C calc'!A0", "说明：@SUM(1)",
                                                    "账号：reviewer；角色：复核员 → 复核员、考核办")
    assert len(head_row) == 12
    assert "链完整" in auditor.get("/audit/chain").text


@pytest.mark.parametrize(("value", "cell"), [
    ("=1", "'=1"), (" +1", "' +1"), ("-1", "'-1"), ("@a", "'@a"), ("\t=1", "'\t=1"), ("\n", "'\n"), ("a=1", "a=1"), (None, ""),
    (12, "12"), ("＝1", "＝1")])
def test_a_cell_that_would_run_is_guarded(value: object, cell: str) -> None:
    assert guarded(value) == cell


@pytest.mark.parametrize("more", [1, 3, 120])
def test_the_list_takes_a_fixed_number_of_statements(app: Flask, auditor: FlaskClient, more: int) -> None:
    with app.app_context():
        for _ in range(more):
            with writing() as session:
                append_audit(session, Actor(1, "某人"), "answer.save", "submission", 1, "done", {})
    auditor.get("/audit/")
    with counted(app) as sent:
        page = auditor.get("/audit/").text
    assert (len(sent), f"共 {4 + more} 条" in page) == (5, True)


def test_the_system_desk_shows_counts_and_no_answers(app: Flask, auditor: FlaskClient) -> None:
    with app.app_context():
        key = db.session.scalars(select(User.id).where(User.account == "system")).one()
        make.answer(1, "disclosure", {"count": 134}, note="只有单位看得到")
        with writing() as session:
            session.execute(update(User).where(User.account == "clerk").values(stopped=True))
        page = make.client(app, key).get("/system/").text
    assert [page.count(words) for words in ("只有单位看得到", "还没有备份", head(app), "需要升级")] == [0, 1, 1, 0]
    assert "<th scope=\"row\">账号</th><td class=\"num\">11</td>" in page
