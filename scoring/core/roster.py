"""A roster of units and their accounts, line by line of text: what is wrong with which cell, and what it says."""
from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ..errors import Invalid
from .accounts import read_account, read_words
from .masking import mask
from .points import shorten
from .policy import ROLES, UNIT_ROLES

COLUMNS = ("组别", "单位", "账号", "姓名", "角色", "职务")
PARENT = "上级单位"
EVERY = (*COLUMNS, PARENT)      # the last need not be there
MOST_LINES = 5000
_ROLE = {ROLES[code]: code for code in UNIT_ROLES}


@dataclass(frozen=True)
class Line:
    """One line of the table as text, in the order of EVERY; `row` is its number in the file."""

    row: int
    texts: tuple[str, ...]


@dataclass(frozen=True)
class CellFault:
    """What is wrong, and where: a row of the file (0 the file as a whole) and a column ('' the whole row)."""

    row: int
    column: str
    sentence: str

    @property
    def where(self) -> str:
        """'第 3 行“账号”列'."""
        if not self.row:
            return "整个文件"
        plain = re.fullmatch(r"[A-Z]{0,3}", self.column) is not None
        return f"第 {self.row} 行" + ((self.column and f" {self.column} 列") if plain else f"“{self.column}”列")


@dataclass(frozen=True)
class Entry:
    """One account of the roster, read."""

    row: int
    group: str
    unit: str
    account: str
    name: str
    roles: frozenset[str]
    position: str
    parent: str = ""        # the unit above; '' where the line says nothing of it


def key(text: str) -> str:
    """What two spellings of one name have alike: width, blanks and letter case do not count."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def read(lines: Sequence[Line]) -> tuple[list[Entry], list[CellFault]]:
    """The entries, and every fault of single cells and between lines. With a fault nothing may be taken over."""
    faults: list[CellFault] = []
    if not lines:
        faults.append(CellFault(0, "", "表里没有一行内容，请按模板填好再导入"))
    if len(lines) > MOST_LINES:
        return [], [CellFault(0, "", f"一次最多导入 {MOST_LINES} 行，这里有 {len(lines)} 行，请分几次导入")]
    entries = [entry for line in lines if (entry := _entry(line, faults)) is not None]
    return entries, faults + _twins(entries) + _groups(entries) + _parents(entries)


def _entry(line: Line, faults: list[CellFault]) -> Entry | None:
    texts = dict.fromkeys(EVERY, "") | dict(zip(EVERY, line.texts, strict=False))
    if [key(t) for t in line.texts[:len(COLUMNS)]] == [key(c) for c in COLUMNS]:
        faults.append(CellFault(line.row, "", "又是一行表头，请删掉"))
        return None
    before = len(faults)

    def take(column: str, reader: Callable[[str], str]) -> str:
        try:
            return reader(_plain(texts[column]))
        except Invalid as refusal:
            faults.append(CellFault(line.row, column, refusal.sentence.rstrip("。")))
            return ""

    group = take("组别", lambda t: _nobodys(read_words(t, "组别")))
    unit = take("单位", lambda t: _nobodys(read_words(t, "单位", longest=100)))
    account = take("账号", lambda t: read_account(read_words(t, "账号")))
    name = take("姓名", lambda t: read_words(t, "姓名"))
    position = take("职务", lambda t: read_words(t, "职务", required=False))
    roles = frozenset(filter(None, take("角色", _roles).split()))
    parent = take(PARENT, lambda t: read_words(t, PARENT, required=False, longest=100))
    return Entry(line.row, group, unit, account, name, roles, position, parent) if len(faults) == before else None


def _nobodys(name: str) -> str:
    """A name that will be published as it is."""
    if mask(name) != name:
        raise Invalid(f"“{shorten(name, 30)}”里有像电话、证件号或邮箱的文字，名称会向社会公布，请删去")
    return name


def _plain(text: str) -> str:
    if text.lstrip()[:1] in ("=", "@"):
        raise Invalid(f"“{shorten(text, 30)}”以 {text.lstrip()[0]} 开头，像一个公式，请改成文字")
    return text


def _roles(text: str) -> str:
    words = [w for w in re.split(r"[、,，;；/\s]+", read_words(text, "角色")) if w]
    for word in words:
        if word in ROLES.values() and word not in _ROLE:
            raise Invalid(f"“{word}”账号由安全管理员建立，这里只能填填报员、签审人")
        if word not in _ROLE:
            raise Invalid(f"没有“{shorten(word, 20)}”这个角色，只能填填报员、签审人，兼任写成“填报员、签审人”")
    return " ".join(_ROLE[w] for w in words)


def _twins(entries: Sequence[Entry]) -> list[CellFault]:
    first: dict[str, int] = {}
    faults = []
    for entry in entries:
        if entry.account in first:
            faults.append(CellFault(entry.row, "账号", f"账号“{entry.account}”和第 {first[entry.account]} 行重复"))
        first.setdefault(entry.account, entry.row)
    return faults


def _groups(entries: Sequence[Entry]) -> list[CellFault]:
    first: dict[str, Entry] = {}
    faults = []
    for entry in entries:
        known = first.setdefault(key(entry.unit), entry)
        if key(known.group) != key(entry.group):
            faults.append(CellFault(entry.row, "组别", f"“{entry.unit}”在第 {known.row} 行属于“{known.group}”，"
                                                     f"这里写的是“{entry.group}”，一个单位只能在一个组别"))
    return faults


def _parents(entries: Sequence[Entry]) -> list[CellFault]:
    """Where the lines of one unit name different units above it, or the unit itself."""
    first: dict[str, Entry] = {}
    faults = []
    for entry in entries:
        if not entry.parent:
            continue
        known = first.setdefault(key(entry.unit), entry)
        if key(entry.parent) == key(entry.unit):
            faults.append(CellFault(entry.row, PARENT, "上级单位不能是本单位自己"))
        elif key(known.parent) != key(entry.parent):
            said = f"“{entry.unit}”的上级单位在第 {known.row} 行是“{known.parent}”，这里写的是“{entry.parent}”"
            faults.append(CellFault(entry.row, PARENT, f"{said}，只能有一个"))
    return faults


def cycle(above: Mapping[str, str], unit: str) -> tuple[str, ...]:
    """The units from one up through those above it and back to it; () where the way up ends."""
    way, at = [unit], above.get(unit, "")
    while at and at != unit and at not in way:
        way.append(at)
        at = above.get(at, "")
    return (*way, unit) if at == unit else ()
