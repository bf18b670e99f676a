"""One unit's facts with its claims and the rulings on them, and how they are read from a plain tree."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, get_args

from . import points as p
from .facts import FactError, Facts, Number, clean_text, read_facts
from .ruleset import Indicator, Ruleset
from .shape import Path, Problem

RulingKind = Literal["confirmed", "corrected", "not_applicable", "applicable"]
View = Literal["claimed", "verified"]


@dataclass(frozen=True)
class Ruling:
    """A reviewer's word on one leaf: facts confirmed or corrected, or a not-applicable claim settled."""

    kind: RulingKind
    facts: Facts | None = None
    reason: str = ""


@dataclass(frozen=True)
class Sheet:
    """One unit's facts (leaf id → facts by field), not-applicable claims (leaf id → reason) and rulings.

    `subordinates` are scores from 0 to 100 of units below this one, handed in for a branch that rolls them up;
    without them they are taken from the sheets whose `parent` is this unit.
    """

    unit: str
    group: str
    facts: Mapping[str, Facts] = field(default_factory=dict)
    not_applicable: Mapping[str, str] = field(default_factory=dict)
    rulings: Mapping[str, Ruling] = field(default_factory=dict)
    parent: str = ""        # the unit this one belongs under
    subordinates: Mapping[str, Mapping[str, Mapping[str, Decimal]]] = field(default_factory=dict)  # branch, group, unit

    def not_applicable_in(self, leaf_id: str, view: View) -> bool:
        """Whether a leaf counts as not applicable: as claimed, or only as accepted.

        A sheet without any ruling has not been looked at: its claims count as accepted.
        """
        claimed = leaf_id in self.not_applicable
        if view == "claimed" or not self.rulings:
            return claimed
        ruling = self.rulings.get(leaf_id)
        if ruling is None:
            return False
        return ruling.kind == "not_applicable" or (ruling.kind == "confirmed" and claimed)

    def facts_in(self, leaf_id: str, view: View) -> Facts | None:
        """A leaf's facts as claimed, or as they stand after the rulings; None if unanswered."""
        ruling = self.rulings.get(leaf_id) if view == "verified" else None
        if ruling is not None and ruling.facts is not None:
            return ruling.facts
        return self.facts.get(leaf_id)


def read_sheet(data: Mapping[str, Any], ruleset: Ruleset, path: Path, problems: list[Problem]) -> Sheet:
    """The sheet written as RULESETS' facts on disk; what cannot be read is left out and reported."""
    unit = str(data.get("unit", "（未写单位）"))
    group = str(data.get("group", ruleset.groups[0] if ruleset.groups else ""))
    if ruleset.groups and group not in ruleset.groups:
        known = "、".join(ruleset.groups)
        problems.append(Problem((*path, "group"), f"没有“{p.shorten(group)}”这个组别，已有：{known}"))
    facts = {leaf.id: read_facts_of(leaf, raw) for leaf, raw, where in
             _leaves(data, "facts", ruleset, path, problems) if _readable(leaf, raw, where, problems)}
    claims = {leaf.id: str(raw) for leaf, raw, where in _leaves(data, "not_applicable", ruleset, path, problems)
              if _claimable(leaf, where, problems)}
    rulings: dict[str, Ruling] = {}
    for leaf, raw, where in _leaves(data, "rulings", ruleset, path, problems):
        try:
            rulings[leaf.id] = read_ruling(leaf, raw)
            if rulings[leaf.id].kind == "not_applicable":
                _claimable(leaf, where, problems)
        except FactError as error:
            problems.append(Problem((*where, *error.path), error.sentence))
    return Sheet(unit, group, facts, claims, rulings, str(data.get("parent", "")),
                 _subordinates(data.get("subordinates", {}), ruleset, (*path, "subordinates"), problems))


def _subordinates(data: Any, ruleset: Ruleset, path: Path, problems: list[Problem],
                  ) -> dict[str, dict[str, dict[str, Decimal]]]:
    found: dict[str, dict[str, dict[str, Decimal]]] = {}
    for branch_id, groups in _pairs(data, path, problems):
        branch = ruleset.find(branch_id)
        if branch is None or branch.combiner is None or not branch.combiner.gathers:
            sentence = f"“{p.shorten(branch_id)}”不是汇总下级单位的指标"
            problems.append(Problem((*path, branch_id), sentence, of_key=True))
            continue
        known = tuple(getattr(branch.combiner, "groups", ()))
        for group, units in _pairs(groups, (*path, branch_id), problems):
            here = (*path, branch_id, group)
            if group not in known:
                sentence = f"“{p.shorten(branch.title)}”不汇总“{p.shorten(group)}”，可写：{'、'.join(known)}"
                problems.append(Problem(here, sentence, of_key=True))
                continue
            found.setdefault(branch_id, {})[group] = _scores(units, here, problems)
    return found


def _scores(data: Any, path: Path, problems: list[Problem]) -> dict[str, Decimal]:
    """Unit → its score from 0 to 100."""
    found = {}
    for unit, score in _pairs(data, path, problems):
        try:
            found[unit] = Number(p.ZERO, Decimal(100)).parse(score)
        except FactError as error:
            problems.append(Problem((*path, unit), f"{p.shorten(unit)}：{error.sentence}"))
    return found


def _pairs(data: Any, path: Path, problems: list[Problem]) -> list[tuple[str, Any]]:
    """What stands in a mapping; anything else is reported."""
    if isinstance(data, Mapping):
        return [(str(key), value) for key, value in data.items()]
    sentence = "下级单位的得分写成 {指标编号: {组别: {单位: 得分}}}，例如 {part: {乡镇: {月山乡: 85}}}"
    problems.append(Problem(path, sentence))
    return []


def read_facts_of(leaf: Indicator, raw: Any) -> Facts:
    """A leaf's facts from text or JSON; raises FactError."""
    return read_facts(leaf.asked_fields(), raw)


def read_ruling(leaf: Indicator, raw: Any) -> Ruling:
    """A ruling as files have it: corrected facts, or one of the words confirmed, not_applicable, applicable.

    The long form {kind, facts, reason} is what snapshots hold.
    """
    if isinstance(raw, Mapping) and "kind" in raw:
        return _long_ruling(leaf, raw)
    if raw in ("confirmed", "not_applicable", "applicable"):
        return Ruling(raw)
    return Ruling("corrected", read_facts_of(leaf, raw))


def _long_ruling(leaf: Indicator, raw: Mapping[str, Any]) -> Ruling:
    """A correction has facts, and nothing else has: a sheet's verified facts follow them whatever the kind."""
    kind, given = raw["kind"], raw.get("facts")
    if kind not in get_args(RulingKind):
        raise FactError(f"不认识的复核意见“{p.shorten(str(kind))}”，可写：{'、'.join(get_args(RulingKind))}", ("kind",))
    if (kind == "corrected") != (given is not None):
        raise FactError("复核意见写更正（corrected）时才有、也必须有更正后的数据", ("facts",))
    facts = None if given is None else read_facts_of(leaf, given)
    return Ruling(kind, facts, str(raw.get("reason", "")))


def _leaves(data: Mapping[str, Any], key: str, ruleset: Ruleset, path: Path,
            problems: list[Problem]) -> list[tuple[Indicator, Any, Path]]:
    given = data.get(key, {})
    if not isinstance(given, Mapping):
        problems.append(Problem((*path, key), f"{key} 要写成“指标编号: 值”"))
        return []
    found = []
    for leaf_id, raw in given.items():
        leaf = ruleset.leaf(str(leaf_id))
        if leaf is None:
            problems.append(Problem((*path, key, leaf_id), f"规则里没有编号为“{p.shorten(str(leaf_id))}”的末级指标",
                                    of_key=True))
        else:
            found.append((leaf, raw, (*path, key, leaf_id)))
    return found


def _readable(leaf: Indicator, raw: Any, where: Path, problems: list[Problem]) -> bool:
    try:
        read_facts_of(leaf, raw)
    except FactError as error:
        problems.append(Problem((*where, *error.path), f"{leaf.title}：{error.sentence}"))
        return False
    return True


def _claimable(leaf: Indicator, where: Path, problems: list[Problem]) -> bool:
    if leaf.not_applicable == "never":
        problems.append(Problem(where, f"“{leaf.title}”不能申请不适用"))
        return False
    return True


def clean_reason(raw: str, least: int = 10, most: int = 2000) -> str:
    """A reason of at least `least` characters; raises FactError with a sentence."""
    text = clean_text(raw, most)
    if len(text) < least:
        raise FactError(f"理由至少写 {least} 个字，说明依据了什么，现在有 {len(text)} 个字")
    return text
