"""Counts the SQL statements of a block, for tests that pin a page's number."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import event

from scoring.store.database import engine_of


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements sent while inside it, in order; opening a transaction does not count."""
    sent: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    engine = engine_of(app)
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
