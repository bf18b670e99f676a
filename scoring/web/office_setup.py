"""Setting up an assessment: its settings, the units that take part, and who reviews what."""
from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for

from .. import clock
from ..actions import managing
from ..core.plan import DutyPlan
from ..errors import Invalid, Stale
from ..store import holidays, progress, setting_up
from ..store.assessments import AdoptedRuleset, Assessment
from ..store.database import db
from ..store.freezing import submissions_of
from ..store.queries import many_for
from .gate import actor, names
from .office import Answer, desk, loaded
from .office_forms import AssessmentForm, DutyForm, assessment_form, show_faults


def _choices() -> list[tuple[int, str]]:
    rows = many_for(actor(), AdoptedRuleset)
    return [(r.id, f"{r.title}（{r.ruleset_id} {r.ruleset_version}）") for r in reversed(rows)]


@desk.route("/assessments/new", methods=["GET", "POST"])
@names("assessment.create")
def new_assessment() -> Answer:
    """A new assessment."""
    form = assessment_form(_choices(), year=clock.today().year)
    if form.validate_on_submit():
        try:
            row = managing.create(actor(), plan=form.plan(bool((form.calendar.data or "").strip())))
            flash("考核已建好。接着选择参加的单位、安排复核分工。", "done")
            _say_unknown_years(row)
            return redirect(url_for("office.assessment", assessment=row.id))
        except Invalid as refusal:
            show_faults(form, refusal)
    return _settings_page(form, None)


@desk.route("/assessments/<int:assessment>/edit", methods=["GET", "POST"])
@names("assessment.edit")
def edit_assessment(assessment: int) -> Answer:
    """The settings of an assessment."""
    row = loaded(assessment)
    form = assessment_form(_choices(), row)
    if form.validate_on_submit():
        try:
            version = request.form.get("version", type=int)
            managing.edit(actor(), assessment, plan=form.plan(True), version=version)
            flash("设置已保存。", "done")
            return redirect(url_for("office.assessment", assessment=assessment))
        except Stale as stale:
            show_faults(form, Invalid(f"{stale.sentence}你填的内容还在下面，再保存一次就以你的为准。"))
            row = loaded(assessment)
        except Invalid as refusal:
            show_faults(form, refusal)
            row = loaded(assessment)
    return _settings_page(form, row)


def _say_unknown_years(row: Assessment) -> None:
    years = holidays.unknown_years(row.period_from, max(row.period_to, row.as_of))
    if years:
        named = "、".join(str(y) for y in years[:5])
        flash(f"{named} 年的放假安排系统里还没有，用到工作日的指标请在“设置”里补上放假和调休。", "need")


def _settings_page(form: AssessmentForm, row: Assessment | None) -> Answer:
    page = render_template("office/settings.html", form=form, assessment=row,
                           editable=row is None or row.state in ("draft", "open"))
    return (page, 422) if form.is_submitted() else page


@desk.route("/assessments/<int:assessment>/units", methods=["GET", "POST"])
@names("assessment.enrol")
def enrol(assessment: int) -> Answer:
    """Which units take part."""
    row, fault = loaded(assessment), ""
    chosen = frozenset(request.form.getlist("unit", type=int))
    if request.method == "POST":
        everyone = setting_up.eligible(db.session(), row)
        try:
            managing.enrol(actor(), assessment, units=tuple(everyone if "all" in request.form else sorted(chosen)))
            flash("参加单位已保存。", "done")
            return redirect(url_for("office.assessment", assessment=assessment))
        except Invalid as refusal:
            row, fault = loaded(assessment), refusal.sentence
    groups = setting_up.groups_of(db.session(), row, chosen if fault else None)
    page = render_template("office/enrol.html", assessment=row, groups=groups, fault=fault,
                           editable=row.state in ("draft", "open"))
    return (page, 422) if fault else page


@desk.route("/assessments/<int:assessment>/duties", methods=["GET", "POST"])
@names("assessment.assign")
def duties(assessment: int) -> Answer:
    """Who reviews what, and what nobody reviews."""
    row = loaded(assessment)
    form = _duty_form(row)
    remove = request.form.get("remove", type=int)
    if request.method == "POST" and (remove is not None or form.validate()):
        try:
            managing.assign(actor(), assessment, **_change(form, remove))
            flash("分工已收回。" if remove is not None else "分工已添加。", "done")
            return redirect(url_for("office.duties", assessment=assessment))
        except Invalid as refusal:
            show_faults(form, refusal)
            row = loaded(assessment)
    return _duties_page(row, form)


def _change(form: DutyForm, remove: int | None) -> dict[str, tuple[int, ...] | tuple[DutyPlan, ...]]:
    if remove is not None:
        return {"remove": (remove,)}
    return {"add": (DutyPlan(form.user_id.data, form.group_id.data or None, form.indicator.data or ""),)}


def _duty_form(row: Assessment) -> DutyForm:
    form = DutyForm()
    session = db.session()
    form.user_id.choices = [(u.id, f"{u.name}（{u.account}）") for u in setting_up.reviewers(session)]
    form.group_id.choices = [(0, "全部组别"), *((g.id, g.name) for g in setting_up.enrolled_groups(session, row))]
    form.indicator.choices = [("", "全部指标"), *setting_up.indicators(row.ruleset)]
    return form


def _duties_page(row: Assessment, form: DutyForm) -> Answer:
    session = db.session()
    gaps = progress.unreviewed(submissions_of(session, row.id), progress.reviewers_of(session, row.id))
    page = render_template("office/duties.html", assessment=row, form=form, duties=setting_up.duties(session, row),
                           gaps=gaps, editable=row.state in ("draft", "open", "reviewing"))
    return (page, 422) if form.is_submitted() else page
