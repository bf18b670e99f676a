"""Jobs: work that takes longer than a page may, such as all scorecards of a publication; any workers share them."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    String,
    Text,
    and_,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from ..core.policy import Subject
from .database import Moment, Row
from .people import Group, User
from .results import Publication
from .sheets import Submission

FORMS = ("zip", "booklet")
PATIENCE = timedelta(seconds=60)    # a worker that was not seen for so long is gone
AT_HAND = ("waiting", "running")    # states that still end by themselves
MOST_SHOWN = 200


class Job(Row):
    """Making all scorecards of a publication, or of one of its groups, into one file."""

    __tablename__ = "job"
    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), index=True)
    form: Mapped[str] = mapped_column(String(20))                   # zip | booklet
    group_name: Mapped[str] = mapped_column(Text, default="")       # '' every group
    state: Mapped[str] = mapped_column(String(20), default="waiting", index=True)
    done: Mapped[int] = mapped_column(default=0)                    # scorecards made so far
    total: Mapped[int] = mapped_column(default=0)
    asked_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime | None] = mapped_column(Moment)        # when its worker last gave a sign of life
    expected_at: Mapped[datetime | None] = mapped_column(Moment)    # when its worker will be done, by its pace so far
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    worker: Mapped[str] = mapped_column(String(40), default="")
    fault: Mapped[str] = mapped_column(Text, default="")            # why it failed, for the person who asked
    file: Mapped[str] = mapped_column(String(64), default="")       # the name of what it made, once it is done
    size: Mapped[int] = mapped_column(BigInteger, default=0)        # bytes
    publication: Mapped[Publication] = relationship()
    asker: Mapped[User] = relationship()
    __table_args__ = (
        CheckConstraint("form IN ('zip', 'booklet')", name="form"),
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed', 'stopped')", name="state"),
    )

    def policy_view(self) -> Subject:
        """What the policy needs to know."""
        return Subject("job", self.state)


def takable(now: datetime) -> ColumnElement[bool]:
    """Whether a worker may take a job: it waits, or its worker is gone."""
    return or_(Job.state == "waiting", and_(Job.state == "running", Job.seen_at < now - PATIENCE))


def any_takable(session: Session, now: datetime) -> bool:
    """Whether there is work; a plain look that takes no lock."""
    return session.scalar(select(Job.id).where(takable(now)).limit(1)) is not None


def newest_of(session: Session, publication_id: int) -> dict[tuple[str, str], Job]:
    """(form, group) → the newest job of it; one statement."""
    newest = select(func.max(Job.id)).where(Job.publication_id == publication_id).group_by(Job.form, Job.group_name)
    rows = session.scalars(select(Job).where(Job.id.in_(newest)).order_by(Job.id).limit(MOST_SHOWN))
    return {(row.form, row.group_name): row for row in rows}


def for_everyone(session: Session, publication_id: int) -> Job | None:
    """The newest ZIP of all scorecards, if it is done and everyone may read every scorecard; one statement."""
    return session.scalars(select(Job).join(Publication, Publication.id == Job.publication_id).where(
        Job.publication_id == publication_id, Job.form == "zip", Job.group_name == "", Job.state == "done",
        Publication.state.in_(["published", "superseded"]), Publication.audience == "public", Publication.top.is_(None),
    ).order_by(Job.id.desc()).limit(1)).one_or_none()


@dataclass(frozen=True)
class Queue:
    """The jobs that are not over, by key, and whether a worker is at one of them now."""

    keys: tuple[int, ...]
    worked_on: bool

    def before(self, key: int) -> int:
        """How many come before that one."""
        return sum(other < key for other in self.keys)


def queue(session: Session, now: datetime) -> Queue:
    """The queue as it stands; one statement."""
    rows = session.execute(select(Job.id, Job.seen_at).where(Job.state.in_(AT_HAND)).order_by(Job.id).limit(
        MOST_SHOWN)).all()
    return Queue(tuple(key for key, _ in rows), any(seen is not None and seen >= now - PATIENCE for _, seen in rows))


def groups_of(session: Session, assessment_id: int) -> list[str]:
    """The names of the groups that take part in an assessment."""
    return list(session.scalars(select(Group.name).join(Submission, Submission.group_id == Group.id).where(
        Submission.assessment_id == assessment_id).group_by(Group.id, Group.name).order_by(Group.id)))
