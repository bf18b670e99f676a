"""The one way to write: transaction, refusal, audit row."""
from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from scoring.actions.acting import REGISTER, action, record
from scoring.core import chain
from scoring.core.policy import Actor
from scoring.errors import NotFound, Refused, WrongState
from scoring.store.audit import AuditRow
from scoring.store.database import db
from scoring.store.people import Unit
from scoring.store.queries import actor_of
from scoring.store.sheets import Submission
from scoring.store.people import User
from tests import make


@pytest.fixture
def withdraw():
    """A real action of the table with a body of the test's own."""
    @action("submission.close_test" if False else "submission.withdraw", of=Submission)
    def body(actor: Actor, submission: Submission) -> str:
        """Take the sheet back."""
        submission.state = "draft"
        record(why="测试")
        return submission.unit.name
    yield body
    del REGISTER["submission.withdraw"]


def who(name: str, county: make.County) -> Actor:
    return actor_of(db.session.get(User, county.users[name]))


def log() -> list[tuple[str, int | None, str]]:
    return [(r.action, r.subject_id, r.outcome) for r in db.session.scalars(select(AuditRow).order_by(AuditRow.seq))]


def test_what_is_done_is_audited_in_one_chain(app: Flask) -> None:
    with app.app_context():
        assert log() == []


def test_rows_cannot_change_outside_an_action(app: Flask) -> None:
    with app.app_context():
        db.session.add(Unit(name="偷改", group_id=1))
        with pytest.raises(RuntimeError):
            db.session.flush()
        db.session.rollback()
