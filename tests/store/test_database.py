"""What every database must hold: schema as the rows say, fsync, foreign keys, moments, one writer."""
from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import IntegrityError

from scoring import clock
from scoring.core.policy import VISITOR
from scoring.errors import Busy, Stale
from scoring.store.assessments import Assessment
from scoring.store.audit import AuditRow
from scoring.store.database import db
from scoring.store.people import Unit, User
from scoring.store.sheets import Answer
from scoring.store.writing import append_audit, writing
from tests import make, publishing
from tests.sites import make_site


def test_the_migrated_schema_is_what_the_rows_say(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), db.metadata) == []


def test_every_check_constraint_is_in_the_schema(app: Flask) -> None:
    """Alembic does not see these by itself."""
    with app.app_context():
        seen = inspect(db.engine)
        for name, table in db.metadata.tables.items():
            wanted = {c.name for c in table.constraints if type(c).__name__ == "CheckConstraint"}
            assert {c["name"] for c in seen.get_check_constraints(name)} >= wanted


def test_down_and_up_again(empty_database_url: str, tmp_path: object) -> None:
    app = make_site(tmp_path, empty_database_url)  # type: ignore[arg-type]
    with app.app_context():
        upgrade()
        downgrade(revision="base")
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
        upgrade()
        assert "submission" in inspect(db.engine).get_table_names()
        db.engine.dispose()


def test_what_is_frozen_when_the_rule_comes_is_published_by_another_one_too(app: Flask) -> None:
    with app.app_context():
        county = make.county(state="frozen")
        published = make.assessment(1, "上一次", "published").id
        for key, state in ((county.assessment, "frozen"), (published, "published")):
            publishing.publication(key, county.users["office"], state)
        db.session.remove()
        downgrade(revision="0003")
        upgrade()
        assert make.row(Assessment, county.assessment).frozen_by == county.users["office"]
        assert make.row(Assessment, published).frozen_by is None


@pytest.mark.parametrize("database_kind", ["sqlite"])
@pytest.mark.parametrize(("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)])
def test_sqlite_keeps_what_it_acknowledged(app: Flask, pragma: str, value: object) -> None:
    with app.app_context():
        assert db.session.execute(text(f"PRAGMA {pragma}")).scalar_one() == value


def test_foreign_keys_hold(app: Flask) -> None:
    with app.app_context(), pytest.raises(IntegrityError):
        make.unit("无组", 999)


def test_moments_come_back_aware(app: Flask) -> None:
    moment = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
    with app.app_context(), clock.at(moment):
        made = make.user("a", "office").id
        assert make.row(User, made).created_at == moment


def test_rows_cannot_change_outside_writing(app: Flask) -> None:
    with app.app_context():
        db.session.add(Unit(name="偷改", group_id=1))
        with pytest.raises(RuntimeError):
            db.session.flush()


def test_the_second_of_two_stale_saves_is_told(app: Flask) -> None:
    with app.app_context():
        county = make.county()
        answer = make.answer(county.submissions["甲乡"], "plan", {"value": True})
        with writing() as session:
            session.get(Answer, answer.id).note = "先"
        with pytest.raises(Stale), writing() as session:
            row = session.get(Answer, answer.id)
            session.execute(text("UPDATE answer SET version = version + 1"))  # another process in between
            row.note = "后"
        assert make.row(Answer, answer.id).note == "先"


def test_a_lock_kept_by_another_process_is_busy_and_loses_nothing(app: Flask) -> None:
    """Neither database waits for ever, and neither answers with a crash."""
    with app.app_context():
        kept = make.unit("甲乡", make.group("乡镇").id).id
        other = db.engine.connect().execution_options(scoring_write=True)
        with other, other.begin():
            started = time.monotonic()
            with pytest.raises(Busy), writing() as session:
                session.get(Unit, kept).name = "乙乡"
            assert 3 < time.monotonic() - started < 20
        assert make.row(Unit, kept).name == "甲乡"
        with writing() as session:
            session.get(Unit, kept).name = "丙乡"
        assert make.row(Unit, kept).name == "丙乡"


def test_a_write_inside_a_write_is_refused_whole(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(RuntimeError), writing() as session:
            append_audit(session, VISITOR, "session.sign_in", "", None, "done", {})
            with writing():
                pass
        assert db.session.scalars(select(AuditRow)).all() == []
        make.group("乡镇")   # and the next one works


def test_audit_rows_chain_and_roll_back_with_their_action(app: Flask) -> None:
    with app.app_context():
        with writing() as session:
            first = append_audit(session, VISITOR, "session.sign_in", "", None, "done", {"a": 1}).hash
        with pytest.raises(ZeroDivisionError), writing() as session:
            append_audit(session, VISITOR, "session.sign_in", "", None, "done", {})
            raise ZeroDivisionError
        with writing() as session:
            append_audit(session, VISITOR, "session.sign_in", "", None, "refused", {})
        rows = db.session.scalars(select(AuditRow).order_by(AuditRow.seq)).all()
        assert [(r.seq, r.outcome) for r in rows] == [(1, "done"), (2, "refused")]
        assert rows[1].previous == first


def test_an_old_moment_stays_old(app: Flask) -> None:
    with app.app_context(), clock.at(clock.now() - timedelta(400)):
        assert (datetime.now(UTC) - clock.now()).days == 400
