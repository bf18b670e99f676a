"""The mean and the spread of some points, exact; whoever shows them rounds them."""
from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal
from fractions import Fraction

_WIDE = Context(prec=50)


def mean(values: Sequence[Decimal]) -> Fraction:
    """The exact mean."""
    return sum(map(Fraction, values), Fraction(0)) / len(values)


def deviation(values: Sequence[Decimal]) -> Decimal:
    """The standard deviation of all the values there are, not of a sample: √(mean of squares − square of mean)."""
    variance = sum((Fraction(v) ** 2 for v in values), Fraction(0)) / len(values) - mean(values) ** 2
    exact = _WIDE.divide(Decimal(variance.numerator), Decimal(variance.denominator))
    return _WIDE.sqrt(exact)
