"""What an office looks at before it opens an assessment: units, their accounts, and who reviews what."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from .. import clock
from ..core.roster import Entry, key
from ..core.ruleset import Ruleset
from .assessments import Assessment, ReviewDuty
from .freezing import Condition, submissions_of
from .people import Group, Unit, User, UserRole
from .progress import reviewers_of, unreviewed
from .sheets import Answer, Evidence, SignOff, Submission


def begun(session: Session, submissions: Sequence[Submission]) -> list[str]:
    """The units among these sheets that have already put something on them."""
    keys = [s.id for s in submissions]
    touched: set[int] = {s.id for s in submissions if s.state != "draft" or s.times_submitted}
    for kind in (Answer, Evidence, SignOff):
        touched |= set(session.scalars(select(kind.submission_id).where(kind.submission_id.in_(keys))))
    return [s.unit.name for s in submissions if s.id in touched]


def conditions(session: Session, assessment: Assessment) -> list[Condition]:
    """What stands in the way of opening (fault), and what should be looked at first (hint)."""
    submissions = submissions_of(session, assessment.id)
    if not submissions:
        return [Condition("还没有单位参加", "选择参加的单位", "", "fault")]
    found: list[Condition] = []
    if assessment.due_on < clock.today():
        found.append(Condition("填报截止日期已经过去", "修改日期", "", "fault"))
    known = assessment.ruleset.groups
    alien = list(dict.fromkeys(s.group.name for s in submissions if known and s.group.name not in known))
    if alien:
        found.append(Condition(f"评分规则里没有这些组别：{'、'.join(alien)}", "选择参加的单位", "", "fault"))
    held = assessment.ruleset.effective
    if held is not None and (held.to < assessment.period_from or held.from_ > assessment.period_to):
        found.append(Condition(
            f"评分规则的适用期间是 {held.from_} 至 {held.to}，和考核期间不重合，规则里的期限可能是别的年度的",
            "以它为底稿改好年度，换一个版本采用", "", "hint"))
    found += _people(session, assessment, submissions)
    found += [Condition(sentence, "安排复核分工", "", "hint")
              for sentence in unreviewed(submissions, reviewers_of(session, assessment.id))]
    return found


def _people(session: Session, assessment: Assessment, submissions: Sequence[Submission]) -> list[Condition]:
    """Units that could not fill in or sign, because nobody there has the account for it."""
    units = {s.unit_id: s.unit.name for s in submissions}
    users = session.scalars(select(User).where(User.unit_id.in_(units), User.stopped.is_(False)).options(
        selectinload(User.role_rows)))
    clerks: set[int | None] = set()
    signers: dict[int | None, set[str]] = {}
    for user in users:
        if "clerk" in user.roles:
            clerks.add(user.unit_id)
        if "signer" in user.roles:
            signers.setdefault(user.unit_id, set()).add(user.position)
    found = [_crowd([n for u, n in units.items() if u not in clerks], "没有填报员账号")]
    for step in assessment.steps:
        lacking = [n for u, n in units.items() if not _can_sign(signers.get(u, set()), step.position)]
        found.append(_crowd(lacking, f"没有人能办理“{step.title}”（要有职务为“{step.position or '任意'}”的签审人）"))
    return [c for c in found if c is not None]


def _can_sign(positions: set[str], wanted: str) -> bool:
    return wanted in positions if wanted else bool(positions)


def _crowd(names: list[str], lack: str) -> Condition | None:
    if not names:
        return None
    some = "、".join(names[:3]) + (f"等 {len(names)} 个单位" if len(names) > 3 else "")
    return Condition(f"{some}{lack}", "导入单位和账号", "没有账号的单位到时交不了表。", "hint")


@dataclass(frozen=True)
class UnitChoice:
    """A unit that may be ticked to take part."""

    id: int
    name: str
    enrolled: bool


@dataclass(frozen=True)
class GroupChoice:
    """A group's units; `known` is whether the ruleset has the group."""

    name: str
    known: bool
    units: tuple[UnitChoice, ...]


def groups_of(session: Session, assessment: Assessment, ticked: frozenset[int] | None = None) -> list[GroupChoice]:
    """Every unit by group, ticked as enrolled or as just typed."""
    enrolled = ticked if ticked is not None else frozenset(
        session.scalars(select(Submission.unit_id).where(Submission.assessment_id == assessment.id)))
    known = assessment.ruleset.groups
    by_group: dict[str, list[UnitChoice]] = {}
    for unit in _units(session):
        by_group.setdefault(unit.group.name, []).append(UnitChoice(unit.id, unit.name, unit.id in enrolled))
    order = {name: n for n, name in enumerate(known)}
    return [GroupChoice(name, not known or name in known, tuple(units))
            for name, units in sorted(by_group.items(), key=lambda item: order.get(item[0], len(order)))]


def eligible(session: Session, assessment: Assessment) -> list[int]:
    """The units whose group the ruleset has."""
    known = assessment.ruleset.groups
    return [u.id for u in _units(session) if not known or u.group.name in known]


def _units(session: Session) -> list[Unit]:
    return list(session.scalars(select(Unit).order_by(Unit.group_id, Unit.id).options(
        joinedload(Unit.group), joinedload(Unit.parent))))


def enrolled_groups(session: Session, assessment: Assessment) -> list[Group]:
    """The groups whose units take part."""
    there = select(Submission.group_id).where(Submission.assessment_id == assessment.id)
    return list(session.scalars(select(Group).where(Group.id.in_(there)).order_by(Group.id)))


def reviewers(session: Session) -> list[User]:
    """The accounts that may be given a duty."""
    return list(session.scalars(select(User).where(
        User.stopped.is_(False), User.role_rows.any(UserRole.role == "reviewer")).order_by(User.name, User.id)))


def indicators(ruleset: Ruleset) -> list[tuple[str, str]]:
    """Id and numbered title of every indicator, deeper ones indented."""
    return [(i.id, f"{'　' * i.number.count('.')}{i.number} {i.title}") for i in ruleset.walk() if not i.obsolete]


@dataclass(frozen=True)
class DutyLine:
    """One duty in words."""

    id: int
    who: str
    units: str
    indicators: str
    stopped: bool

    @property
    def words(self) -> str:
        """The duty in one line, for the audit log."""
        return f"{self.who}（{self.units}，{self.indicators}）"


def duties(session: Session, assessment: Assessment) -> list[DutyLine]:
    """The duties of an assessment, by reviewer."""
    rows = session.scalars(select(ReviewDuty).where(ReviewDuty.assessment_id == assessment.id).options(
        joinedload(ReviewDuty.user), joinedload(ReviewDuty.group)).order_by(ReviewDuty.user_id, ReviewDuty.id))
    found = []
    for row in rows:
        node = assessment.ruleset.find(row.indicator) if row.indicator else None
        what = f"{node.number} {node.title}" if node else ("规则里已没有的指标" if row.indicator else "全部指标")
        units = row.group.name if row.group else "全部组别"
        found.append(DutyLine(row.id, row.user.name, units, what, row.user.stopped))
    return found


@dataclass(frozen=True)
class UnitLine:
    """A unit in the roster, with how many of its accounts fill in, sign, and have not been activated yet."""

    id: int
    name: str
    parent: str             # the unit above; '' none
    clerks: int
    signers: int
    waiting: int


def roster_of(session: Session) -> dict[str, list[UnitLine]]:
    """Group → its units with their accounts counted; three statements however many."""
    people: dict[int | None, list[User]] = {}
    for user in session.scalars(select(User).where(User.unit_id.is_not(None), User.stopped.is_(False)).options(
            selectinload(User.role_rows))):
        people.setdefault(user.unit_id, []).append(user)
    found: dict[str, list[UnitLine]] = {}
    for unit in _units(session):
        own = people.get(unit.id, [])
        found.setdefault(unit.group.name, []).append(UnitLine(
            unit.id, unit.name, unit.parent.name if unit.parent else "", sum("clerk" in u.roles for u in own),
            sum("signer" in u.roles for u in own), sum(not u.password_hash for u in own)))
    return found


def others(session: Session, unit: Unit) -> list[tuple[int, str]]:
    """Key and name of every other unit."""
    return [(u.id, f"{u.name}（{u.group.name}）") for u in _units(session) if u.id != unit.id]


def newcomers(session: Session, entries: Sequence[Entry]) -> tuple[int, int]:
    """How many groups and units of a roster are new."""
    groups = {key(name) for name in session.scalars(select(Group.name))}
    units = {key(name) for name in session.scalars(select(Unit.name))}
    return (len({key(e.group) for e in entries} - groups), len({key(e.unit) for e in entries} - units))
