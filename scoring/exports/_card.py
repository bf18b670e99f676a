"""One unit's scorecard as blocks: used alone and, one after the other, in the booklet."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scoring.core import points as p
from scoring.core.explain import branch_steps
from scoring.core.published import Group, Published, Result
from scoring.core.published import Row as Line
from scoring.core.ruleset import Indicator
from scoring.core.stage import Card, Subtotal

from . import _wording as say
from ._chart import chart
from ._paper import FIELD, MM, Paper, absent_note
from ._table import Cell, Row, Table
from ._type import INK, NEED, QUIET, Block, Space, Style, Words

BODY = Style(9.5, 15.5, align="justify")
SMALL = Style(8.5, 12.5)
FINE = Style(7.5, 11, color=QUIET)
HEAD = SMALL.but(font="sans-bold", color=INK)
SECTION = Style(12, 18, font="sans-bold", color=INK, before=16, keep=True, role="H2")
HEADLINE = Style(20, 29, font="serif", color=INK, align="centre", stroke=0.5, balance=True, role="H1")
UNIT = Style(16, 24, font="sans-bold", color=INK, before=12, role="H2")
RIGHT = {"align": "right"}

COLUMNS = tuple(w * MM for w in (14, 46, 13, 15.5, 15.5, 51, 15))
LONG = 90       # characters; longer texts go below their row
SIGNED = ("填报单位（盖章）", "复核员（签字）", "考核机关（盖章）")
INSET = 5.0     # between the figures and the words beside them
DIGITS = "一二三四五六七八九十"
BESIDE = {"bonus": "加分项", "deduction": "扣分项", "veto": "一票否决项"}
SIGNS = {"bonus": "+", "deduction": "−"}


def card(paper: Paper, published: Published, group: Group, result: Result, alone: bool = True) -> None:
    """Sets one unit's scorecard; `alone` adds the notes of the ruleset and the lines to sign on."""
    _opening(paper, published, result)
    sections = _sections(published, group, result, alone)
    for n, (title, blocks) in enumerate(sections):
        heading = Words(f"{_ordinal(n)}、{title}", SECTION)
        if title == _CHECKING:
            paper.together(heading, *blocks, *absent_note(paper, FINE.but(before=8)), *signatures(*SIGNED))
        else:
            paper.put(heading, *blocks)


def _ordinal(n: int) -> str:
    return DIGITS[n] if n < len(DIGITS) else str(n + 1)


_CHECKING = "如何核对"


def _sections(published: Published, group: Group, result: Result, alone: bool) -> Iterator[tuple[str, list[Block]]]:
    bars = chart(published, group, result)
    if bars:
        yield "一级指标得分", bars
    yield "得分明细", [_details(published, result)]
    beside = [pool for pool in BESIDE if any(row.leaf.pool == pool for row in result.rows)]
    if beside:
        yield "、".join(BESIDE[pool].removesuffix("项") for pool in beside), [_beside(published, result, beside)]
    yield "计分顺序", [_order(published, result)]
    if alone:
        if published.ruleset.notes:
            yield "评分规则说明", notes(published)
        yield _CHECKING, checking()


# ── the opening: whose card, and the verdict ─────────────────────────────────

def _opening(paper: Paper, published: Published, result: Result) -> None:
    paper.put(Words(published.title, HEADLINE),
              Words("单位评分卡", HEADLINE.but(size=12, leading=20, font="sans", stroke=0, color=QUIET, role="P")),
              Words(result.unit, UNIT), _verdict(result), _facts(published, result))
    alarm = BODY.but(color=NEED, before=6)
    paper.put(*(Words(f"一票否决：{title}。", alarm) for title in say.vetoes(published, result)))
    if published.replaces:
        paper.put(Words(say.correction(published), BODY.but(before=6)))


def _verdict(result: Result) -> Table:
    verified = result.verified
    cells = (
        _figure("名次", str(result.place) if result.place is not None else say.NONE,
                say.place(result)),
        _figure("等次", say.grade(result), f"组别：{result.group}" if result.group else ""),
        _figure("总分（复核）", say.number(verified.total), _of(verified)),
        _figure("自评总分", say.number(result.claimed.total), _of(result.claimed)),
    )
    return Table((FIELD / 4,) * 4, (), (Row(cells, "thick"),), before=8)


def _of(card: Card) -> str:
    return "没有总分" if card.total is None else f"满分 {p.show(card.max)} 分"


def _figure(label: str, figure: str, below: str) -> Cell:
    big = Style(20, 28, font="sans-bold", color=INK)
    if len(figure) > 6:
        big = big.but(size=14)
    return Cell((Words(label, FINE), Words(figure, big), Words(below, FINE)))


def _facts(published: Published, result: Result) -> Table:
    between = "\n" if len(published.basis) <= 3 else "、"
    facts = [("考核期间", say.period(published)), ("数据截至", say.day(published.as_of)),
             ("依据", between.join(published.basis)), ("考核机关", published.office),
             ("提交时间", say.moment(result.submitted_at)), ("内容校验值", result.receipt)]
    rows = tuple(Row((Cell((Words(label, SMALL.but(color=QUIET)),)), Cell((Words(text, SMALL),))), "none", pad=1.4)
                 for label, text in facts if text)
    return Table((24 * MM, FIELD - 24 * MM), (), rows, before=4, end="none")


# ── the table of leaves ──────────────────────────────────────────────────────

def _details(published: Published, result: Result) -> Table:
    rows = {row.leaf.id: row for row in result.rows}
    body = [row for top in published.ruleset.indicators if top.pool == "base" for row in _indicator(top, rows, result)]
    head = _head("分值", "自评分", "复核分", "失分原因与算式")
    if body:
        body[-1] = replace(body[-1], keep=True)     # the sum does not stand alone overleaf
    return Table(COLUMNS, (head,), (*body, _sum(published, result)), before=4)


def _beside(published: Published, result: Result, pools: list[str]) -> Table:
    """What stands beside the base: bonus, deduction and veto, each under its word."""
    rows = {row.leaf.id: row for row in result.rows}
    body: list[Row] = []
    for pool in pools:
        tops = [top for top in published.ruleset.indicators if top.pool == pool]
        word = BESIDE[pool].removesuffix("项")
        if any(top.is_leaf or word not in top.title for top in tops):    # else the branch says it itself
            body.append(Row((Cell(), Cell((Words(BESIDE[pool], HEAD),), span=6)), keep=True))
        body += [row for top in tops for row in _indicator(top, rows, result)]
    return Table(COLUMNS, (_head("上限", "自评", "复核", "原因与算式"),), tuple(body), before=4)


def _head(worth: str, claimed: str, verified: str, why: str) -> Row:
    figures = [Cell((Words(word, HEAD.but(**RIGHT)),)) for word in (worth, claimed, verified)]
    return Row((Cell((Words("序号", HEAD),)), Cell((Words("指标", HEAD),)), *figures,
                Cell((Words(why, HEAD),), inset=INSET), Cell((Words("佐证", HEAD),))), "thick")


def _indicator(node: Indicator, rows: dict[str, Line], result: Result, depth: int = 1) -> Iterator[Row]:
    if node.is_leaf:
        if node.id in rows:
            yield from _leaf(rows[node.id])
        return
    below = [row for child in node.children for row in _indicator(child, rows, result, depth + 1)]
    if below:
        yield from _branch(node, result, depth)
        yield from below


def _branch(node: Indicator, result: Result, depth: int) -> Iterator[Row]:
    """A branch's row, with its arithmetic where it is more than the sum of what stands below it."""
    style = HEAD if depth == 1 else SMALL.but(color=INK)
    claimed, verified = result.claimed.subtotals.get(node.id), result.verified.subtotals.get(node.id)
    figures = ("", "", "") if node.pool == "veto" else (
        say.number(node.points), _points(claimed), _points(verified))
    steps = branch_steps(node, verified)
    short = steps if all(len(step) <= LONG for step in steps) else ()
    yield Row((Cell((Words(node.number, style),)), Cell((Words(node.title, style),)),
               *(Cell((Words(text, style.but(**RIGHT)),)) for text in figures),
               Cell(tuple(Words(step, FINE) for step in short), inset=INSET), Cell()), keep=True)
    if len(short) < len(steps):
        wide = tuple(Words(step, FINE.but(align="justify")) for step in steps)
        yield Row((Cell(), Cell(wide, span=6)), "none", keep=True)


def _points(subtotal: Subtotal | None) -> str:
    if subtotal is None:
        return say.NONE
    return "不适用" if subtotal.max <= 0 < subtotal.asked else p.show(subtotal.points)


def _leaf(row: Line) -> Iterator[Row]:
    """A leaf's row; long texts stand below it across the page, where they take less paper."""
    veto = row.leaf.pool == "veto"
    worth = "" if veto or row.leaf.points is None else p.show(row.leaf.points)
    figures = ("", "", "") if veto else (worth, _scored(row, claimed=True), _scored(row, claimed=False))
    styles = (SMALL, SMALL, SMALL.but(font="sans-bold") if row.verified.lost > 0 else SMALL)
    said = [(text, style) for text, style in _said(row) if text]
    beside = [(text, style) for text, style in said if len(text) <= LONG]
    below = [(text, style) for text, style in said if len(text) > LONG]
    yield Row((
        Cell((Words(row.leaf.number, SMALL),)),
        Cell((Words(row.leaf.title, SMALL), *(Words(text, FINE) for text in say.facts(row)))),
        *(Cell((Words(text, style.but(**RIGHT)),)) for text, style in zip(figures, styles, strict=True)),
        Cell(tuple(Words(text, style) for text, style in beside), inset=INSET),
        Cell(tuple(Words(text, FINE) for text in say.evidence(row))),
    ), keep=bool(below))
    if below:
        wide = tuple(Words(text, style.but(align="justify")) for text, style in below)
        yield Row((Cell(), Cell(wide, span=6)), "none")


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
    lost = row.verified.lost
    if lost > 0:
        yield f"{'扣' if row.leaf.pool == 'deduction' else '失'} {p.show(lost)} 分", SMALL.but(font="sans-bold")
    yield say.ruling(row), SMALL
    yield f"申请不适用的理由：{row.claim}" if row.claim else "", SMALL
    for step in row.verified.steps:
        yield step, FINE
    yield f"单位说明：{row.note}" if row.note else "", FINE


def _sum(published: Published, result: Result) -> Row:
    tops = say.base_of(published, result)
    worth = sum((top.points or p.ZERO for top in tops), p.ZERO)
    claimed, verified = (sum((some.subtotals[t.id].points for t in tops if t.id in some.subtotals), p.ZERO)
                         for some in (result.claimed, result.verified))
    figures = (Cell((Words(p.show(value), HEAD.but(**RIGHT)),)) for value in (worth, claimed, verified))
    return Row((Cell(), Cell((Words("合计", HEAD),)), *figures, Cell(span=2)), "thick")


# ── from the sum to the total ────────────────────────────────────────────────

def _order(published: Published, result: Result) -> Table:
    verified = result.verified
    head = tuple(Cell((Words(text, HEAD),)) for text in ("环节", "算式")) + tuple(
        Cell((Words(text, HEAD.but(**RIGHT)),)) for text in ("之前", "之后"))
    tops = say.base_of(published, result)
    parts = [verified.subtotals[top.id].points for top in tops]
    added = " + ".join(f"({p.show(x)})" if x < 0 else p.show(x) for x in parts) or "0"
    total = sum(parts, p.ZERO)
    start = verified.stages[0].before if verified.stages else verified.total
    steps = [f"{added} = {p.show(total)} 分"]
    if start is None:
        steps.append("没有适用的指标，没有总分")
    elif start != total:
        steps.append(f"扣完为止，计 {p.show(start)} 分")
    rows = [_step("各项合计", steps, "", say.number(start))]
    title = published.ruleset.stage_title
    rows += [_step(title(s.stage), s.steps, say.number(s.before), say.number(s.after)) for s in verified.stages]
    rows.append(_step("总分", (), "", say.number(verified.total), HEAD, "thick"))
    return Table(tuple(w * MM for w in (30, 100, 20, 20)), (Row(head, "thick"),), tuple(rows), before=4)


def _step(name: str, steps: tuple[str, ...] | list[str], before: str, after: str, style: Style = SMALL,
          rule: str = "thin") -> Row:
    return Row((Cell((Words(name, style),)), Cell(tuple(Words(step, style) for step in steps)),
                Cell((Words(before, style.but(**RIGHT)),)), Cell((Words(after, style.but(**RIGHT)),))), rule)


# ── the end ──────────────────────────────────────────────────────────────────

def notes(published: Published) -> list[Block]:
    """How the ruleset settles what its original left open, numbered."""
    style = BODY.but(size=9, leading=14.5, before=2)
    return [Words(f"{n}. {note}", style) for n, note in enumerate(published.ruleset.notes, 1)]


def checking() -> list[Block]:
    """How anybody recomputes the figures, and what that does not prove."""
    style = BODY.but(size=9, leading=14.5, before=2)
    return [Words(text, style) for text in (
        "1. 在公布页面下载结果快照（JSON 文件），其中 digest 一项应与本页最下方印的一致"
        "（它是快照内容的摘要，不是整个文件的摘要）。",
        "2. 运行“scoring verify 文件名”。程序按快照里的评分规则和复核后的数据，把每一项得分、总分、等次和名次重算一遍，"
        "并说明是否与公布的一致。",
        "3. 核对只证明计算和排序没有差错，不证明佐证材料真实；材料的真实性由填报单位负责，由复核员核验。",
    )]


def signatures(*places: str) -> list[Block]:
    """Places to sign, side by side."""
    style = SMALL.but(leading=22)
    cells = tuple(Cell((Words(who, style), Space(16), Words("　　　　年　　月　　日", style)))
                  for who in places)
    return [Table((FIELD / len(cells),) * len(cells), (), (Row(cells, "thick"),), before=22, end="none")]
