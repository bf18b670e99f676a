"""What a reviewer does: rule on a leaf, confirm the rest, check evidence, return a sheet, finish, reopen."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .. import clock
from ..core import canonical
from ..core.facts import FactError, clean_text, dump_facts, read_facts, show_facts
from ..core.policy import Actor
from ..core.ruleset import Indicator
from ..core.sheet import clean_reason
from ..errors import Invalid, NotFound, ScoringError, Stale
from ..store import rulings, tallying
from ..store.database import db
from ..store.files import store
from ..store.intake import Taken
from ..store.intake_apart import examine_apart
from ..store.intake_look import Marked
from ..store.queries import one_for
from ..store.sheets import Answer, Evidence, EvidenceCheck, RulingRow, Submission
from ..store.writing import append_audit, writing
from .acting import action, demand, record
from .answering import asked_leaf
from .collecting import MARK_RULE, forget_unnamed, keep
from .signing import void

KINDS = {"confirmed": "确认", "corrected": "更正", "not_applicable": "采纳不适用", "applicable": "不采纳不适用"}
VERDICTS = {"good": "属实", "doubt": "存疑", "bad": "不实"}
NOTE_LEAST, NOTE_LIMIT = 4, 500


@dataclass(frozen=True)
class Said:
    """A ruling in its canonical form: what is stored."""

    kind: str
    facts: Any
    reason: str


@dataclass(frozen=True)
class CheckFile:
    """A file beside a check, already examined and kept: its name as shown, its bytes, their digest, its type."""

    title: str
    data: bytes
    sha256: str
    media_type: str


@action("ruling.give", of=Submission)
def give(actor: Actor, submission: Submission, *, leaf: str, kind: str, version: int, facts: Any = None,
         reason: str = "", seen: int | None = None) -> RulingRow:
    """Rule on one leaf: confirmed, corrected (with facts), or a not-applicable claim accepted or refused.

    `version` is the ruling the reviewer had before their eyes, 0 for none; `seen` how often the sheet had
    been handed in then. Raises Stale if a colleague ruled, or the unit changed the sheet, in between.
    """
    node = asked_leaf(submission, leaf)
    answer = next((a for a in submission.answers if a.leaf == leaf), None)
    row = next((r for r in submission.rulings if r.leaf == leaf), None)
    said = settled(node, answer, kind, facts, reason, tallying.stored_facts(submission).get(leaf))
    _same_round(submission, seen)
    if row is not None and _says(row) == said and rulings.standing_of(db.session(), submission.id)[leaf]:
        record(leaf=leaf, kind=said.kind, unchanged=True)
        return row
    if version != (row.version if row else 0):
        raise _stale(node, row, said)
    before = None if row is None else {"kind": row.kind, "facts": row.facts, "reason": _digest(row.reason)}
    row = _write(actor, submission, leaf, said, row)
    record(leaf=leaf, kind=said.kind, facts=said.facts, reason=_digest(said.reason), before=before)
    return row


@action("ruling.confirm_rest", of=Submission)
def confirm_rest(actor: Actor, submission: Submission, *, seen: int | None = None) -> int:
    """Confirm every leaf of one's duty that has no ruling yet; claims and the reviewers' own leaves stay open."""
    _same_round(submission, seen)
    chosen = rest_of(actor, submission)
    for leaf in chosen:
        _write(actor, submission, leaf.id, Said("confirmed", None, ""), None)
    if not chosen:
        raise Invalid("没有可以一并确认的指标：剩下的要逐项裁定或评定。")
    record(leaves=[leaf.id for leaf in chosen])
    return len(chosen)


@action("evidence.check", of=Evidence)
def check(actor: Actor, evidence: Evidence, *, leaf: str, verdict: str, note: str = "",
          file: CheckFile | None = None) -> EvidenceCheck:
    """Note on one piece of evidence whether it is true; doubts are explained. `leaf` is the evidence's own."""
    if _live(evidence).leaf != leaf:
        raise NotFound()
    if verdict not in VERDICTS:
        raise Invalid("请选择属实、存疑或不实。", path=["verdict"])
    try:
        text = clean_text(note, NOTE_LIMIT) if verdict == "good" else clean_reason(note, NOTE_LEAST, NOTE_LIMIT)
    except FactError as error:
        raise Invalid(f"{error.sentence}。", path=["note"]) from None
    row = EvidenceCheck(evidence_id=evidence.id, verdict=verdict, note=text, at=clock.now(), by=actor.id)
    if file is not None:
        row.file_title, row.sha256, row.size = file.title, file.sha256, len(file.data)
        row.media_type = file.media_type
        if store().size(file.sha256) != len(file.data):
            store().put(file.data)     # its last other reference was removed between the first put and this lock
    db.session.add(row)
    db.session.flush()
    record(leaf=leaf, verdict=verdict, file=row.sha256)
    return row


def check_piece(actor: Actor, key: int, *, verdict: str, note: str = "", name: str = "",
                data: bytes = b"") -> EvidenceCheck:
    """Note on one piece of evidence, with a file if there is one; the file is examined before it is stored."""
    leaf, file = _may_check(actor, key), None
    if name or data:
        taken = _examined(actor, key, name, data)
        file = CheckFile(taken.title, data, keep(data), taken.media_type)
    try:
        row: EvidenceCheck = check(actor, key, leaf=leaf, verdict=verdict, note=note, file=file)
    except BaseException:
        forget_unnamed(file.sha256 if file else "")
        raise
    return row


def _live(evidence: Evidence) -> Evidence:
    if evidence.removed_at is not None:
        raise NotFound("这份佐证已经由单位删除了。")
    return evidence


def _may_check(actor: Actor, key: int) -> str:
    """The leaf of the evidence; the same refusals as the action's, before a file is examined, recorded alike."""
    try:
        piece = one_for(actor, Evidence, key)
        demand(actor, "evidence.check", piece.policy_view(), piece.leaf)
        return _live(piece).leaf
    except ScoringError as refusal:
        _note_refusal(actor, key, reason=refusal.sentence)
        raise


def _examined(actor: Actor, key: int, name: str, data: bytes) -> Taken:
    try:
        return examine_apart(name, data)
    except Marked:
        _note_refusal(actor, key, rule=MARK_RULE)   # that it happened, and nothing of the file itself
        raise


def _note_refusal(actor: Actor, key: int, **detail: str) -> None:
    with writing() as session:
        found = key if 0 < key < 2**31 else None
        append_audit(session, actor, "evidence.check", Evidence.__tablename__, found, "refused", detail)


@action("submission.return", of=Submission)
def send_back(actor: Actor, submission: Submission, *, reason: str, seen: int | None = None) -> None:
    """Give the sheet back to the unit with a reason; its signatures are void, the rulings given are kept."""
    _same_round(submission, seen)
    text = _reason(reason)
    submission.return_reason, submission.returned_by = text, actor.name
    void(submission, f"复核员{actor.name}退回修改")
    record(reason=_digest(text))


@action("submission.finish_review", of=Submission)
def finish_review(actor: Actor, submission: Submission, *, seen: int | None = None) -> None:
    """Close the review of a sheet; every leaf asked of the unit must be ruled, by whoever reviews it."""
    _same_round(submission, seen)
    left = open_leaves(submission)
    if left:
        raise Invalid(f"还有 {len(left)} 项没有复核，全部复核后才能完成。", problems=[leaf.id for leaf in left])
    record(leaves=len(submission.rulings))


@action("submission.reopen_review", of=Submission)
def reopen_review(actor: Actor, submission: Submission) -> None:
    """Take a reviewed sheet back into review, until the result is frozen."""


def open_leaves(submission: Submission) -> list[Indicator]:
    """The leaves asked of the unit without a ruling that stands, in reading order."""
    standing = rulings.standing_of(db.session(), submission.id)
    return [leaf for leaf in tallying.asked_of(submission) if not standing.get(leaf.id)]


def rest_of(actor: Actor, submission: Submission) -> list[Indicator]:
    """The leaves of one's duty that `confirm_rest` would confirm."""
    ruled = {row.leaf for row in submission.rulings}
    answers = {a.leaf: a for a in submission.answers}
    return [leaf for leaf in rulings.leaves_for(actor, submission) if leaf.id not in ruled
            and leaf.filled_by != "reviewer" and not claim_of(answers.get(leaf.id))
            and not tallying.unreadable(leaf, answers.get(leaf.id))]


def claim_of(answer: Answer | None) -> str:
    """The reason why a leaf is said not to apply, or ''."""
    return answer.claim if answer is not None else ""


def settled(leaf: Indicator, answer: Answer | None, kind: str, facts: Any, reason: str, stored: Any) -> Said:
    """The ruling as it is stored; raises Invalid with the path of what is at fault.

    `stored` is what stands on the leaf, the office's figures with the unit's. A correction that equals it is a
    confirmation; on a leaf said not to apply it refuses that claim.
    """
    said_kind, dumped = decided(leaf, answer, kind, facts, stored)
    return Said(said_kind, dumped, "" if kind == "confirmed" else _reason(reason))


def decided(leaf: Indicator, answer: Answer | None, kind: str, facts: Any, stored: Any) -> tuple[str, Any]:
    """The kind and the facts of a ruling as they are stored, whatever its reason: what a preview needs."""
    _fits(leaf, answer, kind)
    if kind != "corrected":
        return kind, None
    dumped = _facts(leaf, facts)
    if leaf.filled_by != "reviewer" and dumped == stored:
        return ("applicable" if claim_of(answer) else "confirmed"), None
    return kind, dumped


def _fits(leaf: Indicator, answer: Answer | None, kind: str) -> None:
    claim, own = claim_of(answer), leaf.filled_by == "reviewer"
    if kind not in KINDS:
        raise Invalid("请选择确认、更正，或者对不适用申请的裁定。", path=["kind"])
    if kind == "confirmed" and own:
        raise Invalid("这一项由复核员评定，请填写评定结果和理由。", path=["kind"])
    if kind == "confirmed" and claim:
        raise Invalid("单位申请这一项不适用，请写明理由后采纳或不采纳，不能直接确认。", path=["kind"])
    if kind == "confirmed" and (why := tallying.unreadable(leaf, answer)):
        raise Invalid(f"填报内容读不出来（{why}），请更正，或者退回单位修改。", path=["kind"])
    if kind == "applicable" and not claim:
        raise Invalid("单位没有申请这一项不适用，请确认或更正填报。", path=["kind"])
    if kind == "not_applicable" and not claim and not (own and leaf.not_applicable == "claim"):
        raise Invalid("单位没有申请这一项不适用，不能定为不适用。", path=["kind"])


def _facts(leaf: Indicator, raw: Any) -> Any:
    if raw is None:
        missing = "请填写评定结果。" if leaf.filled_by == "reviewer" else "请填写更正后的数据；填报属实就选确认。"
        raise Invalid(missing, path=["facts"])
    fields = leaf.asked_fields()
    try:
        return dump_facts(fields, read_facts(fields, raw))
    except FactError as error:
        raise Invalid(f"{error.sentence}。", path=list(error.path)) from None


def _reason(raw: str) -> str:
    try:
        return clean_reason(raw)
    except FactError as error:
        raise Invalid(f"{error.sentence}。", path=["reason"]) from None


def _write(actor: Actor, submission: Submission, leaf: str, said: Said, row: RulingRow | None) -> RulingRow:
    row = row or RulingRow(submission_id=submission.id, leaf=leaf)
    db.session.add(row)
    row.kind, row.facts, row.reason = said.kind, said.facts, said.reason
    row.at, row.by = clock.now(), actor.id or 0
    db.session.flush()
    return row


def _says(row: RulingRow) -> Said:
    return Said(row.kind, row.facts, row.reason)


def _same_round(submission: Submission, seen: int | None) -> None:
    """What was on the reviewer's screen must be what the unit last handed in."""
    if seen is not None and seen != submission.times_submitted:
        raise Stale("你打开页面之后，单位重新提交过这张表，请核对最新的填报和佐证再裁定。")


def _stale(leaf: Indicator, row: RulingRow | None, said: Said) -> Stale:
    theirs = words(leaf, _says(row)) if row else "没有复核意见"
    when = clock.local(row.at).strftime("%m 月 %d 日 %H:%M") if row else ""
    return Stale("这一项刚才有别的复核员给过意见，你的还没有保存，请核对后再决定用哪一个。",
                 version=row.version if row else 0, mine=words(leaf, said), theirs=theirs,
                 who=row.reviewer.name if row else "", when=when)


def words(leaf: Indicator, said: Said) -> str:
    """A ruling in words, for a person who must choose between two of them."""
    fields = leaf.asked_fields()
    parts = [KINDS[said.kind]]
    if said.facts is not None:
        parts = [f"{KINDS[said.kind]}为 {show_facts(fields, read_facts(fields, said.facts))}"]
    return "；".join(parts + ([f"理由：{said.reason}"] if said.reason else []))


def _digest(reason: str) -> str:
    """What the log keeps of a reason: proof of its text, not the text, which may have to be erased one day."""
    return canonical.digest(reason.encode("utf-8")) if reason else ""

