"""Whatever the ruleset and the sheets: what is taken over comes out as if everything were scored again."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.core.frame import Frame
from scoring.core.ranking import order_key, rank
from scoring.core.ruleset import Indicator, Ruleset
from scoring.core.score import Run, score_group
from scoring.core.sheet import Sheet
from scoring.core.stage import Card, Subtotal
from scoring.core.walking import Walk
from scoring.rulebook.firmness import confirmed, corrected, firmness, places
from scoring.rulebook.firmness_again import Again, Change, First
from tests.core.cards import FRAMES, built, sheets_of

SOME = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


def told(card: Card) -> dict[str, Any]:
    """What a card comes to, without what the printed steps of stages and grades say."""
    said = {key: value for key, value in card.to_json().items() if key not in ("grade", "stages")}
    return said | {"barred": card.barred}


class Without(Run):
    """Scores from the beginning, every branch without one leaf: slow, and nothing is taken over."""

    def __init__(self, ruleset: Ruleset, sheets: tuple[Sheet, ...], frame: Frame, leaf: Indicator) -> None:
        super().__init__(ruleset, sheets, "verified", frame)
        self.leaf = leaf

    def walk(self, n: int) -> Walk:
        if n not in self._walks:
            self._walks[n] = WalkWithout(self, n)
        return self._walks[n]


class WalkWithout(Walk):
    """A way through the tree on which the leaf is asked and answered, but counts nowhere."""

    run: Without
    counting = False

    def tops(self) -> list[tuple[Indicator, Subtotal]]:
        first = Walk(Run(self.run.ruleset, self.run.sheets, "verified", self.run.frame), self.n)
        first.tops()
        self._asked()       # with the leaf
        self.counting = True
        found = [(top, self.visit(top)) for top in self.ruleset.indicators if self.asks(top)]
        for node in self.ruleset.in_turn:
            if node.id in self._asked():
                self.visit(node)
        if self.run.leaf.id in first.lines:
            self.lines[self.run.leaf.id] = first.lines[self.run.leaf.id]
        return [(top, s) for top, s in found if top.id != self.run.leaf.id]

    def subtotals_in_order(self) -> Mapping[str, Subtotal]:
        return {key: s for key, s in super().subtotals_in_order().items() if key != self.run.leaf.id}

    def _moves_to(self, leaf: Indicator) -> str | None:
        return None if self.counting and leaf.id == self.run.leaf.id else super()._moves_to(leaf)

    def _can_take(self, node: Indicator) -> bool:
        return not (self.counting and node.id == self.run.leaf.id) and super()._can_take(node)

    def _children(self, node: Indicator) -> tuple[Indicator, ...]:
        kept = super()._children(node)
        return tuple(c for c in kept if c.id != self.run.leaf.id) if self.counting else kept


@given(st.data(), built(), FRAMES)
@SOME
def test_a_correction_left_out_is_scoring_without_it(data: st.DataObject, ruleset: Ruleset, frame: Frame) -> None:
    sheets = data.draw(sheets_of(ruleset))
    first = First(ruleset, sheets, frame)
    for n, sheet in enumerate(sheets):
        for leaf in corrected(ruleset, sheet):
            change, whose = Change(leaf, left_out=False), None
            whose = first.whose(change, n)
            other = (*sheets[:n], confirmed(sheet, leaf.id), *sheets[n + 1:])
            if whose is not None:
                run = Again(first, change, other, whose)
                found = [told(run.card(k)) for k in range(len(sheets))]
                assert found == [told(card) for card in score_group(ruleset, other, "verified", frame)]


@given(st.data(), built(), FRAMES)
@SOME
def test_a_leaf_left_out_is_scoring_every_branch_without_it(data: st.DataObject, ruleset: Ruleset, frame: Frame) -> None:
    sheets = data.draw(sheets_of(ruleset))
    first = First(ruleset, sheets, frame)
    for leaf in ruleset.leaves:
        if leaf.pool == "veto" or not leaf.rule.needs_points:
            continue
        again = Again(first, Change(leaf, left_out=True), sheets, range(len(sheets)))
        slow = Without(ruleset, sheets, frame, leaf)
        assert [told(again.card(n)) for n in range(len(sheets))] == [told(slow.card(n)) for n in range(len(sheets))]


@given(st.data(), built(), FRAMES)
@SOME
def test_every_range_contains_the_place_a_unit_has(data: st.DataObject, ruleset: Ruleset, frame: Frame) -> None:
    sheets = data.draw(sheets_of(ruleset))
    ranking = rank(ruleset, score_group(ruleset, sheets, "verified", frame))
    found = firmness(ruleset, sheets, frame, draws=5)
    assert {g.group: [(u.unit, u.place, u.total) for u in g.units] for g in found} == {
        group: [(x.unit, x.place, x.total) for x in placed] for group, placed in ranking.items()}
    for unit in (unit for group in found for unit in group.units):
        for span in (unit.corrections, unit.weights, unit.leaves):
            assert unit.place in span
            assert unit.whole.with_(span) == unit.whole


@given(st.data(), built())
@SOME
def test_places_by_keys_are_those_of_the_ranking(data: st.DataObject, ruleset: Ruleset) -> None:
    cards = score_group(ruleset, data.draw(sheets_of(ruleset)))
    apart = ruleset.ranking.vetoed == "apart"
    for group, placed in rank(ruleset, cards).items():
        mine = [card for card in cards if card.group == group]
        keys = [None if c.total is None or (apart and c.vetoes) else order_key(ruleset, c) for c in mine]
        assert dict(zip((c.unit for c in mine), places(keys, ruleset.ranking.ties), strict=True)) == {
            x.unit: x.place for x in placed}
