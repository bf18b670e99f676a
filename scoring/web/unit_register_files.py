"""A register by workbook: the template with what is filled in so far, and its import, which replaces the register."""
from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import flash, redirect, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from ..actions import answering
from ..core.facts import Field, Rows
from ..core.kinds_compound import Column
from ..core.ruleset import Indicator
from ..errors import Invalid, Stale, WrongState
from ..store.queries import one_for
from ..store.register_files import ReadRegister, read_register, workbook_of
from ..store.sheets import Submission
from ..store.tallying import LOADED
from . import fields
from .evidence import bytes_of
from .gate import actor, names
from .unit import desk
from .unit_reading import VERSION
from .unit_register import register_field

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_TOLD = 5


@desk.get("/sheets/<int:sheet>/answers/<leaf>/register")
@names("submission.read")
def register_template(sheet: int, leaf: str) -> AnyResponse:
    """The workbook to fill in, with the rows there are."""
    submission = one_for(actor(), Submission, sheet, *LOADED)
    node = answering.asked_leaf(submission, leaf)
    field = _register(node)
    stored: dict[str, Any] = next((a.facts for a in submission.answers if a.leaf == leaf and a.facts), {})
    data = workbook_of(_columns(field), stored.get(field.name, ()))
    return send_file(BytesIO(data), mimetype=XLSX, as_attachment=True, download_name=f"登记簿-{node.title}.xlsx")


@desk.post("/sheets/<int:sheet>/answers/<leaf>/register")
@names("answer.save")
def register_import(sheet: int, leaf: str) -> AnyResponse:
    """Replace the register by the rows of a workbook; all or nothing."""
    node = answering.asked_leaf(one_for(actor(), Submission, sheet, *LOADED), leaf)
    try:
        count = _imported(sheet, node)
        flash(f"{node.number} {node.title}：已导入 {count} 行，替换了原来的登记簿。", "done")
    except (Invalid, Stale, WrongState) as refusal:
        flash(f"{node.number} {node.title}：没有导入。{refusal.sentence}", "need")
    return redirect(url_for("unit.sheet", sheet=sheet, _anchor=fields.anchor(leaf)), 303)


def _imported(sheet: int, leaf: Indicator) -> int:
    """How many rows were taken."""
    field, file = _register(leaf), request.files.get("file")
    if file is None or not file.filename:
        raise Invalid("没有选择文件：请选择填好的 .xlsx 文件。")
    read = read_register(bytes_of(file), file.filename, _columns(field))
    if read.faults:
        told = [f"{x.where}：{x.sentence}" for x in read.faults[:MOST_TOLD]]
        more = f"；另有 {len(read.faults) - MOST_TOLD} 处" if len(read.faults) > MOST_TOLD else ""
        raise Invalid(f"{'；'.join(told)}{more}。")
    version = request.form.get("version", "")
    if not VERSION.fullmatch(version):
        raise Invalid("请求不完整，请刷新页面再操作。")
    try:
        answering.save(actor(), sheet, leaf=leaf.id, version=int(version), facts={field.name: read.rows})
    except Invalid as refusal:
        raise Invalid(_as_in_the_file(refusal, read)) from None
    return len(read.rows)


def _as_in_the_file(refusal: Invalid, read: ReadRegister) -> str:
    """The sentence with the row's number in the file, where it names the entry's."""
    path = [str(part) for part in refusal.details.get("path", ())]
    if len(path) < 2 or not path[1].isdecimal() or int(path[1]) >= len(read.numbers):
        return refusal.sentence
    n = int(path[1])
    return refusal.sentence.replace(f"第 {n + 1} 行", f"第 {read.numbers[n]} 行", 1)


def _register(leaf: Indicator) -> Field:
    field = register_field(leaf)
    if field is None or field not in leaf.own_fields():
        raise Invalid("这一项填的不是登记簿，不能用表格导入。")
    return field


def _columns(field: Field) -> tuple[Column, ...]:
    return field.kind.columns if isinstance(field.kind, Rows) else ()
