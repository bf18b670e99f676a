"""Running an assessment: adopting rulesets, setting it up, enrolling units, sharing out the review, its moves."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import clock
from ..core import canonical
from ..core.facts import FactError
from ..core.plan import DutyPlan, Plan, Step, one_line, plan_faults
from ..core.policy import Actor
from ..core.sheet import clean_reason
from ..errors import Invalid, NotFound, Stale
from ..rulebook.loading import Loaded
from ..store import holidays, setting_up
from ..store.assessments import AdoptedRuleset, Assessment, ReviewDuty, SignStep
from ..store.database import db
from ..store.drafts import RulesetDraft, twin_of
from ..store.people import Group, Unit, User
from ..store.sheets import Submission
from .acting import action, record


@action("ruleset.adopt")
def adopt(actor: Actor, loaded: Loaded, draft: tuple[int, int] | None = None) -> AdoptedRuleset:
    """Adopt a version of a ruleset. It never changes again; another text under the same version is refused.

    `draft` is the key and version of the draft that holds this text: it has served its purpose and goes.
    """
    ruleset, session = loaded.ruleset, db.session()
    if ruleset is None:
        problems = [str(f) for f in loaded.errors]
        raise Invalid(f"这份评分规则有 {len(problems)} 处错误，改好后再采用。", problems=problems)
    tree = canonical.encode(ruleset.data).decode("utf-8")
    named = f"{ruleset.ruleset} {ruleset.version}"
    sha256 = canonical.digest(loaded.text.encode("utf-8"))
    old = twin_of(session, ruleset.ruleset, ruleset.version)
    if old is not None:
        same = old.sha256 == sha256
        told = "内容也相同，直接使用即可" if same else "但内容不同：已采用的版本不能改，请换一个 version 再采用"
        raise Invalid(f"评分规则 {named} 已经采用过，{told}。")
    row = AdoptedRuleset(ruleset_id=ruleset.ruleset, ruleset_version=ruleset.version, title=ruleset.title,
                         yaml=loaded.text, tree=tree, sha256=sha256, adopted_at=clock.now())
    session.add(row)
    if draft is not None:
        _use_up(session, draft, loaded.text)
    session.flush()
    record(ruleset=named, sha256=sha256)
    return row


def _use_up(session: Session, draft: tuple[int, int], text: str) -> None:
    """Deletes the draft, if it still says what was looked at."""
    row = session.get(RulesetDraft, draft[0])
    if row is None:
        raise NotFound("这份草稿已经删除，请回到评分规则重新选择。")
    if (row.version, row.text) != (draft[1], text):
        raise Stale("这份草稿刚才有人改过，请看过新的内容再采用。")
    session.delete(row)


@action("assessment.create")
def create(actor: Actor, plan: Plan) -> Assessment:
    """Set up a new assessment; it stays with the office until it is opened."""
    session = db.session()
    _refuse(faults(session, plan))
    years = (plan.period_from, max(plan.period_to, plan.as_of))
    row = Assessment(state="draft", created_at=clock.now(), correcting="",
                     calendar=dict(plan.calendar) if plan.calendar is not None else holidays.seed(*years))
    _apply(row, plan)
    row.steps = _steps(plan)
    session.add(row)
    session.flush()
    record(title=row.title, ruleset=row.adopted.title)
    return row


@action("assessment.edit", of=Assessment)
def edit(actor: Actor, assessment: Assessment, plan: Plan, version: int | None = None) -> Assessment:
    """Change an assessment. Once it is open, its ruleset and sign-off steps stand."""
    if version is not None and version != assessment.version:
        raise Stale("别人刚刚改过这次考核的设置，请核对后再保存。", current=assessment.version)
    _refuse(faults(db.session(), plan, assessment))
    before = _told(assessment)
    _apply(assessment, plan)
    if plan.calendar is not None:
        assessment.calendar = dict(plan.calendar)
    if assessment.state == "draft" and _written(assessment.steps) != plan.steps:
        assessment.steps = _steps(plan)
    after = _told(assessment)
    changes = {key: {"before": before[key], "after": after[key]} for key in after if before[key] != after[key]}
    record(**{"title": assessment.title} | changes)
    return assessment


def faults(session: Session, plan: Plan, assessment: Assessment | None = None) -> dict[str, str]:
    """Field → sentence for everything in the plan that cannot be taken."""
    found = plan_faults(plan)
    if session.get(AdoptedRuleset, plan.adopted_id) is None:
        found["adopted_id"] = "请选一个已采用的评分规则"
    twin = session.scalars(select(Assessment.id).where(Assessment.title == one_line(plan.title))).one_or_none()
    if twin is not None and (assessment is None or twin != assessment.id):
        found["title"] = "已经有同名的考核，请换一个名称"
    if assessment is not None and assessment.state != "draft":
        if plan.adopted_id != assessment.adopted_id:
            found["adopted_id"] = "已经开放填报，不能换评分规则；规则写错了请新建一次考核"
        if plan.steps != _written(assessment.steps) or plan.separate_hands != assessment.separate_hands:
            found["steps"] = "已经开放填报，签审环节不能再改"
    return found


def _refuse(found: Mapping[str, str]) -> None:
    if found:
        raise Invalid("；".join(dict.fromkeys(found.values())) + "。", problems=dict(found))


def _apply(row: Assessment, plan: Plan) -> None:
    row.title, row.note = one_line(plan.title), plan.note.strip()
    row.adopted_id, row.separate_hands = plan.adopted_id, plan.separate_hands
    row.period_from, row.period_to, row.as_of = plan.period_from, plan.period_to, plan.as_of
    row.due_on, row.review_due_on = plan.due_on, plan.review_due_on


def _steps(plan: Plan) -> list[SignStep]:
    last = len(plan.steps)
    return [SignStep(position_no=n, title=one_line(s.title), position=one_line(s.position), confidential=n == last)
            for n, s in enumerate(plan.steps, 1)]


def _written(steps: list[SignStep]) -> tuple[Step, ...]:
    return tuple(Step(s.title, s.position) for s in steps)


def _told(row: Assessment) -> dict[str, str]:
    """What an audit row says of the settings."""
    plain = ("period_from", "period_to", "as_of", "due_on", "review_due_on", "note")
    told = {name: str(getattr(row, name) or "") for name in plain}
    told |= {"title": row.title, "adopted_id": str(row.adopted_id)}
    told["separate_hands"] = "是" if row.separate_hands else "否"
    return told | {"steps": "、".join(s.title for s in row.steps), "calendar": holidays.written(row.calendar or {})}


@action("assessment.enrol", of=Assessment)
def enrol(actor: Actor, assessment: Assessment, units: tuple[int, ...]) -> Assessment:
    """Let exactly these units take part. A unit that has already filled something in cannot be taken out."""
    session = db.session()
    there = {s.unit_id: s for s in session.scalars(select(Submission).where(Submission.assessment_id == assessment.id))}
    keys = {key for key in units if 0 < key < 2**31}  # beyond that the database cannot look it up
    wanted = {u.id: u for u in session.scalars(select(Unit).where(Unit.id.in_(keys)))}
    if len(wanted) < len(set(units)):
        raise Invalid("有的单位已经不在名册里，请刷新页面后再选。")
    groups = {g.id: g.name for g in session.scalars(select(Group))}
    known = assessment.ruleset.groups
    alien = [u.name for u in wanted.values() if known and groups[u.group_id] not in known]
    if alien:
        raise Invalid(f"评分规则里没有这些单位的组别：{'、'.join(alien[:10])}。规则的组别是：{'、'.join(known)}。")
    gone = [s for unit_id, s in there.items() if unit_id not in wanted]
    begun = setting_up.begun(session, gone)
    if begun:
        raise Invalid(f"这些单位已经填过内容，不能移出：{'、'.join(begun[:10])}。")
    for submission in gone:
        session.delete(submission)
    new = [u for unit_id, u in wanted.items() if unit_id not in there]
    session.add_all(Submission(assessment_id=assessment.id, unit_id=u.id, group_id=u.group_id) for u in new)
    record(title=assessment.title, added=[u.name for u in new], removed=[s.unit.name for s in gone])
    return assessment


@action("assessment.assign", of=Assessment)
def assign(actor: Actor, assessment: Assessment, add: tuple[DutyPlan, ...] = (),
           remove: tuple[int, ...] = ()) -> Assessment:
    """Give reviewers their duties, or take some back."""
    session = db.session()
    duties = list(session.scalars(select(ReviewDuty).where(ReviewDuty.assessment_id == assessment.id)))
    before = {d.id: d.words for d in setting_up.duties(session, assessment)}
    for duty in duties:
        if duty.id in remove:
            session.delete(duty)
    there = {DutyPlan(d.user_id, d.group_id, d.indicator) for d in duties if d.id not in remove}
    for plan in add:
        _check_duty(session, assessment, plan)
        if plan in there:
            raise Invalid("这条分工已经有了。")
        there.add(plan)
        session.add(ReviewDuty(assessment_id=assessment.id, user_id=plan.user_id, group_id=plan.group_id,
                               indicator=plan.indicator))
    session.flush()
    after = {d.id: d.words for d in setting_up.duties(session, assessment)}
    record(title=assessment.title, added=[w for key, w in after.items() if key not in before],
           removed=[w for key, w in before.items() if key not in after])
    return assessment


def _check_duty(session: Session, assessment: Assessment, plan: DutyPlan) -> None:
    user = session.get(User, plan.user_id)
    if user is None or user.stopped or "reviewer" not in user.roles:
        raise Invalid("请选一个在用的复核员账号。")
    if plan.group_id is not None and session.get(Group, plan.group_id) is None:
        raise Invalid("没有这个组别，请刷新页面后再选。")
    if plan.indicator and assessment.ruleset.find(plan.indicator) is None:
        raise Invalid("评分规则里没有这个指标，请刷新页面后再选。")


@action("assessment.open", of=Assessment)
def open_(actor: Actor, assessment: Assessment) -> Assessment:
    """Let the units fill in their sheets."""
    stops = [c for c in setting_up.conditions(db.session(), assessment) if c.level == "fault"]
    if stops:
        raise Invalid("还不能开放填报：" + "；".join(c.what for c in stops) + "。", problems=[c.what for c in stops])
    record(title=assessment.title)
    return assessment


@action("assessment.start_review", of=Assessment)
def start_review(actor: Actor, assessment: Assessment) -> Assessment:
    """Turn to the review: units and settings stand; who is not late may still hand in."""
    record(title=assessment.title)
    return assessment


@action("assessment.close", of=Assessment)
def close(actor: Actor, assessment: Assessment) -> Assessment:
    """End a published assessment: nothing about it changes any more, everything stays readable."""
    record(title=assessment.title)
    return assessment


@action("submission.extend", of=Submission)
def extend(actor: Actor, submission: Submission, due_on: date, reason: str) -> Submission:
    """Give one unit more time, with a reason."""
    if submission.times_submitted:
        raise Invalid("这份自查表交过一次了，退回修改没有截止日期，不用延长。")
    if due_on < clock.today():
        raise Invalid("新的截止日期已经过去，请选今天或以后的日期。", problems={"due_on": "请选今天或以后的日期"})
    if due_on.year > 2100:
        raise Invalid("年份要在 1990 到 2100 之间。", problems={"due_on": "年份要在 1990 到 2100 之间"})
    try:
        why = clean_reason(reason, least=4, most=500)
    except FactError as error:
        raise Invalid(error.sentence, problems={"reason": error.sentence}) from None
    before = submission.due_on or submission.assessment.due_on
    record(unit=submission.unit.name, due_on={"before": str(before), "after": str(due_on)}, reason=why)
    submission.due_on = due_on
    return submission
