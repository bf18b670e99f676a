"""Drafts of rulesets: text that somebody in the office is still writing; it may have any number of faults."""
from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from ..core.policy import Subject
from .assessments import AdoptedRuleset
from .database import Moment, Row
from .people import User


class RulesetDraft(Row):
    """One draft: its name, its text as typed, and who saved it last; `version` counts the saves."""

    __tablename__ = "ruleset_draft"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime] = mapped_column(Moment)
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    version: Mapped[int] = mapped_column(default=1)
    saver: Mapped[User | None] = relationship()
    __mapper_args__ = {"version_id_col": version}

    def policy_view(self) -> Subject:
        """What the policy needs to know."""
        return Subject("ruleset_draft")


def twin_of(session: Session, ruleset_id: str, version: str) -> AdoptedRuleset | None:
    """The adopted ruleset of that id and version, if there is one."""
    return session.scalars(select(AdoptedRuleset).where(
        AdoptedRuleset.ruleset_id == ruleset_id, AdoptedRuleset.ruleset_version == version)).one_or_none()


def latest_of(session: Session, ruleset_id: str) -> AdoptedRuleset | None:
    """The version of that ruleset that was adopted last."""
    return session.scalars(select(AdoptedRuleset).where(AdoptedRuleset.ruleset_id == ruleset_id).order_by(
        AdoptedRuleset.adopted_at.desc(), AdoptedRuleset.id.desc()).limit(1)).one_or_none()
