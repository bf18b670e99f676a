"""`@action`: opens the one write transaction, loads the subject, asks `may`, applies the move, runs the body,
appends the audit row, commits, and tells the plugins. A refusal is recorded too.

    @action("submission.submit", of=Submission)
    def submit(actor, submission):
        '''Hand the sheet in; it can no longer be edited.'''

is called with the key: `submit(actor, 12)`. Inside a body, `record(...)` adds to the audit row's detail.
"""
from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import clock
from ..core.policy import Actor, Subject, may
from ..core.workflow import MOVES
from ..errors import NotFound, Refused, ScoringError, WrongState
from ..plugins.manager import refusal, tell
from ..store.database import Row, db
from ..store.writing import append_audit, writing


@dataclass(frozen=True)
class Action:
    """An entry of the register: the action's word, what it acts on, its function and its sentence."""

    name: str
    of: type[Row] | None
    run: Callable[..., Any]
    manual: str


REGISTER: dict[str, Action] = {}


Body = Callable[..., Any]


def action(name: str, of: type[Any] | None = None, audited: bool = True) -> Callable[[Body], Body]:
    """Makes a body the function that does `name`. With `of`, the first argument after the actor is a key.

    `audited=False` is for what happens at every request and changes nothing anyone said (a session's last sight).
    """
    def wrap(body: Body) -> Body:
        @functools.wraps(body)
        def run(actor: Actor, *key: int, **inputs: Any) -> Any:
            return _perform(name, of, body, actor, key[0] if key else None, inputs, audited)

        if name in REGISTER:
            raise TypeError(f"two functions do {name}")
        REGISTER[name] = Action(name, of, run, (body.__doc__ or "").strip())
        return run
    return wrap


def record(**detail: Any) -> None:
    """Adds to the detail of the audit row of the running action; values are JSON without floats."""
    db.session().info.setdefault("detail", {}).update(detail)


def record_refused(reason: str) -> None:
    """Marks the running action as refused although what its body writes is kept: a wrong password counts."""
    db.session().info["outcome"] = "refused"
    record(reason=reason)


def _perform(name: str, of: type[Any] | None, body: Callable[..., Any], actor: Actor, key: int | None,
             inputs: dict[str, Any], audited: bool) -> Any:
    kind = of.__tablename__ if of is not None else ""
    if key is not None and not 0 < key < 2**31:  # beyond what the database can look up: surely absent
        key = None
    db.session().info |= {"detail": {}, "outcome": "done"}
    try:
        with writing() as session:
            result = _run(session, name, of, body, actor, key, inputs)
            detail, outcome = session.info.pop("detail", {}), session.info.pop("outcome", "done")
            if audited:
                append_audit(session, actor, name, kind, key if key is not None else _key_of(result), outcome, detail)
    except ScoringError as refusal:
        if refusal.status in (403, 404, 409):
            with writing() as session:
                append_audit(session, actor, name, kind, key, "refused", {"reason": refusal.sentence})
        raise
    if audited and outcome == "done":
        tell(name, kind, key, actor)
    return result


def _run(session: Session, name: str, of: type[Any] | None, body: Callable[..., Any], actor: Actor,
         key: int | None, inputs: dict[str, Any]) -> Any:
    subject = _load(session, of, key) if of is not None else None
    view = subject.policy_view() if subject is not None else None
    demand(actor, name, view, inputs.get("leaf"))
    move = MOVES.get(name)
    if subject is not None and move is not None and move.target:
        subject.state = move.target
    return body(actor, **inputs) if subject is None else body(actor, subject, **inputs)


def demand(actor: Actor, name: str, view: Subject | None, leaf: str | None = None) -> None:
    """Raises the refusal if `actor` may not do `name`: NotFound for what must look absent."""
    decision = may(actor, name, view, clock.now(), leaf)
    if decision.hidden:
        raise NotFound()
    if decision.conflict:
        raise WrongState(decision.reason)
    if not decision:
        raise Refused(decision.reason)
    if sentence := refusal(name, actor):
        raise Refused(sentence)


def _load(session: Session, of: type[Any], key: int | None) -> Any:
    if key is None:
        raise NotFound()
    where = of.__mapper__.primary_key[0] == key
    row = session.scalars(select(of).where(where).with_for_update(of=of)).one_or_none()
    if row is None:
        raise NotFound()
    return row


def _key_of(result: Any) -> int | None:
    found = getattr(result, "id", None)
    return found if isinstance(found, int) else None
