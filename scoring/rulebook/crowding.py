"""What would take seconds to look over is refused by its count: long lists, very many examples or cases."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scoring.core.ruleset import Ruleset
from scoring.core.shape import Path, Problem

MOST_LISTED = 300        # entries of one list or mapping; bands, ticks, groups, grades …
MOST_EXAMPLES = 6_000    # of all leaves together
MOST_SHEETS = 2_000      # cases and their peers
MOST_LINES = 20_000      # leaves times sheets: every one of these is reckoned


def crowded(tree: Mapping[str, Any]) -> list[Problem]:
    """Lists of a plain tree that are too long to be looked over; [] if it may be built."""
    found = list(_long(tree, ()))
    examples = sum(len(some) for some in _examples(tree))
    if examples > MOST_EXAMPLES:
        found.append(Problem(("indicators",), f"算例一共 {examples} 个，最多 {MOST_EXAMPLES} 个；请减少算例"))
    return found


def toilsome(ruleset: Ruleset) -> list[Problem]:
    """Cases that would take seconds to reckon: each reckons every leaf of its own sheet and of its peers' sheets."""
    sheets = sum(1 + len(case.get("peers", ())) for case in ruleset.cases)
    if sheets <= MOST_SHEETS and sheets * len(ruleset.leaves) <= MOST_LINES:
        return []
    sentence = (f"案例太多：{len(ruleset.leaves)} 个末级指标、{sheets} 张表；最多 {MOST_SHEETS} 张，"
                f"两数相乘最多 {MOST_LINES}；请减少案例")
    return [Problem(("cases",), sentence)]


def _long(node: Any, path: Path) -> Iterator[Problem]:
    if not isinstance(node, (Mapping, list)):
        return
    if len(node) > MOST_LISTED and path[-1:] != ("indicators",):
        yield Problem(path, f"这里列了 {len(node)} 项，最多 {MOST_LISTED} 项；请合并，或者拆成几个指标")
        return
    for key, value in node.items() if isinstance(node, Mapping) else enumerate(node):
        if path or key != "cases":
            yield from _long(value, (*path, key))


def _examples(node: Mapping[str, Any]) -> Iterator[list[Any]]:
    children = node.get("indicators")
    for child in children if isinstance(children, list) else ():
        if isinstance(child, Mapping):
            if isinstance(child.get("examples"), list):
                yield child["examples"]
            yield from _examples(child)
