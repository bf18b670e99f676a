"""Points as fixed-point decimals of 0.0001; the only module that rounds.

Every value that arises in scoring is a `Decimal` with at most four places. Sums and products are exact in
the wide context used here; only a division, or a product of two fractions, needs rounding, and it is
half-up (away from zero) from exact integers the moment the value arises.
"""
from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

PLACES = 4
_SCALE = 10_000         # units of the last place
ZERO = Decimal(0)
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)
_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,4})?")


class NumberError(ValueError):
    """The text is not a number this product takes; the message is a Chinese sentence."""


def read(text: str) -> Decimal:
    """The number written in `text`: up to nine digits, a point, up to four places; NFKC first."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not _NUMBER.fullmatch(plain):
        raise NumberError(f"“{shorten(text)}”不是可用的数字：请写成 12 或 12.5 这样，不带单位、逗号和百分号，"
                          "整数部分最多 9 位，小数最多 4 位")
    return rounded(Decimal(plain), PLACES)


def rounded(value: Decimal | Fraction | int, places: int) -> Decimal:
    """`value` rounded half-up (away from zero) to `places` decimal places, exactly."""
    if isinstance(value, Decimal):  # the common case, four times faster than by fractions; exact within 60 digits
        kept = -int(value.as_tuple().exponent) <= places
        return value if kept else value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WIDE)
    if isinstance(value, int):
        return Decimal(value)
    scale = 10**places
    exact = Fraction(value) * scale
    whole = (abs(exact.numerator) * 2 + exact.denominator) // (2 * exact.denominator)
    signed = -whole if exact < 0 else whole
    return _WIDE.divide(Decimal(signed), Decimal(scale))


def exact(value: Decimal | Fraction | int) -> Decimal:
    """`value` as points: rounded half-up to 0.0001."""
    return rounded(value, PLACES)


def share(points: Decimal, part: Decimal | int, whole: Decimal | int) -> Decimal:
    """points × part / whole, rounded once. `whole` must not be 0."""
    top, bottom = _units(points) * _units(part), _units(whole)
    if bottom < 0:
        top, bottom = -top, -bottom
    nearest = (abs(top) * 2 + bottom) // (2 * bottom)
    return Decimal(nearest if top >= 0 else -nearest).scaleb(-PLACES, _WIDE)


def _units(value: Decimal | int) -> int:
    """A value in units of 0.0001; it has at most four places."""
    if isinstance(value, int):
        return value * _SCALE
    scaled = value.scaleb(PLACES, _WIDE)
    if scaled != (whole := int(scaled)):
        raise ValueError(f"{value} has more than {PLACES} places")
    return whole


def times(value: Decimal, by: Decimal | int) -> Decimal:
    """value × by, rounded to 0.0001."""
    return exact(_WIDE.multiply(value, Decimal(by)))


def show(value: Decimal | int) -> str:
    """Canonical text: no exponent, no trailing zeros, never '-0'."""
    text = format(exact(value), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def shorten(text: str, limit: int = 24) -> str:
    """`text` fit to be quoted in a sentence: one line, no control characters, at most `limit` characters."""
    clean = "".join(c if c.isprintable() else "�" for c in str(text))
    return clean if len(clean) <= limit else clean[: limit - 1] + "…"
