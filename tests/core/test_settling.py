"""What does not apply to a unit, wherever it stands in the tree; figures worked out by hand."""
from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from scoring.core.building import build_ruleset
from scoring.core.score import score
from scoring.core.vocabulary import builtin
from tests.core.test_score import leaf, ruleset, sheet

COUNT = {"rule": "per_entry", "each": "1"}
POLICIES = ("rebase", "spread", "mean", "full", "zero", "exclude")


def told(rules: Any, **data: Any) -> tuple[str | None, str]:
    card = score(rules, sheet(rules, **data))
    return (None if card.total is None else card.to_json()["total"], card.to_json()["max"])


@pytest.mark.parametrize("policy", POLICIES)
def test_in_a_weighted_branch_the_weight_is_dropped_whatever_the_stage_says(policy: str) -> None:
    branch = {"id": "w", "title": "甲", "points": "100", "combine": "weighted",
              "indicators": [leaf("a", "10", COUNT, weight="7"), leaf("b", "10", COUNT, weight="3")]}
    rules = ruleset(branch, stages=[{"not_applicable": {"policy": policy}}, "round"])
    assert told(rules, facts={"a": "5"}, not_applicable={"b": "没有"}) == ("50", "100")


@pytest.mark.parametrize(("policy", "total"), [("full", "80"), ("zero", "30"), ("exclude", None), ("rebase", "80")])
def test_a_leaf_of_a_weighted_branch_may_say_otherwise(policy: str, total: str | None) -> None:
    branch = {"id": "w", "title": "甲", "points": "60", "combine": "weighted", "indicators": [
        leaf("a", "10", COUNT, weight="1"), leaf("b", "10", COUNT, weight="5", not_applicable={"policy": policy})]}
    rules = ruleset(branch, leaf("c", "40", COUNT))
    # the branch: 60 × (1 × 100 + 5 × 100) ÷ 6 = 60, 60 × (1 × 100 + 5 × 0) ÷ 6 = 10, or 60 × (1 × 100) ÷ 1 = 60; c: 20
    assert told(rules, facts={"a": "10", "c": "20"}, not_applicable={"b": "没有"})[0] == total


@pytest.mark.parametrize("policy", POLICIES)
def test_a_loss_that_does_not_apply_burdens_no_other_loss(policy: str) -> None:
    losses = {"id": "d", "title": "扣分", "pool": "deduction", "points": "20",
              "indicators": [leaf("d1", "10", COUNT), leaf("d2", "10", COUNT)]}
    rules = ruleset(leaf("a", "100", COUNT), losses,
                    stages=[{"not_applicable": {"policy": policy}}, "deduction", "round"])
    assert told(rules, facts={"a": "100", "d2": "4"}, not_applicable={"d1": "没有"}) == ("96", "100")


def test_a_bonus_that_does_not_apply_moves_nowhere() -> None:
    praise = leaf("praise", "10", COUNT, pool="bonus", not_applicable={"policy": "spread", "to": "a"})
    rules = ruleset(leaf("a", "100", COUNT), praise)
    assert told(rules, facts={"a": "50"}, not_applicable={"praise": "没有"}) == ("50", "100")


def test_points_moved_into_a_branch_are_not_cut_off_by_its_cap() -> None:
    branch = {"id": "b", "title": "乙", "points": "30", "indicators": [leaf("b1", "30", COUNT)]}
    rules = ruleset(branch, leaf("c", "20", COUNT, not_applicable={"policy": "spread", "to": "b1"}), leaf("d", "50", COUNT))
    card = score(rules, sheet(rules, facts={"b1": "30", "d": "50"}, not_applicable={"c": "没有"}))
    assert card.lines["b1"].steps[-1] == "另加“c”不适用的 20 分：30 × 50 ÷ 30 = 50 分"
    assert (card.subtotals["b"].points, card.subtotals["b"].steps) == (Decimal(50), ("50 = 50 分",))
    assert (card.total, card.max) == (Decimal(100), Decimal(100))


@pytest.mark.parametrize("combine", ["min", "max", "first", "weighted"])
def test_points_move_only_between_branches_that_add_up(combine: str) -> None:
    more = {"weight": "1"} if combine == "weighted" else {}
    branch = {"id": "b", "title": "乙", "points": "30", "combine": combine, "indicators": [
        leaf("b1", "30", COUNT, **more), leaf("b2", "30", COUNT, **more, not_applicable={"policy": "spread", "to": "c"})]}
    tree = {"ruleset": "t", "version": "1", "title": "测试", "points": "100",
            "indicators": [branch, leaf("c", "70", COUNT)]}
    problems = [x for x in build_ruleset(tree, builtin())[1] if x.level == "error"]
    assert [(x.path, x.sentence) for x in problems] == [
        (("indicators", 0, "indicators", 1, "not_applicable", "to"), "“乙”不是把下级全部相加的，下面的分值移不出来，别处的也移不进去")]


@pytest.mark.parametrize("branched", [True, False])
def test_nothing_is_lost_when_thirds_are_shared_out(branched: bool) -> None:
    leaves = [leaf("a", "30", COUNT), leaf("b", "30", COUNT), leaf("c", "30", COUNT), leaf("d", "10", COUNT)]
    tops = [{"id": "all", "title": "全部", "points": "100", "indicators": leaves}] if branched else leaves
    rules = ruleset(*tops, stages=[{"not_applicable": {"policy": "spread"}}])
    card = score(rules, sheet(rules, facts={"a": "30", "b": "30", "c": "30"}, not_applicable={"d": "没有"}))
    steps = card.subtotals["all"].steps if branched else card.stages[0].steps
    assert steps[0] == "d不适用，10 分由其余 3 项平均分担，每项加 3.3333 分，最后一项加 3.3334 分"
    assert (card.total, card.max, len(card.stages)) == (Decimal(100), Decimal(100), 0 if branched else 1)


@pytest.mark.parametrize("policy", POLICIES)
def test_without_anything_that_applies_there_is_no_total_but_a_reason(policy: str) -> None:
    rules = ruleset(leaf("a", "60", COUNT), leaf("b", "40", COUNT), groups=["甲", "乙"],
                    stages=[{"not_applicable": {"policy": policy}}, "round"])
    card = score(rules, sheet(rules, group="甲", not_applicable={"a": "没有", "b": "没有"}))
    if policy in ("full", "zero"):      # then something is awarded all the same
        assert card.total == Decimal(100 if policy == "full" else 0)
    else:
        assert (card.total, [s.steps for s in card.stages]) == (None, [("全部指标都不适用，没有总分",)])


def test_a_group_that_is_asked_nothing_has_no_total() -> None:
    rules = ruleset(leaf("a", "100", COUNT, applies_to=["甲"]), groups=["甲", "乙"])
    card = score(rules, sheet(rules, group="乙"))
    assert (card.total, card.max, card.stages[0].steps) == (None, Decimal(0), ("没有要考核的指标，没有总分",))


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize(("combine", "points"), [("max", "2"), ("min", "2"), ("first", "2")])
def test_one_of_several_is_taken_among_those_that_apply(combine: str, points: str, policy: str) -> None:
    branch = {"id": "b", "title": "乙", "points": "5", "combine": combine,
              "indicators": [leaf("b1", "5", COUNT), leaf("b2", "5", COUNT)]}
    rules = ruleset(branch, leaf("c", "95", COUNT), stages=[{"not_applicable": {"policy": policy}}, "round"])
    card = score(rules, sheet(rules, facts={"b2": "2"}, not_applicable={"b1": "没有"}))
    assert (card.subtotals["b"].points, card.subtotals["b"].max) == (Decimal(points), Decimal(5))


def test_where_nothing_applies_the_policy_speaks_for_the_branch() -> None:
    branch = {"id": "b", "title": "乙", "points": "5", "combine": "max", "indicators": [leaf("b1", "5", COUNT), leaf("b2", "3", COUNT)]}
    rules = ruleset(branch, leaf("c", "95", COUNT), stages=[{"not_applicable": {"policy": "full"}}, "round"])
    assert told(rules, facts={"c": "95"}, not_applicable={"b1": "没有", "b2": "没有"}) == ("100", "100")
