"""Sign-in sessions kept in a table: they end at sign-out, at a password change, when idle, and after a working day."""
from __future__ import annotations

import hashlib
from datetime import timedelta

from flask import Flask, current_app
from flask_login import LoginManager, UserMixin
from flask_wtf import CSRFProtect
from sqlalchemy import select

from .. import clock
from ..store.database import db
from ..store.people import LoginSession, User
from ..store.writing import writing

csrf = CSRFProtect()
TOUCH = timedelta(minutes=1)


class SignedIn(UserMixin):
    """Who is signed in in this browser: the account and the key of its session."""

    def __init__(self, user: User, key: str) -> None:
        self.user = user
        self.key = key

    def get_id(self) -> str:
        """What the signed cookie holds: the session's key, not the account."""
        return self.key


def hashed(key: str) -> str:
    """How a session's or link's key is kept."""
    return hashlib.sha256(key.encode()).hexdigest()


def prepare(app: Flask) -> None:
    """Flask-Login over the session table, CSRF tokens as old as the session."""
    manager = LoginManager(app)
    manager.session_protection = None  # the key in the table decides, not the address
    manager.user_loader(_load)
    csrf.init_app(app)


def _load(key: str) -> SignedIn | None:
    now = clock.now()
    row = db.session.scalars(select(LoginSession).where(LoginSession.key_hash == hashed(key))).one_or_none()
    if row is None or row.ended_at is not None or row.user.stopped:
        return None
    limits = current_app.extensions["scoring"]
    idle = timedelta(minutes=limits.session_idle_minutes)
    old = now - row.created_at > timedelta(hours=limits.session_hours)
    if old or abs(now - row.seen_at) > idle:  # a clock set back does not make a session immortal
        return None
    if now - row.seen_at > TOUCH:
        _touch(row.id)
    return SignedIn(row.user, key)


def _touch(row_id: int) -> None:
    """Notes that the session is in use; not an action: nothing anyone said changes."""
    with writing() as session:
        row = session.get(LoginSession, row_id)
        if row is not None:
            row.seen_at = clock.now()
