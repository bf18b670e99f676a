"""Registers (登记簿): the columns a leaf may ask for, which rows count, and what somebody should look at."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from . import points as p
from .kinds import Count, Day, Level, Text
from .kinds_compound import STRUCK, Column, Link, Row, Rows
from .rule import Setting
from .wording import added, amount, joined, marks

NAMES = ("title", "number", "date", "link", "kind", "signers")
_LABELS = {"title": "标题", "number": "文号", "date": "日期", "link": "网址", "kind": "类别", "signers": "署名数"}


def kind_of(names: Iterable[str], kinds: tuple[str, ...], setting: Setting) -> Rows:
    """The kind of fact for a register with these columns; its `kind` column takes one of `kinds`."""
    made: Mapping[str, Any] = {"title": Text(300), "number": Text(100), "date": Day(), "link": Link(),
                               "kind": Level(kinds), "signers": Count()}
    needed = {"title", "kind", "signers"}
    names = tuple(names) or ("title",)
    return Rows(tuple(Column(n, made[n], setting.labels.get(n, _LABELS[n]), n in needed) for n in names if n in made))


def standing(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows that were not struck."""
    return tuple(row for row in rows if STRUCK not in row)


def title_of(row: Row) -> str:
    """What two rows of the same item share: the title without spaces."""
    return "".join(str(row.get("title", "")).split())


@dataclass(frozen=True)
class Worth:
    """What rows are worth: alike, or by kind; divided by the signers; the same item once or every time."""

    each: Decimal | None
    kinds: Mapping[str, Decimal]
    divide: bool
    highest: bool
    unit: str

    def of(self, rows: tuple[Row, ...]) -> tuple[dict[str, Decimal], tuple[str, ...]]:
        """Points by kind ('' where all are alike) and the steps: rows of one worth are counted together."""
        counted = self._once(rows) if self.highest else rows
        steps: list[str] = []
        if len(counted) < len(rows):
            steps.append(f"同一篇多处刊用的只计最高的一次，{len(rows)} {self.unit}计 {len(counted)} {self.unit}")
        gains: dict[str, list[Decimal]] = {}
        for (kind, signers), n in self._alike(counted).items():
            value = self._value(kind)
            gain = p.exact(Fraction(value) * n / signers)
            gains.setdefault(kind, []).append(gain)
            shared = f" ÷ {signers}" if signers > 1 else ""
            named = f"{kind} " if kind else ""
            steps.append(f"{named}{amount(n, self.unit)} × {marks(value)}{shared} = {marks(gain)}")
        for kind, some in gains.items():
            if len(some) > 1:
                steps.append(f"{kind + ' ' if kind else ''}{added(some)} = {marks(sum(some, p.ZERO))}")
        return {kind: sum(some, p.ZERO) for kind, some in gains.items()}, tuple(steps)

    def _value(self, kind: str) -> Decimal:
        return self.kinds[kind] if self.kinds else self.each or p.ZERO

    def _signers(self, row: Row) -> int:
        return max(1, int(row.get("signers", 1))) if self.divide else 1

    def _once(self, rows: tuple[Row, ...]) -> tuple[Row, ...]:
        best: dict[str, Row] = {}
        for row in rows:
            before = best.get(title_of(row))
            if before is None or self._points(row) > self._points(before):
                best[title_of(row)] = row
        return tuple(row for row in rows if best[title_of(row)] is row)

    def _points(self, row: Row) -> Fraction:
        return Fraction(self._value(str(row.get("kind", "")))) / self._signers(row)

    def _alike(self, rows: tuple[Row, ...]) -> dict[tuple[str, int], int]:
        found: dict[tuple[str, int], int] = {}
        for kind in (tuple(self.kinds) or ("",)):
            for row in rows:
                if not self.kinds or row.get("kind") == kind:
                    key = (kind, self._signers(row))
                    found[key] = found.get(key, 0) + 1
        return found


def remarks(rows: tuple[Row, ...], period: tuple[date, date] | None, same_item: bool) -> tuple[str, ...]:
    """Rows that name one item or one address twice, and dates outside the period; rows count from 1."""
    out = []
    seen: dict[str, int] = {}
    for n, row in enumerate(rows, 1):
        if STRUCK in row:
            continue
        for word, named in _marks(row, same_item):
            if word in seen:
                out.append(f"第 {n} 行和第 {seen[word]} 行{named}相同")
            seen.setdefault(word, n)
        day = row.get("date")
        if day is not None and period is not None and not period[0] <= day <= period[1]:
            span = f"{period[0].isoformat()} 至 {period[1].isoformat()}"
            out.append(f"第 {n} 行日期 {day.isoformat()} 不在考核期间（{span}）")
    return tuple(out)


def _marks(row: Row, same_item: bool) -> list[tuple[str, str]]:
    """What tells an entry from others, with the words for it: its address, and its title unless that may recur."""
    found = [(str(row["link"]), "网址")] if "link" in row else []
    return found if same_item or not title_of(row) else [*found, (title_of(row), "标题")]


def struck_words(rows: tuple[Row, ...]) -> tuple[str, ...]:
    """The step that names the rows a reviewer struck, or none."""
    gone = [str(n) for n, row in enumerate(rows, 1) if STRUCK in row]
    if not gone:
        return ()
    more = f"等 {len(gone)} 行" if len(gone) > 10 else " 行"
    return (f"登记 {len(rows)} 行，划去第 {joined(gone[:10])}{more}，计 {len(rows) - len(gone)} 行",)
