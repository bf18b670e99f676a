"""From reviewed sheets to a public result: its scope, freeze, thaw, publish, correct. Every edition stays readable."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from .. import clock
from ..core import canonical
from ..core.changes import in_words
from ..core.digests import SHA256, Algorithm
from ..core.facts import FactError
from ..core.plan import one_line
from ..core.policy import Actor
from ..core.release import Release, release_faults
from ..core.ruleset import Ruleset
from ..core.sheet import clean_reason
from ..errors import Invalid
from ..store import freezing, signing_keys
from ..store.assessments import Assessment
from ..store.database import db
from ..store.results import Publication
from ..store.sheets import Submission
from ..store.writing import audit_head
from .acting import action, record

REASON_LEAST = 6
MOST_NAMED = 20     # units that a note of the log names


@action("assessment.scope", of=Assessment)
def scope(actor: Actor, assessment: Assessment, release: Release) -> Assessment:
    """Set how far the result goes: to whom, how many places of each group, and by what document."""
    found = release_faults(release)
    if found:
        raise Invalid("；".join(found.values()) + "。", problems=found)
    before = assessment.release
    assessment.audience, assessment.top = release.audience, release.top
    assessment.document = one_line(release.document)
    record(scope={"before": before.title, "after": release.title},
           document={"before": before.document, "after": assessment.document})
    return assessment


@action("assessment.freeze", of=Assessment)
def freeze(actor: Actor, assessment: Assessment, office: str, without: frozenset[int] = frozenset(),
           algorithm: Algorithm = SHA256) -> Publication:
    """Compose the snapshot and keep it. `without` names the sheets that were not handed in and count as they are."""
    session = db.session()
    submissions = freezing.submissions_of(session, assessment.id)
    found = (*freezing.conditions(submissions), *freezing.unauthorised(assessment))
    stops = [c.what for c in found if c.level == "fault"]
    if stops:
        raise Invalid(f"还不能定版：{'；'.join(stops[:5])}{'……' if len(stops) > 5 else ''}。", problems=stops)
    if freezing.absent(submissions) != without:
        raise Invalid("没有提交自查表的单位和你确认的不一致，请重新核对名单后再定版。")
    before = freezing.current_publication(session, assessment.id)
    said = freezing.about(assessment, office, audit_head(session), before)
    text = freezing.file_of(assessment, submissions, said, signing_keys.signer(), algorithm)
    file = canonical.decode(text)
    row = Publication(
        assessment_id=assessment.id, edition=_next_edition(session, assessment), state="frozen", file=text,
        algorithm=algorithm.name, digest=file["digest"], audience=assessment.audience, top=assessment.top,
        frozen_at=clock.now(), frozen_by=actor.id, replaces_id=before.id if before else None,
        reason=assessment.correcting if before else "")
    session.add(row)
    assessment.frozen_by = actor.id
    session.flush()
    record(digest=row.digest, edition=row.edition, scope=assessment.release.title, document=assessment.document,
           without=[s.unit.name for s in submissions if s.id in without],
           changes=_changes(file["snapshot"]["replaces"], assessment.ruleset))
    return row


def _changes(replaces: Mapping[str, Any] | None, ruleset: Ruleset) -> list[str]:
    """What a correction changes, a sentence for the rules and for each unit; nothing for a first edition."""
    if replaces is None:
        return []
    changes = replaces["changes"]
    units = [str(one) for one in in_words(changes, ruleset.title_of)]
    more = [f"还有 {len(units) - MOST_NAMED} 个单位"] if len(units) > MOST_NAMED else []
    return [*(["评分规则有改动"] if changes["rules"] else []), *units[:MOST_NAMED], *more]


@action("assessment.thaw", of=Assessment)
def thaw(actor: Actor, assessment: Assessment, reason: str) -> Assessment:
    """Take back a frozen result that was not published; the review goes on."""
    why = _reason(reason)
    frozen = freezing.frozen_publication(db.session(), assessment.id)
    if frozen is not None:
        frozen.state = "discarded"
    assessment.frozen_by = None
    record(reason=why, digest=frozen.digest if frozen else "")
    return assessment


@action("assessment.publish", of=Assessment)
def publish(actor: Actor, assessment: Assessment) -> Publication:
    """Show the frozen result to those it is meant for; not by whoever froze it. An earlier edition stays readable."""
    session = db.session()
    row = freezing.frozen_publication(session, assessment.id)
    if row is None:
        raise Invalid("没有找到定版的结果，请先撤回定版再重新定版。")
    before = freezing.current_publication(session, assessment.id)
    if before is not None:
        before.state = "superseded"
    row.state, row.published_at, row.published_by = "published", clock.now(), actor.id
    assessment.correcting = ""
    for submission in _in_state(session, assessment, "reviewed"):
        submission.state = "final"
    record(digest=row.digest, edition=row.edition, supersedes=before.digest if before else "")
    return row


@action("assessment.correct", of=Assessment)
def correct(actor: Actor, assessment: Assessment, reason: str) -> Assessment:
    """Take a published result back into review, with a reason that the corrected publication will print."""
    assessment.correcting = _reason(reason)
    for submission in _in_state(db.session(), assessment, "final"):
        submission.state = "reviewed"
    record(reason=assessment.correcting)
    return assessment


def _in_state(session: Session, assessment: Assessment, state: str) -> list[Submission]:
    return list(session.scalars(select(Submission).where(
        Submission.assessment_id == assessment.id, Submission.state == state).order_by(Submission.id)))


def _next_edition(session: Session, assessment: Assessment) -> int:
    last = session.scalar(select(func.max(Publication.edition)).where(Publication.assessment_id == assessment.id))
    return (last or 0) + 1


def _reason(reason: str) -> str:
    try:
        return clean_reason(reason, least=REASON_LEAST, most=500)
    except FactError as error:
        raise Invalid(error.sentence, problems={"reason": error.sentence}) from None
