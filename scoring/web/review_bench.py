"""The bench: one leaf of one sheet with its claim, its evidence and its ruling, and the way to the next."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from .. import clock
from ..actions import reviewing
from ..core import points as p
from ..core.facts import Count, Judged, Number, dump_facts, show_facts
from ..core.policy import Actor, may
from ..core.ruleset import Indicator
from ..core.sheet import Ruling
from ..core.stage import Line
from ..errors import NotFound
from ..store import tallying
from ..store.database import db
from ..store.queries import many_for, one_for
from ..store.rulings import Standing, duties, leaves_for, recent_reasons, standing_of, standings
from ..store.sheets import Answer, Evidence, RulingRow, Submission
from .evidence_views import evidence_items
from .review_across import figure, worth
from .review_cards import cards_of, pair_of
from .review_queue import HANDED_IN, OPEN, WITH, bench_url
from .review_typed import RulingForm, check_form, ruling_form
from .unit_block import needed_of
from .unit_checks import Check, checks_of
from .unit_register import Register, register_of, remarks_of
from .unit_rulings import ruling_shown
from .unit_words import awaited, of_what_is_there, shows_points


@dataclass(frozen=True)
class Stop:
    """One place on the way: a leaf of a sheet, and whether it is still to be ruled on."""

    sheet: int
    leaf: str
    name: str
    open: bool


@dataclass(frozen=True)
class Way:
    """The stops along a sheet's leaves, or along one leaf across the units."""

    by: str
    stops: tuple[Stop, ...]
    at: int

    @property
    def left(self) -> int:
        """How many stops are still open."""
        return sum(stop.open for stop in self.stops)

    @property
    def previous(self) -> str:
        """The address of the stop before, or ''."""
        return self._url(self.stops[self.at - 1]) if self.at > 0 else ""

    @property
    def next(self) -> str:
        """The address of the stop after, or ''."""
        return self._url(self.stops[self.at + 1]) if self.at + 1 < len(self.stops) else ""

    @property
    def next_open(self) -> str:
        """The address of the next open stop, round the end if need be, or ''."""
        ahead = (*self.stops[self.at + 1:], *self.stops[:self.at])
        return next((self._url(stop) for stop in ahead if stop.open), "")

    def _url(self, stop: Stop) -> str:
        return bench_url(stop.sheet, stop.leaf, self.by)


@dataclass(frozen=True)
class Bench:
    """Everything on the bench."""

    submission: Submission
    leaf: Indicator
    way: Way
    fact: str
    note: str
    claim: str
    claimed: Line
    worth: str
    ruling: Mapping[str, Any] | None
    ruled: str               # the kind of the ruling given, '' none
    changed: bool
    version: int
    seen: int
    may_rule: bool
    why_not: str
    quick: bool              # whether C confirms
    evidence: list[dict[str, Any]]
    gone: int                # pieces of evidence removed since they were first added
    reasons: tuple[str, ...]
    form: RulingForm
    waiting: tuple[str, ...] = ()  # the office's figures that are not there yet
    register: Register | None = None
    remarks: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    needed: int = 0          # pieces of evidence that should be there
    typed_correction: bool = False
    conflict: Mapping[str, Any] | None = None

    @property
    def got(self) -> str | None:
        """The claimed points for the points macro; None prints a dash."""
        return p.show(self.claimed.points) if shows_points(self.claimed) else None

    def unit_of(self, control: Any) -> str:
        """The unit of a fact's control, e.g. '条'."""
        asked = {f"fact-{f.name}": f for f in self.leaf.asked_fields()}
        field = asked.get(control.name)
        return field.unit if field is not None and isinstance(field.kind, (Count, Number, Judged)) else ""

    @property
    def settled(self) -> bool:
        """Whether a ruling stands, so that the form is only there to change it."""
        return self.ruling is not None and not self.changed

    @property
    def own(self) -> bool:
        """Whether the reviewers fill this leaf in themselves."""
        return self.leaf.filled_by == "reviewer"


def loaded(actor: Actor, sheet: int, leaf_id: str) -> tuple[Submission, Indicator]:
    """A sheet with all its rows, and a leaf of it; NotFound unless the actor reviews it."""
    submission = one_for(actor, Submission, sheet, *tallying.LOADED)
    for leaf in leaves_for(actor, submission):
        if leaf.id == leaf_id:
            return submission, leaf
    raise NotFound()


def way_of(actor: Actor, submission: Submission, leaf: Indicator, by: str, standing: Standing) -> Way:
    """The stops before and after this leaf; `standing` is that of the sheet."""
    stops = _across(actor, submission, leaf) if by == "indicator" else _along(actor, submission, standing)
    places = [(stop.sheet, stop.leaf) for stop in stops]
    here = (submission.id, leaf.id)
    return Way(by, stops, places.index(here) if here in places else 0)


def _along(actor: Actor, submission: Submission, standing: Standing) -> tuple[Stop, ...]:
    going = submission.state in OPEN
    return tuple(Stop(submission.id, leaf.id, leaf.title, going and not standing.get(leaf.id))
                 for leaf in leaves_for(actor, submission))


def _across(actor: Actor, submission: Submission, leaf: Indicator) -> tuple[Stop, ...]:
    where = (Submission.assessment_id == submission.assessment_id, Submission.state.in_(HANDED_IN))
    submissions = many_for(actor, Submission, *where, options=WITH)
    standing = standings(db.session(), *where, RulingRow.leaf == leaf.id)
    mine = duties(actor, submissions)
    return tuple(Stop(s.id, leaf.id, s.unit.name, s.state in OPEN and not standing.get(s.id, {}).get(leaf.id))
                 for s in submissions if leaf in mine[s.id])


def bench_of(actor: Actor, submission: Submission, leaf: Indicator, by: str, *, typed: Any = None,
             refusal: Mapping[str, Any] | None = None, conflict: Mapping[str, Any] | None = None,
             check: Mapping[str, Any] | None = None) -> Bench:
    """The bench of a loaded leaf. `typed` with `refusal` or `conflict` is a ruling that was not taken;
    `check` is a refused check: {evidence, typed, sentence, path}."""
    answer, row = _rows(submission, leaf)
    decision = may(actor, "ruling.give", submission.policy_view(), clock.now(), leaf.id)
    sheet = tallying.sheet_of(submission)
    before, after = pair_of(submission, leaf, sheet, cards_of(submission, sheet))
    facts, setting = sheet.facts.get(leaf.id), leaf.setting(submission.assessment.frame)
    stored = tallying.stored_facts(submission).get(leaf.id)
    said = facts or of_what_is_there(leaf.asked_fields(), stored)
    standing = standing_of(db.session(), submission.id)
    stands = standing.get(leaf.id)
    pieces = [e for e in submission.evidence if e.leaf == leaf.id]
    return Bench(
        submission=submission, leaf=leaf, way=way_of(actor, submission, leaf, by, standing),
        fact=show_facts(leaf.asked_fields(), said) if said else "",
        note=answer.note if answer else "", claim=reviewing.claim_of(answer), claimed=before,
        worth=worth(leaf),
        ruling=ruling_shown(leaf, row, sheet, before, after) if row and after else None,
        ruled=row.kind if row else "", changed=stands is False,
        version=int(conflict["version"]) if conflict and "version" in conflict else row.version if row else 0,
        seen=submission.times_submitted, may_rule=bool(decision), why_not="" if decision else decision.reason,
        quick=bool(decision) and _quick(leaf, answer, row, stands),
        evidence=_evidence(actor, pieces, check), gone=sum(e.removed_at is not None for e in pieces),
        reasons=tuple(recent_reasons(db.session(), actor.id or 0, submission.assessment_id, leaf.id)),
        form=_form(submission, leaf, row, typed, refusal), waiting=awaited(leaf, stored),
        register=register_of(leaf, sheet.facts_in(leaf.id, "verified"), setting, None),
        remarks=remarks_of(leaf, facts, setting), checks=tuple(c for c in checks_of(submission) if leaf.id in c.leaves),
        needed=needed_of(leaf, facts),
        typed_correction=typed is not None and typed.get("kind") == "corrected", conflict=conflict)


def _rows(submission: Submission, leaf: Indicator) -> tuple[Answer | None, RulingRow | None]:
    return (next((a for a in submission.answers if a.leaf == leaf.id), None),
            next((r for r in submission.rulings if r.leaf == leaf.id), None))


def _quick(leaf: Indicator, answer: Answer | None, row: RulingRow | None, stands: bool | None) -> bool:
    confirmed = row is not None and row.kind == "confirmed" and bool(stands)
    return (leaf.filled_by != "reviewer" and not reviewing.claim_of(answer) and not confirmed
            and not tallying.unreadable(leaf, answer))


def base_of(submission: Submission, leaf: Indicator) -> Any:
    """The stored facts a correction starts from: those of the ruling given, else what the unit and the office say."""
    row = _rows(submission, leaf)[1]
    return row.facts if row and row.facts is not None else tallying.stored_facts(submission).get(leaf.id)


def _form(submission: Submission, leaf: Indicator, row: RulingRow | None, typed: Any,
          refusal: Mapping[str, Any] | None) -> RulingForm:
    stored = base_of(submission, leaf)
    there = of_what_is_there(leaf.asked_fields(), stored)
    readable = dump_facts(leaf.asked_fields(), there) or None
    reason = typed.get("reason", "") if typed is not None else row.reason if row else ""
    return ruling_form(leaf, readable, reason, typed, refusal)


def _evidence(actor: Actor, pieces: Sequence[Evidence], check: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    items = evidence_items(pieces, actor)
    for item in items:
        refused = check if check and check["evidence"] == item["id"] else None
        item["form"] = check_form(item["id"], refused["typed"], refused) if refused else check_form(item["id"])
        item["open"] = bool(refused)
    return items


@dataclass(frozen=True)
class Preview:
    """What a ruling would make of a leaf, as JSON for the page."""

    points: str
    max: str
    before: str
    steps: tuple[str, ...]
    kind: str
    same: bool

    def to_json(self) -> dict[str, Any]:
        """The answer of the preview."""
        return {"points": self.points, "max": self.max, "before": self.before, "steps": list(self.steps),
                "kind": self.kind, "same": self.same}


def preview(submission: Submission, leaf: Indicator, kind: str, facts: Any) -> Preview:
    """The leaf's line under a ruling that is not saved, by the one engine; raises Invalid as the ruling would."""
    answer, _ = _rows(submission, leaf)
    kind, dumped = reviewing.decided(leaf, answer, kind, facts, tallying.stored_facts(submission).get(leaf.id))
    ruling = Ruling(kind, tallying.facts_of(leaf, dumped))  # type: ignore[arg-type]
    sheet = tallying.sheet_of(submission)
    sheet = replace(sheet, rulings={**sheet.rulings, leaf.id: ruling})
    before, after = pair_of(submission, leaf, sheet, cards_of(submission, sheet))
    line = after or before
    return Preview(figure(leaf, line), worth(leaf), figure(leaf, before), line.steps, kind, _same(before, line))


def _same(one: Line, other: Line) -> bool:
    def told(line: Line) -> tuple[str, Decimal]:
        return line.state, line.points
    return told(one) == told(other)
