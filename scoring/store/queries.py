"""Reading: what an actor may see as SQL, and the one thing it asked for or a 404.

`visible_to` and `policy.may` must agree for every actor and row; a test holds them together.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import selectinload

from .. import clock
from ..core.policy import PUBLISHED, REVIEWABLE, Actor, Duty, may
from ..core.reach import Reader
from ..errors import NotFound
from .assessments import AdoptedRuleset, Assessment, ReviewDuty
from .database import Row, db
from .drafts import RulesetDraft
from .jobs import Job
from .people import Recusal, Unit, User
from .results import Publication
from .sheets import Evidence, EvidenceCheck, Submission

T = TypeVar("T", bound=Row)
MOST = 2000  # rows a list shows at once; lists that may be longer are paged


def actor_of(user: User) -> Actor:
    """The account as the policy sees it: roles, unit, duties with their leaves, recusals."""
    duties: tuple[Duty, ...] = ()
    recused: frozenset[int] = frozenset()
    if "reviewer" in user.roles:
        rows = db.session.scalars(
            select(ReviewDuty).where(ReviewDuty.user_id == user.id).order_by(ReviewDuty.id)
            .options(selectinload(ReviewDuty.assessment).selectinload(Assessment.adopted)))
        duties = tuple(Duty(d.assessment_id, d.group_id, leaves_of(d)) for d in rows)
        recused = frozenset(db.session.scalars(select(Recusal.unit_id).where(Recusal.user_id == user.id)))
    return Actor(user.id, user.name, user.roles, user.unit_id, user.position, duties, recused)


def reader_of(actor: Actor) -> Reader:
    """The actor as a reader of publications: the names of its unit and of units that a reviewer keeps away from."""
    unit = db.session.get(Unit, actor.unit_id) if actor.unit_id is not None else None
    own = unit.name if unit is not None and actor.has("clerk", "signer") else ""
    away: set[str] = set()
    if actor.recused:
        away |= set(db.session.scalars(select(Unit.name).where(Unit.id.in_(sorted(actor.recused)))))
    if unit is not None and not own:
        away.add(unit.name)
    return Reader(actor, own, frozenset(away))


def leaves_of(duty: ReviewDuty) -> frozenset[str] | None:
    """The leaves a duty covers; None for all."""
    if not duty.indicator:
        return None
    node = duty.assessment.ruleset.find(duty.indicator)
    return frozenset(i.id for i in node.walk() if i.is_leaf) if node else frozenset()


def _submissions(actor: Actor) -> ColumnElement[bool]:
    if actor.has("office"):
        return true()
    ways: list[ColumnElement[bool]] = []
    if actor.has("clerk", "signer") and actor.unit_id is not None:
        ways.append(and_(Submission.unit_id == actor.unit_id, Submission.assessment.has(Assessment.state != "draft")))
    if actor.has("reviewer"):
        duties = [and_(Submission.assessment_id == d.assessment_id,
                       true() if d.group_id is None else Submission.group_id == d.group_id) for d in actor.duties]
        away = set(actor.recused) | ({actor.unit_id} if actor.unit_id is not None else set())
        if duties:
            ways.append(and_(Submission.state.in_(sorted(REVIEWABLE)), or_(*duties),
                             Submission.unit_id.not_in(sorted(away))))
    return or_(*ways) if ways else false()


def _assessments(actor: Actor) -> ColumnElement[bool]:
    if actor.has("office"):
        return true()
    if actor.has("reviewer"):
        return and_(Assessment.id.in_({d.assessment_id for d in actor.duties}), Assessment.state != "draft")
    return false()


def _office_only(actor: Actor) -> ColumnElement[bool]:
    return true() if actor.has("office") else false()


def _publications(actor: Actor) -> ColumnElement[bool]:
    if actor.has("office"):
        return true()
    reached: list[ColumnElement[bool]] = [Publication.audience == "public"]
    if actor.id is not None:
        reached.append(Publication.audience == "inside")
    if actor.has("clerk", "signer") and actor.unit_id is not None:
        own = select(Submission.assessment_id).where(Submission.unit_id == actor.unit_id)
        reached.append(and_(Publication.audience == "unit", Publication.assessment_id.in_(own)))
    if actor.has("reviewer") and actor.duties:
        duties = {d.assessment_id for d in actor.duties}
        reached.append(and_(Publication.audience == "unit", Publication.assessment_id.in_(duties)))
    return and_(Publication.state.in_(sorted(PUBLISHED)), or_(*reached))


_VISIBLE: dict[type[Any], Callable[[Actor], ColumnElement[bool]]] = {
    Submission: _submissions,
    Evidence: lambda actor: Evidence.submission.has(_submissions(actor)),
    EvidenceCheck: lambda actor: EvidenceCheck.evidence.has(Evidence.submission.has(_submissions(actor))),
    Assessment: _assessments,
    AdoptedRuleset: _office_only,
    RulesetDraft: _office_only,
    Unit: lambda actor: true() if actor.has("office", "security") else false(),
    Publication: _publications,
    Job: _office_only,
    User: lambda actor: true() if actor.has("security") else false(),
}
READ_ACTION: dict[type[Any], str] = {
    Submission: "submission.read", Evidence: "evidence.read", EvidenceCheck: "evidence.read",
    Assessment: "assessment.read", AdoptedRuleset: "ruleset.read", RulesetDraft: "ruleset.read",
    User: "user.read", Publication: "publication.read",
}


def visible_to(actor: Actor, kind: type[T]) -> Select[T]:
    """A SELECT of the rows of `kind` that the actor may see, in the order of their keys."""
    condition = _VISIBLE[kind](actor)
    return select(kind).where(condition).order_by(kind.__mapper__.primary_key[0])


def one_for(actor: Actor, kind: type[T], key: int, *options: Any) -> T:
    """The row of that key if the actor may see it; NotFound otherwise, whether absent or hidden."""
    if not 0 < key < 2**31:
        raise NotFound()
    where = kind.__mapper__.primary_key[0] == key
    row = db.session.scalars(visible_to(actor, kind).where(where).options(*options)).one_or_none()
    if row is None:
        raise NotFound()
    action = READ_ACTION.get(kind)
    if action and not may(actor, action, row.policy_view(), clock.now()):  # type: ignore[attr-defined]
        raise NotFound()
    return row


def many_for(actor: Actor, kind: type[T], *where: ColumnElement[bool], options: tuple[Any, ...] = (),
             most: int = MOST) -> list[T]:
    """The rows of `kind` that the actor may see and that meet the conditions, by key, at most `most`."""
    return list(db.session.scalars(visible_to(actor, kind).where(*where).options(*options).limit(most)))
