"""A unit's outcome beside its last published one."""
from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from scoring.core import points as p
from scoring.core.published import Result

from . import _wording as say
from ._paper import MM
from ._table import Cell, Row, Table
from ._type import INK, QUIET, Block, Style, Words

SMALL = Style(8.5, 12.5)
FINE = Style(7.5, 12.5, color=QUIET)
HEAD = SMALL.but(font="sans-bold", color=INK)
WIDTHS = tuple(w * MM for w in (34, 48, 48, 40))
HUNDRED = Decimal(100)


def earlier(result: Result) -> list[Block]:
    """What the last outcome was, as a table beside this one; nothing for a unit that has none."""
    was = result.before
    if was is None:
        return []
    now = result.verified
    total, most = _decimal(was["total"]), Decimal(was["max"])
    moved = _moved(total, now.total) if most == now.max else "满分不同"
    rows = [("总分", _of(total, most), _of(now.total, now.max), moved)]
    if most != now.max:
        before, after = _rate(total, most), _rate(now.total, now.max)
        rows.append(("得分率", _percent(before), _percent(after), _moved(before, after, "个百分点")))
    rows += [("名次", _place(was), say.place(result), _climbed(was["place"], result.place)),
             ("等次", was["grade"] or say.NONE, say.grade(result), "")]
    head = _row(("", "上一次", "本次", "变化"), HEAD)
    proof = Row((Cell((Words("上一次的快照摘要", SMALL),)), Cell((Words(was["digest"], FINE),), span=3)))
    return [Words(f"上一次：{was['title']}", SMALL.but(color=QUIET, keep=True)),
            Table(WIDTHS, (head,), (*(_row(row, SMALL) for row in rows), proof), before=4)]


def _row(texts: tuple[str, ...], style: Style) -> Row:
    return Row(tuple(Cell((Words(text, style),)) for text in texts), "thick" if style is HEAD else "thin")


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _of(total: Decimal | None, most: Decimal) -> str:
    return "没有总分" if total is None else f"{p.show(total)}（满分 {p.show(most)}）"


def _rate(total: Decimal | None, most: Decimal) -> Decimal | None:
    return None if total is None or most <= 0 else p.share(HUNDRED, total, most)


def _percent(rate: Decimal | None) -> str:
    return say.NONE if rate is None else f"{say.mean(rate)} %"


def _moved(before: Decimal | None, after: Decimal | None, unit: str = "分") -> str:
    if before is None or after is None:
        return say.NONE
    by = after - before
    if not by:
        return "持平"
    return f"{'增加' if by > 0 else '减少'} {say.mean(abs(by))} {unit}"


def _place(was: Mapping[str, Any]) -> str:
    return "不参加排名" if was["place"] is None else f"第 {was['place']} 名（共 {was['of']} 个）"


def _climbed(before: int | None, after: int | None) -> str:
    if before is None or after is None:
        return say.NONE
    if before == after:
        return "持平"
    return f"{'前进' if after < before else '后退'} {abs(before - after)} 位"
