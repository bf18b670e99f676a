"""Sign-in sessions kept in a table: they end at sign-out, at a password change, when idle, and after a working day."""
from __future__ import annotations

import contextlib
from datetime import datetime, timedelta

from flask import Flask, current_app, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from flask_wtf import CSRFProtect
from sqlalchemy import select

from .. import clock
from ..core.passwords import expired
from ..errors import Busy
from ..store.access import hashed
from ..store.database import db
from ..store.people import LoginSession, User
from ..store.writing import writing

__all__ = ["SignedIn", "admit", "csrf", "dismiss", "hashed", "prepare", "session_key"]
csrf = CSRFProtect()
TOUCH = timedelta(minutes=1)
WATCHING = ("office.papers_watch",)    # asked by a page left open: no sign that anybody sits before it


class SignedIn(UserMixin):
    """Who is signed in in this browser: the account, the key of its session, whether the password is too old."""

    def __init__(self, user: User, key: str, must_change: bool = False) -> None:
        self.user = user
        self.key = key
        self.must_change = must_change

    def get_id(self) -> str:
        """What the signed cookie holds: the session's key, not the account."""
        return self.key


def prepare(app: Flask) -> None:
    """Flask-Login over the session table, CSRF tokens as old as the session."""
    manager = LoginManager(app)
    manager.session_protection = None  # the key in the table decides, not the address
    manager.user_loader(_load)
    csrf.init_app(app)


def admit(key: str) -> None:
    """Signs this browser in with the key of a new session; what the cookie held before is thrown away."""
    session.clear()
    signed_in = _load(key)
    if signed_in is not None:
        login_user(signed_in)


def dismiss() -> None:
    """Empties this browser's cookie; the session's row is ended by the action."""
    logout_user()
    session.clear()


def session_key() -> str:
    """The key of the present session, or ''."""
    return current_user.key if current_user.is_authenticated else ""


def _load(key: str) -> SignedIn | None:
    now = clock.now()
    row = db.session.scalars(select(LoginSession).where(LoginSession.key_hash == hashed(key))).one_or_none()
    if row is None or row.user.stopped or _is_over(row, now):
        return None
    if now - row.seen_at > TOUCH and request.endpoint not in WATCHING:
        _touch(row.id)
    # Asked of the moment one signed in: a password that grows too old over the day takes nobody's typing away.
    preset = current_app.extensions["scoring"].password_preset
    return SignedIn(row.user, key, expired(row.user.password_at, row.created_at, preset))


def _is_over(row: LoginSession, now: datetime) -> bool:
    """Ended, idle too long or too old; a clock set back does not make a session immortal."""
    limits = current_app.extensions["scoring"]
    idle, whole = timedelta(minutes=limits.session_idle_minutes), timedelta(hours=limits.session_hours)
    return row.ended_at is not None or abs(now - row.seen_at) > idle or abs(now - row.created_at) > whole


def _touch(row_id: int) -> None:
    """Notes that the session is in use; not an action: nothing anyone said changes."""
    with contextlib.suppress(Busy), writing() as session_:
        row = session_.get(LoginSession, row_id)
        if row is not None:
            row.seen_at = clock.now()
