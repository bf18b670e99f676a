"""The database handle, its column types, and what every connection must hold (foreign keys, fsync, UTC)."""
from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Engine, MetaData, Text, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from ..core import canonical

NAMING = {
    "ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s", "pk": "pk_%(table_name)s",
}
WRITE = "scoring_write"
PATIENCE = 5000  # milliseconds a writer waits for the one before it


class Row(DeclarativeBase):
    """What every table's class is made from."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Row, session_options={"expire_on_commit": False})


class Moment(TypeDecorator[datetime]):
    """An aware UTC moment; SQLite keeps no zone, so it goes in and comes out as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Json(TypeDecorator[Any]):
    """A value kept as canonical JSON text: equal values are equal bytes on every database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else canonical.encode(value).decode("utf-8")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


def prepare(app: Flask) -> None:
    """Binds the database to an app and fixes what every connection must hold."""
    db.init_app(app)
    with app.app_context():
        engine = db.engine
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)
    else:
        event.listen(engine, "begin", _postgres_begin)


def _sqlite_connect(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy's BEGIN below is the only one
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={PATIENCE}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _sqlite_begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get(WRITE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _postgres_begin(connection: Connection) -> None:
    """Writers take turns, as on SQLite: the audit chain has one end."""
    if connection.get_execution_options().get(WRITE):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {PATIENCE}")
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7305)")


@event.listens_for(Session, "before_flush")
def _only_while_writing(session: Session, context: Any, instances: Any) -> None:
    if not session.info.get("writing") and (session.new or session.dirty or session.deleted):
        raise RuntimeError("rows were changed outside writing(): every change is an action")


def engine_of(app: Flask) -> Engine:
    """The app's engine."""
    with app.app_context():
        return db.engine
