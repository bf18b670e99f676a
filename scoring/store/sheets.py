"""What units and reviewers said: submissions, answers, evidence, sign-offs and rulings."""
from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from datetime import time as day_time
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .. import clock
from ..core.policy import Subject
from .assessments import Assessment, SignStep
from .database import Json, Moment, Row
from .people import Group, Unit, User


def end_of(day: date) -> datetime:
    """The moment a day ends (24:00 in Asia/Shanghai), as aware UTC."""
    return datetime.combine(day + timedelta(1), day_time(0), clock.ZONE).astimezone(UTC)


class Submission(Row):
    """One unit in one assessment: its sheet on the way from draft to final."""

    __tablename__ = "submission"
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("unit_group.id"))
    state: Mapped[str] = mapped_column(String(20), default="draft")
    due_on: Mapped[date | None]                           # an extension granted to this unit
    times_submitted: Mapped[int] = mapped_column(default=0)
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    content_hash: Mapped[str] = mapped_column(String(64), default="")
    receipt_no: Mapped[str] = mapped_column(String(40), default="")
    receipt_head: Mapped[str] = mapped_column(String(64), default="")   # the audit head at submission
    return_reason: Mapped[str] = mapped_column(Text, default="")
    returned_by: Mapped[str] = mapped_column(String(60), default="")
    explanations: Mapped[Any] = mapped_column(Json, nullable=True)   # number of a check that does not hold → why
    version: Mapped[int] = mapped_column(default=1)
    assessment: Mapped[Assessment] = relationship()
    unit: Mapped[Unit] = relationship()
    group: Mapped[Group] = relationship()
    answers: Mapped[list[Answer]] = relationship(order_by="Answer.id", back_populates="submission")
    evidence: Mapped[list[Evidence]] = relationship(order_by="Evidence.id", back_populates="submission")
    rulings: Mapped[list[RulingRow]] = relationship(order_by="RulingRow.id", back_populates="submission")
    sign_offs: Mapped[list[SignOff]] = relationship(order_by="SignOff.id", back_populates="submission")
    figures: Mapped[list[OfficeFigure]] = relationship(order_by="OfficeFigure.id", back_populates="submission",
                                                       cascade="all, delete-orphan")
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        UniqueConstraint("assessment_id", "unit_id"),
        CheckConstraint("state IN ('draft','signing','submitted','reviewing','returned','reviewed','appealed','final')",
                        name="state"),
    )

    @property
    def due_at(self) -> datetime | None:
        """The moment filling in ends; None once the sheet was handed in (a return sets no date)."""
        return None if self.times_submitted else end_of(self.due_on or self.assessment.due_on)

    @property
    def live_sign_offs(self) -> list[SignOff]:
        """The sign-offs of the present round, in the order given."""
        return [s for s in self.sign_offs if s.void_reason is None]

    @property
    def next_step(self) -> SignStep | None:
        """The step that signs next, or None if all have."""
        done = len(self.live_sign_offs)
        return self.assessment.steps[done] if done < len(self.assessment.steps) else None

    def policy_view(self) -> Subject:
        """What the policy needs to know."""
        step = self.next_step if self.state == "signing" else None
        taken: set[int] = set()
        if self.state == "signing" and self.assessment.separate_hands:
            taken = {s.user_id for s in self.live_sign_offs} | {a.saved_by for a in self.answers if a.saved_by}
            taken |= {e.added_by for e in self.evidence if e.removed_at is None}
        return Subject(
            "submission", self.state, self.unit_id, self.group_id, self.assessment_id, self.assessment.state,
            self.due_at, step_position=step.position if step else None, step_taken_by=frozenset(taken))


class Answer(Row):
    """What the unit says of one leaf: facts by field (None: none yet), a note, a not-applicable claim ('' none)."""

    __tablename__ = "answer"
    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    leaf: Mapped[str] = mapped_column(String(60))
    facts: Mapped[Any] = mapped_column(Json, nullable=True)
    note: Mapped[str] = mapped_column(Text, default="")
    claim: Mapped[str] = mapped_column(Text, default="")
    saved_at: Mapped[datetime] = mapped_column(Moment)
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    version: Mapped[int] = mapped_column(default=1)
    submission: Mapped[Submission] = relationship(back_populates="answers")
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("submission_id", "leaf"),)


class OfficeFigure(Row):
    """What the office enters for one unit at one leaf: the fields it fills in, by name. The unit sees it."""

    __tablename__ = "office_figure"
    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    leaf: Mapped[str] = mapped_column(String(60))
    facts: Mapped[Any] = mapped_column(Json)
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    submission: Mapped[Submission] = relationship(back_populates="figures")
    __table_args__ = (UniqueConstraint("submission_id", "leaf"),)


class Evidence(Row):
    """A file or link on one leaf of a sheet. Files lie in the store under their SHA-256."""

    __tablename__ = "evidence"
    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    leaf: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(10))         # file | link
    title: Mapped[str] = mapped_column(String(200))
    url: Mapped[str] = mapped_column(Text, default="")
    sha256: Mapped[str] = mapped_column(String(64), default="", index=True)
    size: Mapped[int] = mapped_column(default=0)
    media_type: Mapped[str] = mapped_column(String(100), default="")
    added_at: Mapped[datetime] = mapped_column(Moment)
    added_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
    submission: Mapped[Submission] = relationship(back_populates="evidence")
    adder: Mapped[User] = relationship()
    checks: Mapped[list[EvidenceCheck]] = relationship(order_by="EvidenceCheck.id", back_populates="evidence")
    __table_args__ = (CheckConstraint("kind IN ('file', 'link')", name="kind"),)

    def policy_view(self) -> Subject:
        """What the policy needs to know: evidence follows its sheet."""
        return self.submission.policy_view()


class EvidenceCheck(Row):
    """A reviewer's finding on one piece of evidence, with a file where there is one."""

    __tablename__ = "evidence_check"
    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), index=True)
    verdict: Mapped[str] = mapped_column(String(10))      # good | doubt | bad
    note: Mapped[str] = mapped_column(Text, default="")
    file_title: Mapped[str] = mapped_column(String(200), default="")
    sha256: Mapped[str] = mapped_column(String(64), default="")
    size: Mapped[int] = mapped_column(default=0)
    media_type: Mapped[str] = mapped_column(String(100), default="")
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    evidence: Mapped[Evidence] = relationship(back_populates="checks")
    checker: Mapped[User] = relationship()
    __table_args__ = (CheckConstraint("verdict IN ('good', 'doubt', 'bad')", name="verdict"),)

    def policy_view(self) -> Subject:
        """What the policy needs to know: a check follows its evidence."""
        return self.evidence.policy_view()


class SignOff(Row):
    """One step signed: by whom, when, over exactly which content and evidence."""

    __tablename__ = "sign_off"
    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    step_title: Mapped[str] = mapped_column(String(60))
    confidential: Mapped[bool] = mapped_column(default=False)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    opinion: Mapped[str] = mapped_column(Text, default="")
    content_hash: Mapped[str] = mapped_column(String(64))
    evidence_hash: Mapped[str] = mapped_column(String(64))
    void_reason: Mapped[str | None] = mapped_column(Text)
    submission: Mapped[Submission] = relationship(back_populates="sign_offs")
    user: Mapped[User] = relationship()


class RulingRow(Row):
    """The reviewer's word on one leaf: kind, corrected facts where there are, reason."""

    __tablename__ = "ruling"
    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    leaf: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(20))
    facts: Mapped[Any] = mapped_column(Json, nullable=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    version: Mapped[int] = mapped_column(default=1)
    submission: Mapped[Submission] = relationship(back_populates="rulings")
    reviewer: Mapped[User] = relationship()
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        UniqueConstraint("submission_id", "leaf"),
        CheckConstraint("kind IN ('confirmed','corrected','not_applicable','applicable')", name="kind"),
    )
