"""Adopted rulesets, assessments with their sign-off steps, and who reviews what."""
from __future__ import annotations

import functools
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core import canonical
from ..core.building import build_ruleset
from ..core.policy import Subject
from ..core.release import Release
from ..core.ruleset import Ruleset
from ..core.score import Frame
from ..core.vocabulary import in_use
from ..core.workdays import Workdays
from ..errors import ScoringError
from .database import Json, Moment, Row
from .people import Group, User


class AdoptedRuleset(Row):
    """A version of a ruleset as adopted: its text and its plain tree; never changed."""

    __tablename__ = "adopted_ruleset"
    id: Mapped[int] = mapped_column(primary_key=True)
    ruleset_id: Mapped[str] = mapped_column(String(60))
    ruleset_version: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    yaml: Mapped[str] = mapped_column(Text)
    tree: Mapped[str] = mapped_column(Text)               # canonical JSON
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    adopted_at: Mapped[datetime] = mapped_column(Moment)
    __table_args__ = (UniqueConstraint("ruleset_id", "ruleset_version"),)

    @property
    def ruleset(self) -> Ruleset:
        """The ruleset itself."""
        return _parsed(self.tree)

    def policy_view(self) -> Subject:
        """What the policy needs to know."""
        return Subject("ruleset")


@functools.lru_cache(maxsize=64)
def _parsed(tree: str) -> Ruleset:
    ruleset, problems = build_ruleset(canonical.decode(tree), in_use())
    if ruleset is None:  # it was without fault when it was adopted
        raise ScoringError(f"这份评分规则现在读不出来：{problems[0].sentence}。"
                           "可能少了一个插件，请系统管理员到“系统状态”查看。")
    return ruleset


class Assessment(Row):
    """One round: a ruleset version, a period, dates, groups and units, the unit's sign-off steps."""

    __tablename__ = "assessment"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(120), unique=True)
    adopted_id: Mapped[int] = mapped_column(ForeignKey("adopted_ruleset.id"))
    period_from: Mapped[date]
    period_to: Mapped[date]
    as_of: Mapped[date]
    due_on: Mapped[date]                                   # lasts until 24:00
    review_due_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(20), default="draft")
    separate_hands: Mapped[bool] = mapped_column(default=True)  # each step signed by somebody else
    calendar: Mapped[Any] = mapped_column(Json)            # ISO day → off | work
    note: Mapped[str] = mapped_column(Text, default="")
    correcting: Mapped[str] = mapped_column(Text, default="")  # why a published result is being corrected; '' it is not
    seed: Mapped[str] = mapped_column(String(64), default="")  # of the draws, once they are made
    drawn_at: Mapped[datetime | None] = mapped_column(Moment)
    audience: Mapped[str] = mapped_column(String(20), default="public")     # how far its result goes: core/release.py
    top: Mapped[int | None]
    document: Mapped[str] = mapped_column(Text, default="")    # what authorises the publication
    frozen_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))    # who may not publish it
    created_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=1)
    adopted: Mapped[AdoptedRuleset] = relationship()
    steps: Mapped[list[SignStep]] = relationship(order_by="SignStep.position_no", cascade="all, delete-orphan")
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (CheckConstraint(
        "state IN ('draft','open','reviewing','frozen','published','closed')", name="state"),)

    @property
    def ruleset(self) -> Ruleset:
        """The ruleset this assessment uses."""
        return self.adopted.ruleset

    @property
    def frame(self) -> Frame:
        """The day, calendar and draws that scoring looks from; final once the assessment is frozen."""
        return Frame(self.as_of, Workdays(self.calendar or {}), self.seed,
                     self.state in ("frozen", "published", "closed"), (self.period_from, self.period_to))

    @property
    def release(self) -> Release:
        """How far its result goes, as the next edition will have it."""
        return Release(self.audience, self.top, self.document)

    def policy_view(self) -> Subject:
        """What the policy needs to know."""
        return Subject("assessment", self.state, assessment_id=self.id, assessment_state=self.state,
                       frozen_by=self.frozen_by)


class SignStep(Row):
    """One step of the units' sign-off; the last is the confidentiality review."""

    __tablename__ = "sign_step"
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    position_no: Mapped[int]
    title: Mapped[str] = mapped_column(String(60))
    position: Mapped[str] = mapped_column(String(60), default="")   # who signs; '' any signer of the unit
    confidential: Mapped[bool] = mapped_column(default=False)


class ReviewDuty(Row):
    """What a reviewer reviews: a group or all, an indicator (with all below it) or all."""

    __tablename__ = "review_duty"
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("unit_group.id"))
    indicator: Mapped[str] = mapped_column(String(60), default="")  # '' all
    user: Mapped[User] = relationship()
    group: Mapped[Group | None] = relationship()
    assessment: Mapped[Assessment] = relationship()
