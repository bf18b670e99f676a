"""One sheet's way through the tree: each leaf's line, each branch's subtotal, in the order they need each other."""
from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from . import points as p
from .combiner import Part, Scene
from .combiners.sum import Sum
from .frame import drawn
from .leaf_line import equals, floor_words, holds, settle, times_over, unanswered, veto_line, worth_of
from .rule import Award
from .ruleset import Indicator, applies
from .settling import filled_up, settled_line, spread_out, spreads
from .stage import Line, Subtotal

if TYPE_CHECKING:  # a run makes the walks
    from .score import Run


class Walk:
    """The lines and subtotals of one sheet, worked out once each."""

    def __init__(self, run: Run, n: int) -> None:
        self.run, self.n, self.ruleset, self.sheet = run, n, run.ruleset, run.sheets[n]
        self.lines: dict[str, Line] = {}            # as they stand on the card
        self.subtotals: dict[str, Subtotal] = {}
        self._alone: dict[str, Line] = {}           # each leaf by itself, before `requires` and moved points
        self._awards: dict[str, Award | None] = {}
        self._asks: dict[str, bool] = {}
        self._below: dict[str, tuple[Indicator, ...]] = {}
        self._on: Mapping[str, Indicator] | None = None
        self._moved: dict[str, list[Indicator]] | None = None
        for node in self.ruleset.asking_turn:
            self.asks(node)

    def tops(self) -> list[tuple[Indicator, Subtotal]]:
        """The first-level indicators asked here and what they come to; what others require is worked out first."""
        for node in self.ruleset.in_turn:
            if node.id in self._asked():
                self.visit(node)
        return [(top, self.visit(top)) for top in self.ruleset.indicators if self.asks(top)]

    def asks(self, node: Indicator) -> bool:
        """Whether an indicator is asked of this unit: its group, its condition, and the draw among its siblings."""
        if node.id not in self._asks:
            self._asks[node.id] = (not node.obsolete and applies(node, self.sheet.group)
                                   and (node.asks_if is None or self._condition_holds(node)))
        return self._asks[node.id]

    def visit(self, node: Indicator) -> Subtotal:
        """What an indicator comes to: cap and floor, what others moved to it, and what it requires included."""
        if node.id in self.subtotals:
            return self.subtotals[node.id]
        if not node.is_leaf:
            found = self._with_required(node, self._with_moved(node, self._branch(node)))
        else:
            line = self.line(node)
            gone = line.max == 0 and self._moves_to(node) is not None
            alone = Subtotal(line.points, line.max, p.ZERO if gone else worth_of(node), line.steps)
            found = self._with_required(node, self._with_moved(node, alone))
            if found is not alone:
                lost = found.max - found.points if node.pool == "base" else p.ZERO
                line = Line(found.points, found.max, lost, found.steps, line.state, line.fired)
            self.lines[node.id] = line
        self.subtotals[node.id] = found
        return found

    def line(self, leaf: Indicator) -> Line:
        """A leaf's line by itself."""
        if leaf.id not in self._alone:
            self._alone[leaf.id] = self._line(leaf)
        return self._alone[leaf.id]

    def applies(self, leaf: Indicator) -> bool:
        """Whether a leaf is asked here and applies, answered or not."""
        if leaf.id not in self._asked() or self.sheet.not_applicable_in(leaf.id, self.run.view):
            return False
        award = self._award(leaf)
        return award is None or not award.empty

    def figure(self, leaf: Indicator) -> Decimal | None:
        """The figure this unit is compared by; None where the leaf is unanswered or does not apply."""
        facts = self.sheet.facts_in(leaf.id, self.run.view)
        if leaf.rule is None or facts is None or self.sheet.not_applicable_in(leaf.id, self.run.view):
            return None
        return leaf.rule.figure(facts) if leaf.id in self._asked() else None

    def leaves(self) -> tuple[Indicator, ...]:
        """The leaves asked of this unit, in the order of the tree."""
        return tuple(leaf for leaf in self.ruleset.leaves if leaf.id in self._asked())

    def lines_in_order(self) -> Mapping[str, Line]:
        """The lines that stand on the card, in the order of the tree."""
        return {leaf.id: self.lines[leaf.id] for leaf in self.ruleset.leaves if leaf.id in self.lines}

    def subtotals_in_order(self) -> Mapping[str, Subtotal]:
        """The branches and the first-level leaves, in the order of the tree; a leaf's steps stand on its line."""
        out = {}
        for node in self.ruleset.walk():
            found = self.subtotals.get(node.id)
            if found is not None and not node.is_leaf:
                out[node.id] = found
            elif found is not None and "." not in node.number:
                out[node.id] = Subtotal(found.points, found.max, found.asked)
        return out

    def _asked(self) -> Mapping[str, Indicator]:
        """Every indicator asked of this unit, by id."""
        if self._on is None:
            found: dict[str, Indicator] = {}

            def below(node: Indicator) -> None:
                found[node.id] = node
                for child in self._children(node):
                    below(child)

            for top in self.ruleset.indicators:
                if self.asks(top):
                    below(top)
            self._on = found
        return self._on

    def _children(self, node: Indicator) -> tuple[Indicator, ...]:
        if node.id not in self._below:
            self._below[node.id] = self._chosen(node)
        return self._below[node.id]

    def _chosen(self, node: Indicator) -> tuple[Indicator, ...]:
        asked = tuple(child for child in node.children if self.asks(child))
        take = self.ruleset.draws.get(node.id)
        if take is None or not self.run.frame.seed or take >= len(asked):
            return asked
        chosen = set(drawn(self.run.frame.seed, node.id, [child.id for child in asked], take))
        return tuple(child for child in asked if child.id in chosen)

    def _undrawn(self, node: Indicator) -> bool:
        return node.id in self.ruleset.draws and not self.run.frame.seed

    def _condition_holds(self, node: Indicator) -> bool:
        condition = node.asks_if
        leaf = self.ruleset.leaf(condition.id) if condition is not None else None
        if condition is None or leaf is None:
            return True
        facts = self.sheet.facts_in(leaf.id, self.run.view)
        asked = all(self.asks(one) for one in (leaf, *self.ruleset.above(leaf.id)))
        if facts is None or not asked or self.sheet.not_applicable_in(leaf.id, self.run.view):
            return False
        return equals(leaf, facts, condition.equals)

    def _branch(self, node: Indicator) -> Subtotal:
        below = [(child, self.visit(child)) for child in self._children(node)]
        asked = sum((s.asked for _, s in below), p.ZERO)
        spread: tuple[str, ...] = ()
        if isinstance(node.combiner, Sum):
            below, spread = self._spread(below)
        elif node.combiner is not None and node.combiner.picks:
            here = [(child, s) for child, s in below if self._states(child) - {"not_applicable"}]
            below, spread = filled_up(here or below)
        parts = tuple(Part(child.title, s.points, s.max, child.weight, s.max > 0 or s.asked == 0,
                           "answered" in self._states(child))
                      for child, s in below if child.pool != "veto" and (child.rule is None or child.rule.needs_points))
        award = self._combined(node, parts)
        most = sum((s.max for _, s in below), p.ZERO)
        if not isinstance(node.combiner, Sum) or self._undrawn(node):
            gathers = node.combiner is not None and node.combiner.gathers     # then units below may score alone
            asked = node.points or p.ZERO
            most = p.ZERO if award.empty or (most == 0 and not gathers) else asked
        points, steps = award.points, (*spread, *award.steps)
        if node.points is not None and node.pool != "veto":
            cap = max(node.points, most) if node.pool == "base" else node.points    # others may move points here
            if points > cap:
                points, steps = cap, (*steps, f"封顶 {p.show(cap)} 分")
        first_level = "." not in node.number
        floor = node.floor if node.floor is not None else (
            p.ZERO if self.ruleset.floor == "section" and first_level else "none")
        if isinstance(floor, Decimal) and points < floor and most > 0:  # what does not apply has no least either
            points, steps = floor, (*steps, floor_words(floor))
        return Subtotal(points, most, asked, steps)

    def _combined(self, node: Indicator, parts: tuple[Part, ...]) -> Award:
        if node.combiner is None:
            raise TypeError(f"branch {node.id} has no combiner")
        worth = node.points or p.ZERO
        groups: tuple[str, ...] = tuple(getattr(node.combiner, "groups", ())) if node.combiner.gathers else ()
        below = self.sheet.subordinates.get(node.id) or self.run.below(self.n, groups)
        award = node.combiner.combine(parts, Scene(worth, below, self.run.frame.seed, f"{self.sheet.unit}/{node.id}"))
        if node.id not in self.ruleset.draws:
            return award
        if not self._undrawn(node):
            return Award(award.points, (f"抽取 {len(parts)} 项：{'、'.join(x.title for x in parts)}", *award.steps))
        most = sum((part.max for part in parts), p.ZERO)
        if most <= 0:
            return award
        scaled = p.share(worth, award.points, most)
        said = f"尚未抽取，暂按全部 {len(parts)} 项折算：{p.show(worth)} × {p.show(award.points)} ÷ {p.show(most)}"
        return Award(scaled, (*award.steps, f"{said} = {p.show(scaled)} 分"))

    def _spread(self, below: list[tuple[Indicator, Subtotal]],
                ) -> tuple[list[tuple[Indicator, Subtotal]], tuple[str, ...]]:
        away = [(child, s) for child, s in below if s.asked > 0 and s.max == 0 and spreads(self.ruleset, child)]
        stay = [(child, s) for child, s in below if s.max > 0]
        if not away or not stay:
            return below, ()
        return spread_out(stay, [child for child, _ in away], sum((s.asked for _, s in away), p.ZERO))

    def _states(self, node: Indicator) -> set[str]:
        return {self.line(leaf).state for leaf in node.walk() if leaf.is_leaf and leaf.id in self._asked()}

    def _with_moved(self, node: Indicator, found: Subtotal) -> Subtotal:
        """The subtotal after taking over the points that leaves elsewhere move to this indicator."""
        for leaf in self._moved_to(node):
            worth, more = found.max + worth_of(leaf), worth_of(leaf)
            points = p.share(found.points, worth, found.max)
            said = (f"另加“{leaf.title}”不适用的 {p.show(more)} 分：{p.show(found.points)} × {p.show(worth)} ÷ "
                    f"{p.show(found.max)} = {p.show(points)} 分")
            found = Subtotal(points, worth, found.asked + more, (*found.steps, said))
        return found

    def _moved_to(self, node: Indicator) -> list[Indicator]:
        if self._moved is None:
            self._moved = {}
            for leaf in self._asked().values():
                target = self._moves_to(leaf)
                if target is not None and self.line(leaf).max == 0 and self.line(leaf).state == "not_applicable":
                    self._moved.setdefault(target, []).append(leaf)
        return self._moved.get(node.id, [])

    def _moves_to(self, leaf: Indicator) -> str | None:
        """Where a leaf's points go if it does not apply here; None where they stay, or where nobody could take them."""
        moves = leaf.is_leaf and leaf.pool == "base" and self.ruleset.policy_of(leaf) == "spread"
        to = leaf.settling.to if moves else None
        target = self.ruleset.find(to) if to is not None else None
        return to if target is not None and self._can_take(target) else None

    def _can_take(self, node: Indicator) -> bool:
        if node.id not in self._asked():
            return False
        if node.is_leaf:
            return self.line(node).max > 0
        return any(self._can_take(child) for child in self._children(node))

    def _with_required(self, node: Indicator, found: Subtotal) -> Subtotal:
        for key in node.requires:
            other = self.ruleset.find(key)
            if other is None or other.id not in self._asked():
                continue
            needed = self.visit(other)
            if needed.max > 0 and needed.points <= 0 and found.points != 0:
                said = f"“{other.title}”没有得分，本项计 0 分"
                return Subtotal(p.ZERO, found.max, found.asked, (*found.steps, said))
        return found

    def _award(self, leaf: Indicator) -> Award | None:
        """What the facts of a leaf are worth by its rule; None where there are none."""
        if leaf.id not in self._awards:
            facts = self.sheet.facts_in(leaf.id, self.run.view)
            if leaf.rule is None or facts is None:
                self._awards[leaf.id] = None
            else:
                self._awards[leaf.id] = leaf.rule.award(facts, self.run.setting(leaf, self.n))
        return self._awards[leaf.id]

    def _line(self, leaf: Indicator) -> Line:
        worth = worth_of(leaf)
        if self.sheet.not_applicable_in(leaf.id, self.run.view):
            return self._settled(leaf, worth, ())
        award, facts = self._award(leaf), self.sheet.facts_in(leaf.id, self.run.view)
        if award is None or facts is None:
            return unanswered(leaf, worth)
        if award.empty:
            return self._settled(leaf, worth, award.steps)
        if leaf.pool == "veto":
            return veto_line(leaf, facts)
        fired = holds(leaf, facts)
        award = self._multiplied(leaf, award)
        points, steps = settle(award.points, award.steps, leaf, self.ruleset)
        lost = points if leaf.pool == "deduction" else p.ZERO if leaf.pool == "bonus" else worth - points
        return Line(points, worth, lost, steps, fired=fired)

    def _settled(self, leaf: Indicator, worth: Decimal, steps: tuple[str, ...]) -> Line:
        if leaf.pool != "base":
            return Line(p.ZERO, p.ZERO, p.ZERO, (*steps, "本项不适用，不计分值"), "not_applicable")
        policy = self.ruleset.policy_of(leaf)
        mean = self.run.mean(leaf, leaf.settling.of or self.sheet.group) if policy == "mean" else None
        return settled_line(policy, leaf, worth, mean, steps)

    def _multiplied(self, leaf: Indicator, award: Award) -> Award:
        for multiply in leaf.multiplies:
            other = self.ruleset.leaf(multiply.when)
            if other is not None:
                facts = self.sheet.facts_in(other.id, self.run.view)
                here = other.id in self._asked() and not self.sheet.not_applicable_in(other.id, self.run.view)
                on, why = here and facts is not None and holds(other, facts), other.title
            else:
                on, why = self.sheet.group == multiply.when, multiply.when
            if on:
                award = times_over(leaf, award, multiply.by, why)
        return award
