"""The office's forms: what is typed, parsed and tied to Chinese sentences; the rules live in the actions."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional, ValidationError

from ..core.plan import CONFIDENTIALITY, DEFAULT_STEPS, MOST_STEPS, Plan, Step
from ..core.release import AUDIENCES, Release
from ..errors import Invalid
from ..store import holidays
from ..store.assessments import Assessment

GIVEN = InputRequired("这一栏要填")


class DayField(DateField):
    """A date, with a Chinese sentence when it is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None
            raise ValueError("日期看不懂，请写成 2026-12-31 这样") from None


class ChoiceField(SelectField):
    """A choice, with a Chinese sentence when it is none of those offered."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("请从列表中选一项") from None

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError("请从列表中选一项") from None


class StepForm(Form):
    """One step of the sign-off."""

    title = StringField("环节名称")
    position = StringField("由什么职务签审")


class AssessmentForm(FlaskForm):
    """What an office sets for an assessment."""

    title = StringField("考核名称", [GIVEN], description="会印在公布的排名和评分卡上。")
    adopted_id = ChoiceField("评分规则", [GIVEN], coerce=int)
    period_from = DayField("考核期起日", [GIVEN])
    period_to = DayField("考核期止日", [GIVEN])
    as_of = DayField("数据截止日", [GIVEN])
    due_on = DayField("填报截止日", [GIVEN])
    review_due_on = DayField("复核截止日（选填）", [Optional()])
    steps = FieldList(FormField(StepForm, label=""), "保密审查之前的签审环节", min_entries=MOST_STEPS - 3,
                      max_entries=MOST_STEPS - 1)
    secrecy = FormField(StepForm, "最后一个环节")
    separate_hands = BooleanField("各环节由不同的人办理", description="填报过的人不能签审，一个人只能签一个环节。")
    calendar = TextAreaField("放假和调休", [Optional()], description=(
        "一行一天，例如“2026-02-16 休”“2026-02-14 班”。没有写到的日子，周一至周五上班，周六周日休息。"))
    note = TextAreaField("备注（选填，只有考核办看得到）", [Optional()])

    def plan(self, with_calendar: bool) -> Plan:
        """The plan typed; raises Invalid naming the field if the calendar cannot be read."""
        calendar = None
        if with_calendar:
            calendar, fault = holidays.read(self.calendar.data or "")
            if fault:
                raise Invalid(fault, problems={"calendar": fault})
        typed = [Step((e.form.title.data or "").strip(), (e.form.position.data or "").strip()) for e in self.steps]
        last = self.secrecy.form
        steps = (*(s for s in typed if s.title or s.position),
                 Step((last.title.data or "").strip() or CONFIDENTIALITY, (last.position.data or "").strip()))
        return Plan(
            (self.title.data or "").strip(), self.adopted_id.data, _day(self.period_from), _day(self.period_to),
            _day(self.as_of), _day(self.due_on), self.review_due_on.data, bool(self.separate_hands.data), steps,
            calendar, (self.note.data or "").strip())


def _day(field: DayField) -> date:
    return cast(date, field.data)


def assessment_form(adopted: Sequence[tuple[int, str]], row: Assessment | None = None,
                    year: int = 0) -> AssessmentForm:
    """The form with its choices, filled from a row or with what is usual for the year."""
    form = AssessmentForm(data=_from_row(row) if row else _usual(year))
    form.adopted_id.choices = list(adopted)
    return form


def _from_row(row: Assessment) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in (
        "title", "adopted_id", "period_from", "period_to", "as_of", "due_on", "review_due_on", "separate_hands",
        "note")}
    return plain | _steps([Step(s.title, s.position) for s in row.steps]) | {
        "calendar": holidays.written(row.calendar or {})}


def _usual(year: int) -> dict[str, Any]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    return {"period_from": first, "period_to": last, "as_of": last, "separate_hands": True} | _steps(DEFAULT_STEPS)


def _steps(steps: Sequence[Step]) -> dict[str, Any]:
    rows = [{"title": s.title, "position": s.position} for s in steps]
    blank = [{"title": "", "position": ""}] * max(0, MOST_STEPS - 3 - len(rows[:-1]))
    return {"steps": rows[:-1] + blank, "secrecy": rows[-1]}


class DutyForm(FlaskForm):
    """Who reviews what."""

    user_id = ChoiceField("复核员", [GIVEN], coerce=int)
    group_id = ChoiceField("复核哪些单位", coerce=int)
    indicator = ChoiceField("复核哪些指标", coerce=str)


class ReasonForm(FlaskForm):
    """A reason, where an act needs one."""

    reason = TextAreaField("理由", [GIVEN])


class EraseForm(FlaskForm):
    """The law by which a text is erased."""

    basis = TextAreaField("法律依据", [GIVEN], description="写明条款或有权机关的决定，会记入审计记录。")


class ExtendForm(FlaskForm):
    """More time for one unit."""

    due_on = DayField("新的截止日期", [GIVEN], description="到这一天 24:00 为止。")
    reason = StringField("理由", [GIVEN], description="会记入审计记录。")


class ParentForm(FlaskForm):
    """The unit above a unit; 0 for none."""

    parent = ChoiceField("上级单位", coerce=int, description="用于把下级单位的得分汇总到上级单位。")


class UploadForm(FlaskForm):
    """One file."""

    file = FileField("文件", [GIVEN])


class DraftForm(FlaskForm):
    """A ruleset's draft: its name among the drafts, and its text typed or as a file."""

    name = StringField("草稿名称")
    file = FileField("选一个 YAML 文件")
    text = TextAreaField("规则全文")


class ScopeForm(FlaskForm):
    """How far a result goes."""

    audience = RadioField("公布到哪里", choices=[SelectChoice(code, title) for code, title in AUDIENCES.items()],
                          validate_choice=False)
    top = StringField("每组只列前几名（选填）", description="留空列出全部名次。没有列出的单位只看得到自己的评分卡。")
    document = StringField("批准公布的文件", [GIVEN], description="会写进结果文件，例如苍政办〔2024〕12号。")

    def release(self) -> Release:
        """The scope typed; a number of places that is none becomes one that the action refuses."""
        typed = (self.top.data or "").strip()
        number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0
        return Release(str(self.audience.data or ""), number if typed else None, self.document.data or "")


def scope_form(row: Assessment) -> ScopeForm:
    """The form with what the assessment has, whatever was sent."""
    return ScopeForm(formdata=None, data={"audience": row.audience, "top": "" if row.top is None else str(row.top),
                                          "document": row.document})


class FreezeForm(FlaskForm):
    """The freeze; `without` are the sheets that were not handed in, as the page listed them."""

    acknowledged = BooleanField("我已核对名单，这些单位按表里现有的内容计分")
    without = StringField("名单")


def show_faults(form: FlaskForm, refusal: Invalid) -> None:
    """Puts the sentences of a refusal at their fields; a sentence without a field goes to the head of the form."""
    problems = refusal.details.get("problems")
    rest = []
    for name, sentence in (problems.items() if isinstance(problems, Mapping) else ()):
        if name in form:
            form[name].errors = [*form[name].errors, sentence]
        else:
            rest.append(sentence)
    if rest or not isinstance(problems, Mapping):
        form.form_errors = [*rest] or [refusal.sentence]


__all__ = ["AssessmentForm", "DraftForm", "DutyForm", "EraseForm", "ExtendForm", "FreezeForm", "ParentForm",
           "ReasonForm", "ScopeForm", "UploadForm", "assessment_form", "scope_form", "show_faults"]
