"""Taking over a roster: groups, units and accounts, all or nothing, with a one-time link for each new account."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import clock
from ..core import roster
from ..core.policy import Actor
from ..core.roster import Entry, Line, key
from ..errors import Invalid
from ..store.access import LINK_LASTS, hashed, new_key
from ..store.database import db
from ..store.people import Group, OneTimeLink, Unit, User, UserRole
from ..store.roster import against
from .acting import action, record


@dataclass(frozen=True)
class NewAccount:
    """An account just made, with the token of its one-time link: shown once, kept nowhere."""

    unit: str
    account: str
    name: str
    token: str


@dataclass(frozen=True)
class Imported:
    """What an import made."""

    groups: tuple[str, ...]
    units: tuple[str, ...]
    accounts: tuple[NewAccount, ...]


@action("unit.import")
def import_units(actor: Actor, lines: Sequence[Line]) -> Imported:
    """Take a roster over: new groups, new units, and every account with an activation link."""
    session = db.session()
    entries, faults = roster.read(lines)
    faults += against(session, entries)
    if faults:
        raise Invalid(f"名册有 {len(faults)} 处要改，一行也没有导入。",
                      problems=[f"{f.where}：{f.sentence}" for f in faults[:200]])
    groups, new_groups = _groups(session, entries)
    units, new_units = _units(session, entries, groups)
    placed = _parents(entries, units)
    accounts = _accounts(session, entries, units)
    record(groups=list(new_groups), units=list(new_units), accounts=[a.account for a in accounts], parents=placed)
    return Imported(new_groups, new_units, accounts)


def _groups(session: Session, entries: Sequence[Entry]) -> tuple[dict[str, Group], tuple[str, ...]]:
    known = {key(g.name): g for g in session.scalars(select(Group))}
    new = {key(e.group): Group(name=e.group) for e in reversed(entries) if key(e.group) not in known}
    made = [new[k] for k in dict.fromkeys(key(e.group) for e in entries) if k in new]
    session.add_all(made)
    session.flush()
    return known | new, tuple(g.name for g in made)


def _units(session: Session, entries: Sequence[Entry],
           groups: dict[str, Group]) -> tuple[dict[str, Unit], tuple[str, ...]]:
    known = {key(u.name): u for u in session.scalars(select(Unit))}
    new: dict[str, Unit] = {}
    for e in entries:
        if key(e.unit) not in known:
            new.setdefault(key(e.unit), Unit(name=e.unit, group_id=groups[key(e.group)].id))
    session.add_all(new.values())
    session.flush()
    return known | new, tuple(u.name for u in new.values())


def _parents(entries: Sequence[Entry], units: dict[str, Unit]) -> list[str]:
    """Puts units under those above them; what was done, in words."""
    done = []
    for unit, parent in {key(e.unit): key(e.parent) for e in entries if e.parent}.items():
        if units[unit].parent_id != units[parent].id:
            units[unit].parent_id = units[parent].id
            done.append(f"{units[unit].name}（{units[parent].name}）")
    return done


@action("unit.place", of=Unit)
def place_unit(actor: Actor, unit: Unit, parent: int | None) -> Unit:
    """Put a unit under another one, or under none. What is frozen or published keeps what it says."""
    session = db.session()
    there = {u.id: u for u in session.scalars(select(Unit))}
    if parent is not None and parent not in there:
        raise Invalid("没有这个单位，请刷新页面后再选。", problems={"parent": "请从列表中选一项"})
    above = {str(u.id): str(u.parent_id or "") for u in there.values()} | {str(unit.id): str(parent or "")}
    way = roster.cycle(above, str(unit.id))
    if way:
        said = f"上级单位绕成了一圈：{' → '.join(there[int(k)].name for k in way)}"
        raise Invalid(f"{said}。", problems={"parent": said})
    before = there[unit.parent_id].name if unit.parent_id else ""
    unit.parent_id = parent
    record(unit=unit.name, parent={"before": before, "after": there[parent].name if parent is not None else ""})
    return unit


def _accounts(session: Session, entries: Sequence[Entry], units: dict[str, Unit]) -> tuple[NewAccount, ...]:
    now = clock.now()
    users = [User(account=e.account, name=e.name, unit_id=units[key(e.unit)].id, position=e.position, created_at=now,
                  role_rows=[UserRole(role=r) for r in sorted(e.roles)]) for e in entries]
    session.add_all(users)
    session.flush()
    made = [NewAccount(units[key(e.unit)].name, e.account, e.name, new_key()) for e in entries]
    session.add_all(OneTimeLink(token_hash=hashed(account.token), purpose="activate", user_id=user.id,
                                expires_at=now + LINK_LASTS) for account, user in zip(made, users, strict=True))
    return tuple(made)
