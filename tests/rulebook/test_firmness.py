"""How firm a ranking is, worked by hand: three units, two sections, one correction."""
from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from scoring.core.frame import Frame
from scoring.core.ruleset import Ruleset
from scoring.core.score import score_group
from scoring.core.sheet import Sheet, read_sheet
from scoring.rulebook.firmness import Firmness, Span, Turn, corrected, firmness, places
from scoring.rulebook.firmness_weights import SEED, factor, totals
from tests.make import read_once

RULES = """
ruleset: firm
version: "1"
title: 三个单位
points: 100
indicators:
  - {id: news, title: 信息发布, points: 50, score: {rule: per_entry, each: 1}}
  - id: basics
    title: 基础工作
    points: 50
    indicators:
      - {id: plan, title: 工作方案, points: 20, score: {rule: per_entry, each: 1}}
      - {id: reply, title: 留言办结, points: 30, score: {rule: per_entry, each: 1}}
"""
# 80, 78 (84 before the correction) and 70 points.
UNITS = (
    {"unit": "甲", "facts": {"news": 40, "plan": 20, "reply": 20}},
    {"unit": "乙", "facts": {"news": 46, "plan": 10, "reply": 28}, "rulings": {"news": 40}},
    {"unit": "丙", "facts": {"news": 50, "plan": 5, "reply": 15}},
)


def rules(more: str = "") -> Ruleset:
    return read_once(RULES + more)


def sheets(ruleset: Ruleset, *trees: dict[str, Any]) -> tuple[Sheet, ...]:
    problems: list[Any] = []
    made = tuple(read_sheet(tree, ruleset, (), problems) for tree in trees)
    assert problems == []
    return made


def found(*trees: dict[str, Any], more: str = "") -> Firmness:
    ruleset = rules(more)
    (one,) = firmness(ruleset, sheets(ruleset, *trees), Frame())
    return one


def test_three_units_by_hand() -> None:
    one = found(*UNITS)
    # Without the correction 乙 has 84 points. Without 工作方案 they have 60, 68 and 65; without 留言办结 60, 50 and 55;
    # without 信息发布 40, 38 and 20. No weights between 0.9 and 1.1 turn anybody: 丙 passes 乙 where 10 × news > 18 × basics.
    assert [(u.unit, u.place, u.total, u.corrections, u.weights, u.leaves) for u in one.units] == [
        ("甲", 1, Decimal(80), Span(1, 2), Span(1, 1), Span(1, 3)),
        ("乙", 2, Decimal(78), Span(1, 2), Span(2, 2), Span(1, 3)),
        ("丙", 3, Decimal(70), Span(3, 3), Span(3, 3), Span(2, 3))]
    assert one.turns == (Turn("甲", "乙", Decimal(2), (("乙", "信息发布"),), 0, ("工作方案",)),
                         Turn("乙", "丙", Decimal(8), (), 0, ("留言办结",)))
    assert (one.corrections, one.draws, one.tops, one.leaves) == (1, 1000, 2, 3)
    assert [u.whole for u in one.units] == [Span(1, 3), Span(1, 3), Span(2, 3)]
    assert [u.moves for u in one.units] == [True, True, True]


def test_weights_turn_two_units_in_the_draws_in_which_they_must() -> None:
    # 甲 has 40 and 40, 乙 47 and 32: 乙 is ahead where 7 × the factor of news is more than 8 × that of basics.
    one = found({"unit": "甲", "facts": {"news": 40, "plan": 20, "reply": 20}},
                {"unit": "乙", "facts": {"news": 47, "plan": 12, "reply": 20}})
    often = sum(7 * factor(draw, "news") > 8 * factor(draw, "basics") for draw in range(1000))
    assert (one.turns[0].weights, often) == (67, 67)
    assert [(u.place, u.weights) for u in one.units] == [(1, Span(1, 2)), (2, Span(1, 2))]


def test_a_draw_can_be_made_again_by_anybody() -> None:
    assert [factor(0, "news"), factor(0, "basics"), factor(999, "news")] == [10861, 10013, 9518]
    drawn = [factor(draw, "news") for draw in range(1000)]
    assert (min(drawn), max(drawn), sum(drawn)) == (9000, 10999, 10_011_674)


def test_the_page_tells_how_a_draw_is_made_with_its_very_figures() -> None:
    page = (Path(__file__).parents[2] / "docs" / "firmness.md").read_text(encoding="utf-8")
    shown = [f"{factor(draw, 'news') / 10_000:.4f}" for draw in (0, 999)]
    assert f"编号为 `news` 的指标，第 0 次的系数是 {shown[0]}，第 999 次是 {shown[1]}。" in page
    assert SEED in page


def test_a_bonus_stays_the_difference_it_made() -> None:
    ruleset = rules('  - {id: extra, title: 加分, points: 5, pool: bonus, score: {rule: per_entry, each: 1}}\nstages: [bonus]\n')
    cards = score_group(ruleset, sheets(ruleset, {"unit": "甲", "facts": {"news": 50, "plan": 20, "reply": 10, "extra": 5}}))
    assert cards[0].total == 85
    for draw, (new,) in enumerate(totals(ruleset, cards, 20)):
        news, basics = factor(draw, "news"), factor(draw, "basics")
        exact = 85 + 100 * (Fraction(50 * news + 30 * basics, 50 * news + 50 * basics) - Fraction(80, 100))
        assert abs(Fraction(new, 10_000) - exact) <= Fraction(1, 20_000)


def test_what_does_not_apply_is_rebased_to_the_same_full_marks() -> None:
    ruleset = rules("stages: [not_applicable]\n")
    cards = score_group(ruleset, sheets(ruleset, {"unit": "甲", "facts": {"plan": 10, "reply": 15},
                                                  "not_applicable": {"news": "没有这项职能"}}))
    assert (cards[0].total, cards[0].max) == (50, 100)
    assert [new for (new,) in totals(ruleset, cards, 5)] == [500_000] * 5      # one section alone: weights change nothing


def test_a_refused_claim_is_a_correction_and_a_rating_is_none() -> None:
    ruleset = read_once(RULES.replace("title: 留言办结, points: 30,", "title: 留言办结, points: 30, filled_by: reviewer,"))
    sheet, = sheets(ruleset, {"unit": "甲", "facts": {"news": 3}, "not_applicable": {"plan": "没有方案"},
                              "rulings": {"news": "confirmed", "plan": "applicable", "reply": 20}})
    assert [leaf.id for leaf in corrected(ruleset, sheet)] == ["plan"]
    one, = firmness(ruleset, (sheet,), Frame())
    assert (one.corrections, one.units[0].moves) == (1, False)


def test_a_unit_that_is_listed_apart_has_no_place_and_says_when_it_loses_one() -> None:
    more = "  - {id: fatal, title: 重大失密, pool: veto, score: yes_no, effect: {total: none}}\nstages: [veto]\n"
    trees = [{**UNITS[0], "facts": UNITS[0]["facts"] | {"fatal": "yes"}, "rulings": {"fatal": "no"}}, UNITS[2]]
    one = found(*trees, more=more)
    assert [(u.unit, u.place, u.corrections) for u in one.units] == [("甲", 1, Span(1, 1, True)), ("丙", 2, Span(1, 2))]
    assert one.turns[0].corrections == (("甲", "重大失密"),)
    assert None in one.units[0].corrections


@pytest.mark.parametrize(("ties", "expected"), [
    ("share", [1, 2, 2, None, 4]), ("dense", [1, 2, 2, None, 3]), ("order", [1, 2, 3, None, 4])])
def test_places_by_keys(ties: str, expected: list[int | None]) -> None:
    assert places([1, 5, 5, None, 9], ties) == expected


def test_units_that_share_a_place_are_no_neighbours_that_turn() -> None:
    one = found(UNITS[0], {**UNITS[0], "unit": "乙"})
    assert ([u.place for u in one.units], one.turns, [u.moves for u in one.units]) == ([1, 1], (), [False, False])


def test_nobody_takes_part() -> None:
    assert firmness(rules(), (), Frame()) == ()
