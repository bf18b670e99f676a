"""Vetoes that meet each other, or a card without a total."""
from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from scoring.core.building import build_ruleset
from scoring.core.score import score
from scoring.core.vocabulary import builtin
from tests.core.test_score import leaf, ruleset, sheet

GRADES = [{"name": "好", "at_least": "60"}, {"name": "中", "at_least": "30"}, {"name": "差"}]


def veto(veto_id: str, **effect: Any) -> dict[str, Any]:
    return {"id": veto_id, "title": veto_id, "pool": "veto", "score": {"rule": "yes_no"}, "effect": effect}


@pytest.mark.parametrize("grades", [("差", "中"), ("中", "差")])
def test_of_two_vetoes_the_lower_grade_stands(grades: tuple[str, str]) -> None:
    rules = ruleset(leaf("a", "100", {"rule": "per_entry", "each": "1"}), *(veto(f"v{n}", grade=g) for n, g in enumerate(grades)),
                    grades=GRADES)
    card = score(rules, sheet(rules, facts={"a": "90", "v0": "yes", "v1": "yes"}))
    assert (card.grade, card.vetoes, card.total) == ("差", ("v0", "v1"), Decimal(90))
    assert score(rules, sheet(rules, facts={"a": "90", "v0": "yes"})).grade == grades[0]


def test_a_unit_without_a_total_is_vetoed_all_the_same() -> None:
    rules = ruleset(leaf("a", "100", {"rule": "yes_no"}, not_applicable={"policy": "exclude"}), veto("v", grade="差"), grades=GRADES)
    card = score(rules, sheet(rules, facts={"v": "yes"}, not_applicable={"a": "没有这项职能"}))
    assert (card.total, card.grade, card.vetoes) == (None, "差", ("v",))
    assert card.stages[-1].steps == ("一票否决：v", "直接定为“差”")


@pytest.mark.parametrize(("facts", "points"), [("0", "6"), ("5", "0"), ("-2", "0")])
def test_the_best_is_below_nothing_where_less_is_better(facts: str, points: str) -> None:
    rules = ruleset(leaf("x", "6", {"rule": "best_share", "better": "low"}), points="6")
    own, other = sheet(rules, facts={"x": facts}), sheet(rules, facts={"x": "-3"})
    assert score(rules, own, peers=[other]).lines["x"].points == Decimal(points)


def test_a_bar_after_the_grades_is_refused() -> None:
    tree = {"ruleset": "t", "version": "1", "title": "测试", "points": "100", "grades": GRADES, "stages": ["grade", "veto"],
            "indicators": [leaf("a", "100", {"rule": "yes_no"}), veto("v", bar=["好"])]}
    assert [(x.path, x.sentence) for x in build_ruleset(tree, builtin())[1]] == [
        (("stages",), "veto 写在 grade 后面，等次已经评定，“不得评为”不起作用；请把 veto 写在 grade 前面")]
