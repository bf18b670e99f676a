"""The registers agree: actions, permits, moves and titles name the same things."""
from __future__ import annotations

from flask import Flask

from scoring import actions
from scoring.actions.acting import REGISTER
from scoring.core.policy import PERMITS
from scoring.core.titles import KINDS, TITLES
from scoring.core.workflow import MOVES
from scoring.store.database import Row

# Permits of pages that only read: they have no function in scoring/actions.
READING = {name for name in PERMITS if name.endswith(".read")}
# Moves of a later issue: their states stand in the table already.
TO_COME = {"submission.appeal", "appeal.decide", "rectification.reply", "rectification.verify", "rectification.close",
           "rectification.reopen"}


actions.every()    # the register is full only when every module is loaded


def test_every_action_has_a_permit_and_every_permit_an_action(app: Flask) -> None:
    assert set(REGISTER) - set(PERMITS) == set()
    assert set(PERMITS) - READING - set(REGISTER) == set()


def test_every_move_is_an_action(app: Flask) -> None:
    assert set(MOVES) - set(REGISTER) == TO_COME


def test_every_action_says_what_it_does(app: Flask) -> None:
    assert [name for name, action in REGISTER.items() if not action.manual] == []


def test_every_permit_has_a_chinese_title() -> None:
    """core/titles.py names actions for the auditor and the docs: add a line for a new permit there."""
    assert set(TITLES) == set(PERMITS)


def test_every_kind_of_thing_acted_on_has_a_chinese_name(app: Flask) -> None:
    acted_on = {action.of.__tablename__ for action in REGISTER.values() if action.of is not None}
    assert acted_on - set(KINDS) == set()
    assert set(KINDS) - {mapper.class_.__tablename__ for mapper in Row.registry.mappers} == set()
