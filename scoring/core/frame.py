"""What an assessment hands in besides ruleset and sheets: day, calendar, draws; and what peers a rule may see."""
from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .workdays import Workdays


@dataclass(frozen=True)
class Frame:
    """The day looked from, the calendar, the seed of the draws, and whether the group is complete.

    While it is not `final`, what compares units says that the outcome can still move.
    """

    as_of: date | None = None
    workdays: Workdays = field(default_factory=Workdays)
    seed: str = ""
    final: bool = True
    period: tuple[date, date] | None = None


@dataclass(frozen=True)
class Peers:
    """The figures of the other units of the group that answered a leaf which applies to them."""

    others: tuple[Decimal, ...] = ()
    final: bool = True

    @property
    def provisional(self) -> tuple[str, ...]:
        """The step that says the outcome can still move; none once it cannot."""
        return () if self.final else (f"按现有 {len(self.others) + 1} 个单位暂算",)


def drawn(seed: str, place: str, names: Iterable[str], take: int) -> tuple[str, ...]:
    """`take` of the names, in their own order, chosen by the seed: those whose hex SHA-256 of the three lines
    seed, place, name come first. The same words give the same draw on any machine."""
    listed = tuple(names)
    by_lot = sorted(listed, key=lambda name: hashlib.sha256(f"{seed}\n{place}\n{name}".encode()).hexdigest())
    chosen = set(by_lot[:take])
    return tuple(name for name in listed if name in chosen)
