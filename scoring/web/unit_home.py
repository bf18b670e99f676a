"""What the unit's first page shows: one sentence on what to do now, and the sheets with where they stand."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .. import clock
from ..actions.signing import SENT_BACK
from ..core import points as p
from ..core.policy import Actor, may
from ..store.sheets import SignOff, Submission
from .unit_sheet import SheetPage, sheet_page

IDLE = ("查看", "看进度")
ORDER = {state: n for n, state in enumerate(
    ("returned", "draft", "signing", "submitted", "reviewing", "reviewed", "appealed", "final"))}


@dataclass(frozen=True)
class Due:
    """A deadline as the clock macro wants it; `shown` where there is one to keep."""

    shown: bool
    days: int | None = None
    words: str = ""


@dataclass(frozen=True)
class Now:
    """The one sentence, why, and the one button."""

    words: str
    more: str = ""
    endpoint: str = ""
    sheet: int = 0
    button: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Entry:
    """One sheet on the first page."""

    submission: Submission
    points: str | None
    max: str
    grade: str
    verified: bool
    missing: int
    due: Due
    holder: str
    endpoint: str
    button: str


def due_of(submission: Submission, now: datetime) -> Due:
    """The deadline of a sheet that can still be late."""
    if submission.state not in ("draft", "signing") or submission.due_at is None:
        return Due(False)
    day = submission.due_on or submission.assessment.due_on
    return Due(True, (day - clock.today(now)).days, f"{day.month} 月 {day.day} 日 24:00")


def sent_back(submission: Submission) -> SignOff | None:
    """The signer's refusal that brought the sheet back, if nothing was signed since."""
    last = submission.sign_offs[-1] if submission.sign_offs else None
    came_back = last is not None and last.void_reason == SENT_BACK and submission.state in ("draft", "returned")
    return last if came_back else None


def holder_of(submission: Submission) -> str:
    """Who has it in hand, where the state alone does not say: the position that signs next."""
    if submission.state != "signing":
        return ""
    step = submission.next_step
    if step is None:
        return "填报员或签审人（签审已完成，待提交）"
    return f"{step.position or '签审人'}（{step.title}）"


def entries(actor: Actor, submissions: list[Submission]) -> list[Entry]:
    """The sheets, what needs a hand first."""
    made = [_entry(actor, submission, sheet_page(actor, submission, whole=False)) for submission in submissions]
    return sorted(made, key=lambda e: (e.button in IDLE, ORDER[e.submission.state], -e.submission.id))


def _entry(actor: Actor, submission: Submission, page: SheetPage) -> Entry:
    now = clock.now()
    endpoint, button = "unit.sheet", IDLE[0]
    if page.editable:
        button = "去修改" if submission.state == "returned" else "继续填报" if submission.answers else "开始填报"
    elif submission.state == "signing":
        endpoint, button = "unit.signing", "去签审" if may(
            actor, "signing.sign", submission.policy_view(), now) else IDLE[1]
    return Entry(submission, page.total, page.max, page.card.grade or "", page.verified,
                 len(page.missing) if page.editable else 0, due_of(submission, now), holder_of(submission),
                 endpoint, button)


def what_now(actor: Actor, listed: list[Entry]) -> Now | None:
    """What to do first, or None for an empty desk."""
    for say in (_to_sign, _to_submit, _to_mend, _to_fill):
        for entry in listed:
            if found := say(actor, entry):
                return found
    waiting = [e for e in listed if e.submission.state != "final"]
    if waiting:
        first = waiting[0].submission
        place = {"signing": "正在签审", "submitted": "已提交，等待复核", "reviewing": "正在复核",
                 "reviewed": "已复核，等待公布", "returned": "被退回，由填报员修改"}.get(first.state, "还没有填完")
        return Now(f"现在没有要你办的事。《{first.assessment.title}》{place}。")
    return Now("现在没有要你办的事。", tone="done") if listed else None


def _to_sign(actor: Actor, entry: Entry) -> Now | None:
    sheet = entry.submission
    if not may(actor, "signing.sign", sheet.policy_view(), clock.now()) or sheet.next_step is None:
        return None
    words = f"《{sheet.assessment.title}》等你签审：{sheet.next_step.title}。"
    return Now(words, "", "unit.signing", sheet.id, "去签审")


def _to_submit(actor: Actor, entry: Entry) -> Now | None:
    sheet = entry.submission
    done = sheet.state == "signing" and sheet.next_step is None
    if not done or not may(actor, "submission.submit", sheet.policy_view(), clock.now()):
        return None
    words = f"《{sheet.assessment.title}》各环节都已签审，可以提交了。"
    return Now(words, _by(entry), "unit.signing", sheet.id, "去提交")


def _to_mend(actor: Actor, entry: Entry) -> Now | None:
    sheet = entry.submission
    back = sent_back(sheet)
    if entry.button in IDLE or not (sheet.state == "returned" or back):
        return None
    who, reason = ("签审人", back.opinion) if back else ("复核员", sheet.return_reason)
    return Now(f"《{sheet.assessment.title}》被{who}退回，改好后重新送签审。", f"退回理由：{reason}" if reason else "",
               "unit.sheet", sheet.id, "去修改", "need")


def _to_fill(actor: Actor, entry: Entry) -> Now | None:
    sheet = entry.submission
    if not may(actor, "answer.save", sheet.policy_view(), clock.now()):
        return None
    if entry.missing:
        words = f"《{sheet.assessment.title}》还缺 {entry.missing} 处，填完送签审。"
    else:
        words = f"《{sheet.assessment.title}》都填好了，检查后送签审。"
    endpoint, button = ("unit.sheet", entry.button) if entry.missing else ("unit.signing", "检查并送签审")
    return Now(words, _by(entry), endpoint, sheet.id, button, "need" if entry.due.days == 0 else "")


def _by(entry: Entry) -> str:
    if not entry.due.shown or entry.due.days is None:
        return ""
    left = "今天" if entry.due.days == 0 else f"还有 {entry.due.days} 天，"
    return f"{left}{entry.due.words} 截止。"


def lost_words(page: SheetPage) -> str:
    """'未填报的 3 项将计 0 分，共 18 分', or ''."""
    blank = [m for m in page.missing if m.kind == "unanswered"]
    if not blank:
        return ""
    return f"未填报的 {len(blank)} 项将计 0 分，共 {p.show(sum((m.points for m in blank), p.ZERO))} 分"

