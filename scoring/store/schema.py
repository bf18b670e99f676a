"""The schema of a database: at which revision it stands, which this program wants, and the way there."""
from __future__ import annotations

import contextlib
import logging

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Engine

from .. import places


def revision_of(engine: Engine) -> str:
    """The revision a database's schema stands at; '' for an empty database."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def newest_revision() -> str:
    """The revision this program was written for."""
    return ScriptDirectory(str(places.PACKAGE / "store" / "migrations")).get_current_head() or ""


def upgrade_schema(app: Flask) -> None:
    """Brings the app's database to the newest revision, by its migrations."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with app.app_context(), contextlib.redirect_stdout(None):
        upgrade()
