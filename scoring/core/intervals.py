"""Closed spans of whole numbers: what is left of one, and the hole between several; for gaps and overlaps."""
from __future__ import annotations

from collections.abc import Iterable

Span = tuple[int, int]


def remainder(whole: Span, taken: Iterable[Span]) -> list[Span]:
    """The parts of `whole` that no span of `taken` covers, in order."""
    left = [whole] if whole[0] <= whole[1] else []
    for a, b in taken:
        left = [part for low, high in left for part in ((low, min(high, a - 1)), (max(low, b + 1), high))
                if part[0] <= part[1]]
    return left


def gap(spans: Iterable[Span]) -> Span | None:
    """The lowest hole between spans, or None if they make one piece."""
    ordered = sorted(spans)
    if not ordered:
        return None
    reach = ordered[0][1]
    for low, high in ordered[1:]:
        if low > reach + 1:
            return reach + 1, low - 1
        reach = max(reach, high)
    return None
