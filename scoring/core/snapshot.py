"""Composes the snapshot: the one document that everything published is a function of.

Its shape is told in docs/snapshot.md. Reasons, notes and claims stand in it as salted commitments; their
texts are the `openings` beside it, so that one can be erased later without breaking the rest.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from ..errors import Invalid
from . import canonical
from .building import build_ruleset
from .changes import changes_between
from .digests import SHA256, Algorithm
from .facts import dump_facts
from .kinds_compound import STRUCK
from .masking import UNREADABLE, mask, mask_sheet, mask_tree
from .parts import digest_of
from .points import show
from .ranking import rank, ranking_json
from .release import Release
from .ruleset import Ruleset
from .score import Frame, score_group
from .sheet import Ruling, Sheet
from .signature import Sign, message_of
from .stage import Card
from .vocabulary import in_use
from .workdays import Workdays

FORMAT, VERSION = "scoring-snapshot", 1


@dataclass(frozen=True)
class About:
    """What a publication says of its assessment."""

    title: str
    basis: tuple[str, ...]
    period_from: date
    period_to: date
    as_of: date
    office: str
    calendar: Mapping[str, str] = field(default_factory=dict)
    audit_head: str = ""
    replaces: Mapping[str, str] | None = None   # {"digest", "reason"} of the publication this one corrects
    seed: str = ""          # of the draws; "" where none was made
    drawn_at: str = ""      # when, as 2024-12-20T09:30:00Z
    release: Release = field(default_factory=Release)
    replaced: Mapping[str, Any] | None = None   # the snapshot that this one corrects


@dataclass(frozen=True)
class Participant:
    """One unit's part: its sheet, its notes, its evidence as (kind, digest) pairs, and its receipt."""

    sheet: Sheet
    notes: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    submitted_at: str = ""
    receipt: str = ""
    before: Mapping[str, Any] | None = None     # its last published outcome, as docs/snapshot.md has it


def is_known(body: Mapping[str, Any]) -> bool:
    """Whether a snapshot says that it is of the format and the version that this program knows."""
    version = body.get("version")
    return body.get("format") == FORMAT and version == VERSION and not isinstance(version, bool)


def commitment(salt: str, text: str, algorithm: Algorithm = SHA256) -> str:
    """Hex digest of the salt's bytes followed by the text."""
    return algorithm.hex(bytes.fromhex(salt) + text.encode("utf-8"))


def compose(about: About, ruleset: Ruleset, yaml_text: str, participants: tuple[Participant, ...],
            new_salt: Callable[[], str], sign: Sign | None = None, algorithm: Algorithm = SHA256) -> str:
    """The snapshot file as canonical JSON text. `new_salt` gives 32 random hex digits at each call.

    Personal data never enters: everything a person wrote is masked before anything is computed from it. Raises
    Invalid where a ruleset cannot be told without.
    """
    openings: dict[str, dict[str, str]] = {}
    about, ruleset, yaml_text = _of_nobody(about), _without_persons(ruleset), mask(yaml_text)
    participants = tuple(replace(part, sheet=mask_sheet(part.sheet, ruleset), before=_outcome_of_nobody(part.before),
                                 notes={leaf: mask(note) for leaf, note in part.notes.items()})
                         for part in participants)

    def seal(text: str) -> str:
        salt = new_salt()
        key = commitment(salt, text, algorithm)
        openings[key] = {"salt": salt, "text": text}
        return key

    units = [_unit(ruleset, part, seal) for part in participants]
    snapshot = _snapshot(about, ruleset, yaml_text, participants, units)
    return file_text(snapshot, openings, sign, algorithm)


def _of_nobody(about: About) -> About:
    """What is said of an assessment, without numbers of persons; digests are no texts."""
    replaces = about.replaces and {**about.replaces, "reason": mask(about.replaces["reason"])}
    return replace(about, title=mask(about.title), basis=tuple(map(mask, about.basis)), office=mask(about.office),
                   release=replace(about.release, document=mask(about.release.document)), replaces=replaces)


def _outcome_of_nobody(before: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """A last outcome, whose title and grade may be older than the masking."""
    return before and {**before, "title": mask(before["title"]), "grade": before["grade"] and mask(before["grade"])}


def _without_persons(ruleset: Ruleset) -> Ruleset:
    """The ruleset as it may be published: numbers of persons in its texts are masked."""
    tree = mask_tree(ruleset.data)
    if tree == ruleset.data:
        return ruleset
    masked, _ = build_ruleset(tree, in_use())
    if masked is None:
        raise Invalid(UNREADABLE)
    return masked


def file_text(snapshot: Mapping[str, Any], openings: Mapping[str, Any], sign: Sign | None = None,
              algorithm: Algorithm = SHA256) -> str:
    """The file that carries a snapshot with its digest, its signature where somebody signs, and its openings."""
    digest = digest_of(snapshot, algorithm)
    file = {"snapshot": dict(snapshot), "algorithm": algorithm.name, "digest": digest, "openings": dict(openings)}
    signature = {"signature": dict(sign(message_of(algorithm.name, digest)))} if sign else {}
    return canonical.encode(file | signature).decode("utf-8")


def cards_of(ruleset: Ruleset, sheets: tuple[Sheet, ...], frame: Frame) -> dict[str, dict[str, Card]]:
    """View → unit → card, each group scored together."""
    return {"claimed": {c.unit: c for c in score_group(ruleset, sheets, "claimed", frame)},
            "verified": {c.unit: c for c in score_group(ruleset, sheets, "verified", frame)}}


def _snapshot(about: About, ruleset: Ruleset, yaml_text: str, participants: tuple[Participant, ...],
              units: list[dict[str, Any]]) -> dict[str, Any]:
    sheets = tuple(part.sheet for part in participants)
    cards = cards_of(ruleset, sheets, Frame(about.as_of, Workdays(about.calendar), about.seed))
    ranking = rank(ruleset, [cards["verified"][s.unit] for s in sheets])
    snapshot = {
        "format": FORMAT, "version": VERSION,
        "assessment": {
            "title": about.title, "basis": list(about.basis), "office": about.office,
            "period": {"from": about.period_from.isoformat(), "to": about.period_to.isoformat()},
            "as_of": about.as_of.isoformat(),
        },
        "ruleset": ruleset.data, "ruleset_yaml": yaml_text, "calendar": dict(about.calendar),
        "groups": list(ranking), "units": units,
        "cards": {view: {unit: card.to_json() for unit, card in some.items()} for view, some in cards.items()},
        "ranking": ranking_json(ranking), "audit_head": about.audit_head,
        "plugins": list(in_use().foreign(ruleset.data)), "draw": {"seed": about.seed, "at": about.drawn_at},
        "release": about.release.to_json(), "replaces": None,
    }
    if about.replaces is not None:
        changes = {"rules": False, "units": []} if about.replaced is None else changes_between(about.replaced, snapshot)
        snapshot["replaces"] = {**about.replaces, "changes": changes}
    return snapshot


def outcomes_of(file: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Unit → its outcome in a decoded published file, as a later snapshot keeps it under `before`."""
    body, found = file["snapshot"], {}
    for group in body["ranking"]["groups"].values():
        ranked = sum(row["place"] is not None for row in group)
        for row in group:
            card = body["cards"]["verified"][row["unit"]]
            found[row["unit"]] = {
                "title": body["assessment"]["title"], "digest": file["digest"], "total": row["total"],
                "max": card["max"], "place": row["place"], "of": ranked, "grade": row["grade"]}
    return found


def _unit(ruleset: Ruleset, part: Participant, seal: Callable[[str], str]) -> dict[str, Any]:
    sheet = part.sheet

    def facts_json(leaf_id: str, facts: Mapping[str, Any] | None) -> dict[str, Any] | None:
        leaf = ruleset.leaf(leaf_id)
        return None if facts is None or leaf is None else _struck(dump_facts(leaf.asked_fields(), facts), seal)

    def ruling_json(leaf_id: str, ruling: Ruling) -> dict[str, Any]:
        return {"kind": ruling.kind, "facts": facts_json(leaf_id, ruling.facts), "reason": seal(ruling.reason)}

    return {
        "name": sheet.unit, "group": sheet.group, "parent": sheet.parent,
        "subordinates": subordinates_json(sheet),
        "facts": {k: facts_json(k, v) for k, v in sheet.facts.items()},
        "not_applicable": {k: seal(v) for k, v in sheet.not_applicable.items()},
        "rulings": {k: ruling_json(k, v) for k, v in sheet.rulings.items()},
        "notes": {k: seal(v) for k, v in part.notes.items() if v},
        "evidence": {k: [{"kind": kind, "digest": d} for kind, d in v] for k, v in part.evidence.items() if v},
        "submitted_at": part.submitted_at, "receipt": part.receipt,
        "before": dict(part.before) if part.before is not None else None,
    }


def subordinates_json(sheet: Sheet) -> dict[str, Any]:
    """The scores handed in for the units below, by branch and group; points as text."""
    return {branch: {group: {unit: show(score) for unit, score in units.items()} for group, units in groups.items()}
            for branch, groups in sheet.subordinates.items()}


def _struck(facts: dict[str, Any], seal: Callable[[str], str]) -> dict[str, Any]:
    """A leaf's facts with the reasons for struck rows of a register sealed, as all reasons are."""
    def row(one: Any) -> Any:
        return {**one, STRUCK: seal(one[STRUCK])} if isinstance(one, dict) and STRUCK in one else one

    return {name: [row(one) for one in value] if isinstance(value, list) else value for name, value in facts.items()}
