"""Reviewers for tests: sheets handed in, somebody's actor, a colleague on duty, pieces of evidence, what was ruled."""
from __future__ import annotations

import re
from datetime import datetime
from html import unescape
from typing import Any

from flask import Flask
from sqlalchemy import select

from scoring import clock
from scoring.core.policy import Actor
from scoring.store.database import db
from scoring.store.people import User
from scoring.store.queries import actor_of
from scoring.store.sheets import Evidence, RulingRow
from scoring.store.writing import writing
from tests import make

REASON = "其中 40 条是转载，不是本单位公开的信息"


def handed_in() -> make.County:
    """Three sheets: 134, 60 and 99 items with notes; 甲乡 has a link, 丙局 says replies do not apply to it."""
    made = make.county(state="reviewing", sheets="submitted")
    for (name, sheet), count in zip(made.submissions.items(), (134, 60, 99), strict=True):
        make.answer(sheet, "disclosure", {"count": count}, note=f"{name}的说明<b>")
        make.answer(sheet, "plan", {"answer": True})
    make.answer(made.submissions["丙局"], "replies", None, claim="没有网上留言渠道")
    piece(made.submissions["甲乡"], "disclosure", made.users["clerk"])
    return made


def who(county: make.County, name: str = "reviewer") -> Actor:
    """The account as the policy sees it now."""
    user = db.session.get(User, county.users[name])
    assert user is not None
    return actor_of(user)


def colleague(county: make.County, group: str | None = None, indicator: str = "") -> Actor:
    """A second reviewer with that duty."""
    made = make.user("colleague", "reviewer")
    make.duty(county.assessment, made.id, county.groups[group] if group else None, indicator)
    county.users["colleague"] = made.id
    return who(county, "colleague")


def piece(sheet: int, leaf: str, by: int, at: datetime | None = None) -> int:
    """The key of a new link on a leaf."""
    with writing() as session:
        row = Evidence(submission_id=sheet, leaf=leaf, kind="link", title="公开清单",
                       url="https://www.example.gov.cn/list", added_at=at or clock.now(), added_by=by)
        session.add(row)
    return row.id


def ruling(sheet: int, leaf: str) -> RulingRow | None:
    """The ruling on a leaf as the database has it now."""
    db.session.expire_all()
    return db.session.scalars(
        select(RulingRow).where(RulingRow.submission_id == sheet, RulingRow.leaf == leaf)).one_or_none()


def rulings(app: Flask) -> list[tuple[int, str, str, Any, str]]:
    """Every ruling: sheet, leaf, kind, facts, reason."""
    with app.app_context():
        rows = db.session.scalars(select(RulingRow).order_by(RulingRow.id))
        return [(r.submission_id, r.leaf, r.kind, r.facts, r.reason) for r in rows]


def text_of(page: str, start: str = "<main") -> str:
    """A page's words from `start` on, without its tags, blanks drawn together."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page[page.index(start):])).split())
