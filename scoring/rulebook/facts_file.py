"""Loads a facts file: one unit's sheet with its claims and rulings, every fault with line and column."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from scoring.core import points as p
from scoring.core.ruleset import Ruleset
from scoring.core.shape import Problem, nearest
from scoring.core.sheet import RulingKind, Sheet, read_sheet

from .loading import place
from .source import Fault
from .strict import read_text

KEYS = ("unit", "group", "parent", "facts", "not_applicable", "rulings", "subordinates")
_KINDS = get_args(RulingKind)
_RULING = ("kind", "facts", "reason")
_LONG = (("kind",), ("facts",), ("reason",))
_LONGEST = 100


@dataclass(frozen=True)
class LoadedFacts:
    """A sheet, or None with the faults that stand in the way; warnings may come with either."""

    sheet: Sheet | None
    faults: tuple[Fault, ...]


def load_facts(data: bytes, name: str, ruleset: Ruleset) -> LoadedFacts:
    """The sheet in `data`, to be scored by `ruleset`; never raises."""
    source = read_text(data, name)
    if source.tree is None:
        return LoadedFacts(None, source.problems)
    problems = [*_head(source.tree, ruleset), *_claims(source.tree), *_rulings(source.tree)]
    sheet = None
    if not any(x.level == "error" for x in problems):
        sheet = read_sheet(source.tree, ruleset, (), problems)
        problems += _not_asked(source.tree, sheet, ruleset)
    faults = place(source, [_in_long_form(x, source.tree) for x in problems])
    return LoadedFacts(None if any(f.level == "error" for f in faults) else sheet, faults)


def _head(tree: Mapping[str, Any], ruleset: Ruleset) -> list[Problem]:
    found = [_unknown((key,), KEYS) for key in tree if key not in KEYS]
    if "unit" not in tree:
        found.append(Problem((), "缺少“unit”（单位名称），例如 unit: 月山乡"))
    if "facts" not in tree and "rulings" not in tree:
        found.append(Problem((), "缺少“facts”（填报数据），例如 facts: {disclosure: 134}"))
    for key in ("unit", "group", "parent"):
        word = tree.get(key, "一个词")
        if not isinstance(word, str) or not word.strip() or len(word) > _LONGEST or "\n" in word:
            found.append(Problem((key,), f"{key} 要写一个名称，最长 {_LONGEST} 字"))
    if "group" not in tree and len(ruleset.groups) > 1:
        said = f"没有写 group（组别），按“{ruleset.groups[0]}”计算；可写 {'、'.join(ruleset.groups)}"
        found.append(Problem((), said, "warning"))
    return found


def _unknown(path: tuple[str, ...], known: tuple[str, ...]) -> Problem:
    word = p.shorten(path[-1])
    sentence = f"不认识的键“{word}”，可写 {'、'.join(known)}{nearest(path[-1], known)}"
    return Problem(path, sentence, of_key=True)


def _claims(tree: Mapping[str, Any]) -> list[Problem]:
    claims = tree.get("not_applicable")
    if not isinstance(claims, Mapping):
        return []
    return [Problem(("not_applicable", key), "申请不适用要写理由，例如 {hotline: 未开通热线}")
            for key, reason in claims.items() if not isinstance(reason, str) or not reason.strip()]


def _rulings(tree: Mapping[str, Any]) -> list[Problem]:
    """Faults of rulings in their long form {kind, facts, reason}."""
    rulings = tree.get("rulings")
    found = []
    for key, ruling in (rulings.items() if isinstance(rulings, Mapping) else ()):
        if not isinstance(ruling, Mapping) or "kind" not in ruling:
            continue
        if ruling["kind"] not in _KINDS:
            found.append(Problem(("rulings", key, "kind"), f"kind 可写 {'、'.join(_KINDS)}"))
        elif (ruling["kind"] == "corrected") != ("facts" in ruling):
            sentence = "kind 为 corrected 时要写 facts（更正后的数据），其余不写"
            found.append(Problem(("rulings", key), sentence))
        found += [_unknown(("rulings", key, k), _RULING) for k in ruling if k not in _RULING]
        if not isinstance(ruling.get("reason", ""), str):
            found.append(Problem(("rulings", key, "reason"), "reason 要写一段文字"))
    return found


def _in_long_form(problem: Problem, tree: Mapping[str, Any]) -> Problem:
    """A fault of a ruling's facts, moved to where the long form {kind, facts, reason} has them."""
    path = problem.path
    rulings = tree.get("rulings")
    ruling = rulings.get(path[1]) if isinstance(rulings, Mapping) and len(path) > 1 else None
    if path[:1] != ("rulings",) or not isinstance(ruling, Mapping) or "facts" not in ruling or path[2:3] in _LONG:
        return problem
    return replace(problem, path=(*path[:2], "facts", *path[2:]))


def _not_asked(tree: Mapping[str, Any], sheet: Sheet, ruleset: Ruleset) -> list[Problem]:
    """Facts that this group is not asked for: they count for nothing, which the writer should know."""
    if ruleset.groups and sheet.group not in ruleset.groups:
        return []
    asked = {leaf.id for leaf in ruleset.asked_of(sheet.group)}
    return [Problem((key, leaf_id), f"“{sheet.group}”组不填这一项，写了也不计分", "warning", True)
            for key in ("facts", "not_applicable", "rulings")
            for leaf_id in (tree.get(key) or {})
            if leaf_id not in asked and ruleset.leaf(leaf_id) is not None]
