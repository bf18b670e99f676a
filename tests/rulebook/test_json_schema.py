"""The JSON Schema takes what the reader takes, and finds slips an editor should underline while one writes."""
from __future__ import annotations

import dataclasses
import json
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from scoring.core.rule import Rule, param
from scoring.core.vocabulary import Vocabulary, builtin
from scoring.places import rulesets
from scoring.rulebook.json_schema import schema
from scoring.rulebook.loading import load
from scoring.rulebook.starter import starter_text
from tests.corpus.yaml_files import SMALL


class CoreSchema(yaml.SafeLoader):
    """YAML as a language server types it (1.2, core schema): dates, `yes` and `no` stay text."""


CoreSchema.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if not tag.endswith((":timestamp", ":bool", ":int"))]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()}
CoreSchema.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|True|TRUE|false|False|FALSE)$"), None)
CoreSchema.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"[-+]?[0-9]+$"), None)
CoreSchema.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))


def text_keys(value: Any) -> Any:
    """JSON has text keys only."""
    if isinstance(value, dict):
        return {str(key): text_keys(item) for key, item in value.items()}
    return [text_keys(item) for item in value] if isinstance(value, list) else value


def where(text: str, vocabulary: Vocabulary | None = None) -> list[str]:
    """The places that an editor would underline."""
    found = Draft7Validator(schema(vocabulary or builtin())).iter_errors(
        text_keys(yaml.load(text, CoreSchema)))  # noqa: S506 (a SafeLoader)
    return sorted({error.json_path for error in found})


def test_it_is_a_schema_itself() -> None:
    Draft7Validator.check_schema(schema(builtin()))


@pytest.mark.parametrize("path", sorted(rulesets().glob("*.yaml")), ids=lambda path: path.stem)
def test_shipped_rulesets_are_valid(path: Any) -> None:
    assert where(path.read_text("utf-8")) == []


def test_the_starter_is_valid() -> None:
    assert where(starter_text("my-ruleset", 2025)) == []


@pytest.mark.parametrize("typed", ["2024", "yes", "true", "12:30", "1e3", "010", "0.5元", "2024-01-28", ".5", "'=1+1'"])
def test_a_title_may_look_like_anything(typed: str) -> None:
    text = SMALL.replace("title: 公开条数", f"title: {typed}")
    assert load(text.encode(), "f").faults == ()
    assert where(text) == []


TYPED = SMALL.replace("each: 0.5", "each: '0.5'").replace("title: 小规则", "title: 2024").replace("points: 10\ng", "points: １０\ng")
GOOD = {
    "figures in quotes and in fullwidth, a title that looks like a number": TYPED,
    "a bare word for a rule": SMALL.replace("{rule: per_entry, each: 0.5}", "yes_no"),
    "a mapping in the order of a list": SMALL.replace("each: 0.5", "kinds: [{省: 3}, {市: 2}]"),
    "options bare and spelt out": SMALL.replace(
        "{rule: per_entry, each: 0.5}", "{rule: checklist, of: [机构, {title: 牌子, points: 4}]}"),
    "dates": SMALL + "effective: {from: 2024-01-01, to: '2024-12-31'}\n",
    "stages": SMALL + "stages: [deduction, bonus: {cap: 5, when: {above: 80}}, floor: 0, round: {places: 1}, grade]\n",
    "yes as the value of a switch": SMALL.replace("points: 10\n    s", "points: 10\n    essential: yes\n    s"),
    "a combiner with parameters": SMALL.replace(
        "    score: {rule: per_entry, each: 0.5}",
        "    combine: {rollup: {own: 6, groups: {部门: 2, 乡镇: 2}, sample: 5}}\n"
        "    indicators: [{id: a, title: 甲, points: 10, weight: 1, score: yes_no}]"),
    "settling, multiplying, asking": SMALL.replace(
        "points: 10\n    s", "points: 10\n    not_applicable: {accept: claim, policy: share, share: 0.6}\n"
        "    multiply: {when: 乡镇, by: 2}\n    asks_if: {id: x, equals: yes}\n    requires: [x]\n    s"),
    "fields with an office figure": SMALL.replace("each: 0.5}", "each: 0.5}\n    fields: {count: {label: 条数, filled_by: office}}"),
    "a draw, alone and in a list": SMALL + "draw: [{of: items, take: 3}]\n",
    "a part of the report": SMALL.replace("points: 10\n    s", "points: 10\n    report: costs\n    s"),
    "checks": SMALL + "checks: [{sum: [a.x, 3], equals: 5, say: 不符, level: warning}]\n",
}


@pytest.mark.parametrize("name", GOOD)
def test_ways_of_writing(name: str) -> None:
    assert where(GOOD[name]) == []


LEAF, SCORE = "$.indicators[0]", "$.indicators[0].score"
BAD = {
    "an unknown key at the top": (SMALL + "tittle: 小规则\n", ["$"]),
    "no title": (SMALL.replace("title: 小规则\n", ""), ["$"]),
    "no indicators": (SMALL.replace("indicators:", "indicators: []\nnotes:"), ["$.indicators", "$.notes[0]"]),
    "an id in capitals": (SMALL.replace("id: items", "id: Items"), [f"{LEAF}.id"]),
    "a ruleset id with a blank": (SMALL.replace("ruleset: small", "ruleset: small one"), ["$.ruleset"]),
    "an unknown key of an indicator": (SMALL.replace("points: 10\n    s", "pionts: 10\n    s"), [LEAF]),
    "a part that no report has": (SMALL.replace("points: 10\n    s", "points: 10\n    report: money\n    s"), [f"{LEAF}.report"]),
    "points with a unit": (SMALL.replace("points: 10\n    s", "points: 10分\n    s"), [f"{LEAF}.points"]),
    "points of five places": (SMALL.replace("points: 10\n    s", "points: '1.00001'\n    s"), [f"{LEAF}.points"]),
    "no points written": (SMALL.replace("points: 10\n    s", "points:\n    s"), [f"{LEAF}.points"]),
    "a rule that does not exist": (SMALL.replace("per_entry", "per_item"), [SCORE]),
    "a parameter that the rule does not have": (SMALL.replace("each: 0.5", "eahc: 0.5"), [SCORE]),
    "a bare rule whose parameters are required": (SMALL.replace("{rule: per_entry, each: 0.5}", "levels"), [SCORE]),
    "a word that is no choice": (SMALL.replace("each: 0.5", "each: 0.5, pick: best"), [SCORE]),
    "a leaf that is a branch": (SMALL.replace("each: 0.5}", "each: 0.5}\n    indicators: [{id: a, title: 甲, score: record}]"),
                                [LEAF, f"{LEAF}.indicators[0].score"]),
    "neither leaf nor branch": (SMALL.replace("    score: {rule: per_entry, each: 0.5}\n", ""), [LEAF]),
    "a pool below the first level": (SMALL.replace(
        "    score: {rule: per_entry, each: 0.5}", "    indicators: [{id: a, title: 甲, pool: bonus, score: yes_no}]"),
        [f"{LEAF}.indicators[0]"]),
    "a combiner that does not exist": (SMALL.replace(
        "    score: {rule: per_entry, each: 0.5}",
        "    combine: total\n    indicators: [{id: a, title: 甲, points: 10, score: yes_no}]"), [f"{LEAF}.combine"]),
    "a stage that does not exist": (SMALL + "stages: [rounding]\n", ["$.stages[0]"]),
    "two stages in one item": (SMALL + "stages: [{round: {places: 1}, cap: 5}]\n", ["$.stages[0]"]),
    "a date the other way round": (SMALL + "effective: {from: 01-02-2024, to: 2024-12-31}\n", ["$.effective.from"]),
    "a grade without a name": (SMALL.replace("name: 优秀, ", ""), ["$.grades[0]"]),
    "a list in place of one word": (SMALL.replace("version: \"2024\"", "version: [2024]"), ["$.version"]),
    "a case that expects nothing": (SMALL + "cases: [{title: 一, facts: {items: 3}}]\n", ["$.cases[0]"]),
    "an example without points": (SMALL.replace("each: 0.5}", "each: 0.5}\n    examples: [{facts: 3}]"),
                                  [f"{LEAF}.examples[0]"]),
}


@pytest.mark.parametrize("name", BAD)
def test_slips_are_found(name: str) -> None:
    text, places = BAD[name]
    assert where(text) == places
    assert load(text.encode(), "f").ruleset is None


@dataclass(frozen=True)
class Mystery(Rule):
    """A rule as a plugin brings it."""

    calls: Decimal = param("暗访电话", "次")


def test_a_plugin_rule_is_in_it() -> None:
    words = builtin()
    more = dataclasses.replace(words, rules={**words.rules, "mystery_call": Mystery})
    text = SMALL.replace("{rule: per_entry, each: 0.5}", "{rule: mystery_call, calls: 3}")
    assert (where(text), where(text, more)) == ([SCORE], [])
    assert where(text.replace("calls: 3", "cals: 3"), more) == [SCORE]


WORKED = [(word, dict(example.params)) for word, kind in builtin().rules.items() for example in kind.EXAMPLES]


@pytest.mark.parametrize(("word", "params"), WORKED, ids=[f"{word} {n}" for n, (word, _) in enumerate(WORKED)])
def test_every_worked_example_of_a_rule_is_valid(word: str, params: dict[str, Any]) -> None:
    whole = schema(builtin())
    score = whole["definitions"]["indicator"]["properties"]["score"]
    written = json.loads(json.dumps({"rule": word, **params}, default=dict))
    assert [error.message for error in Draft7Validator(score).iter_errors(written)] == []
    assert {used for used, _ in WORKED} == set(builtin().rules)


def test_labels_units_and_manuals_stand_beside_the_keys() -> None:
    node = schema(builtin())["definitions"]["indicator"]["properties"]
    assert node["points"]["title"] == "分值（分）"
    assert node["evidence"]["enumDescriptions"] == ["不要", "可附", "必附", "逐条附"]
    told = {one["if"]["properties"]["rule"]["const"]: one["then"]["properties"] for one in node["score"]["anyOf"][1]["allOf"]}
    assert told["ratio"]["rule"]["description"] == "按比例计分。得分 = 本项分值 × 已办 ÷ 应办，最多为本项分值。"
    assert (told["per_entry"]["each"]["title"], told["per_entry"]["each"]["description"]) == ("每条（分）", "每条多少分")
