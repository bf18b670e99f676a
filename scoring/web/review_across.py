"""One indicator across all units, as a reviewer goes down it; and the scoring of one leaf alone."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ..core import points as p
from ..core.facts import show_facts
from ..core.policy import Actor
from ..core.ruleset import Indicator
from ..core.sheet import Ruling, Sheet
from ..core.stage import Line
from ..errors import NotFound
from ..store import tallying
from ..store.assessments import Assessment
from ..store.database import db
from ..store.freezing import submissions_of
from ..store.queries import many_for, one_for
from ..store.rulings import Progress, duties, standings
from ..store.sheets import Answer, Evidence, OfficeFigure, RulingRow, Submission
from .review_cards import Pair, all_pairs, alone, stands_alone
from .review_queue import HANDED_IN, OPEN, WITH, on_duty
from .unit_rulings import points_words


@dataclass(frozen=True)
class UnitLine:
    """One unit's answer to an indicator, as a row of the table."""

    sheet: int
    unit: str
    group: str
    state: str
    fact: str
    claim: str
    note: str
    evidence: int
    before: str
    after: str               # '' while there is no ruling
    kind: str
    reason: str
    version: int
    seen: int
    standing: bool | None    # None: no ruling yet; False: the unit changed it since
    quick: bool              # whether it can be confirmed from the row

    @property
    def changed(self) -> bool:
        """Whether the unit changed it after the ruling."""
        return self.standing is False


@dataclass(frozen=True)
class Across:
    """One indicator across all units."""

    assessment: Assessment
    leaf: Indicator
    lines: tuple[UnitLine, ...]
    progress: Progress


def across(actor: Actor, assessment_id: int, leaf_id: str) -> Across:
    """One indicator across the sheets handed in; NotFound if I do not review it."""
    assessment = one_for(actor, Assessment, assessment_id, joinedload(Assessment.adopted))
    on_duty(actor, assessment)
    where = (Submission.assessment_id == assessment_id, Submission.state.in_(HANDED_IN))
    submissions = many_for(actor, Submission, *where, options=WITH)
    mine = duties(actor, submissions)
    submissions = [s for s in submissions if any(leaf.id == leaf_id for leaf in mine[s.id])]
    leaf = assessment.ruleset.leaf(leaf_id)
    if leaf is None or not _reviews(actor, assessment_id, leaf_id):
        raise NotFound()
    rows = _Rows(where, leaf)
    if submissions and not stands_alone(submissions[0], leaf):
        rows.pairs = all_pairs(submissions_of(db.session(), assessment_id), leaf)
    lines = tuple(rows.line(s, leaf) for s in submissions)
    return Across(assessment, leaf, lines,
                  Progress(sum(line.standing is True for line in lines), len(lines), sum(x.changed for x in lines)))


def _reviews(actor: Actor, assessment_id: int, leaf_id: str) -> bool:
    return any(d.assessment_id == assessment_id and (d.leaves is None or leaf_id in d.leaves) for d in actor.duties)


class _Rows:
    """The answers, rulings and evidence counts of one leaf, by sheet: four statements for any number of sheets."""

    def __init__(self, where: Sequence[Any], leaf: Indicator) -> None:
        session, leaf_id = db.session(), leaf.id
        self.pairs: dict[int, tuple[Sheet, Pair]] = {}      # where other leaves or units matter
        self.figures: dict[int, OfficeFigure] = {}
        if any(f.by == "office" for f in leaf.asked_fields()):
            self.figures = {f.submission_id: f for f in session.scalars(
                select(OfficeFigure).join(Submission).where(*where, OfficeFigure.leaf == leaf_id))}
        self.answers = {a.submission_id: a for a in session.scalars(
            select(Answer).join(Submission).where(*where, Answer.leaf == leaf_id))}
        self.rulings = {r.submission_id: r for r in session.scalars(
            select(RulingRow).join(Submission).where(*where, RulingRow.leaf == leaf_id))}
        pieces = session.execute(
            select(Evidence.submission_id, func.count()).join(Submission)
            .where(*where, Evidence.leaf == leaf_id, Evidence.removed_at.is_(None))
            .group_by(Evidence.submission_id))
        self.evidence = {row[0]: int(row[1]) for row in pieces}
        self.standing = standings(session, *where, RulingRow.leaf == leaf_id)

    def line(self, submission: Submission, leaf: Indicator) -> UnitLine:
        answer, ruling = self.answers.get(submission.id), self.rulings.get(submission.id)
        sheet = one_leaf_sheet(submission, leaf, answer, ruling, self.figures.get(submission.id))
        facts = sheet.facts.get(leaf.id)
        standing = self.standing.get(submission.id, {}).get(leaf.id)
        claim = answer.claim if answer else ""
        quick = (standing is None and submission.state in OPEN and not claim and leaf.filled_by != "reviewer"
                 and not tallying.unreadable(leaf, answer))
        before, after = self.pairs[submission.id][1] if self.pairs else alone(submission, leaf, sheet)
        return UnitLine(
            submission.id, submission.unit.name, submission.group.name, submission.state,
            show_facts(leaf.asked_fields(), facts) if facts is not None else "", claim,
            answer.note if answer else "", self.evidence.get(submission.id, 0),
            figure(leaf, before),
            figure(leaf, after) if after else "", ruling.kind if ruling else "", ruling.reason if ruling else "",
            ruling.version if ruling else 0, submission.times_submitted, standing, quick)


def one_leaf_sheet(submission: Submission, leaf: Indicator, answer: Answer | None,
                   ruling: RulingRow | Ruling | None, figure: OfficeFigure | None = None) -> Sheet:
    """A sheet that holds one leaf alone: enough to score that leaf by itself."""
    own = answer.facts if answer is not None else None
    facts = tallying.facts_of(leaf, own if figure is None else {**(own or {}), **figure.facts})
    if isinstance(ruling, RulingRow):
        ruling = Ruling(ruling.kind, tallying.facts_of(leaf, ruling.facts), ruling.reason)  # type: ignore[arg-type]
    return Sheet(submission.unit.name, submission.group.name, {leaf.id: facts} if facts is not None else {},
                 {leaf.id: answer.claim} if answer is not None and answer.claim else {},
                 {leaf.id: ruling} if ruling is not None else {})


def figure(leaf: Indicator, line: Line) -> str:
    """A leaf's points as text, or the word that stands in their place."""
    if leaf.pool == "veto" and line.state == "answered":
        return "触发" if line.fired else "未触发"
    if leaf.filled_by != "unit" and line.state == "unanswered":
        return "—" if leaf.filled_by == "reviewer" else "待录入"
    return points_words(line)


def worth(leaf: Indicator) -> str:
    """The leaf's points as text, '' where it has none of its own."""
    return p.show(leaf.points) if leaf.points is not None and leaf.pool != "veto" else ""
