"""How a relation that does not hold is told: one figure is not added up, a bare number stands apart."""
from __future__ import annotations

from typing import Any

import pytest

from scoring.core.building import build_ruleset
from scoring.core.relations import examine
from scoring.core.sheet import Sheet, read_facts_of
from scoring.core.vocabulary import builtin


def said(check: dict[str, Any], **facts: Any) -> list[str]:
    keep = {"spent": "支出", "total": "到位"}
    ruleset, problems = build_ruleset({
        "ruleset": "r", "version": "1", "title": "资金", "points": "10", "grades": [], "checks": [check],
        "indicators": [{"id": "funds", "title": "资金", "score": {"rule": "record", "keep": keep}},
                       {"id": "items", "title": "条数", "points": "10", "score": {"rule": "per_entry", "each": "1"}}],
    }, builtin())
    assert ruleset is not None, problems
    read = {key: read_facts_of(leaf, raw) for key, raw in facts.items() if (leaf := ruleset.leaf(key))}
    return [found.sentence for found in examine(ruleset, Sheet("甲局", "", read))]


@pytest.mark.parametrize(("check", "expected"), [
    ({"sum": ["items"], "equals": "funds.total"}, "条数 2，应等于资金“到位” 4。"),
    ({"sum": ["items", "funds.spent"], "equals": "funds.total"}, "条数 2 + 资金“支出” 3 = 5，应等于资金“到位” 4。"),
    ({"sum": ["items"], "equals_sum": ["funds.spent", "funds.total"]},
     "条数 2，应等于资金“支出” 3 + 资金“到位” 4 = 7。"),
    ({"at_most": ["items", "1"]}, "条数 2 大于 1。"),
    ({"at_most": ["funds.total", "items"]}, "资金“到位” 4 大于条数 2。"),
])
def test_sentence(check: dict[str, Any], expected: str) -> None:
    assert said(check, items="2", funds={"spent": "3", "total": "4"}) == [expected]
