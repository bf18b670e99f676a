"""One unit's scorecard as blocks: used alone and, one after the other, in the booklet."""
from __future__ import annotations

from collections.abc import Iterator

from scoring.core import points as p
from scoring.core.published import Group, Published, Result
from scoring.core.stage import Card

from . import _wording as say
from ._chart import chart
from ._details import beside, details
from ._earlier import earlier
from ._mending import mending
from ._paper import FIELD, MM, Paper, absent_note
from ._qr import SIDE, Square
from ._table import GUTTER, Cell, Row, Table
from ._type import INK, NEED, QUIET, Block, Space, Style, Words

BODY = Style(9.5, 15.5, align="justify")
SMALL = Style(8.5, 12.5)
FINE = Style(7.5, 11, color=QUIET)
HEAD = SMALL.but(font="sans-bold", color=INK)
SECTION = Style(12, 18, font="sans-bold", color=INK, before=13, keep=True, role="H2")
HEADLINE = Style(20, 29, font="serif", color=INK, align="centre", stroke=0.5, balance=True, role="H1")
UNIT = Style(16, 24, font="sans-bold", color=INK, before=12, role="H2")
RIGHT = {"align": "right"}

SIGNED = ("填报单位（盖章）", "复核员（签字）", "考核机关（盖章）")
DIGITS = "一二三四五六七八九十"


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
    past = earlier(result)
    if past:
        yield "与上一次比较", past
    yield "得分明细", [details(published, result)]
    more = beside(published, result)
    if more is not None:
        yield more[0], [more[1]]
    mend = mending(published, result)
    if mend:
        yield "失分与整改", mend
    yield "计分顺序", [_order(published, result)]
    if alone:
        if published.ruleset.notes:
            yield "评分规则说明", notes(published)
        yield _CHECKING, checking(published)


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
    """What the card rests on, two facts beside each other where they are short."""
    quiet = SMALL.but(color=QUIET)
    between = "\n" if len(published.basis) <= 3 else "、"
    short = [(label, text) for label, text in (
        ("考核机关", published.office), ("考核期间", say.period(published)),
        ("提交时间", say.moment(result.submitted_at)), ("数据截至", say.day(published.as_of))) if text]
    even = len(short) // 2 * 2
    rows = [Row(tuple(Cell((Words(text, style),)) for fact in short[n:n + 2]
                      for text, style in zip(fact, (quiet, SMALL), strict=True)), "none", pad=1.4)
            for n in range(0, even, 2)]
    wide = (*short[even:], ("依据", between.join(published.basis)), ("内容校验值", result.receipt))
    rows += [Row((Cell((Words(label, quiet),)), Cell((Words(text, SMALL),), span=3)), "none", pad=1.4)
             for label, text in wide if text]
    return Table(tuple(w * MM for w in (22, 58, 22, 68)), (), tuple(rows), before=4, end="none")


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


def checking(published: Published) -> list[Block]:
    """How anybody recomputes the figures, what that does not prove, and the digest as a QR code."""
    style = BODY.but(size=9, leading=13.5)
    told = tuple(Words(text, style) for text in (
        "1. 在公布页面下载结果快照（JSON 文件），其中 digest 一项应与本页最下方印的一致"
        "（它是快照内容的摘要，不是整个文件的摘要）。",
        "2. 运行“scoring verify 文件名”。程序按快照里的评分规则和复核后的数据，把每一项得分、总分、等次和名次重算一遍，"
        "并说明是否与公布的一致。",
        "3. 核对只证明计算和排序没有差错，不证明佐证材料真实；材料的真实性由填报单位负责，由复核员核验。",
    ))
    code = Square(f"{published.algorithm.name}:{published.digest}")
    caption = Words("快照摘要的文字，不是网址，可与公布页面上的对照",
                    FINE.but(size=7, leading=9.5, balance=True, align="centre"))
    side = SIDE + 2 * GUTTER + 6
    row = Row((Cell(told, inset=-GUTTER), Cell((code, caption), inset=6)), "none", pad=0)
    return [Table((FIELD - side, side), (), (row,), before=2, end="none")]


def signatures(*places: str) -> list[Block]:
    """Places to sign, side by side."""
    style = SMALL.but(leading=19)
    cells = tuple(Cell((Words(who, style), Space(13), Words("　　　　年　　月　　日", style)))
                  for who in places)
    return [Table((FIELD / len(cells),) * len(cells), (), (Row(cells, "thick"),), before=14, end="none")]
