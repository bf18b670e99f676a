"""Units and their accounts: the list, the import from Excel with its preview, and the template."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask import flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from ..actions.importing import Imported, import_units, place_unit
from ..core import canonical
from ..core.roster import EVERY, CellFault, Entry, Line
from ..errors import Invalid
from ..store import roster_files, setting_up
from ..store.database import db
from ..store.people import Unit
from ..store.queries import one_for
from ..store.roster import LARGEST, Read, check, read_file
from .gate import actor, names
from .office import Answer, desk
from .office_forms import ParentForm, UploadForm, show_faults

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 200


@dataclass(frozen=True)
class Preview:
    """What an import would do: counted, its first lines, and all lines as the confirming form carries them."""

    groups: int
    units: int
    accounts: int
    entries: tuple[Entry, ...]
    more: int
    notes: tuple[str, ...]
    carried: str


@desk.get("/units")
@names("unit.import")
def units() -> Answer:
    """The units by group with their accounts, and the import."""
    return _page()


@desk.get("/units/template.xlsx")
@names("unit.import")
def roster_template() -> Response:
    """An empty roster to fill in."""
    return send_file(BytesIO(roster_files.template()), mimetype=XLSX, as_attachment=True,
                     download_name="单位和账号名册.xlsx")


@desk.post("/units/preview")
@names("unit.import")
def preview_roster() -> Answer:
    """Reads the file and shows what the import would do, or every fault."""
    given = request.files.get("file")
    if given is None or not given.filename:
        return _page([CellFault(0, "", "请先选一个 .xlsx 文件")])
    found = read_file(given.stream.read(LARGEST + 1), given.filename)
    entries, faults = check(db.session(), found)
    if faults:
        return _page(faults, found.notes)
    return render_template("office/roster_preview.html", preview=_preview(found, entries), columns=EVERY)


@desk.post("/units/import")
@names("unit.import")
def import_roster() -> Answer:
    """Takes the previewed roster over and hands out the one-time links, this once."""
    try:
        done = import_units(actor(), lines=_carried(request.form.get("lines", "")))
    except Invalid as refusal:
        listed = refusal.details.get("problems") or [refusal.sentence]
        return _page([CellFault(0, "", sentence) for sentence in listed])
    return _links(done)


@desk.route("/units/<int:unit>/parent", methods=["GET", "POST"])
@names("unit.place")
def unit_parent(unit: int) -> Answer:
    """Which unit stands above this one."""
    row = one_for(actor(), Unit, unit)
    form = ParentForm(data={"parent": row.parent_id or 0})
    form.parent.choices = [(0, "没有上级单位"), *setting_up.others(db.session(), row)]
    if form.validate_on_submit():
        try:
            place_unit(actor(), unit, parent=form.parent.data or None)
            flash("上级单位已保存。", "done")
            return redirect(url_for("office.units"))
        except Invalid as refusal:
            show_faults(form, refusal)
    return _parent_page(unit, form)


def _parent_page(unit: int, form: ParentForm) -> Answer:
    page = render_template("office/unit_parent.html", unit=one_for(actor(), Unit, unit), form=form)
    return (page, 422) if form.is_submitted() else page


def _preview(found: Read, entries: Sequence[Entry]) -> Preview:
    groups, new_units = setting_up.newcomers(db.session(), entries)
    carried = canonical.encode([[line.row, *line.texts] for line in found.lines]).decode("utf-8")
    return Preview(groups, new_units, len(entries), tuple(entries[:SHOWN]), len(entries) - SHOWN, tuple(found.notes),
                   carried)


def _carried(text: str) -> list[Line]:
    """The lines as the preview wrote them into the form. Raises Invalid if they are anything else."""
    try:
        rows: Any = canonical.decode(text)
        lines = [Line(row[0], tuple(row[1:])) for row in rows]
    except (canonical.CanonicalError, TypeError, IndexError, KeyError):
        raise Invalid("名册内容不完整，请重新选择文件再导入。") from None
    if any(type(x.row) is not int or len(x.texts) != len(EVERY) or any(type(t) is not str for t in x.texts)
           for x in lines):
        raise Invalid("名册内容不完整，请重新选择文件再导入。")
    return lines


def _links(done: Imported) -> Response:
    rows = [(a.unit, a.account, a.name, url_for("signing_in.activate", token=a.token, _external=True))
            for a in done.accounts]
    return send_file(BytesIO(roster_files.links_file(rows)), mimetype=XLSX, as_attachment=True,
                     download_name=f"激活链接-{len(rows)}个账号.xlsx")


def _page(faults: Sequence[CellFault] = (), notes: Sequence[str] = ()) -> Answer:
    page = render_template("office/units.html", groups=setting_up.roster_of(db.session()),
                           form=UploadForm(formdata=None), faults=faults, notes=notes)
    return (page, 422) if faults else page
