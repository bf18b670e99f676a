"""What an office sets for an assessment, and what is wrong with it in itself."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

from ..errors import Invalid
from .accounts import read_words
from .facts import FactError, clean_text

CONFIDENTIALITY = "保密审查"
MOST_STEPS = 8


@dataclass(frozen=True)
class Step:
    """One step of the units' sign-off: its name, and the position that signs ('' any signer of the unit)."""

    title: str
    position: str = ""


DEFAULT_STEPS = (
    Step("股室负责人审核", "股室负责人"), Step("分管领导审签", "分管领导"), Step(CONFIDENTIALITY, "保密审查员"))


@dataclass(frozen=True)
class Plan:
    """What an office sets for an assessment. The last step is always the confidentiality review.

    `calendar` None: seeded with the public holidays of the period's years.
    """

    title: str
    adopted_id: int
    period_from: date
    period_to: date
    as_of: date
    due_on: date
    review_due_on: date | None = None
    separate_hands: bool = True
    steps: tuple[Step, ...] = DEFAULT_STEPS
    calendar: Mapping[str, str] | None = None
    note: str = ""


@dataclass(frozen=True)
class DutyPlan:
    """Who reviews what: a group (None all), an indicator with all below it ('' all)."""

    user_id: int
    group_id: int | None = None
    indicator: str = ""


def plan_faults(plan: Plan) -> dict[str, str]:
    """Field → sentence for everything that cannot be taken, whatever else the site knows."""
    return _date_faults(plan) | _step_faults(plan) | _text_faults(plan)


def one_line(text: str) -> str:
    """A title as it is kept: one line without blanks at its ends."""
    return " ".join(text.split())


def _text_faults(plan: Plan) -> dict[str, str]:
    found: dict[str, str] = {}
    try:
        read_words(plan.title, "考核名称", longest=120)
    except Invalid as error:
        found["title"] = error.sentence.rstrip("。")
    try:
        clean_text(plan.note, 2000)
    except FactError as error:
        found["note"] = error.sentence
    return found


def _date_faults(plan: Plan) -> dict[str, str]:
    found: dict[str, str] = {}
    for field in fields(plan):
        value = getattr(plan, field.name)
        if isinstance(value, date) and not 1990 <= value.year <= 2100:
            found[field.name] = "年份要在 1990 到 2100 之间"
    if plan.period_to < plan.period_from:
        found["period_to"] = "考核期的止日早于起日"
    if plan.as_of < plan.period_from:
        found["as_of"] = "数据截止日早于考核期的起日"
    if plan.review_due_on is not None and plan.review_due_on < plan.due_on:
        found["review_due_on"] = "复核截止日早于填报截止日"
    return found


def _step_faults(plan: Plan) -> dict[str, str]:
    if not 1 <= len(plan.steps) <= MOST_STEPS:
        return {"steps": f"签审环节要有 1 到 {MOST_STEPS} 个，最后一个是保密审查"}
    titles = [one_line(s.title) for s in plan.steps]
    try:
        for step in plan.steps:
            read_words(step.title, "环节名称")
            read_words(step.position, "职务", required=False)
    except Invalid as error:
        return {"steps": error.sentence.rstrip("。")}
    if len(set(titles)) < len(titles):
        return {"steps": "有两个环节同名，请改成不同的名称"}
    return {}
