"""Rows → the values a snapshot is composed of: one loader for progress, the draft preview and the freeze."""
from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, defer, joinedload, object_session, selectinload

from ..core import canonical
from ..core.digests import SHA256, Algorithm
from ..core.draws import needed
from ..core.office_figures import office_leaves
from ..core.published import Published, open_file
from ..core.release import as_wide_as
from ..core.sheet import Ruling, Sheet
from ..core.signature import Sign
from ..core.snapshot import About, Participant, compose, outcomes_of
from .assessments import Assessment
from .office_figures import entries_of
from .people import Unit, User, UserRole
from .results import Publication
from .sheets import Evidence, Submission
from .tallying import asked_of, live_evidence, sheet_of

T = TypeVar("T")
LOOKED_BACK = 3     # assessments in which a unit's last outcome is looked for
UNHEARD = "自查表没有提交，不适用申请未经复核，不予采信。"
NOT_HANDED_IN = frozenset({"draft", "signing", "returned"})
NOT_REVIEWED = frozenset({"submitted", "reviewing", "appealed"})


def submissions_of(session: Session, assessment_id: int) -> list[Submission]:
    """Every sheet of an assessment, by key, with all that was said on it: nine statements, however many sheets."""
    assessment = selectinload(Submission.assessment)
    return list(session.scalars(
        select(Submission).where(Submission.assessment_id == assessment_id).order_by(Submission.id).options(
            joinedload(Submission.unit).joinedload(Unit.parent), joinedload(Submission.group),
            selectinload(Submission.figures),
            assessment.selectinload(Assessment.adopted), assessment.selectinload(Assessment.steps),
            selectinload(Submission.answers), selectinload(Submission.evidence), selectinload(Submission.rulings),
            selectinload(Submission.sign_offs))))


def asked_sheet(submission: Submission) -> Sheet:
    """What was said of a unit, as a snapshot keeps it: leaves its group is asked; a confirmation has no facts."""
    asked = {leaf.id for leaf in submission.assessment.ruleset.asked_of(submission.group.name)}
    sheet = sheet_of(submission)
    rulings = {leaf: r if r.kind == "corrected" else replace(r, facts=None) for leaf, r in sheet.rulings.items()}
    return replace(sheet, facts=_only(asked, sheet.facts), not_applicable=_only(asked, sheet.not_applicable),
                   rulings=_only(asked, rulings))


def _only(asked: set[str], by_leaf: Mapping[str, T]) -> dict[str, T]:
    return {leaf: value for leaf, value in by_leaf.items() if leaf in asked}


def participant(submission: Submission) -> Participant:
    """A unit's part of the snapshot. A sheet that was not handed in counts with what is there, its claims refused."""
    sheet = asked_sheet(submission)
    if submission.state in NOT_HANDED_IN:
        sheet = replace(sheet, rulings=_heard(submission, sheet))
    evidence: dict[str, tuple[tuple[str, str], ...]] = {}
    for piece in live_evidence(submission):
        evidence[piece.leaf] = (*evidence.get(piece.leaf, ()), (piece.kind, digest_of(piece)))
    at = submission.submitted_at
    return Participant(sheet, {a.leaf: a.note for a in submission.answers if a.note}, evidence,
                       at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else "", submission.content_hash)


def _heard(submission: Submission, sheet: Sheet) -> dict[str, Ruling]:
    """The rulings on a sheet that was given back and not handed in again, without what nobody has ruled on.

    A confirmation is of the facts it saw; a correction stands though the unit has changed the leaf since,
    or touching it would undo it.
    """
    saved = {a.leaf: a.saved_at for a in submission.answers}
    seen = {row.leaf for row in submission.rulings if row.leaf not in saved or saved[row.leaf] <= row.at}
    stand = {leaf: r for leaf, r in sheet.rulings.items() if r.kind in ("corrected", "not_applicable")
             or (r.kind == "confirmed" and leaf in seen and leaf not in sheet.not_applicable)
             or (r.kind == "applicable" and leaf in sheet.not_applicable)}
    unheard = Ruling("applicable", None, UNHEARD)
    return {**stand, **{leaf: unheard for leaf in sheet.not_applicable if leaf not in stand}}


def digest_of(piece: Evidence) -> str:
    """Hex SHA-256 of a file's bytes, or of a link's address."""
    return piece.sha256 if piece.kind == "file" else canonical.digest(piece.url.encode("utf-8"))


def about(assessment: Assessment, office: str, head: str = "", before: Publication | None = None) -> About:
    """What a publication says of its assessment; `head` is the audit head at the freeze, `before` what it corrects."""
    replaces = {"digest": before.digest, "reason": assessment.correcting} if before else None
    return About(assessment.title, assessment.ruleset.basis, assessment.period_from, assessment.period_to,
                 assessment.as_of, office, assessment.calendar or {}, head, replaces, assessment.seed,
                 assessment.drawn_at.strftime("%Y-%m-%dT%H:%M:%SZ") if assessment.drawn_at else "",
                 assessment.release,
                 before.opened.file["snapshot"] if before else None)


def file_of(assessment: Assessment, submissions: Sequence[Submission], said: About, sign: Sign | None = None,
            algorithm: Algorithm = SHA256) -> str:
    """The snapshot file as text."""
    before = last_outcomes(object_session(assessment), assessment)
    parts = tuple(replace(participant(s), before=before.get(s.unit.name)) for s in submissions)
    return compose(said, assessment.ruleset, assessment.adopted.yaml, parts, lambda: secrets.token_hex(16), sign,
                   algorithm)


def last_outcomes(session: Session | None, assessment: Assessment) -> dict[str, dict[str, Any]]:
    """Unit's name → its outcome in the newest earlier assessment published to the same people or to more."""
    if session is None:
        return {}
    rows = session.scalars(select(Publication).join(Assessment, Assessment.id == Publication.assessment_id).where(
        Publication.state == "published", Publication.assessment_id != assessment.id,
        Publication.audience.in_(as_wide_as(assessment.audience)), Publication.top.is_(None),
        Assessment.as_of < assessment.as_of).order_by(Assessment.as_of.desc(), Assessment.id.desc()).limit(LOOKED_BACK))
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        for unit, outcome in outcomes_of(canonical.decode(row.file)).items():
            found.setdefault(unit, outcome)
    return found


def current_publication(session: Session, assessment_id: int) -> Publication | None:
    """The edition in force: published and not superseded."""
    return session.scalars(select(Publication).where(
        Publication.assessment_id == assessment_id, Publication.state == "published")).one_or_none()


def frozen_publication(session: Session, assessment_id: int) -> Publication | None:
    """The edition that was frozen and waits for publication."""
    return session.scalars(select(Publication).where(
        Publication.assessment_id == assessment_id, Publication.state == "frozen")).one_or_none()


@dataclass(frozen=True)
class Condition:
    """Something that stands in the way of the freeze (fault), asks to be acknowledged (absent), or is worth a look."""

    what: str
    where: str
    mend: str
    level: str                      # fault | absent | hint
    submission_id: int | None = None


def conditions(submissions: Sequence[Submission]) -> list[Condition]:
    """What must be settled before these sheets can be frozen, sheet by sheet."""
    if not submissions:
        return [Condition("还没有单位参加这次考核", "", "先纳入单位。", "fault")]
    whole = [*_undrawn(submissions[0].assessment), *_unentered(submissions)]
    return [*whole, *(found for s in submissions for found in conditions_of(s))]


def unauthorised(assessment: Assessment) -> list[Condition]:
    """A fault while nobody has written by what document the result goes where."""
    if assessment.document:
        return []
    return [Condition("还没有写明批准公布的文件", "公布范围", "写好保存后再定版。", "fault")]


def absent(submissions: Sequence[Submission]) -> frozenset[int]:
    """The keys of the sheets that were not handed in: the freeze must name exactly these."""
    return frozenset(s.id for s in submissions if s.state in NOT_HANDED_IN)


def _undrawn(assessment: Assessment) -> list[Condition]:
    if assessment.seed or not needed(assessment.ruleset):
        return []
    return [Condition("评分规则要求的抽取还没有做", "抽取", "到考核页上点“抽取”，再定版。", "fault")]


def _unentered(submissions: Sequence[Submission]) -> list[Condition]:
    """A hint for each leaf at which the office has not entered its figures for every unit."""
    assessment, found = submissions[0].assessment, []
    for leaf in office_leaves(assessment.ruleset):
        lacking = [e.submission.unit.name for e in entries_of(assessment, submissions, leaf) if e.missing]
        if lacking:
            some = "、".join(lacking[:3]) + (f"等 {len(lacking)} 个单位" if len(lacking) > 3 else "")
            found.append(Condition(f"“{leaf.title}”还没有录入{some}的数据，这一项将按没有填计算",
                                   "考核办录入的数据", "录入后再定版。", "hint"))
    return found


def conditions_of(submission: Submission) -> list[Condition]:
    """What must be settled on one sheet, and what is worth a look there."""
    unit = submission.unit.name
    if submission.state in NOT_HANDED_IN:
        again = "退回后没有重新提交" if submission.times_submitted else "没有提交自查表"
        return [Condition(f"{unit}{again}", unit, "可以延长截止日期催交；确实不交的，定版时逐个确认。", "absent",
                          submission.id)]
    if submission.state in NOT_REVIEWED:
        return [Condition(f"{unit}的自查表还没有复核完", unit, "请复核员复核完再定版。", "fault", submission.id)]
    return [*_unsettled(submission), *_unrated(submission)]


def _unsettled(submission: Submission) -> list[Condition]:
    asked = {leaf.id: leaf for leaf in asked_of(submission)}
    ruled = {row.leaf for row in submission.rulings}
    open_claims = [asked[a.leaf].title for a in submission.answers
                   if a.claim and a.leaf in asked and a.leaf not in ruled]
    return [Condition(f"{submission.unit.name}的不适用申请还没有裁定：{title}", submission.unit.name,
                      "请复核员采纳或不采纳。", "fault", submission.id) for title in open_claims]


def _unrated(submission: Submission) -> list[Condition]:
    given = {row.leaf for row in submission.rulings}
    left = [leaf.title for leaf in asked_of(submission)
            if leaf.filled_by == "reviewer" and leaf.pool == "base" and leaf.id not in given]
    if not left:
        return []
    return [Condition(f"{submission.unit.name}有 {len(left)} 项由复核员评定的指标还没有评定，将计 0 分",
                      submission.unit.name, f"{'、'.join(left)}。", "hint", submission.id)]


def kept(session: Session, assessment: Assessment) -> Publication | None:
    """The frozen or published edition that stands for an assessment; None while its result can still change."""
    if assessment.state == "frozen":
        return frozen_publication(session, assessment.id)
    return current_publication(session, assessment.id) if assessment.state in ("published", "closed") else None


def standing(session: Session, assessment: Assessment, office: str,
             submissions: Sequence[Submission] | None = None) -> Published:
    """The result as it stands: the frozen or published edition, or a snapshot composed now and kept nowhere.

    `submissions` are those of `submissions_of`, where they have been read already.
    """
    edition = kept(session, assessment)
    if edition is not None:
        return edition.opened
    said = about(assessment, office)
    said = replace(said, title=f"{said.title}（送审稿）")
    rows = submissions_of(session, assessment.id) if submissions is None else submissions
    return open_file(file_of(assessment, rows, said))


def sheets_by_unit(session: Session, assessment_id: int) -> dict[str, int]:
    """Unit's name → key of its sheet."""
    return {row.name: row.id for row in session.execute(
        select(Unit.name, Submission.id).join(Unit, Unit.id == Submission.unit_id).where(
            Submission.assessment_id == assessment_id))}


def editions(session: Session, assessment_id: int) -> list[Publication]:
    """Every edition of an assessment without its file, newest first, with who froze and who published it."""
    return list(session.scalars(select(Publication).where(Publication.assessment_id == assessment_id).options(
        defer(Publication.file), joinedload(Publication.freezer), joinedload(Publication.publisher),
    ).order_by(Publication.edition.desc())))


def office_besides(session: Session, account: int | None) -> tuple[str, ...]:
    """The names of the office's people other than that account, by key: one of them publishes what it froze."""
    return tuple(session.scalars(select(User.name).join(UserRole, UserRole.user_id == User.id).where(
        UserRole.role == "office", User.stopped.is_(False), User.id != account).order_by(User.id)))
