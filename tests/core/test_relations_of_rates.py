"""Relations whose term is a rate: checked where it was given as a percentage, passed over where as done and due."""
from __future__ import annotations

from typing import Any

from scoring.core.building import build_ruleset
from scoring.core.relations import examine
from scoring.core.sheet import Sheet, read_facts_of
from scoring.core.vocabulary import builtin

DATA: dict[str, Any] = {
    "ruleset": "r", "version": "1", "title": "资金", "points": "10", "grades": [],
    "indicators": [
        {"id": "funds", "title": "资金", "score": {"rule": "record", "keep": {"spent": "支出", "total": "到位"}}},
        {"id": "rate", "title": "支出率", "points": "10", "score": {"rule": "shortfall", "line": "90", "each": "1"}},
    ],
    "checks": [{"rate": ["funds.spent", "funds.total"], "equals": "rate", "say": "支出率填错了"}],
}


def said(**facts: Any) -> list[str]:
    ruleset, problems = build_ruleset(DATA, builtin())
    assert (ruleset is not None, problems) == (True, [])
    assert ruleset is not None
    read = {key: read_facts_of(leaf, raw) for key, raw in facts.items() if (leaf := ruleset.leaf(key))}
    return [found.sentence for found in examine(ruleset, Sheet("甲局", "", read))]


def test_a_percentage_is_compared() -> None:
    funds = {"spent": "2", "total": "3"}
    assert said(funds=funds, rate="66.67") == []
    assert said(funds=funds, rate="66.66") == [
        "支出率填错了：资金“支出” 2 ÷ 资金“到位” 3 × 100 = 66.67，应等于支出率 66.66。"]


def test_done_and_due_are_their_own_check() -> None:
    assert said(funds={"spent": "2", "total": "3"}, rate={"done": "1", "of": "2"}) == []
