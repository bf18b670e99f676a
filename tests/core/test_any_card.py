"""Whatever the ruleset and the sheets: cards do not depend on order, and what they print is what was used."""
from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.core import canonical
from scoring.core import points as p
from scoring.core.building import build_ruleset
from scoring.core.ranking import rank
from scoring.core.ruleset import Ruleset
from scoring.core.score import Frame, score, score_group, score_leaf
from scoring.core.sheet import View
from scoring.core.stage import FLOOR, Card
from scoring.core.vocabulary import builtin
from tests.core.cards import FRAMES, built, sheets_of, steps_of, sums_in

SOME = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
VIEWS = st.sampled_from(["claimed", "verified"])


def told(card: Card) -> object:
    return card.to_json() | {"barred": card.barred}


@given(st.data(), built(), FRAMES, VIEWS)
@SOME
def test_a_card_does_not_depend_on_the_order_of_the_sheets(data: st.DataObject, ruleset: Ruleset, frame: Frame,
                                                           view: View) -> None:
    sheets = data.draw(sheets_of(ruleset))
    cards = {card.unit: told(card) for card in score_group(ruleset, sheets, view, frame)}
    other = list(sheets)
    random.Random(data.draw(st.integers(0, 99))).shuffle(other)
    assert {card.unit: told(card) for card in score_group(ruleset, other, view, frame)} == cards
    for sheet in sheets:
        alone = score(ruleset, sheet, view, frame, [one for one in sheets if one is not sheet])
        assert told(alone) == cards[sheet.unit]


@given(st.data(), built(), FRAMES, VIEWS)
@SOME
def test_every_printed_sum_comes_out(data: st.DataObject, ruleset: Ruleset, frame: Frame, view: View) -> None:
    for card in score_group(ruleset, data.draw(sheets_of(ruleset)), view, frame):
        for step in steps_of(card):
            for printed, left, right in sums_in(step):
                assert left == right, (printed, step)


@given(st.data(), built(), FRAMES, VIEWS)
@SOME
def test_the_last_step_shows_the_points_and_stages_lead_to_the_total(data: st.DataObject, ruleset: Ruleset,
                                                                     frame: Frame, view: View) -> None:
    for card in score_group(ruleset, data.draw(sheets_of(ruleset)), view, frame):
        for key, line in card.lines.items():
            leaf = ruleset.leaf(key)
            assert leaf is not None
            if line.state == "answered" and leaf.pool != "veto":
                assert f"{p.show(line.points)} 分" in line.steps[-1], line
            if leaf.pool == "base" and not leaf.requires:
                assert line.lost == line.max - line.points
        for key, found in card.subtotals.items():
            assert not found.steps or found.max == 0 or f"{p.show(found.points)} 分" in found.steps[-1], (key, found)
        base = sum((card.subtotals[top.id].points for top in ruleset.indicators
                    if top.pool == "base" and top.id in card.subtotals), p.ZERO)
        now = base
        for stage in card.stages:
            assert stage.before == now, card.stages
            now = stage.after
            if stage.after != stage.before and stage.after is not None and stage.stage != "grade":
                assert any(p.show(stage.after) in step for step in stage.steps), stage
        assert now == card.total
        assert card.total is None or card.max > 0
        assert FLOOR not in [stage.stage for stage in card.stages[1:]] or "floor" in dict(ruleset.stages)


@given(st.data(), built(), st.sampled_from(["0.3", "0.5", "1"]))
@SOME
def test_a_grade_goes_to_no_more_units_than_its_quota(data: st.DataObject, ruleset: Ruleset, quota: str) -> None:
    best = replace(ruleset.grades[0], quota=Decimal(quota), floors={})
    limited = replace(ruleset, grades=(best, *ruleset.grades[1:]))
    sheets = data.draw(sheets_of(limited))
    for placed in rank(limited, score_group(limited, sheets)).values():
        ranked = [one for one in placed if one.place is not None]
        chosen = [one for one in ranked if one.grade == best.name]
        assert len(chosen) <= int(len(ranked) * Decimal(quota))
        rest = [one for one in ranked if one.grade != best.name]
        assert not {one.place for one in chosen} & {one.place for one in rest} or limited.ranking.ties == "order"


@given(st.data(), built(), FRAMES)
@SOME
def test_the_canonical_tree_gives_the_same_cards(data: st.DataObject, ruleset: Ruleset, frame: Frame) -> None:
    again, problems = build_ruleset(canonical.decode(canonical.encode(dict(ruleset.data)).decode()), builtin())
    assert again is not None, problems
    sheets = data.draw(sheets_of(ruleset))
    cards, others = score_group(ruleset, sheets, frame=frame), score_group(again, sheets, frame=frame)
    assert list(map(told, others)) == list(map(told, cards))
    assert rank(again, others) == rank(ruleset, cards)


@given(st.data(), built(), FRAMES, VIEWS)
@SOME
def test_a_leaf_alone_is_as_on_the_card_unless_others_bear_on_it(data: st.DataObject, ruleset: Ruleset, frame: Frame,
                                                                 view: View) -> None:
    sheets = data.draw(sheets_of(ruleset))
    moved = any(leaf.settling.to for leaf in ruleset.leaves)
    card = score_group(ruleset, sheets, view, frame)[0]
    for leaf in ruleset.leaves:
        if leaf.id in card.lines and not leaf.requires and not moved:
            assert score_leaf(ruleset, sheets[0], leaf, view, frame, sheets[1:]) == card.lines[leaf.id]
