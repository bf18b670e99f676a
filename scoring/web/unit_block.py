"""One leaf as the sheet shows it: who fills it in, its form, words, points, evidence, and why it may be closed."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wtforms.form import BaseForm

from ..core import points as p
from ..core.facts import Facts, show_facts
from ..core.policy import Actor
from ..core.ruleset import Indicator
from ..core.score import score
from ..core.sheet import Sheet, View
from ..core.stage import Card, Line
from ..store import tallying
from ..store.sheets import Answer, Evidence, RulingRow, Submission
from . import fields, unit_words
from .evidence_views import evidence_items
from .unit_register import Register, register_of, remarks_of
from .unit_rulings import ruling_shown

WITH_RULINGS = frozenset({"returned", "reviewed", "appealed", "final"})


@dataclass(frozen=True)
class Block:
    """One leaf on the page. `got` and `max` are None where the leaf has no points of its own."""

    leaf: Indicator
    id: str
    got: str | None
    max: str | None
    badge: tuple[str, str] | None
    examples: tuple[str, ...]
    standard: str
    duties: tuple[str, ...]        # what it depends on, a line each
    form: BaseForm | None          # None: shown, not filled in
    words: str
    office: str                    # what the office entered, '' nothing
    waiting: tuple[str, ...]       # what it has still to enter
    note: str
    claim: str
    steps: tuple[str, ...]
    advice: str
    version: int
    saved: str
    answered: bool                 # whether the unit has said its part
    needed: int                    # pieces of evidence that should be there
    evidence: tuple[Mapping[str, Any], ...]
    ruling: Mapping[str, Any] | None
    register: Register | None = None
    remarks: tuple[str, ...] = ()
    closed: str = ""               # why it is not asked now
    heading: str = ""              # the branch that begins with this leaf, below the first level
    heading_id: str = ""
    conflict: Mapping[str, Any] | None = None

    @property
    def by(self) -> str:
        """Who fills it in: unit, reviewer or office."""
        return self.leaf.filled_by if self.leaf.own_fields() else "office"

    @property
    def mine(self) -> bool:
        """Whether the unit has to fill it in."""
        return self.by == "unit" and not self.closed

    @property
    def short(self) -> bool:
        """Whether pieces of evidence are missing."""
        return not self.claim and len(self.evidence) < self.needed


class Paper:
    """The rows of one sheet by leaf, read once, from which blocks are made."""

    def __init__(self, actor: Actor, submission: Submission, editable: bool, typed: Mapping[str, Any],
                 whole: bool) -> None:
        self.actor, self.submission, self.editable, self.typed, self.whole = actor, submission, editable, typed, whole
        self.ruleset, self.frame = submission.assessment.ruleset, submission.assessment.frame
        self.sheet: Sheet = tallying.sheet_of(submission)
        self.stored = tallying.stored_facts(submission)
        self.peers = tallying.peers_of(submission)
        self.card = self.scored(tallying.view_of(submission))
        self.answers: dict[str, Answer] = {a.leaf: a for a in submission.answers}
        self.rulings: dict[str, RulingRow] = {}
        self.claimed: Card | None = None
        if submission.state in WITH_RULINGS and submission.rulings:
            self.rulings = {r.leaf: r for r in submission.rulings}
            self.claimed, self.verified = self.scored("claimed"), self.scored("verified")
        self.evidence: dict[str, list[Evidence]] = {}
        for piece in tallying.live_evidence(submission):
            self.evidence.setdefault(piece.leaf, []).append(piece)

    def scored(self, view: View) -> Card:
        """The card on claimed or verified facts."""
        return score(self.ruleset, self.sheet, view, self.frame, self.peers)

    def block(self, leaf: Indicator, heading: Indicator | None = None) -> Block:
        """The leaf as the page shows it; `heading` is the branch that begins with it."""
        answer, line = self.answers.get(leaf.id), self.card.lines.get(leaf.id)
        facts = self.sheet.facts.get(leaf.id)
        said = facts if facts is not None else self._own(leaf, answer)
        scored = line is not None and leaf.points is not None and leaf.pool != "veto"
        open_here = line is not None and self.editable and self.whole and leaf.filled_by == "unit" and bool(
            leaf.own_fields())
        shown = self._ruled(leaf, facts)
        return Block(
            leaf=leaf, id=fields.anchor(leaf.id),
            got=p.show(line.points) if line and scored and unit_words.shows_points(line) else None,
            max=p.show(leaf.points) if scored and leaf.points is not None else None,
            badge=self._badge(leaf, line, answer),
            examples=unit_words.examples(leaf), standard=leaf.rule.standard(self.setting(leaf)) if leaf.rule else "",
            duties=unit_words.duties(leaf, self.ruleset), form=self.form(leaf, answer) if open_here else None,
            words=show_facts(leaf.asked_fields(), said) if said else "",
            office=unit_words.by_office(leaf, self.stored.get(leaf.id)),
            waiting=unit_words.awaited(leaf, self.stored.get(leaf.id)),
            note=answer.note if answer else "", claim=answer.claim if answer else "",
            steps=line.steps if line and line.state != "unanswered" else (),
            advice=self.advice(leaf, facts) if open_here and not (answer and answer.claim) else "",
            version=answer.version if answer else 0, saved=unit_words.saved_words(answer),
            answered=self._answered(leaf, answer), needed=needed_of(leaf, facts),
            evidence=tuple(evidence_items(self.evidence.get(leaf.id, ()), self.actor)), ruling=self.ruling(leaf),
            register=register_of(leaf, shown, self.setting(leaf)) if self.whole else None,
            remarks=remarks_of(leaf, facts, self.setting(leaf)) if self.whole else (),
            closed="" if line else unit_words.closed(self.ruleset, leaf, self.sheet),
            heading=f"{heading.number} {heading.title}" if heading else "",
            heading_id=heading.id if heading else "",
            conflict=self.typed.get("conflict") if self.typed.get("leaf") == leaf.id else None)

    def setting(self, leaf: Indicator) -> Any:
        """What the leaf's rule may know."""
        return leaf.setting(self.frame)

    def form(self, leaf: Indicator, answer: Answer | None) -> BaseForm:
        """The unit's form, with what was refused where something was."""
        typed = self.typed if self.typed.get("leaf") == leaf.id else {}
        form = fields.leaf_form(leaf, typed.get("form"), answer.facts if answer else None,
                                answer.note if answer else "", answer.claim if answer else "")
        if typed.get("sentence"):
            fields.complain(form, typed["at"], typed["sentence"])
        return form

    def advice(self, leaf: Indicator, facts: Facts | None) -> str:
        """What would still earn points."""
        return leaf.rule.advice(facts, self.setting(leaf)) if leaf.rule and leaf.rule.needs_points else ""

    def ruling(self, leaf: Indicator) -> Mapping[str, Any] | None:
        """The arguments of the ruling macro; None without a ruling that counts here."""
        row, claimed = self.rulings.get(leaf.id), self.claimed
        if row is None or claimed is None or leaf.id not in self.verified.lines:
            return None
        after = self.verified.lines[leaf.id]
        return ruling_shown(leaf, row, self.sheet, claimed.lines.get(leaf.id, after), after)

    def _ruled(self, leaf: Indicator, facts: Facts | None) -> Facts | None:
        """The facts as a reviewer corrected them, where the unit may see it; else its own."""
        return self.sheet.facts_in(leaf.id, "verified") if leaf.id in self.rulings else facts

    def _own(self, leaf: Indicator, answer: Answer | None) -> Facts:
        return unit_words.of_what_is_there(leaf.own_fields(), answer.facts if answer else None)

    def _answered(self, leaf: Indicator, answer: Answer | None) -> bool:
        if leaf.id in self.sheet.facts or leaf.id in self.sheet.not_applicable:
            return True
        return answer is not None and answer.facts is not None and not tallying.unreadable(leaf, answer)

    def _badge(self, leaf: Indicator, line: Line | None, answer: Answer | None) -> tuple[str, str] | None:
        if line is None:
            return "现在不用填", "quiet"
        if line.state == "unanswered" and leaf.filled_by != "unit":
            return ("由复核员评定" if leaf.filled_by == "reviewer" else "由考核办录入"), "quiet"
        if line.state == "not_applicable":
            return "不适用", "quiet"
        if leaf.pool == "veto":
            return ("触发一票否决", "need") if line.fired else ("一票否决项", "quiet")
        if line.state == "unanswered":
            if self._answered(leaf, answer):
                return "待考核办录入", "quiet"
            return "未填", "quiet" if self.editable else "need"
        return {"deduction": ("扣分项", "quiet"), "bonus": ("加分项", "quiet")}.get(leaf.pool)


def needed_of(leaf: Indicator, facts: Facts | None) -> int:
    """How many pieces of evidence a leaf should have for what is filled in."""
    if leaf.evidence == "required":
        return 1
    if leaf.evidence != "per_entry" or facts is None or leaf.rule is None:
        return 0
    return leaf.rule.entries(facts)
