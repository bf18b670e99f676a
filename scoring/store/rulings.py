"""Which leaves a reviewer has to rule on, which rulings still stand, and what is left.

A ruling stands until the unit changes what it was about: an answer saved, or a piece of evidence added or
removed after the ruling was given opens the leaf again. That can only happen while the sheet is returned.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, inspect, or_, select
from sqlalchemy.orm import Session, joinedload, object_session, selectinload

from .. import clock
from ..core.policy import Actor, may
from ..core.ruleset import Indicator
from .people import Unit
from .sheets import Answer, Evidence, RulingRow, Submission
from .tallying import asked_of

RECENT, REASONS = 30, 6


@dataclass(frozen=True)
class Progress:
    """How many leaves are ruled, of how many; `changed` are those the unit has changed since."""

    ruled: int
    total: int
    changed: int = 0

    @property
    def left(self) -> int:
        """How many are still to be ruled on."""
        return self.total - self.ruled

    def __add__(self, other: Progress) -> Progress:
        return Progress(self.ruled + other.ruled, self.total + other.total, self.changed + other.changed)


NOTHING = Progress(0, 0)
Standing = Mapping[str, bool]  # leaf id → whether the ruling given still stands


def leaves_for(actor: Actor, submission: Submission) -> tuple[Indicator, ...]:
    """The leaves of a sheet that this reviewer reviews, in reading order, whatever state the sheet is in."""
    return duties(actor, [submission])[submission.id]


def duties(actor: Actor, submissions: Sequence[Submission]) -> dict[int, tuple[Indicator, ...]]:
    """For every sheet the leaves this reviewer reviews; the policy is asked, once a unit and once a group's leaf."""
    now, by_group = clock.now(), dict[tuple[int, int], tuple[Indicator, ...]]()
    found: dict[int, tuple[Indicator, ...]] = {}
    for submission in submissions:
        view, key = submission.policy_view(), (submission.assessment_id, submission.group_id)
        if may(actor, "ruling.give", view, now).hidden or not actor.has("reviewer"):
            found[submission.id] = ()
            continue
        if key not in by_group:
            asked = submission.assessment.ruleset.asked_of(submission.group.name)
            by_group[key] = tuple(x for x in asked if not may(actor, "ruling.give", view, now, x.id).hidden)
        found[submission.id] = by_group[key]
    for submission_id, asked_here in _conditional(submissions).items():
        found[submission_id] = tuple(x for x in found[submission_id] if x.id in asked_here)
    return found


def _conditional(submissions: Sequence[Submission]) -> dict[int, frozenset[str]]:
    """Sheet → the leaves asked there, where that may differ within a group; four statements at most."""
    some = [s for s in submissions if s.assessment.ruleset.conditional]
    bare = [s.id for s in some if "answers" in inspect(s).unloaded]
    session = object_session(some[0]) if bare else None
    if session is not None:
        session.scalars(select(Submission).where(Submission.id.in_(bare)).order_by(Submission.id).options(
            joinedload(Submission.unit).joinedload(Unit.parent), selectinload(Submission.answers),
            selectinload(Submission.rulings), selectinload(Submission.figures))).all()
    return {s.id: frozenset(leaf.id for leaf in asked_of(s)) for s in some}


def standings(session: Session, *where: ColumnElement[bool]) -> dict[int, dict[str, bool]]:
    """For every sheet that meets the conditions: its ruled leaves, and whether the ruling stands. One statement."""
    same = and_(Answer.submission_id == RulingRow.submission_id, Answer.leaf == RulingRow.leaf)
    about = and_(Evidence.submission_id == RulingRow.submission_id, Evidence.leaf == RulingRow.leaf)
    changed = or_(
        exists().where(same, Answer.saved_at > RulingRow.at),
        exists().where(about, or_(Evidence.added_at > RulingRow.at, Evidence.removed_at > RulingRow.at)))
    found: dict[int, dict[str, bool]] = {}
    rows = session.execute(
        select(RulingRow.submission_id, RulingRow.leaf, changed).join(Submission).where(*where)
        .order_by(RulingRow.id))
    for submission_id, leaf, is_changed in rows:
        found.setdefault(submission_id, {})[leaf] = not is_changed
    return found


def standing_of(session: Session, submission_id: int) -> Standing:
    """The ruled leaves of one sheet, and whether each ruling still stands."""
    return standings(session, Submission.id == submission_id).get(submission_id, {})


def progress_of(leaves: Iterable[Indicator], standing: Standing) -> Progress:
    """How far these leaves of one sheet are."""
    ids = [leaf.id for leaf in leaves]
    return Progress(sum(standing.get(i, False) for i in ids), len(ids), sum(standing.get(i) is False for i in ids))


def recent_reasons(session: Session, reviewer_id: int, assessment_id: int, leaf: str) -> list[str]:
    """The reasons this reviewer gave last on this leaf in this assessment, each once, newest first."""
    rows = session.scalars(
        select(RulingRow.reason).join(Submission).where(
            RulingRow.by == reviewer_id, RulingRow.leaf == leaf, RulingRow.reason != "",
            Submission.assessment_id == assessment_id)
        .order_by(RulingRow.at.desc(), RulingRow.id.desc()).limit(RECENT))
    return list(dict.fromkeys(rows))[:REASONS]
