"""Tables on paper: horizontal rules only, a head on every page, rows that may run over several pages."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ._tags import NOTHING, Box, Tags, paint
from ._type import INK, RULE, Block

PAD = 3.2           # above and below the text of a row
GUTTER = 3.5        # left and right of a cell
WHOLE = 100.0       # a row no taller than this is not divided between pages


@dataclass(frozen=True)
class Cell:
    """Blocks one below the other in a column, or across `span` columns."""

    blocks: tuple[Block, ...] = ()
    span: int = 1
    inset: float = 0        # more room on the left


@dataclass(frozen=True)
class Row:
    """One row. `rule` is the line above it: none, thin or thick; `keep` binds it to the next row."""

    cells: tuple[Cell, ...]
    rule: str = "thin"
    keep: bool = False
    link: str = ""          # the bookmark that a click on the row goes to
    pad: float = PAD


@dataclass(eq=False)
class Table:
    """Rows under a head, in columns of fixed width (points)."""

    widths: Sequence[float]
    head: tuple[Row, ...]
    rows: tuple[Row, ...]
    before: float = 6
    keep: bool = False
    end: str = "thick"      # the closing rule; a thin one where the table goes on overleaf
    first: int = 0          # how many rows went before, on earlier pages
    whole: Table | None = field(default=None, repr=False)      # what this is a part of
    _heights: dict[int, float] = field(default_factory=dict, repr=False)

    def height(self, width: float) -> float:
        return self._head_height() + sum(self._height(row) for row in self.rows)

    def least(self, width: float) -> float:
        """The head and everything up to the first row that is not bound to the next."""
        room = self._head_height()
        for row in self.rows:
            room += self._height(row) if row.keep else min(self._height(row), WHOLE / 2)
            if not row.keep:
                break
        return room

    def _head_height(self) -> float:
        return sum(self._height(row) for row in self.head)

    def _height(self, row: Row) -> float:
        found = self._heights.get(id(row))
        if found is None:
            tallest = max((sum(b.height(w) for b in cell.blocks) for cell, _, w in self._places(row)), default=0)
            found = self._heights[id(row)] = tallest + 2 * row.pad
        return found

    def _places(self, row: Row) -> list[tuple[Cell, float, float]]:
        """Each cell with its offset from the left edge and its inner width."""
        out, column, x = [], 0, 0.0
        for cell in row.cells:
            wide = sum(self.widths[column:column + cell.span])
            out.append((cell, x + GUTTER + cell.inset, wide - 2 * GUTTER - cell.inset))
            column, x = column + cell.span, x + wide
        return out

    def cut(self, width: float, room: float) -> tuple[Block | None, Block | None]:
        left = room - self._head_height()
        fit = 0
        while fit < len(self.rows) and self._height(self.rows[fit]) <= left + 0.01:
            left -= self._height(self.rows[fit])
            fit += 1
        if fit == len(self.rows):
            return self, None
        over: Row | None = self.rows[fit]
        part = None
        if left >= WHOLE / 4 and self._height(self.rows[fit]) > WHOLE:
            part, over = self._cut_row(self.rows[fit], left)
        if part is None:
            fit = self._unbound(fit)
            over = self.rows[fit]
        above = (*self.rows[:fit], *((part,) if part else ()))
        below = (*((over,) if over else ()), *self.rows[fit + 1:])
        if not above:
            return None, self
        whole = self.whole or self
        return replace(self, rows=above, end="thin", keep=False, whole=whole, _heights={}), \
            replace(self, rows=below, before=0, first=self.first + fit, whole=whole, _heights={})

    def _unbound(self, fit: int) -> int:
        """So many of the first `fit` rows that the last is not bound to the next; all, if every one is."""
        fewer = fit
        while fewer and self.rows[fewer - 1].keep:
            fewer -= 1
        return fewer or fit

    def _cut_row(self, row: Row, room: float) -> tuple[Row | None, Row | None]:
        """The part of a row that fits into `room`, and the rest, which has no rule above it."""
        fits, rests = [], []
        for cell, _, wide in self._places(row):
            above, below = _cut_stack(cell.blocks, wide, room - 2 * row.pad)
            fits.append(replace(cell, blocks=above))
            rests.append(replace(cell, blocks=below))
        if not any(cell.blocks for cell in rests):
            return row, None
        if any(cell.blocks and not fit.blocks for cell, fit in zip(row.cells, fits, strict=True)):
            return None, row
        return replace(row, cells=tuple(fits)), replace(row, cells=tuple(rests), rule="none")

    def paint(self, paper: Any, x: float, top: float, width: float) -> None:
        wide = sum(self.widths)
        y = top
        for row in self._read(paper.tags):
            _rule(paper.canvas, x, y, wide, row.rule)
            tall = self._height(row)
            for cell, dx, inner in self._read_cells(paper.tags, row, (x, y - tall, x + wide, y)):
                down = y - row.pad
                for block in cell.blocks:
                    paint(block, paper, x + dx, down, inner)
                    down -= block.height(inner)
            y -= tall
        _rule(paper.canvas, x, y, wide, self.end)

    # ── how a screen reader meets it ─────────────────────────────────────────

    def _read(self, tags: Tags) -> Iterator[Row]:
        """Each row with its element open; a head is read once. One row without a head is boxes in a line, no table."""
        if not self._titled() and len((self.whole or self).rows) == 1:
            yield from self.rows
            return
        with tags.inside("Table", self.whole) as table:
            with tags.artifact() if table.kids else NOTHING:
                for row in self.head:
                    with tags.inside("TR") if any(cell.blocks for cell in row.cells) else tags.artifact():
                        yield row
            for n, row in enumerate(self.rows, self.first):
                with tags.inside("TR", n):
                    yield row

    def _read_cells(self, tags: Tags, row: Row, box: Box) -> Iterator[tuple[Cell, float, float]]:
        """Each cell with its element open. A link is in the widest, though a click anywhere in the `box` follows it."""
        places, tr = self._places(row), tags.open
        widest = max(range(len(places)), key=lambda n: places[n][2]) if row.link else None
        for n, place in enumerate(places):
            if tr.role == "TR":
                tags.open = tags.element(*self._role(row, n), tr, n)
            with tags.link(row.link, _said(place[0]), box) if n == widest else NOTHING:
                yield place
        tags.open = tr

    def _titled(self) -> bool:
        return any(cell.blocks for row in self.head for cell in row.cells)

    def _role(self, row: Row, n: int) -> tuple[str, str]:
        """A cell's role and attributes; in a table without a head, the first cell names its row."""
        scope = "Column" if any(row is one for one in self.head) else "Row" if n == 0 and not self._titled() else ""
        span = row.cells[n].span
        said = (f"/Scope/{scope}" if scope else "") + (f"/ColSpan {span}" if span > 1 else "")
        return "TH" if scope else "TD", f"/A<</O/Table{said}>>" if said else ""


def _said(cell: Cell) -> str:
    return " ".join(getattr(block, "text", "") for block in cell.blocks)


def _cut_stack(blocks: tuple[Block, ...], width: float, room: float) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    for i, block in enumerate(blocks):
        tall = block.height(width)
        if tall <= room + 0.01:
            room -= tall
            continue
        above, below = block.cut(width, room)
        return (*blocks[:i], *((above,) if above else ())), (*((below,) if below else ()), *blocks[i + 1:])
    return blocks, ()


def _rule(canvas: Any, x: float, y: float, width: float, kind: str) -> None:
    if kind == "none":
        return
    canvas.setStrokeColor(INK if kind == "thick" else RULE)
    canvas.setLineWidth(1.0 if kind == "thick" else 0.5)
    canvas.line(x, y, x + width, y)
