"""How the demonstration's people come about: administrators, staff, units with their clerks and signers."""
from __future__ import annotations

from sqlalchemy import select

from ...actions import importing, managing_accounts, signing_in
from ...actions.managing_accounts import Particulars
from ...core.policy import COMMAND_LINE, ROLES, VISITOR, Actor
from ...core.roster import Line
from ...store.database import db
from ...store.people import Group, Unit, User
from ...store.queries import actor_of
from . import county


def who(account: str) -> Actor:
    """The account as it stands now."""
    return actor_of(db.session.scalars(select(User).where(User.account == account)).one())


def key_of(account: str) -> int:
    """The account's key."""
    return db.session.scalars(select(User.id).where(User.account == account)).one()


def unit_keys() -> dict[str, int]:
    """Unit name → key."""
    return {u.name: u.id for u in db.session.scalars(select(Unit))}


def group_keys() -> dict[str, int]:
    """Group name → key."""
    return {g.name: g.id for g in db.session.scalars(select(Group))}


def settle() -> None:
    """The three administrators by the one-time link, the staff by the security administrator."""
    token = signing_in.invite_administrators(COMMAND_LINE)
    signing_in.set_up(VISITOR, token=token, people=county.ADMINISTRATORS)
    for account, name, role in county.STAFF:
        managing_accounts.create(who("aqgl"), account=account, particulars=Particulars(name, frozenset({role})))


def import_units() -> None:
    """The groups, the units, and a clerk and three signers of each, as the office imports a roster."""
    people = [(group, unit, county.account(unit, post), f"{unit}{title}", ROLES[role], position)
              for group, units in county.GROUPS.items() for unit in units
              for post, (role, title, position) in county.POSITIONS.items()]
    importing.import_units(who("khb"), lines=[Line(row, texts) for row, texts in enumerate(people, 2)])
