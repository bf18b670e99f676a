"""The bar chart of a scorecard: a unit's first-level indicators against the mean of its group."""
from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scoring.core.published import Group, Published, Result

from ._paper import MM
from ._type import INK, MEAN, QUIET, RULE, Block, Style, Words, draw, shortened, width_of
from ._wording import base_of, mean, number

LABEL, FIGURES = 50 * MM, 44 * MM
OWN_BAR, MEAN_BAR = 8.0, 3.2
# More indicators than this are drawn in one slim line each, so that the chart stays on a page.
MOST_TALL = 12
SMALL = Style(8.5, 11.5)


@dataclass
class Bar:
    """One indicator: its title, the unit's bar above the group's, the figures in words."""

    title: Words
    own: Decimal
    worth: Decimal          # the scale: what the indicator is worth
    maximum: Decimal        # what applies to this unit
    average: Decimal | None
    slim: bool = False
    before: float = 0
    keep: bool = False

    @property
    def alt(self) -> str:
        """What the bars show, in words."""
        own = f"{number(self.own)} 分，分值 {number(self.maximum)} 分" if self.maximum > 0 else "不适用"
        return f"{self.title.text}：{own}；组均 {mean(self.average)}"

    def height(self, width: float) -> float:
        return 14 if self.slim else max(self.title.height(LABEL - 6), OWN_BAR + MEAN_BAR) + 9

    least = height

    def cut(self, width: float, room: float) -> tuple[Block | None, Block | None]:
        return (self, None) if self.height(width) <= room else (None, self)

    def paint(self, paper: Any, x: float, top: float, width: float) -> None:
        canvas, tall = paper.canvas, self.height(width)
        self.title.paint(paper, x, top - (tall - self.title.height(LABEL - 6)) / 2, LABEL - 6)
        room, left = width - LABEL - FIGURES, x + LABEL
        middle, part = top - tall / 2, 0.6 if self.slim else 1.0
        canvas.setFillColor(INK)
        canvas.rect(left, middle - part, room * self._share(self.own), OWN_BAR * part, stroke=0, fill=1)
        if self.average is not None:
            canvas.setFillColor(MEAN)
            below = middle - (2 + MEAN_BAR) * part
            canvas.rect(left, below, room * self._share(self.average), MEAN_BAR * part, stroke=0, fill=1)
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.5)
        canvas.line(left, top, left, top - tall)
        canvas.line(left + room, top, left + room, top - tall)
        self._figures(canvas, x + width, middle)

    def _share(self, value: Decimal) -> float:
        return float(min(max(value / self.worth, Decimal(0)), Decimal(1))) if self.worth > 0 else 0.0

    def _figures(self, canvas: Any, right: float, middle: float) -> None:
        bold = SMALL.but(font="sans-bold", color=INK)
        quiet = SMALL.but(size=7.5, color=QUIET)
        own = f"{number(self.own)} / {number(self.maximum)}" if self.maximum > 0 else "不适用"
        other = f"组均 {mean(self.average)}"
        canvas.setFillColor(INK)
        draw(canvas, own, right - 20 * MM - width_of(own, bold), middle - 3, bold)
        canvas.setFillColor(QUIET)
        draw(canvas, other, right - width_of(other, quiet), middle - 3, quiet)


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
        canvas, y, at = paper.canvas, top - 9, x + LABEL
        style = SMALL.but(size=8, color=QUIET)
        group = f"本组 {self.units} 个单位平均得分"
        for color, tall, words in ((INK, OWN_BAR, "本单位得分"), (MEAN, MEAN_BAR, group)):
            canvas.setFillColor(color)
            canvas.rect(at, y + 3 - tall / 2, 14, tall, stroke=0, fill=1)
            canvas.setFillColor(QUIET)
            draw(canvas, words, at + 19, y, style)
            at += 19 + width_of(words, style) + 18
        words = "得分 / 分值"
        draw(canvas, words, x + width - 20 * MM - width_of(words, style), y, style)


def chart(published: Published, group: Group, result: Result) -> list[Block]:
    """The chart's blocks: the legend and one bar for each first-level indicator of the base pool."""
    bars: list[Block] = []
    tops = base_of(published, result)
    slim = len(tops) > MOST_TALL
    for top in tops:
        sub = result.verified.subtotals[top.id]
        title = shortened(top.title, SMALL, LABEL - 6) if slim else top.title
        bars.append(Bar(Words(title, SMALL), sub.points, top.points or sub.max, sub.max, group.mean.get(top.id), slim))
    return [Legend(len(group.results)), *bars] if bars else []
