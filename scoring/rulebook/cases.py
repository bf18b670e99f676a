"""Runs a ruleset's worked examples and whole-sheet cases through score(), and says where they part."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from scoring.core import points as p
from scoring.core.facts import Day, FactError
from scoring.core.ranking import rank
from scoring.core.ruleset import Indicator, Ruleset, applies
from scoring.core.score import Frame, score, score_group
from scoring.core.shape import Path, Problem, nearest
from scoring.core.sheet import Sheet, View, read_sheet
from scoring.core.stage import Card

CASE_KEYS = ("title", "why", "unit", "group", "parent", "facts", "not_applicable", "rulings", "subordinates", "peers",
             "as_of", "seed", "expect")
PEER_KEYS = ("unit", "group", "parent", "facts", "not_applicable", "rulings", "subordinates")
VIEWS: Mapping[str, View] = {"claimed": "claimed", "verified": "verified"}
_VIEW_WORDS = {"claimed": "自评", "verified": "复核"}


@dataclass(frozen=True)
class Run:
    """How many examples and cases were run, and every one that does not come out."""

    examples: int
    cases: int
    problems: tuple[Problem, ...]


def run(ruleset: Ruleset) -> Run:
    """Every example and case of `ruleset`."""
    placed = [(leaf, path) for leaf, path, _ in walk(ruleset) if leaf.is_leaf and not leaf.obsolete]
    problems = [x for leaf, path in placed for x in _examples(ruleset, leaf, path)]
    problems += [x for n, case in enumerate(ruleset.cases) for x in _case(ruleset, case, ("cases", n))]
    return Run(sum(len(leaf.examples) for leaf, _ in placed), len(ruleset.cases), tuple(problems))


def usual_frame(ruleset: Ruleset) -> Frame:
    """The frame of a sheet scored outside an assessment: looked at from the last day the ruleset holds."""
    return Frame(ruleset.effective.to if ruleset.effective else None)


def walk(ruleset: Ruleset) -> Iterator[tuple[Indicator, Path, tuple[Indicator, ...]]]:
    """Every indicator with its path in the file and the branches above it."""
    def below(node: Indicator, path: Path, above: tuple[Indicator, ...],
              ) -> Iterator[tuple[Indicator, Path, tuple[Indicator, ...]]]:
        yield node, path, above
        for n, child in enumerate(node.children):
            yield from below(child, (*path, "indicators", n), (*above, node))

    for n, top in enumerate(ruleset.indicators):
        yield from below(top, ("indicators", n), ())


def _examples(ruleset: Ruleset, leaf: Indicator, path: Path) -> Iterator[Problem]:
    """A leaf's examples, each on a sheet of that leaf alone."""
    alone = replace(ruleset, indicators=(leaf,), stages=())
    group = next((g for g in ruleset.groups if applies(leaf, g)), next(iter(leaf.applies_to), ""))
    for n, example in enumerate(leaf.examples):
        peers = [Sheet(f"同组单位 {i}", group, {leaf.id: facts}) for i, facts in enumerate(example.peers, 1)]
        card = score(alone, Sheet("算例", group, {leaf.id: example.facts}), "verified", usual_frame(ruleset), peers)
        line = card.lines[leaf.id]
        if line.points != example.points:
            why = f"（{p.shorten(example.why)}）" if example.why else ""
            yield Problem((*path, "examples", n, "points"),
                          f"“{p.shorten(leaf.title)}”的算例{why}写的是 {p.show(example.points)} 分，"
                          f"算出来是 {p.show(line.points)} 分。计算步骤：{'；'.join(line.steps)}")


def _case(ruleset: Ruleset, case: Mapping[str, Any], path: Path) -> list[Problem]:
    problems = [_unknown((*path, key), key) for key in case if key not in CASE_KEYS]
    sheets, frame = read_case(ruleset, case, path, problems)
    expected = _expected(case.get("expect"), (*path, "expect"), problems)
    if problems:
        return problems
    who = f"案例“{p.shorten(str(case.get('title', '')))}”的"
    scored = {view: score_group(ruleset, sheets, view, frame) for view in {view for view, *_ in expected}}
    for view, key, value, where in expected:
        if key == "place":
            problems += _compare_place(ruleset, scored[view], value, where, who + _VIEW_WORDS[view])
        else:
            problems += _compare(ruleset, scored[view][0], key, value, where, who + _VIEW_WORDS[view])
    return problems


def read_case(ruleset: Ruleset, case: Mapping[str, Any], path: Path,
              problems: list[Problem]) -> tuple[tuple[Sheet, ...], Frame]:
    """The case's own sheet and then its peers', and the frame they are scored in; adds to `problems`."""
    sheet = read_sheet({"unit": "案例", **case}, ruleset, path, problems)
    return (sheet, *_peers(ruleset, case, path, problems)), _frame(ruleset, case, path, problems)


def _peers(ruleset: Ruleset, case: Mapping[str, Any], path: Path, problems: list[Problem]) -> list[Sheet]:
    """The other units of a case; they are in the same group unless they say otherwise."""
    given = case.get("peers", [])
    if not isinstance(given, list) or not all(isinstance(one, Mapping) for one in given):
        problems.append(Problem((*path, "peers"), "peers 要列出其他单位，例如 [{unit: 乙, facts: {…}}]"))
        return []
    found = []
    for n, one in enumerate(given):
        where = (*path, "peers", n)
        problems += [Problem((*where, key), f"不认识的键“{p.shorten(key)}”{nearest(key, PEER_KEYS)}", of_key=True)
                     for key in one if key not in PEER_KEYS]
        group = case.get("group", ruleset.groups[0] if ruleset.groups else "")
        found.append(read_sheet({"unit": f"单位 {n + 1}", "group": group, **one}, ruleset, where, problems))
    return found


def _compare_place(ruleset: Ruleset, cards: tuple[Card, ...], value: Any, where: Path, who: str) -> list[Problem]:
    group = rank(ruleset, cards)[cards[0].group]
    got = next(x.place for x in group if x.unit == cards[0].unit)
    found = "none" if got is None else str(got)
    if found == str(value):
        return []
    totals = "，".join(f"{x.unit} {_points(x.total)}" for x in group)
    return [Problem(where, f"{who}名次应为 {p.shorten(str(value))}，算出来是 {found}。各单位：{totals}")]


def _unknown(path: Path, key: str) -> Problem:
    return Problem(path, f"案例里不认识的键“{p.shorten(key)}”{nearest(key, CASE_KEYS)}", of_key=True)


def _frame(ruleset: Ruleset, case: Mapping[str, Any], path: Path, problems: list[Problem]) -> Frame:
    usual = replace(usual_frame(ruleset), seed=str(case.get("seed", "")))
    if "as_of" not in case:
        return usual
    try:
        return replace(usual, as_of=Day().parse(case["as_of"]))
    except FactError as error:
        problems.append(Problem((*path, "as_of"), error.sentence))
        return usual_frame(ruleset)


def _expected(data: Any, path: Path, problems: list[Problem]) -> list[tuple[View, str, Any, Path]]:
    """View, key, value and place of everything a case expects; bare keys mean the verified card."""
    if not isinstance(data, Mapping) or not data:
        problems.append(Problem(path, "expect 要写应得的结果，例如 {total: 97} 或 {claimed: {total: 100}}"))
        return []
    found: list[tuple[View, str, Any, Path]] = []
    for key, value in data.items():
        if key not in VIEWS:
            found.append(("verified", key, value, (*path, key)))
        elif isinstance(value, Mapping):
            found += [(VIEWS[key], k, v, (*path, key, k)) for k, v in value.items()]
        else:
            problems.append(Problem((*path, key), f"{key} 里要写“键: 值”，例如 {{total: 97}}"))
    return found


def _compare(ruleset: Ruleset, card: Card, key: str, value: Any, where: Path, who: str) -> list[Problem]:
    if key == "grade":
        wanted = None if value == "none" else value
        if wanted == card.grade:
            return []
        sentence = f"{who}等次应为{_word(wanted)}，算出来是{_word(card.grade)}。"
        return [Problem(where, sentence + _total_steps(ruleset, card))]
    try:
        wanted_points = None if key == "total" and value == "none" else p.read(value)
    except (p.NumberError, TypeError, AttributeError):
        return [Problem(where, f"应得的结果要写数字{'或 none' if key == 'total' else ''}，"
                               f"现在是“{p.shorten(str(value))}”")]
    if key in ("total", "max"):
        return _compare_whole(ruleset, card, key, wanted_points, where, who)
    return _compare_part(ruleset, card, key, wanted_points, where, who)


def _compare_whole(ruleset: Ruleset, card: Card, key: str, wanted: Decimal | None, where: Path,
                   who: str) -> list[Problem]:
    got = card.total if key == "total" else card.max
    if wanted == got:
        return []
    name = "总分" if key == "total" else "满分"
    should = f"{who}应没有总分" if wanted is None else f"{who}{name}应为 {_points(wanted)}"
    sentence = f"{should}，算出来{'没有总分' if got is None else f'是 {_points(got)}'}。"
    return [Problem(where, sentence + _total_steps(ruleset, card))]


def _compare_part(ruleset: Ruleset, card: Card, key: str, wanted: Decimal | None, where: Path,
                  who: str) -> list[Problem]:
    node = ruleset.find(key)
    if node is None:
        known = tuple(i.id for i in ruleset.walk())
        return [Problem(where, f"规则里没有编号为“{p.shorten(key)}”的指标{nearest(key, known)}", of_key=True)]
    found = card.lines.get(key) or card.subtotals.get(key)
    if found is None:
        sentence = f"“{p.shorten(card.group)}”组不填“{p.shorten(node.title)}”，案例里不能写它的得分"
        return [Problem(where, sentence, of_key=True)]
    if found.points == wanted:
        return []
    steps = "；".join(found.steps) or _children(node, card)
    got = _points(found.points)
    sentence = f"{who}中“{p.shorten(node.title)}”应得 {_points(wanted)}，算出来是 {got}。计算步骤：{steps}"
    return [Problem(where, sentence)]


def _children(node: Indicator, card: Card) -> str:
    """'机构 2 分，专干 0 分': what a branch's children got."""
    got = {k: s.points for k, s in card.subtotals.items()}
    got |= {k: line.points for k, line in card.lines.items()}
    return "，".join(f"{p.shorten(c.title)} {_points(got[c.id])}" for c in node.children if c.id in got)


def _total_steps(ruleset: Ruleset, card: Card) -> str:
    """What the total is made of: first-level indicators, then each stage that printed something."""
    tops = [f"{p.shorten(t.title)} {_points(card.subtotals[t.id].points)}" for t in ruleset.indicators
            if t.id in card.subtotals]
    stages = [step for stage in card.stages for step in stage.steps]
    return "计算步骤：" + "；".join(["，".join(tops), *stages])


def _points(value: Decimal | None) -> str:
    return "无" if value is None else f"{p.show(value)} 分"


def _word(value: str | None) -> str:
    return "（没有等次）" if value is None else f"“{p.shorten(str(value))}”"
