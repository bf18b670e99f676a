"""政务公开自查评分: a ruleset and verified facts go in, a ranking that anyone can recompute comes out.

`create_app` is the composition root: what a site is made of, in reading order.
"""
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask

__version__ = "0.1.0"


def enlist_plugins() -> None:
    """Puts what the installed plugins bring into use: words of the language and export formats."""
    # Imported here for the same reason as below.
    from . import exports
    from .plugins import manager

    manager.enlist(exports.add)


def create_app(site: Path, database_url: str | None = None, **overrides: Any) -> Flask:
    """The application of the site kept in the folder `site` (made if absent); `overrides` are settings."""
    # Imported here so that the pure core, and a verifier made of it, can be imported without Flask.
    from flask import Flask
    from flask_bootstrap import Bootstrap5
    from flask_migrate import Migrate

    from . import places, settings, web
    from .store import database, files, papers, pdf_certificate, signing_keys

    enlist_plugins()
    site.mkdir(parents=True, exist_ok=True)
    chosen = settings.read_settings(site, database_url=database_url, **overrides)
    static = places.PACKAGE / "web" / "static"
    app = Flask("scoring", template_folder=str(places.templates()), static_folder=str(static))
    app.config.update(
        VERSION=__version__,
        SECRET_KEY=settings.secret_key(site),
        SQLALCHEMY_DATABASE_URI=chosen.database_url or f"sqlite:///{(site / 'scoring.db').resolve()}",
        MAX_CONTENT_LENGTH=chosen.upload_limit + 1024 * 1024,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
        SESSION_COOKIE_NAME="__Host-scoring" if chosen.behind_proxy else "scoring",
        SESSION_COOKIE_SECURE=chosen.behind_proxy,
        SESSION_COOKIE_SAMESITE="Lax",
        TRUSTED_HOSTS=chosen.hosts(),
        WTF_CSRF_TIME_LIMIT=None,          # a form left open over lunch still saves
        BOOTSTRAP_SERVE_LOCAL=True,
    )
    app.extensions["scoring"] = chosen
    database.prepare(app)
    files.prepare(app, site / "evidence")
    papers.prepare(app, site / papers.FOLDER)
    signing_keys.prepare(app, site)
    pdf_certificate.prepare(app, site, chosen.pdf_certificate, chosen.pdf_certificate_password_file)
    Migrate(app, database.db, directory=str(places.PACKAGE / "store" / "migrations"), render_as_batch=True)
    Bootstrap5(app)
    web.prepare(app)
    return app
