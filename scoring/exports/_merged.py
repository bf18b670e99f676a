"""A table whose rows stand in parts under one cell: the part's name is merged down a column, as in office forms."""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ._table import Cell, Row, Table, _rule
from ._type import Block, Style, Words

AGAIN = "（续）"


@dataclass(frozen=True)
class Inner(Row):
    """A row of a part after its first: `part` is the name above it, which the next page begins with once more."""

    part: str = ""
    style: Style | None = None
    ruled: bool = True          # a line above it, which leaves the merged column out


@dataclass(eq=False)
class Merged(Table):
    """Rows of which some are `Inner`; `column` is the one that is merged."""

    column: int = 1

    def cut(self, width: float, room: float) -> tuple[Block | None, Block | None]:
        """As any table, but what goes on overleaf says of which part it is."""
        above, below = super().cut(width, room)
        if above is not None and isinstance(below, Merged):
            below = replace(below, rows=(self._again(below.rows[0]), *below.rows[1:]), _heights={})
        return above, below

    def _again(self, row: Row) -> Row:
        if not isinstance(row, Inner) or row.style is None:
            return row
        cell = Cell((Words(row.part + AGAIN, row.style),))
        cells = (*row.cells[:self.column], cell, *row.cells[self.column + 1:])
        return replace(row, cells=cells, rule="none", ruled=False)

    def paint(self, paper: Any, x: float, top: float, width: float) -> None:
        """The rows, then the lines between those of one part."""
        super().paint(paper, x, top, width)
        left, y = sum(self.widths[:self.column]), top
        past = left + self.widths[self.column]
        for row in (*self.head, *self.rows):
            if isinstance(row, Inner) and row.ruled:
                _rule(paper.canvas, x, y, left, "thin")
                _rule(paper.canvas, x + past, y, sum(self.widths) - past, "thin")
            y -= self._height(row)
