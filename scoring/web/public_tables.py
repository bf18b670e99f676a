"""A group's ranking as a table: searched, and sorted by any column, without a script."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import url_for

from ..core import points as p
from ..core.published import Group, Result
from ..core.ranking import Placed
from ..core.ruleset import Indicator
from ..store.naming import name_key
from .public_editions import Edition

PLACE, NAME, TOTAL = "place", "name", "total"       # beside these a table is sorted by the id of an indicator
UPWARDS = (PLACE, NAME)                             # what begins with the least; figures begin with the most
BESIDE = {"bonus": "加分", "deduction": "扣分"}


@dataclass(frozen=True)
class Column:
    """A column that can be sorted by: its address turns the order round where it is the present one."""

    key: str
    title: str
    address: str
    order: str          # as aria-sort has it: ascending, descending, or '' where the table is sorted by another


@dataclass(frozen=True)
class Listed:
    """One row; `points` are those of each indicator's column, as text with what there was to be had ('' nothing)."""

    placed: Placed
    number: int
    change: int | None          # places gained since the unit's last published outcome; None without one
    points: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table:
    """A group's ranking as asked for; `fixed` are the columns of place, name and total, `indicators` the others."""

    rows: tuple[Listed, ...]
    ranked: int             # units with a place, listed or not
    mean: str               # of the totals, to two places; '' where nobody is ranked or not all are listed
    query: str
    sort: str
    fixed: dict[str, Column]
    indicators: tuple[Column, ...]

    @property
    def orders(self) -> list[tuple[str, str]]:
        """What the form offers to sort by: code and words."""
        every = [self.fixed[PLACE], self.fixed[TOTAL], self.fixed[NAME], *self.indicators]
        offered = [(c.key if c.key in UPWARDS else f"-{c.key}", c.title) for c in every]
        present = next(((self.sort, f"{c.title}，倒过来") for c in every if self.sort.lstrip("-") == c.key), None)
        return offered if present is None or self.sort in dict(offered) else [*offered, present]


def table_of(edition: Edition, group: Group, number: int, query: str = "", sort: str = "") -> Table:
    """The group's units whose name contains the query, sorted; an unknown order is that of the places."""
    tops = columns_of(edition, group)
    key = sort.lstrip("-")
    if key not in (PLACE, NAME, TOTAL, *(t.id for t in tops)):
        sort = key = PLACE
    rows = [(placed, result) for placed, result in zip(group.places, group.results, strict=True)
            if query in placed.unit]
    rows = _sorted(rows, key, sort.startswith("-"))

    def column(key: str, title: str) -> Column:
        first = key if key in UPWARDS else f"-{key}"
        turned = (key if sort.startswith("-") else f"-{key}") if sort.lstrip("-") == key else first
        order = "" if sort.lstrip("-") != key else "descending" if sort.startswith("-") else "ascending"
        return Column(key, title, url_for("public.ranking", publication=edition.id, group=number, q=query or None,
                                          sort=None if turned == PLACE else turned), order)

    return Table(tuple(_row(edition, placed, result, tops) for placed, result in rows),
                 next((r.of for r in group.results), 0),
                 "" if group.mean_total is None else p.show(p.rounded(group.mean_total, 2)), query, sort,
                 {PLACE: column(PLACE, "名次"), NAME: column(NAME, "单位"), TOTAL: column(TOTAL, "总分")},
                 tuple(column(t.id, _titled(t)) for t in tops))


def columns_of(edition: Edition, group: Group) -> list[Indicator]:
    """The first-level indicators with points that some unit of the group is asked."""
    return [t for t in edition.published.ruleset.indicators
            if t.pool != "veto" and any(t.id in r.verified.subtotals for r in group.results)]


def change_of(result: Result) -> int | None:
    """Places gained since the unit's last published outcome; None where one of the two has no place."""
    before = result.before["place"] if result.before else None
    return None if before is None or result.place is None else before - result.place


def _titled(top: Indicator) -> str:
    beside = BESIDE.get(top.pool, "")
    return top.title if beside in top.title else f"{top.title}（{beside}）"


def _row(edition: Edition, placed: Placed, result: Result, tops: list[Indicator]) -> Listed:
    found = [(t, result.verified.subtotals.get(t.id)) for t in tops]
    points = tuple(("", "") if s is None or (s.max == 0 and t.pool == "base") else
                   (p.show(s.points), p.show(s.max) if t.pool == "base" else "") for t, s in found)
    return Listed(placed, edition.numbers[placed.unit], change_of(result), points)


def _sorted(rows: list[tuple[Placed, Result]], key: str, down: bool) -> list[tuple[Placed, Result]]:
    """Who has no value comes last either way; who has the same stays in the order of the ranking."""
    values: dict[str, Callable[[Placed, Result], Any]] = {
        PLACE: lambda placed, result: placed.place, TOTAL: lambda placed, result: placed.total,
        NAME: lambda placed, result: name_key(placed.unit)}
    value = values.get(key, lambda placed, result: _points(result, key))
    with_value = [row for row in rows if value(*row) is not None]
    without = [row for row in rows if value(*row) is None]
    return [*sorted(with_value, key=lambda row: value(*row), reverse=down), *without]


def _points(result: Result, key: str) -> Decimal | None:
    found = result.verified.subtotals.get(key)
    return None if found is None else found.points
