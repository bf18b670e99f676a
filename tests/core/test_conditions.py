"""A condition names a leaf whose answer is one word: a register, which has rows, cannot be one."""
from __future__ import annotations

from scoring.core.building import build_ruleset
from scoring.core.vocabulary import builtin


def asked_if(score: dict[str, object], equals: str) -> list[str]:
    tree = {"ruleset": "conditions", "version": "1", "title": "条件", "points": "20", "indicators": [
        {"id": "first", "title": "先问的", "points": "10", "score": score},
        {"id": "then", "title": "再问的", "points": "10", "asks_if": {"id": "first", "equals": equals}, "score": "yes_no"}]}
    return [problem.sentence for problem in build_ruleset(tree, builtin())[1]]


def test_a_register_is_no_condition() -> None:
    register = {"rule": "per_entry", "each": "1", "register": ["title", "date"]}
    assert asked_if(register, "年报") == ["“先问的”填的是登记簿，不能作条件；请另设一个是否题"]


def test_an_answer_and_a_count_are() -> None:
    assert asked_if({"rule": "yes_no"}, "yes") == []
    assert asked_if({"rule": "per_entry", "each": "1"}, "0") == []
