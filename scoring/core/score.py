"""Scores the sheets of a group: the tree first, then each stage over all cards together."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from . import points as p
from .combiner import Part
from .facts import Facts
from .ruleset import Indicator, Ruleset, applies
from .sheet import Sheet, View
from .stage import FLOOR, Card, Line, Subtotal
from .workdays import Workdays


@dataclass(frozen=True)
class Frame:
    """What an assessment hands in besides ruleset and sheets: the day it looks from, and the calendar."""

    as_of: date | None = None
    workdays: Workdays = field(default_factory=Workdays)


def score(ruleset: Ruleset, sheet: Sheet, view: View = "verified", frame: Frame | None = None) -> Card:
    """One unit's card: `score_group` of one."""
    return score_group(ruleset, [sheet], view, frame)[0]


def score_group(ruleset: Ruleset, sheets: Iterable[Sheet], view: View = "verified",
                frame: Frame | None = None) -> tuple[Card, ...]:
    """The cards of one group's sheets, in their order, on claimed or verified facts."""
    cards = tuple(_tree(ruleset, sheet, view, frame or Frame()) for sheet in sheets)
    for _, stage in ruleset.stages:
        cards = stage.run(cards, ruleset)
    return cards


def _tree(ruleset: Ruleset, sheet: Sheet, view: View, frame: Frame) -> Card:
    walk = _Walk(ruleset, sheet, view, frame)
    tops = [walk.visit(top, 1) for top in ruleset.indicators
            if not top.obsolete and applies(top, sheet.group)]
    base = [s for top, s in tops if top.pool == "base"]
    asked = sum((s.asked for s in base), p.ZERO)
    total: Decimal | None = sum((s.points for s in base), p.ZERO)
    maximum = sum((s.max for s in base), p.ZERO)
    if asked > 0 and maximum <= 0:
        total = None
    card = Card(sheet.unit, sheet.group, total, maximum, None, walk.lines, walk.subtotals)
    if total is not None and total < 0 and ruleset.floor == "total":
        return card.after(FLOOR, p.ZERO, (f"各项合计 {p.show(total)} 分，{_floor_words(p.ZERO)}",))
    return card


def score_leaf(ruleset: Ruleset, sheet: Sheet, leaf: Indicator, view: View = "verified",
               frame: Frame | None = None) -> Line:
    """One leaf's line alone, as it would stand on the card: for previews and lists of one indicator."""
    return _Walk(ruleset, sheet, view, frame or Frame()).line(leaf)


class _Walk:
    """One sheet's way through the tree; first-level leaves are noted as subtotals too."""

    def __init__(self, ruleset: Ruleset, sheet: Sheet, view: View, frame: Frame) -> None:
        self.ruleset, self.sheet, self.view, self.frame = ruleset, sheet, view, frame
        self.lines: dict[str, Line] = {}
        self.subtotals: dict[str, Subtotal] = {}

    def visit(self, node: Indicator, depth: int) -> tuple[Indicator, Subtotal]:
        if node.is_leaf:
            line = self.lines[node.id] = self.line(node)
            result = Subtotal(line.points, line.max, _worth(node), ())
        else:
            result = self.branch(node, depth)
        if depth == 1 or not node.is_leaf:
            self.subtotals[node.id] = result
        return node, result

    def branch(self, node: Indicator, depth: int) -> Subtotal:
        below = [self.visit(child, depth + 1) for child in node.children
                 if not child.obsolete and applies(child, self.sheet.group)]
        parts = tuple(Part(child.title, s.points, s.max, applicable=s.max > 0 or s.asked == 0)
                      for child, s in below if child.pool != "veto")
        if node.combiner is None:
            raise TypeError(f"branch {node.id} has no combiner")
        award = node.combiner.combine(parts, node.points or p.ZERO)
        floor = node.floor if node.floor is not None else (
            p.ZERO if self.ruleset.floor == "section" and depth == 1 else "none")
        points, steps, most = award.points, award.steps, sum((s.max for _, s in below), p.ZERO)
        if isinstance(floor, Decimal) and points < floor and most > 0:  # what does not apply has no least either
            points, steps = floor, (*steps, _floor_words(floor))
        return Subtotal(points, most, sum((s.asked for _, s in below), p.ZERO), steps)

    def line(self, leaf: Indicator) -> Line:
        if leaf.rule is None:
            raise TypeError(f"{leaf.id} is not a leaf")
        worth = _worth(leaf)
        if self.sheet.not_applicable_in(leaf.id, self.view):
            return Line(p.ZERO, p.ZERO, p.ZERO, ("本项不适用，不计分值",), "not_applicable")
        facts = self.sheet.facts_in(leaf.id, self.view)
        if facts is None:
            return self.unanswered(leaf, worth)
        setting = leaf.setting(self.frame.as_of, self.frame.workdays)
        award = leaf.rule.award(facts, setting)
        if award.empty:
            return Line(p.ZERO, p.ZERO, p.ZERO, (*award.steps, "本项不适用，不计分值"), "not_applicable")
        if leaf.pool == "veto":
            return _veto_line(leaf, facts)
        points, steps = settle(award.points, award.steps, leaf, self.ruleset)
        lost = points if leaf.pool == "deduction" else p.ZERO if leaf.pool == "bonus" else worth - points
        return Line(points, worth, lost, steps)

    def unanswered(self, leaf: Indicator, worth: Decimal) -> Line:
        said = "待复核员评定" if leaf.filled_by == "reviewer" else "未填报"
        lost = worth if leaf.pool == "base" else p.ZERO
        return Line(p.ZERO, worth, lost, (f"{said}，计 0 分" if leaf.pool == "base" else said,), "unanswered")


def settle(points: Decimal, steps: tuple[str, ...], leaf: Indicator,
           ruleset: Ruleset) -> tuple[Decimal, tuple[str, ...]]:
    """A leaf's points between its floor and its cap, with the step that says which of them bit."""
    if leaf.points is not None and points > leaf.points:
        return leaf.points, (*steps, f"封顶 {p.show(leaf.points)} 分")
    first_level = "." not in leaf.number
    stops = ruleset.floor == "item" or (ruleset.floor == "section" and first_level)
    floor = leaf.floor if leaf.floor is not None else (p.ZERO if stops else "none")
    if isinstance(floor, Decimal) and points < floor:
        return floor, (*steps, _floor_words(floor))
    return points, steps


def _floor_words(floor: Decimal) -> str:
    return "扣完为止，计 0 分" if floor == 0 else f"最低计 {p.show(floor)} 分"


def _worth(leaf: Indicator) -> Decimal:
    return leaf.points if leaf.points is not None and leaf.pool != "veto" else p.ZERO


def _veto_line(leaf: Indicator, facts: Facts) -> Line:
    main = facts[leaf.asked_fields()[0].name]
    fired = main is True or (isinstance(main, (int, Decimal)) and not isinstance(main, bool) and main != 0)
    said = f"发生“{leaf.title}”，触发一票否决" if fired else "没有发生，不触发一票否决"
    return Line(p.ZERO, p.ZERO, p.ZERO, (said,), "answered", fired)
