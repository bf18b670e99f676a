"""A matrix that finds nothing must be able to find something: each check is taken out in turn, and it notices."""
from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import true

from scoring.core import policy
from scoring.core.reach import Reach
from scoring.store import queries
from scoring.web import gate, sessions
from tests.matrix.asking import leaks, read
from tests.matrix.world import World

ASKED = {"unit.sheet", "review.sheet", "evidence.check_file", "public.ranking", "public.card", "accounts.show", "audit.home"}


def wrong(world: World) -> int:
    knocks = read(world, ASKED)
    return len([k for k in knocks if not k.kept]) + len(leaks(knocks))


def test_the_control_with_all_checks_in_place(world: World) -> None:
    assert wrong(world) == 0


def no_roles(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(gate, "PERMITS", {name: replace(p, roles=frozenset("*")) for name, p in policy.PERMITS.items()})


def no_lookup(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(queries, "READ_ACTION", {})
    patch.setattr(queries, "_VISIBLE", dict.fromkeys(queries._VISIBLE, lambda actor: true()))


def no_unit(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(policy, "_own_unit", lambda actor, subject, leaf: policy.YES)
    patch.setitem(queries._VISIBLE, queries.Submission, lambda actor: true())


def no_recusal(patch: pytest.MonkeyPatch) -> None:
    real = queries.actor_of
    patch.setattr(gate, "actor_of", lambda user: replace(real(user), recused=frozenset()))


def no_duty(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(policy, "_on_duty", lambda actor, subject, leaf: policy.YES)
    patch.setitem(queries._VISIBLE, queries.Submission, lambda actor: true())


def no_publication_scope(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(queries._VISIBLE, queries.Publication, lambda actor: true())
    unasked = {kind: action for kind, action in queries.READ_ACTION.items() if kind is not queries.Publication}
    patch.setattr(queries, "READ_ACTION", unasked)


def no_reach(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Reach, "opens", lambda self, unit, place: True)
    patch.setattr(Reach, "ranked", True)


def no_end_of_sessions(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sessions, "_is_over", lambda row, now: False)


@pytest.mark.parametrize("taken_out", [no_roles, no_lookup, no_unit, no_recusal, no_duty, no_publication_scope, no_reach,
                                       no_end_of_sessions])
def test_it_notices_a_check_that_is_gone(world: World, monkeypatch: pytest.MonkeyPatch, taken_out) -> None:
    taken_out(monkeypatch)
    assert wrong(world) > 0
