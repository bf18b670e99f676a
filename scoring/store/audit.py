"""The audit log: one row for everything that was done or refused, each chained to the one before."""
from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from .database import Json, Moment, Row


class AuditRow(Row):
    """Who did (or was refused) what to which thing, when; `hash` covers the content and `previous`."""

    __tablename__ = "audit_row"
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(String(100))
    action: Mapped[str] = mapped_column(String(60), index=True)
    subject_kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int | None]
    outcome: Mapped[str] = mapped_column(String(10))
    detail: Mapped[Any] = mapped_column(Json)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))

    def content(self) -> dict[str, Any]:
        """What the hash covers, apart from the hash before."""
        return {
            "seq": self.seq, "at": self.at.strftime("%Y-%m-%dT%H:%M:%SZ"), "actor_id": self.actor_id,
            "actor_name": self.actor_name, "action": self.action, "subject_kind": self.subject_kind,
            "subject_id": self.subject_id, "outcome": self.outcome, "detail": self.detail,
        }
