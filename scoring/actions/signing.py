"""The unit's own steps: send for signing, take back, sign, send back, hand in.

A signature covers the hash of the answers and the hash of the evidence list. If either is another one when
the next hand comes, the signatures are void and the sheet goes back to the clerk.
"""
from __future__ import annotations

from .. import clock
from ..core import attest
from ..core.facts import FactError, clean_text
from ..core.policy import Actor
from ..core.sheet import clean_reason
from ..errors import Invalid, Stale, WrongState
from ..store import tallying
from ..store.database import db
from ..store.sheets import SignOff, Submission
from ..store.writing import audit_head
from . import explaining
from .acting import action, record

SENT_BACK = "退回修改"
CHANGED = "签审之后填报内容或佐证清单变了，已有的签审作废，请核对后重新送签审。"
OPINION_LIMIT = 500


@action("submission.start_signing", of=Submission)
def start_signing(actor: Actor, submission: Submission) -> None:
    """Send the sheet to the unit's signers; it cannot be edited while they sign."""
    broken = [a.leaf for a in submission.answers
              if (leaf := submission.assessment.ruleset.leaf(a.leaf)) and tallying.unreadable(leaf, a)]
    if broken:
        raise Invalid(f"有 {len(broken)} 项填报内容读不出来，请先改好再送签审。", path=broken)
    explaining.demand_checked(submission)
    explaining.forget_settled(submission)
    void(submission, "重新送签审")
    record(content=tallying.content_hash(submission), evidence=tallying.evidence_hash(submission))


@action("submission.withdraw", of=Submission)
def withdraw(actor: Actor, submission: Submission) -> None:
    """Take the sheet back from the signers to edit it; what was signed so far is void."""
    back_to_clerk(submission, f"{actor.name}撤回修改")


@action("signing.sign", of=Submission)
def sign(actor: Actor, submission: Submission, *, step: int, attested: bool, opinion: str = "",
         content: str = "", evidence: str = "", ticked: frozenset[int] = frozenset()) -> bool:
    """Sign the present step. True if signed; False if earlier signatures turned out void.

    `content` and `evidence` are the hashes the signer had before their eyes; `ticked` the evidence looked
    at, which the confidentiality step demands in full.
    """
    now = submission.next_step
    if now is None or now.position_no != step:
        raise Stale("这一环节刚才已有人签审，请刷新页面查看最新进度。")
    if voided(submission):
        return False
    hashes = tallying.content_hash(submission), tallying.evidence_hash(submission)
    if (content, evidence) != hashes:
        raise Stale("打开页面之后，填报内容或佐证清单变过，请刷新页面重新核对再签。")
    words = _opinion(opinion)
    if not attested:
        raise Invalid("请先勾选声明，再签审通过。", path=["attested"])
    if now.confidential:
        _all_ticked(submission, ticked)
    db.session.add(SignOff(
        submission_id=submission.id, step_title=now.title, confidential=now.confidential, user_id=actor.id,
        at=clock.now(), opinion=words, content_hash=hashes[0], evidence_hash=hashes[1]))
    record(step=now.title, content=hashes[0], evidence=hashes[1])
    return True


@action("signing.send_back", of=Submission)
def send_back(actor: Actor, submission: Submission, *, reason: str) -> None:
    """Give the sheet back to the clerk with a reason; what was signed so far is void."""
    try:
        said = clean_reason(reason, 5, OPINION_LIMIT)
    except FactError as error:
        raise Invalid(f"{error.sentence}。", path=["reason"]) from None
    step = submission.next_step.title if submission.next_step else "提交前"
    db.session.add(SignOff(
        submission_id=submission.id, step_title=step, confidential=False, user_id=actor.id,
        at=clock.now(), opinion=said, content_hash=tallying.content_hash(submission),
        evidence_hash=tallying.evidence_hash(submission), void_reason=SENT_BACK))
    back_to_clerk(submission, f"{actor.name}{SENT_BACK}")
    record(step=step)


@action("submission.submit", of=Submission)
def submit(actor: Actor, submission: Submission) -> bool:
    """Hand the sheet in; it can no longer be edited. True with a receipt; False if signatures turned out void."""
    if submission.next_step is not None:
        raise WrongState(f"还差“{submission.next_step.title}”没有签审，签完才能提交。")
    if voided(submission):
        return False
    content, evidence = tallying.content_hash(submission), tallying.evidence_hash(submission)
    submission.times_submitted += 1
    submission.submitted_at = clock.now().replace(microsecond=0)
    submission.content_hash = attest.sheet_hash(content, evidence)
    year, times = submission.assessment.period_to.year, submission.times_submitted
    submission.receipt_no = f"{year}-{submission.id:04}-{times}-{submission.content_hash[:4].upper()}"
    submission.receipt_head = audit_head(db.session())
    record(receipt=submission.receipt_no, content=submission.content_hash)
    return True


def void(submission: Submission, reason: str) -> None:
    """Makes every signature of the present round void."""
    for sign_off in submission.live_sign_offs:
        sign_off.void_reason = reason


def back_to_clerk(submission: Submission, reason: str) -> None:
    """The sheet can be edited again: a draft, or still returned once it was handed in before."""
    void(submission, reason)
    submission.state = "returned" if submission.times_submitted else "draft"


def voided(submission: Submission) -> bool:
    """Whether a signature covers something else than what stands now; then all are void, the sheet goes back."""
    hashes = tallying.content_hash(submission), tallying.evidence_hash(submission)
    if all((s.content_hash, s.evidence_hash) == hashes for s in submission.live_sign_offs):
        return False
    back_to_clerk(submission, CHANGED)
    record(voided=True)
    return True


def _opinion(text: str) -> str:
    try:
        return clean_text(text, OPINION_LIMIT)
    except FactError as error:
        raise Invalid(f"{error.sentence}。", path=["opinion"]) from None


def _all_ticked(submission: Submission, ticked: frozenset[int]) -> None:
    left = [e.title for e in tallying.live_evidence(submission) if e.id not in ticked]
    if left:
        named = "、".join(f"“{title}”" for title in left[:3])
        more = f" 等 {len(left)} 件" if len(left) > 3 else ""
        raise Invalid(f"保密审查要逐件看过佐证，还没有勾选：{named}{more}。", path=["ticked"])
