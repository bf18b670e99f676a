"""The bar chart of a scorecard: a unit's first-level indicators beside the mean and the best of its group."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reportlab.lib.colors import HexColor

from scoring.core.published import Group, Published, Result

from ._paper import MM
from ._type import INK, MEAN, QUIET, RULE, Block, Style, Words, draw, shortened, width_of
from ._wording import base_of, mean, number

LABEL, FIGURES = 46 * MM, 56 * MM
COLUMNS = (30 * MM, 15 * MM, 0.0)      # where each column of figures ends, from the right edge
OWN_BAR, THIN_BAR = 8.0, 3.2
# More indicators than this are drawn in one slim line each, so that the chart stays on a page.
MOST_TALL = 12
SMALL = Style(8.5, 11.5)
PLAIN = SMALL.but(color=QUIET)


@dataclass
class Bar:
    """One indicator: its title, the unit's bar above the group's mean and best, the figures in words."""

    title: Words
    own: Decimal
    worth: Decimal          # the scale: what the indicator is worth
    maximum: Decimal        # what applies to this unit
    average: Decimal | None
    best: Decimal | None
    slim: bool = False
    before: float = 0
    keep: bool = False

    @property
    def alt(self) -> str:
        """What the bars show, in words."""
        own = f"{number(self.own)} 分，分值 {number(self.maximum)} 分" if self.maximum > 0 else "不适用"
        return f"{self.title.text}：{own}；本组平均 {mean(self.average)}，最高 {mean(self.best)}"

    def height(self, width: float) -> float:
        return 15 if self.slim else max(self.title.height(LABEL - 6), OWN_BAR + 2 * THIN_BAR) + 9

    least = height

    def cut(self, width: float, room: float) -> tuple[Block | None, Block | None]:
        return (self, None) if self.height(width) <= room else (None, self)

    def paint(self, paper: Any, x: float, top: float, width: float) -> None:
        canvas, tall = paper.canvas, self.height(width)
        self.title.paint(paper, x, top - (tall - self.title.height(LABEL - 6)) / 2, LABEL - 6)
        room, left = width - LABEL - FIGURES, x + LABEL
        part = 0.6 if self.slim else 1.0
        y = top - (tall - (OWN_BAR + 2 * THIN_BAR + 1) * part) / 2
        for value, thick, paint in ((self.own, OWN_BAR, solid(INK)), (self.average, THIN_BAR, solid(MEAN)),
                                    (self.best, THIN_BAR, hollow)):
            y -= thick * part
            if value is not None:
                paint(canvas, left, y, room * self._share(value), (thick - 0.8) * part)
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.5)
        canvas.line(left, top, left, top - tall)
        canvas.line(left + room, top, left + room, top - tall)
        self._figures(canvas, x + width, top - tall / 2)

    def _share(self, value: Decimal) -> float:
        return float(min(max(value / self.worth, Decimal(0)), Decimal(1))) if self.worth > 0 else 0.0

    def _figures(self, canvas: Any, right: float, middle: float) -> None:
        bold = SMALL.but(font="sans-bold", color=INK)
        own = f"{number(self.own)} / {number(self.maximum)}" if self.maximum > 0 else "不适用"
        for text, column, style in zip((own, mean(self.average), mean(self.best)), COLUMNS, (bold, PLAIN, PLAIN),
                                       strict=True):
            canvas.setFillColor(style.color)
            draw(canvas, text, right - column - width_of(text, style), middle - 3, style)


def solid(color: HexColor) -> Callable[[Any, float, float, float, float], None]:
    """Draws a filled bar: canvas, left, bottom, length, height."""
    def paint(canvas: Any, x: float, y: float, long: float, thick: float) -> None:
        canvas.setFillColor(color)
        canvas.rect(x, y, long, thick, stroke=0, fill=1)
    return paint


def hollow(canvas: Any, x: float, y: float, long: float, thick: float) -> None:
    """Draws an empty bar with an outline: it can be told from the filled ones also without colour."""
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.6)
    canvas.rect(x + 0.3, y + 0.3, max(long - 0.6, 0), thick - 0.6, stroke=1, fill=0)


@dataclass
class Legend:
    """What the two bars mean, in words."""

    units: int
    before: float = 4
    keep: bool = True

    @property
    def alt(self) -> str:
        """What the colours mean, in words."""
        return f"条形图：各项一级指标本单位得分（深色）与本组 {self.units} 个单位平均得分（浅色）"

    def height(self, width: float) -> float:
        return 16

    least = height

    def cut(self, width: float, room: float) -> tuple[Block | None, Block | None]:
        return self, None

    def paint(self, paper: Any, x: float, top: float, width: float) -> None:
        canvas, y, at = paper.canvas, top - 9, x
        style = SMALL.but(size=8, color=QUIET)
        for paint, tall, words in ((solid(INK), OWN_BAR, "本单位"), (solid(MEAN), THIN_BAR, "本组平均"),
                                   (hollow, THIN_BAR, "本组最高")):
            paint(canvas, at, y + 3 - tall / 2, 14, tall)
            canvas.setFillColor(QUIET)
            draw(canvas, words, at + 18, y, style)
            at += 18 + width_of(words, style) + 12
        canvas.setFillColor(QUIET)
        count = f"（{self.units} 个单位）"
        draw(canvas, count, at - 8, y, style)
        for words, column in zip(("得分 / 分值", "平均", "最高"), COLUMNS, strict=True):
            draw(canvas, words, x + width - column - width_of(words, style), y, style)


def chart(published: Published, group: Group, result: Result) -> list[Block]:
    """The chart's blocks: the legend and one bar for each first-level indicator of the base pool."""
    bars: list[Block] = []
    tops = base_of(published, result)
    slim = len(tops) > MOST_TALL
    for top in tops:
        sub = result.verified.subtotals[top.id]
        title = shortened(top.title, SMALL, LABEL - 6) if slim else top.title
        bars.append(Bar(Words(title, SMALL), sub.points, top.points or sub.max, sub.max, group.mean.get(top.id),
                        _best(group, top.id), slim))
    return [Legend(len(group.results)), *bars] if bars else []


def _best(group: Group, top: str) -> Decimal | None:
    """The most points that a unit of the group got for a first-level indicator that applies to it."""
    return max((s.points for r in group.results if (s := r.verified.subtotals.get(top)) and s.max > 0), default=None)
