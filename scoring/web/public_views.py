"""What the public pages show of a scorecard, of a correction, and which files they offer."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from flask import url_for

from ..core import points as p
from ..core.explain import branches_said
from ..core.published import Published, Result, Row
from ..core.ruleset import Indicator
from ..core.stage import Subtotal
from ..exports import drawer
from .papers import all_cards
from .public_editions import Edition
from .showing import size

# The product's own formats in the words of a visitor: what it is called, what it is good for.
WORDS = {
    "pdf_scorecard": ("评分卡（PDF）", "一个单位的得分、算法和依据，可以打印"),
    "xlsx_ranking": ("排名与明细（Excel）", "排名、得分明细、失分原因等六张表，可以做数据透视表"),
    "pdf_booklet": ("本组汇编（PDF）", "本组的排名和各单位的评分卡"),
    "json_snapshot": ("结果文件（JSON）", "规则、数据、复核意见和全部得分，用来自己重新计算"),
    "csv_ranking": ("排名（CSV）", "一个单位一行；以 = + - @ 开头的文字前面加了一个 ' 号"),
    "csv_lines": ("得分明细（CSV）", "一个单位的一项一行；' 号的用法同上"),
    "jsonl_lines": ("得分明细（JSON Lines）", "一个单位的一项一行，供程序读取"),
}
ORDER = {name: n for n, name in enumerate(WORDS)}      # what most people want first; formats from outside come last
MOST_LINES = 8      # lines of a unit's changes that a page tells; the cards have them all
POOLS = {"bonus": "加分", "deduction": "扣分", "veto": "一票否决"}


@dataclass(frozen=True)
class Bar:
    """One first-level indicator's bar; figures as text."""

    label: str
    own: str
    max: str
    mean: str | None


@dataclass(frozen=True)
class Block:
    """The rows of one first-level indicator with its subtotal."""

    id: str
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


@dataclass(frozen=True)
class Offer:
    """A file that a page offers."""

    title: str
    about: str
    address: str


@dataclass(frozen=True)
class Changed:
    """What a correction changed of one unit: each a pair of texts, before and after, '' where nothing changed."""

    unit: str
    number: int | None      # None where it is in the earlier publication alone
    absent: str             # in which of the two publications it is not, in words; '' it is in both
    place: tuple[str, str] | None
    total: tuple[str, str] | None
    grade: tuple[str, str] | None
    lines: tuple[tuple[str, str, str], ...]     # title of the leaf, points before, after; the first of them
    more: int                                   # how many lines are not listed


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


def _blocks(published: Published, result: Result) -> tuple[Block, ...]:
    tops = {t.title: t for t in published.ruleset.indicators}
    blocks = []
    for title, rows in groupby(result.rows, key=lambda r: r.parents[0] if r.parents else r.leaf.title):
        top = tops[title]
        claimed, verified = result.claimed.subtotals.get(top.id), result.verified.subtotals[top.id]
        worth = p.show(top.points) if top.points is not None and top.pool != "veto" else ""
        beside = POOLS.get(top.pool, "")
        blocks.append(Block(top.id, top.number, title, "" if beside in title else beside, worth,
                            p.show(claimed.points) if claimed else "—", p.show(verified.points), tuple(rows)))
    return tuple(blocks)


def offers_of(edition: Edition, number: int, *scopes: str) -> tuple[Offer, ...]:
    """The files of these scopes that the reader gets; `number` is that of the unit or the group."""
    found = []
    for export in sorted(drawer().values(), key=lambda one: ORDER.get(one.name, len(ORDER))):
        if export.scope in scopes and edition.gives(export):
            title, about = WORDS.get(export.name, (export.title, ""))
            found.append(Offer(title, about, url_for("public.download", publication=edition.id, name=export.name,
                                                     of=None if export.scope == "all" else number)))
    if "all" in scopes and (made := all_cards(edition.id, edition.reach)):
        title = f"全部评分卡（ZIP，{size(made.size)}）"
        address = url_for("public.scorecards", publication=edition.id)
        found.append(Offer(title, "各单位的评分卡各一份 PDF，附目录", address))
    return tuple(found)


def changes_of(edition: Edition) -> tuple[Changed, ...]:
    """What this publication changed of the units that the reader sees, in its order."""
    replaces = edition.opened.replaces
    places = {placed.unit: placed.place for group in edition.opened.groups for placed in group.places}
    return tuple(_changed(edition, one) for one in (replaces["changes"]["units"] if replaces else ())
                 if (edition.reach.opens(one["unit"], places[one["unit"]]) if one["unit"] in places
                     else edition.reach.whole))


def _changed(edition: Edition, one: Mapping[str, Any]) -> Changed:
    def pair(values: list[Any]) -> tuple[str, str] | None:
        before, after = ("—" if value is None else str(value) for value in values)
        return None if before == after else (before, after)

    unit, points = one["unit"], one["lines"]
    new = bool(points) and all(before is None for before, _ in points.values())
    absent = "更正后不在其中" if unit not in edition.numbers else "更正前不在其中" if new else ""
    known = [node for node in edition.published.ruleset.walk() if node.id in points]    # in their order
    gone = [leaf for leaf in points if edition.published.ruleset.find(leaf) is None]
    lines = [] if absent else [(title, *(pair(points[leaf]) or ("—", "—"))) for leaf, title in (
        *((node.id, f"{node.number} {node.title}") for node in known), *((leaf, leaf) for leaf in gone))]
    return Changed(unit, edition.numbers.get(unit), absent, pair(one["place"]), pair(one["total"]), pair(one["grade"]),
                   tuple(lines[:MOST_LINES]), max(0, len(lines) - MOST_LINES))
