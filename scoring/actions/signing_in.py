"""Signing in and out, passwords, one-time links, and the first administrators of a site.

Passwords are compared and hashed before the write transaction opens: argon2 is slow on purpose, and there is
one writer at a time. Inside, the row is asked again, so that no guess beyond the fifth learns anything.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from sqlalchemy import func, select

from .. import clock
from ..core import passwords
from ..core.policy import ADMINISTRATORS, ROLES, VISITOR, Actor
from ..errors import Invalid, NotFound, Refused
from ..store.access import end_sessions, fits, hash_password, hashed, live_link, new_key, new_link
from ..store.database import db
from ..store.people import LoginSession, OldPassword, OneTimeLink, User, UserRole
from ..store.queries import actor_of
from .acting import action, record, record_refused

TRIES, LOCKED_FOR = 5, timedelta(minutes=15)
NO_ENTRY = "账号或密码不对，或者这个账号暂时不能登录。连续输错 5 次会锁定 15 分钟；忘记密码请联系安全管理员。"
DEAD_LINK = "这个链接不能用：可能已经用过、超过 7 天，或者没有复制完整。请联系安全管理员重新发一个。"


@dataclass(frozen=True)
class Proof:
    """An account as it was when a password was compared with it, and whether it fitted."""

    user_id: int | None
    stored: str
    holds: bool


@dataclass(frozen=True)
class Invited:
    """A new or reset account with the token of its one-time link, to be shown once."""

    id: int
    account: str
    name: str
    token: str
    role: str = ""


def prove(account: str, password: str) -> Proof:
    """Compares a password; the same work is done for an account that does not exist."""
    name = passwords.normal(account).strip().lower()
    user = db.session.scalars(select(User).where(User.account == name)).one_or_none() if _storable(name) else None
    return Proof(user.id if user else None, user.password_hash if user else "",
                 fits(user.password_hash if user else "", password))


def enter(account: str, password: str) -> str | None:
    """The key of a new sign-in session, or None: wrong, unknown, stopped and locked are not told apart."""
    proof = prove(account, password)
    found = db.session.get(User, proof.user_id) if proof.holds else None
    key: str | None = sign_in(actor_of(found) if found else VISITOR, proof=proof)
    return key


@action("session.sign_in")
def sign_in(actor: Actor, proof: Proof) -> str | None:
    """Opens a sign-in session, or counts a failure; five failures lock the account, not its running sessions."""
    user = db.session.get(User, proof.user_id) if proof.user_id else None
    if user is None:
        record_refused("没有这个账号")
        return None
    record(account=user.account)
    if not _try(user, proof):
        return None
    if user.stopped:
        record_refused("账号已停用")
        return None
    user.failures, user.locked_until = 0, None
    return _open_session(user)


@action("demo.enter", of=User)
def enter_demo(actor: Actor, user: User) -> str:
    """Opens a session without a password; only on a demonstration site."""
    settings = current_app.extensions["scoring"]
    if not settings.demo or settings.behind_proxy or user.stopped:
        raise NotFound()
    record(account=user.account)
    return _open_session(user)


@action("session.sign_out")
def sign_out(actor: Actor, key: str) -> None:
    """Ends the sign-in session: a copied cookie is dead from now on."""
    row = db.session.scalars(select(LoginSession).where(LoginSession.key_hash == hashed(key))).one_or_none()
    if row is not None and row.ended_at is None:
        row.ended_at = clock.now()


def change_own(actor: Actor, user: User, old: str, new: str, key: str) -> None:
    """Changes the own password and ends the other sessions. Raises Invalid with field old or new."""
    proof = prove(user.account, old)
    if proof.holds and (faults := faults_of(user, new)):
        raise Invalid("".join(faults), field="new")
    if not change_password(actor, user.id, proof=proof, new_hash=hash_password(new) if proof.holds else "", key=key):
        raise Invalid("现在的密码不对，或者错得太多要等 15 分钟。", field="old")


@action("password.change", of=User)
def change_password(actor: Actor, user: User, proof: Proof, new_hash: str, key: str) -> bool:
    """Sets the new password and ends all other sessions of the account; False after a wrong one."""
    if not _try(user, proof):
        return False
    _set_password(user, new_hash)
    end_sessions(db.session(), user.id, keep=key)
    return True


def activate_with(token: str, password: str) -> None:
    """Sets the password of the account a link belongs to. Raises NotFound (link), Invalid (password)."""
    link = read_link("activate", token)
    if link.user is None:
        raise NotFound(DEAD_LINK)
    if faults := faults_of(link.user, password):
        raise Invalid("".join(faults), field="new")
    activate(VISITOR, token=token, new_hash=hash_password(password))


@action("account.activate")
def activate(actor: Actor, token: str, new_hash: str) -> None:
    """Sets a first or reset password with a one-time link, which is used up; ends what was signed in."""
    link = live_link(db.session(), "activate", token)
    if link is None or link.user is None:
        raise NotFound(DEAD_LINK)
    link.used_at = clock.now()
    record(account=link.user.account)
    _set_password(link.user, new_hash)
    end_sessions(db.session(), link.user.id)


@action("site.invite")
def invite_administrators(actor: Actor) -> str:
    """The token of the one-time link at which the three administrators are named; earlier links die."""
    if db.session.scalar(select(func.count()).select_from(User)):
        raise Refused("这个站点已经有账号了，新账号由安全管理员在“账号管理”里建立。")
    return new_link(db.session(), "set_up", None)


@action("site.set_up")
def set_up(actor: Actor, token: str, people: Mapping[str, tuple[str, str]]) -> tuple[Invited, ...]:
    """Makes the three administrators, {role: (account, name)}, each with an activation link."""
    link = live_link(db.session(), "set_up", token)
    if link is None or set(people) != ADMINISTRATORS or db.session.scalar(select(func.count()).select_from(User)):
        raise NotFound(DEAD_LINK)
    link.used_at = clock.now()
    made = []
    for role, title in ROLES.items():
        if role in people:
            account, name = people[role]
            made.append(_new_administrator(role, title, account, name))
    record(accounts=[m.account for m in made])
    return tuple(made)


def read_link(purpose: str, token: str) -> OneTimeLink:
    """The live one-time link of that token; looking at it does not use it. Raises NotFound."""
    link = live_link(db.session(), purpose, token)
    if link is None:
        raise NotFound(DEAD_LINK)
    return link


def faults_of(user: User, password: str) -> tuple[str, ...]:
    """What is wrong with a new password for this account, the last five and the present one included."""
    preset = current_app.extensions["scoring"].password_preset
    own = (user.account, user.name, user.unit.name if user.unit else "")
    faults = passwords.password_faults(password, preset, own)
    if not faults and preset == "dengbao" and _used_before(user, password):
        faults = (f"不能和现在的或最近 {passwords.KEPT} 次用过的密码相同。",)
    return faults


def _storable(text: str) -> bool:
    """Whether a database can look a text up: PostgreSQL takes no NUL, nobody takes half a character."""
    return len(text) <= 60 and text.isprintable()


def _try(user: User, proof: Proof) -> bool:
    """Counts a wrong password; False if it was wrong or the account is locked."""
    now = clock.now()
    if user.locked_until is not None and now < user.locked_until:
        record_refused("账号锁定中")
        return False
    if proof.holds and proof.stored == user.password_hash:
        return True
    user.failures += 1
    record_refused(f"密码不对，连续第 {user.failures} 次")
    if user.failures >= TRIES:
        user.failures, user.locked_until = 0, now + LOCKED_FOR
    return False


def _open_session(user: User) -> str:
    key, now = new_key(), clock.now()
    db.session.add(LoginSession(key_hash=hashed(key), user_id=user.id, created_at=now, seen_at=now))
    return key


def retire_password(user: User) -> None:
    """Puts the present password among the old ones and leaves the account without one."""
    if user.password_hash:
        db.session.add(OldPassword(user_id=user.id, password_hash=user.password_hash, at=clock.now()))
    user.password_hash = ""


def _set_password(user: User, new_hash: str) -> None:
    retire_password(user)
    user.password_hash, user.password_at = new_hash, clock.now()
    user.failures, user.locked_until = 0, None


def _used_before(user: User, password: str) -> bool:
    old = db.session.scalars(select(OldPassword.password_hash).where(OldPassword.user_id == user.id)
                             .order_by(OldPassword.id.desc()).limit(passwords.KEPT))
    return any(fits(stored, password) for stored in (user.password_hash, *old))


def _new_administrator(role: str, title: str, account: str, name: str) -> Invited:
    user = User(account=account, name=name, created_at=clock.now(), role_rows=[UserRole(role=role)])
    db.session.add(user)
    db.session.flush()
    return Invited(user.id, account, name, new_link(db.session(), "activate", user.id), title)
