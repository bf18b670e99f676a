"""Whatever is written for a key, the answer is a sentence at a place and never an exception."""
from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.rulebook.loading import load
from tests.rulebook.grammar import Tree, below, rulesets, write

ODD: tuple[Any, ...] = (
    "", "x", "5", "-1", "0", "none", [], {}, ["5"], [[]], [{}], {"x": "5"}, {"rollup": "5"}, {"rollup": {}},
    {"rollup": {"own": "0", "groups": {}, "sample": "0"}}, {"when": {}}, {"when": {"of": ["x"]}}, {"of": "x", "take": "5"},
    {"policy": "share"}, {"policy": "spread", "to": "x"}, {"policy": "mean", "of": "x"}, {"x": {"filled_by": "nobody"}},
    {"id": "x", "equals": ""}, [{"sum": []}], [{"sum": [], "equals": "1"}], [{"sum": ["x"], "equals_sum": []}],
    [{"at_most": ["1"]}], [{"rate": ["1", "0"], "equals": "1"}], {"rule": "per_entry", "each": "1", "register": []},
    {"rule": "per_entry", "kinds": {}}, {"rule": "per_entry", "tiers": []}, {"rule": "per_defect", "kinds": {}},
    {"rule": "rank_ladder", "ladder": []}, {"rule": "levels", "levels": {}}, {"rule": "record", "keep": {}},
    {"rule": "bands", "measure": {"days_since": ""}, "bands": []}, {"rule": "judged", "judges": "mean", "step": "0"},
    {"rule": "imported", "scale": "0"}, {"rule": "checklist", "of": []}, {"rule": "periodic", "every": "month"})
KEYS = ("combine", "weight", "applies_to", "requires", "asks_if", "filled_by", "not_applicable", "multiply", "effect",
        "floor", "fields", "points", "score", "indicators", "examples", "pool", "obsolete", "report")
TOP = ("draw", "checks", "grades", "stages", "ranking", "floor", "groups", "points", "cases", "effective", "indicators")


@given(rulesets(), st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_key_with_anything_in_it(tree: Tree, data: st.DataObject) -> None:
    tree = copy.deepcopy(tree)
    nodes = [tree, *(node for top in tree["indicators"] for node in below(top))]
    for _ in range(data.draw(st.integers(1, 3))):
        node = data.draw(st.sampled_from(nodes))
        node[data.draw(st.sampled_from(TOP if node is tree else KEYS))] = copy.deepcopy(data.draw(st.sampled_from(ODD)))
    found = load(write(tree).text.encode(), "f")
    assert found.ruleset is not None or found.errors
    assert all(fault.line > 0 and fault.sentence and "None" not in fault.sentence for fault in found.faults)


HEAD = 'ruleset: t\nversion: "1"\ntitle: 测试\npoints: 100\n'
LEAF = "indicators:\n  - id: a\n    title: 甲\n    points: 100\n    score: {rule: per_entry, each: 1}\n"


@pytest.mark.parametrize(("text", "line", "words"), [
    (f"{HEAD}{LEAF}    combine: {{x: {{}}}}\n", 10, "combine 只写在有下级 indicators 的指标上"),
    (f"{HEAD}{LEAF}checks: [{{sum: [], equals: a}}]\n", 10, "sum 是空的，至少写一个数据"),
    (f"{HEAD}{LEAF}checks: [{{sum: [a], equals_sum: []}}]\n", 10, "equals_sum 是空的，至少写一个数据"),
    (f"{HEAD}{LEAF.replace('each: 1', 'kinds: {}')}", 9, "kinds 是空的，至少写一类"),
    (f"{HEAD}{LEAF.replace('each: 1', 'tiers: []')}", 9, "tiers 是空的，至少写一类"),
    (f"{HEAD}{LEAF.replace('per_entry, each: 1', 'per_defect, kinds: {}')}", 9, "kinds 是空的，至少写一类"),
    (f"{HEAD}{LEAF.replace('each: 1', 'each: 1, register: []')}    examples: [{{facts: [x], points: 1}}]\n", 9,
     "登记簿要有 title（标题）一栏"),
    (f"{HEAD}{LEAF}    report: money\n", 10, "不在可选的词里：organisation、disclosure、applications、consultations、review、costs、rectification"),
])
def test_what_is_empty_or_misplaced_is_told(text: str, line: int, words: str) -> None:
    assert [(x.line, words in x.sentence) for x in load(text.encode(), "f").errors] == [(line, True)]
