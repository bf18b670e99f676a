"""Reads the points an indicator table gives, in its points column or behind a title, and spreads them."""
from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_FLOOR, Decimal

from scoring.core import points as p

from .table_grid import Cell

_FIGURE = re.compile(r"(?:满分|共|计|共计)?(-?[0-9]+(?:\.[0-9]+)?)(?:分|%)?")
_BEHIND = re.compile(r"\((?:满分|共|共计|计|总分|最高|最多|上限)?:?(?:加|扣|为)?([0-9]{1,6}(?:\.[0-9]{1,4})?)分\)")
_STEPS = tuple(map(Decimal, ("1", "0.5", "0.1", "0.01", "0.0001")))


class NotPoints(ValueError):
    """The cell holds no usable points; the message is a Chinese sentence."""


def amount(cell: Cell) -> Decimal | None:
    """The points in a cell such as 10, "10分" or "５ 分"; None for an empty one, NotPoints for any other text."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", cell.text))
    if plain in ("", "-", "—", "/", "\\", "无"):
        return None
    match = _FIGURE.fullmatch(plain)
    if match is None:
        raise NotPoints(f"分值一栏写的是“{p.shorten(cell.text)}”，请只写一个数字，例如 10")
    try:
        return p.read(match[1])
    except p.NumberError as error:
        raise NotPoints(str(error)) from None


def behind(title: str) -> Decimal | None:
    """The points that a title names in brackets: 主动公开（30分）."""
    found = _BEHIND.findall(re.sub(r"\s+", "", unicodedata.normalize("NFKC", title)))
    return p.read(found[0]) if len(found) == 1 else None


def spread(whole: Decimal, parts: int) -> tuple[Decimal, ...] | None:
    """`whole` in as many parts, as even as points allow; the last takes what is left. None if there is too little."""
    step = next((s for s in _STEPS if whole % (s * parts) == 0), Decimal("0.01"))
    each = (whole / parts / step).to_integral_value(ROUND_FLOOR) * step
    if each <= 0:
        return None
    return (*([p.exact(each)] * (parts - 1)), p.exact(whole - each * (parts - 1)))


def fine_step(points: Decimal) -> Decimal | None:
    """The step a judged leaf needs so that its maximum can be reached; None where the usual 0.5 does."""
    if points % Decimal("0.5") == 0:
        return None
    return next(s for s in _STEPS[2:] if points % s == 0)
