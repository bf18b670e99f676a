"""What the office enters for units: the tables of an assessment, the workbook there and back, one unit's figure."""
from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from flask import flash, redirect, render_template, request, send_file, url_for
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.wrappers import Response
from wtforms.form import BaseForm

from ..actions.entering import import_figures, office_leaf, save_figure
from ..core import canonical
from ..core import office_figures as figures
from ..core.facts import FactError
from ..core.roster import CellFault, key
from ..core.ruleset import Indicator
from ..errors import Invalid
from ..store import office_figures as kept
from ..store.assessments import Assessment
from ..store.database import db
from ..store.office_figures import Outcome, Typed
from ..store.office_figures_files import read_table, table
from ..store.queries import one_for
from ..store.sheets import Submission
from ..store.workbook import LARGEST
from . import fields
from .gate import actor, names
from .office import Answer, desk, loaded
from .office_forms import UploadForm
from .office_roster import XLSX

PER_PAGE, SHOWN = 50, 200
BROKEN = "表格内容不完整，请重新选择文件再导入。"


@desk.get("/assessments/<int:assessment>/figures")
@names("figure.import")
def figure_tables(assessment: int) -> Answer:
    """One table per leaf: what is entered, and for whom it is missing."""
    return _page(loaded(assessment))


@desk.get("/assessments/<int:assessment>/figures.xlsx")
@names("figure.import")
def figure_workbook(assessment: int) -> Response:
    """The workbook to fill in, with what is entered so far."""
    row = loaded(assessment)
    data = table(row, kept.sheets_of(db.session(), row))
    return send_file(BytesIO(data), mimetype=XLSX, as_attachment=True,
                     download_name=f"考核办录入的数据-{row.title}.xlsx")


@desk.post("/assessments/<int:assessment>/figures/preview")
@names("figure.import")
def preview_figures(assessment: int) -> Answer:
    """Reads the workbook and shows what would change, or every fault."""
    row, given = loaded(assessment), request.files.get("file")
    if given is None or not given.filename:
        return _page(row, [CellFault(0, "", "请先选一个 .xlsx 文件")])
    found = read_table(given.stream.read(LARGEST + 1), given.filename, row)
    outcome = kept.check(row, kept.sheets_of(db.session(), row), found.lines)
    faults = sorted([*found.faults, *outcome.faults], key=lambda f: f.row)
    if faults:
        return _page(row, faults, found.notes)
    if not outcome.changes:
        return _page(row, notes=[*found.notes, "表里的数和已经录入的一样，没有要改的。"])
    return render_template("office/figures_preview.html", assessment=row, outcome=outcome, units=_units(outcome),
                           shown=SHOWN, notes=found.notes, carried=_written(found.lines))


@desk.post("/assessments/<int:assessment>/figures/import")
@names("figure.import")
def import_table(assessment: int) -> Answer:
    """Takes the previewed table over."""
    row = loaded(assessment)
    try:
        changes = import_figures(actor(), assessment, lines=_carried(request.form.get("lines", "")))
    except Invalid as refusal:
        listed = refusal.details.get("problems") or [refusal.sentence]
        return _page(row, [CellFault(0, "", sentence) for sentence in listed])
    flash(f"已录入 {len(changes)} 个数。", "done")
    return redirect(url_for("office.figure_tables", assessment=assessment))


@desk.route("/sheets/<int:sheet>/figures/<leaf>", methods=["GET", "POST"])
@names("figure.save")
def figure(sheet: int, leaf: str) -> Answer:
    """One leaf of one unit."""
    row = _sheet(sheet)
    asked = office_leaf(row, leaf)
    form = _form(asked, kept.entry_of(row, asked).facts)
    if request.method == "POST":
        try:
            save_figure(actor(), sheet, leaf=leaf, facts=fields.raw_facts(asked, form) or {})
            flash(f"{row.unit.name}的数据已保存。", "done")
            return redirect(url_for("office.figure_tables", assessment=row.assessment_id, leaf=leaf))
        except FactError as fault:
            fields.complain(form, fields.control_at(asked, fault.path), fault.sentence)
        except Invalid as refusal:
            fields.complain(form, fields.control_at(asked, refusal.details.get("path", ())), refusal.sentence)
        row = _sheet(sheet)
    page = render_template("office/figure.html", sheet=row, assessment=row.assessment, leaf=asked, form=form,
                           editable=_editable(row.assessment))
    return (page, 422) if request.method == "POST" else page


def _sheet(number: int) -> Submission:
    return one_for(actor(), Submission, number, joinedload(Submission.assessment).joinedload(Assessment.adopted),
                   joinedload(Submission.unit), joinedload(Submission.group), selectinload(Submission.figures))


def _form(leaf: Indicator, stored: dict[str, Any]) -> BaseForm:
    """The controls of what the office fills in, and no others."""
    given = request.form if request.method == "POST" else None
    form = fields.leaf_form(leaf, given, stored, asked=figures.office_fields(leaf))
    for name in ("note", "claimed", "claim"):
        if name in form:
            del form[name]
    return form


def _editable(assessment: Assessment) -> bool:
    return assessment.state in ("open", "reviewing")


def _units(outcome: Outcome) -> int:
    return len({change.submission_id for change in outcome.changes})


def _written(lines: Sequence[Typed]) -> str:
    """The lines as the confirming form carries them."""
    rows = [[line.row, line.unit, [list(cell) for cell in line.cells]] for line in lines]
    return canonical.encode(rows).decode("utf-8")


def _carried(text: str) -> list[Typed]:
    """The lines as the preview wrote them into the form. Raises Invalid if they are anything else."""
    try:
        rows: Any = canonical.decode(text)
        lines = [Typed(row, unit, tuple((code, given) for code, given in cells)) for row, unit, cells in rows]
    except (canonical.CanonicalError, TypeError, ValueError):
        raise Invalid(BROKEN) from None
    texts = [text for line in lines for text in (line.unit, *(part for cell in line.cells for part in cell))]
    if any(type(line.row) is not int for line in lines) or any(type(text) is not str for text in texts):
        raise Invalid(BROKEN)
    return lines


def _page(row: Assessment, faults: Sequence[CellFault] = (), notes: Sequence[str] = ()) -> Answer:
    """The tables, one leaf at a time, page by page."""
    submissions = kept.sheets_of(db.session(), row)
    tables = [(leaf, kept.entries_of(row, submissions, leaf)) for leaf in figures.office_leaves(row.ruleset)]
    tables = [(leaf, entries) for leaf, entries in tables if entries]
    page = render_template(
        "office/figures.html", assessment=row, tables=tables, faults=faults, notes=notes,
        form=UploadForm(formdata=None), editable=_editable(row), **(_table(tables) if tables else {}))
    return (page, 422) if faults else page


def _table(tables: Sequence[tuple[Indicator, list[kept.Entry]]]) -> dict[str, Any]:
    """The table asked for: its leaf, its columns and one page of its units, or of those still missing."""
    leaf, entries = next((one for one in tables if one[0].id == request.args.get("leaf")), tables[0])
    only, find = request.args.get("show") == "missing", request.args.get("find", "").strip()
    chosen = [e for e in entries if (e.missing or not only) and key(find) in key(e.submission.unit.name)]
    pages = max(1, -(-len(chosen) // PER_PAGE))
    at = min(max(1, request.args.get("page", 1, type=int)), pages)
    return {"leaf": leaf, "columns": figures.columns_of([leaf]), "only": only, "find": find, "page": at, "pages": pages,
            "entries": chosen[(at - 1) * PER_PAGE:at * PER_PAGE], "total": len(entries), "listed": len(chosen),
            "lacking": sum(bool(e.missing) for e in entries),
            "entered": sum(bool(e.facts) and not e.missing for e in entries)}
