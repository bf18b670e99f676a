"""Every route x every method x every actor x own and foreign things: made from url_map, judged by the policy."""
from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from scoring.web.gate import OPEN, action_of
from scoring.web.hardening import FIXED
from tests.matrix.asking import READERS, READING, Knock, ask_all, leaks, routes
from tests.matrix.world import ACTORS, World

# What anyone may call without signing in. A new one is a decision: think, then write it down here.
OPEN_ROUTES = {
    "public.home", "public.ranking", "public.card", "public.download", "public.verify", "public.favicon",
    "public.verify_here", "public.verify_page", "public.verify_program", "public.feed", "public.indicator",
    "public.compare", "public.changes", "public.unit", "public.scorecards",
    "signing_in.sign_in", "signing_in.activate", "signing_in.set_up", "demo.enter",
}
# Addresses whose own things nobody can reach with a plain request, and why.
UNREACHED = {
    "demo.enter": "the site of the matrix is no demonstration",
    "public.favicon": "leads to the static file",
}


@pytest.fixture(scope="module")
def knocks(world: World, folder: Path) -> list[Knock]:
    return ask_all(world, folder)


def test_every_route_names_its_action_or_is_on_the_open_list(world: World) -> None:
    named = {rule.endpoint: action_of(world.app, rule.endpoint) for rule in routes(world)}
    assert [endpoint for endpoint, action in named.items() if action is None] == []
    assert {endpoint for endpoint, action in named.items() if action == OPEN} == OPEN_ROUTES


def test_every_door_opens_to_whom_the_policy_says_and_to_nobody_else(knocks: list[Knock]) -> None:
    print(f"{len(knocks)} requests: {Counter(k.expected for k in knocks)}")  # noqa: T201 - the figure of the matrix
    assert "\n".join(str(k) for k in knocks if not k.kept) == ""


def test_it_asked_of_everything(knocks: list[Knock], world: World) -> None:
    """The control of the matrix: every actor and every route was asked, and each answer was expected somewhere."""
    assert {k.actor for k in knocks} == set(ACTORS)
    assert {k.endpoint for k in knocks} == {rule.endpoint for rule in routes(world)}
    assert {k.expected for k in knocks} == {"302", "401", "403", "404", "in", "refused"}


def test_every_route_lets_somebody_in(knocks: list[Knock]) -> None:
    """The other control: a site that refuses everybody would leak nothing, too."""
    reached = {(k.endpoint, k.method in READING) for k in knocks
               if k.expected == "in" and (k.status == 200 if k.method in READING else k.status not in (403, 405))}
    shut = {(k.endpoint, k.method in READING) for k in knocks} - reached
    assert {endpoint for endpoint, _ in shut} == set(UNREACHED)


def test_no_page_shows_what_its_reader_may_not_read(knocks: list[Knock]) -> None:
    assert "\n".join(leaks(knocks)) == ""


@pytest.mark.parametrize("actor", ["clerk", "rival", "reviewer", "reviewer_recused"])
def test_the_canaries_can_be_seen(knocks: list[Knock], actor: str) -> None:
    seen = {unit for k in knocks if k.actor == actor for unit in k.canaries}
    assert seen == READERS[actor]


def test_every_answer_carries_the_headers(knocks: list[Knock]) -> None:
    lacking = {f"{k.endpoint}: {name}" for k in knocks for name, value in FIXED.items()
               if dict(k.headers).get(name) != value and not (name == "Content-Security-Policy" and _inert(k))}
    assert lacking == set()


def test_what_is_behind_the_door_is_kept_by_no_cache(knocks: list[Knock]) -> None:
    kept = {k.endpoint for k in knocks if k.actor == "office" and k.endpoint != "signing_in.sign_out"
            and dict(k.headers).get("Cache-Control") != "no-store"}
    assert kept == set()


def _inert(knock: Knock) -> bool:
    """Files of strangers are served under a stricter policy: nothing runs."""
    policy = dict(knock.headers).get("Content-Security-Policy", "")
    return "sandbox" in policy and "default-src 'none'" in policy
