"""The paper of official documents (GB/T 9704—2012): A4, 22 lines of 28 characters of 16 points, page numbers outside.

Type is set on the grid of the standard: every line is 1/22 of the field high, every character 1/28 of it wide.
"""
from __future__ import annotations

from typing import Any

from reportlab.lib.colors import black

from ._paper import MM, TALL, WIDE, Area, Paper
from ._table import Cell, Row, Table
from ._tags import FOOTER, paint
from ._text import drawable
from ._type import STRETCH, Block, Style, Words, draw, font, lines_of, width_of

LINES, ACROSS = 22, 28
TOP, LEFT, RIGHT, BOTTOM = 37 * MM, 28 * MM, 26 * MM, 35 * MM
PITCH = (TALL - TOP - BOTTOM) / LINES
SIZE = 16.0                         # 三号
BODY = Style(SIZE, PITCH, font="serif", color=black)
HEADING = BODY.but(font="sans", role="H2")
TITLE = BODY.but(size=22.0, align="centre", stroke=0.5, role="H1")
NUMBER = Style(14.0, PITCH, font="serif", color=black)      # 四号
CELL = Style(12.0, 19.0, font="serif", color=black)
BELOW = 7 * MM                      # from the field to the page number
LINE = 0.6                          # how thick the lines of a table are


class OfficialPaper(Paper):
    """Pages without header or hash: the page number alone, on the right of odd pages and the left of even ones."""

    area = Area(LEFT, WIDE - LEFT - RIGHT, TALL - TOP, BOTTOM)

    def _furnish(self) -> None:
        text = f"— {self.page} —"
        left = self.area.x + NUMBER.size
        right = self.area.x + self.area.width - NUMBER.size - width_of(text, NUMBER)
        with self.tags.artifact(FOOTER):
            self.canvas.setFillColor(black)
            y = self.area.bottom - BELOW - NUMBER.size * 0.36
            draw(self.canvas, text, right if self.page % 2 else left, y, NUMBER)


class Grid:
    """A text on the grid: lines of 28 characters, filled up to the right edge; wide spaces at its start stay."""

    before = 0.0

    def __init__(self, text: str, style: Style = BODY, keep: bool = False) -> None:
        self.text, self.absent = drawable(text, font(style.font).face.charToGlyph)
        self.style, self.keep = style, keep
        self._lines = lines_of(self.text, style, ACROSS * style.size)
        self.whole: Grid | None = None      # what this is a part of

    def height(self, width: float) -> float:
        return len(self._lines) * PITCH

    def least(self, width: float) -> float:
        return PITCH

    def cut(self, width: float, room: float) -> tuple[Block | None, Block | None]:
        fit = int((room + 0.01) / PITCH)
        if fit >= len(self._lines):
            return self, None
        return (self._part(self._lines[:fit], self.keep) if fit else None), self._part(self._lines[fit:], self.keep)

    def ending(self, lines: int) -> tuple[Grid, ...]:
        """This text in two, so that its last `lines` are bound to what follows."""
        end = self._part(self._lines[-lines:], keep=True)
        return (self._part(self._lines[:-lines], keep=False), end) if len(self._lines) > lines else (end,)

    def _part(self, lines: list[tuple[str, bool]], keep: bool) -> Grid:
        part = Grid("", self.style, keep)
        part.absent, part._lines, part.whole = self.absent, lines, self.whole or self
        return part

    def paint(self, paper: Any, x: float, top: float, width: float) -> None:
        paper.absent.update(self.absent)
        with paper.tags.content(self.style.role, self.whole):
            self._draw(paper.canvas, x, top, width)

    def _draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        style = self.style
        canvas.setFillColor(style.color)
        y = top - PITCH / 2 - style.size * 0.36
        tight = width / ACROSS - style.size         # what makes 28 characters as wide as the field
        for line, last in self._lines:
            filled = (width - width_of(line, style)) / max(len(line) - 1, 1)
            gap = tight if last or filled > style.size * STRETCH else filled
            draw(canvas, line, x, y, style, gap)
            y -= PITCH


class Ruled(Table):
    """A table with all its lines drawn, texts in the middle of their rows' height."""

    def paint(self, paper: Any, x: float, top: float, width: float) -> None:
        canvas, y = paper.canvas, top
        canvas.setStrokeColor(black)
        canvas.setLineWidth(LINE)
        across = sum(self.widths)
        for row in self._read(paper.tags):
            tall = self._height(row)
            column = x
            for wide in self.widths:
                canvas.rect(column, y - tall, wide, tall, stroke=1, fill=0)
                column += wide
            for cell, dx, inner in self._read_cells(paper.tags, row, (x, y - tall, x + across, y)):
                down = y - (tall - sum(block.height(inner) for block in cell.blocks)) / 2
                for block in cell.blocks:
                    paint(block, paper, x + dx, down, inner)
                    down -= block.height(inner)
            y -= tall


def ruled(heads: tuple[str, ...], shares: tuple[float, ...], centred: tuple[bool, ...],
          rows: tuple[tuple[str, ...], ...], width: float) -> Ruled:
    """A table of plain texts under a head that is repeated on every page; `shares` of the width by column."""
    middle = CELL.but(align="centre")
    head = Row(tuple(Cell((Words(text, middle.but(font="sans")),)) for text in heads))
    styles = tuple(middle if mid else CELL for mid in centred)
    body = tuple(Row(tuple(Cell((Words(text, style),)) for text, style in zip(row, styles, strict=True)))
                 for row in rows)
    return Ruled(tuple(share * width for share in shares), (head,), body, before=4)
