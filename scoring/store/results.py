"""Publications: the snapshot file as text, with its hash."""
from __future__ import annotations

import functools
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship

from ..core.canonical import CanonicalError
from ..core.policy import PUBLISHED, Subject
from ..core.published import Published, open_file
from ..core.release import Release
from ..errors import ScoringError
from .assessments import Assessment
from .database import Moment, Row
from .people import User
from .sheets import Submission


class Publication(Row):
    """A frozen snapshot file; readable for its audience from the moment it is published, for ever after."""

    __tablename__ = "publication"
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    edition: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), default="frozen")
    file: Mapped[str] = mapped_column(Text)
    algorithm: Mapped[str] = mapped_column(String(20), default="sha256")
    digest: Mapped[str] = mapped_column(String(64), index=True)
    audience: Mapped[str] = mapped_column(String(20), default="public")     # as the snapshot has it
    top: Mapped[int | None]
    frozen_at: Mapped[datetime] = mapped_column(Moment)
    frozen_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    published_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("publication.id"))
    reason: Mapped[str] = mapped_column(Text, default="")  # why it corrects the one before
    assessment: Mapped[Assessment] = relationship()
    freezer: Mapped[User] = relationship(foreign_keys=[frozen_by])
    publisher: Mapped[User | None] = relationship(foreign_keys=[published_by])
    replaces: Mapped[Publication | None] = relationship(remote_side=[id])
    __table_args__ = (
        UniqueConstraint("assessment_id", "edition"),
        CheckConstraint("state IN ('frozen', 'discarded', 'published', 'superseded')", name="state"),
    )

    @property
    def public(self) -> bool:
        """Whether it is out: those whom it reaches may read it."""
        return self.state in PUBLISHED

    @property
    def opened(self) -> Published:
        """The publication opened for reading."""
        return _opened(self.file)

    @property
    def scope(self) -> str:
        """How far it goes, in a few words."""
        return Release(self.audience, self.top).title

    def policy_view(self) -> Subject:
        """What the policy needs to know; one statement where it tells each unit alone."""
        session = object_session(self)
        told = select(Submission.unit_id).where(Submission.assessment_id == self.assessment_id)
        units = frozenset(session.scalars(told)) if session and self.audience == "unit" else frozenset()
        return Subject("publication", self.state, assessment_id=self.assessment_id, audience=self.audience, units=units)


@functools.lru_cache(maxsize=8)    # one of 500 units takes hundreds of megabytes; lists need outlines alone
def _opened(file: str) -> Published:
    try:
        return open_file(file)
    except CanonicalError as error:  # it was without fault when it was frozen
        raise ScoringError(f"这份结果现在打不开：{error}。可能少了一个插件，请系统管理员到“系统状态”查看。") from None
