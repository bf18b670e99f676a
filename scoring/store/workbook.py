"""The one sheet of an Excel workbook, read within limits: nothing is evaluated, what is wrong is told by its cell."""
from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import defusedxml.ElementTree as SafeTree
import openpyxl
from openpyxl.utils import column_index_from_string, get_column_letter

from ..core.roster import CellFault

LARGEST = 5 * 1024 * 1024
MOST_UNPACKED = 12 * 1024 * 1024
LAST_ROW = 20_000
NOTES_SHEET = "填写说明"
AS_XLSX = "请用 Excel 或 WPS 打开它，核对没有乱码，再“另存为”选“Excel 工作簿（*.xlsx）”"
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
Rows = list[tuple[int, Sequence[Any]]]


@dataclass(frozen=True)
class Limits:
    """What a file is called to its owner (名册), and how far its content may reach."""

    noun: str
    rows: int
    columns: int


@dataclass
class Told:
    """Faults of a file by cell, and notes on what was left aside."""

    faults: list[CellFault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class _Stop(Exception):
    """The file cannot be read any further; the fault says why."""

    def __init__(self, sentence: str, row: int = 0, column: str = "") -> None:
        super().__init__(sentence)
        self.fault = CellFault(row, column, sentence)


def rows_of(data: bytes, name: str, limits: Limits, told: Told) -> Rows:
    """Number and cells of every row up to the last with content; [] once there is a fault. Never raises."""
    try:
        _look_at_bytes(data, limits)
        if not name.lower().endswith(".xlsx"):
            told.notes.append(f"文件名“{name[:60]}”的后缀不是 .xlsx，内容是 Excel 工作簿，已按工作簿读取。")
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _look_at_archive(archive, limits)
            sheet = _the_sheet(data, limits, told)
            last = _look_at_shape(archive, sheet._worksheet_path, limits, told)
        if told.faults:
            return []
        sheet.reset_dimensions()
        return list(enumerate(sheet.iter_rows(min_row=1, max_row=max(last, 1), max_col=limits.columns), 1))
    except _Stop as stop:
        told.faults.append(stop.fault)
    except Exception:  # whatever a broken file makes the parsers raise, it is one thing to its owner
        told.faults.append(CellFault(0, "", f"文件打不开，可能损坏或没有传完整。{AS_XLSX}"))
    return []


def filled(cells: Sequence[Any]) -> list[int]:
    """The positions of the cells with content."""
    return [n for n, cell in enumerate(cells) if cell.value not in (None, "")]


def letter(position: int) -> str:
    """The letter of a column counted from 0."""
    return str(get_column_letter(position + 1))


def _look_at_bytes(data: bytes, limits: Limits) -> None:
    if not data:
        raise _Stop("文件是空的，请重新选择")
    if len(data) > LARGEST:
        raise _Stop(f"文件超过 5 MB，{limits.noun}不会这么大；请删掉图片和多余的内容，或者分几次导入")
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise _Stop(f"这是旧版 Excel（.xls），或者设了打开密码。{AS_XLSX}，不要设密码")
    if data[:2] != b"PK":
        raise _Stop(f"这不是 Excel 工作簿，看起来是文本或 CSV。{AS_XLSX}")


def _look_at_archive(archive: zipfile.ZipFile, limits: Limits) -> None:
    parts = archive.infolist()
    if len(parts) > 1000 or sum(p.file_size for p in parts) > MOST_UNPACKED:
        raise _Stop(f"文件解开后太大，可能有大片带格式的空行或图片；请把{limits.noun}复制到一个新的工作簿再导入")
    if "xl/workbook.xml" not in archive.namelist():
        raise _Stop(f"这是一个压缩包或别的文档，不是 Excel 工作簿。{AS_XLSX}")


def _the_sheet(data: bytes, limits: Limits, told: Told) -> Any:
    """The one visible sheet beside the notes of our template."""
    book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
    hidden = [s.title for s in book.worksheets if s.sheet_state != "visible"]
    if hidden:
        told.notes.append(f"隐藏的工作表没有读：{'、'.join(hidden[:5])}。")
    shown = [s for s in book.worksheets if s.sheet_state == "visible" and s.title != NOTES_SHEET]
    if not shown:
        raise _Stop("没有看得见的工作表，请取消隐藏后再导入")
    if len(shown) > 1:
        titles = "、".join(s.title[:31] for s in shown[:5])
        raise _Stop(f"有 {len(shown)} 个工作表（{titles}），不知道读哪一个；请只留{limits.noun}那一个")
    return shown[0]


def _look_at_shape(archive: zipfile.ZipFile, path: str, limits: Limits, told: Told) -> int:
    """The last row with content. Content far away and too many rows stop here; merged cells are faults."""
    last = used = 0
    for tag, element, row, column in _walk(archive, path):
        if tag == "mergeCell":
            _merged(str(element.get("ref", "")), told)
        elif _has_content(element):
            if column > limits.columns or row > LAST_ROW:
                raise _Stop(f"这里有内容，离{limits.noun}太远，可能是误填的；请删掉再导入", row,
                            get_column_letter(column))
            if row != last:
                used += 1
            if used > limits.rows + 1:
                raise _Stop(f"一次最多导入 {limits.rows} 行，请分几次导入", row)
            last = row
    return last


def _walk(archive: zipfile.ZipFile, path: str) -> Iterator[tuple[str, Any, int, int]]:
    """Each cell and each merged range of a sheet's XML, with row and column counted from 1."""
    row = column = 0
    holder: Any = None
    with archive.open(path.lstrip("/")) as source:
        for event, element in SafeTree.iterparse(source, events=("start", "end"), forbid_dtd=True):
            tag = element.tag.rpartition("}")[2]
            if event == "start":
                if tag == "sheetData":
                    holder = element
                elif tag == "row":
                    row, column = _number(element.get("r"), row + 1), 0
                continue
            if tag == "c":
                place = _CELL.fullmatch(element.get("r", ""))
                column = column_index_from_string(place[1]) if place else column + 1
                yield tag, element, row, column
            elif tag == "row" and holder is not None:
                holder.clear()  # what was read is let go: a sheet may be long
            elif tag == "mergeCell":
                yield tag, element, row, column


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else otherwise


def _has_content(cell: Any) -> bool:
    return any(part.text or len(part) or part.tag.endswith("}f") for part in cell)


def _merged(ref: str, told: Told) -> None:
    place = _CELL.match(ref)
    row, column = (int(place[2]), place[1]) if place else (1, "A")
    if len(told.faults) < 20:
        told.faults.append(CellFault(row, column, f"合并了单元格（{ref[:20]}），请取消合并，每一行都填完整"))
