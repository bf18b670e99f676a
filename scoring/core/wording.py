"""The words rules put around figures in steps and advice, so that all of them read alike."""
from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from . import points as p
from .rule import Setting, label_for


def marks(value: Decimal | int) -> str:
    """'67 分'."""
    return f"{p.show(value)} 分"


def amount(value: Decimal | int, unit: str) -> str:
    """'134 条', or the bare figure where there is no unit."""
    return f"{p.show(value)} {unit}" if unit else p.show(value)


def added(values: Iterable[Decimal]) -> str:
    """'6 + 2 − 4' for 6, 2 and -4."""
    text = ""
    for value in values:
        sign = " − " if value < 0 else " + "
        text += f"{sign}{p.show(abs(value))}" if text else p.show(value)
    return text or "0"


def joined(titles: Iterable[str]) -> str:
    """'机构、牌子'."""
    return "、".join(titles)


def main_label(setting: Setting, name: str, default: str) -> str:
    """The author's label of the main field: from `fields`, else from `ask`, else the rule's own."""
    return label_for(setting, name, setting.ask or default)


def lost_from(setting: Setting, loss: Decimal) -> tuple[Decimal, str]:
    """Raw points and the closing step for a loss: the loss itself in a deduction pool, else what is left."""
    if setting.deducts:
        return loss, f"扣 {marks(loss)}"
    left = setting.most - loss
    if not loss:
        return left, f"不扣分，得 {marks(left)}"
    return left, f"{marks(setting.most)} − {marks(loss)} = {marks(left)}"


def gives(setting: Setting, value: Decimal) -> str:
    """'得 5 分', or '扣 5 分' in a deduction pool."""
    return f"{'扣' if setting.deducts else '得'} {marks(value)}"
