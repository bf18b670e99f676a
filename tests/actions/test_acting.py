"""The one way to write: permission, move, body, audit row, all or nothing."""
from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from scoring.actions import acting
from scoring.core.policy import Actor
from scoring.errors import Invalid, NotFound, Refused, ScoringError, WrongState
from scoring.store.audit import AuditRow
from scoring.store.database import db
from scoring.store.people import User
from scoring.store.queries import actor_of
from scoring.store.sheets import Submission
from tests import make


@pytest.fixture
def close(monkeypatch: pytest.MonkeyPatch) -> Iterator[acting.Body]:
    """A body of the test's own for a move of the table: reviewing → reviewed."""
    monkeypatch.setattr(acting, "REGISTER", {})

    @acting.action("submission.finish_review", of=Submission)
    def body(actor: Actor, submission: Submission, word: str = "") -> str:
        """Close the review."""
        submission.return_reason = word
        acting.record(word=word)
        if word == "坏":
            raise Invalid("这个字不能用。")
        return word
    yield body


def who(county: make.County, name: str) -> Actor:
    user = db.session.get(User, county.users[name])
    assert user is not None
    return actor_of(user)


def log() -> list[tuple[str, int | None, str, str]]:
    rows = db.session.scalars(select(AuditRow).order_by(AuditRow.seq))
    return [(r.action, r.subject_id, r.outcome, r.detail.get("word") or r.detail.get("reason", "")) for r in rows]


def test_done_moved_and_audited_together(app: Flask, close: acting.Body) -> None:
    with app.app_context():
        county = make.county(sheets="submitted")
        sheet = county.submissions["甲乡"]
        assert close(who(county, "reviewer"), sheet, word="好") == "好"
        assert (make.row(Submission, sheet).state, make.row(Submission, sheet).return_reason) == ("reviewed", "好")
        assert log() == [("submission.finish_review", sheet, "done", "好")]


@pytest.mark.parametrize(("name", "sheets", "error"), [
    ("clerk", "submitted", Refused), ("reviewer", "draft", WrongState), ("auditor", "submitted", Refused),
])
def test_a_refusal_changes_nothing_and_is_recorded(app: Flask, close: acting.Body, name: str, sheets: str,
                                                   error: type[ScoringError]) -> None:
    with app.app_context():
        county = make.county(sheets=sheets)
        sheet = county.submissions["甲乡"]
        with pytest.raises(error) as caught:
            close(who(county, name), sheet, word="好")
        assert make.row(Submission, sheet).state == sheets
        assert log() == [("submission.finish_review", sheet, "refused", caught.value.sentence)]


@pytest.mark.parametrize("key", [999, 0, -1, 2**70])
def test_what_is_absent_is_not_found(app: Flask, close: acting.Body, key: int) -> None:
    with app.app_context():
        county = make.county(sheets="submitted")
        with pytest.raises(NotFound):
            close(who(county, "reviewer"), key)


def test_a_body_that_raises_rolls_everything_back(app: Flask, close: acting.Body) -> None:
    with app.app_context():
        county = make.county(sheets="submitted")
        with pytest.raises(Invalid):
            close(who(county, "reviewer"), county.submissions["甲乡"], word="坏")
        row = make.row(Submission, county.submissions["甲乡"])
        assert (row.state, row.return_reason, log()) == ("submitted", "", [])
