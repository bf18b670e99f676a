"""What the signing page shows: what is missing, the steps with who signed and who signs now, the reader's forms."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wtforms import BooleanField, Form, HiddenField, TextAreaField

from .. import clock
from ..core import points as p
from ..core.policy import Actor, may
from ..store import tallying
from ..store.sheets import Evidence, SignOff, Submission
from .showing import moment
from .unit_home import lost_words
from .unit_missing import Missing
from .unit_sheet import SheetPage, sheet_page

ATTEST = "我已逐项核对这份自查表的数据、说明和佐证，内容属实、没有遗漏，同意报送。"
ATTEST_SECRECY = "我已逐件看过上面列出的佐证，不含国家秘密、工作秘密、商业秘密和不宜公开的个人信息，可以报送。"


class SignForm(Form):
    """One step's signature: what was looked at (hashes), the declaration, an opinion."""

    step = HiddenField()
    content = HiddenField()
    evidence = HiddenField()
    attested = BooleanField(ATTEST)
    opinion = TextAreaField("签审意见", description="选填，最多 500 字，会印在回执上。", render_kw={"rows": 2})


class SendBackForm(Form):
    """Why the sheet goes back to the clerk."""

    reason = TextAreaField("退回理由", description="写明哪一项要改、怎么改，填报员会看到。", render_kw={"rows": 2})


@dataclass(frozen=True)
class Step:
    """One line of the flow; `tone` is past, present, or '' for what is still to come."""

    title: str
    tone: str
    who: str
    opinion: str = ""


@dataclass(frozen=True)
class ToTick:
    """A piece of evidence that the confidentiality review must look at."""

    row: Evidence
    leaf: str
    ticked: bool


@dataclass(frozen=True)
class SigningPage:
    """The signing page of one sheet."""

    sheet: SheetPage
    problems: tuple[dict[str, str], ...]
    lost: str
    unproved: tuple[dict[str, str], ...]   # leaves that want evidence and have none
    steps: tuple[Step, ...]
    past: tuple[SignOff, ...]              # signatures that became void, newest first
    evidence: tuple[ToTick, ...]
    answered: int
    asked: int
    may: dict[str, bool]
    why_not: str
    sign_form: SignForm | None
    back_form: SendBackForm | None
    confidential: bool


def signing_page(actor: Actor, submission: Submission, sign: SignForm | None = None, back: SendBackForm | None = None,
                 ticked: frozenset[int] = frozenset(), refused: Mapping[str, Any] | None = None) -> SigningPage:
    """The page of a loaded sheet, with the refused forms where there are any."""
    sheet = sheet_page(actor, submission, whole=False, refused=refused)
    now, view = clock.now(), submission.policy_view()
    can = {name: may(actor, name, view, now) for name in (
        "submission.start_signing", "submission.explain", "submission.withdraw", "signing.sign", "signing.send_back",
        "submission.submit")}
    able = {name.split(".")[1]: bool(decision) for name, decision in can.items()}
    step = submission.next_step if submission.state == "signing" else None
    able["submit"] = able["submit"] and step is None
    blocks = [b for b in sheet.blocks if b.mine]
    return SigningPage(
        sheet=sheet, problems=tuple(_problem(m) for m in sheet.missing), lost=lost_words(sheet),
        unproved=tuple(_problem(m) for m in sheet.missing if m.kind == "evidence"),
        steps=tuple(_steps(submission)), past=tuple(reversed([s for s in submission.sign_offs if s.void_reason])),
        evidence=_to_tick(submission, ticked), answered=sum(b.answered for b in blocks), asked=len(blocks), may=able,
        why_not=_why_not(actor, submission, can), confidential=bool(step and step.confidential),
        sign_form=(sign or _sign_form(submission)) if able["sign"] else None,
        back_form=(back or SendBackForm()) if able["send_back"] else None)


def _problem(missing: Missing) -> dict[str, str]:
    where, _, said = missing.words.rpartition("：")
    at_stake = f"，将失 {p.show(missing.points)} 分" if missing.kind == "unanswered" and missing.points else ""
    return {"what": f"{said}{at_stake}", "where": where, "href": missing.href, "mend": missing.mend, "level": "hint"}


def _steps(submission: Submission) -> list[Step]:
    live, signing = submission.live_sign_offs, submission.state == "signing"
    shown = submission.state not in ("draft", "returned")
    out = []
    for n, step in enumerate(submission.assessment.steps):
        if shown and n < len(live):
            out.append(Step(step.title, "past", f"{live[n].user.name}，{moment(live[n].at)}", live[n].opinion))
        else:
            who = f"由{step.position}签审" if step.position else "由本单位签审人签审"
            out.append(Step(step.title, "present" if signing and n == len(live) else "", who))
    handed_in = submission.state not in ("draft", "returned", "signing")
    ready = signing and len(live) >= len(submission.assessment.steps)
    when = moment(submission.submitted_at) if handed_in else "各环节签完后提交"
    return [*out, Step("提交考核办", "past" if handed_in else "present" if ready else "", when)]


def _why_not(actor: Actor, submission: Submission, can: dict[str, Any]) -> str:
    """Why the reader cannot do the next thing, where that needs saying."""
    if submission.state == "signing" and actor.has("signer") and submission.next_step is not None:
        decision = can["signing.sign"]
        if not decision and any(signed.user_id == actor.id for signed in submission.live_sign_offs):
            return f"你已签审，接下来由{submission.next_step.position or '本单位其他签审人'}签审。"
    elif submission.state in ("draft", "returned") and actor.has("clerk"):
        decision = can["submission.start_signing"]
    elif submission.state == "signing" and submission.next_step is None:
        decision = can["submission.submit"]
    else:
        return ""
    return "" if decision or decision.hidden else str(decision.reason)


def _sign_form(submission: Submission) -> SignForm:
    step = submission.next_step
    form = SignForm(data={
        "step": str(step.position_no) if step else "", "content": tallying.content_hash(submission),
        "evidence": tallying.evidence_hash(submission)})
    return labelled(form, bool(step and step.confidential))


def labelled(form: SignForm, confidential: bool) -> SignForm:
    """The form with the words of its step."""
    form.attested.label.text = ATTEST_SECRECY if confidential else ATTEST
    return form


def _to_tick(submission: Submission, ticked: frozenset[int]) -> tuple[ToTick, ...]:
    leaves = {leaf.id: f"{leaf.number} {leaf.title}" for leaf in submission.assessment.ruleset.leaves}
    return tuple(ToTick(e, leaves.get(e.leaf, e.leaf), e.id in ticked) for e in tallying.live_evidence(submission))
