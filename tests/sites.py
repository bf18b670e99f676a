"""Whole sites for tests: an application on a folder and a database, and a server in front of it."""
from __future__ import annotations

import functools
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from werkzeug.routing import Rule
from werkzeug.serving import make_server


def make_site(folder: Path, database_url: str, **settings: Any) -> Flask:
    """The application on a site folder of the test's own and a database whose schema stands."""
    # Imported here so that tests of the pure core need no web.
    from scoring import create_app

    site = folder / "site"
    site.mkdir(parents=True, exist_ok=True)
    app = create_app(site, database_url=database_url, **settings)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(compiled().name)
    return app


@functools.cache
def compiled() -> tempfile.TemporaryDirectory[str]:
    """Where this run keeps its compiled pages: each test has an app of its own, the pages are the same."""
    return tempfile.TemporaryDirectory()


def compile_addresses_once() -> None:
    """An app for each test has the same hundred addresses, and werkzeug writes a program for each: 80 of 100 ms."""
    plain, programs = Rule._compile_builder, {}

    def once(rule: Rule, append_unknown: bool = True) -> Any:
        key = (rule.rule, append_unknown, rule.subdomain, rule.host, repr(rule.defaults))
        if key not in programs:
            programs[key] = plain(rule, append_unknown)
        return programs[key]

    Rule._compile_builder = once


def build_schema(folder: Path, database_url: str) -> None:
    """Bring an empty database to the newest schema by its migrations, as a real site does."""
    # Imported here for the same reason.
    from flask_migrate import upgrade

    app = make_site(folder, database_url)
    with app.app_context():
        upgrade()
        # PostgreSQL copies only databases nobody is connected to.
        app.extensions["sqlalchemy"].engine.dispose()


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The address at which `app` is being served, in threads, on a free port of the loopback."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(timeout=5)
        server.server_close()
