"""Jobs: work that takes longer than a page may, such as all scorecards of a publication; any workers share them."""
from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.policy import Subject
from .database import Moment, Row
from .people import User
from .results import Publication


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
        return Subject("job", self.state, assessment_id=self.publication.assessment_id)
