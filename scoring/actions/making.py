"""Having all scorecards of a publication made: what the office asks for and stops, what a worker takes and does."""
from __future__ import annotations

from datetime import datetime

from flask import current_app
from sqlalchemy import select

from .. import clock
from ..core import canonical
from ..core.policy import Actor
from ..errors import Invalid, WrongState
from ..exports._fonts import fingerprint
from ..store import jobs
from ..store.database import db
from ..store.jobs import Job
from ..store.papers import name_of, papers
from ..store.results import Publication
from .acting import action, record
from .giving_out import signers


@action("job.ask", of=Publication)
def ask(actor: Actor, publication: Publication, form: str, group: str = "") -> Job:
    """Have all scorecards made into one file. What is being made, or lies ready, is not made twice."""
    session = db.session()
    if form not in jobs.FORMS:
        raise Invalid("没有这种形式的文件，请从页面上的按钮选择。")
    if group and group not in jobs.groups_of(session, publication.assessment_id):
        raise Invalid(f"没有“{group}”这个组别，请刷新页面后重新选择。")
    row = jobs.newest_of(session, publication.id).get((form, group))
    if row is None or not _stands(row, publication):
        row = Job(publication_id=publication.id, form=form, group_name=group, asked_by=actor.id, asked_at=clock.now())
        session.add(row)
        session.flush()
    record(form=form, group=group, job=row.id)
    return row


def _stands(row: Job, publication: Publication) -> bool:
    """Whether a job need not be done again."""
    if row.state == "done":
        name = file_name(publication.file, publication.public, row)
        return row.file == name and papers().found(name) is not None
    return row.state in jobs.AT_HAND


def file_name(file: str, public: bool, job: Job) -> str:
    """The name of the file that a job makes; once the result is public its papers are signed, which makes others."""
    return name_of(edition_key(file), job.form, job.group_name, signers() if public else "")


def edition_key(file: str) -> str:
    """What every paper made of a published file (its text) depends on, beside what it shows of it.

    The whole text counts, not the snapshot's digest alone: a text that is erased by law changes only the openings.
    """
    return name_of(canonical.digest(file.encode()), str(current_app.config["VERSION"]), fingerprint())


@action("job.stop", of=Job)
def stop(actor: Actor, job: Job) -> Job:
    """Stop the making; what was made is kept for the next time."""
    job.ended_at, job.expected_at = clock.now(), None
    record(done=job.done, of=job.total)
    return job


@action("job.take", audited=False)
def take(actor: Actor, worker: str) -> Job | None:
    """Take the oldest job that waits or whose worker is gone; None if there is none."""
    now = clock.now()
    row = db.session().scalars(select(Job).where(jobs.takable(now)).order_by(Job.id).limit(1).with_for_update(
        skip_locked=True, of=Job)).one_or_none()
    if row is not None:
        row.state, row.worker, row.seen_at, row.expected_at = "running", worker, now, None
    return row


@action("job.advance", of=Job, audited=False)
def advance(actor: Actor, job: Job, worker: str, done: int, total: int, expected_at: datetime | None = None) -> bool:
    """Give a sign of life and tell how far it is; whether to go on.

    Not if it was stopped or taken by another, or if the freeze was taken back, which stops it.
    """
    if job.state != "running" or job.worker != worker:
        return False
    if db.session().scalar(select(Publication.state).where(Publication.id == job.publication_id)) == "discarded":
        job.state, job.ended_at, job.expected_at = "stopped", clock.now(), None
        return False
    job.done, job.total, job.expected_at, job.seen_at = done, total, expected_at, clock.now()
    return True


@action("job.leave", of=Job, audited=False)
def leave(actor: Actor, job: Job, worker: str) -> Job:
    """Give a job back unfinished because the worker ends; the next one goes on with it at once."""
    _own(job, worker)
    job.worker, job.seen_at, job.expected_at = "", None, None
    return job


@action("job.finish", of=Job)
def finish(actor: Actor, job: Job, worker: str, file: str, size: int) -> Job:
    """Note that the file is made, under which name it is kept, and how many bytes it has."""
    _own(job, worker)
    job.file, job.size, job.done, job.ended_at, job.expected_at = file, size, job.total, clock.now(), None
    record(size=size, count=job.total)
    return job


@action("job.fail", of=Job)
def fail(actor: Actor, job: Job, worker: str, reason: str) -> Job:
    """Note why it could not be made, for the person who asked."""
    _own(job, worker)
    job.fault, job.ended_at, job.expected_at = reason, clock.now(), None
    record(reason=reason)
    return job


def _own(job: Job, worker: str) -> None:
    if job.worker != worker:
        raise WrongState("这件制作已由另一个进程接手。")
