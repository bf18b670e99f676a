"""What every test can ask for: a database (SQLite and PostgreSQL), a site, a server, a browser page, axe."""
from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as drawing
from sqlalchemy.engine import URL

from tests import chromium, postgres, weighing
from tests.sites import build_schema, compile_addresses_once, make_site, serving

IN_CI = os.environ.get("CI", "").lower() in {"true", "1"}
KINDS = ("sqlite", "postgresql")

# How long one example takes depends on who else uses the machine; nothing is judged by it.
drawing.register_profile("without a clock", deadline=None, suppress_health_check=[HealthCheck.too_slow])
drawing.load_profile("without a clock")
compile_addresses_once()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest --accept` writes what golden files should hold from now on: look at the difference before committing."""
    parser.addoption("--accept", action="store_true", help="golden files: take what is made now as right")
    parser.addoption("--whole", action="store_true",
                     help="PostgreSQL and the slow tests too (make test and CI); without it, the inner loop")
    parser.addoption("--weigh", action="store_true",
                     help="with --whole: write down anew which tests are slow, in tests/slow.txt")


def pytest_configure(config: pytest.Config) -> None:
    """Weigh the tests if asked to; where they are shared out, in the process that hears of all of them."""
    if config.getoption("weigh") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(weighing.Scales())


# ── nothing may be skipped where CI is set ────────────────────────────────────

_skipped: list[str] = []


def _note(report: Any) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        _skipped.append(report.nodeid)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keep the names of skipped tests."""
    _note(report)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """Keep the names of skipped files."""
    _note(report)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run if CI is set and anything was skipped."""
    if IN_CI and _skipped and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say why a run without failures failed."""
    if IN_CI and _skipped:
        terminalreporter.write_line(
            f"CI=true 时不允许跳过测试，跳过了 {len(_skipped)} 个，例如 {_skipped[0]}", red=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what drives a browser, so that `-m "not browser"` leaves it out, or skip it.

    It runs first: it takes longest, and short tests at the end keep all processes at work until then.

    The inner loop leaves out the slow tests and the second database. What is named is run whole: of a file or a folder
    the slow tests too, of a single test both databases.
    """
    named = any("::" in str(arg) for arg in config.args)
    if not (config.getoption("whole") or IN_CI or named):
        slow = weighing.slow() if config.args_source is not pytest.Config.ArgsSource.ARGS else frozenset()
        left = [item for item in items if _on_postgres(item) or weighing.function_of(item.nodeid) in slow]
        config.hook.pytest_deselected(items=left)
        kept = set(items) - set(left)
        items[:] = [item for item in items if item in kept]
    driven = [item for item in items if {"page", "browser"} & set(getattr(item, "fixturenames", ()))]
    for item in driven:
        item.add_marker(pytest.mark.browser)
        if chromium.why_not():
            item.add_marker(pytest.mark.skip(reason=chromium.why_not()))
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: the collector of unused objects need not look at it again and again."""
    gc.collect()
    gc.freeze()


def _on_postgres(item: pytest.Item) -> bool:
    called = getattr(item, "callspec", None)
    return called is not None and called.params.get("database_kind") == "postgresql"


# ── databases ────────────────────────────────────────────────────────────────

@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """A PostgreSQL server on which databases may be made."""
    if not postgres.available():
        pytest.skip("没有 PostgreSQL：设置 TEST_DATABASE_URL，或 sudo apt-get install postgresql")
    with postgres.server() as url:
        yield url


@pytest.fixture(params=KINDS)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Each kind of database in turn; `@pytest.mark.parametrize("database_kind", ["sqlite"])` takes one."""
    return request.param


@pytest.fixture
def empty_database_url(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database with nothing in it: what migrations start from."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server = request.getfixturevalue("postgres_server")
    database = postgres.create(server)
    yield database.render_as_string(hide_password=False)
    postgres.drop(server, database)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, made once a session, to be copied."""
    folder = tmp_path_factory.mktemp("template")
    build_schema(folder, f"sqlite:///{folder / 'template.db'}")
    return folder / "template.db"


@pytest.fixture(scope="session")
def postgres_template(postgres_server: URL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[URL]:
    """A migrated PostgreSQL database, made once a session, to be copied."""
    database = postgres.create(postgres_server)
    build_schema(tmp_path_factory.mktemp("template"), database.render_as_string(hide_password=False))
    yield database
    postgres.drop(postgres_server, database)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh SQLite database with the newest schema: for what need not run on both kinds."""
    shutil.copyfile(sqlite_template, tmp_path / "scoring.db")
    return f"sqlite:///{tmp_path / 'scoring.db'}"


@pytest.fixture
def database_url(database_kind: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh database with the newest schema, of each kind in turn."""
    if database_kind == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    server = request.getfixturevalue("postgres_server")
    template = request.getfixturevalue("postgres_template")
    database = postgres.create(server, template.database)
    yield database.render_as_string(hide_password=False)
    postgres.drop(server, database)


# ── sites ────────────────────────────────────────────────────────────────────

@pytest.fixture
def app(tmp_path: Path, database_url: str) -> Iterator[Flask]:
    """An empty site, on each kind of database in turn."""
    made = make_site(tmp_path, database_url)
    yield made
    with made.app_context():
        made.extensions["sqlalchemy"].engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor of `app` without a browser."""
    return app.test_client()


@pytest.fixture
def live_app(tmp_path: Path, sqlite_url: str) -> Flask:
    """The site a browser visits (SQLite); a test file that wants it filled overrides this fixture."""
    return make_site(tmp_path, sqlite_url)


@pytest.fixture
def live_server(live_app: Flask) -> Iterator[str]:
    """The address at which `live_app` is being served."""
    with serving(live_app) as address:
        yield address


# ── browser ──────────────────────────────────────────────────────────────────

@pytest.fixture(scope="session")
def browser_type_launch_args(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """How pytest-playwright starts the system's Chromium."""
    fonts = chromium.font_settings(tmp_path_factory.mktemp("fontconfig"))
    env = os.environ | {"FONTCONFIG_FILE": str(fonts)}
    return {"executable_path": chromium.path(), "args": list(chromium.FLAGS), "env": env}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """A Chinese visitor at a desk; a test at 390 px calls page.set_viewport_size."""
    return {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def axe() -> Callable[[Any], None]:
    """`axe(page)` fails the test with every accessibility fault of the page as it stands."""
    def look(page: Any) -> None:
        assert chromium.faults(page) == []
    return look
