"""The office's desk: all assessments, the progress of one, its moves, and one unit's sheet with its deadline."""
from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import selectinload
from werkzeug.wrappers import Response

from .. import clock
from ..actions import managing
from ..core.office_figures import office_leaves
from ..errors import Invalid
from ..store import drawing, freezing, progress, setting_up
from ..store.assessments import Assessment
from ..store.database import db
from ..store.queries import many_for, one_for
from ..store.sheets import Submission
from ..store.tallying import LOADED
from . import office_views as views
from .gate import actor, names
from .office_forms import ExtendForm, show_faults

desk = Blueprint("office", __name__, url_prefix="/office")
Answer = str | Response | tuple[str, int]


def loaded(assessment: int) -> Assessment:
    """The assessment of that key with its ruleset and steps, or a 404."""
    return one_for(actor(), Assessment, assessment, selectinload(Assessment.adopted), selectinload(Assessment.steps))


@desk.get("/")
@names("assessment.edit")
def home() -> Answer:
    """Every assessment with its state and its next step."""
    rows = many_for(actor(), Assessment)
    return render_template("office/home.html", overviews=views.overviews(db.session(), rows))


@desk.get("/assessments/<int:assessment>")
@names("assessment.edit")
def assessment(assessment: int) -> Answer:
    """Who has not begun, who is late, who waits for whom; the next action as a button."""
    row = loaded(assessment)
    lines = progress.lines_of(db.session(), row, clock.now())
    tabs = views.tabs(lines)
    chosen = next((t for t in tabs if t.code == request.args.get("show", "")), tabs[0])
    before = setting_up.conditions(db.session(), row) if row.state == "draft" else []
    return render_template(
        "office/assessment.html", assessment=row, tabs=tabs, chosen=chosen, parts=views.parts(lines),
        handed_in=progress.sheets_handed_in(lines), next=views.next_step(row), clock=progress.until(row.due_on),
        draw=drawing.draw_of(row, lines), enters=bool(office_leaves(row.ruleset)),
        stops=views.problems(before, row.id, "fault"), hints=views.problems(before, row.id, "hint"))


@desk.post("/assessments/<int:assessment>/open")
@names("assessment.open")
def open_assessment(assessment: int) -> Answer:
    """Lets the units fill in."""
    return _move(managing.open_, assessment, "已开放填报，各单位现在可以填写自查表。")


@desk.post("/assessments/<int:assessment>/review")
@names("assessment.start_review")
def start_review(assessment: int) -> Answer:
    """Turns to the review."""
    return _move(managing.start_review, assessment, "已进入复核。")


@desk.post("/assessments/<int:assessment>/close")
@names("assessment.close")
def close(assessment: int) -> Answer:
    """Ends a published assessment."""
    return _move(managing.close, assessment, "考核已结束，结果和记录留存备查。")


def _move(act: Callable[..., object], key: int, sentence: str) -> Answer:
    """Does a move and goes back to the assessment; what refuses it is said there."""
    try:
        act(actor(), key)
        flash(sentence, "done")
    except Invalid as refusal:
        flash(refusal.sentence, "need")
    return redirect(url_for("office.assessment", assessment=key))


@desk.route("/sheets/<int:sheet>", methods=["GET", "POST"])
@names("submission.extend")
def sheet(sheet: int) -> Answer:
    """One unit's sheet: where it stands, and more time for it."""
    row = one_for(actor(), Submission, sheet, *LOADED)
    form = ExtendForm()
    if form.validate_on_submit():
        try:
            managing.extend(actor(), sheet, due_on=form.due_on.data, reason=form.reason.data or "")
            flash("截止日期已延长。", "done")
            return redirect(url_for("office.sheet", sheet=sheet))
        except Invalid as refusal:
            show_faults(form, refusal)
            row = one_for(actor(), Submission, sheet, *LOADED)
    return _sheet_page(row, form)


def _sheet_page(row: Submission, form: ExtendForm) -> Answer:
    line = progress.line_of(row, clock.now())
    page = render_template(
        "office/sheet.html", line=line, sheet=row, assessment=row.assessment, form=form,
        clock=progress.until(line.due_on),
        problems=views.problems(freezing.conditions_of(row), row.assessment_id, "fault", "hint"),
        extendable=row.state in ("draft", "signing") and not row.times_submitted
        and row.assessment.state in ("open", "reviewing"))
    return (page, 422) if form.is_submitted() else page
