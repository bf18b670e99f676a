"""Setting type: styles, Chinese line breaking, and `Words`, the block that every text on paper is.

Text is measured and drawn character by character and never read as markup, so a unit named <b> is
printed as <b>. Lines keep 避头尾: no line begins with a closing mark or ends with an opening one, and a
figure stays with its unit.
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal, Protocol

from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics

from . import _fonts
from ._text import drawable

INK, TEXT, QUIET = HexColor("#1f3a5f"), HexColor("#1c1f24"), HexColor("#5d6570")
NEED, RULE, MEAN = HexColor("#b3261e"), HexColor("#c5cbd4"), HexColor("#aab1bc")

CLOSING = set("，。、；：？！）》〉」』】〕］｝”’…—%％‰℃°·,.;:?!)]}>～")
OPENING = set("（《〈「『【〔［｛“‘([{<￥$￡€")
# Loose lines are filled up by so much of the type size between characters at most.
STRETCH = 0.12


class Block(Protocol):
    """Something that can be put on a page: measured, cut where a page ends, painted."""

    before: float           # space above, dropped at the top of a page
    keep: bool              # stays on the page of what follows
    # One that draws a picture also has `alt: str`, what it shows, in words; _tags.paint makes a figure of it.

    def height(self, width: float) -> float:
        """Its height when set `width` wide."""

    def least(self, width: float) -> float:
        """The room below which it would rather begin on the next page."""

    def cut(self, width: float, room: float) -> tuple[Block | None, Block | None]:
        """What fits into `room` and what is left over."""

    def paint(self, paper: Any, x: float, top: float, width: float) -> None:
        """Draw it, its top left corner at (x, top)."""


@dataclass(frozen=True)
class Style:
    """How a text is set; sizes in points."""

    size: float
    leading: float
    font: str = "sans"
    color: HexColor = TEXT
    align: Literal["left", "right", "centre", "justify"] = "left"
    before: float = 0
    keep: bool = False
    stroke: float = 0           # a heavier face made by stroking the outline
    balance: bool = False       # lines of about the same length: titles and heads of columns
    role: str = "P"             # what a text in it is to a screen reader: P, or H1, H2, H3

    def but(self, **changes: Any) -> Style:
        """This style with some changes."""
        return replace(self, **changes)


@cache
def font(name: str) -> Any:
    """ReportLab's font object for one of our names."""
    return pdfmetrics.getFont(_fonts.register()[name])


class _Advances(dict[str, float]):
    """The widths of a font's characters, each looked up once."""

    def __init__(self, face: Any) -> None:
        self._face = face

    def __missing__(self, char: str) -> float:
        width = self[char] = self._face.charWidths.get(ord(char), self._face.defaultWidth)
        return width


@cache
def _advances(name: str) -> _Advances:
    return _Advances(font(name).face)


def width_of(text: str, style: Style) -> float:
    """The width of one line in points."""
    return sum(map(_advances(style.font).__getitem__, text)) * style.size / 1000


def _joined(before: str, after: str) -> bool:
    """Whether no line may end between two neighbouring characters."""
    if after == " ":
        return True
    if before == " ":
        return False
    if after in CLOSING or before in OPENING or (before == after and before in "…—"):
        return True
    return before < "⺀" and after < "⺀" and not (before in "/&=?_-" and after.isalpha())


def _unit_follows(left: str, right: str) -> bool:
    """Whether a space binds: a figure and its unit (134 条), 第 and 共 and the figure (第 3 名)."""
    return (left.isdigit() and right >= "⺀") or (left in "第共" and right.isdigit())


def clusters(text: str) -> Iterator[str]:
    """`text` in pieces that stay in one line, trailing spaces with the piece before."""
    start = 0
    for i in range(1, len(text)):
        before, after = text[i - 1], text[i]
        if before == " " and i > 1 and after != " " and _unit_follows(text[i - 2], after):
            continue
        if not _joined(before, after):
            yield text[start:i]
            start = i
    if text:
        yield text[start:]


def lines_of(text: str, style: Style, width: float) -> list[tuple[str, bool]]:
    """The lines of `text` set `width` wide; each with whether it ends a paragraph."""
    out: list[tuple[str, bool]] = []
    for paragraph in text.split("\n"):
        line, used = "", 0.0
        for piece in clusters(paragraph):
            wide, visible = width_of(piece, style), width_of(piece.rstrip(" "), style)
            if used + visible <= width + 0.01:
                line, used = line + piece, used + wide
                continue
            if line and visible <= width:
                out.append((line.rstrip(" "), False))
                line, used = piece, wide
                continue
            for char in piece:  # a word wider than the line, such as an address: broken where the line is full
                wide = width_of(char, style)
                if used + wide > width + 0.01 and line:
                    out.append((line.rstrip(" "), False))
                    line, used = "", 0.0
                line, used = line + char, used + wide
        out.append((line.rstrip(" "), True))
    return out


def balanced(text: str, style: Style, width: float) -> list[tuple[str, bool]]:
    """As few lines as `width` allows, then as even as that number of lines allows."""
    best, narrow, wide = lines_of(text, style, width), width / 3, width
    for _ in range(8):
        middle = (narrow + wide) / 2
        lines = lines_of(text, style, middle)
        if len(lines) > len(best):
            narrow = middle
        else:
            best, wide = lines, middle
    return best


class Words:
    """A text in one style."""

    def __init__(self, text: str, style: Style) -> None:
        self.text, self.absent = drawable(text, font(style.font).face.charToGlyph)
        self.style, self.before, self.keep = style, style.before, style.keep
        self._lines: list[tuple[str, bool]] | None = None
        self._width, self._cut = 0.0, False
        self.whole: Words | None = None     # what this is a part of

    def lines(self, width: float) -> list[tuple[str, bool]]:
        """Its lines; what is left of a cut text keeps the lines it had."""
        if self._lines is None or (not self._cut and width != self._width):
            broken = balanced if self.style.balance else lines_of
            self._lines, self._width = broken(self.text, self.style, width), width
        return self._lines

    def height(self, width: float) -> float:
        return len(self.lines(width)) * self.style.leading

    def least(self, width: float) -> float:
        count = len(self.lines(width))
        return self.style.leading * (count if count <= 3 else 2)

    def cut(self, width: float, room: float) -> tuple[Words | None, Words | None]:
        lines = self.lines(width)
        fit = min(len(lines), int((room + 0.01) / self.style.leading))
        if fit == len(lines):
            return self, None
        if fit == len(lines) - 1 and fit > 2:
            fit -= 1            # no single line over to the next page
        if fit < 1:
            return None, self
        whole = self.whole or self
        return self._part(lines[:fit], whole), self._part(lines[fit:], whole)

    def _part(self, lines: list[tuple[str, bool]], whole: Words) -> Words:
        part = Words("", self.style)
        part.absent, part._lines, part._cut, part.whole = self.absent, lines, True, whole
        return part

    def paint(self, paper: Any, x: float, top: float, width: float) -> None:
        lines = self.lines(width)
        paper.absent.update(self.absent)
        if any(line for line, _ in lines):
            with paper.tags.content(self.style.role, self.whole):
                self._draw(paper.canvas, lines, x, top, width)

    def _draw(self, canvas: Any, lines: list[tuple[str, bool]], x: float, top: float, width: float) -> None:
        style = self.style
        canvas.setFillColor(style.color)
        # The first baseline: capitals and Chinese characters sit in the middle of the line's height.
        y = top - style.leading / 2 - style.size * 0.36
        for line, last in lines:
            slack = width - width_of(line, style)
            gap = 0.0
            if style.align == "justify" and not last and len(line) > 1:
                gap = slack / (len(line) - 1)
                gap = gap if 0 < gap <= style.size * STRETCH else 0
            shift = {"right": slack, "centre": slack / 2}.get(style.align, 0)
            draw(canvas, line, x + shift, y, style, gap)
            y -= style.leading


def draw(canvas: Any, line: str, x: float, y: float, style: Style, gap: float = 0) -> None:
    """One line at a baseline, in the canvas's present colour."""
    if not line:
        return
    out = canvas.beginText(x, y)
    out.setFont(_fonts.REGISTERED[style.font], style.size)
    out.setCharSpace(gap)
    if style.stroke:
        canvas.setStrokeColor(style.color)
        canvas.setLineWidth(style.stroke)
        out.setTextRenderMode(2)
    out.textOut(line)
    if style.stroke:
        out.setTextRenderMode(0)
    out.setCharSpace(0)
    canvas.drawText(out)


def shortened(text: str, style: Style, width: float) -> str:
    """One line of `text` that fits, ending in … if it had to be cut."""
    plain, _ = drawable(text.replace("\n", " "), font(style.font).face.charToGlyph)
    if width_of(plain, style) <= width:
        return plain
    while plain and width_of(plain + "…", style) > width:
        plain = plain[:-1]
    return plain + "…"


@dataclass
class Space:
    """Empty room; nothing at the top of a page."""

    size: float
    before: float = 0
    keep: bool = False

    def height(self, width: float) -> float:
        return self.size

    least = height

    def cut(self, width: float, room: float) -> tuple[Block | None, Block | None]:
        return self, None

    def paint(self, paper: Any, x: float, top: float, width: float) -> None:
        """Nothing to draw."""
