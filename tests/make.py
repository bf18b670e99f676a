"""Factories without surprises: rows for tests, and clients that are signed in.

Everything is made in one `writing()` transaction a call; nothing is made that is not asked for.
"""
from __future__ import annotations

import functools
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.orm import Session

from scoring import clock
from scoring.core import canonical
from scoring.core.policy import Actor
from scoring.core.ruleset import Ruleset
from scoring.rulebook.loading import load
from scoring.store.assessments import AdoptedRuleset, Assessment, ReviewDuty, SignStep
from scoring.store.database import db
from scoring.store.drafts import RulesetDraft
from scoring.store.people import Group, LoginSession, Unit, User, UserRole
from scoring.store.queries import actor_of
from scoring.store.sheets import Answer, Submission
from scoring.store.writing import writing
from scoring.web.sessions import hashed

RULESET = """
ruleset: small
version: "1"
title: 小规则
basis: [示例办〔2026〕1号]
points: 100
groups: [乡镇, 县直部门]
indicators:
  - id: disclosure
    title: 主动公开
    points: 50
    score: {rule: per_entry, each: 0.5}
    ask: 公开政府信息条数
    guide: 每条计 0.5 分，封顶 50 分。
    evidence: required
    examples: [{facts: 100, points: 50, why: 恰好封顶}, {facts: 99, points: 49.5, why: 未到封顶}]
  - id: basics
    title: 基础工作
    points: 40
    indicators:
      - id: plan
        title: 制定方案
        points: 10
        score: {rule: yes_no}
      - id: replies
        title: 留言办结
        points: 20
        score: {rule: ratio}
      - id: staff
        title: 人员保障
        points: 10
        score: {rule: checklist, of: [机构, 专干], each: 5}
  - id: quality
    title: 信息质量
    points: 10
    score: {rule: levels, levels: {优: 10, 良: 8, 差: 0}}
    filled_by: reviewer
    not_applicable: never
grades: [{name: 优秀, at_least: 90}, {name: 合格, at_least: 60}, {name: 不合格}]
"""
DOCUMENT = "示例办〔2027〕1号"     # by which a result is published
STEPS = (("股室负责人审核", "股室负责人", False), ("分管领导审签", "分管领导", False), ("保密审查", "保密审查员", True))


@dataclass
class County:
    """The ids of a small county: two towns and a department, an open assessment, one account a role."""

    assessment: int = 0
    units: dict[str, int] = field(default_factory=dict)
    groups: dict[str, int] = field(default_factory=dict)
    users: dict[str, int] = field(default_factory=dict)
    submissions: dict[str, int] = field(default_factory=dict)


@contextmanager
def saving() -> Iterator[Session]:
    """A write transaction of its own, or the one that is open; rows have their keys at its end."""
    session = db.session()
    if session.info.get("writing"):
        yield session
        session.flush()
        return
    with writing() as session:
        yield session


def group(name: str) -> Group:
    """A group."""
    with saving() as session:
        row = Group(name=name)
        session.add(row)
    return row


def unit(name: str, group_id: int) -> Unit:
    """A unit in a group."""
    with saving() as session:
        row = Unit(name=name, group_id=group_id)
        session.add(row)
    return row


def user(account: str, *roles: str, unit_id: int | None = None, position: str = "", password_hash: str = "") -> User:
    """An account with these roles; without a password unless its hash is given."""
    with saving() as session:
        row = _user(account, roles, unit_id, position, password_hash)
        session.add(row)
    return row


def _user(account: str, roles: Iterable[str], unit_id: int | None, position: str, password_hash: str = "") -> User:
    return User(account=account, name=f"示例·{account}", unit_id=unit_id, position=position, password_hash=password_hash,
                created_at=clock.now(), role_rows=[UserRole(role=role) for role in roles])


def adopted(yaml: str = RULESET) -> AdoptedRuleset:
    """A ruleset adopted from YAML text, which must be without fault."""
    ruleset = read_once(yaml)
    with saving() as session:
        row = AdoptedRuleset(
            ruleset_id=ruleset.ruleset, ruleset_version=ruleset.version, title=ruleset.title, yaml=yaml,
            tree=canonical.encode(ruleset.data).decode(), sha256=canonical.digest(yaml.encode()), adopted_at=clock.now())
        session.add(row)
    return row


def draft(text: str = RULESET, name: str = "草稿", by: int | None = None) -> RulesetDraft:
    """A draft of a ruleset; its text may have any fault."""
    with saving() as session:
        row = RulesetDraft(name=name, text=text, saved_at=clock.now(), saved_by=by)
        session.add(row)
    return row


@functools.cache
def read_once(yaml: str) -> Ruleset:
    """The ruleset of a YAML text; rulesets never change, so one will do for all tests."""
    loaded = load(yaml.encode(), "small.yaml")
    assert loaded.ruleset is not None, loaded.faults
    return loaded.ruleset


def assessment(adopted_id: int, title: str = "2026 年度政务公开考核", state: str = "open",
               due_on: date | None = None, document: str = DOCUMENT, **more: Any) -> Assessment:
    """An assessment with three sign-off steps, due in ten days unless said otherwise; its result may be published."""
    with saving() as session:
        row = Assessment(
            title=title, adopted_id=adopted_id, period_from=date(2026, 1, 1), period_to=date(2026, 12, 31),
            as_of=date(2026, 12, 31), due_on=due_on or clock.today() + timedelta(10), state=state, calendar={},
            created_at=clock.now(), document=document,
            steps=[SignStep(position_no=n, title=t, position=p, confidential=c)
                   for n, (t, p, c) in enumerate(STEPS, 1)], **more)
        session.add(row)
    return row


def submission(assessment_id: int, unit_row: Unit, state: str = "draft") -> Submission:
    """A unit's sheet in an assessment."""
    with saving() as session:
        row = Submission(assessment_id=assessment_id, unit_id=unit_row.id, group_id=unit_row.group_id, state=state,
                         times_submitted=0 if state in ("draft", "signing") else 1)
        session.add(row)
    return row


def answer(submission_id: int, leaf: str, facts: Any, note: str = "", claim: str = "", by: int | None = None) -> Answer:
    """What a unit says of a leaf; facts in their canonical JSON form, e.g. {'count': 134}."""
    with saving() as session:
        row = Answer(submission_id=submission_id, leaf=leaf, facts=facts, note=note, claim=claim,
                     saved_at=clock.now(), saved_by=by)
        session.add(row)
    return row


def duty(assessment_id: int, user_id: int, group_id: int | None = None, indicator: str = "") -> ReviewDuty:
    """What a reviewer reviews."""
    with saving() as session:
        row = ReviewDuty(assessment_id=assessment_id, user_id=user_id, group_id=group_id, indicator=indicator)
        session.add(row)
    return row


def county(yaml: str = RULESET, state: str = "open", sheets: str = "draft") -> County:
    """Two towns (甲乡, 乙乡) and a department (丙局) in one assessment, with one account of every kind.

    Accounts: clerk, signer (股室负责人), leader (分管领导), secrecy (保密审查员) of 甲乡; rival (clerk) of 乙乡;
    reviewer (all of the assessment), office, publisher (a second one of the office), system, security, auditor.
    """
    with saving():
        return _county(yaml, state, sheets)


def _county(yaml: str, state: str, sheets: str) -> County:
    made = County()
    for name in ("乡镇", "县直部门"):
        made.groups[name] = group(name).id
    rows = {name: unit(name, made.groups[g]) for name, g in (("甲乡", "乡镇"), ("乙乡", "乡镇"), ("丙局", "县直部门"))}
    made.units = {name: row.id for name, row in rows.items()}
    own = made.units["甲乡"]
    people = (("clerk", "clerk", own, ""), ("signer", "signer", own, "股室负责人"), ("leader", "signer", own, "分管领导"),
              ("secrecy", "signer", own, "保密审查员"), ("rival", "clerk", made.units["乙乡"], ""),
              ("reviewer", "reviewer", None, ""), ("office", "office", None, ""),
              ("publisher", "office", None, ""), ("system", "system", None, ""),
              ("security", "security", None, ""), ("auditor", "auditor", None, ""))
    accounts = [_user(name, [role], unit, position) for name, role, unit, position in people]
    with saving() as session:
        session.add_all(accounts)
    made.users = {row.account: row.id for row in accounts}
    made.assessment = assessment(adopted(yaml).id, state=state).id
    made.submissions = {name: submission(made.assessment, row, sheets).id for name, row in rows.items()}
    duty(made.assessment, made.users["reviewer"])
    return made


def client(app: Flask, user_id: int | None) -> FlaskClient:
    """A browser in which that account is signed in (None: a visitor), sending a valid CSRF token each time."""
    made = app.test_client()
    token = URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="wtf-csrf-token").dumps("t" * 40)
    made.environ_base["HTTP_X_CSRFTOKEN"] = token
    with made.session_transaction() as cookie:
        cookie["csrf_token"] = "t" * 40
        if user_id is not None:
            cookie["_user_id"] = session_key(user_id)
            cookie["_fresh"] = True
    return made


def session_key(user_id: int, at: datetime | None = None) -> str:
    """The key of a new sign-in session of the account; needs an app context."""
    key, moment = secrets.token_urlsafe(32), at or datetime.now(UTC)
    with saving() as session:
        session.add(LoginSession(key_hash=hashed(key), user_id=user_id, created_at=moment, seen_at=moment))
    return key


def actor(county: County, name: str) -> Actor:
    """The account of that name as the policy sees it now; needs an app context."""
    return actor_of(db.session.get_one(User, county.users[name]))


def row(kind: type[Any], key: int) -> Any:
    """A row as the database has it now."""
    db.session.expire_all()
    return db.session.get(kind, key)
