"""Whatever the grammar allows is taken and means what it says; one slip in it is refused at its line."""
from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.core.vocabulary import builtin
from scoring.rulebook.loading import Loaded, load
from tests.rulebook.grammar import (
    COMBINED,
    SEEDS,
    STAGES,
    Path,
    Tree,
    Written,
    leaf,
    named,
    rulesets,
    worth,
    write,
)

FEW = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


def loaded(text: str) -> Loaded:
    return load(text.encode(), "f")


def at(tree: Tree, path: Path) -> Any:
    """The part of a tree at a path."""
    node: Any = tree
    for step in path:
        node = node[step]
    return node


def indicators(tree: Tree, path: Path = ()) -> Iterator[Path]:
    """The path of every indicator, in reading order."""
    for n, node in enumerate(at(tree, path).get("indicators", ())):
        here: Path = (*path, "indicators", n)
        yield here
        if "indicators" in node:
            yield from indicators(tree, here)


def test_the_grammar_knows_every_word() -> None:
    known = builtin()
    assert {name for name, _ in SEEDS} == set(known.rules)
    assert set(COMBINED) == set(known.combiners)
    assert {named(stage) for stage in STAGES} == set(known.stages)


@pytest.mark.parametrize("name", builtin().rules)
def test_every_example_of_a_rule_is_a_ruleset(name: str) -> None:
    for number, seed in enumerate(seed for seed in SEEDS if seed[0] == name):
        made = leaf(seed, number) | ({"pool": "deduction"} if seed[1].pool == "deduction" else {})
        other = {"id": "other", "title": "另一项", "points": "10", "score": "yes_no"}
        total = 10 + (Decimal(0) if "pool" in made else worth(made))
        tree = {"ruleset": "one", "version": "1", "title": "一项", "points": str(total), "indicators": [made, other],
                "effective": {"from": "2024-01-01", "to": "2024-12-31"}}
        found = loaded(write(tree).text)
        assert (found.errors, found.examples) == ((), 1)


@given(rulesets())
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_the_grammar_allows_is_taken(tree: Tree) -> None:
    found = loaded(write(tree).text)
    assert found.errors == ()
    assert found.ruleset is not None
    assert (found.ruleset.title, found.ruleset.version) == (tree["title"], tree["version"])
    assert [i.id for i in found.ruleset.walk()] == [at(tree, path)["id"] for path in indicators(tree)]
    assert found.examples == sum(len(at(tree, path).get("examples", ())) for path in indicators(tree))
    assert found.cases == len(tree.get("cases", ()))


# ── what changes nothing ─────────────────────────────────────────────────────

def _reversed(tree: Tree) -> str:
    """Head and indicators with their keys the other way round."""
    def turn(node: Tree) -> Tree:
        turned = dict(reversed(node.items()))
        return turned | ({"indicators": [turn(x) for x in node["indicators"]]} if "indicators" in node else {})
    return write(turn(tree)).text


SAME: dict[str, Callable[[Tree], str]] = {
    "keys in another order": _reversed,
    "comments between lines": lambda tree: write(tree).text.replace("\n", "\n# 说明：不算内容\n"),
    "CRLF": lambda tree: write(tree).text.replace("\n", "\r\n"),
    "an end": lambda tree: f"---\n{write(tree).text}...\n",
}


@pytest.mark.parametrize("change", SAME.values(), ids=SAME)
@given(tree=rulesets())
@FEW
def test_what_changes_nothing_is_the_same_ruleset(change: Callable[[Tree], str], tree: Tree) -> None:
    before, after = loaded(write(tree).text), loaded(change(tree))
    assert before.ruleset is not None
    assert after.ruleset is not None
    assert after.ruleset.data == before.ruleset.data
    assert (after.errors, after.examples, after.cases) == ((), before.examples, before.cases)


# ── one slip ─────────────────────────────────────────────────────────────────

Draw = Callable[[Any], Any]
Slip = Callable[[Tree, Draw], tuple[str, int, str]]
SLIPS: dict[str, Slip] = {}


def slip(make: Slip) -> Slip:
    """Enter a slip: the file with it, the line at which it must be told, and words of the sentence."""
    SLIPS[make.__name__] = make
    return make


def told(tree: Tree, path: Path, words: str) -> tuple[str, int, str]:
    """The tree as a file, with the fault at a path."""
    made: Written = write(tree)
    return made.text, made.lines[path], words


def pick(tree: Tree, draw: Draw, key: str = "id") -> Path:
    """An indicator that has a key."""
    return draw(st.sampled_from([path for path in indicators(tree) if key in at(tree, path)]))


@slip
def unknown_key(tree: Tree, draw: Draw) -> tuple[str, int, str]:
    places: list[Path] = [(), ("effective",), ("grades", 0), *indicators(tree)]
    places += [(*path, "score") for path in indicators(tree) if isinstance(at(tree, path).get("score"), dict)]
    path = draw(st.sampled_from(places))
    at(tree, path)["colour"] = "red"
    return told(tree, (*path, "colour"), "不认识的键“colour”")


@slip
def key_written_twice(tree: Tree, draw: Draw) -> tuple[str, int, str]:
    path = (*pick(tree, draw), draw(st.sampled_from(["id", "title"])))
    made = write(tree)
    lines = made.text.splitlines(keepends=True)
    line = made.lines[path]
    return "".join([*lines[:line], *lines[line - 1:]]), line + 1, f"“{path[-1]}”写了两次：第 {line} 行和第 {line + 1} 行"


@slip
def key_left_out(tree: Tree, draw: Draw) -> tuple[str, int, str]:
    path, key = pick(tree, draw), draw(st.sampled_from(["id", "title"]))
    del at(tree, path)[key]
    return told(tree, path, f"缺少“{key}”")


@slip
def list_for_a_text(tree: Tree, draw: Draw) -> tuple[str, int, str]:
    path = pick(tree, draw)
    at(tree, path)["title"] = ["甲", "乙"]
    return told(tree, (*path, "title"), "现在是一个列表")


@slip
def text_for_a_mapping(tree: Tree, draw: Draw) -> tuple[str, int, str]:
    tree["effective"] = draw(st.sampled_from(["2024", "全年"]))
    return told(tree, ("effective",), "这里要写一组“键: 值”")


@slip
def word_for_a_number(tree: Tree, draw: Draw) -> tuple[str, int, str]:
    path = draw(st.sampled_from([(), pick(tree, draw, "points")]))
    at(tree, path)["points"] = draw(st.sampled_from(["十", "10分", "1e1", "+10", "1,000"]))
    return told(tree, (*path, "points"), "不是可用的数字")


@slip
def word_of_no_rule(tree: Tree, draw: Draw) -> tuple[str, int, str]:
    path = pick(tree, draw, "score")
    score = at(tree, path)["score"]
    at(tree, path)["score"] = score | {"rule": "per_centry"} if isinstance(score, dict) else {"rule": "per_centry"}
    return told(tree, (*path, "score", "rule"), "没有“per_centry”这种计分规则")


@slip
def word_of_no_stage(tree: Tree, draw: Draw) -> tuple[str, int, str]:
    tree["stages"] = [*STAGES, draw(st.sampled_from(["rund", {"rund": {"places": "2"}}]))]
    return told(tree, ("stages", len(STAGES)), "没有“rund”这个阶段")


@slip
def word_that_is_no_choice(tree: Tree, draw: Draw) -> tuple[str, int, str]:
    path = pick(tree, draw)
    at(tree, path)["evidence"] = "requird"
    return told(tree, (*path, "evidence"), "“requird”不在可选的词里")


@slip
def changed_figure(tree: Tree, draw: Draw) -> tuple[str, int, str]:
    tree["indicators"].append({"id": "one-more", "title": "再一项", "points": "5", "score": {
        "rule": "per_entry", "each": "1"}, "examples": [{"facts": "3", "points": "3"}]})
    tree["points"] = str(Decimal(tree["points"]) + 5)
    path = (*pick(tree, draw, "examples"), "examples", 0)
    at(tree, path)["points"] = "0.0007"
    return told(tree, (*path, "points"), "写的是 0.0007 分，算出来是")


@slip
def total_off_by_one(tree: Tree, draw: Draw) -> tuple[str, int, str]:
    tree["points"] = str(Decimal(tree["points"]) + 1)
    return told(tree, ("points",), "一级指标分值之和")


@slip
def same_id_twice(tree: Tree, draw: Draw) -> tuple[str, int, str]:
    tree["indicators"].append(copy.deepcopy(at(tree, pick(tree, draw))))
    return told(tree, ("indicators", len(tree["indicators"]) - 1, "id"), "前面已经用过")


@slip
def requiring_nobody(tree: Tree, draw: Draw) -> tuple[str, int, str]:
    path = pick(tree, draw)
    at(tree, path)["requires"] = ["nobody"]
    return told(tree, (*path, "requires", 0), "没有编号为“nobody”的指标")


@slip
def asking_after_nobody(tree: Tree, draw: Draw) -> tuple[str, int, str]:
    path = pick(tree, draw)
    at(tree, path)["asks_if"] = {"id": "nobody", "equals": "yes"}
    return told(tree, (*path, "asks_if", "id"), "没有编号为“nobody”的末级指标")


@slip
def weight_that_does_nothing(tree: Tree, draw: Draw) -> tuple[str, int, str]:
    path: Path = ("indicators", draw(st.integers(0, len(tree["indicators"]) - 1)))
    at(tree, path)["weight"] = "3"
    return told(tree, (*path, "weight"), "weight 只写在 combine: weighted 的下级上")


@slip
def group_that_is_not_there(tree: Tree, draw: Draw) -> tuple[str, int, str]:
    path = pick(tree, draw)
    at(tree, path)["applies_to"] = ["村"]
    return told(tree, (*path, "applies_to", 0), "没有“村”这个组别")


@slip
def grade_out_of_reach(tree: Tree, draw: Draw) -> tuple[str, int, str]:
    tree["grades"][0]["at_least"] = "99999"
    return told(tree, ("grades", 0), "永远达不到")


@slip
def wrong_outcome_of_a_case(tree: Tree, draw: Draw) -> tuple[str, int, str]:
    tree["cases"] = [{"title": "空表", "group": "乡镇", "facts": {}, "expect": {"max": "0.0007"}}]
    return told(tree, ("cases", 0, "expect", "max"), "案例“空表”的复核满分应为 0.0007 分")


@pytest.mark.parametrize("name", SLIPS)
@given(tree=rulesets(), data=st.data())
@FEW
def test_one_slip_is_told_at_its_line(name: str, tree: Tree, data: st.DataObject) -> None:
    text, line, words = SLIPS[name](copy.deepcopy(tree), data.draw)
    found = loaded(text)
    assert found.ruleset is None
    assert [fault for fault in found.errors if fault.line == line and words in fault.sentence] != [], found.errors
