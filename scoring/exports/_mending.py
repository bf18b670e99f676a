"""What a unit does about the points it lost: the rule's advice, in words a clerk can act on."""
from __future__ import annotations

from scoring.core import points as p
from scoring.core.published import Published, Result
from scoring.core.published import Row as Line

from . import _wording as say
from ._paper import MM
from ._table import Cell, Row, Table
from ._type import INK, NEED, QUIET, Block, Style, Words

SMALL = Style(8.5, 12.5)
HEAD = SMALL.but(font="sans-bold", color=INK)
RIGHT = SMALL.but(align="right", font="sans-bold")
WIDTHS = tuple(w * MM for w in (15, 72, 20, 63))


def mending(published: Published, result: Result) -> list[Block]:
    """A sentence and the list, the dearest loss first; nothing where nothing was lost and no veto holds."""
    lost = sorted((row for row in result.rows if row.verified.lost > 0), key=lambda row: -row.verified.lost)
    rows = [*(_veto(title) for title in say.vetoes(published, result)), *(_row(published, row) for row in lost)]
    if not rows:
        return []
    head = Row((_cell("序号", HEAD), _cell("指标", HEAD), _cell("失分", HEAD.but(align="right")),
                Cell((Words("下一步怎么做", HEAD),), inset=6)), "thick")
    told = Words(_told(lost), SMALL.but(color=QUIET, keep=True)) if lost else None
    return [*([told] if told else []), Table(WIDTHS, (head,), tuple(rows), before=4)]


def _told(lost: list[Line]) -> str:
    total = sum((row.verified.lost for row in lost), p.ZERO)
    return (f"共 {len(lost)} 项失分，合计 {p.show(total)} 分，失分多的在前；原因和算式见得分明细。"
            "本期结果已定的，用于整改和下一期考核。")


def _row(published: Published, row: Line) -> Row:
    lost = p.show(row.verified.lost)
    said = f"扣 {lost}" if row.leaf.pool == "deduction" else lost
    return Row((_cell(row.leaf.number, SMALL), Cell(path(row)), _cell(said, RIGHT),
                Cell((Words(next_step(published, row), SMALL),), inset=6)))


def _veto(title: str) -> Row:
    alarm = SMALL.but(color=NEED)
    return Row((Cell(), _cell(title, alarm), _cell("一票否决", RIGHT.but(color=NEED)),
                Cell((Words("先消除这一情形，查清原因，按规定整改并报告考核机关。", SMALL),), inset=6)))


def next_step(published: Published, row: Line) -> str:
    """What to do about one loss: '按复核意见改正；再增加 26 条可得满分。'"""
    advice = say.advice(published, row) if row.leaf.pool != "deduction" else "查明被扣的原因并改正，避免再扣"
    if not advice:
        advice = f"对照评分标准改进（{standard}）" if (standard := say.standard(published, row)) else "对照评分标准改进"
    first = "按复核意见改正；" if row.ruling is not None and row.ruling.kind == "corrected" else ""
    return f"{first}{advice.rstrip('。')}。"


def path(row: Line) -> tuple[Words, ...]:
    """The title of a leaf below the branches it stands in, without the first level."""
    above = " › ".join(row.parents[1:])
    fine = SMALL.but(size=7.5, leading=11, color=QUIET)
    return (*((Words(f"{above} ›", fine),) if above else ()), Words(row.leaf.title, SMALL))


def _cell(text: str, style: Style) -> Cell:
    return Cell((Words(text, style),))
