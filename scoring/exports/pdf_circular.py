"""`pdf_circular`: the circular of a publication on the paper of official documents, to be read and printed.

The fonts are those we may embed: a serif for 仿宋, 楷体 and (heavier) 小标宋, a sans for 黑体.
"""
from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from scoring.core.published import Published

from . import _official as paper_of
from ._circular import Circular, Part, circular, named
from ._official import BODY, HEADING, PITCH, Grid, OfficialPaper
from ._paper import About, absent_note
from ._text import file_name
from ._type import Block, Space, Words
from ._wording import proof

NAME = "pdf_circular"
TITLE = "结果通报，公文格式（PDF）"
MEDIA_TYPE = "application/pdf"
SCOPE = "all"
OFFICE_ONLY = True
INDENT = "　　"
STYLES = {"heading": HEADING, "subheading": BODY.but(role="H3")}
TAIL = 2            # lines


def filename(published: Published, subject: str) -> str:
    """'苍溪县 2024 年考核-结果通报.pdf'."""
    return file_name(published.title, "结果通报", suffix="pdf")


def render(published: Published, subject: str) -> bytes:
    """The circular of a whole publication."""
    told = circular(published)
    paper = OfficialPaper(About(named(published), published.office, proof(published)), "")
    paper.put(Words("\n".join(told.title), paper_of.TITLE), Space(PITCH), *_body(told.parts))
    paper.new_page()
    _annex(paper, told)
    return paper.bytes()


def _body(parts: tuple[Part, ...]) -> Iterator[Block]:
    """The paragraphs. The last lines of the text stay with the signature, which must not stand alone on a page."""
    last = max(n for n, part in enumerate(parts) if part.kind in ("text", "to"))
    for n, part in enumerate(parts):
        if part.kind in ("note", "office") or (part.kind == "date" and parts[n - 1].kind != "office"):
            yield Space(PITCH, keep=True)
        if part.kind in ("office", "date"):
            style = BODY.but(align="right", keep=part.kind == "office")
            yield Words(part.text + "　" * ceil(part.right), style)
        else:
            style = STYLES.get(part.kind, BODY)
            block = Grid(part.text if part.kind == "to" else INDENT + part.text, style,
                         keep=part.kind in ("heading", "subheading", "note"))
            yield from block.ending(TAIL) if n == last else (block,)


def _annex(paper: OfficialPaper, told: Circular) -> None:
    """The tables, each under its heading; the heading of the attachment stands on its third line."""
    paper.put(Words("附件", HEADING.but(role="P")), Space(PITCH), Words(told.annex, paper_of.TITLE))
    for roll in told.rolls:
        table = paper_of.ruled(tuple(c.title for c in roll.columns), tuple(c.share for c in roll.columns),
                               tuple(c.centre for c in roll.columns), roll.rows, paper.area.width)
        paper.put(Space(PITCH / 2), Grid(roll.title, HEADING, keep=True), table)
    paper.put(*absent_note(paper, paper_of.CELL.but(before=8)))
