"""Sheets scored once more with one leaf changed or left out; what that does not touch is taken over."""
from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from scoring.core import points as p
from scoring.core.frame import Frame
from scoring.core.rule import Setting
from scoring.core.ruleset import Indicator, Ruleset
from scoring.core.score import Run
from scoring.core.sheet import Sheet
from scoring.core.stage import Card, Line, Stage, Subtotal
from scoring.core.stages.grade import Grade
from scoring.core.stages.not_applicable import NotApplicable
from scoring.core.stages.round import Round
from scoring.core.stages.veto import Veto
from scoring.core.walking import Walk


@dataclass(frozen=True)
class Change:
    """A leaf that was ruled otherwise, or that is left out: its points and its maximum, not what depends on it."""

    leaf: Indicator
    left_out: bool


class First(Run):
    """The first scoring, on verified facts; keeps what the later ones take over."""

    def __init__(self, ruleset: Ruleset, sheets: tuple[Sheet, ...], frame: Frame) -> None:
        super().__init__(ruleset, sheets, "verified", frame)
        self.cards = tuple(self.card(n) for n in range(len(sheets)))
        self.lines = tuple(self.walk(n).lines_in_order() for n in range(len(sheets)))
        self.subtotals = tuple(self.walk(n).subtotals_in_order() for n in range(len(sheets)))
        self.somewhere_na = tuple(any(line.state == "not_applicable" for line in lines.values())
                                  for lines in self.lines)
        self.somewhere_fired = tuple(any(line.fired and key in self.vetoes for key, line in lines.items())
                                     for lines in self.lines)
        self.tops = tuple(self.walk(n).tops() for n in range(len(sheets)))
        self.uneven = tuple(any(s.max != s.asked for s in found.values()) for found in self.subtotals)
        self.states: tuple[dict[str, set[str]], ...] = tuple({} for _ in sheets)
        self._touched: dict[tuple[str, bool], frozenset[str]] = {}

    @functools.cached_property
    def vetoes(self) -> frozenset[str]:
        """The ids of the veto leaves."""
        return frozenset(node.id for node in self.ruleset.walk() if node.pool == "veto")

    @functools.cached_property
    def gated(self) -> bool:
        """Whether an indicator's points may bring an effect about."""
        return any(node.pool != "veto" and node.effect is not None for node in self.ruleset.walk())

    @functools.cached_property
    def moving(self) -> bool:
        """Whether points may move from one indicator to any other."""
        return any(node.settling.to is not None for node in self.ruleset.walk())

    @functools.cached_property
    def units(self) -> frozenset[str]:
        """The names of all units."""
        return frozenset(sheet.unit for sheet in self.sheets)

    @functools.cached_property
    def gathers(self) -> bool:
        """Whether units take scores from units below them."""
        return any(i.combiner is not None and i.combiner.gathers for i in self.ruleset.walk())

    def touched(self, change: Change) -> frozenset[str]:
        """The indicators whose subtotals a change may move: those above the leaf and those that wait for these."""
        key = (change.leaf.id, change.left_out)
        if key not in self._touched:
            self._touched[key] = _touched(self.ruleset, change)
        return self._touched[key]

    def whose(self, change: Change, n: int) -> tuple[int, ...] | None:
        """The sheets whose trees change when the n-th sheet's leaf is ruled otherwise; None where that is not told
        without scoring all of them."""
        leaf = change.leaf
        if self.gathers and self.sheets[n].parent in self.units:
            return None
        around = (leaf.rule is not None and leaf.rule.compares) or self.ruleset.policy_of(leaf) == "mean"
        return tuple(range(len(self.sheets))) if around else (n,)


class Again(Run):
    """Another scoring beside the first: the same ruleset, day and calendar."""

    def __init__(self, first: First, change: Change, sheets: tuple[Sheet, ...], whose: Iterable[int]) -> None:
        super().__init__(first.ruleset, sheets, first.view, first.frame)
        self.first, self.change, self.changed = first, change, frozenset(whose)
        self._afresh = not change.left_out and _asked_about(first.ruleset, change.leaf)
        self._settings: dict[str, Setting] = first._settings

    def walk(self, n: int) -> Walk:
        """The n-th sheet's way through the tree: the first one where the change does not reach."""
        if n not in self._walks:
            before = self.first.walk(n)
            if n not in self.changed:
                self._walks[n] = before
            elif self._afresh:
                self._walks[n] = Walk(self, n)
            else:
                self._walks[n] = Fork(self, n, before)
        return self._walks[n]

    def _finish(self, group: str) -> None:
        """Stages go over the cards that change; a stage that looks at several cards goes over all of them."""
        members = self._members[group]
        stages = [stage for _, stage in self.ruleset.stages if not isinstance(stage, Grade)]    # grades move nobody
        everyone = any(type(stage).run not in (Stage.run, Veto.run) for stage in stages)
        for n in members:
            if n not in self.changed and not everyone:
                self._cards[n] = self.first.cards[n]
        redone = [n for n in members if n not in self._cards]
        cards = [self._tree(n) for n in redone]
        for stage in stages:
            busy = [k for k, n in enumerate(redone) if everyone or not self._idle(stage, cards[k], n)]
            if isinstance(stage, Round):        # without its steps, which nobody will read
                cards = [card if card.total is None else replace(card, total=p.rounded(card.total, stage.places))
                         for card in cards]
                continue
            for k, card in zip(busy, stage.run(tuple(cards[k] for k in busy), self.ruleset), strict=True):
                cards[k] = card
        self._cards |= dict(zip(redone, cards, strict=True))
        self._walks.clear()     # they point back here: thousands of rings for the garbage collector otherwise

    def _idle(self, stage: Stage, card: Card, n: int) -> bool:
        """Whether a stage would look through a whole card for nothing."""
        line = card.lines.get(self.change.leaf.id)
        if isinstance(stage, Veto):
            own = self.change.leaf.pool == "veto" and line is not None and line.fired
            fired = own or self.first.somewhere_fired[n]
            return not fired and not self.first.gated
        if isinstance(stage, NotApplicable):
            away = self.first.somewhere_na[n] or (line is not None and line.state == "not_applicable")
            changed = (card.subtotals[key] for key in self.first.touched(self.change) & card.subtotals.keys())
            return not away and not self.first.uneven[n] and all(s.max == s.asked for s in changed)
        return False


class Fork(Walk):
    """A way through the tree that leaves an earlier one where the change begins."""

    def __init__(self, run: Again, n: int, before: Walk) -> None:
        self.__dict__ |= before.__dict__        # what is worked out stays so
        self.run, self.sheet, self._before = run, run.sheets[n], run.first
        leaf, touched = run.change.leaf, run.first.touched(run.change)
        self._leaf, self._left_out, self._touched = leaf, run.change.left_out, touched
        self.subtotals, self.lines = dict(before.subtotals), dict(before.lines)
        for key in touched:
            self.subtotals.pop(key, None)
        if self._left_out:
            above = self.ruleset.above(leaf.id)[:1]
            self._below = {**before._below, **{node.id: tuple(c for c in before._children(node) if c.id != leaf.id)
                                               for node in above if node.id in before._asked()}}
        else:
            self._alone = {key: line for key, line in before._alone.items() if key != leaf.id}
            self._awards = {key: award for key, award in before._awards.items() if key != leaf.id}
        self._moved = None if run.first.moving else {}

    def tops(self) -> list[tuple[Indicator, Subtotal]]:
        """The first-level indicators, without the one that is left out."""
        if self.ruleset.in_turn:
            return [(top, found) for top, found in super().tops() if not self._gone(top.id)]
        return [(top, self.visit(top) if top.id in self._touched else found) for top, found in self._before.tops[self.n]
                if not self._gone(top.id)]

    def lines_in_order(self) -> Mapping[str, Line]:
        """The earlier lines with those that changed; a leaf left out keeps its line for whoever asks about it."""
        changed = {key: self.lines[key] for key in self._touched if key in self.lines}
        return {**self._before.lines[self.n], **changed} if changed else self._before.lines[self.n]

    def subtotals_in_order(self) -> Mapping[str, Subtotal]:
        """The earlier subtotals with those that changed."""
        out = dict(self._before.subtotals[self.n])
        for key in self._touched & out.keys():
            node, found = self.ruleset.find(key), self.subtotals[key]
            whole = node is not None and not node.is_leaf
            out[key] = found if whole else Subtotal(found.points, found.max, found.asked)
        if self._left_out:
            out.pop(self._leaf.id, None)
        return out

    def _states(self, node: Indicator) -> set[str]:
        if node.id in self._touched:
            return super()._states(node)
        known = self._before.states[self.n]
        if node.id not in known:
            known[node.id] = super()._states(node)
        return known[node.id]

    def _moves_to(self, leaf: Indicator) -> str | None:
        return None if self._gone(leaf.id) else super()._moves_to(leaf)

    def _can_take(self, node: Indicator) -> bool:
        return not self._gone(node.id) and super()._can_take(node)

    def _gone(self, key: str) -> bool:
        return self._left_out and key == self._leaf.id


def _asked_about(ruleset: Ruleset, leaf: Indicator) -> bool:
    """Whether the facts of a leaf decide what is asked or counted elsewhere on the sheet."""
    return any((node.asks_if is not None and node.asks_if.id == leaf.id)
               or any(multiply.when == leaf.id for multiply in node.multiplies) for node in ruleset.walk())


def _touched(ruleset: Ruleset, change: Change) -> frozenset[str]:
    nodes = tuple(ruleset.walk())
    if any(node.settling.to is not None for node in nodes):     # points may go from anywhere to anywhere
        return frozenset(node.id for node in nodes) - ({change.leaf.id} if change.left_out else set())
    waiting: dict[str, list[str]] = {}
    for node in nodes:
        for other in ruleset.awaited_by(node):
            waiting.setdefault(other.id, []).append(node.id)
    gathering = [node.id for node in nodes if node.combiner is not None and node.combiner.gathers]
    if change.left_out:     # the leaf itself is as it was: whoever requires it is not touched
        todo = [node.id for node in ruleset.above(change.leaf.id)[:1]]
    else:
        todo = [change.leaf.id]
    found: set[str] = set()
    todo += gathering       # the units below have lost the same leaf
    while todo:
        key = todo.pop()
        if key not in found:
            found.add(key)
            todo += waiting.get(key, [])
    return frozenset(found)
