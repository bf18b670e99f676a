"""How far an assessment has come: one line a sheet, counts by state, who waits for whom, what nobody reviews."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from .. import clock
from ..core.policy import Actor, Duty, Subject, may
from ..core.score import score_group
from ..core.sheet import Sheet
from ..core.stage import Card
from .assessments import Assessment, ReviewDuty
from .freezing import NOT_HANDED_IN, asked_sheet, submissions_of
from .people import Recusal, User
from .queries import leaves_of
from .sheets import Submission
from .tallying import card_of


@dataclass(frozen=True)
class SheetLine:
    """One unit's sheet as the office watches it. `claimed` is the points so far, `missing` leaves without an answer."""

    submission: Submission
    unit: str
    group: str
    state: str
    claimed: Decimal | None
    max: Decimal
    missing: int
    asked: int
    saved_at: datetime | None
    begun: bool
    due_on: date
    late: bool
    waits_for: str


def lines_of(session: Session, assessment: Assessment, now: datetime) -> list[SheetLine]:
    """A line for every sheet of an assessment, in the order of enrolment."""
    submissions = submissions_of(session, assessment.id)
    sheets = [asked_sheet(s) for s in submissions]
    cards = score_group(assessment.ruleset, sheets, "claimed", assessment.frame)
    return [_line(*one, now) for one in zip(submissions, sheets, cards, strict=True)]


def line_of(submission: Submission, now: datetime) -> SheetLine:
    """One sheet as the office watches it."""
    return _line(submission, asked_sheet(submission), card_of(submission, "claimed"), now)


def _line(submission: Submission, sheet: Sheet, card: Card, now: datetime) -> SheetLine:
    own = [leaf for leaf in submission.assessment.ruleset.asked_of(submission.group.name)
           if leaf.filled_by == "unit" and leaf.id in card.lines]
    said = {a.leaf for a in submission.answers if a.facts is not None}  # the office's part may be what is missing
    missing = sum(leaf.id not in said and leaf.id not in sheet.not_applicable for leaf in own)
    saved = [a.saved_at for a in submission.answers]
    begun = bool(submission.answers or submission.evidence or submission.times_submitted)
    due = submission.due_at
    late = due is not None and now >= due and submission.state in NOT_HANDED_IN
    return SheetLine(submission, submission.unit.name, submission.group.name, submission.state, card.total, card.max,
                     missing, len(own), max(saved, default=None), begun,
                     submission.due_on or submission.assessment.due_on, late, _holder(submission, begun))


def _holder(submission: Submission, begun: bool) -> str:
    """Who has to act next on a sheet, in words."""
    if submission.state == "draft":
        return "填报员填写" if begun else "填报员开始填写"
    if submission.state == "signing":
        step = submission.next_step
        return f"{step.position or '签审人'}签审（{step.title}）" if step else "填报员或签审人提交"
    words = {"returned": "填报员修改", "submitted": "复核员受理", "reviewing": "复核员复核", "appealed": "考核办复议"}
    return words.get(submission.state, "")


def sheets_handed_in(lines: Sequence[SheetLine]) -> int:
    """How many were handed in."""
    return sum(line.state not in NOT_HANDED_IN for line in lines)


def reviewers_of(session: Session, assessment_id: int) -> list[Actor]:
    """The reviewers with a duty in an assessment, as the policy sees them there; four statements."""
    duties = list(session.scalars(select(ReviewDuty).where(ReviewDuty.assessment_id == assessment_id).order_by(
        ReviewDuty.id).options(selectinload(ReviewDuty.user).selectinload(User.role_rows),
                               selectinload(ReviewDuty.assessment).selectinload(Assessment.adopted))))
    users = {d.user_id: d.user for d in duties if not d.user.stopped}
    away: dict[int, set[int]] = {}
    for row in session.scalars(select(Recusal).where(Recusal.user_id.in_(users)).order_by(Recusal.user_id)):
        away.setdefault(row.user_id, set()).add(row.unit_id)
    return [Actor(u.id, u.name, u.roles, u.unit_id, u.position,
                  tuple(Duty(assessment_id, d.group_id, leaves_of(d)) for d in duties if d.user_id == u.id),
                  frozenset(away.get(u.id, ()))) for u in users.values()]


def unreviewed(submissions: Sequence[Submission], reviewers: Sequence[Actor]) -> list[str]:
    """A sentence for everything nobody reviews: leaves of a group, or of one unit whose reviewers must keep away.

    The policy is what is asked, so this says what will really happen.
    """
    now, found = clock.now(), []
    gaps: dict[tuple[int, frozenset[int | None]], tuple[str, ...]] = {}
    units: dict[tuple[int, frozenset[int | None]], list[Submission]] = {}
    for submission in submissions:
        view = Subject("submission", "submitted", submission.unit_id, submission.group_id,
                       submission.assessment_id, "reviewing")
        able = [a for a in reviewers if may(a, "ruling.give", view, now)]
        key = (submission.group_id, frozenset(a.id for a in able))
        units.setdefault(key, []).append(submission)
        if key not in gaps:
            gaps[key] = tuple(leaf.title for leaf in submission.assessment.ruleset.asked_of(submission.group.name)
                              if not any(may(a, "ruling.give", view, now, leaf.id) for a in able))
    whole = {group: max((k for k in units if k[0] == group), key=lambda k: len(units[k])) for group, _ in units}
    for key, titles in gaps.items():
        if titles:
            who = units[key][0].group.name if whole[key[0]] == key else "、".join(s.unit.name for s in units[key][:5])
            found.append(f"{who}：{_titles(titles)}没有人复核")
    return found


def _titles(titles: tuple[str, ...]) -> str:
    return f"{'、'.join(titles[:4])}等 {len(titles)} 项" if len(titles) > 4 else "、".join(titles)


def until(day: date, now: datetime | None = None) -> tuple[int, str]:
    """Days left until a day ends (0 on that day, below 0 after it), and the day as '11 月 26 日 24:00'."""
    return (day - clock.today(now)).days, f"{day.month} 月 {day.day} 日 24:00"
