"""A published file opened for reading: what exports and public pages see, and nothing else."""
from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from . import canonical
from . import points as p
from .building import build_ruleset
from .digests import ALGORITHMS, Algorithm
from .excerpt import excerpt_of
from .explain import why_lost
from .facts import Facts, show_facts
from .leaf_line import unanswered, worth_of
from .merkle import Tree
from .parts import tree_of
from .ranking import Placed
from .release import Release, release_of
from .ruleset import Indicator, Ruleset
from .sheet import Ruling, Sheet, read_sheet
from .stage import Card, Line, StageLine, Subtotal
from .vocabulary import Vocabulary, in_use

ERASED = "（文字已依法删除）"


@dataclass(frozen=True)
class Row:
    """One leaf of one unit, as pages and paper show it; texts are '' where there is nothing to say."""

    leaf: Indicator
    parents: tuple[str, ...]            # titles of the branches above, first level first
    claimed: Line
    verified: Line
    claimed_fact: str
    verified_fact: str
    ruling: Ruling | None
    reason: str                         # the reviewer's reason
    claim: str                          # the unit's reason for not applicable
    note: str
    links: int
    files: int
    lost_reason: str
    facts: Facts | None = None          # as they stand after the review


@dataclass(frozen=True)
class Result:
    """One unit's published outcome. `of` is the number of ranked units in its group."""

    unit: str
    group: str
    place: int | None
    of: int
    claimed: Card
    verified: Card
    rows: tuple[Row, ...]
    submitted_at: str
    receipt: str
    before: Mapping[str, Any] | None    # its last published outcome: title, digest, total, max, place, of, grade


@dataclass(frozen=True)
class Group:
    """A group's ranking, its results in that order, and the mean of each first-level indicator's points.

    Units to which an indicator does not apply are left out of its mean.
    """

    name: str
    places: tuple[Placed, ...]
    results: tuple[Result, ...]
    mean: Mapping[str, Decimal]
    mean_total: Decimal | None


@dataclass(frozen=True)
class Published:
    """A whole publication."""

    title: str
    basis: tuple[str, ...]
    office: str
    period: tuple[date, date]
    as_of: date
    algorithm: Algorithm
    digest: str
    replaces: Mapping[str, Any] | None
    audit_head: str
    ruleset: Ruleset
    groups: tuple[Group, ...]
    release: Release
    file: Mapping[str, Any] = field(repr=False)     # the whole, for excerpts of it

    @functools.cached_property
    def tree(self) -> Tree:
        """The hash tree over its parts."""
        return tree_of(self.file["snapshot"], self.algorithm)

    def excerpt(self, unit: str) -> dict[str, Any]:
        """A unit's part of the file with its proof, as `core/excerpt.py` has it."""
        return excerpt_of(self.file, self.tree, unit)

    def result(self, unit: str) -> Result | None:
        """A unit's result by name."""
        return next((r for g in self.groups for r in g.results if r.unit == unit), None)

    def group(self, name: str) -> Group | None:
        """A group by name."""
        return next((g for g in self.groups if g.name == name), None)


def open_file(text: str, vocabulary: Vocabulary | None = None) -> Published:
    """Opens a published file this product wrote; verify() is what tells whether to believe a foreign one."""
    file = canonical.decode(text)
    body, openings = file["snapshot"], file["openings"]
    ruleset, faults = build_ruleset(body["ruleset"], vocabulary or in_use())
    if ruleset is None:
        raise canonical.CanonicalError("；".join(f.sentence for f in faults))
    about = body["assessment"]
    groups = tuple(_group(name, body, openings, ruleset) for name in body["groups"])
    return Published(
        about["title"], tuple(about["basis"]), about["office"],
        (date.fromisoformat(about["period"]["from"]), date.fromisoformat(about["period"]["to"])),
        date.fromisoformat(about["as_of"]), ALGORITHMS[file["algorithm"]], file["digest"], body["replaces"],
        body["audit_head"], ruleset, groups, release_of(body["release"]), file)


def card_from_json(data: Mapping[str, Any]) -> Card:
    """The card that `Card.to_json` wrote."""
    def number(text: str | None) -> Decimal | None:
        return None if text is None else Decimal(text)

    lines = {k: Line(Decimal(v["points"]), Decimal(v["max"]), Decimal(v["lost"]), tuple(v["steps"]), v["state"])
             for k, v in data["lines"].items()}
    subtotals = {k: Subtotal(Decimal(v["points"]), Decimal(v["max"]), Decimal(v["max"]), tuple(v["steps"]))
                 for k, v in data["subtotals"].items()}
    stages = tuple(StageLine(s["stage"], number(s["before"]), number(s["after"]), tuple(s["steps"]))
                   for s in data["stages"])
    return Card(data["unit"], data["group"], number(data["total"]), Decimal(data["max"]), data["grade"],
                lines, subtotals, stages, tuple(data["vetoes"]))


def _group(name: str, body: Mapping[str, Any], openings: Mapping[str, Any], ruleset: Ruleset) -> Group:
    listed = body["ranking"]["groups"][name]
    places = tuple(Placed(x["place"], x["unit"], None if x["total"] is None else Decimal(x["total"]), x["grade"])
                   for x in listed)
    units = {u["name"]: u for u in body["units"]}
    of = sum(x.place is not None for x in places)
    results = tuple(_result(x, units[x.unit], of, body, openings, ruleset) for x in places)
    tops = [t.id for t in ruleset.indicators]
    mean = {t: _mean([s.points for r in results if (s := r.verified.subtotals.get(t)) and s.max > 0]) for t in tops}
    totals = [x.total for x in places if x.total is not None]
    return Group(name, places, results, {k: v for k, v in mean.items() if v is not None}, _mean(totals))


def _mean(values: list[Decimal]) -> Decimal | None:
    return p.exact(Fraction(sum(values)) / len(values)) if values else None


def _result(placed: Placed, unit: Mapping[str, Any], of: int, body: Mapping[str, Any],
            openings: Mapping[str, Any], ruleset: Ruleset) -> Result:
    claimed = card_from_json(body["cards"]["claimed"][placed.unit])
    verified = card_from_json(body["cards"]["verified"][placed.unit])
    sheet = read_sheet({**unit, "unit": unit["name"]}, ruleset, (), [])
    rows = tuple(_row(leaf, parents, sheet, unit, claimed, verified, openings)
                 for leaf, parents in _leaves(ruleset) if leaf.id in verified.lines)
    return Result(placed.unit, unit["group"], placed.place, of, claimed, verified, rows,
                  unit["submitted_at"], unit["receipt"], unit["before"])


def _leaves(ruleset: Ruleset) -> list[tuple[Indicator, tuple[str, ...]]]:
    found: list[tuple[Indicator, tuple[str, ...]]] = []

    def visit(node: Indicator, parents: tuple[str, ...]) -> None:
        if node.is_leaf:
            found.append((node, parents))
        for child in node.children:
            visit(child, (*parents, node.title))

    for top in ruleset.indicators:
        visit(top, ())
    return found


def _row(leaf: Indicator, parents: tuple[str, ...], sheet: Sheet, unit: Mapping[str, Any], claimed: Card,
         verified: Card, openings: Mapping[str, Any]) -> Row:
    def opened(key: str | None) -> str:
        if key is None:
            return ""
        return str(openings[key]["text"]) if key in openings else ERASED

    fields = leaf.asked_fields()
    before, after = sheet.facts_in(leaf.id, "claimed"), sheet.facts_in(leaf.id, "verified")
    ruling = sheet.rulings.get(leaf.id)
    reason = opened(ruling.reason) if ruling else ""
    kinds = [e["kind"] for e in unit["evidence"].get(leaf.id, [])]
    line = verified.lines[leaf.id]
    asked = claimed.lines.get(leaf.id) or unanswered(leaf, worth_of(leaf))    # what only the review asks for
    return Row(leaf, parents, asked, line,
               show_facts(fields, before) if before else "", show_facts(fields, after) if after else "",
               ruling, reason, opened(unit["not_applicable"].get(leaf.id)), opened(unit["notes"].get(leaf.id)),
               kinds.count("link"), kinds.count("file"), why_lost(line, reason), after)
