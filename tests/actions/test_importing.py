"""Taking a roster over: all or nothing, spellings of one unit, and links that work once."""
from __future__ import annotations

import pytest
from flask import Flask

from scoring.actions.importing import import_units
from scoring.core.policy import Actor
from scoring.core.roster import Line
from scoring.errors import Invalid, Refused
from scoring.store.access import live_link
from scoring.store.audit import AuditRow
from scoring.store.database import db
from scoring.store.people import Group, OneTimeLink, Unit, User
from scoring.store.queries import actor_of
from tests import make


def who(county: make.County, name: str = "office") -> Actor:
    return actor_of(db.session.get(User, county.users[name]))


def counts() -> tuple[int, ...]:
    return tuple(db.session.query(kind).count() for kind in (Group, Unit, User, OneTimeLink))


def test_new_groups_units_and_accounts_with_links(app: Flask) -> None:
    with app.app_context():
        county = make.county()
        before = counts()
        done = import_units(who(county), lines=[
            Line(2, ("乡镇", "甲　乡", "Jia.New", "示例·甲", "填报员、签审人", "分管领导")),
            Line(3, ("企业", "丁公司（筹）", "ding", "示例·丁", "填报员", ""))])
        assert (done.groups, done.units, counts()) == (
            ("企业",), ("丁公司（筹）",), (before[0] + 1, before[1] + 1, before[2] + 2, before[3] + 2))
        made = db.session.query(User).filter_by(account="jia.new").one()
        assert (made.unit.name, made.roles, made.position, made.password_hash) == (
            "甲乡", {"clerk", "signer"}, "分管领导", "")
        token = done.accounts[0].token
        assert live_link(db.session(), "activate", token).user_id == made.id
        assert token not in str([row.detail for row in db.session.query(AuditRow)])


@pytest.mark.parametrize(("line", "sentence"), [
    (Line(3, ("乡镇", "乙乡", "CLERK", "示例", "填报员", "")), "第 3 行“账号”列：账号“clerk”已经有了，请换一个，或者删掉这一行"),
    (Line(3, ("乡镇", "丙 局", "x.y", "示例", "填报员", "")), "第 3 行“组别”列：名册里“丙局”属于“县直部门”，这里写的是“乡镇”"),
    (Line(3, ("乡镇", "乙乡", "x.y", "示例", "安全管理员", "")),
     "第 3 行“角色”列：“安全管理员”账号由安全管理员建立，这里只能填填报员、签审人")])
def test_one_fault_and_nothing_is_taken_over(app: Flask, line: Line, sentence: str) -> None:
    with app.app_context():
        county = make.county()
        before = counts()
        with pytest.raises(Invalid) as refusal:
            import_units(who(county), lines=[Line(2, ("新组", "戊镇", "wu", "示例", "填报员", "")), line])
        assert (refusal.value.details["problems"], counts()) == ([sentence], before)


def test_only_the_office_imports(app: Flask) -> None:
    with app.app_context():
        county = make.county()
        with pytest.raises(Refused):
            import_units(who(county, "reviewer"), lines=[Line(2, ("乡镇", "戊镇", "wu", "示例", "填报员", ""))])


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_five_thousand_accounts_in_one_go(app: Flask) -> None:
    with app.app_context():
        county = make.county()
        done = import_units(who(county), lines=[
            Line(n, ("乡镇", f"示例{n // 5}镇", f"a{n:05}", f"示例·{n}", "填报员", "")) for n in range(2, 5002)])
        assert (len(done.accounts), len({a.token for a in done.accounts})) == (5000, 5000)
