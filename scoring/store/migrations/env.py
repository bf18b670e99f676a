"""How Alembic reaches the site's database: through the app that Flask-Migrate hands in."""
from __future__ import annotations

from typing import Any, Literal

from alembic import context
from flask import current_app

from scoring.store import (  # noqa: F401 - their tables must be known
    assessments,
    audit,
    drafts,
    jobs,
    people,
    results,
    sheets,
)
from scoring.store.database import Json, Moment, db


def plain(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    """Our column types as a migration writes them: it must not change when our code does."""
    if kind == "type" and isinstance(item, (Moment, Json)):
        return "sa.DateTime(timezone=True)" if isinstance(item, Moment) else "sa.Text()"
    return False


def run() -> None:
    """Runs the migrations on the app's engine, each in a transaction."""
    with db.engine.connect() as connection:
        context.configure(connection=connection, target_metadata=db.metadata, render_item=plain,
                          **current_app.extensions["migrate"].configure_args)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
