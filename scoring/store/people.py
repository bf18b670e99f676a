"""Groups, units, accounts with their roles, sessions and one-time links."""
from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.policy import Subject
from .database import Moment, Row


class Group(Row):
    """Units that are ranked together."""

    __tablename__ = "unit_group"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)


class Unit(Row):
    """A town, a department: what is assessed."""

    __tablename__ = "unit"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("unit_group.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    group: Mapped[Group] = relationship()
    parent: Mapped[Unit | None] = relationship(remote_side="Unit.id")

    def policy_view(self) -> Subject:
        """What the policy needs to know."""
        return Subject("unit", unit_id=self.id)


class User(Row):
    """An account. `password_hash` is '' until its one-time link was used."""

    __tablename__ = "user_account"
    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    position: Mapped[str] = mapped_column(String(60), default="")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    password_at: Mapped[datetime | None] = mapped_column(Moment)
    stopped: Mapped[bool] = mapped_column(default=False)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit | None] = relationship()
    role_rows: Mapped[list[UserRole]] = relationship(order_by="UserRole.role", cascade="all, delete-orphan")
    __mapper_args__ = {"version_id_col": version}

    @property
    def roles(self) -> frozenset[str]:
        """The codes of the account's roles."""
        return frozenset(r.role for r in self.role_rows)

    def policy_view(self) -> Subject:
        """What the policy needs to know."""
        return Subject("user", state="stopped" if self.stopped else "active", unit_id=self.unit_id, user_id=self.id)


class UserRole(Row):
    """One role of an account."""

    __tablename__ = "user_role"
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)


class OldPassword(Row):
    """The hash of a password used before, so that it is not used again."""

    __tablename__ = "old_password"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(Moment)


class LoginSession(Row):
    """A signed-in browser. Only the hash of its key is kept."""

    __tablename__ = "login_session"
    id: Mapped[int] = mapped_column(primary_key=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    user: Mapped[User] = relationship()


class OneTimeLink(Row):
    """A link that sets a password or sets up the site, once. Only the hash of its token is kept."""

    __tablename__ = "one_time_link"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(20))     # activate | set_up
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    user: Mapped[User | None] = relationship()
    __table_args__ = (CheckConstraint("purpose IN ('activate', 'set_up')", name="purpose"),)


class Recusal(Row):
    """A unit that a reviewer must keep away from (回避)."""

    __tablename__ = "recusal"
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(200), default="")
