"""Opens an Excel workbook and reads its sheets as bounded grids of text; nothing is evaluated."""
from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError

import defusedxml.ElementTree as SafeTree
import openpyxl
from defusedxml.common import DefusedXmlException
from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from scoring.core import points as p

MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 5000, 50, 30
LARGEST_PART, LARGEST_BOOK = 12_000_000, 40_000_000
_MOST_MERGED, _MOST_COVERED = 10_000, 300_000
_AS_XLSX = "请用 Excel 或 WPS 打开，“另存为”选“Excel 工作簿（*.xlsx）”"
_NO_VALUE = "这里是公式，文件里没有存下算好的值；请用 Excel 或 WPS 打开后保存一次，或者直接写上结果"
_BROKEN = (zipfile.BadZipFile, InvalidFileException, DefusedXmlException, ParseError, KeyError, ValueError, TypeError,
           IndexError, AttributeError, EOFError, OSError, NotImplementedError, RuntimeError, zipfile.LargeZipFile)


@dataclass(frozen=True)
class Slip:
    """Something for a person to mend in the table, or to know. `place` is 工作表!C7, 工作表 or ''."""

    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}" if self.place else self.sentence


class Unreadable(Exception):
    """The file cannot be read as a table; the message is a Chinese sentence."""


@dataclass(frozen=True)
class Cell:
    """A cell's trimmed text. `percent`: a number shown as percent. `wrong`: why its value cannot be known."""

    text: str
    percent: bool = False
    wrong: str = ""


_BLANK = Cell("")


@dataclass
class Grid:
    """One sheet: rows and columns counted from 1, with its merged ranges."""

    sheet: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)   # anchor → last row, last column
    anchors: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)  # covered cell → its anchor
    rows: int = 0
    columns: int = 0

    def own(self, row: int, column: int) -> Cell:
        """What the cell itself holds."""
        return self.cells.get((row, column), _BLANK)

    def seen(self, row: int, column: int) -> Cell:
        """What a reader sees in this row: a cell merged downwards holds for all its rows."""
        top, left = self.anchors.get((row, column), (row, column))
        return self.own(top, left) if left == column else _BLANK

    def last(self, row: int, column: int) -> tuple[int, int]:
        """The last row and column of the range that starts at this cell."""
        return self.spans.get((row, column), (row, column))

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        """Where the range that covers this cell starts."""
        return self.anchors.get((row, column), (row, column))

    def filled(self, row: int) -> list[int]:
        """The columns in which this row itself holds something."""
        return [c for c in range(1, self.columns + 1) if (row, c) in self.cells]

    def place(self, row: int, column: int = 0) -> str:
        """工作表!C7, or 工作表!7 for a whole row."""
        return f"{p.shorten(self.sheet, 31)}!{get_column_letter(column) if column else ''}{row}"


def grids(data: bytes) -> Iterator[Grid]:
    """The visible sheets one after the other; Unreadable says why the file cannot be read."""
    _look_at(data)
    try:
        yield from _sheets(data)
    except Unreadable:
        raise
    except _BROKEN:
        raise Unreadable(f"文件已损坏，或者不是完整的 Excel 工作簿，读不出来。{_AS_XLSX}再试") from None


def _look_at(data: bytes) -> None:
    """Refuse what is no workbook, is locked, or would not fit into memory, before anything is unpacked."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable("文件设了打开密码，读不出来；请先去掉密码再保存")
        raise Unreadable(f"这是旧版 Excel（.xls）或 Word 文件，这里只读 .xlsx。{_AS_XLSX}")
    if not data.startswith(b"PK"):
        raise Unreadable(f"这不是 Excel 工作簿（.xlsx），可能只是改了扩展名。{_AS_XLSX}")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except _BROKEN:
        raise Unreadable("文件已损坏，打不开；请重新保存或重新传一次") from None
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("这是一个加密的压缩包，读不出来；请先去掉密码再保存")
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise Unreadable(f"这是一个压缩包或别的文档，不是 Excel 工作簿（.xlsx）。{_AS_XLSX}")
    text = [part.file_size for part in parts if not part.filename.startswith("xl/media/")]
    if len(parts) > 5000 or max(text) > LARGEST_PART or sum(text) > LARGEST_BOOK:
        raise Unreadable("文件解开后太大，多半是整列整行设了格式，或者还有别的大表；"
                         "请把指标表复制到一个新的工作簿再试")


def _sheets(data: bytes) -> Iterator[Grid]:
    values = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    formulas = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        shown = [pair for pair in zip(values.worksheets, formulas.worksheets, strict=True)
                 if pair[0].sheet_state == "visible"]
        for sheet, written in shown[:MOST_SHEETS]:
            grid = Grid(sheet.title)
            # openpyxl's read-only sheets leave out merged ranges, and tell their own part nowhere else
            merged = _look_at_shape(grid, archive, sheet._worksheet_path.lstrip("/"))
            _fill(grid, sheet, written)
            _merge(grid, merged)
            yield grid


def _fill(grid: Grid, sheet: Any, written: Any) -> None:
    both = []
    for one in (sheet, written):
        one.reset_dimensions()  # what a file says of its own size is often wrong
        both.append(one.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS))
    for number, (row, raw) in enumerate(zip(*both, strict=True), 1):
        for column, (cell, formula) in enumerate(zip(row, raw, strict=True), 1):
            found = _cell(cell, formula)
            if found is not None:
                grid.cells[number, column] = found
                grid.rows, grid.columns = number, max(grid.columns, column)


def _cell(cell: Any, formula: Any) -> Cell | None:
    value = cell.value
    if value is None:
        return Cell("", wrong=_NO_VALUE) if formula.value is not None and formula.data_type == "f" else None
    if cell.data_type == "e":
        return Cell(str(value), wrong=f"这里是 Excel 的错误值 {p.shorten(str(value))}，请改正公式或者直接写上结果")
    if isinstance(value, bool):
        return Cell("TRUE" if value else "FALSE")
    if isinstance(value, int | float | Decimal):
        return _number(str(value), cell)
    if isinstance(value, datetime | date | time):
        return Cell(value.isoformat(), wrong="这里是日期，请改成文字或数字（单元格格式选“常规”后重新填写）")
    text = str(value).strip()
    return Cell(text) if text else None


def _number(text: str, cell: Any) -> Cell:
    if "%" in str(cell.number_format or ""):
        return Cell(p.show(Decimal(text) * 100), percent=True)
    return Cell(p.show(Decimal(text)))


def _merge(grid: Grid, merged: list[str]) -> None:
    covered = 0
    for ref in merged:
        left, top, right, bottom = range_boundaries(ref)
        if None in (left, top, right, bottom):
            continue
        bottom, right = min(bottom, grid.rows), min(right, grid.columns)
        covered += max(0, bottom - top + 1) * max(0, right - left + 1)
        if covered > _MOST_COVERED:
            raise _too_merged(grid)
        if bottom >= top and right >= left:
            grid.spans[top, left] = (bottom, right)
            grid.anchors.update({(r, c): (top, left) for r in range(top, bottom + 1) for c in range(left, right + 1)})


def _too_merged(grid: Grid) -> Unreadable:
    return Unreadable(f"工作表“{p.shorten(grid.sheet)}”的合并单元格太多，请取消无关的合并再试")


def _look_at_shape(grid: Grid, archive: zipfile.ZipFile, path: str) -> list[str]:
    """The merged ranges of a sheet's XML. Content beyond the last row or column is refused here, before cells are
    read; the rows met on the way are let go."""
    merged: list[str] = []
    holder: Any = None
    row = 0
    with archive.open(path) as source:
        for event, element in SafeTree.iterparse(source, events=("start", "end"), forbid_dtd=True):
            tag = element.tag.rpartition("}")[2]
            if event == "start":
                holder = element if tag == "sheetData" else holder
            elif tag == "row" and holder is not None:
                row = int(element.get("r") or row + 1)
                _within(grid, element, row)
                holder.clear()
            elif tag == "mergeCell":
                merged.append(str(element.get("ref", "")))
            if len(merged) > _MOST_MERGED:
                raise _too_merged(grid)
    return merged


def _within(grid: Grid, row: Any, number: int) -> None:
    far = list(row) if not 1 <= number <= MOST_ROWS else [c for c in row if _column(c) > MOST_COLUMNS]
    if any(part.text or len(part) for cell in far for part in cell):
        raise Unreadable(f"工作表“{p.shorten(grid.sheet)}”第 {min(number, 1_048_576)} 行离表太远的地方还有内容；"
                         f"一张表最多 {MOST_ROWS} 行、{MOST_COLUMNS} 列，请删去无关的内容")


def _column(cell: Any) -> int:
    letters = re.match(r"[A-Z]{1,3}", str(cell.get("r") or ""))
    return column_index_from_string(letters.group()) if letters else 0
