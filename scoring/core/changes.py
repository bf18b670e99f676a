"""What a corrected publication changed: whether its rules, and each unit's place, grade, total and points."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Body = Mapping[str, Any]
NONE = "—"


@dataclass(frozen=True)
class Pair:
    """A figure before and after, as text; what there was not is a dash."""

    before: str
    after: str

    @property
    def changed(self) -> bool:
        """Whether the two differ."""
        return self.before != self.after

    def __str__(self) -> str:
        return f"{self.before} → {self.after}" if self.changed else self.after


@dataclass(frozen=True)
class Moved:
    """A unit of which something changed; `lines` are the titles of leaves with their points."""

    unit: str
    place: Pair
    total: Pair
    grade: Pair
    lines: tuple[tuple[str, Pair], ...]

    def __str__(self) -> str:
        heads = (("名次", self.place), ("总分", self.total), ("等次", self.grade))
        return f"{self.unit}：" + "，".join(f"{title} {pair}" for title, pair in (*heads, *self.lines) if pair.changed)


def in_words(changes: Body, title_of: Callable[[str], str]) -> tuple[Moved, ...]:
    """The units of `changes_between` for a reader; `title_of` names a leaf by its key."""
    return tuple(Moved(one["unit"], _pair(one["place"]), _pair(one["total"]), _pair(one["grade"]),
                       tuple((title_of(leaf), _pair(pair)) for leaf, pair in one["lines"].items()))
                 for one in changes["units"])


def _pair(pair: list[Any]) -> Pair:
    return Pair(*(NONE if value is None else str(value) for value in pair))


def changes_between(before: Body, after: Body) -> dict[str, Any]:
    """The changes from one snapshot to another: {"rules": bool, "units": [...]}, units in the order of the later one.

    A unit stands there only if something of it changed; what it has in one snapshot alone is null in the other.
    """
    old, new = _standings(before), _standings(after)
    names = [unit["name"] for unit in after["units"]] + [unit["name"] for unit in before["units"]]
    found = (_unit(name, old.get(name), new.get(name)) for name in dict.fromkeys(names))
    return {"rules": before["ruleset"] != after["ruleset"], "units": [one for one in found if one is not None]}


def _standings(body: Body) -> dict[str, dict[str, Any]]:
    """Unit → place, grade, total, and the verified points of each leaf."""
    rows = {row["unit"]: row for group in body["ranking"]["groups"].values() for row in group}
    return {name: {**{key: rows[name][key] for key in ("place", "grade", "total")},
                   "points": {leaf: line["points"] for leaf, line in card["lines"].items()}}
            for name, card in body["cards"]["verified"].items()}


def _unit(name: str, old: dict[str, Any] | None, new: dict[str, Any] | None) -> dict[str, Any] | None:
    if old == new:
        return None
    one, two = old or {}, new or {}
    points = one.get("points", {}), two.get("points", {})
    leaves = [leaf for leaf in dict.fromkeys((*points[1], *points[0])) if points[0].get(leaf) != points[1].get(leaf)]
    return {"unit": name, **{key: [one.get(key), two.get(key)] for key in ("place", "grade", "total")},
            "lines": {leaf: [points[0].get(leaf), points[1].get(leaf)] for leaf in leaves}}
