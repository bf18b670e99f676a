"""What becomes of totals when the weights of the first-level indicators move a little: seeded draws, whole numbers."""
from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from operator import mul

from scoring.core import points as p
from scoring.core.ruleset import Ruleset
from scoring.core.stage import Card

SEED = "scoring-firmness-1"
DRAWS = 1000
LEAST, STEPS = 9000, 2001       # factors from 0.9000 to 1.1000 in steps of 0.0001


def factor(draw: int, indicator: str, seed: str = SEED) -> int:
    """The factor of an indicator in a draw, in units of 0.0001: the hash of the three lines, as a number."""
    digest = hashlib.sha256(f"{seed}\n{draw}\n{indicator}".encode()).hexdigest()
    return LEAST + int(digest, 16) % STEPS


def weighed(ruleset: Ruleset, cards: Sequence[Card]) -> tuple[str, ...]:
    """The ids of the first-level indicators of the base pool that count on one of the cards."""
    return tuple(top.id for top in ruleset.indicators if top.pool == "base"
                 and any(card.subtotals[top.id].max > 0 for card in cards if top.id in card.subtotals))


def totals(ruleset: Ruleset, cards: Sequence[Card], draws: int = DRAWS) -> Iterator[list[int | None]]:
    """For each draw the totals in units of 0.0001; None for a card without a total.

    New total = total + full marks × (Σ factor × points ÷ Σ factor × maximum − Σ points ÷ Σ maximum): what deductions,
    bonuses, limits and vetoes made of the base stays the difference it was.
    """
    tops = weighed(ruleset, cards)
    known = [_Base(card, tops) for card in cards]
    for draw in range(draws):
        factors = [factor(draw, top) for top in tops]
        wholes = {most: sum(map(mul, factors, most)) for most in {base.most for base in known}}
        yield [base.total_at(factors, wholes[base.most]) for base in known]


class _Base:
    """One card's base part in units of 0.0001."""

    __slots__ = ("full", "got", "most", "points", "total", "whole")

    def __init__(self, card: Card, tops: tuple[str, ...]) -> None:
        found = [card.subtotals.get(top) for top in tops]
        self.points = tuple(_units(s.points) if s else 0 for s in found)
        self.most = tuple(_units(s.max) if s else 0 for s in found)
        self.got, self.whole = sum(self.points), sum(self.most)
        self.full = _units(card.max)
        self.total = None if card.total is None else _units(card.total)

    def total_at(self, factors: list[int], whole: int) -> int | None:
        """The total at these factors; `whole` is Σ factor × maximum."""
        if self.total is None or self.whole <= 0:
            return self.total
        over = self.full * (sum(map(mul, factors, self.points)) * self.whole - self.got * whole)
        under = whole * self.whole
        return self.total + (2 * over + under) // (2 * under)


def _units(value: Decimal) -> int:
    return int(p.exact(value).scaleb(p.PLACES))
