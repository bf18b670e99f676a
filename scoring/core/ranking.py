"""Puts the cards of each group in order, with shared places and vetoed units last or apart."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from . import points as p
from .ruleset import Ruleset
from .stage import Card


@dataclass(frozen=True)
class Placed:
    """A unit in its group's ranking; `place` is None for a unit that is listed but not ranked."""

    place: int | None
    unit: str
    total: Decimal | None
    grade: str | None

    def to_json(self) -> dict[str, Any]:
        """As RULESETS has it; points as text."""
        total = None if self.total is None else p.show(self.total)
        return {"place": self.place, "unit": self.unit, "total": total, "grade": self.grade}


def rank(ruleset: Ruleset, cards: Iterable[Card]) -> dict[str, tuple[Placed, ...]]:
    """Group → its units in order. Groups come in the ruleset's order, then as they are met."""
    by_group: dict[str, list[Card]] = {g: [] for g in ruleset.groups}
    for card in cards:
        by_group.setdefault(card.group, []).append(card)
    return {group: _rank_group(ruleset, members) for group, members in by_group.items() if members}


def ranking_json(ranking: Mapping[str, tuple[Placed, ...]]) -> dict[str, Any]:
    """The ranking as RULESETS' JSON."""
    return {"groups": {group: [x.to_json() for x in placed] for group, placed in ranking.items()}}


def _rank_group(ruleset: Ruleset, cards: list[Card]) -> tuple[Placed, ...]:
    apart = ruleset.ranking.vetoed == "apart"
    ranked = [c for c in cards if c.total is not None and not (apart and c.vetoes)]
    ranked.sort(key=lambda c: order_key(ruleset, c))
    placed: list[Placed] = []
    for n, card in enumerate(ranked):
        tied = n > 0 and order_key(ruleset, ranked[n - 1]) == order_key(ruleset, card)
        same = tied and ruleset.ranking.ties != "order"
        before = placed[-1].place if placed else 0
        following = (before or 0) + 1 if ruleset.ranking.ties == "dense" else n + 1
        placed.append(Placed(before if same else following, card.unit, card.total, card.grade))
    listed = {id(c) for c in ranked}
    rest = [c for c in cards if id(c) not in listed]
    return (*placed, *(Placed(None, c.unit, c.total, c.grade) for c in rest))


def order_key(ruleset: Ruleset, card: Card) -> tuple[Any, ...]:
    """What orders a ranked card: vetoed last, the total, then the points of the tie-breaking indicators."""
    tie = tuple(-_points_of(ruleset, card, word) for word in ruleset.ranking.break_)
    return (bool(card.vetoes), -(card.total or p.ZERO), *tie)


def _points_of(ruleset: Ruleset, card: Card, indicator_id: str) -> Decimal:
    """What an indicator earned; in a deduction pool, where points are a loss, the fewer the better."""
    found, node = card.subtotals.get(indicator_id) or card.lines.get(indicator_id), ruleset.find(indicator_id)
    points = found.points if found else p.ZERO
    return -points if node is not None and node.pool == "deduction" else points
