"""The figures of a group on paper: how its totals are spread, and where and why most points were lost."""
from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scoring.core import figures
from scoring.core.published import Group, Published
from scoring.core.published import Row as Line

from ._paper import MM
from ._table import Cell, Row, Table
from ._type import INK, QUIET, RULE, Block, Style, Words, draw, width_of

SMALL = Style(9, 13)
FINE = Style(7.5, 11, color=QUIET)
HEAD = SMALL.but(font="sans-bold", color=INK, size=8.5)
LABEL, COUNT, MARK = 42 * MM, 16 * MM, 42 * MM
TALL, BAR = 19.0, 9.0
WIDTHS = tuple(w * MM for w in (14, 46, 17, 19, 15, 59))
QUOTED = 60     # characters of a reason that is quoted


@dataclass
class Band:
    """One bar of the histogram: from where to where, how many, and the grade lines that lie in it."""

    bar: figures.Bar
    most: int
    before: float = 0
    keep: bool = True

    @property
    def alt(self) -> str:
        """What the bar shows, in words."""
        line = f"，{self.bar.mark}线在这一段" if self.bar.mark else ""
        return f"{self.bar.low} 分至不到 {self.bar.high} 分：{self.bar.count} 个单位{line}"

    def height(self, width: float) -> float:
        return TALL

    least = height

    def cut(self, width: float, room: float) -> tuple[Block | None, Block | None]:
        return (self, None) if room + 0.01 >= TALL else (None, self)

    def paint(self, paper: Any, x: float, top: float, width: float) -> None:
        canvas, bar = paper.canvas, self.bar
        left, room, y = x + LABEL, width - LABEL - COUNT - MARK, top - TALL / 2
        canvas.setFillColor(INK)
        canvas.rect(left, y - BAR / 2, room * bar.count / self.most, BAR, stroke=0, fill=1)
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.5)
        canvas.line(left, top, left, top - TALL)
        bold = SMALL.but(font="sans-bold", color=INK)
        label = f"{bar.low} 分至不到 {bar.high} 分"
        for text, at, style in ((label, left - 8 - width_of(label, SMALL), SMALL),
                                (f"{bar.count} 个", left + room * bar.count / self.most + 6, bold),
                                (f"{bar.mark}线" if bar.mark else "", x + width - MARK, FINE)):
            canvas.setFillColor(style.color)
            draw(canvas, text, at, y - 3.2, style)


def spread(published: Published, group: Group) -> list[Block]:
    """The sentence and the bars, the highest band first; nothing where nobody has a total."""
    found = figures.spread(published.ruleset, group)
    if found is None:
        return []
    told = (f"{found.units} 个单位有总分：平均 {found.mean} 分，中位数 {found.median} 分，标准差 {found.deviation} 分，"
            f"最低 {found.least} 分，最高 {found.greatest} 分。")
    bands: list[Block] = [Band(bar, found.most) for bar in reversed(found.bars)]
    bands[0].before, bands[-1].keep = 6, False
    return [Words(told, SMALL.but(keep=True)), *bands]


def losses(published: Published, group: Group) -> list[Block]:
    """The ten leaves that cost the group most, with the reasons; nothing where nothing was lost."""
    found = figures.losses(published.ruleset, group)
    if not found:
        return []
    right = HEAD.but(align="right")
    head = Row((_cell("序号", HEAD), _cell("指标", HEAD), _cell("失分单位", right), _cell("合计失分", right),
                _cell("占全组", right), Cell((Words("原因", HEAD),), inset=6)), "thick")
    everything = [row for result in group.results for row in result.rows]
    rows = tuple(_loss(one, [row for row in everything if row.leaf.id == one.leaf]) for one in found)
    return [Table(WIDTHS, (head,), rows, before=4)]


def _loss(loss: figures.Loss, rows: Sequence[Line]) -> Row:
    right = SMALL.but(align="right")
    why = tuple(Words(text, SMALL) for text in reasons([row for row in rows if row.verified.lost > 0]))
    return Row((_cell(loss.number, SMALL), _cell(loss.title, SMALL), _cell(f"{loss.units} / {len(rows)}", right),
                _cell(loss.total, right.but(font="sans-bold", color=INK)), _cell(f"{loss.share} %", right),
                Cell(why, inset=6)))


def reasons(rows: Sequence[Line]) -> tuple[str, ...]:
    """'复核更正后减分 5 个，没有填报 2 个' for rows that lost points; then what reviewers said most often."""
    kinds = Counter(_kind(row) for row in rows)
    counted = "，".join(f"{kind} {count} 个" for kind, count in kinds.most_common())
    said = Counter(row.reason for row in rows if row.reason and row.ruling is not None).most_common(1)
    if not said or said[0][1] < 2:
        return (counted,)
    text, count = said[0]
    quoted = text if len(text) <= QUOTED else f"{text[:QUOTED]}…"
    return counted, f"复核意见写得最多的（{count} 个）：{quoted}"


def _kind(row: Line) -> str:
    """Why one unit lost points on a leaf, in a word."""
    if row.leaf.pool == "deduction":
        return "被扣分"
    if row.verified.state == "unanswered":
        return "没有填报"
    if row.ruling is not None and row.ruling.kind == "corrected" and row.verified.points < row.claimed.points:
        return "复核更正后减分"
    return "填报本身未得满分"


def _cell(text: str, style: Style) -> Cell:
    return Cell((Words(text, style),))
