"""The workbook of one register (登记簿): written with what is filled in so far, and read back. Text stays text."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from ..core.kinds_compound import MOST_ROWS, Column
from ..core.roster import CellFault
from .workbook import NOTES_SHEET, Limits, Told, filled, letter, rows_of

LIMITS = Limits("登记簿", MOST_ROWS + 1, 20)
_NOTES = (
    "怎么填",
    "1. 一行登记一条；表头的字不能改，列的顺序可以变，不要加别的列，不要合并单元格，不要写公式。",
    "2. 日期写成 2026-03-02 这样；网址从浏览器地址栏复制，以 http:// 或 https:// 开头。",
    f"3. 最多 {MOST_ROWS} 行，文件不超过 5 MB，存成 .xlsx。",
    "4. 导入后替换这一项原来的登记簿；有一处错就整个不导入，会指出第几行。",
    "（这一页不会导入，可以删掉。）",
)


@dataclass
class ReadRegister(Told):
    """The rows of a workbook, by column name, as text; their numbers in the file."""

    rows: list[dict[str, str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)


def workbook_of(columns: Sequence[Column], rows: Sequence[Mapping[str, Any]]) -> bytes:
    """The workbook with these rows (stored form), or empty ones to fill in."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                     "strings_to_numbers": False})
    text = book.add_format({"num_format": "@", "valign": "top"})
    bold = book.add_format({"num_format": "@", "bold": True, "bottom": 1})
    page = book.add_worksheet("登记簿")
    for n, column in enumerate(columns):
        page.set_column(n, n, 44 if column.name in ("title", "link") else 16, text)
        page.write_string(0, n, column.label, bold)
        for r, row in enumerate(rows, 1):
            page.write_string(r, n, str(row.get(column.name, "")), text)
    page.freeze_panes(1, 0)
    notes = book.add_worksheet(NOTES_SHEET)
    notes.set_column(0, 0, 110, book.add_format({"text_wrap": True, "valign": "top"}))
    for n, sentence in enumerate(_NOTES):
        notes.write_string(n, 0, sentence)
    book.close()
    return out.getvalue()


def read_register(data: bytes, name: str, columns: Sequence[Column]) -> ReadRegister:
    """The rows of a filled-in workbook, and every fault of its cells. Never raises."""
    found = ReadRegister()
    head: dict[int, str] | None = None
    for number, cells in rows_of(data, name, LIMITS, found):
        used = filled(cells)
        if not used:
            continue
        if head is None:
            head = _head(number, cells, used, columns, found)
        elif not found.faults or found.rows:
            found.rows.append({head[n]: _text(number, n, cells[n], found) for n in used if n in head})
            found.numbers.append(number)
            stray = [letter(n) for n in used if n not in head]
            found.faults += [CellFault(number, at, "这一列没有表头") for at in stray]
    if not found.rows and not found.faults:
        found.faults.append(CellFault(0, "", "登记簿里没有一行内容，请填好再传"))
    return found


def _head(number: int, cells: Sequence[Any], used: Sequence[int], columns: Sequence[Column],
          found: ReadRegister) -> dict[int, str]:
    """Position → the column's name; unknown, doubled and missing heads are faults."""
    known, head = {c.label: c.name for c in columns}, dict[int, str]()
    for n in used:
        label = str(cells[n].value).strip()
        if label not in known:
            found.faults.append(CellFault(number, letter(n), f"没有“{label[:20]}”这一栏，可写：{'、'.join(known)}"))
        elif known[label] in head.values():
            found.faults.append(CellFault(number, letter(n), f"“{label}”这一栏写了两次"))
        else:
            head[n] = known[label]
    missing = [c.label for c in columns if c.required and c.name not in head.values()]
    if missing:
        found.faults.append(CellFault(number, "", f"缺少“{'、'.join(missing)}”栏，请下载表格来填"))
    return head


def _text(row: int, position: int, cell: Any, found: ReadRegister) -> str:
    """A cell as text: what is written, a date as 2026-03-02, a whole number; anything else is a fault."""
    value = cell.value
    if cell.data_type == "f" or (isinstance(value, str) and value.startswith("=")):
        found.faults.append(CellFault(row, letter(position), "写了公式，请粘贴成文字"))
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    found.faults.append(CellFault(row, letter(position), "单元格的格式不认识，请设成“文本”再填"))
    return ""
