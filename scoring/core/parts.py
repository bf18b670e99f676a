"""The parts a snapshot is hashed in, so that one unit's can be shown with a proof that it belongs to the whole.

In order: what the publication says of itself, the rules, each group's ranking, each unit. docs/snapshot.md tells
their forms. The digest of a snapshot is the root of the tree over its parts.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from . import canonical
from .digests import Algorithm
from .merkle import Tree

APART = ("ruleset", "ruleset_yaml", "units", "cards", "ranking")    # what does not stand in the first part
ABOUT, RULES = 0, 1             # the places of the first two parts


class Unfitting(ValueError):
    """A snapshot whose units, cards and ranking are not of the same units; the message is a Chinese sentence."""


def parts_of(body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every part in order. Raises Unfitting where something of the snapshot would stand in no part."""
    names = [unit["name"] for unit in body["units"]]
    rows = {row["unit"]: row for group in body["groups"] for row in body["ranking"]["groups"][group]}
    listed = sum(len(body["ranking"]["groups"][group]) for group in body["groups"])
    cards = body["cards"]
    same = set(names) == set(rows) == set(cards["claimed"]) == set(cards["verified"])
    if not same or len(names) != listed or len(set(names)) != len(names) or set(body["ranking"]) != {"groups"} or (
            set(cards) != {"claimed", "verified"} or len(body["ranking"]["groups"]) != len(body["groups"])):
        raise Unfitting("快照里的单位、评分卡和排名不是同一些单位")
    yield {"part": "about", "snapshot": {key: value for key, value in body.items() if key not in APART}}
    yield {"part": "rules", "ruleset": body["ruleset"], "ruleset_yaml": body["ruleset_yaml"]}
    ranked = {}
    for group in body["groups"]:
        ranking = body["ranking"]["groups"][group]
        ranked[group] = sum(row["place"] is not None for row in ranking)
        yield {"part": "ranking", "group": group, "rows": ranking}
    for unit in body["units"]:
        name = unit["name"]
        yield {"part": "unit", "unit": unit, "claimed": cards["claimed"][name], "verified": cards["verified"][name],
               "place": rows[name]["place"], "of": ranked[unit["group"]]}


def tree_of(body: Mapping[str, Any], algorithm: Algorithm) -> Tree:
    """The tree over the parts of a snapshot."""
    return Tree(algorithm.digest, [canonical.encode(part) for part in parts_of(body)])


def digest_of(body: Mapping[str, Any], algorithm: Algorithm) -> str:
    """The digest of a snapshot in hex."""
    return tree_of(body, algorithm).root.hex()
