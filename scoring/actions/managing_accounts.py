"""Accounts: making them, changing their roles, stopping and resuming, new links, and recusals of reviewers."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from .. import clock
from ..core.accounts import read_account, read_words, role_faults
from ..core.policy import COMMAND_LINE, ROLES, UNIT_ROLES, Actor
from ..errors import Invalid, NotFound, Refused, Stale
from ..store.access import end_sessions, new_link
from ..store.database import db
from ..store.people import Recusal, Unit, User, UserRole
from .acting import action, record
from .signing_in import Invited, retire_password


@dataclass(frozen=True)
class Particulars:
    """What an account's form says: read and checked by `checked`."""

    name: str
    roles: frozenset[str]
    unit_id: int | None = None
    position: str = ""


@action("user.create")
def create(actor: Actor, account: str, particulars: Particulars) -> Invited:
    """Makes an account; its owner sets the password with the one-time link."""
    name, wanted = _field("account", read_account, account), _checked(particulars)
    if db.session.scalars(select(User.id).where(User.account == name)).one_or_none() is not None:
        raise Invalid(f"账号“{name}”已经有了，请换一个。", field="account")
    user = User(account=name, name=wanted.name, unit_id=wanted.unit_id, position=wanted.position,
                created_at=clock.now(), role_rows=[UserRole(role=r) for r in sorted(wanted.roles)])
    db.session.add(user)
    db.session.flush()
    record(account=name, name=wanted.name, roles=sorted(wanted.roles), unit=_unit_name(wanted.unit_id))
    return Invited(user.id, name, wanted.name, new_link(db.session(), "activate", user.id))


@action("user.edit", of=User)
def edit(actor: Actor, user: User, particulars: Particulars, version: int) -> None:
    """Changes name, roles, unit and position; another role or unit ends the account's sessions."""
    wanted = _checked(particulars)
    if user.version != version:
        raise Stale("刚才有人改过这个账号。下面是现在的内容，请核对后再改。")
    if user.id == actor.id and wanted.roles != user.roles:
        raise Refused("不能改自己的角色，请由另一位安全管理员办理。")
    changes = {label: {"before": old, "after": new} for label, old, new in (
        ("name", user.name, wanted.name), ("position", user.position, wanted.position),
        ("roles", sorted(user.roles), sorted(wanted.roles)),
        ("unit", _unit_name(user.unit_id), _unit_name(wanted.unit_id))) if old != new}
    record(account=user.account, **changes)
    user.name, user.position, user.unit_id = wanted.name, wanted.position, wanted.unit_id
    if "roles" in changes:
        kept = {r.role: r for r in user.role_rows}
        user.role_rows = [kept.get(r) or UserRole(role=r) for r in sorted(wanted.roles)]
    if changes.keys() & {"roles", "unit"}:
        end_sessions(db.session(), user.id)


@action("user.stop", of=User)
def stop(actor: Actor, user: User) -> None:
    """Stops an account: it cannot sign in, and what is signed in ends now."""
    if user.id == actor.id:
        raise Refused("不能停用自己的账号，请由另一位安全管理员办理。")
    record(account=user.account)
    user.stopped = True
    end_sessions(db.session(), user.id)


@action("user.resume", of=User)
def resume(actor: Actor, user: User) -> None:
    """Lets a stopped account sign in again, and lifts a lock."""
    record(account=user.account)
    user.stopped, user.failures, user.locked_until = False, 0, None


@action("user.reset", of=User)
def reset(actor: Actor, user: User) -> Invited:
    """Gives out a new one-time link; the old password stops working and sessions end."""
    if user.stopped:
        raise Refused("这个账号已停用，请先恢复使用，再重发链接。")
    record(account=user.account)
    retire_password(user)
    user.failures, user.locked_until = 0, None
    end_sessions(db.session(), user.id)
    titles = "、".join(ROLES[r] for r in ROLES if r in user.roles)
    return Invited(user.id, user.account, user.name, new_link(db.session(), "activate", user.id), titles)


@action("user.recuse", of=User)
def recuse(actor: Actor, user: User, unit_id: int, reason: str) -> None:
    """Keeps a reviewer away from a unit, from the next request on."""
    if "reviewer" not in user.roles:
        raise Refused("回避只对复核员设置。")
    why = _field("reason", lambda text: read_words(text, "回避原因", longest=200), reason)
    unit = db.session.get(Unit, unit_id)
    if unit is None:
        raise Invalid("请从列表里选单位。", field="unit")
    if db.session.get(Recusal, (user.id, unit_id)) is not None:
        raise Invalid(f"已经设过回避{unit.name}。", field="unit")
    record(account=user.account, unit=unit.name, why=why)
    db.session.add(Recusal(user_id=user.id, unit_id=unit_id, reason=why))


@action("user.unrecuse", of=User)
def unrecuse(actor: Actor, user: User, unit_id: int) -> None:
    """Ends a recusal."""
    row = db.session.get(Recusal, (user.id, unit_id)) if 0 < unit_id < 2**31 else None
    if row is None:
        raise NotFound()
    record(account=user.account, unit=_unit_name(unit_id), why=row.reason)
    db.session.delete(row)


def reset_from_command_line(account: str) -> Invited:
    """A new one-time link for whoever runs the server, e.g. when nobody knows the security administrator's password."""
    user = db.session.scalars(select(User).where(User.account == account)).one_or_none()
    if user is None:
        raise NotFound(f"没有“{account}”这个账号。")
    invited: Invited = reset(COMMAND_LINE, user.id)
    return invited


def _checked(wanted: Particulars) -> Particulars:
    """The particulars as they are stored. Raises Invalid with the field."""
    name = _field("name", lambda text: read_words(text, "姓名"), wanted.name)
    position = _field("position", lambda text: read_words(text, "职务", required=False), wanted.position)
    if wanted.unit_id is not None and not _unit_name(wanted.unit_id):
        raise Invalid("请从列表里选单位。", field="unit")
    if faults := role_faults(wanted.roles, wanted.unit_id):
        needs_unit = wanted.unit_id is None and bool(wanted.roles & UNIT_ROLES) and len(faults) == 1
        raise Invalid("".join(faults), field="unit" if needs_unit else "roles")
    return Particulars(name, frozenset(wanted.roles), wanted.unit_id, position)


def _field(name: str, reader: Callable[[str], str], text: str) -> str:
    try:
        return reader(text)
    except Invalid as refusal:
        raise Invalid(refusal.sentence, field=name) from None


def _unit_name(unit_id: int | None) -> str:
    unit = db.session.get(Unit, unit_id) if unit_id is not None and 0 < unit_id < 2**31 else None
    return unit.name if unit else ""
