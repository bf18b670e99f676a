"""What the office's pages show, as values: overviews, the next step of an assessment, counts by state."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..core.workflow import SUBMISSION
from ..store.assessments import Assessment
from ..store.freezing import NOT_HANDED_IN, Condition
from ..store.progress import SheetLine
from ..store.sheets import Submission

TONES = {"draft": "quiet", "signing": "wait", "returned": "need", "submitted": "wait", "reviewing": "wait",
         "appealed": "wait", "reviewed": "done", "final": "done"}


@dataclass(frozen=True)
class NextStep:
    """The one thing to do now: what it does, whether it can be undone, and the button."""

    sentence: str
    undo: str
    label: str
    url: str
    post: bool = False


def next_step(assessment: Assessment) -> NextStep | None:
    """The next step of an assessment; None when there is none left."""
    key = assessment.id
    if assessment.state == "draft":
        return NextStep(
            "设好单位、日期和复核分工后，开放填报。各单位马上能看到自查表并开始填写。",
            "开放后不能撤回，评分规则和签审环节也不能再改；日期、单位和分工还可以调整。",
            "开放填报", url_for("office.open_assessment", assessment=key), True)
    if assessment.state == "open":
        return NextStep(
            "各单位交得差不多了，就进入复核。还没有截止的单位照样可以填报和提交。",
            "进入复核后不能撤回，考核的日期和参加单位也不能再改；个别单位仍可延期。",
            "进入复核", url_for("office.start_review", assessment=key), True)
    if assessment.state == "reviewing":
        return NextStep("全部复核完后定版，算出排名。定版后还可以撤回，公布前别人看不到。", "",
                        "核对并定版", url_for("office.result", assessment=key))
    if assessment.state == "frozen":
        return NextStep("结果已定版，由定版人以外的人核对送审稿，无误后公布。", "",
                        "核对并公布", url_for("office.result", assessment=key))
    if assessment.state == "published":
        return NextStep("结果已公布。发现错误可以更正；没有问题就结束这次考核。", "",
                        "查看公布的结果", url_for("office.result", assessment=key))
    return None


@dataclass(frozen=True)
class Overview:
    """An assessment in the list: how many sheets it has and how many were handed in."""

    assessment: Assessment
    total: int
    handed_in: int
    reviewed: int
    next: NextStep | None


def overviews(session: Session, assessments: Sequence[Assessment]) -> list[Overview]:
    """The assessments with their counts, newest first; one statement for all counts."""
    rows = session.execute(select(Submission.assessment_id, Submission.state, func.count())
                           .group_by(Submission.assessment_id, Submission.state))
    counts: dict[int, dict[str, int]] = {}
    for key, state, count in rows:
        counts.setdefault(key, {})[state] = count
    return [_overview(a, counts.get(a.id, {})) for a in reversed(assessments)]


def _overview(assessment: Assessment, counts: Mapping[str, int]) -> Overview:
    return Overview(assessment, sum(counts.values()), sum(n for s, n in counts.items() if s not in NOT_HANDED_IN),
                    counts.get("reviewed", 0) + counts.get("final", 0), next_step(assessment))


@dataclass(frozen=True)
class Tab:
    """A way to narrow the table of sheets."""

    code: str
    label: str
    lines: tuple[SheetLine, ...]


def tabs(lines: Sequence[SheetLine]) -> list[Tab]:
    """All sheets, and those an office looks for: not begun, late, and each state that occurs."""
    found = [Tab("", "全部", tuple(lines)), Tab("idle", "还没有开始", tuple(x for x in lines if not x.begun)),
             Tab("late", "逾期未交", tuple(x for x in lines if x.late))]
    found += [Tab(code, state.title, tuple(x for x in lines if x.state == code and x.begun))
              for code, state in SUBMISSION.items()]
    return [t for t in found if t.lines or not t.code]


def parts(lines: Sequence[SheetLine]) -> list[tuple[str, int, str]]:
    """Label, count and tone of each state, for the chart; a draft without a word in it is told apart."""
    counted = [("还没有开始", sum(not x.begun for x in lines), "need")]
    for code, state in SUBMISSION.items():
        counted.append((state.title, sum(x.state == code and x.begun for x in lines), TONES[code]))
    return [part for part in counted if part[1]]


PLACES = {"选择参加的单位": "office.enrol", "修改日期": "office.edit_assessment", "安排复核分工": "office.duties",
          "抽取": "office.assessment", "公布范围": "office.result", "考核办录入的数据": "office.figure_tables"}


def _place(where: str, key: int) -> str:
    """The page on which a condition without a sheet is mended."""
    if where in PLACES:
        return url_for(PLACES[where], assessment=key, _anchor="scope" if where == "公布范围" else None)
    return url_for("office.units") if where == "导入单位和账号" else ""


def problems(conditions: Sequence[Condition], key: int, *levels: str) -> list[dict[str, str]]:
    """Conditions of an assessment as the problem macro reads them, each with a link to where it is mended."""
    return [{"what": c.what, "where": c.where, "mend": c.mend, "level": "hint" if c.level == "hint" else "fault",
             "href": url_for("office.sheet", sheet=c.submission_id) if c.submission_id else _place(c.where, key)}
            for c in conditions if c.level in levels]
