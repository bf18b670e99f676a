"""Points: what is read, how it is rounded and shown."""
from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core import points


@pytest.mark.parametrize(("text", "value"), [
    ("12", "12"), ("12.50", "12.5"), (" 7 ", "7"), ("１２３", "123"), ("-0", "0"), ("-3.25", "-3.25"),
    ("0.0001", "0.0001"), ("999999999", "999999999"),
])
def test_numbers_read(text: str, value: str) -> None:
    assert points.show(points.read(text)) == value


@pytest.mark.parametrize("text", [
    "", "1e3", "1_000", "+5", ".5", "5.", "1,000", "1，000", "NaN", "inf", "½", "٣", "0x10", "12.34567", "1234567890",
    "5分", "10%", "一百", "12:30", "1 2", "9" * 5000,
])
def test_numbers_refused(text: str) -> None:
    with pytest.raises(points.NumberError):
        points.read(text)


@pytest.mark.parametrize(("value", "places", "expect"), [
    ("0.00005", 4, "0.0001"), ("-0.00005", 4, "-0.0001"), ("0.00004999", 4, "0"), ("59.995", 2, "60"), ("81.33935", 4, "81.3394"),
])
def test_rounding_is_half_up(value: str, places: int, expect: str) -> None:
    assert points.show(points.rounded(Decimal(value), places)) == expect


def test_share_rounds_once() -> None:
    # 10 × 40386 ÷ 40676 = 9.928704887…
    assert points.share(Decimal(10), 40386, 40676) == Decimal("9.9287")


@given(st.decimals(min_value=-10**6, max_value=10**6, places=4), st.integers(0, 10**6), st.integers(1, 10**6))
def test_shares_and_products_are_the_exact_value_rounded_once(value: Decimal, part: int, whole: int) -> None:
    assert points.share(value, part, whole) == points.exact(Fraction(value) * part / whole)
    assert points.share(value, part, -whole) == points.exact(-Fraction(value) * part / whole)
    by = Decimal(part).scaleb(-4)
    assert points.times(value, by) == points.exact(Fraction(value) * Fraction(by))


@given(st.fractions(min_value=-10**9, max_value=10**9))
def test_rounding_stays_within_half_a_step(value: Fraction) -> None:
    assert abs(Fraction(points.exact(value)) - value) <= Fraction(1, 20000)


@given(st.decimals(min_value=-10**9, max_value=10**9, places=4))
def test_what_is_shown_reads_back(value: Decimal) -> None:
    assert points.read(points.show(value)) == value if abs(value) < 10**9 else True
