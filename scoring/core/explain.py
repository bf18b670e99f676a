"""Says in words why points were lost, and how a branch came by its points."""
from __future__ import annotations

from collections.abc import Iterator

from .combiners.sum import Sum
from .ruleset import Indicator, Ruleset
from .stage import Card, Line, Subtotal


def branch_steps(node: Indicator, subtotal: Subtotal | None) -> tuple[str, ...]:
    """The steps of a branch that the figures below it do not say by themselves: none for a plain sum."""
    if subtotal is None or node.is_leaf or node.pool == "veto":
        return ()
    plain = isinstance(node.combiner, Sum) and len(subtotal.steps) <= 1
    return () if plain else subtotal.steps


def branches_said(ruleset: Ruleset, card: Card) -> Iterator[tuple[Indicator, tuple[str, ...]]]:
    """The branches of a card whose steps must be said, in the order of the tree."""
    for node in ruleset.walk():
        steps = branch_steps(node, card.subtotals.get(node.id))
        if steps:
            yield node, steps


def why_lost(line: Line, reason: str = "") -> str:
    """The reviewer's reason, if any, and the arithmetic; '' where nothing was lost."""
    if line.lost <= 0:
        return ""
    arithmetic = "；".join(line.steps)
    return f"{reason.rstrip('。')}。{arithmetic}" if reason else arithmetic
