"""Scorecards being made, for tests: an edition, who asks and who works, and the worker as a program of its own."""
from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from flask import Flask

from scoring.actions.working import Worker
from scoring.core.policy import Actor
from scoring.store.database import db
from scoring.store.jobs import Job
from scoring.store.papers import FOLDER
from scoring.store.people import User
from scoring.store.queries import actor_of
from scoring.store.writing import writing
from tests import make, publishing
from tests.test_infrastructure import ROOT


def edition(state: str = "published", file: str = "") -> tuple[Actor, int]:
    """A county with a publication in that state; the office, and the publication's key."""
    county = make.county(state="frozen" if state == "frozen" else "published", sheets="final")
    office = db.session.get(User, county.users["office"])
    return actor_of(office), publishing.publication(county.assessment, county.users["office"], state, file=file).id


def worker(processes: int = 1) -> Worker:
    """A worker that is never told to end."""
    return Worker(processes, lambda: False)


def job(key: int) -> Job:
    """The job as the database has it now."""
    return make.row(Job, key)


def age(key: int, **values: Any) -> None:
    """Gives a job other values, such as an old sign of life."""
    with writing() as session:
        row = session.get_one(Job, key)
        for name, value in values.items():
            setattr(row, name, value)
    db.session.remove()


def program(app: Flask, site: Path, *words: str, processes: int = 1) -> subprocess.Popen[str]:
    """`scoring work …` on the site of `app`, in a process of its own."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("SCORING_")} | {
        "PYTHONPATH": str(ROOT), "SCORING_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "SCORING_WORK_PROCESSES": str(processes)}
    return subprocess.Popen([sys.executable, "-m", "scoring", "work", "--site", str(site), *words], env=env, cwd=ROOT,
                            text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def made(site: Path) -> dict[str, int]:
    """Name → when it was written, of every paper that is whole."""
    return {path.name: path.stat().st_mtime_ns for path in (site / FOLDER).glob("??/*")
            if not path.name.startswith(".")}
