"""The words rules put around figures in steps and advice, so that all of them read alike."""
from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from . import points as p
from .kinds_compound import Part
from .rule import Setting, label_for

if TYPE_CHECKING:  # words are put around figures everywhere, also by what a ruleset is made of
    from .ruleset import Ruleset
    from .stage import Gate


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


def gate_words(gate: Gate, ruleset: Ruleset, value: Decimal) -> str:
    """'78 分' for a gate on the total, '“网站”、“新媒体”合计 43 分' for one on indicators."""
    if not gate.of:
        return marks(value)
    titles = (node.title if (node := ruleset.find(key)) else key for key in gate.of)
    return f"{joined(f'“{title}”' for title in titles)}合计 {marks(value)}"


def percent(rate: Decimal | Part) -> tuple[Decimal | None, tuple[str, ...]]:
    """A rate as percent with four places, and the step to it; None for so many of 0, which does not apply."""
    if not isinstance(rate, Part):
        return rate, ()
    if rate.of == 0:
        return None, ("分母为 0，没有可考核的事项，按不适用处理",)
    value = p.share(p.exact(100), rate.done, rate.of)
    return value, (f"{rate.done} ÷ {rate.of} × 100 = {p.show(value)} %",)


def gives(setting: Setting, value: Decimal) -> str:
    """'得 5 分', or '扣 5 分' in a deduction pool."""
    return f"{'扣' if setting.deducts else '得'} {marks(value)}"
