"""Reading the audit log: filtered and paged, whole for an export, and its chain from the first row to the head."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as day_time
from typing import Any

from sqlalchemy import Select, func, select, true

from .. import clock
from ..core import chain
from ..core.policy import Actor
from .audit import AuditRow
from .database import db
from .paging import Page, page_of

PAGE, CHUNK = 50, 1000


@dataclass(frozen=True)
class Sieve:
    """Which rows are wanted; '' and None mean all. Days are whole days in Asia/Shanghai, both included."""

    who: str = ""
    action: str = ""
    outcome: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Chain:
    """The state of the chain: how many rows, the hash of the last, and the first break ('' if it is whole)."""

    rows: int
    head: str
    broken: str


def entries(actor: Actor, sieve: Sieve, page: int) -> Page[AuditRow]:
    """The newest rows first."""
    return page_of(_chosen(actor, sieve).order_by(AuditRow.seq.desc()), page, PAGE)


def all_entries(actor: Actor, sieve: Sieve, up_to: int) -> Iterator[AuditRow]:
    """Every wanted row up to a number, oldest first, read in portions."""
    seen = 0
    while True:
        portion = db.session.scalars(_chosen(actor, sieve).where(AuditRow.seq > seen, AuditRow.seq <= up_to)
                                     .order_by(AuditRow.seq).limit(CHUNK)).all()
        yield from portion
        if len(portion) < CHUNK:
            return
        seen = portion[-1].seq
        db.session.expunge_all()


def last_number() -> int:
    """The number of the newest row; 0 for none."""
    return db.session.scalar(select(func.max(AuditRow.seq))) or 0


def chain_state() -> Chain:
    """Walks the whole chain from the database's own columns."""
    last: list[tuple[int, str]] = [(0, chain.GENESIS)]

    def walk() -> Iterator[tuple[int, str, str, Any]]:
        for row in db.session.scalars(select(AuditRow).order_by(AuditRow.seq).execution_options(yield_per=CHUNK)):
            last[0] = (row.seq, row.hash)
            yield row.seq, row.previous, row.hash, row.content()

    broken = chain.first_break(walk())
    if broken:
        newest = db.session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
        last[0] = (newest.seq, newest.hash)
    return Chain(last[0][0], last[0][1], broken)


def row_with(head: str) -> AuditRow | None:
    """The row whose hash a receipt or publication carries."""
    return db.session.scalars(select(AuditRow).where(AuditRow.hash == head.strip().lower()).limit(1)).one_or_none()


def _chosen(actor: Actor, sieve: Sieve) -> Select[Any]:
    chosen = select(AuditRow).where(true() if actor.has("auditor") else AuditRow.seq < 0)
    if sieve.who:
        chosen = chosen.where(AuditRow.actor_name.icontains(sieve.who, autoescape=True))
    if sieve.action:
        chosen = chosen.where(AuditRow.action == sieve.action)
    if sieve.outcome:
        chosen = chosen.where(AuditRow.outcome == sieve.outcome)
    if sieve.first:
        chosen = chosen.where(AuditRow.at >= _start(sieve.first))
    if sieve.last:
        chosen = chosen.where(AuditRow.at < _start(sieve.last) + timedelta(1))
    return chosen


def _start(day: date) -> datetime:
    within = min(max(day, date(1970, 1, 2)), date(9000, 1, 1))  # what databases can compare
    return datetime.combine(within, day_time(0), clock.ZONE)
