"""A table of a publication: what a workbook has as a sheet and a CSV file as its lines. One row is one thing."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

Value = str | int | Decimal | None
POINTS, SHARE, COUNT = "0.00##", "0.0%", "0"


@dataclass(frozen=True)
class Column:
    """A column: its head, its width in characters, how its figures are shown ('' for text), whether text wraps."""

    title: str
    width: float
    figures: str = ""
    wrap: bool = False


@dataclass(frozen=True)
class Table:
    """A name, columns with heads that differ, and rows of as many values; None and '' are empty cells.

    `frozen` columns stay in view beside the head, and stand on every page.
    """

    name: str
    columns: tuple[Column, ...]
    rows: Callable[[], Iterable[Sequence[Value]]]
    frozen: int = 0
