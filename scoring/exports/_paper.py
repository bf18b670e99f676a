"""The paper everything printed is set on: A4 pages, header and footer, bookmarks, late figures, metadata.

Nothing here reads markup, opens addresses or files, or asks for the time: equal input gives equal bytes.
"""
from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from . import _fonts
from ._metadata import xmp
from ._tags import FOOTER, HEADER, Tags, paint
from ._text import clean
from ._type import INK, QUIET, RULE, Block, Style, Words, draw, shortened, width_of

MM = 72 / 25.4
WIDE, TALL = A4
LEFT, RIGHT, TOP, BOTTOM = 20 * MM, 20 * MM, 26 * MM, 23 * MM
FIELD = WIDE - LEFT - RIGHT     # the width of what is set

LANGUAGE = "zh-CN"

RUNNING = Style(8, 11, color=QUIET)
HASH = Style(6.5, 9, color=QUIET)

log = logging.getLogger("scoring.exports")


@dataclass(frozen=True)
class Area:
    """The part of a page that is set, in points from its lower left corner."""

    x: float
    width: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        """From its top to its bottom."""
        return self.top - self.bottom


@dataclass(frozen=True)
class About:
    """What a document says of itself: its title, who publishes it, and the digest it rests on, in words."""

    title: str
    author: str
    proof: str          # '快照 SHA-256 0123…'


class Late:
    """A block for a figure known only at the end, such as a page number in a table of contents."""

    before, keep = 0.0, False

    def __init__(self, key: str, style: Style) -> None:
        self.key, self.style = key, style

    def height(self, width: float) -> float:
        return self.style.leading

    least = height

    def cut(self, width: float, room: float) -> tuple[Block | None, Block | None]:
        return (self, None) if room >= self.style.leading else (None, self)

    def paint(self, paper: Paper, x: float, top: float, width: float) -> None:
        baseline = top - self.style.leading / 2 - self.style.size * 0.36
        with paper.tags.content("P"):
            paper.later(self.key, x + width, baseline, self.style)


class Paper:
    """One PDF being set. Put blocks on it one after the other, then take its `bytes()`."""

    area = Area(LEFT, FIELD, TALL - TOP, BOTTOM)

    def __init__(self, about: About, left: str, right: str = "") -> None:
        """`left` and `right` stand in the header of every page; `right` may change from page to page."""
        _fonts.register()
        self.about, self.left, self.right = about, left, right
        self.absent: set[str] = set()
        self.page, self.y = 0, 0.0
        self._late: dict[str, tuple[str, Style]] = {}
        self._asked: dict[str, str] = {}        # key → the form's name in the file
        self._bare = False
        self._file = BytesIO()
        self.canvas = Canvas(self._file, pagesize=A4, invariant=1, pageCompression=1, pdfVersion=(1, 7), lang=LANGUAGE,
                             initialFontName=_fonts.REGISTERED["sans"])
        self.tags = Tags(self.canvas)
        self._describe()

    def _describe(self) -> None:
        canvas, about = self.canvas, self.about
        title, author = _line(about.title), _line(about.author)
        canvas.setTitle(title)
        canvas.setAuthor(author)
        canvas.setSubject(about.proof)
        canvas.setCreator("政务公开自查评分")
        canvas.setViewerPreference("DisplayDocTitle", "true")
        canvas._doc.Catalog.Metadata = xmp(title, author, about.proof, LANGUAGE)

    # ── pages ────────────────────────────────────────────────────────────────

    def new_page(self, bare: bool = False) -> None:
        """End this page and begin another; a `bare` one has no header (a cover)."""
        self._finish()
        self.page += 1
        self.y = self.area.top
        self._bare = bare
        self.tags.begin_page()

    def _finish(self) -> None:
        if self.page:
            self._furnish()
            self.tags.end_page()
            self.canvas.showPage()

    def _furnish(self) -> None:
        """Header and footer."""
        if not self._bare:
            with self.tags.artifact(HEADER):
                self._head()
        with self.tags.artifact(FOOTER):
            self._foot()

    def _head(self) -> None:
        y = TALL - 16 * MM
        right = shortened(self.right, RUNNING, FIELD * 0.48)
        room = FIELD - width_of(right, RUNNING) - 12
        self.canvas.setFillColor(QUIET)
        draw(self.canvas, shortened(self.left, RUNNING, room), LEFT, y, RUNNING)
        draw(self.canvas, right, WIDE - RIGHT - width_of(right, RUNNING), y, RUNNING)
        self.line(y - 5)

    def _foot(self) -> None:
        """The digest and the page's number, which is filled in once the total is known."""
        y = 13 * MM
        self.line(y + 11)
        self.canvas.setFillColor(QUIET)
        draw(self.canvas, self.about.proof, LEFT, y, HASH)
        self.later(f"foot {self.page}", WIDE - RIGHT, y, RUNNING)

    def line(self, y: float, thick: float = 0.5) -> None:
        """A rule across the field."""
        self.canvas.setStrokeColor(INK if thick > 0.5 else RULE)
        self.canvas.setLineWidth(thick)
        self.canvas.line(LEFT, y, WIDE - RIGHT, y)

    # ── setting ──────────────────────────────────────────────────────────────

    def put(self, *blocks: Block) -> None:
        """Set blocks below one another, over as many pages as they take."""
        if not self.page:
            self.new_page()
        for i, block in enumerate(blocks):
            fresh = self.y >= self.area.top
            if not fresh and self._needs(blocks[i:]) > self.y - self.area.bottom:
                self.new_page()
                fresh = True
            self._set(block, 0 if fresh else block.before)

    def together(self, *blocks: Block) -> None:
        """Set blocks on one page; on the next if they do not all fit on this one."""
        area = self.area
        tall = sum(b.before + b.height(area.width) for b in blocks)
        if self.page and self.y < area.top and self.y - area.bottom < tall <= area.height:
            self.new_page()
        self.put(*blocks)

    def down_to(self, above_bottom: float) -> None:
        """Go down to a height above the foot of the field, unless the page is fuller already."""
        self.y = min(self.y, self.area.bottom + above_bottom)

    def _needs(self, blocks: Sequence[Block]) -> float:
        room, wide = 0.0, self.area.width
        for block in blocks:
            room += block.before + (block.height(wide) if block.keep else block.least(wide))
            if not block.keep:
                break
        return room

    def _set(self, block: Block | None, before: float) -> None:
        self.y -= before
        area = self.area
        while block is not None:
            room = self.y - area.bottom
            part, rest = block.cut(area.width, room)
            if part is None and room >= area.height - 1:
                raise ValueError(f"{type(block).__name__} does not fit on an empty page")
            if part is not None:
                paint(part, self, area.x, self.y, area.width)
                self.y -= part.height(area.width)
            if rest is not None:
                self.new_page()
            block = rest

    # ── references ───────────────────────────────────────────────────────────

    def mark(self, key: str, title: str = "", level: int = 0) -> None:
        """A place that links lead to, here; with a title also in the outline. Its page number is late text."""
        self.canvas.bookmarkPage(key, fit="XYZ", top=TALL)
        if title:
            self.canvas.addOutlineEntry(_line(title), key, level, closed=level == 0)
        self.tell(f"page {key}", str(self.page))

    def later(self, key: str, x: float, y: float, style: Style) -> None:
        """Room for a text that ends at x on the baseline y and is told later."""
        name = self._asked.setdefault(key, f"late{len(self._asked) + 1}")
        self._late[key] = (self._late[key][0] if key in self._late else "", style)
        self.canvas.saveState()
        self.canvas.translate(x, y)
        self.canvas.doForm(name)
        self.canvas.restoreState()

    def tell(self, key: str, text: str) -> None:
        """The text that was announced with `later`, or will be."""
        self._late[key] = (text, self._late[key][1] if key in self._late else RUNNING)

    def bytes(self) -> bytes:
        """The finished file."""
        if not self.page:
            self.new_page()
        last = self.page
        self._finish()
        for page in range(1, last + 1):
            self.tell(f"foot {page}", f"第 {page} 页，共 {last} 页")
        for key, name in self._asked.items():
            self._form(name, *self._late[key])
        self.tags.finish()
        if self.absent:
            log.warning("字体缺字，印作 〓：%s", " ".join(f"U+{ord(c):04X}" for c in sorted(self.absent)))
        self.canvas.save()
        return self._file.getvalue()

    def _form(self, name: str, text: str, style: Style) -> None:
        wide = width_of(text, style)
        self.canvas.beginForm(name, -wide - 2, -style.size, 2, style.size * 1.2)
        self.canvas.setFillColor(style.color)
        draw(self.canvas, text, -wide, 0, style)
        self.canvas.endForm()


def absent_note(paper: Paper, style: Style) -> list[Words]:
    """A line that names what was printed as 〓 so far, or nothing."""
    if not paper.absent:
        return []
    named = "、".join(f"U+{ord(c):04X}" for c in sorted(paper.absent))
    return [Words(f"本件中的 〓 代替字库没有的字，其 Unicode 编码是：{named}。", style)]


def _line(text: str) -> str:
    return " ".join(clean(text).split())
