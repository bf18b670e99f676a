"""Makes a `Ruleset` from a plain tree, or the list of everything that is wrong with it."""
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from . import lint, shape
from . import points as p
from .combiner import Combiner
from .combiners.sum import Sum
from .declared import Declared, Head, Multiply, Settling
from .facts import FactError, read_facts
from .rule import Rule
from .ruleset import Indicator, Ruleset, WorkedExample, unlimited
from .shape import Path, Problem
from .stage import Stage
from .stages.not_applicable import NotApplicable

if TYPE_CHECKING:  # the vocabulary imports the drawers, which import this module's neighbours
    from .vocabulary import Vocabulary

ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
RESERVED = ("total", "max", "grade", "place", "claimed", "verified")
DEFAULT_STAGES = ("not_applicable", "deduction", "bonus", "veto", "round", "grade")
MOST_LEAVES, MOST_DEPTH = 2000, 20


def build_ruleset(data: Any, vocabulary: Vocabulary) -> tuple[Ruleset | None, list[Problem]]:
    """The ruleset written in `data` (None if an error stands in the way) and every problem found."""
    problems: list[Problem] = []
    if not isinstance(data, Mapping):
        return None, [Problem((), "评分规则的最外层要写成一组“键: 值”，第一行通常是 ruleset: 规则编号")]
    head = shape.read(Head, data, (), problems, also=Head.READ_ELSEWHERE)
    indicators = _Tree(vocabulary, problems).many(data.get("indicators"), ("indicators",), "", "base", 1)
    stages = _stages(data.get("stages", list(DEFAULT_STAGES)), vocabulary, problems)
    cases = _cases(data.get("cases", []), problems)
    if head is None or indicators is None:
        return None, problems
    indicators = tuple(_handed_down(top) for top in indicators)
    ruleset = Ruleset(**vars(head), indicators=indicators, stages=stages, cases=cases)
    problems += lint.lint(ruleset)
    if any(x.level == "error" for x in problems):
        return None, problems
    return _rebasing(replace(ruleset, data=ordered(data, vocabulary))), problems


def _rebasing(ruleset: Ruleset) -> Ruleset:
    """The ruleset with the stage that accepted claims need, where its author wrote other stages without it."""
    if any(isinstance(stage, NotApplicable) for _, stage in ruleset.stages):
        return ruleset
    return replace(ruleset, stages=(("not_applicable", NotApplicable()), *ruleset.stages))


def ordered(data: Mapping[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    """The tree with every mapping that a rule or combiner takes as a parameter written so that its order survives
    sorting."""
    out = dict(data)
    if isinstance(data.get("score"), Mapping):
        out["score"] = _in_order(vocabulary.rules[data["score"]["rule"]], data["score"])
    if isinstance(data.get("combine"), Mapping):
        out["combine"] = {word: _in_order(vocabulary.combiners[word], told) for word, told in data["combine"].items()}
    if "indicators" in data:
        out["indicators"] = [ordered(child, vocabulary) for child in data["indicators"]]
    return out


def _in_order(kind: Any, data: Mapping[str, Any]) -> dict[str, Any]:
    takes = {shape.yaml_key(n) for n, h in shape.hints_of(kind).items() if shape.takes_mapping(h)}
    return {k: shape.in_order(v) if k in takes else v for k, v in data.items()}


class _Tree:
    """Reads the indicators, remembering the ids met so far."""

    def __init__(self, vocabulary: Vocabulary, problems: list[Problem]) -> None:
        self.vocabulary = vocabulary
        self.problems = problems
        self.seen: set[str] = set()
        self.leaves = 0

    def say(self, path: Path, sentence: str) -> None:
        self.problems.append(Problem(path, sentence))

    def many(self, data: Any, path: Path, prefix: str, pool: str, depth: int) -> tuple[Indicator, ...] | None:
        if not isinstance(data, list) or not data:
            self.say(path if data is not None else path[:-1], "indicators 要列出至少一个指标，每个以“- id:”开头")
            return None
        if depth > MOST_DEPTH:
            self.say(path, f"指标最多 {MOST_DEPTH} 层")
            return None
        made = [self.one(item, (*path, i), f"{prefix}{i + 1}", pool, depth) for i, item in enumerate(data)]
        return tuple(x for x in made if x is not None) if all(made) else None

    def one(self, data: Any, path: Path, number: str, pool: str, depth: int) -> Indicator | None:
        declared = shape.read(Declared, data, path, self.problems, also=("indicators", "score", "examples"))
        if not isinstance(data, Mapping):
            return None
        if depth > 1 and "pool" in data:
            self.say((*path, "pool"), "pool 只写在一级指标上，下级随一级指标")
        if declared is not None:
            pool = declared.pool if depth == 1 else pool
            self.check_id(declared.id, (*path, "id"))
        if ("indicators" in data) == ("score" in data):
            self.say(path, "一个指标要么有下级 indicators，要么有 score，两者写且只写一个")
            return None
        if "indicators" in data:
            children = self.many(data["indicators"], (*path, "indicators"), f"{number}.", pool, depth + 1)
            if declared is None or children is None:
                return None
            return self.branch(declared, children, path, number, pool)
        return self.leaf(declared, data, path, number, pool)

    def check_id(self, word: str, path: Path) -> None:
        if not ID.fullmatch(word) or len(word) > 60:
            self.say(path, f"编号“{p.shorten(word)}”只能用小写英文字母、数字和连字符，以字母开头，最长 60 个字符")
        elif word in RESERVED:
            self.say(path, f"编号“{word}”是保留的词，请换一个")
        elif word in self.seen:
            self.say(path, f"编号“{word}”前面已经用过，编号在全文件里不能重复")
        self.seen.add(word)

    def branch(self, declared: Declared, children: tuple[Indicator, ...], path: Path, number: str,
               pool: str) -> Indicator | None:
        combiner = self.combiner(declared.combine, (*path, "combine"))
        if combiner is None:
            return None
        told = vars(declared) | {"pool": pool} | _settling(declared)
        if declared.points is None and not isinstance(combiner, Sum):
            self.say(path, "缺少“points”（分值）：下级不是相加的指标，要写明本级值多少分")
            return None
        if declared.points is None and pool != "veto" and not unlimited(children):
            told["points"] = sum((c.points or p.ZERO for c in children if not c.obsolete), p.ZERO)
        return Indicator(**told, number=number, children=children, combiner=combiner)

    def combiner(self, data: Any, path: Path) -> Combiner | None:
        named = {data: {}} if isinstance(data, str) else data
        if not isinstance(named, Mapping) or len(named) != 1:
            self.say(path, "合并方式写一个词，或写成一项，例如 {rollup: {own: 6, groups: {乡镇: 4}}}")
            return None
        word, params = next(iter(named.items()))
        kind = self.vocabulary.combiners.get(word)
        if kind is None:
            known = tuple(self.vocabulary.combiners)
            self.say(path, f"没有“{p.shorten(word)}”这种合并方式，可用：{'、'.join(known)}{shape.nearest(word, known)}")
            return None
        where = path if isinstance(data, str) else (*path, word)
        found: Combiner | None = shape.read(kind, params, where, self.problems)
        return found

    def leaf(self, declared: Declared | None, data: Mapping[str, Any], path: Path, number: str,
             pool: str) -> Indicator | None:
        self.leaves += 1
        if self.leaves == MOST_LEAVES + 1:
            self.say(path, f"一个规则最多 {MOST_LEAVES} 个末级指标，从这一个起超出了")
        rule = self.rule(data["score"], (*path, "score"))
        if declared is None or rule is None:
            return None
        name = data["score"] if isinstance(data["score"], str) else data["score"]["rule"]
        if "combine" in data:
            self.problems.append(Problem((*path, "combine"), "combine 只写在有下级 indicators 的指标上", of_key=True))
        told = vars(declared) | {"pool": pool} | _settling(declared)
        leaf = Indicator(**told, number=number, rule=rule, rule_name=name)
        if declared.points is None and pool == "base" and rule.needs_points:
            self.say(path, "缺少“points”（分值）：末级指标要写明值多少分")
            return None
        if declared.points is not None and declared.points <= 0:
            self.say((*path, "points"), f"分值要大于 0，现在是 {p.show(declared.points)}")
        for fault in rule.faults(leaf.setting()):
            self.problems.append(Problem((*path, "score", *fault.path), fault.sentence, fault.level))
        examples = self.examples(leaf, data.get("examples", []), (*path, "examples"))
        return replace(leaf, examples=examples)

    def rule(self, data: Any, path: Path) -> Rule | None:
        if isinstance(data, str):
            data = {"rule": data}
        name = data.get("rule") if isinstance(data, Mapping) else None
        if not isinstance(name, str):
            self.say(path, "score 里要用 rule 写明计分规则，例如 {rule: per_entry, each: 0.5}")
            return None
        kind = self.vocabulary.rules.get(name)
        if kind is None:
            known = tuple(self.vocabulary.rules)
            self.say((*path, "rule"), f"没有“{p.shorten(name)}”这种计分规则，"
                                      f"可用：{'、'.join(known)}{shape.nearest(name, known)}")
            return None
        rest = {k: v for k, v in data.items() if k != "rule"}
        made: Rule | None = shape.read(kind, rest, path, self.problems)
        return made

    def examples(self, leaf: Indicator, data: Any, path: Path) -> tuple[WorkedExample, ...]:
        if not isinstance(data, list):
            self.say(path, "examples 要写成列表，例如 - {facts: 99, points: 49.5, why: 未到封顶}")
            return ()
        made = [self.example(leaf, item, (*path, i)) for i, item in enumerate(data)]
        return tuple(x for x in made if x is not None)

    def example(self, leaf: Indicator, data: Any, path: Path) -> WorkedExample | None:
        keys = set(data) if isinstance(data, Mapping) else set()
        if not {"facts", "points"} <= keys <= {"facts", "points", "why", "peers"}:
            self.say(path, "一个算例写 facts（数据）、points（应得分）和 why（说明），"
                           "与同组比较的再写 peers（别人的数据）")
            return None
        others = data.get("peers", [])
        if not isinstance(others, list):
            self.say((*path, "peers"), "peers 要列出同组其他单位的数据，例如 [150, 90]")
            return None
        try:
            facts = read_facts(leaf.asked_fields(), data["facts"])
            peers = tuple(read_facts(leaf.asked_fields(), other) for other in others)
            return WorkedExample(facts, p.read(str(data["points"])), str(data.get("why", "")), peers)
        except FactError as error:
            self.say((*path, "facts", *error.path), error.sentence)
        except p.NumberError as error:
            self.say((*path, "points"), str(error))
        return None


def _settling(declared: Declared) -> dict[str, Any]:
    """The two keys that stand for `not_applicable`: whether it may be claimed, and how it is settled."""
    said = declared.not_applicable
    settling = said if isinstance(said, Settling) else Settling(said)
    return {"not_applicable": settling.accept, "settling": settling}


def _handed_down(node: Indicator, above: tuple[Multiply, ...] = ()) -> Indicator:
    """The indicator with what multiplies the branches above it."""
    own = (*above, node.multiply) if node.multiply is not None else above
    return replace(node, multiplies=own, children=tuple(_handed_down(child, own) for child in node.children))


def _stages(data: Any, vocabulary: Vocabulary, problems: list[Problem]) -> tuple[tuple[str, Stage], ...]:
    if not isinstance(data, list):
        problems.append(Problem(("stages",), "stages 要写成列表，每项是一个阶段，例如 - round: {places: 2}"))
        return ()
    made: list[tuple[str, Stage]] = []
    for i, item in enumerate(data):
        path: Path = ("stages", i)
        named = {item: {}} if isinstance(item, str) else item
        if not isinstance(named, Mapping) or len(named) != 1:
            problems.append(Problem(path, "每个阶段写成一项，例如 - deduction: {cap: 10}"))
            continue
        name, params = next(iter(named.items()))
        kind = vocabulary.stages.get(name)
        if kind is None:
            known = tuple(vocabulary.stages)
            problems.append(Problem(path, f"没有“{p.shorten(name)}”这个阶段，"
                                          f"可用：{'、'.join(known)}{shape.nearest(name, known)}"))
            continue
        stage = shape.read(kind, params, path if isinstance(item, str) else (*path, name), problems)
        if stage is not None:
            made.append((name, stage))
    return tuple(made)


def _cases(data: Any, problems: list[Problem]) -> tuple[Mapping[str, Any], ...]:
    if not isinstance(data, list):
        problems.append(Problem(("cases",), "cases 要写成列表，每项是一张完整的表和应得的结果"))
        return ()
    for i, item in enumerate(data):
        if not isinstance(item, Mapping) or not {"title", "facts", "expect"} <= set(item):
            problems.append(Problem(("cases", i), "一个案例至少要写 title（名称）、facts（数据）和 expect（应得结果）"))
    return tuple(item for item in data if isinstance(item, Mapping))
