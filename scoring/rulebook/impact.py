"""What another ruleset would change: the same facts scored under both, who moves, and what cannot be read any more."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from scoring.core import points as p
from scoring.core.facts import FactError, Facts, dump_facts
from scoring.core.frame import Frame
from scoring.core.ranking import Placed, rank
from scoring.core.ruleset import Ruleset
from scoring.core.score import score_group
from scoring.core.sheet import Ruling, Sheet, View, read_facts_of

CORRECTED_FACTS = "更正后的数据"


@dataclass(frozen=True)
class Unread:
    """Something of a unit that a ruleset cannot read, and why; `leaf` is '' where it is the unit as a whole."""

    unit: str
    leaf: str
    why: str


@dataclass(frozen=True)
class Carried:
    """Sheets as another ruleset reads them, what it could not read, and the answered leaves it does not have."""

    sheets: tuple[Sheet, ...]
    unread: tuple[Unread, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """Where a unit stands under one ruleset; None where there is no place, total or grade."""

    place: int | None
    total: Decimal | None
    grade: str | None


@dataclass(frozen=True)
class Move:
    """One unit before and after."""

    unit: str
    before: Standing
    after: Standing

    @property
    def places(self) -> int:
        """By how many places it moves, upwards above 0."""
        return (self.before.place or 0) - (self.after.place or 0) if self.before.place and self.after.place else 0

    @property
    def points(self) -> Decimal:
        """By how much its total changes; a total that is not there counts as 0."""
        return (self.after.total or p.ZERO) - (self.before.total or p.ZERO)

    @property
    def size(self) -> tuple[int, int, Decimal]:
        """What moves are sorted by: a total or place gained or lost altogether, then places, then points."""
        lost = ((self.before.place is None) != (self.after.place is None)
                or (self.before.total is None) != (self.after.total is None))
        return (int(lost), abs(self.places), abs(self.points))


@dataclass(frozen=True)
class GroupImpact:
    """One group: its units by the size of the move, and the mean of their totals before and after."""

    name: str
    moves: tuple[Move, ...]
    mean_before: Decimal | None
    mean_after: Decimal | None


@dataclass(frozen=True)
class Impact:
    """What another ruleset would change."""

    groups: tuple[GroupImpact, ...]
    unread: tuple[Unread, ...]
    gone: tuple[str, ...]

    @property
    def moved(self) -> tuple[Move, ...]:
        """The units whose place, total or grade changes."""
        return tuple(m for g in self.groups for m in g.moves if m.before != m.after)


def impact(old: Ruleset, new: Ruleset, sheets: Iterable[Sheet], frame: Frame, view: View = "verified") -> Impact:
    """The sheets, read under `old`, scored under both. What `new` cannot read counts there as unanswered."""
    before = tuple(sheets)
    carried = carry(old, new, before)
    was, now = standings(old, before, frame, view), standings(new, carried.sheets, frame, view)
    groups = []
    for name, places in was.items():
        after = now.get(name, {})
        moves = [Move(unit, stood, after.get(unit, Standing(None, None, None))) for unit, stood in places.items()]
        moves.sort(key=lambda move: move.size, reverse=True)
        groups.append(GroupImpact(name, tuple(moves), _mean(places), _mean(after)))
    return Impact(tuple(groups), carried.unread, carried.gone)


def standings(ruleset: Ruleset, sheets: tuple[Sheet, ...], frame: Frame, view: View) -> dict[str, dict[str, Standing]]:
    """Group → unit → where it stands, in the order of the ranking."""
    known = tuple(s for s in sheets if not ruleset.groups or s.group in ruleset.groups)
    ranking: Mapping[str, tuple[Placed, ...]] = rank(ruleset, score_group(ruleset, known, view, frame))
    return {group: {x.unit: Standing(x.place, x.total, x.grade) for x in placed} for group, placed in ranking.items()}


def carry(old: Ruleset, new: Ruleset, sheets: Iterable[Sheet]) -> Carried:
    """The sheets as the new ruleset reads them: every fact in its canonical form, read by the new leaf."""
    there: list[Sheet] = []
    unread: list[Unread] = []
    gone: set[str] = set()
    for sheet in sheets:
        if new.groups and sheet.group not in new.groups:
            unread.append(Unread(sheet.unit, "", f"新规则没有“{sheet.group}”这个组别，不能计分"))
        facts, claims, rulings = {}, {}, {}
        for key, given in sheet.facts.items():
            found = _fact(old, new, sheet.unit, key, given, unread, gone)
            if found is not None:
                facts[key] = found
        for key, claim in sheet.not_applicable.items():
            leaf = new.leaf(key)
            if leaf is not None and leaf.not_applicable != "never":
                claims[key] = claim
            elif leaf is not None:
                unread.append(Unread(sheet.unit, leaf.title, "新规则不接受不适用申请"))
        for key, ruling in sheet.rulings.items():
            kept = _ruling(old, new, sheet.unit, key, ruling, unread, gone)
            if kept is not None:
                rulings[key] = kept
        there.append(replace(sheet, facts=facts, not_applicable=claims, rulings=rulings,
                             subordinates=_below(new, sheet)))
    titles = tuple(leaf.title for leaf in old.leaves if leaf.id in gone)
    return Carried(tuple(there), tuple(unread), titles)


def _fact(old: Ruleset, new: Ruleset, unit: str, key: str, facts: Facts, unread: list[Unread],
          gone: set[str], what: str = "") -> Facts | None:
    before, after = old.leaf(key), new.leaf(key)
    if before is None:
        return None
    if after is None:
        gone.add(key)
        return None
    raw: Any = dump_facts(before.asked_fields(), facts)
    names = [f.name for f in after.asked_fields()]
    if len(raw) == 1 and len(names) == 1 and names[0] not in raw:
        raw = next(iter(raw.values()))      # one field that has only got another name
    try:
        return read_facts_of(after, raw)
    except FactError as error:
        unread.append(Unread(unit, after.title, f"{what and what + '：'}{error.sentence}"))
        return None


def _ruling(old: Ruleset, new: Ruleset, unit: str, key: str, ruling: Ruling, unread: list[Unread],
            gone: set[str]) -> Ruling | None:
    """The ruling under the new ruleset; a correction that cannot be read falls away."""
    if new.leaf(key) is None:
        return None
    if ruling.facts is None:
        return ruling
    facts = _fact(old, new, unit, key, ruling.facts, unread, gone, CORRECTED_FACTS)
    return None if facts is None else replace(ruling, facts=facts)


def _below(new: Ruleset, sheet: Sheet) -> dict[str, Mapping[str, Mapping[str, Decimal]]]:
    """The scores handed in for branches that still roll them up."""
    return {key: given for key, given in sheet.subordinates.items()
            if (node := new.find(key)) is not None and node.combiner is not None and node.combiner.gathers}


def _mean(places: Mapping[str, Standing]) -> Decimal | None:
    totals = [s.total for s in places.values() if s.total is not None]
    return p.exact(Fraction(sum(totals)) / len(totals)) if totals else None
