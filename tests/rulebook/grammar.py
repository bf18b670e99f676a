"""Rulesets drawn from the grammar as plain trees, and written one key a line so that every place is known."""
from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from scoring.core.rule import Example
from scoring.core.vocabulary import builtin

Path = tuple[str | int, ...]
Tree = dict[str, Any]
GROUPS = ["乡镇", "县直部门"]
AS_OF = "2024-12-31"
# Words that a careless reader takes for something else, and plain ones.
TEXTS = st.sampled_from(["no", "010", "12:30", "甲：乙", "# 不是注释", "{{ x }}", "'", '"', "- 一", "*", "按季度公开", "5%"])
SEEDS: tuple[tuple[str, Example], ...] = tuple(
    (name, example) for name, kind in builtin().rules.items() for example in kind.EXAMPLES
    if example.as_of in (None, AS_OF) and example.expect != "none" and example.pool in ("base", "deduction"))
BASE = tuple(seed for seed in SEEDS if seed[1].pool == "base" and seed[1].points is not None)
LOSSES = tuple(seed for seed in SEEDS if seed[1].pool == "deduction")
TENS = tuple(seed for seed in BASE if seed[1].points == "10")
RECORDS = tuple(seed for seed in SEEDS if seed[1].pool == "base" and seed[1].points is None)


@dataclass(frozen=True)
class Written:
    """A tree as a file, and the line of everything in it: a key's own, a list's item's first."""

    text: str
    lines: Mapping[Path, int]


def write(tree: Tree) -> Written:
    """The tree in block style, every scalar in double quotes."""
    out: list[str] = []
    lines: dict[Path, int] = {}
    _write(tree, (), 0, out, lines)
    return Written("".join(f"{line}\n" for line in out), lines)


def _write(node: Any, path: Path, indent: int, out: list[str], lines: dict[Path, int]) -> None:
    items = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in items:
        here, mark = (*path, key), f"{json.dumps(key, ensure_ascii=False)}:" if isinstance(node, dict) else "-"
        lines[here] = len(out) + 1
        if isinstance(value, str) or not value:
            out.append(f"{' ' * indent}{mark} {json.dumps(value, ensure_ascii=False)}")
            continue
        out.append(f"{' ' * indent}{mark}")
        if isinstance(node, list):
            lines[here] += 1
        _write(value, here, indent + 2, out, lines)


def texts(value: Any) -> Any:
    """Parameters or facts of an example as a file would have them: every scalar is text."""
    if isinstance(value, Mapping):
        return {str(key): texts(item) for key, item in value.items()}
    return [texts(item) for item in value] if isinstance(value, (list, tuple)) else str(value)


# ── indicators ───────────────────────────────────────────────────────────────

def leaf(seed: tuple[str, Example], number: int) -> Tree:
    """A leaf made of a rule's own worked example."""
    name, example = seed
    worked = {"facts": texts(example.facts), "points": example.expect, "why": example.why}
    worked |= {"peers": list(example.peers)} if example.peers else {}
    return {"id": f"leaf-{number}", "title": f"第 {number} 项",
            **({"points": example.points} if example.points is not None else {}),
            "score": {"rule": name, **texts(example.params)} if example.params else name, "examples": [worked]}


def worth(node: Tree) -> Decimal:
    """What an indicator is worth."""
    return Decimal(node.get("points", "0"))


def below(node: Tree) -> Iterator[Tree]:
    """An indicator and everything below it."""
    yield node
    for child in node.get("indicators", ()):
        yield from below(child)


COMBINED: dict[str, Callable[[list[Tree]], Tree]] = {
    "sum": lambda children: {"points": str(sum(map(worth, children)))},
    "max": lambda children: {"points": str(max(map(worth, children))), "combine": "max"},
    "first": lambda children: {"points": str(max(map(worth, children))), "combine": "first"},
    "min": lambda children: {"points": "10", "combine": "min"},
    "weighted": lambda children: {"points": "20", "combine": "weighted"},
    "rollup": lambda children: {"points": "50", "combine": {"rollup": {
        "own": "6", "groups": {"乡镇": "2", "县直部门": "2"}, "sample": "5"}}},
}


class Drawer:
    """Draws indicators, numbering them."""

    def __init__(self, draw: Callable[[Any], Any]) -> None:
        self.draw = draw
        self.number = 0
        self.drawn: list[Tree] = []       # what `draw` at the top says of branches
        self.plain: list[Tree] = []       # leaves whose points depend on nothing else
        self.apart: set[str] = set()      # ids below a branch that does not add up all its children

    def leaf(self, seeds: tuple[tuple[str, Example], ...]) -> Tree:
        """A leaf with some of the keys that change nothing about its example."""
        self.number += 1
        made = leaf(self.draw(st.sampled_from(seeds)), self.number)
        extras = {"basis": TEXTS, "guide": TEXTS, "ask": TEXTS, "essential": st.just("true"),
                  "report": st.sampled_from(["organisation", "disclosure", "costs"]),
                  "filled_by": st.sampled_from(["unit", "reviewer", "office"]),
                  "evidence": st.sampled_from(["none", "optional", "required"]),
                  "not_applicable": st.sampled_from(["never", "claim", {"accept": "claim", "policy": "full"}, {
                      "policy": "share", "share": "0.6"}, {"policy": "mean", "of": "乡镇"}])}
        for key in self.draw(st.lists(st.sampled_from(sorted(extras)), unique=True, max_size=3)):
            made[key] = self.draw(extras[key])
        self.plain.append(made)
        return made

    def tied(self, made: Tree) -> Tree:
        """A leaf with a key that ties it to others; its example no longer stands alone."""
        ties: list[Tree] = [{"multiply": {"when": "乡镇", "by": "2"}}, {"applies_to": ["县直部门"]},
                            {"effect": {"when": {"at_most": "0"}, "bar": ["优秀"]}}]
        for other in self.plain[:-1]:
            if "points" in other:
                ties.append({"requires": [other["id"]]})
            if "points" in other and other["id"] not in self.apart:
                ties.append({"not_applicable": {"policy": "spread", "to": other["id"]}})
            if other["score"] == "yes_no":
                ties += [{"asks_if": {"id": other["id"], "equals": "yes"}}, {"multiply": {"when": other["id"], "by": "3"}}]
        del made["examples"]
        self.plain.remove(made)
        return made | self.draw(st.sampled_from(ties))

    def branch(self, depth: int) -> Tree:
        """A branch of any combiner, its children leaves or branches."""
        self.number += 1
        head = {"id": f"branch-{self.number}", "title": f"第 {self.number} 枝"}
        kind = self.draw(st.sampled_from([*COMBINED, "draw"]))
        alike = kind in ("min", "draw")
        count = self.draw(st.integers(2, 3))
        children = [self.leaf(TENS if alike else BASE) if alike or depth > 1 or self.draw(st.integers(0, 3))
                    else self.branch(depth + 1) for _ in range(count)]
        if kind != "sum":
            self.apart |= {one["id"] for child in children for one in below(child)}
        if kind == "weighted":
            for child in children:
                child["weight"] = str(self.draw(st.integers(1, 4)))
        if kind == "draw":
            self.drawn.append({"of": head["id"], "take": str(count - 1)})
            return head | {"points": str(10 * (count - 1)), "indicators": children}
        if kind == "sum" and self.draw(st.booleans()):
            children.append(self.leaf(RECORDS))
        return head | COMBINED[kind](children) | {"indicators": children}

    def tops(self) -> Iterator[Tree]:
        """The first level: base indicators, and one of every other pool now and then."""
        for _ in range(self.draw(st.integers(1, 2))):
            yield self.branch(1) if self.draw(st.booleans()) else self.leaf(BASE)
        if self.draw(st.booleans()):
            yield self.tied(self.leaf(BASE))
        if self.draw(st.booleans()):
            yield self.leaf(LOSSES) | {"pool": "deduction"}
        if self.draw(st.booleans()):
            yield {"id": "praise", "title": "表扬", "pool": "bonus", "points": "5",
                   "score": {"rule": "per_entry", "each": "1"}, "examples": [{"facts": "9", "points": "5"}]}
        if self.draw(st.booleans()):
            effect = self.draw(st.sampled_from([{"grade": "差"}, {"total": "none"}, {"total": "0"}, {"bar": ["优秀"]}]))
            yield {"id": "leak", "title": "泄密", "pool": "veto", "score": "yes_no", "effect": effect}


# ── whole rulesets ───────────────────────────────────────────────────────────

STAGES: tuple[Any, ...] = (
    {"not_applicable": {"policy": "rebase"}}, {"multiply": {"by": "0.9", "when": "乡镇"}}, {"deduction": {"cap": "60"}},
    {"bonus": {"cap": "5", "when": {"above": "0"}}}, {"floor": "0"}, {"cap": {"at": "1000"}}, {"rescale": {"to": "100"}},
    "veto", {"round": {"places": "2"}}, "grade")
ALWAYS = ("deduction", "bonus", "veto", "grade")


def named(stage: Any) -> str:
    """The word of a stage as written."""
    return stage if isinstance(stage, str) else next(iter(stage))


@st.composite
def rulesets(draw: Callable[[Any], Any]) -> Tree:
    """A ruleset without a fault."""
    drawer = Drawer(draw)
    tops = list(drawer.tops())
    total = sum((worth(top) for top in tops if top.get("pool", "base") == "base"), Decimal(0))
    tree: Tree = {"ruleset": "drawn", "version": draw(TEXTS), "title": draw(TEXTS), "points": str(total),
                  "effective": {"from": "2024-01-01", "to": AS_OF}, "groups": GROUPS, "indicators": tops,
                  "grades": [{"name": "优秀", "at_least": str(total / 2)}, {"name": "差"}]}
    tree["grades"][0] |= draw(st.sampled_from([{}, {"quota": "0.3"}, {"floors": {tops[0]["id"]: "0.1"}}]))
    if drawer.drawn:
        tree["draw"] = drawer.drawn[0] if len(drawer.drawn) == 1 else drawer.drawn
    if draw(st.booleans()):
        tree["stages"] = [stage for stage in STAGES if named(stage) in ALWAYS or draw(st.booleans())]
    parts = {"notes": st.lists(TEXTS, min_size=1, max_size=2), "basis": st.lists(TEXTS, min_size=1, max_size=2),
             "floor": st.sampled_from(["item", "section", "total", "none"]),
             "ranking": st.sampled_from([{"ties": "dense"}, {"break": [tops[0]["id"]]}, {"vetoed": "apart"}])}
    for key in draw(st.lists(st.sampled_from(sorted(parts)), unique=True)):
        tree[key] = draw(parts[key])
    if tree.get("floor", "item") != "item":
        for plain in drawer.plain:  # the examples know nothing of a floor further up
            plain["floor"] = "0"
    return tree | _relating(drawer)


def _relating(drawer: Drawer) -> Tree:
    """A check and a case about leaves of the tree."""
    counted = [x["id"] for x in drawer.plain if isinstance(x["examples"][0]["facts"], str)
               and isinstance(x["score"], dict) and x["score"]["rule"] == "per_entry"]
    alone = [x for x in drawer.plain if "peers" not in x["examples"][0] and "points" in x]
    out: Tree = {"checks": [{"at_most": [counted[0], "1000"], "say": "太多"}]} if counted else {}
    if alone:
        worked = alone[0]["examples"][0]
        out["cases"] = [{"title": "只填一项", "group": "乡镇", "facts": {alone[0]["id"]: worked["facts"]},
                         "expect": {alone[0]["id"]: worked["points"]}}]
    return out
