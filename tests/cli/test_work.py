"""`scoring work` as a program: to the end, killed in the middle and taken up again, told to end; and beside `serve`."""
from __future__ import annotations

import contextlib
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from scoring import clock
from scoring.actions import making
from scoring.store.papers import HALF, papers
from tests import publishing
from tests.making import age, edition, job, made, program
from tests.test_infrastructure import ROOT

PATIENCE = 300       # seconds after which a process that does not come is a fault


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


def ask(app: Flask, units: int) -> int:
    with app.app_context():
        office, key = edition(file=publishing.file_text(units=units))
        return making.ask(office, key, form="zip").id


def names_in(app: Flask, key: int) -> int:
    with app.app_context():
        row = job(key)
        assert (row.state, row.fault) == ("done", "")
        with zipfile.ZipFile(papers().path(row.file)) as zipped:
            assert zipped.testzip() is None
            return len(zipped.namelist())


def until(true: Callable[[], object]) -> None:
    """Waits for something that another process does."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


def processes() -> dict[int, int]:
    """Every process that runs, with the one that started it; those that only wait to be buried are left out."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):      # it ended while we looked
            state, parent = stat.read_text(errors="replace").rpartition(")")[2].split()[:2]
            found |= {int(stat.parent.name): int(parent)} if state != "Z" else {}
    return found


def children(pid: int) -> set[int]:
    """The processes that a process started and that still run."""
    return {own for own, parent in processes().items() if parent == pid}


def running(pids: set[int]) -> set[int]:
    return pids & set(processes())


def test_from_the_question_to_the_file(app: Flask, site: Path) -> None:
    key = ask(app, 5)
    done = program(app, site, "--once", processes=2)
    assert (done.communicate(timeout=PATIENCE), done.returncode) == (("办了 1 件。\n", ""), 0)
    assert names_in(app, key) == 6
    idle = program(app, site, "--once")
    assert idle.communicate(timeout=PATIENCE)[0] == "办了 0 件。\n"


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_one_that_was_killed_is_taken_up_where_it_stood(app: Flask, site: Path) -> None:
    """kill -9 in the middle: the pool ends with it, what was made is whole, and nothing of it is made again."""
    key = ask(app, 30)
    killed = program(app, site)
    until(lambda: len(made(site)) >= 5)
    pool = children(killed.pid)
    killed.kill()
    killed.communicate()
    until(lambda: not running(pool))
    before = made(site)
    assert (len(pool) > 0, 5 <= len(before) < 30) == (True, True)
    assert [path.read_bytes()[:5] for path in (site / "papers").glob("??/*") if path.name in before] == (
        [b"%PDF-"] * len(before))
    with app.app_context():
        assert (job(key).state, 0 <= job(key).done < 30) == ("running", True)
        age(key, seen_at=clock.now() + timedelta(hours=1))
    early = program(app, site, "--once")
    assert early.communicate(timeout=PATIENCE)[0] == "办了 0 件。\n"    # its worker may still be there
    with app.app_context():
        age(key, seen_at=clock.now() - timedelta(seconds=61))
    again = program(app, site, "--once")
    assert again.communicate(timeout=PATIENCE) == ("办了 1 件。\n", "")
    after = made(site)
    assert ({name: after[name] for name in before}, names_in(app, key), len(after)) == (before, 31, 31)


@pytest.mark.parametrize("database_kind", ["sqlite"])
@pytest.mark.parametrize("word", [signal.SIGTERM, signal.SIGINT])
def test_one_that_is_told_to_end_gives_its_job_back(app: Flask, site: Path, word: signal.Signals) -> None:
    key = ask(app, 60)
    told = program(app, site)
    until(lambda: len(made(site)) >= 3)
    pool = children(told.pid)
    told.send_signal(word)
    out, complaint = told.communicate(timeout=PATIENCE)
    assert (told.returncode, out, complaint) == (0, "已启动，等候制作任务（按 Ctrl+C 停止）\n已停止。\n", "")
    until(lambda: not running(pool))    # the interpreter's own helper of a pool ends a moment after it
    assert len(pool) > 0
    assert list((site / "papers").glob(f"{HALF}*")) == []
    with app.app_context():
        assert (job(key).state, job(key).worker) == ("waiting", "")


def test_two_workers_make_one_file(app: Flask, site: Path) -> None:
    key = ask(app, 8)
    both = [program(app, site, "--once") for _ in range(2)]
    said = sorted(one.communicate(timeout=PATIENCE)[0] for one in both)
    assert (said, names_in(app, key), len(made(site))) == (["办了 0 件。\n", "办了 1 件。\n"], 9, 9)


@pytest.mark.parametrize("database_kind", ["sqlite"])
@pytest.mark.parametrize("word", [signal.SIGINT, signal.SIGKILL])
def test_serve_makes_them_too_and_leaves_nobody_behind(app: Flask, site: Path, sqlite_url: str, word: signal.Signals) -> None:
    key = ask(app, 3)
    (site / "settings.toml").write_text(f'database_url = "{sqlite_url}"\nwork_processes = 1\n', encoding="utf-8")
    server = subprocess.Popen([sys.executable, "-u", "-m", "scoring", "serve", "--site", str(site), "--port", "0"],
                              cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert server.stdout is not None and re.match("已启动：", server.stdout.readline())

    def state() -> str:
        with app.app_context():
            return job(key).state

    until(lambda: state() == "done")
    beside = children(server.pid)
    server.send_signal(word)
    out, complaint = server.communicate(timeout=PATIENCE)
    until(lambda: not running(beside))
    assert (len(beside) > 0, names_in(app, key), complaint) == (True, 4, "")
    assert out == ("已停止。\n" if word == signal.SIGINT else "")


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_serve_leaves_the_work_to_others_where_it_is_told_to(app: Flask, site: Path, sqlite_url: str) -> None:
    (site / "settings.toml").write_text(f'database_url = "{sqlite_url}"\nwork_here = false\n', encoding="utf-8")
    server = subprocess.Popen([sys.executable, "-u", "-m", "scoring", "serve", "--site", str(site), "--port", "0"],
                              cwd=ROOT, text=True, stdout=subprocess.PIPE)
    assert server.stdout is not None and re.match("已启动：", server.stdout.readline())
    beside = children(server.pid)
    server.send_signal(signal.SIGINT)
    server.communicate(timeout=PATIENCE)
    assert beside == set()
