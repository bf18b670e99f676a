"""The table of a scorecard: every indicator with its standard, its points, why they changed or were lost, its evidence.

Nine columns as in an office's form, the first level merged. A text too long for its column stands below its row,
across the page, where it takes less paper.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from scoring.core import points as p
from scoring.core.explain import branch_steps
from scoring.core.published import Published, Result
from scoring.core.published import Row as Line
from scoring.core.ruleset import Indicator
from scoring.core.stage import Subtotal

from . import _wording as say
from ._merged import Inner, Merged
from ._paper import MM
from ._table import GUTTER, Cell, Row
from ._type import INK, QUIET, Style, Words, width_of

SMALL = Style(8, 11.5)
FINE = Style(7, 10, color=QUIET)
HEAD = SMALL.but(font="sans-bold", color=INK)
TOP = Style(8, 11.5, font="sans-bold", color=INK)
RIGHT = {"align": "right"}

WIDTHS = tuple(w * MM for w in (10.5, 18, 28.5, 10, 28, 13.5, 13.5, 37, 11))
LONG = 60       # characters; longer texts go below their row
MANY = 240      # characters across the page that make a row tall
WHY = 7         # the column of the reasons
MOST_MORE = 10 * MM
INSET = 3.0     # between the figures and the words beside them
BESIDE = {"bonus": "加分项", "deduction": "扣分项", "veto": "一票否决项"}
SIGNS = {"bonus": "+", "deduction": "−"}


def details(published: Published, result: Result) -> Merged:
    """The base indicators, each first level with its subtotal, and their sum."""
    rows = {row.leaf.id: row for row in result.rows}
    body = [row for top in published.ruleset.indicators if top.pool == "base"
            for row in _Section(published, result, rows).part(top)]
    if body:
        body[-1] = replace(body[-1], keep=True)     # the sum does not stand alone overleaf
    return Merged(_widths(result), (_head("分值"),), (*body, _sum(published, result)), before=4)


def beside(published: Published, result: Result) -> tuple[str, Merged] | None:
    """What stands beside the base, bonus, deduction and veto: the words of its heading, and its table."""
    rows = {row.leaf.id: row for row in result.rows}
    pools = [pool for pool in BESIDE if any(row.leaf.pool == pool for row in result.rows)]
    if not pools:
        return None
    section = _Section(published, result, rows)
    body = [row for pool in pools for row in section.pool(pool)]
    title = "、".join(BESIDE[pool].removesuffix("项") for pool in pools)
    return title, Merged(_widths(result), (_head("上限"),), tuple(body), before=4)


def _widths(result: Result) -> tuple[float, ...]:
    """The columns; the first is as wide as its longest number, at the cost of the reasons."""
    longest = max((width_of(row.leaf.number, SMALL) for row in result.rows), default=0.0) + 2 * GUTTER + 1
    more = min(max(longest - WIDTHS[0], 0.0), MOST_MORE)
    return (WIDTHS[0] + more, *WIDTHS[1:WHY], WIDTHS[WHY] - more, *WIDTHS[WHY + 1:])


def _head(worth: str) -> Row:
    right = HEAD.but(**RIGHT)
    words = ("序号", "一级指标", "二级指标", worth, "评分标准", "自评分", "复核分", "增减原因", "佐证")
    return Row(tuple(Cell((Words(text, right if text in (worth, "自评分", "复核分") else HEAD),), inset=_inset(n))
                     for n, text in enumerate(words)), "thick")


def _inset(column: int) -> float:
    return INSET if column in (4, WHY) else 0


class _Section:
    """The rows of one unit's indicators."""

    def __init__(self, published: Published, result: Result, rows: dict[str, Line]) -> None:
        self.published, self.result, self.rows = published, result, rows

    def part(self, top: Indicator, word: str = "") -> Iterator[Row]:
        """A first-level indicator: a leaf across both columns, or what is below it under its name."""
        if top.is_leaf:
            for row in self._leaf(top):
                first, second, *rest = row.cells
                wide = (second,) if second.span > 1 else ()
                cells = (first, Cell(), *wide) if wide else (first, replace(second, span=2))
                yield replace(row, cells=(*cells, *rest))
            return
        inner = list(self._below(top))
        if inner:
            inner += [] if top.pool == "veto" else self._subtotal(top, "小计", 1)
            worth = f"{say.number(top.points)} 分" if top.points is not None and top.pool == "base" else word
            yield from merged(inner, top.title, worth)

    def pool(self, pool: str) -> Iterator[Row]:
        """The indicators of one pool beside the base; leaves of the first level stand under the pool's word."""
        word = BESIDE[pool]
        tops = [top for top in self.published.ruleset.indicators if top.pool == pool]
        for is_leaf, some in groupby(tops, key=lambda top: top.is_leaf):
            if is_leaf:
                yield from merged([row for top in some for row in self._leaf(top)], word)
            else:
                for top in some:
                    yield from self.part(top, "" if word.removesuffix("项") in top.title else word)

    def _below(self, node: Indicator) -> Iterator[Row]:
        for child in node.children:
            if child.is_leaf:
                yield from self._leaf(child)
                continue
            below = list(self._below(child))
            if below and branch_steps(child, self.result.verified.subtotals.get(child.id)):
                yield from self._subtotal(child, child.title, 2)
            yield from below

    def _leaf(self, leaf: Indicator) -> Iterator[Row]:
        row = self.rows.get(leaf.id)
        if row is not None:
            yield from _leaf(row, say.standard(self.published, row))

    def _subtotal(self, node: Indicator, name: str, depth: int) -> Iterator[Row]:
        """A branch's row, with its arithmetic where it is more than the sum of what stands below it."""
        style = TOP if depth == 1 else SMALL.but(color=INK)
        claimed, verified = (some.subtotals.get(node.id) for some in (self.result.claimed, self.result.verified))
        worth = "" if node.pool == "veto" else say.number(node.points)
        figures = ("", "") if node.pool == "veto" else (_points(claimed), _points(verified))
        steps = branch_steps(node, verified)
        short = steps if all(len(step) <= LONG for step in steps) else ()
        number = node.number if depth > 1 else ""
        yield _row(number, (Words(name, style),), worth, (), figures, tuple(Words(step, FINE) for step in short), (),
                   style, keep=depth > 1 or len(short) < len(steps))
        if len(short) < len(steps):
            yield _wide([(step, FINE) for step in steps], keep=depth > 1)


def merged(rows: list[Row], name: str, below: str = "") -> Iterator[Row]:
    """Rows that lack the merged column, under a name; the last does not stand alone overleaf if that is short."""
    for n, row in enumerate(rows):
        first, *rest = row.cells
        keep = row.keep or (n == len(rows) - 2 and not _long(row))
        if n == 0:
            words = (Words(name, TOP), *((Words(below, FINE),) if below else ()))
            yield replace(row, cells=(first, Cell(words), *rest), keep=keep)
            continue
        yield Inner((first, Cell(), *rest), "none", keep, pad=row.pad, part=name, style=TOP,
                    ruled=row.rule != "none")


def _long(row: Row) -> bool:
    """Whether a row may well be divided between pages, so that binding it to the next would leave a page empty."""
    return any(len(block.text) > MANY for cell in row.cells for block in cell.blocks if isinstance(block, Words))


def _row(number: str, title: tuple[Words, ...], worth: str, standard: tuple[Words, ...], figures: tuple[str, str],
         why: tuple[Words, ...], proof: tuple[Words, ...], style: Style = SMALL, last: Style | None = None,
         keep: bool = False) -> Row:
    """A row without the merged column."""
    claimed, verified = figures
    right, final = style.but(**RIGHT), (last or style).but(**RIGHT)
    return Row((Cell((Words(number, style),)), Cell(title), Cell((Words(worth, right),)), Cell(standard, inset=INSET),
                Cell((Words(claimed, right),)), Cell((Words(verified, final),)), Cell(why, inset=INSET), Cell(proof)),
               keep=keep)


def _wide(said: Iterable[tuple[str, Style]], keep: bool = False) -> Row:
    """Long texts across the page, below the row they belong to."""
    return Row((Cell(), Cell(tuple(Words(text, style.but(align="justify")) for text, style in said), span=7)), "none",
               keep)


# ── a leaf ───────────────────────────────────────────────────────────────────

def _leaf(row: Line, standard: str) -> Iterator[Row]:
    veto = row.leaf.pool == "veto"
    worth = "" if veto or row.leaf.points is None else p.show(row.leaf.points)
    figures = ("", "") if veto else (_scored(row, claimed=True), _scored(row, claimed=False))
    why = [(text, style) for text, style in _said(row) if text]
    beside = [(text, style) for text, style in why if len(text) <= LONG]
    below = [(text, style) for text, style in why if len(text) > LONG]
    if len(standard) > LONG:
        below.insert(0, (f"评分标准：{standard}", FINE))
        standard = ""
    yield _row(row.leaf.number, _title(row), worth, (Words(standard, SMALL),) if standard else (), figures,
               tuple(Words(text, style) for text, style in beside),
               tuple(Words(text, FINE) for text in say.evidence(row)),
               last=SMALL.but(font="sans-bold") if row.verified.lost > 0 else None, keep=bool(below))
    if below:
        yield _wide(below)


def _title(row: Line) -> tuple[Words, ...]:
    above = " › ".join(row.parents[1:])
    return (*((Words(f"{above} ›", FINE),) if above else ()), Words(row.leaf.title, SMALL),
            *(Words(text, FINE) for text in say.facts(row)))


def _scored(row: Line, claimed: bool) -> str:
    line = row.claimed if claimed else row.verified
    if line.state == "not_applicable":
        return f"不适用，计 {p.show(line.points)}" if line.max > 0 else "不适用"
    if claimed and row.leaf.filled_by == "reviewer":
        return say.NONE
    sign = SIGNS.get(row.leaf.pool, "") if line.points else ""
    return f"{sign}{p.show(line.points)}"


def _said(row: Line) -> Iterator[tuple[str, Style]]:
    """What there is to say about a leaf's points, most important first."""
    yield say.change(row), SMALL.but(font="sans-bold")
    yield say.ruling(row), SMALL
    yield f"申请不适用的理由：{row.claim}" if row.claim else "", SMALL
    for step in row.verified.steps:
        yield step, FINE
    yield f"单位说明：{row.note}" if row.note else "", FINE


# ── sums ─────────────────────────────────────────────────────────────────────

def _points(subtotal: Subtotal | None) -> str:
    if subtotal is None:
        return say.NONE
    return "不适用" if subtotal.max <= 0 < subtotal.asked else p.show(subtotal.points)


def _sum(published: Published, result: Result) -> Row:
    tops = say.base_of(published, result)
    worth = sum((top.points or p.ZERO for top in tops), p.ZERO)
    claimed, verified = (sum((some.subtotals[t.id].points for t in tops if t.id in some.subtotals), p.ZERO)
                         for some in (result.claimed, result.verified))
    right = HEAD.but(**RIGHT)
    worded = [Cell((Words(p.show(value), right),)) for value in (worth, claimed, verified)]
    return Row((Cell(), Cell((Words("合计", HEAD),), span=2), worded[0], Cell(), *worded[1:], Cell(span=2)), "thick")
