"""One leaf's line on its own: what facts hold, what multiplies it, between which limits its points stay."""
from __future__ import annotations

from decimal import Decimal
from typing import Any

from . import points as p
from .facts import Facts, Ticks
from .rule import Award
from .ruleset import Indicator, Ruleset
from .stage import Line


def equals(leaf: Indicator, facts: Facts, word: str) -> bool:
    """Whether a leaf's main fact is what a condition names; among ticks, whether it is ticked."""
    field = leaf.asked_fields()[0]
    wanted: Any = field.kind.parse([word] if isinstance(field.kind, Ticks) else word)
    given = facts[field.name]
    return set(wanted) <= set(given) if isinstance(field.kind, Ticks) else bool(given == wanted)


def holds(leaf: Indicator, facts: Facts) -> bool:
    """Whether a leaf's main fact is "yes", or a number other than 0."""
    main = facts[leaf.asked_fields()[0].name]
    return main is True or (isinstance(main, (int, Decimal)) and not isinstance(main, bool) and main != 0)


def veto_line(leaf: Indicator, facts: Facts) -> Line:
    """A veto leaf's line: it fires on "yes", on a number other than 0, or on one that passes its `when`."""
    field, gate = leaf.asked_fields()[0], leaf.effect.when if leaf.effect is not None else None
    if gate is None:
        fired = holds(leaf, facts)
        said = f"发生“{leaf.title}”，触发一票否决" if fired else "没有发生，不触发一票否决"
    else:
        figure = Decimal(facts[field.name])
        fired = gate.holds(figure)
        unit = f" {field.unit}" if field.unit else ""
        line = gate.words(unit)
        said = f"{p.show(figure)}{unit}，" + (f"{line}，触发一票否决" if fired else f"没有达到“{line}”，不触发一票否决")
    return Line(p.ZERO, p.ZERO, p.ZERO, (said,), "answered", fired)


def settle(points: Decimal, steps: tuple[str, ...], leaf: Indicator,
           ruleset: Ruleset) -> tuple[Decimal, tuple[str, ...]]:
    """A leaf's points between its floor and its cap, with the step that says which of them bit."""
    if leaf.points is not None and points > leaf.points:
        return leaf.points, (*steps, f"封顶 {p.show(leaf.points)} 分")
    first_level = "." not in leaf.number
    stops = ruleset.floor == "item" or (ruleset.floor == "section" and first_level)
    floor = leaf.floor if leaf.floor is not None else (p.ZERO if stops else "none")
    if isinstance(floor, Decimal) and points < floor:
        return floor, (*steps, floor_words(floor))
    return points, steps


def floor_words(floor: Decimal) -> str:
    """The step of a floor that bit."""
    return "扣完为止，计 0 分" if floor == 0 else f"最低计 {p.show(floor)} 分"


def times_over(leaf: Indicator, award: Award, by: Decimal, why: str) -> Award:
    """An award whose loss, or whose gain where the rule awards, counts `by` times."""
    often = f"因“{why}”按 {p.show(by)} 倍计"
    if award.loss is None or leaf.pool == "deduction":
        more = p.times(award.points, by)
        said = f"{often}：{p.show(award.points)} 分 × {p.show(by)} = {p.show(more)} 分"
        return Award(more, (*award.steps, said), loss=None if award.loss is None else more)
    worth, loss = worth_of(leaf), p.times(award.loss, by)
    said = (f"扣分{often}：{p.show(award.loss)} 分 × {p.show(by)} = {p.show(loss)} 分，"
            f"{p.show(worth)} − {p.show(loss)} = {p.show(worth - loss)} 分")
    return Award(worth - loss, (*award.steps, said), loss=loss)


def worth_of(leaf: Indicator) -> Decimal:
    """The points a leaf is worth on a card; 0 for a veto or a record."""
    return leaf.points if leaf.points is not None and leaf.pool != "veto" else p.ZERO


def unanswered(leaf: Indicator, worth: Decimal) -> Line:
    """The line of a leaf without facts: 0 points, and whose turn it is."""
    waits = {"reviewer": "待复核员评定", "office": "待考核办录入", "unit": "未填报"}[leaf.filled_by]
    if leaf.filled_by == "unit" and any(f.by == "office" and not f.optional for f in leaf.asked_fields()):
        waits = "未填报，或者考核办还没有录入有关数据"
    lost = worth if leaf.pool == "base" else p.ZERO
    counts = leaf.pool == "base" and leaf.points is not None
    return Line(p.ZERO, worth, lost, (f"{waits}，计 0 分" if counts else waits,), "unanswered")
