"""How many portions a shortfall is: whole ones begun, whole ones reached, or exactly."""
from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Literal

from . import points as p
from .wording import marks

Partial = Literal["ceil", "floor", "exact"]
SAID = {"ceil": "不足一份按一份计", "floor": "不足一份不计", "exact": "按实际比例计"}


def lost_by(short: Decimal, per: Decimal, each: Decimal, partial: Partial, unit: str) -> tuple[Decimal, str]:
    """Points lost for a shortfall of `short`, `each` for every `per` of it, with the step of the arithmetic."""
    if partial == "exact":
        loss = p.exact(Fraction(short) * Fraction(each) / Fraction(per))
        return loss, f"{p.show(short)} {unit} ÷ {p.show(per)} × {marks(each)} = {marks(loss)}"
    exact = Fraction(short) / Fraction(per)
    count = ceil(exact) if partial == "ceil" else floor(exact)
    loss = p.times(each, count)
    return loss, f"{p.show(short)} {unit}，{SAID[partial]}，计 {count} 份 × {marks(each)} = {marks(loss)}"
