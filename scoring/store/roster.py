"""Reading a roster from an Excel file: nothing is evaluated, every fault names its row and column."""
from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..core import roster
from ..core.points import shorten
from ..core.roster import COLUMNS, EVERY, MOST_LINES, PARENT, CellFault, Entry, Line, key
from .people import Group, Unit, User
from .workbook import LARGEST as LARGEST
from .workbook import NOTES_SHEET as NOTES_SHEET
from .workbook import Limits, Rows, Told, filled, letter, rows_of

LIMITS = Limits("名册", MOST_LINES, 26)


@dataclass
class Read(Told):
    """What a file holds: lines, faults, and notes on what was left aside."""

    lines: list[Line] = field(default_factory=list)


def read_file(data: bytes, name: str) -> Read:
    """The lines of the one visible sheet, and every fault; a cell at fault is '' in its line. Never raises."""
    found = Read()
    rows = rows_of(data, name, LIMITS, found)
    if not found.faults:
        _take_lines(rows, found)
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
    return faults + _parents_against(entries, units)


def _parents_against(entries: Sequence[Entry], units: Mapping[str, Unit]) -> list[CellFault]:
    """Parents that nobody knows, that differ from the ones there are, or that lead back to the unit."""
    keys = {unit.id: name for name, unit in units.items()}
    names = {name: unit.name for name, unit in units.items()} | {key(e.unit): e.unit for e in entries}
    above = {name: keys.get(unit.parent_id or 0, "") for name, unit in units.items()}
    there, faults = dict(above), []
    for entry in entries:
        wanted, present = key(entry.parent), there.get(key(entry.unit), "")
        if wanted and wanted not in names:
            faults.append(CellFault(entry.row, PARENT, f"没有“{shorten(entry.parent, 30)}”这个单位，"
                                                       "名册和这个文件里都没有，请核对名称"))
        elif wanted and present not in ("", wanted):
            faults.append(CellFault(entry.row, PARENT, f"“{entry.unit}”的上级单位是“{names[present]}”，这里写的是"
                                                       f"“{entry.parent}”；要换，请在“单位和账号”页上改"))
        elif wanted:
            above[key(entry.unit)] = wanted
    for entry in entries:
        way = roster.cycle(above, key(entry.unit)) if entry.parent and key(entry.parent) != key(entry.unit) else ()
        if way:
            faults.append(CellFault(entry.row, PARENT, f"上级单位绕成了一圈：{' → '.join(names[n] for n in way)}"))
    return faults


def _take_lines(rows: Rows, found: Read) -> None:
    """The lines under the header, in the order of EVERY, whatever their order in the file."""
    head: dict[int, str] | None = None
    for number, cells in rows:
        used = filled(cells)
        if head is None:
            head = _header(number, cells, used, found) if used else None
            if used and found.faults:
                return
        elif not used:
            found.notes.append(f"第 {number} 行是空行，跳过了。")
        else:
            _take_line(number, cells, used, head, found)


def _header(number: int, cells: Sequence[Any], used: Sequence[int], found: Read) -> dict[int, str]:
    """Position → column; every name that is missing, unknown or there twice is a fault."""
    known = {key(c): c for c in EVERY}
    head: dict[int, str] = {}
    for n in used:
        text = str(cells[n].value)
        column = known.get(key(re.sub(r"[（(](必填|选填)[)）]|[*＊]", "", text)))
        if column is None:
            found.faults.append(CellFault(number, letter(n), f"不认识的表头“{text[:20]}”，只能有：{'、'.join(EVERY)}"))
        elif column in head.values():
            found.faults.append(CellFault(number, letter(n), f"表头“{column}”出现两次"))
        else:
            head[n] = column
    missing = [c for c in COLUMNS if c not in head.values()]
    if missing:
        found.faults.append(CellFault(number, "", f"表头缺少：{'、'.join(missing)}；第一行要写全 {'、'.join(COLUMNS)}"))
    return head


def _take_line(number: int, cells: Sequence[Any], used: Sequence[int], head: dict[int, str], found: Read) -> None:
    texts = dict.fromkeys(EVERY, "")
    for n in used:
        column = head.get(n)
        if column is None:
            found.faults.append(CellFault(number, letter(n), "这一列没有表头，却有内容，请删掉"))
            continue
        fault = _not_text(cells[n])
        if fault:
            found.faults.append(CellFault(number, column, fault))
        else:
            texts[column] = str(cells[n].value)
    found.lines.append(Line(number, tuple(texts[c] for c in EVERY)))


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
