"""Spans of whole numbers: what is left, and the hole between."""
from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scoring.core.intervals import gap, remainder

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda s: (min(s), max(s))), max_size=5)


def test_remainder_in_words() -> None:
    assert remainder((0, 10), [(3, 4), (8, 20)]) == [(0, 2), (5, 7)]
    assert remainder((0, 10), [(0, 10)]) == []


def test_gap_in_words() -> None:
    assert gap([(6, 9), (0, 3)]) == (4, 5)
    assert gap([(4, 9), (0, 3)]) is None
    assert gap([]) is None


@given(SPANS)
def test_remainder_agrees_with_counting(spans: list[tuple[int, int]]) -> None:
    covered = {n for low, high in spans for n in range(low, high + 1)}
    left = {n for low, high in remainder((0, 30), spans) for n in range(low, high + 1)}
    assert left == set(range(31)) - covered


@given(SPANS)
def test_gap_is_the_lowest_hole(spans: list[tuple[int, int]]) -> None:
    covered = sorted({n for low, high in spans for n in range(low, high + 1)})
    holes = [(a + 1, b - 1) for a, b in zip(covered, covered[1:], strict=False) if b > a + 1]
    assert gap(spans) == (holes[0] if holes else None)
