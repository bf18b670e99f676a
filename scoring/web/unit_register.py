"""A register as a table: its rows with what is to be looked at and what was struck, the same on both desks."""
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..core.facts import Facts, Field, Rows
from ..core.kinds_compound import STRUCK, Link
from ..core.rule import Setting
from ..core.ruleset import Indicator

MOST = 50
_ROW = re.compile(r"第 ([0-9]+) 行")


@dataclass(frozen=True)
class Entry:
    """One row: its number from 1, its cells as (text, address or ''), why it was struck, what to look at."""

    number: int
    cells: tuple[tuple[str, str], ...]
    struck: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Register:
    """The rows to show, how many there are, how many stand, and remarks that belong to no row."""

    heads: tuple[str, ...]
    entries: tuple[Entry, ...]
    total: int
    standing: int
    loose: tuple[str, ...] = ()

    @property
    def more(self) -> int:
        """How many rows are not shown."""
        return self.total - len(self.entries)

    @property
    def remarked(self) -> bool:
        """Whether any row has something to look at or was struck."""
        return any(entry.remarks or entry.struck for entry in self.entries)


def register_field(leaf: Indicator) -> Field | None:
    """The field of a leaf that is a register, if there is one."""
    return next((f for f in leaf.asked_fields() if isinstance(f.kind, Rows)), None)


def remarks_of(leaf: Indicator, facts: Facts | None, setting: Setting) -> tuple[str, ...]:
    """What somebody should look at though it costs nothing."""
    return leaf.rule.remarks(facts, setting) if leaf.rule is not None and facts is not None else ()


def register_of(leaf: Indicator, facts: Facts | None, setting: Setting, most: int | None = MOST) -> Register | None:
    """The register of a leaf as a table; None where it asks for none or nothing is filled in."""
    field = register_field(leaf)
    if field is None or facts is None or not facts.get(field.name):
        return None
    rows, kind = facts[field.name], field.kind
    if not isinstance(kind, Rows):
        return None
    by_row, loose = _sorted(remarks_of(leaf, facts, setting))
    entries = tuple(Entry(n, tuple(_cell(c, row) for c in kind.columns), row.get(STRUCK, ""), by_row.get(n, ()))
                    for n, row in enumerate(rows[:most], 1))
    shown = {entry.number for entry in entries}
    loose += tuple(f"第 {n} 行{said}" for n, some in by_row.items() if n not in shown for said in some)
    return Register(tuple(c.label for c in kind.columns), entries, len(rows),
                    sum(STRUCK not in row for row in rows), loose)


def _cell(column: Any, row: Mapping[str, Any]) -> tuple[str, str]:
    if column.name not in row:
        return "", ""
    text = column.kind.show(row[column.name])
    return (re.sub(r"^https?://", "", text), text) if isinstance(column.kind, Link) else (text, "")


def _sorted(remarks: tuple[str, ...]) -> tuple[dict[int, tuple[str, ...]], tuple[str, ...]]:
    """Remarks by the row they begin with, without its name; and the others."""
    by_row: dict[int, tuple[str, ...]] = {}
    loose: tuple[str, ...] = ()
    for said in remarks:
        found = _ROW.match(said)
        if found is None:
            loose += (said,)
        else:
            number = int(found[1])
            by_row[number] = (*by_row.get(number, ()), said[found.end():])
    return by_row, loose
