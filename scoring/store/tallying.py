"""Rows of a submission → the core's sheet, its card, and the hashes a signature covers. No query beyond LOADED."""
from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, object_session, selectinload

from ..core import attest
from ..core.facts import FactError, Facts, read_facts
from ..core.ruleset import Indicator
from ..core.score import asked_leaves, score
from ..core.sheet import Ruling, Sheet, View, read_facts_of
from ..core.stage import Card
from .assessments import Assessment
from .people import Unit
from .sheets import Answer, Evidence, EvidenceCheck, RulingRow, SignOff, Submission

# Everything a page about sheets needs, in a number of statements that does not grow with the sheets.
LOADED: tuple[Any, ...] = (
    joinedload(Submission.assessment).joinedload(Assessment.adopted),
    joinedload(Submission.assessment).selectinload(Assessment.steps),
    joinedload(Submission.unit).joinedload(Unit.parent), joinedload(Submission.group),
    selectinload(Submission.answers),
    selectinload(Submission.evidence).joinedload(Evidence.adder),
    selectinload(Submission.evidence).selectinload(Evidence.checks).joinedload(EvidenceCheck.checker),
    selectinload(Submission.rulings).joinedload(RulingRow.reviewer),
    selectinload(Submission.sign_offs).joinedload(SignOff.user),
    selectinload(Submission.figures),
)
READ_BY_REVIEW = frozenset({"reviewed", "appealed", "final"})


def view_of(submission: Submission) -> View:
    """Which points a sheet stands at: verified once it is reviewed, claimed before."""
    return "verified" if submission.state in READ_BY_REVIEW else "claimed"


def sheet_of(submission: Submission) -> Sheet:
    """The sheet as the core knows it. What cannot be read counts as unanswered (`unreadable` names it)."""
    facts: dict[str, Facts] = {}
    claims: dict[str, str] = {}
    rulings: dict[str, Ruling] = {}
    leaves = {leaf.id: leaf for leaf in submission.assessment.ruleset.leaves}
    for key, given in stored_facts(submission).items():
        found = facts_of(leaves[key], given) if key in leaves else None
        if found is not None:
            facts[key] = found
    for answer in submission.answers:
        if answer.claim and answer.leaf in leaves:
            claims[answer.leaf] = answer.claim
    for row in submission.rulings:
        leaf = leaves.get(row.leaf)
        if leaf is not None:
            rulings[leaf.id] = Ruling(row.kind, facts_of(leaf, row.facts), row.reason)  # type: ignore[arg-type]
    parent = submission.unit.parent
    return Sheet(submission.unit.name, submission.group.name, facts, claims, rulings, parent.name if parent else "")


def stored_facts(submission: Submission) -> dict[str, Any]:
    """Leaf → what is stored of it: the unit's own fields with those the office entered."""
    stored: dict[str, Any] = {a.leaf: a.facts for a in submission.answers if a.facts is not None}
    for figure in submission.figures:
        own = stored.get(figure.leaf)
        stored[figure.leaf] = {**(own if isinstance(own, dict) else {}), **figure.facts}
    return stored


def peers_of(submission: Submission) -> tuple[Sheet, ...]:
    """The other sheets of the assessment, where the ruleset compares units; none where it does not look around."""
    session = object_session(submission)
    if session is None or not submission.assessment.ruleset.looks_around:
        return ()
    others = session.scalars(select(Submission).where(
        Submission.assessment_id == submission.assessment_id, Submission.id != submission.id).order_by(
        Submission.id).options(*LOADED))
    return tuple(sheet_of(other) for other in others)


def asked_of(submission: Submission, view: View = "verified") -> tuple[Indicator, ...]:
    """The leaves asked of the unit, by default as things stand after the rulings: conditions met, lots drawn."""
    assessment = submission.assessment
    if not assessment.ruleset.conditional:
        return assessment.ruleset.asked_of(submission.group.name)
    return asked_leaves(assessment.ruleset, sheet_of(submission), view, assessment.frame)


def facts_of(leaf: Indicator, stored: Any) -> Facts | None:
    """A leaf's facts from their stored form; None if there are none or they cannot be read."""
    if stored is None:
        return None
    try:
        return read_facts_of(leaf, stored)
    except FactError:
        return None


def unreadable(leaf: Indicator, answer: Answer | None) -> str:
    """Why what the unit stored cannot be read, or ''."""
    if answer is None or answer.facts is None:
        return ""
    try:
        read_facts(leaf.own_fields(), answer.facts)
    except FactError as error:
        return error.sentence
    return ""


def card_of(submission: Submission, view: View | None = None) -> Card:
    """The card of the sheet, on claimed or verified facts (by default: as it stands)."""
    assessment = submission.assessment
    return score(assessment.ruleset, sheet_of(submission), view or view_of(submission), assessment.frame,
                 peers_of(submission))


def live_evidence(submission: Submission) -> list[Evidence]:
    """The evidence that was not removed, in the order added."""
    return [e for e in submission.evidence if e.removed_at is None]


def content_hash(submission: Submission) -> str:
    """The hash of the answers as they stand, with what was said of checks that do not hold."""
    said = [attest.Said(a.leaf, a.facts, a.note, a.claim) for a in submission.answers]
    said += [attest.Said(f"check {number}", None, text) for number, text in (submission.explanations or {}).items()]
    return attest.content_hash(said)


def evidence_hash(submission: Submission) -> str:
    """The hash of the evidence list as it stands."""
    return attest.evidence_hash(
        attest.Piece(e.leaf, e.kind, e.title, e.sha256 or e.url) for e in live_evidence(submission))
