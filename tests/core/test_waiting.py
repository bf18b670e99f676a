"""Indicators and units that wait for each other: long rows, circles, conditions below what is not asked."""
from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from scoring.core.building import build_ruleset
from scoring.core.score import score, score_group
from scoring.core.sheet import read_sheet
from scoring.core.vocabulary import builtin
from tests.core.test_score import leaf, ruleset, sheet

YES = {"rule": "yes_no"}
COUNT = {"rule": "per_entry", "each": "1"}
GROUPS = ["县", "乡镇", "村"]
ROLLUP = {"id": "r", "title": "汇总", "points": "100", "indicators": [leaf("a", "50", COUNT)],
          "combine": {"rollup": {"own": "6", "groups": {"乡镇": "4", "村": "4"}}}}


@pytest.mark.parametrize("tie", [lambda key: {"requires": [key]}, lambda key: {"asks_if": {"id": key, "equals": "yes"}}],
                         ids=["requires", "asks_if"])
def test_a_row_of_two_thousand_that_wait_for_the_next_one(tie: Any) -> None:
    leaves = [leaf(f"l{n}", "1", YES, **(tie(f"l{n + 1}") if n < 1999 else {})) for n in range(2000)]
    rules = ruleset(*leaves, points="2000")
    assert score(rules, sheet(rules, facts={f"l{n}": "yes" for n in range(2000)})).total == Decimal(2000)


def test_circles_through_the_branch_that_is_asked() -> None:
    branch = {"id": "b", "title": "乙", "points": "50", "asks_if": {"id": "c", "equals": "yes"}, "indicators": [leaf("b1", "50", YES)]}
    tree = {"ruleset": "t", "version": "1", "title": "测试", "points": "100",
            "indicators": [branch, leaf("c", "50", YES, asks_if={"id": "b1", "equals": "yes"})]}
    assert [(x.path, x.sentence) for x in build_ruleset(tree, builtin())[1]] == [
        (("indicators", 0, "asks_if"), "“乙”问不问绕了一圈又取决于它自己"),
        (("indicators", 1, "asks_if"), "“c”问不问绕了一圈又取决于它自己")]


def test_an_answer_below_a_branch_that_is_not_asked_asks_for_nothing() -> None:
    branch = {"id": "b", "title": "乙", "points": "30", "asks_if": {"id": "x", "equals": "yes"}, "indicators": [leaf("b1", "30", YES)]}
    rules = ruleset(leaf("x", "50", YES), branch, leaf("m", "20", YES, asks_if={"id": "b1", "equals": "yes"}))
    asked = {answer: list(score(rules, sheet(rules, facts={"x": answer, "b1": "yes", "m": "yes"})).lines)
             for answer in ("yes", "no")}
    assert asked == {"yes": ["x", "b1", "m"], "no": ["x"]}


@pytest.mark.parametrize(("more", "points"), [
    ({}, "40"), ({"not_applicable": {"f": "没有"}}, "45"), ({"facts": {"x": "1", "f": "no"}}, "45")])
def test_what_does_not_apply_doubles_nothing(more: Any, points: str) -> None:
    rules = ruleset(leaf("x", "50", {"rule": "per_defect", "each": "5"}, multiply={"when": "f", "by": "2"}), leaf("f", "50", YES))
    card = score(rules, sheet(rules, **({"facts": {"x": "1", "f": "yes"}} | more)))
    assert card.lines["x"].points == Decimal(points)


def test_what_can_never_double_is_refused() -> None:
    tree = {"ruleset": "t", "version": "1", "title": "测试", "points": "100", "indicators": [
        leaf("x", "50", YES, multiply={"when": "t", "by": "2"}), leaf("t", "50", {"rule": "checklist", "of": ["牌子"], "all": "true"})]}
    assert [(x.path, x.sentence) for x in build_ruleset(tree, builtin())[1]] == [
        (("indicators", 0, "multiply", "when"), "“t”填的不是“是/否”也不是一个数，永远不会加倍")]


@pytest.mark.parametrize("parents", [
    ({"甲": ("乡镇", "甲")}), ({"甲": ("乡镇", ""), "乙": ("乡镇", "甲")}),
    ({"甲": ("乡镇", "乙"), "乙": ("村", "甲")}), ({"甲": ("乡镇", ""), "乙": ("村", "甲"), "丙": ("乡镇", "乙")})],
    ids=["its own parent", "same group", "two of each other", "groups below each other"])
def test_units_of_groups_that_stand_below_each_other_are_rolled_up_nowhere(parents: dict[str, tuple[str, str]]) -> None:
    rules = ruleset(ROLLUP, groups=GROUPS)
    sheets = [sheet(rules, unit=unit, group=group, parent=parent, facts={"a": "40"}) for unit, (group, parent) in parents.items()]
    assert {card.total for card in score_group(rules, sheets)} == {Decimal(80)}


def test_three_hundred_levels_of_units() -> None:
    groups = [f"第{n}级" for n in range(300)]
    rules = ruleset(ROLLUP | {"combine": {"rollup": {"own": "1", "groups": dict.fromkeys(groups, "1")}}}, groups=groups)
    sheets = [sheet(rules, unit=f"u{n}", group=groups[n], parent=f"u{n - 1}", facts={"a": "40"}) for n in range(300)]
    assert {card.total for card in score_group(rules, sheets)} == {Decimal(80)}


@pytest.mark.parametrize(("given", "path", "words"), [
    ("5", (), "下级单位的得分写成"), ({"r": ["x"]}, ("r",), "下级单位的得分写成"),
    ({"r": {"乡镇": "5"}}, ("r", "乡镇"), "下级单位的得分写成"), ({"r": {"镇": {"甲": "5"}}}, ("r", "镇"), "“汇总”不汇总“镇”，可写：乡镇、村"),
    ({"r": {"乡镇": {"甲": "500"}}}, ("r", "乡镇", "甲"), "甲：不能大于 100"), ({"a": {}}, ("a",), "“a”不是汇总下级单位的指标")])
def test_figures_of_units_below_that_cannot_be_read_are_told(given: Any, path: tuple[str, ...], words: str) -> None:
    problems: list[Any] = []
    read_sheet({"unit": "甲", "group": "县", "subordinates": given}, ruleset(ROLLUP, groups=GROUPS), (), problems)
    assert [(x.path, words in x.sentence) for x in problems] == [(("subordinates", *path), True)]
