"""Reading accounts for the security administrator: the list with its search, recusals, who is signed in."""
from __future__ import annotations

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from .. import clock
from ..core.policy import Actor
from .database import db
from .paging import Page, page_of
from .people import LoginSession, OneTimeLink, Recusal, Unit, User, UserRole
from .queries import visible_to

PAGE = 50


def accounts(actor: Actor, words: str = "", role: str = "", state: str = "", page: int = 1) -> Page[User]:
    """Accounts whose account, name or unit contains `words`, by account; state: '', active, stopped, waiting."""
    chosen = visible_to(actor, User).order_by(None).order_by(User.account)
    if words:
        chosen = chosen.where(or_(
            User.account.icontains(words, autoescape=True), User.name.icontains(words, autoescape=True),
            User.unit.has(Unit.name.icontains(words, autoescape=True))))
    if role:
        chosen = chosen.where(User.role_rows.any(UserRole.role == role))
    if state:
        chosen = chosen.where(User.stopped if state == "stopped" else ~User.stopped)
    if state == "waiting":
        chosen = chosen.where(User.password_hash == "")
    return page_of(chosen, page, PAGE, [joinedload(User.unit), selectinload(User.role_rows)])


def recusals(user_id: int) -> list[tuple[int, str, str]]:
    """The units a reviewer keeps away from: key, name, reason."""
    rows = db.session.execute(select(Unit.id, Unit.name, Recusal.reason).join(Recusal, Recusal.unit_id == Unit.id)
                              .where(Recusal.user_id == user_id).order_by(Unit.id))
    return [(key, name, reason) for key, name, reason in rows]


def live_sessions(user_id: int) -> int:
    """How many browsers are signed in with the account (and have not ended)."""
    return db.session.scalar(select(func.count()).select_from(LoginSession).where(
        LoginSession.user_id == user_id, LoginSession.ended_at.is_(None))) or 0


def has_live_link(user_id: int) -> bool:
    """Whether an activation link is still out."""
    return bool(db.session.scalar(select(func.count()).select_from(OneTimeLink).where(
        OneTimeLink.user_id == user_id, OneTimeLink.purpose == "activate", OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > clock.now())))
