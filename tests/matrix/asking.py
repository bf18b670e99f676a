"""Knocks at every door: every route and method, every actor, every value of every argument; and what should come."""
from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from itsdangerous import URLSafeTimedSerializer
from werkzeug.routing import Rule

from scoring import clock
from scoring.actions.acting import REGISTER
from scoring.core.policy import PERMITS, VISITOR, Actor, may
from scoring.store.assessments import Assessment
from scoring.store.database import db
from scoring.store.queries import READ_ACTION
from scoring.store.results import Publication
from scoring.web.gate import OPEN, action_of
from tests.matrix.world import ACTORS, BODIES, CANARY, HOW_TO_ADD, KINDS, OUTSIDE, World

GONE = ("absent", "huge")
READING = ("GET", "FETCH")

READERS = {  # whose canary may stand on whose pages
    "clerk": {"甲乡"}, "signer": {"甲乡"}, "rival": {"乙乡"}, "reviewer": {"甲乡", "乙乡"}, "reviewer_idle": set(),
    "reviewer_recused": {"乙乡"}, "reviewer_basics": {"甲乡", "乙乡"}, "office": {"甲乡", "乙乡", "丙局"},
}


@dataclass(frozen=True)
class Knock:
    """One request, what should come of it ('in': anything but 401, 404 and a crash; 'refused': a no of any kind), and
    what came. The method FETCH is a GET of our own scripts, which want JSON."""

    endpoint: str
    method: str
    actor: str
    labels: tuple[tuple[str, str], ...]
    expected: str
    status: int
    headers: tuple[tuple[str, str], ...]
    canaries: tuple[str, ...]      # units whose canary stood on the page

    @property
    def kept(self) -> bool:
        """Whether it came as it should."""
        if self.expected == "in":
            return self.status < 500 and self.status not in (401, 404)
        if self.expected == "refused":
            return 300 <= self.status < 500
        return self.status == int(self.expected)

    def __str__(self) -> str:
        what = " ".join(f"{name}={label}" for name, label in self.labels)
        return f"{self.method} {self.endpoint} [{what}] as {self.actor}: {self.status}, expected {self.expected}"


def leaks(knocks: list[Knock]) -> list[str]:
    """Pages that show the canary of a unit whose sheet their reader may not read."""
    return [f"{k} shows {unit}" for k in knocks for unit in sorted(set(k.canaries) - READERS.get(k.actor, set()))]


def routes(world: World) -> list[Rule]:
    """Every route but the static files."""
    return [rule for rule in world.app.url_map.iter_rules() if not rule.endpoint.endswith("static")]


def _methods(rule: Rule) -> list[str]:
    methods = set(rule.methods or ()) - {"HEAD", "OPTIONS"}
    return sorted(methods | ({"FETCH"} if "GET" in methods else set()))


def values_of(world: World, rule: Rule, argument: str) -> dict[str, Any]:
    """What an argument may stand for in a route."""
    for name in (f"{rule.rule}:{argument}", f"{rule.endpoint}:{argument}", argument):
        if name in world.values:
            return world.values[name]
    raise AssertionError(HOW_TO_ADD.format(argument=argument, endpoint=rule.endpoint))


def fillings(world: World, rule: Rule) -> Iterator[dict[str, str]]:
    """All own; then one argument after the other something else."""
    own = dict.fromkeys(sorted(rule.arguments), "own")
    yield own
    for argument in own:
        yield from ({**own, argument: label} for label in values_of(world, rule, argument) if label != "own")


def ask_all(world: World, folder: Path) -> list[Knock]:
    """Every knock on a site that is put back after each request that may have changed it. Reading goes first.

    What our scripts ask for goes the way of a plain GET and is refused in another form alone: their own things will do.
    """
    asked = [(rule, method, actor, labels) for rule in routes(world) for method in _methods(rule)
             for actor in ACTORS for labels in fillings(world, rule)
             if method != "FETCH" or set(labels.values()) <= {"own"}]
    asked.sort(key=lambda one: one[1] not in READING)
    with world.app.app_context():
        db.engine.dispose()
    kept = folder / "kept.db"
    shutil.copyfile(folder / "scoring.db", kept)
    knocks = []
    for rule, method, actor, labels in asked:
        knocks.append(_knock(world, rule, method, actor, labels))
        if method not in READING and knocks[-1].status < 400:
            _put_back(world, kept, folder / "scoring.db")
    return knocks


def read(world: World, endpoints: set[str]) -> list[Knock]:
    """The knocks that only read, on some routes."""
    return [_knock(world, rule, "GET", actor, labels) for rule in routes(world) if rule.endpoint in endpoints
            for actor in ACTORS for labels in fillings(world, rule)]


def _knock(world: World, rule: Rule, method: str, actor: str, labels: dict[str, str]) -> Knock:
    browser = world.app.test_client()
    browser.set_cookie("scoring", world.cookies[actor])
    token = URLSafeTimedSerializer(world.app.config["SECRET_KEY"], salt="wtf-csrf-token").dumps("t" * 40)
    filled = {argument: values_of(world, rule, argument)[label] for argument, label in labels.items()}
    with world.app.test_request_context():
        address = world.app.url_for(rule.endpoint, **filled)
    headers = {"X-CSRFToken": token} | ({"X-Requested-With": "fetch"} if method == "FETCH" else {})
    body = BODIES.get(rule.endpoint) if method not in READING else None
    wanted = expected(world, rule, method, actor, labels)     # of the site as it stands before
    answer = browser.open(address, method="GET" if method == "FETCH" else method, headers=headers, data=body)
    text = answer.get_data(as_text=True) if answer.mimetype in ("text/html", "application/json") else ""
    answer.close()
    return Knock(rule.endpoint, method, actor, tuple(labels.items()), wanted, answer.status_code,
                 tuple(answer.headers.items()),
                 tuple(unit for unit in ("甲乡", "乙乡", "丙局") if CANARY + unit in text))


def expected(world: World, rule: Rule, method: str, actor: str, labels: dict[str, str]) -> str:
    """What the policy wants: '302' or '401' outside, '403' without the role, '404' for what must look absent, 'in'."""
    action = action_of(world.app, rule.endpoint)
    who = world.actors[actor]
    if action is None:
        return "403"
    if action != OPEN:
        if actor in OUTSIDE:
            return "302" if method == "GET" else "401"
        permit = PERMITS[action]
        if "*" not in permit.roles and not who.roles & permit.roles:
            return "403"
    if rule.endpoint == "demo.enter":  # this site is no demonstration
        return "404"
    gone = {argument for argument, label in labels.items() if label in GONE}
    if gone:
        return "404" if method in READING or gone & set(KINDS) else "refused"
    with world.app.app_context():
        hidden = any(_hidden(world, rule, actor, action, argument, labels) for argument in labels if argument in KINDS)
    return "404" if hidden else "in"


def _hidden(world: World, rule: Rule, actor: str, action: str, argument: str, labels: dict[str, str]) -> bool:
    kind, who = KINDS[argument], world.actors[actor]
    row = db.session.get(kind, values_of(world, rule, argument)[labels[argument]])
    assert row is not None, f"{argument} {labels[argument]} does not exist: the test would prove nothing"
    if kind is Publication and action == OPEN:
        return _unread(rule, actor, VISITOR if actor in OUTSIDE else who, labels["publication"], row)
    if not hasattr(row, "policy_view"):
        return False
    reading = READ_ACTION.get(kind)
    view, now = row.policy_view(), clock.now()
    if reading and not may(who, reading, view, now):
        return True
    leaf = values_of(world, rule, "leaf")[labels["leaf"]] if "leaf" in labels else getattr(row, "leaf", None)
    if action in REGISTER and REGISTER[action].of is kind:
        return may(who, action, view, now, leaf).hidden
    # One leaf across all units: only for whom it is on duty.
    return kind is Assessment and leaf is not None and bool(who.duties) and all(d.leaves and leaf not in d.leaves for d in who.duties)


ON_DUTY = {"reviewer", "reviewer_basics", "reviewer_recused"}
TOLD = {  # who, beside the office, may open what of a publication that tells each unit alone; the unit asked for is 甲乡
    "/results/<int:publication>/units/<int:unit>": {"clerk", "signer", *ON_DUTY} - {"reviewer_recused"},
    "/results/<int:publication>/files/<name>/<int:of>": {"clerk", "signer", *ON_DUTY} - {"reviewer_recused"},
    "/results/<int:publication>/files/<name>": ON_DUTY - {"reviewer_recused"},
}


def _unread(rule: Rule, actor: str, who: Actor, label: str, row: Publication) -> bool:
    """Whether a page of a publication must look absent to somebody."""
    if not row.public or not may(who, "publication.read", row.policy_view(), clock.now()):
        return True
    return label == "told" and actor != "office" and actor not in TOLD.get(rule.rule, ON_DUTY)


def _put_back(world: World, kept: Path, database: Path) -> None:
    with world.app.app_context():
        db.engine.dispose()
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(kept, database)
