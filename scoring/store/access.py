"""Secrets of access: password hashes, the keys of sessions and one-time links, of which only hashes are kept."""
from __future__ import annotations

import functools
import hashlib
import secrets
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from .. import clock
from ..core.passwords import LONGEST, normal
from .people import LoginSession, OneTimeLink

LINK_LASTS = timedelta(days=7)
_HASHER = PasswordHasher()  # argon2id, the library's present parameters; each hash names its own


def new_key() -> str:
    """A random key of 256 bits, as text that fits into an address."""
    return secrets.token_urlsafe(32)


def hashed(key: str) -> str:
    """How a session's or link's key is kept. The key is random: a plain hash cannot be guessed backwards."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def hash_password(password: str) -> str:
    """The argon2 hash of a password. Takes tens of milliseconds: call it outside a write transaction."""
    return _HASHER.hash(normal(password))


def fits(stored: str, password: str) -> bool:
    """Whether a password belongs to a stored hash; costs the same when there is none ('')."""
    if len(password) > LONGEST:
        return False
    try:
        return _HASHER.verify(stored or _nobody(), normal(password)) and bool(stored)
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False


@functools.cache
def _nobody() -> str:
    return _HASHER.hash(secrets.token_hex(32))


def new_link(session: Session, purpose: str, user_id: int | None) -> str:
    """The token of a new one-time link (activate, set_up), good for seven days; earlier ones of its kind die.

    Call it inside `writing()` and show the token once: it cannot be read back.
    """
    token, now = new_key(), clock.now()
    session.execute(update(OneTimeLink).where(
        OneTimeLink.purpose == purpose, OneTimeLink.user_id.is_not_distinct_from(user_id),
        OneTimeLink.used_at.is_(None)).values(used_at=now).execution_options(synchronize_session=False))
    session.add(OneTimeLink(token_hash=hashed(token), purpose=purpose, user_id=user_id, expires_at=now + LINK_LASTS))
    return token


def live_link(session: Session, purpose: str, token: str) -> OneTimeLink | None:
    """The link of that token if it can still be used. Reading it does not use it."""
    link = session.scalars(select(OneTimeLink).where(
        OneTimeLink.token_hash == hashed(token), OneTimeLink.purpose == purpose)).one_or_none()
    usable = link is not None and link.used_at is None and link.expires_at > clock.now()
    return link if usable and not (link and link.user and link.user.stopped) else None


def end_sessions(session: Session, user_id: int, keep: str = "") -> None:
    """Ends every sign-in session of an account, except the one with the key `keep`."""
    session.execute(update(LoginSession).where(
        LoginSession.user_id == user_id, LoginSession.ended_at.is_(None), LoginSession.key_hash != hashed(keep),
    ).values(ended_at=clock.now()).execution_options(synchronize_session=False))
