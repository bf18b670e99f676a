"""The loop of a worker, and the process beside `scoring serve` that runs it."""
from __future__ import annotations

import logging
import multiprocessing
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy.exc import OperationalError

from scoring import clock, create_app
from scoring.actions.working import Worker
from scoring.errors import Busy
from scoring.store.database import db
from scoring.store.papers import papers

PAUSE = 2.0             # seconds between two looks for work
AGAIN = 10.0            # seconds before a worker that broke off is started again
CLEARING = 1800         # looks without work between two clearings of what nobody uses: about an hour
GRACE = 10.0            # seconds a worker has to put down what it is at

log = logging.getLogger("scoring.work")


def work(app: Flask, stop: threading.Event) -> None:
    """Does what there is to do until `stop` is set."""
    idle = 0
    with app.app_context():
        worker = Worker(app.extensions["scoring"].work_processes, stop.is_set)
        while not stop.is_set():
            if idle % CLEARING == 0:
                papers().clear(clock.now())
            idle = 0 if _once(worker) else idle + 1
            if idle:
                stop.wait(PAUSE)
        db.engine.dispose()


def _once(worker: Worker) -> bool:
    try:
        return worker.once()
    except (Busy, OperationalError) as error:   # the database is out for a moment: look again later
        log.warning("%s", error)
        db.session.remove()
        return False


def stopping() -> threading.Event:
    """An event that Ctrl+C and the word to end (SIGTERM) set."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop


@contextmanager
def beside(site: Path) -> Iterator[None]:
    """A worker in a process of its own as long as this lasts; one that breaks off is started again."""
    over = threading.Event()
    keeper = threading.Thread(target=_keep, args=(site, over), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _keep(site: Path, over: threading.Event) -> None:
    spawn = multiprocessing.get_context("spawn")
    while not over.is_set():
        child = spawn.Process(target=_child, args=(site,), name="scoring-work")
        child.start()
        while child.is_alive() and not over.wait(1):
            pass
        if over.is_set():
            _end(child)
        else:
            log.warning("the process that makes scorecards ended (%s); it is started again", child.exitcode)
            over.wait(AGAIN)


def _end(child: multiprocessing.process.BaseProcess) -> None:
    child.terminate()
    child.join(GRACE)
    if child.is_alive():
        child.kill()
        child.join()


def _child(site: Path) -> None:
    stop = stopping()
    signal.signal(signal.SIGINT, signal.SIG_IGN)    # Ctrl+C is for the one who started it, who then tells it to end
    threading.Thread(target=_end_with_parent, args=(stop,), daemon=True).start()
    work(create_app(site), stop)


def _end_with_parent(stop: threading.Event) -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    stop.set()
