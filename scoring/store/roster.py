"""Reading a roster from an Excel file: nothing is evaluated, every fault names its row and column."""
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
from sqlalchemy import select
from sqlalchemy.orm import Session

from ..core import roster
from ..core.roster import COLUMNS, MOST_LINES, CellFault, Entry, Line, key
from .people import Group, Unit, User

LARGEST = 5 * 1024 * 1024
MOST_UNPACKED = 12 * 1024 * 1024
MOST_COLUMNS, LAST_ROW = 26, 20_000
NOTES_SHEET = "填写说明"
AS_XLSX = "请用 Excel 或 WPS 打开它，核对没有乱码，再“另存为”选“Excel 工作簿（*.xlsx）”"
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


@dataclass
class Read:
    """What a file holds: lines, faults, and notes on what was left aside."""

    lines: list[Line] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class _Stop(Exception):
    """The file cannot be read any further; the fault says why."""

    def __init__(self, sentence: str, row: int = 0, column: str = "") -> None:
        super().__init__(sentence)
        self.fault = CellFault(row, column, sentence)


def read_file(data: bytes, name: str) -> Read:
    """The lines of the one visible sheet, and every fault; a cell at fault is '' in its line. Never raises."""
    found = Read()
    try:
        _look_at_bytes(data)
        if not name.lower().endswith(".xlsx"):
            found.notes.append(f"文件名“{name[:60]}”的后缀不是 .xlsx，内容是 Excel 工作簿，已按工作簿读取。")
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _look_at_archive(archive)
            sheet = _the_sheet(data, found)
            last = _look_at_shape(archive, sheet._worksheet_path, found)
        if not found.faults:
            _take_lines(sheet, last, found)
    except _Stop as stop:
        found.faults.append(stop.fault)
    except Exception:  # whatever a broken file makes the parsers raise, it is one thing to its owner
        found.faults.append(CellFault(0, "", f"文件打不开，可能损坏或没有传完整。{AS_XLSX}"))
    return found


def check(session: Session, found: Read) -> tuple[list[Entry], list[CellFault]]:
    """The entries, and the faults of cells, lines and of the roster against what is there, all at once, by row."""
    if found.faults and not found.lines:
        return [], found.faults
    entries, faults = roster.read(found.lines)
    told = {(f.row, f.column) for f in found.faults}
    more = [f for f in faults if (f.row, f.column) not in told]
    return entries, sorted([*found.faults, *more, *against(session, entries)], key=lambda f: f.row)


def against(session: Session, entries: Sequence[Entry]) -> list[CellFault]:
    """What stands against the roster in what the site has already: accounts taken, units in another group."""
    taken = set(session.scalars(select(User.account).where(User.account.in_([e.account for e in entries]))))
    groups = {g.id: g.name for g in session.scalars(select(Group))}
    units = {key(u.name): u for u in session.scalars(select(Unit))}
    faults = []
    for entry in entries:
        if entry.account in taken:
            faults.append(CellFault(entry.row, "账号", f"账号“{entry.account}”已经有了，请换一个，或者删掉这一行"))
        unit = units.get(key(entry.unit))
        if unit is not None and key(groups[unit.group_id]) != key(entry.group):
            faults.append(CellFault(entry.row, "组别", f"名册里“{unit.name}”属于“{groups[unit.group_id]}”，"
                                                     f"这里写的是“{entry.group}”"))
    return faults


def _look_at_bytes(data: bytes) -> None:
    if not data:
        raise _Stop("文件是空的，请重新选择")
    if len(data) > LARGEST:
        raise _Stop("文件超过 5 MB，名册不会这么大；请删掉图片和多余的内容，或者分几次导入")
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise _Stop(f"这是旧版 Excel（.xls），或者设了打开密码。{AS_XLSX}，不要设密码")
    if data[:2] != b"PK":
        raise _Stop(f"这不是 Excel 工作簿，看起来是文本或 CSV。{AS_XLSX}")


def _look_at_archive(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > 1000 or sum(p.file_size for p in parts) > MOST_UNPACKED:
        raise _Stop("文件解开后太大，可能有大片带格式的空行或图片；请把名册复制到一个新的工作簿再导入")
    if "xl/workbook.xml" not in archive.namelist():
        raise _Stop(f"这是一个压缩包或别的文档，不是 Excel 工作簿。{AS_XLSX}")


def _the_sheet(data: bytes, found: Read) -> Any:
    """The one visible sheet beside the notes of our template."""
    book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
    hidden = [s.title for s in book.worksheets if s.sheet_state != "visible"]
    if hidden:
        found.notes.append(f"隐藏的工作表没有读：{'、'.join(hidden[:5])}。")
    shown = [s for s in book.worksheets if s.sheet_state == "visible" and s.title != NOTES_SHEET]
    if not shown:
        raise _Stop("没有看得见的工作表，请取消隐藏后再导入")
    if len(shown) > 1:
        titles = "、".join(s.title[:31] for s in shown[:5])
        raise _Stop(f"有 {len(shown)} 个工作表（{titles}），不知道读哪一个；请只留名册那一个")
    return shown[0]


def _look_at_shape(archive: zipfile.ZipFile, path: str, found: Read) -> int:
    """The last row with content. Content far away and too many rows stop here; merged cells are faults."""
    last = filled = 0
    for tag, element, row, column in _walk(archive, path):
        if tag == "mergeCell":
            _merged(str(element.get("ref", "")), found)
        elif _has_content(element):
            if column > MOST_COLUMNS or row > LAST_ROW:
                raise _Stop("这里有内容，离名册太远，可能是误填的；请删掉再导入", row, get_column_letter(column))
            if row != last:
                filled += 1
            if filled > MOST_LINES + 1:
                raise _Stop(f"一次最多导入 {MOST_LINES} 行，请分几次导入", row)
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


def _merged(ref: str, found: Read) -> None:
    place = _CELL.match(ref)
    row, column = (int(place[2]), place[1]) if place else (1, "A")
    if len(found.faults) < 20:
        found.faults.append(CellFault(row, column, f"合并了单元格（{ref[:20]}），请取消合并，每一行都填完整"))


def _take_lines(sheet: Any, last: int, found: Read) -> None:
    """The lines under the header, in the order of COLUMNS, whatever their order in the file."""
    sheet.reset_dimensions()
    rows = sheet.iter_rows(min_row=1, max_row=max(last, 1), max_col=MOST_COLUMNS)
    head: dict[int, str] | None = None
    for number, cells in enumerate(rows, 1):
        filled = [n for n, cell in enumerate(cells) if cell.value not in (None, "")]
        if head is None:
            head = _header(number, cells, filled, found) if filled else None
            if filled and found.faults:
                return
        elif not filled:
            found.notes.append(f"第 {number} 行是空行，跳过了。")
        else:
            _take_line(number, cells, filled, head, found)


def _header(number: int, cells: Sequence[Any], filled: Sequence[int], found: Read) -> dict[int, str]:
    """Position → column; every name that is missing, unknown or there twice is a fault."""
    known = {key(c): c for c in COLUMNS}
    head: dict[int, str] = {}
    for n in filled:
        letter, text = get_column_letter(n + 1), str(cells[n].value)
        column = known.get(key(re.sub(r"[（(]必填[)）]|[*＊]", "", text)))
        if column is None:
            found.faults.append(CellFault(number, letter, f"不认识的表头“{text[:20]}”，只能有：{'、'.join(COLUMNS)}"))
        elif column in head.values():
            found.faults.append(CellFault(number, letter, f"表头“{column}”出现两次"))
        else:
            head[n] = column
    missing = [c for c in COLUMNS if c not in head.values()]
    if missing:
        found.faults.append(CellFault(number, "", f"表头缺少：{'、'.join(missing)}；第一行要写全 {'、'.join(COLUMNS)}"))
    return head


def _take_line(number: int, cells: Sequence[Any], filled: Sequence[int], head: dict[int, str], found: Read) -> None:
    texts = dict.fromkeys(COLUMNS, "")
    for n in filled:
        column = head.get(n)
        if column is None:
            found.faults.append(CellFault(number, get_column_letter(n + 1), "这一列没有表头，却有内容，请删掉"))
            continue
        fault = _not_text(cells[n])
        if fault:
            found.faults.append(CellFault(number, column, fault))
        else:
            texts[column] = str(cells[n].value)
    found.lines.append(Line(number, tuple(texts[c] for c in COLUMNS)))


def _not_text(cell: Any) -> str:
    """Why a cell is not plain text, or ''."""
    kind, shown = cell.data_type, str(cell.value)[:30]
    if kind == "f" or not isinstance(cell.value, (str, int, float, bool)) and kind not in ("d", "n"):
        return "是公式，名册里只能填文字；请复制后“选择性粘贴”为数值"
    if kind == "e":
        return f"是错误值 {shown}，请改成正确的内容"
    if kind == "b":
        return "是逻辑值（TRUE/FALSE），请改成文字"
    if kind == "d" or cell.is_date:
        return f"是日期（{shown}），请把这一列设成“文本”再重新输入"
    if kind == "n" or not isinstance(cell.value, str):
        return f"是数字（{shown}），请把这一列设成“文本”再重新输入，免得丢掉开头的 0 或后几位"
    return ""
