"""The workbook of the office's figures: one sheet, a row per unit, a column per field; written and read back."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter

from ..core import office_figures as figures
from ..core.office_figures import CLEAR, GROUP, NOT_ASKED, UNIT, Column
from ..core.roster import CellFault, key
from .assessments import Assessment
from .office_figures import Typed, entry_of
from .sheets import Submission
from .workbook import NOTES_SHEET, Limits, Rows, Told, filled, letter, rows_of

LIMITS = Limits("表", 5000, 400)
_NOTES = (
    "怎么填",
    "1. 一行一个单位，一列一项数据；已经录入的数已经在格子里，直接改。",
    f"2. 空着的格子不改动原来的数；要删掉原来的数，在格子里写“{CLEAR}”。写着“{NOT_ASKED}”的格子，这个单位不用填。",
    "3. 表头和单位名称不能改，列和行的顺序可以变；不用的行和列可以删掉。不要合并单元格，不要写公式。",
    "4. 有一处错就一个数也不存，会逐条列出行和列；改好再传即可。",
    "5. 各列怎么填：",
)


@dataclass
class ReadTable(Told):
    """What a filled-in table holds, with its faults and notes."""

    lines: list[Typed] = field(default_factory=list)


def table(assessment: Assessment, submissions: Sequence[Submission]) -> bytes:
    """The workbook with what is entered so far."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                     "strings_to_numbers": False})
    text = book.add_format({"num_format": "@", "valign": "top"})
    bold = book.add_format({"num_format": "@", "bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    columns = _columns(assessment, submissions)
    page = book.add_worksheet("考核办录入的数据")
    for n, (title, wide) in enumerate([(UNIT, 30), (GROUP, 12), *((c.title, 24) for c in columns)]):
        page.set_column(n, n, wide, text)
        page.write_string(0, n, title, bold)
    for r, submission in enumerate(submissions, 1):
        for n, value in enumerate(_cells(assessment, submission, columns)):
            if value:
                page.write_string(r, n, value, text)
    page.freeze_panes(1, 1)
    notes = book.add_worksheet(NOTES_SHEET)
    notes.set_column(0, 0, 110, book.add_format({"text_wrap": True, "valign": "top"}))
    for n, sentence in enumerate([*_NOTES, *(f"　{c.title}：{figures.how_to_write(c.field)}。" for c in columns)]):
        notes.write_string(n, 0, sentence)
    book.close()
    return out.getvalue()


def _columns(assessment: Assessment, submissions: Sequence[Submission]) -> tuple[Column, ...]:
    """The columns that some unit here is asked."""
    groups = {s.group.name for s in submissions}
    asked = {leaf.id for g in groups for leaf in figures.office_leaves(assessment.ruleset, g)}
    return figures.columns_of(leaf for leaf in figures.office_leaves(assessment.ruleset) if leaf.id in asked)


def _cells(assessment: Assessment, submission: Submission, columns: Sequence[Column]) -> list[str]:
    asked = {leaf.id for leaf in figures.office_leaves(assessment.ruleset, submission.group.name)}
    out = [submission.unit.name, submission.group.name]
    for column in columns:
        facts = entry_of(submission, column.leaf).facts
        if column.leaf.id not in asked:
            out.append(NOT_ASKED)
        else:
            out.append(figures.cell_of(column.field, facts[column.field.name]) if column.field.name in facts else "")
    return out


def read_table(data: bytes, name: str, assessment: Assessment) -> ReadTable:
    """The lines of a filled-in table, and every fault of its cells. Never raises."""
    found = ReadTable()
    rows = rows_of(data, name, LIMITS, found)
    if not found.faults:
        _take(rows, figures.columns_of(figures.office_leaves(assessment.ruleset)), found)
    return found


def _take(rows: Rows, columns: Sequence[Column], found: ReadTable) -> None:
    head: dict[int, str] | None = None
    for number, cells in rows:
        used = filled(cells)
        if not used:
            continue
        if head is None:
            head = _header(number, cells, used, columns, found)
            if found.faults:
                return
        else:
            _take_line(number, cells, used, head, columns, found)
    if not found.lines and not found.faults:
        found.faults.append(CellFault(0, "", "表里没有一行内容，请下载表格填好再传"))


def _header(number: int, cells: Sequence[Any], used: Sequence[int], columns: Sequence[Column],
            found: ReadTable) -> dict[int, str]:
    """Position → 单位, 组别 or the code of a column; unknown and doubled heads are faults."""
    head: dict[int, str] = {}
    for n in used:
        text = str(cells[n].value)
        column = figures.column_named(columns, text)
        plain = next((word for word in (UNIT, GROUP) if key(word) == key(text)), None)
        code = column.code if column is not None else plain
        if code is None:
            found.faults.append(CellFault(number, letter(n), f"不认识的表头“{text[:60]}”，请用下载的表格，不要改表头"))
        elif code in head.values():
            found.faults.append(CellFault(number, letter(n), f"表头“{text[:60]}”出现两次"))
        else:
            head[n] = code
    if UNIT not in head.values():
        found.faults.append(CellFault(number, "", f"表头缺少：{UNIT}"))
    return head


def _take_line(number: int, cells: Sequence[Any], used: Sequence[int], head: dict[int, str],
               columns: Sequence[Column], found: ReadTable) -> None:
    titles = {c.code: c.title for c in columns}
    unit, given = "", []
    for n in used:
        code = head.get(n)
        if code is None:
            found.faults.append(CellFault(number, letter(n), "这一列没有表头，却有内容，请删掉"))
            continue
        text, fault = _text(cells[n])
        if fault:
            found.faults.append(CellFault(number, titles.get(code, code), fault))
        elif code == UNIT:
            unit = text
        elif code != GROUP:
            given.append((code, text))
    found.lines.append(Typed(number, unit, tuple(given)))


def _text(cell: Any) -> tuple[str, str]:
    """The cell as text, or why it cannot be taken."""
    value, shown = cell.value, str(cell.value)[:30]
    if cell.data_type == "f":
        return "", "是公式，请复制后“选择性粘贴”为数值"
    if cell.data_type == "e":
        return "", f"是错误值 {shown}，请改成正确的内容"
    if isinstance(value, bool):
        return "是" if value else "否", ""
    if isinstance(value, datetime):
        return (value.date().isoformat(), "") if value.time() == time(0) else ("", f"带有时刻（{shown}），只填日期")
    if isinstance(value, date):
        return value.isoformat(), ""
    if isinstance(value, (int, float)):
        if "%" in str(cell.number_format):
            return "", "是百分比格式的数，容易差一百倍；请把格子设成“文本”，85% 就填 85"
        return f"{value:.15g}" if isinstance(value, float) else str(value), ""
    return (value, "") if isinstance(value, str) else ("", f"里面是 {shown}，请改成文字或数")
