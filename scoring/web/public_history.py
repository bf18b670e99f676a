"""A unit's outcomes over all assessments the reader may see, and the two lines drawn of them."""
from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ..core import canonical
from ..core import points as p
from ..core.outline import Standing
from .public_editions import Entry

LEAST_DRAWN, MOST_DRAWN = 2, 6      # a line needs two ends; more than six do not fit beside the other line
STEP, TOP, LOW = 96, 32, 112        # px between two points; where the best and the worst lie


@dataclass(frozen=True)
class Outcome:
    """One assessment's outcome; `change` is places gained since the one before, None without one."""

    entry: Entry
    standing: Standing
    change: int | None
    listed: bool            # whether it stands in the ranking for this reader, or is seen as one's own card alone


@dataclass(frozen=True)
class Dot:
    """A point of a line: where, what its figure says, and of when it is."""

    x: int
    y: int
    said: str
    when: str


@dataclass(frozen=True)
class Line:
    """A line with its title; `segments` are drawn apart where an outcome between them has no figure."""

    title: str
    of: int                     # how many outcomes it is drawn of
    width: int
    dots: tuple[Dot, ...]
    segments: tuple[str, ...]   # as SVG's polyline has points


@functools.lru_cache(maxsize=20_000)
def key_of(unit: str) -> str:
    """A unit's word in addresses: the same for ever, and short enough for the name of a file."""
    return canonical.digest(unit.encode("utf-8"))[:16]


def outcomes_of(key: str, entries: Sequence[Entry]) -> tuple[Outcome, ...]:
    """The outcomes of the unit with that word, the newest assessment first; of each, the publication in force."""
    found: list[Outcome] = []
    for entry in sorted(entries, key=lambda e: (e.outline.as_of, e.published_at)):
        standing = next((s for s in entry.outline.standings.values() if key_of(s.unit) == key), None)
        if standing is not None and entry.reach.opens(standing.unit, standing.place):
            last = found[-1].standing.place if found else None
            change = None if last is None or standing.place is None else last - standing.place
            found.append(Outcome(entry, standing, change, entry.reach.lists(standing.unit, standing.place)))
    return tuple(reversed(found))


def lines_of(outcomes: Sequence[Outcome]) -> tuple[Line, ...]:
    """The places and the totals of the newest few, the oldest first; none where there are not two to join."""
    oldest = tuple(reversed(outcomes[:MOST_DRAWN]))
    places = [(None if o.standing.place is None else _along(o.standing.place - 1, o.standing.of - 1),
               f"第 {o.standing.place} 名") for o in oldest]
    totals = [(None if o.standing.total is None or o.standing.max <= 0 else
               1 - _along(o.standing.total, o.standing.max), p.show(o.standing.total or p.ZERO)) for o in oldest]
    when = [f"{o.entry.outline.as_of:%Y-%m}" for o in oldest]
    drawn = (_line("名次（越高越靠前）", places, when), _line("总分（占满分的比例）", totals, when))
    return tuple(line for line in drawn if len(line.dots) >= LEAST_DRAWN)


def _along(value: Decimal | int, whole: Decimal | int) -> Fraction:
    """How far along the way, from 0 to 1."""
    return min(max(Fraction(value) / Fraction(whole), Fraction(0)), Fraction(1)) if whole > 0 else Fraction(0)


def _line(title: str, figures: list[tuple[Fraction | None, str]], when: list[str]) -> Line:
    dots: list[Dot] = []
    segments: list[list[str]] = [[]]
    for n, ((height, said), month) in enumerate(zip(figures, when, strict=True)):
        if height is None:
            segments.append([])
            continue
        dot = Dot(STEP // 2 + n * STEP, TOP + round(height * (LOW - TOP)), said, month)
        dots.append(dot)
        segments[-1].append(f"{dot.x},{dot.y}")
    joined = tuple(" ".join(segment) for segment in segments if len(segment) > 1)
    return Line(title, len(figures), STEP * len(figures), tuple(dots), joined)
