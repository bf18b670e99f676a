"""What waits for a reviewer: the assessments on duty, the queue of sheets, the list of indicators."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import joinedload

from ..core.policy import REVIEWABLE, Actor
from ..core.ruleset import Indicator
from ..errors import NotFound
from ..store.assessments import Assessment
from ..store.database import db
from ..store.queries import many_for, one_for
from ..store.rulings import NOTHING, Progress, Standing, duties, progress_of, standings
from ..store.sheets import Submission

OPEN = frozenset({"submitted", "reviewing"})
HANDED_IN = REVIEWABLE - {"returned"}
# The assessment itself is asked for first and found again without a statement.
WITH = (joinedload(Submission.unit), joinedload(Submission.group))


@dataclass(frozen=True)
class SheetLine:
    """A sheet in the queue: how far my leaves are, and the leaf to begin with ('' none is open)."""

    id: int
    unit: str
    group: str
    state: str
    submitted_at: datetime | None
    again: bool
    progress: Progress
    first: str

    @property
    def waiting(self) -> bool:
        """Whether something on it waits for me now."""
        return self.state in OPEN and self.progress.left > 0


@dataclass(frozen=True)
class Round:
    """An assessment on duty with my sheets in it."""

    assessment: Assessment
    sheets: tuple[SheetLine, ...]

    @property
    def waiting(self) -> tuple[SheetLine, ...]:
        """The sheets on which something waits for me."""
        return tuple(s for s in self.sheets if s.waiting)

    @property
    def left(self) -> int:
        """How many leaves wait for me."""
        return sum(s.progress.left for s in self.waiting)

    @property
    def begin(self) -> str:
        """The address of the first open leaf, or ''."""
        first = next(iter(self.waiting), None)
        return bench_url(first.id, first.first) if first else ""


def bench_url(sheet: int, leaf: str, by: str = "unit") -> str:
    """The address of the bench for a leaf of a sheet."""
    return url_for("review.bench", sheet=sheet, leaf=leaf, by=None if by == "unit" else by)


def rounds(actor: Actor) -> list[Round]:
    """The assessments on duty, newest first; three statements, whatever there is."""
    keys = {d.assessment_id for d in actor.duties}
    assessments = many_for(actor, Assessment, Assessment.id.in_(keys), options=(joinedload(Assessment.adopted),))
    lines = _lines(actor, keys)
    return [Round(a, tuple(lines.get(a.id, ()))) for a in reversed(assessments) if a.state != "draft"]


def round_of(actor: Actor, assessment_id: int) -> Round:
    """One assessment with my sheets in it; NotFound if I have no duty there."""
    assessment = one_for(actor, Assessment, assessment_id, joinedload(Assessment.adopted))
    on_duty(actor, assessment)
    return Round(assessment, tuple(_lines(actor, {assessment_id}).get(assessment_id, ())))


def on_duty(actor: Actor, assessment: Assessment) -> None:
    """Raises NotFound unless the actor reviews something in this assessment."""
    if assessment.state == "draft" or all(d.assessment_id != assessment.id for d in actor.duties):
        raise NotFound()


def _lines(actor: Actor, assessments: Iterable[int]) -> dict[int, list[SheetLine]]:
    where = (Submission.assessment_id.in_(assessments), Submission.state.in_(REVIEWABLE))
    submissions = many_for(actor, Submission, *where, options=WITH)
    standing, mine = standings(db.session(), *where), duties(actor, submissions)
    found: dict[int, list[SheetLine]] = {}
    for s in submissions:
        if mine[s.id]:
            found.setdefault(s.assessment_id, []).append(_line(s, mine[s.id], standing.get(s.id, {})))
    return found


def _line(submission: Submission, leaves: Sequence[Indicator], standing: Standing) -> SheetLine:
    first = next((leaf.id for leaf in leaves if not standing.get(leaf.id)), leaves[0].id)
    return SheetLine(submission.id, submission.unit.name, submission.group.name, submission.state,
                     submission.submitted_at, submission.times_submitted > 1, progress_of(leaves, standing), first)


@dataclass(frozen=True)
class LeafLine:
    """An indicator in the list: how many of the sheets handed in are ruled on it."""

    leaf: Indicator
    heading: str             # the first-level indicator that begins here
    progress: Progress
    groups: tuple[str, ...]


def indicators(actor: Actor, assessment_id: int) -> tuple[Assessment, list[LeafLine]]:
    """The leaves I review, with how many sheets are done on each."""
    assessment = one_for(actor, Assessment, assessment_id, joinedload(Assessment.adopted))
    on_duty(actor, assessment)
    where = (Submission.assessment_id == assessment_id, Submission.state.in_(HANDED_IN))
    submissions = many_for(actor, Submission, *where, options=WITH)
    standing, mine = standings(db.session(), *where), duties(actor, submissions)
    done: dict[str, Progress] = {}
    for s in submissions:
        for leaf in mine[s.id]:
            done[leaf.id] = done.get(leaf.id, NOTHING) + progress_of([leaf], standing.get(s.id, {}))
    return assessment, list(_headed(assessment, done))


def _headed(assessment: Assessment, done: Mapping[str, Progress]) -> Iterable[LeafLine]:
    for top in assessment.ruleset.indicators:
        heading = "" if top.is_leaf else f"{top.number} {top.title}"
        for leaf in (i for i in top.walk() if i.is_leaf and i.id in done):
            yield LeafLine(leaf, heading, done[leaf.id], leaf.applies_to)
            heading = ""
