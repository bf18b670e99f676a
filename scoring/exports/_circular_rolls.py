"""The attachment of a circular: the ranking of each group as a table, and who is listed apart."""
from __future__ import annotations

from dataclasses import dataclass

from scoring.core.published import Published, Result

from . import _circular_figures as figures
from . import _wording as say
from ._text import clean


@dataclass(frozen=True)
class Column:
    """A column: its head, its width as a share of the table, whether its text stands in the middle."""

    title: str
    share: float
    centre: bool = True


@dataclass(frozen=True)
class Roll:
    """One table under its heading; every cell is plain text."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


PLACE, UNIT, TOTAL, GRADE = Column("名次", 10), Column("单位", 50, False), Column("总分", 20), Column("等次", 20)
GROUP, REASON = Column("组别", 17), Column("原因", 30, False)


def rolls(published: Published) -> tuple[Roll, ...]:
    """The tables: one for each group of those that are ranked, and one of the vetoed and not ranked."""
    with_grades = any(r.verified.grade for r in figures.results(published))
    columns = _scaled(PLACE, UNIT, TOTAL, *((GRADE,) if with_grades else ()))
    found = [_roll(group.name, columns, [r for r in group.results if not figures.aside(r)], with_grades)
             for group in published.groups]
    apart = [r for r in figures.results(published) if figures.aside(r)]
    return (*(roll for roll in found if roll.rows), *((_apart(published, apart, with_grades),) if apart else ()))


def group_name(name: str) -> str:
    """'乡镇组'; a group without a name is 全部单位."""
    told = _line(name)
    return told if told.endswith("组") else f"{told}组" if told else "全部单位"


def _roll(name: str, columns: tuple[Column, ...], some: list[Result], with_grades: bool) -> Roll:
    return Roll(f"{group_name(name)}（{len(some)}个单位）", columns, tuple(_cells(r, with_grades) for r in some))


def _cells(result: Result, with_grades: bool) -> tuple[str, ...]:
    place = say.NONE if result.place is None else str(result.place)
    grade = (_line(say.grade(result)),) if with_grades else ()
    return (place, _line(result.unit), say.number(result.verified.total), *grade)


def _apart(published: Published, some: list[Result], with_grades: bool) -> Roll:
    words = [word for word, hit in (("被一票否决", any(r.verified.vetoes for r in some)),
                                    ("不参加排名", any(r.place is None for r in some))) if hit]
    several = len(published.groups) > 1
    columns = (*((GROUP,) if several else ()), Column("名次", 9), Column("单位", 34, False), Column("总分", 12),
               *((Column("等次", 12),) if with_grades else ()), REASON)
    rows = tuple((*((_line(r.group),) if several else ()), *_cells(r, with_grades), _reason(published, r))
                 for r in some)
    return Roll(f"{'和'.join(words)}的单位（{len(some)}个）", _scaled(*columns), rows)


def _reason(published: Published, result: Result) -> str:
    titles = "、".join(_line(title) for title in say.vetoes(published, result))
    reasons = [f"一票否决：{titles}"] if result.verified.vetoes else []
    reasons += ["各项指标均不适用，没有总分"] if result.verified.total is None else []
    return "；".join(reasons) or "不参加排名"


def _scaled(*columns: Column) -> tuple[Column, ...]:
    whole = sum(column.share for column in columns)
    return tuple(Column(c.title, c.share / whole, c.centre) for c in columns)


def _line(text: str) -> str:
    return " ".join(clean(text).split())
