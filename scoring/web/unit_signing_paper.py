"""What the sign-off sheet on paper says of a live sheet: points, evidence, what is missing, who signed."""
from __future__ import annotations

from collections.abc import Iterator

from ..core.policy import Actor
from ..core.stage import Card
from ..exports._signoff import Proof, Section, SignOff, Stage, Step
from ..store import tallying
from ..store.sheets import Submission
from .showing import moment
from .unit_flow import ATTEST, ATTEST_SECRECY
from .unit_sheet import sheet_page

HERE = ("draft", "returned", "signing")     # states in which the sheet is still in the unit
KINDS = {"file": "文件", "link": "链接"}


def sign_off_of(actor: Actor, submission: Submission) -> SignOff:
    """The sheet as it stands; it counts as handed in from its submission until it is sent back."""
    page = sheet_page(actor, submission, whole=False)
    card = tallying.card_of(submission, "claimed")
    mine = [block for block in page.blocks if block.mine]
    handed_in = submission.state not in HERE
    return SignOff(
        submission.assessment.title, submission.unit.name, submission.group.name, card.total, card.max,
        sum(block.answered for block in mine), len(mine),
        tuple(f"{block.leaf.number} {block.leaf.title}" for block in mine if not block.answered),
        tuple(_sections(submission, card)), tuple(_stages(submission, card)),
        tuple(_evidence(submission)), tuple(_steps(submission)),
        tallying.content_hash(submission), tallying.evidence_hash(submission),
        submission.receipt_no if handed_in else "", moment(submission.submitted_at) if handed_in else "")


def _sections(submission: Submission, card: Card) -> Iterator[Section]:
    for top in submission.assessment.ruleset.indicators:
        found = card.subtotals.get(top.id)
        if found is not None and top.pool == "base":
            later = "（由复核员评定）" if top.filled_by == "reviewer" else ""
            yield Section(top.number, f"{top.title}{later}", found.points, top.points)


def _stages(submission: Submission, card: Card) -> Iterator[Stage]:
    title = submission.assessment.ruleset.stage_title
    return (Stage(title(line.stage), line.steps, line.after) for line in card.stages)


def _evidence(submission: Submission) -> Iterator[Proof]:
    """The pieces in the order of the indicators."""
    pieces = tallying.live_evidence(submission)
    for leaf in submission.assessment.ruleset.leaves:
        yield from (Proof(f"{leaf.number} {leaf.title}", piece.title, KINDS[piece.kind])
                    for piece in pieces if piece.leaf == leaf.id)


def _steps(submission: Submission) -> Iterator[Step]:
    live = [] if submission.state in ("draft", "returned") else submission.live_sign_offs
    for n, step in enumerate(submission.assessment.steps):
        attests = ATTEST_SECRECY if step.confidential else ATTEST
        if n < len(live):
            yield Step(step.title, step.position, attests, live[n].user.name, moment(live[n].at), live[n].opinion)
        else:
            yield Step(step.title, step.position, attests)
