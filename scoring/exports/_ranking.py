"""The ranking of a group as a table on paper, with its summary in a sentence."""
from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from scoring.core.published import Group, Published, Result
from scoring.core.ruleset import Indicator

from . import _wording as say
from ._paper import FIELD, MM, Late
from ._table import Cell, Row, Table
from ._type import INK, NEED, QUIET, Style, Words

SMALL = Style(9, 13)
FINE = Style(7.5, 11, color=QUIET)
HEAD = SMALL.but(font="sans-bold", color=INK, size=8.5)
# More first-level indicators than this do not fit beside the names; the cards have them.
MOST_COLUMNS = 4


def summary(group: Group) -> str:
    """'共 22 个单位，平均 83.4 分。优秀 3 个，良好 8 个。' and how many are not ranked."""
    ranked = [r for r in group.results if r.place is not None]
    text = f"共 {len(group.results)} 个单位"
    if group.mean_total is not None:
        text += f"，平均 {say.mean(group.mean_total)} 分"
    grades = [r.verified.grade for r in group.results if r.verified.grade]
    if grades:
        ordered = dict.fromkeys(grades)
        text += "。" + "，".join(f"{name} {grades.count(name)} 个" for name in ordered)
    if len(ranked) < len(group.results):
        text += f"。{len(group.results) - len(ranked)} 个单位不参加排名"
    return text + "。"


def table(published: Published, group: Group, key: Callable[[Result], str]) -> Table:
    """The ranking; `key` names the bookmark of a unit's card, whose page number each row ends with."""
    tops = _columns(published, group)
    widths = _widths(len(tops))
    rows = tuple(_row(published, r, tops, key(r)) for r in group.results)
    return Table(widths, (_head(tops),), rows, before=8)


def _columns(published: Published, group: Group) -> tuple[Indicator, ...]:
    asked = {t.id: t for r in group.results for t in say.base_of(published, r)}
    tops = tuple(t for t in published.ruleset.indicators if t.id in asked)
    return tops if 1 < len(tops) <= MOST_COLUMNS else ()


def _widths(tops: int) -> tuple[float, ...]:
    each = min(24.0, 54 / tops) if tops else 0
    fixed = [w * MM for w in (13, *([each] * tops), 17, 17, 18, 12)]
    return (fixed[0], FIELD - sum(fixed), *fixed[1:])


def _head(tops: tuple[Indicator, ...]) -> Row:
    right = HEAD.but(align="right")
    small = right.but(size=7.5, leading=10, balance=True)
    return Row((_cell("名次", HEAD), _cell("单位", HEAD),
                *(Cell((Words(t.title, small), Words(f"{say.number(t.points)} 分", FINE.but(align="right"))))
                  for t in tops),
                _cell("自评总分", right), _cell("总分", right), Cell((Words("等次", HEAD),), inset=5),
                _cell("页码", right)), "thick")


def _row(published: Published, result: Result, tops: tuple[Indicator, ...], key: str) -> Row:
    right = SMALL.but(align="right")
    subs = result.verified.subtotals
    slim = right.but(size=8.5)
    figures = [_points(subs[t.id].points, subs[t.id].max) if t.id in subs else say.NONE for t in tops]
    vetoes = tuple(Words(f"一票否决：{title}", FINE.but(color=NEED)) for title in say.vetoes(published, result))
    return Row((
        _cell(str(result.place) if result.place is not None else say.NONE, SMALL.but(font="sans-bold")),
        Cell((Words(result.unit, SMALL), *vetoes)),
        *(_cell(text, slim) for text in figures),
        _cell(say.number(result.claimed.total), right),
        _cell(say.number(result.verified.total), right.but(font="sans-bold", color=INK)),
        Cell((Words(say.grade(result), SMALL),), inset=5),
        Cell((Late(f"page {key}", right.but(color=QUIET)),)),
    ), link=key)


def _points(points: Decimal, most: Decimal) -> str:
    return say.number(points) if most > 0 else "不适用"


def _cell(text: str, style: Style) -> Cell:
    return Cell((Words(text, style),))
