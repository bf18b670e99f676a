"""The kinds of fact made of several figures: counts by kind, periods, rates, judges' points, registers.

Like the single kinds: `parse(raw)`, `dump(value)`, `show(value)`, and `parse(dump(v)) == v`.
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from . import points
from .kinds import NOT_APPLICABLE, Count, Day, FactError, Judged, Number, Text, YesNo, text_of

MOST_ROWS = 2000
STRUCK = "struck"
_SHOWN_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")


@dataclass(frozen=True)
class PerKind:
    """A count for each of several kinds; kinds left out count 0."""

    kinds: tuple[str, ...]

    def parse(self, raw: Any) -> Mapping[str, int]:
        if not isinstance(raw, Mapping):
            raise FactError(f"这里要分类填数量：{'、'.join(self.kinds)}")
        out: dict[str, int] = {}
        for key, item in raw.items():
            if key not in self.kinds:
                raise FactError(f"没有“{points.shorten(str(key))}”这一类，可填：{'、'.join(self.kinds)}", (str(key),))
            try:
                if not (isinstance(item, str) and not item.strip()):
                    out[key] = Count().parse(item)
            except FactError as error:
                raise FactError(f"{key}：{error.sentence}", (str(key),)) from None
        if not out:
            raise FactError("各类都没有填，没有的填 0")
        return {k: out[k] for k in self.kinds if k in out}

    def dump(self, value: Mapping[str, int]) -> dict[str, int]:
        return dict(value)

    def show(self, value: Mapping[str, int]) -> str:
        return "，".join(f"{k} {n}" for k, n in value.items())


@dataclass(frozen=True)
class Periods:
    """A count or a yes/no for each period, e.g. Q1…Q4, 2024-01…2024-12, H1, H2.

    A period left out is unanswered; `not_applicable` marks one that was never due from this unit.
    """

    keys: tuple[str, ...]
    inner: Count | YesNo

    def parse(self, raw: Any) -> Mapping[str, Any]:
        if not isinstance(raw, Mapping):
            raise FactError(f"这里要按期填：{'、'.join(self.keys)}")
        out: dict[str, Any] = {}
        for key, item in raw.items():
            if key not in self.keys:
                raise FactError(f"没有“{points.shorten(str(key))}”这一期，可填：{'、'.join(self.keys)}", (str(key),))
            if isinstance(item, str) and not item.strip():
                continue
            if isinstance(item, str) and item.strip() in (NOT_APPLICABLE, "不适用"):
                out[key] = NOT_APPLICABLE
                continue
            try:
                out[key] = self.inner.parse(item)
            except FactError as error:
                raise FactError(f"{key}：{error.sentence}", (str(key),)) from None
        if not out:
            raise FactError("各期都没有填")
        return {k: out[k] for k in self.keys if k in out}

    def dump(self, value: Mapping[str, Any]) -> dict[str, Any]:
        return dict(value)

    def show(self, value: Mapping[str, Any]) -> str:
        shown = ((k, "不适用" if v == NOT_APPLICABLE else self.inner.show(v)) for k, v in value.items())
        return "，".join(f"{k} {v}" for k, v in shown)


@dataclass(frozen=True)
class Part:
    """So many done of so many due."""

    done: int
    of: int


@dataclass(frozen=True)
class Rate:
    """A rate: percent from 0 to 100, or {done, of}. The value is a Decimal or a Part."""

    def parse(self, raw: Any) -> Decimal | Part:
        if not isinstance(raw, Mapping):
            return Number(points.ZERO, Decimal(100)).parse(raw)
        if set(raw) != {"done", "of"}:
            raise FactError("百分率直接填 0 到 100 的数，或者写成 {done: 已办, of: 应办}")
        numbers = {}
        for key, label in (("done", "分子"), ("of", "分母")):
            try:
                numbers[key] = Count().parse(raw[key])
            except FactError as error:
                raise FactError(f"{label}：{error.sentence}", (key,)) from None
        if numbers["done"] > numbers["of"]:
            raise FactError(f"分子 {numbers['done']} 大于分母 {numbers['of']}，请核对", ("done",))
        return Part(numbers["done"], numbers["of"])

    def dump(self, value: Decimal | Part) -> Any:
        return {"done": value.done, "of": value.of} if isinstance(value, Part) else points.show(value)

    def show(self, value: Decimal | Part) -> str:
        return f"{value.done} ÷ {value.of}" if isinstance(value, Part) else f"{points.show(value)} %"


@dataclass(frozen=True)
class Scores:
    """The points several judges gave, each from 0 to `most` in steps of `step`, in the order given."""

    most: Decimal
    step: Decimal

    def parse(self, raw: Any) -> tuple[Decimal, ...]:
        items = [x for x in re.split(r"[、,，;；\s]+", raw) if x] if isinstance(raw, str) else raw
        if not isinstance(items, (list, tuple)):
            items = [items]
        if not 1 <= len(items) <= 99:
            raise FactError("要填 1 到 99 位评委的分，例如 8、9、7.5")
        one, out = Judged(self.most, self.step), []
        for n, item in enumerate(items, 1):
            try:
                out.append(one.parse(item))
            except FactError as error:
                raise FactError(f"第 {n} 位评委：{error.sentence}") from None
        return tuple(out)

    def dump(self, value: tuple[Decimal, ...]) -> list[str]:
        return [points.show(x) for x in value]

    def show(self, value: tuple[Decimal, ...]) -> str:
        return f"{'、'.join(points.show(x) for x in value)} 分"


@dataclass(frozen=True)
class Link:
    """The address of a page: http or https, at most 2,000 characters."""

    def parse(self, raw: Any) -> str:
        text = text_of(raw)
        if not re.fullmatch(r"https?://[^\s/]\S*", text) or len(text) > 2000:
            raise FactError(f"“{points.shorten(text)}”不是网址，请从浏览器地址栏复制，以 http:// 或 https:// 开头")
        return text

    def dump(self, value: str) -> str:
        return value

    def show(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Column:
    """One column of a register."""

    name: str
    kind: Any
    label: str
    required: bool = False


Row = Mapping[str, Any]


@dataclass(frozen=True)
class Rows:
    """A register: a table with a row per entry. The value is a tuple of rows, a row's values by column.

    Text is taken as pasted from a spreadsheet: a line per row, tabs between the columns, a head row if it is there.
    A row struck by a reviewer holds the reason under `struck` (pasted as one more column) and does not count.
    """

    columns: tuple[Column, ...]

    def parse(self, raw: Any) -> tuple[Row, ...]:
        items = list(self._pasted(raw)) if isinstance(raw, str) else raw
        if not isinstance(items, (list, tuple)):
            raise FactError(f"登记簿要一行一条地列出：{'、'.join(c.label for c in self.columns)}")
        if len(items) > MOST_ROWS:
            raise FactError(f"登记簿最多 {MOST_ROWS} 行，这里有 {len(items)} 行，请按期分开填报")
        return tuple(self._row(n, item) for n, item in enumerate(items, 1))

    def dump(self, value: tuple[Row, ...]) -> list[dict[str, Any]]:
        kinds = {c.name: c.kind for c in (*self.columns, _STRUCK)}
        return [{k: kinds[k].dump(v) for k, v in row.items()} for row in value]

    def show(self, value: tuple[Row, ...]) -> str:
        gone = sum(STRUCK in row for row in value)
        return f"{len(value) - gone} 条" + (f"（另划去 {gone} 条）" if gone else "")

    def text(self, value: Sequence[Row]) -> str:
        """The rows as text that `parse` takes: tabs between the columns, the reason of a struck row last."""
        columns = (*self.columns, _STRUCK)
        return "\n".join("\t".join(_cell(c, row) for c in columns).rstrip("\t") for row in value)

    def _row(self, n: int, item: Any) -> Row:
        columns = {c.name: c for c in (*self.columns, _STRUCK)}
        if not isinstance(item, Mapping):
            item = {self.columns[0].name: item}
        for key in item:
            if key not in columns:
                raise FactError(f"第 {n} 行：没有“{points.shorten(str(key))}”这一栏，"
                                f"可填：{'、'.join(c.name for c in self.columns)}", (str(n - 1), str(key)))
        out: dict[str, Any] = {}
        for name, column in columns.items():
            given = item.get(name, "")
            if isinstance(given, str):      # a cell is one line, so that rows can be written as lines
                given = re.sub(r"\s*[\t\r\n]\s*", " ", given.strip())
            try:
                value = "" if given == "" else column.kind.parse(given)
                if value == "" and column.required:
                    raise FactError("没有填")
            except FactError as error:
                raise FactError(f"第 {n} 行“{column.label}”：{error.sentence}", (str(n - 1), name)) from None
            if value != "":
                out[name] = value
        return out

    def _pasted(self, text: str) -> Iterator[dict[str, str]]:
        for n, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
            cells = [cell.strip() for cell in line.split("\t")]
            heads = [column.label for column in self.columns]
            head = cells == heads[:len(cells)] and len(cells) > min(1, len(heads) - 1)  # one word alone is a title
            if not any(cells) or (n == 0 and head):
                continue
            columns = (*self.columns, _STRUCK)
            if any(cells[len(columns):]):
                raise FactError(f"第 {n + 1} 行有 {len(cells)} 栏，只要 {len(self.columns)} 栏："
                                f"{'、'.join(c.label for c in self.columns)}")
            yield {c.name: _pasted_day(cell) if isinstance(c.kind, Day) else cell
                   for c, cell in zip(columns, cells, strict=False)}


def _pasted_day(cell: str) -> str:
    """A date as spreadsheets show it (2026/3/2, 2026年3月2日) written 2026-03-02; anything else as it is."""
    parts = _SHOWN_DAY.fullmatch(cell)
    return f"{parts[1]}-{int(parts[2]):02}-{int(parts[3]):02}" if parts else cell


def _cell(column: Column, row: Row) -> str:
    given = row.get(column.name, "")
    return given if isinstance(given, str) else str(column.kind.dump(given))


_STRUCK = Column(STRUCK, Text(200), "划去理由")
