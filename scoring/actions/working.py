"""A worker's round: takes a job, makes what is missing of its papers, puts them into one file, says how it went."""
from __future__ import annotations

import logging
import os
import secrets
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy.exc import OperationalError

from .. import clock
from ..core import points as p
from ..core.policy import COMMAND_LINE
from ..core.published import Group, Published, Result, open_file
from ..errors import Busy, NotFound, ScoringError, WrongState
from ..exports import guarded, pdf_booklet, pdf_scorecard
from ..store import jobs
from ..store.database import db
from ..store.papers import PaperStore, name_of, papers, written
from ..store.results import Publication
from . import making, printing
from .bundling import Entry, bundle
from .giving_out import given_out
from .printing import BEAT, Order, sentence_of

SURE = 5.0      # seconds of work after which its pace says when it will be done
CARD_HEAD, BOOKLET_HEAD = ("组别", "名次", "单位", "总分", "等次"), ("组别", "单位数")

log = logging.getLogger(__name__)


class Ending(Exception):
    """The worker is told to end, or its job was stopped or taken by another: what it is at is left."""


@dataclass(frozen=True)
class Piece:
    """One paper of a job: how it is set, its name and row in the index, and how many scorecards it holds."""

    order: Order
    name: str
    row: tuple[str, ...]
    cards: int = 1


class Worker:
    """Does jobs one after the other. `ending` says whether to leave off."""

    def __init__(self, processes: int, ending: Callable[[], bool]) -> None:
        self.name = f"{socket.gethostname()[:20]} {os.getpid()} {secrets.token_hex(3)}"
        self.processes, self.ending = processes or os.cpu_count() or 1, ending
        self._told = self._began = 0.0
        self._found = self._done = self._total = 0

    def once(self) -> bool:
        """Does one job; whether there was one."""
        taken = making.take(COMMAND_LINE, worker=self.name) if jobs.any_takable(db.session(), clock.now()) else None
        db.session.remove()
        if taken is None:
            return False
        try:
            self._do(taken)
        except (Busy, WrongState) as error:     # not ours any more, or nobody could be told: it will be taken again
            log.warning("job %s: %s", taken.id, error.sentence)
        finally:
            db.session.remove()
        return True

    def _do(self, job: jobs.Job) -> None:
        try:
            name, size = self._make(job)
        except Ending:
            if self.ending():
                making.leave(COMMAND_LINE, job.id, worker=self.name)
        except OperationalError:    # the database is away, and what happened cannot be said
            raise
        except Exception as error:
            if not isinstance(error, ScoringError):
                log.exception("job %s", job.id)
            making.fail(COMMAND_LINE, job.id, worker=self.name, reason=sentence_of(error))
        else:
            making.finish(COMMAND_LINE, job.id, worker=self.name, file=name, size=size)

    def _make(self, job: jobs.Job) -> tuple[str, int]:
        """The name and the size of the file a job is to make; made unless it lies there already."""
        row = db.session.get_one(Publication, job.publication_id)
        file, public = row.file, row.public
        db.session.remove()
        key, store = making.edition_key(file), papers()
        name = making.file_name(file, public, job)
        pieces = pieces_of(open_file(file), job.form, job.group_name, key, store)
        missing = [one for one in pieces if store.found(one.order.target.name, clock.now()) is None]
        self._total = sum(one.cards for one in pieces)
        self._found = self._total - sum(one.cards for one in missing)
        self._began, self._told = time.monotonic(), 0.0
        self._tell(job.id, 0)
        if missing:
            with store.lent(file) as lent:
                printing.print_all(lent, [one.order for one in missing], self.processes,
                                   lambda done: self._tell(job.id, done))
        target = store.path(name)
        if store.found(name, clock.now()) is None:
            _put_together(target, job.form, pieces, public, lambda: self._tell(job.id, self._total - self._found))
        return name, target.stat().st_size

    def _tell(self, key: int, done: int) -> None:
        """Says how far it is, at most once a second; raises Ending where it must not go on."""
        if self.ending():
            raise Ending
        now = time.monotonic()
        if self._told and now - self._told < BEAT:
            return
        self._told, taken = now, now - self._began
        left = self._total - self._found - done
        expected = clock.now() + timedelta(seconds=taken * left / done) if done and taken >= SURE else None
        try:
            goes_on = making.advance(COMMAND_LINE, key, worker=self.name, done=self._found + done, total=self._total,
                                     expected_at=expected)
        except Busy:    # somebody writes at this moment: the next word will do
            return
        finally:
            db.session.remove()
        if not goes_on:
            raise Ending


def pieces_of(published: Published, form: str, group: str, key: str, store: PaperStore) -> list[Piece]:
    """The papers a job consists of, in the order of the ranking."""
    chosen = [one for one in published.groups if group in ("", one.name)]
    if not chosen:
        raise NotFound(f"这次公布的结果里没有“{group}”这个组别，请刷新页面后重新选择。")
    if form == "booklet":
        return [Piece(_order("booklet", one.name, key, store), pdf_booklet.filename(published, one.name),
                      (guarded(one.name), str(len(one.results))), len(one.results)) for one in chosen]
    return [_card(published, one, result, key, store) for one in chosen for result in one.results]


def _card(published: Published, group: Group, result: Result, key: str, store: PaperStore) -> Piece:
    card = result.verified
    row = (guarded(group.name), "" if result.place is None else str(result.place), guarded(result.unit),
           "" if card.total is None else p.show(card.total), guarded(card.grade or ""))
    return Piece(_order("card", result.unit, key, store), pdf_scorecard.filename(published, result.unit), row)


def _order(form: str, subject: str, key: str, store: PaperStore) -> Order:
    export = pdf_scorecard.NAME if form == "card" else pdf_booklet.NAME
    return Order(form, subject, store.path(name_of(key, export, subject)))


def _put_together(target: Path, form: str, pieces: Sequence[Piece], public: bool, told: Callable[[], None]) -> None:
    """One booklet alone; everything else in a ZIP with an index. Papers of a public result are signed here."""
    export = pdf_scorecard.NAME if form == "zip" else pdf_booklet.NAME

    def paper(path: Path) -> bytes:
        return given_out(export, path.read_bytes()) if public else path.read_bytes()

    with written(target) as out:
        if form == "booklet" and len(pieces) == 1:
            out.write(paper(pieces[0].order.target))
            return
        bundle(out, CARD_HEAD if form == "zip" else BOOKLET_HEAD,
               [Entry(one.name, one.order.target, one.row) for one in pieces], paper, told)
