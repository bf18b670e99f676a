"""Who may do what: one table, one question. `may()` is asked by every action, every query and every button."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from .workflow import ASSESSMENT, JOB, MOVES, PUBLICATION, SUBMISSION

ROLES: Mapping[str, str] = {
    "clerk": "填报员", "signer": "签审人", "reviewer": "复核员", "office": "考核办",
    "system": "系统管理员", "security": "安全管理员", "auditor": "审计员",
}
ADMINISTRATORS = frozenset({"system", "security", "auditor"})
UNIT_ROLES = frozenset({"clerk", "signer"})


@dataclass(frozen=True)
class Duty:
    """What a reviewer reviews in one assessment; None means all groups, all leaves."""

    assessment_id: int
    group_id: int | None = None
    leaves: frozenset[str] | None = None


@dataclass(frozen=True)
class Actor:
    """Somebody who acts. `recused` are the units a reviewer must keep away from."""

    id: int | None
    name: str
    roles: frozenset[str] = frozenset()
    unit_id: int | None = None
    position: str = ""
    duties: tuple[Duty, ...] = ()
    recused: frozenset[int] = frozenset()

    def has(self, *roles: str) -> bool:
        """Whether the actor has one of the roles."""
        return bool(self.roles.intersection(roles))


VISITOR = Actor(None, "访客")
COMMAND_LINE = Actor(None, "命令行", frozenset({"machine"}))  # whoever runs commands on the server; no account has it


@dataclass(frozen=True)
class Subject:
    """What the policy needs to know of the thing acted on; made by the row itself."""

    kind: str
    state: str = ""
    unit_id: int | None = None
    group_id: int | None = None
    assessment_id: int | None = None
    assessment_state: str = ""
    due_at: datetime | None = None        # None also once a sheet was returned: it has no deadline of its own
    user_id: int | None = None
    step_position: str | None = None      # the position that signs next; None when no step is open
    step_taken_by: frozenset[int] = frozenset()  # accounts that may not sign again
    frozen_by: int | None = None          # the account that froze the result: another one publishes it
    audience: str = ""                    # of a publication: core/release.py
    units: frozenset[int] = frozenset()   # of a publication told to each unit alone: whom it tells


@dataclass(frozen=True)
class Decision:
    """Whether it is allowed; if not, why, and whether the thing must look absent."""

    allowed: bool
    reason: str = ""
    hidden: bool = False
    conflict: bool = False    # right person, wrong moment: 409 instead of 403

    def __bool__(self) -> bool:
        return self.allowed


YES = Decision(True)
HIDDEN = Decision(False, "没有找到这项内容，它可能已删除，或者不在你的权限范围内。", hidden=True)
Relation = Callable[[Actor, Subject, str | None], Decision]


@dataclass(frozen=True)
class Permit:
    """One row of the table: the roles, how the actor must relate to the thing, and when."""

    roles: frozenset[str]
    relation: Relation
    states: frozenset[str] = frozenset()               # of the thing, where no move says it
    assessment_states: frozenset[str] = frozenset()
    before_due: bool = False


def _anything(actor: Actor, subject: Subject, leaf: str | None) -> Decision:
    return YES


def _own_unit(actor: Actor, subject: Subject, leaf: str | None) -> Decision:
    return YES if actor.unit_id is not None and actor.unit_id == subject.unit_id else HIDDEN


def _own_account(actor: Actor, subject: Subject, leaf: str | None) -> Decision:
    return YES if actor.id is not None and actor.id == subject.user_id else HIDDEN


def _on_duty(actor: Actor, subject: Subject, leaf: str | None) -> Decision:
    if subject.unit_id is not None and (subject.unit_id in actor.recused or subject.unit_id == actor.unit_id):
        return HIDDEN
    for duty in actor.duties:
        here = duty.assessment_id == subject.assessment_id and duty.group_id in (None, subject.group_id)
        if here and (leaf is None or duty.leaves is None or leaf in duty.leaves):
            return YES
    return HIDDEN


REVIEWABLE = frozenset({"submitted", "reviewing", "reviewed", "returned", "appealed", "final"})


def _reads_sheet(actor: Actor, subject: Subject, leaf: str | None) -> Decision:
    if actor.has("office"):
        return YES
    if actor.has("clerk", "signer") and _own_unit(actor, subject, leaf):
        return YES if subject.assessment_state != "draft" else HIDDEN
    if actor.has("reviewer") and subject.state in REVIEWABLE:
        return _on_duty(actor, subject, leaf)
    return HIDDEN


def _reads_assessment(actor: Actor, subject: Subject, leaf: str | None) -> Decision:
    if actor.has("office"):
        return YES
    return YES if reviews_in(actor, subject.assessment_id) and subject.state != "draft" else HIDDEN


PUBLISHED = frozenset({"published", "superseded"})      # states of a publication that is out


def _reads_publication(actor: Actor, subject: Subject, leaf: str | None) -> Decision:
    if actor.has("office"):
        return YES
    told = actor.has("clerk", "signer") and actor.unit_id in subject.units
    reached = {"public": True, "inside": actor.id is not None, "unit": told or reviews_in(actor, subject.assessment_id)}
    return YES if subject.state in PUBLISHED and reached.get(subject.audience) else HIDDEN


def reviews_in(actor: Actor, assessment_id: int | None) -> bool:
    """Whether the actor is on duty as a reviewer somewhere in an assessment."""
    return actor.has("reviewer") and any(d.assessment_id == assessment_id for d in actor.duties)


def _signs_next(actor: Actor, subject: Subject, leaf: str | None) -> Decision:
    if not _own_unit(actor, subject, leaf):
        return HIDDEN
    if subject.step_position is None:
        return Decision(False, "各环节都已签审，可以提交了。", conflict=True)
    if subject.step_position and actor.position != subject.step_position:
        return Decision(False, f"现在轮到“{subject.step_position}”签审，你的职务是“{actor.position or '未填写'}”。")
    if actor.id in subject.step_taken_by:
        return Decision(False, "这次考核要求各环节由不同的人签审，填报或前面环节是你办理的，请换人签审。")
    return YES


def _froze_not(actor: Actor, subject: Subject, leaf: str | None) -> Decision:
    """Two people release a result: who froze it does not publish it."""
    if subject.state != "frozen" or subject.frozen_by is None or actor.id != subject.frozen_by:
        return YES
    return Decision(False, "这一版是你定版的，要由考核办的另一个账号核对后公布；"
                           "考核办只有你一个账号的，请安全管理员再建一个。")


def _permit(roles: str, relation: Relation = _anything, states: str = "", during: str = "",
            before_due: bool = False) -> Permit:
    return Permit(frozenset(roles.split()), relation, frozenset(states.split()), frozenset(during.split()), before_due)


STATES = {"assessment": ASSESSMENT, "publication": PUBLICATION, "job": JOB}    # of every other thing: of a sheet
PERMITS: Mapping[str, Permit] = {
    # reading
    "submission.read": _permit("clerk signer reviewer office", _reads_sheet),
    "evidence.read": _permit("clerk signer reviewer office", _reads_sheet),
    "assessment.read": _permit("office reviewer", _reads_assessment),
    "publication.read": _permit("*", _reads_publication),
    "ruleset.read": _permit("office"),
    "unit.read": _permit("office security"),
    "user.read": _permit("security"),
    "audit.read": _permit("auditor"),
    "audit.export": _permit("auditor"),
    "site.read": _permit("system"),
    # unit
    "answer.save": _permit("clerk", _own_unit, "draft returned", "open reviewing", before_due=True),
    "evidence.add": _permit("clerk", _own_unit, "draft returned", "open reviewing", before_due=True),
    "evidence.remove": _permit("clerk", _own_unit, "draft returned", "open reviewing", before_due=True),
    "submission.explain": _permit("clerk", _own_unit, "draft returned", "open reviewing", before_due=True),
    "submission.start_signing": _permit("clerk", _own_unit, during="open reviewing", before_due=True),
    "submission.withdraw": _permit("clerk", _own_unit, during="open reviewing"),
    "signing.sign": _permit("signer", _signs_next, "signing", "open reviewing"),
    "signing.send_back": _permit("signer", _own_unit, during="open reviewing"),
    "submission.submit": _permit("clerk signer", _own_unit, during="open reviewing", before_due=True),
    # review
    "ruling.give": _permit("reviewer", _on_duty, during="open reviewing"),
    "ruling.confirm_rest": _permit("reviewer", _on_duty, during="open reviewing"),
    "evidence.check": _permit("reviewer", _on_duty, "submitted reviewing", "open reviewing"),
    "submission.return": _permit("reviewer", _on_duty, during="open reviewing"),
    "submission.finish_review": _permit("reviewer", _on_duty, during="open reviewing"),
    "submission.reopen_review": _permit("reviewer", _on_duty, during="open reviewing"),
    # office
    "ruleset.draft": _permit("office"),
    "ruleset.edit": _permit("office"),
    "ruleset.discard": _permit("office"),
    "ruleset.adopt": _permit("office"),
    "unit.import": _permit("office"),
    "unit.place": _permit("office"),
    "assessment.create": _permit("office"),
    "assessment.edit": _permit("office", states="draft open"),
    "assessment.enrol": _permit("office", states="draft open"),
    "assessment.assign": _permit("office", states="draft open reviewing"),
    "assessment.draw": _permit("office", states="open reviewing"),
    "figure.import": _permit("office", states="open reviewing"),
    "figure.save": _permit("office", during="open reviewing"),
    "assessment.open": _permit("office"),
    "assessment.start_review": _permit("office"),
    "assessment.freeze": _permit("office"),
    "assessment.thaw": _permit("office"),
    "assessment.scope": _permit("office", states="open reviewing"),
    "assessment.publish": _permit("office", _froze_not),
    "assessment.correct": _permit("office"),
    "assessment.close": _permit("office"),
    "publication.erase": _permit("office", states="published superseded"),
    "submission.extend": _permit("office", states="draft signing returned", during="open reviewing"),
    "job.ask": _permit("office", states="frozen published"),
    "job.stop": _permit("office"),
    # accounts
    "user.create": _permit("security"),
    "user.edit": _permit("security"),
    "user.stop": _permit("security"),
    "user.resume": _permit("security"),
    "user.reset": _permit("security machine"),
    "user.recuse": _permit("security"),
    "user.unrecuse": _permit("security"),
    "password.change": _permit(" ".join(ROLES), _own_account),
    "session.sign_out": _permit(" ".join(ROLES)),
    # for everyone, also without an account
    "session.sign_in": _permit("*"),
    "account.activate": _permit("*"),
    "site.set_up": _permit("*"),
    "demo.enter": _permit("*"),             # the action itself asks whether the site is a demonstration
    # for the command line on the server itself
    "site.invite": _permit("machine"),
    "site.back_up": _permit("machine"),
    "key.rotate": _permit("machine"),
    # for the workers on the server
    "job.take": _permit("machine"),
    "job.advance": _permit("machine"),      # tells whether to go on, so no state refuses it
    "job.leave": _permit("machine"),
    "job.finish": _permit("machine"),
    "job.fail": _permit("machine"),
}


def may(actor: Actor, action: str, subject: Subject | None, now: datetime, leaf: str | None = None) -> Decision:
    """Whether `actor` may do `action` to `subject` at the moment `now` (aware). Unknown actions are denied."""
    permit = PERMITS.get(action)
    if permit is None:
        return Decision(False, "系统不认识这个操作。")
    if "*" not in permit.roles and not actor.roles & permit.roles:
        wanted = "、".join(ROLES[r] for r in ROLES if r in permit.roles)
        return Decision(False, f"这项操作由{wanted}办理，你的账号没有这个角色。")
    if subject is None:
        return YES
    related = permit.relation(actor, subject, leaf)
    return related and _timely(action, permit, subject, now) if related else related


def _timely(action: str, permit: Permit, subject: Subject, now: datetime) -> Decision:
    move = MOVES.get(action)
    states = move.sources if move else permit.states
    if states and subject.state not in states:
        titles = STATES.get(subject.kind, SUBMISSION)
        named = titles[subject.state].title if subject.state in titles else subject.state
        return Decision(False, f"现在的状态是“{named}”，不能做这一步，请刷新页面查看最新状态。", conflict=True)
    if permit.assessment_states and subject.assessment_state not in permit.assessment_states:
        named = ASSESSMENT[subject.assessment_state].title if subject.assessment_state in ASSESSMENT else "未开始"
        return Decision(False, f"考核现在是“{named}”，不能做这一步。", conflict=True)
    if permit.before_due and subject.due_at is not None and now >= subject.due_at:
        return Decision(False, "填报已经截止，不能再修改或提交；确需补报，请联系考核办延长截止日期。", conflict=True)
    return YES
