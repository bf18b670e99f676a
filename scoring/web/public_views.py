"""What the public pages show of a publication: no arithmetic is left to the templates."""
from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby

from ..core import points as p
from ..core.explain import branches_said
from ..core.published import Group, Published, Result, Row
from ..core.ranking import Placed
from ..core.ruleset import Indicator
from ..core.stage import Subtotal
from ..errors import ScoringError
from ..store.results import Publication

log = logging.getLogger(__name__)
POOLS = {"bonus": "加分", "deduction": "扣分", "veto": "一票否决"}


@dataclass(frozen=True)
class Edition:
    """A publication with what replaced it and what it replaces."""

    id: int
    number: int
    published: Published
    published_at: datetime
    reason: str
    replaces: int | None
    newer: int | None


@dataclass(frozen=True)
class Bar:
    """One first-level indicator's bar; figures as text."""

    label: str
    own: str
    max: str
    mean: str | None


@dataclass(frozen=True)
class Listed:
    """One row of a ranking; `number` is the unit's number in the publication's addresses."""

    placed: Placed
    number: int
    bars: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Table:
    """A group's ranking as asked for."""

    rows: tuple[Listed, ...]
    ranked: int
    mean: str                # of the totals, to two places; '' if nobody is ranked
    query: str


@dataclass(frozen=True)
class Block:
    """The rows of one first-level indicator with its subtotal."""

    number: str
    title: str
    note: str
    max: str
    claimed: str
    verified: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Card:
    """A unit's scorecard as the page shows it."""

    bars: tuple[Bar, ...]
    blocks: tuple[Block, ...]
    branches: tuple[tuple[str, tuple[str, ...]], ...]    # those that are more than a plain sum, with their steps
    stages: tuple[tuple[str, tuple[str, ...]], ...]
    lost: int


def edition_of(row: Publication, newer: Publication | None = None) -> Edition:
    """A publication that everyone may read."""
    reason = (row.opened.replaces or {}).get("reason", "")      # as published; the row has it as typed
    return Edition(row.id, row.edition, row.opened, row.published_at or row.frozen_at, reason,
                   row.replaces_id, newer.id if newer else None)


def editions_of(rows: Iterable[Publication]) -> list[Edition]:
    """Those of the publications that can be read; one that needs a missing plugin does not hide the others."""
    found = []
    for row in rows:
        try:
            found.append(edition_of(row))
        except ScoringError as error:
            log.error("publication %s: %s", row.id, error.sentence)
    return found


def table_of(published: Published, group: Group, query: str = "") -> Table:
    """The group's units in order; with a query, those whose name contains it."""
    numbers = {r.unit: n for n, r in enumerate((r for g in published.groups for r in g.results), 1)}
    rows = tuple(Listed(placed, numbers[placed.unit], _mini(published, result))
                 for placed, result in zip(group.places, group.results, strict=True) if query.strip() in placed.unit)
    return Table(rows, sum(x.place is not None for x in group.places),
                 "" if group.mean_total is None else p.show(p.rounded(group.mean_total, 2)), query)


def card_of(published: Published, result: Result) -> Card:
    """Bars, blocks of rows, and the stages in order."""
    group = published.group(result.group)
    mean = group.mean if group else {}
    base = [t for t in published.ruleset.indicators if t.pool == "base" and t.id in result.verified.subtotals]
    bars = tuple(_bar(t, result.verified.subtotals[t.id], mean.get(t.id)) for t in base)
    stages = tuple((published.ruleset.stage_title(s.stage), s.steps) for s in result.verified.stages)
    branches = tuple((f"{node.number} {node.title}", steps)
                     for node, steps in branches_said(published.ruleset, result.verified))
    return Card(bars, _blocks(published, result), branches, stages, sum(r.verified.lost > 0 for r in result.rows))


def _bar(top: Indicator, found: Subtotal, mean: Decimal | None) -> Bar:
    """A first-level indicator's bar: points of what applies to the unit, as on paper."""
    most = found.max if found.max > 0 else top.points or p.ZERO
    return Bar(top.title, p.show(found.points), p.show(most), None if mean is None else p.show(p.rounded(mean, 2)))


def _mini(published: Published, result: Result) -> tuple[tuple[str, str, str], ...]:
    return tuple((t.title, p.show(result.verified.subtotals[t.id].points), p.show(t.points or p.ZERO))
                 for t in published.ruleset.indicators
                 if t.pool == "base" and t.id in result.verified.subtotals)


def _blocks(published: Published, result: Result) -> tuple[Block, ...]:
    tops = {t.title: t for t in published.ruleset.indicators}
    blocks = []
    for title, rows in groupby(result.rows, key=lambda r: r.parents[0] if r.parents else r.leaf.title):
        top = tops[title]
        claimed, verified = result.claimed.subtotals.get(top.id), result.verified.subtotals[top.id]
        worth = p.show(top.points) if top.points is not None and top.pool != "veto" else ""
        beside = POOLS.get(top.pool, "")
        blocks.append(Block(top.number, title, "" if beside in title else beside, worth,
                            p.show(claimed.points) if claimed else "—", p.show(verified.points), tuple(rows)))
    return tuple(blocks)
