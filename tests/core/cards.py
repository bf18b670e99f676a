"""Sheets drawn for any ruleset of the grammar, and a calculator for the steps that a card prints."""
from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from scoring.core import points as p
from scoring.core.building import build_ruleset
from scoring.core.facts import (
    Count,
    Day,
    DayOrNot,
    Judged,
    Level,
    Number,
    Periods,
    PerKind,
    Rate,
    Rows,
    Scores,
    Text,
    Ticks,
    YesNo,
)
from scoring.core.frame import Frame
from scoring.core.kinds_compound import Link
from scoring.core.ruleset import Ruleset
from scoring.core.sheet import Sheet, read_sheet
from scoring.core.stage import Card
from scoring.core.vocabulary import builtin
from tests.rulebook.grammar import GROUPS, Tree, below, rulesets

Draw = Callable[[Any], Any]
POLICIES = ("rebase", "spread", "mean", "full", "zero", "exclude")
DAYS = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(date.isoformat)
COUNTS = st.integers(0, 120).map(str)
NUMBERS = st.integers(-30_000, 1_200_000).map(lambda n: p.show(Decimal(n).scaleb(-4)))


# ── facts ────────────────────────────────────────────────────────────────────

def facts_of(kind: Any) -> st.SearchStrategy[Any]:
    """What a field of this kind may be filled with, as a file has it."""
    if isinstance(kind, Number):
        least, most = kind.least, kind.most
        return NUMBERS.filter(lambda n: (least is None or Decimal(n) >= least) and (most is None or Decimal(n) <= most))
    if isinstance(kind, Judged):
        return st.integers(0, int(kind.most / kind.step)).map(lambda n: p.show(n * kind.step))
    if isinstance(kind, Scores):
        return st.lists(facts_of(Judged(kind.most, kind.step)), min_size=1, max_size=5)
    if isinstance(kind, Ticks):
        return st.lists(st.sampled_from([o.id for o in kind.options]), unique=True)
    if isinstance(kind, Level):
        return st.sampled_from(kind.levels)
    if isinstance(kind, PerKind):
        return st.dictionaries(st.sampled_from(kind.kinds), COUNTS, min_size=1)
    if isinstance(kind, Periods):
        return st.dictionaries(st.sampled_from(kind.keys), st.just("not_applicable") | facts_of(kind.inner), min_size=1)
    if isinstance(kind, Rate):
        parts = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(sorted)
        return parts.map(lambda x: {"done": str(x[0]), "of": str(x[1])}) | st.integers(0, 1_000_000).map(
            lambda n: p.show(Decimal(n).scaleb(-4)))
    if isinstance(kind, Rows):
        needed = {c.name: facts_of(c.kind) for c in kind.columns if c.required}
        some = {c.name: facts_of(c.kind) for c in kind.columns if not c.required} | {"struck": st.just("重复")}
        return st.lists(st.fixed_dictionaries(needed, optional=some), max_size=6)
    alone: dict[type, st.SearchStrategy[Any]] = {
        Count: COUNTS, YesNo: st.sampled_from(["yes", "no"]), Day: DAYS, DayOrNot: DAYS | st.just("not_done"),
        Text: st.sampled_from(["甲", "乙", "甲 乙"]), Link: st.sampled_from(["https://a.example/1", "http://b.example/"])}
    return alone[type(kind)]


# ── rulesets and sheets ──────────────────────────────────────────────────────

def _ties(draw: Draw, tree: Tree) -> None:
    """Ties indicators to each other and settles what does not apply in every way."""
    nodes = [node for top in tree["indicators"] for node in below(top)]
    ids = [node["id"] for node in nodes]
    makers = {
        "requires": st.lists(st.sampled_from(ids), min_size=1, max_size=2),
        "asks_if": st.fixed_dictionaries({"id": st.sampled_from(ids), "equals": st.sampled_from(["yes", "no"])}),
        "multiply": st.fixed_dictionaries({"when": st.sampled_from([*ids, *GROUPS]), "by": st.sampled_from(["2", "0.5"])}),
        "not_applicable": st.fixed_dictionaries({"policy": st.sampled_from(POLICIES)})
        | st.fixed_dictionaries({"policy": st.just("spread"), "to": st.sampled_from(ids)})
        | st.fixed_dictionaries({"policy": st.just("mean"), "of": st.sampled_from(GROUPS)}),
        "applies_to": st.just(["乡镇"]),
    }
    for node in draw(st.lists(st.sampled_from(nodes), max_size=6, unique_by=lambda node: node["id"])):
        key = draw(st.sampled_from(sorted(makers)))
        kept = node.get(key)
        node[key] = draw(makers[key])
        if build_ruleset(tree, builtin())[0] is None:   # the tie means nothing here
            node.pop(key)
            if kept is not None:
                node[key] = kept


@st.composite
def built(draw: Draw) -> Ruleset:
    """A ruleset of the grammar with more ties, and any way to settle what does not apply."""
    tree = {key: value for key, value in draw(rulesets()).items() if key not in ("cases", "checks")}
    for top in tree["indicators"]:
        for node in below(top):
            node.pop("examples", None)
    stage = {"not_applicable": {"policy": draw(st.sampled_from(POLICIES))}}
    stages = tree.get("stages", ["deduction", "bonus", "veto", "round", "grade"])
    tree["stages"] = [stage, *(one for one in stages if "not_applicable" not in one)]
    _ties(draw, tree)
    ruleset, problems = build_ruleset(tree, builtin())
    assert ruleset is not None, problems
    return ruleset


@st.composite
def sheets_of(draw: Draw, ruleset: Ruleset) -> tuple[Sheet, ...]:
    """Some units in two groups, one below another now and then, with facts, claims and rulings."""
    names = ["甲", "乙", "丙", "丁", "戊"][:draw(st.integers(1, 5))]
    return tuple(draw(_sheet(ruleset, name, names)) for name in names)


@st.composite
def _sheet(draw: Draw, ruleset: Ruleset, name: str, names: list[str]) -> Sheet:
    group = draw(st.sampled_from(GROUPS))
    tree: dict[str, Any] = {"unit": name, "group": group, "parent": draw(st.sampled_from(["", *names])),
                            "facts": {}, "not_applicable": {}, "rulings": {}}
    looked_at = draw(st.booleans())
    for leaf in ruleset.leaves:
        said = draw(st.sampled_from(["facts", "facts", "facts", "not_applicable", "nothing", "both"]))
        filled = st.fixed_dictionaries({f.name: facts_of(f.kind) for f in leaf.asked_fields()})
        if said in ("facts", "both"):
            tree["facts"][leaf.id] = draw(filled)
        claimed = said in ("not_applicable", "both") and leaf.not_applicable != "never"
        if claimed:
            tree["not_applicable"][leaf.id] = "没有这项职能"
        if looked_at and (claimed or said == "facts") and draw(st.booleans()):
            words = ["not_applicable", "applicable"] if claimed else ["confirmed"]
            tree["rulings"][leaf.id] = draw(st.sampled_from(words) if claimed else st.sampled_from(words) | filled)
    problems: list[Any] = []
    made = read_sheet(tree, ruleset, (), problems)
    assert problems == []
    return made


FRAMES = st.builds(Frame, st.just(date(2024, 12, 31)), seed=st.sampled_from(["", "种子", "7"]), final=st.booleans())


# ── the calculator ───────────────────────────────────────────────────────────

SIGNS: dict[type, Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


def steps_of(card: Card) -> Iterator[str]:
    """Every step that a card prints."""
    for part in (*card.lines.values(), *card.subtotals.values(), *card.stages):
        yield from part.steps


def sums_in(step: str) -> Iterator[tuple[str, Fraction, Fraction]]:
    """Every equation in a step: as printed, what its left side comes to at the printed places, and its right side."""
    for part in re.split("[，：；]", step):
        if " = " not in part:
            continue
        left, right = part.split(" = ")
        shown = re.match(r"-?[0-9.]+", right)
        assert shown is not None, step
        value = _worked(ast.parse(_plain(left), mode="eval").body)
        percent = right.endswith("%") and "×" not in left
        yield part, Fraction(p.rounded(value * (100 if percent else 1), 2 if percent else 4)), Fraction(shown.group())


def _plain(text: str) -> str:
    """The arithmetic alone: words are left out, figures are quoted so that none becomes a float."""
    kept = "".join(re.findall(r"[0-9.()+*/-]", text.translate(str.maketrans("×÷−", "*/-"))))
    return re.sub(r"[0-9]+(\.[0-9]+)?", lambda found: f"'{found.group()}'", kept)


def _worked(node: ast.expr) -> Fraction:
    """What an expression of figures and + − × ÷ comes to, exactly."""
    if isinstance(node, ast.Constant):
        return Fraction(node.value)
    if isinstance(node, ast.UnaryOp):
        return -_worked(node.operand)
    assert isinstance(node, ast.BinOp), ast.dump(node)
    return SIGNS[type(node.op)](_worked(node.left), _worked(node.right))
