"""What the sheet page shows: sections, one block per leaf, and the reckoning beside them. All figures are text."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from wtforms.form import BaseForm

from .. import clock
from ..core import points as p
from ..core.facts import Facts, show_facts
from ..core.policy import Actor, may
from ..core.ruleset import Indicator, applies
from ..core.sheet import Sheet
from ..core.stage import Card, Line
from ..store import tallying
from ..store.sheets import Answer, Evidence, RulingRow, Submission
from . import fields, unit_words
from .evidence_views import evidence_items
from .unit_rulings import ruling_shown

RAIL_MOST = 12
WITH_RULINGS = frozenset({"returned", "reviewed", "appealed", "final"})


@dataclass(frozen=True)
class Missing:
    """Something not yet there: which leaf, what, where to put the cursor, and the points at stake."""

    words: str
    href: str
    mend: str
    kind: str              # unanswered | evidence
    points: Decimal


@dataclass(frozen=True)
class Earn:
    """What would still earn points on an answered leaf."""

    title: str
    href: str
    advice: str
    most: Decimal


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
    form: BaseForm | None          # None: shown, not filled in
    words: str
    note: str
    claim: str
    steps: tuple[str, ...]
    result: str | None
    advice: str
    version: int
    saved: str
    answered: bool
    evidence: tuple[Mapping[str, Any], ...]
    ruling: Mapping[str, Any] | None
    heading: str = ""              # the branch that begins with this leaf, below the first level
    heading_id: str = ""
    conflict: Mapping[str, Any] | None = None

    @property
    def reviewers(self) -> bool:
        """Whether a reviewer fills it in."""
        return self.leaf.filled_by == "reviewer"


@dataclass(frozen=True)
class Section:
    """A first-level indicator with its blocks and how many are done."""

    id: str
    title: str
    worth: str                     # '满分 10 分', '最多扣 10 分', '' for vetoes
    done: int
    of: int
    blocks: tuple[Block, ...]
    lone: bool = False             # a leaf of the first level: its own title says it all

    @property
    def progress(self) -> str:
        """'6 / 9', or what else is to be said."""
        if not self.of:
            return "不用填"
        if self.lone:
            return "已填" if self.done else "未填"
        return "全部已填" if self.done == self.of else f"{self.done} / {self.of}"


@dataclass(frozen=True)
class SheetPage:
    """The whole sheet as the page shows it."""

    submission: Submission
    card: Card
    sections: tuple[Section, ...]
    missing: tuple[Missing, ...]
    earn: tuple[Earn, ...]
    subtotals: tuple[str, ...]     # '1 全面性 8 / 10 分', a line for each first-level indicator that has points
    editable: bool
    why_not: str

    @property
    def total(self) -> str | None:
        """The total as text, None if there is none."""
        return None if self.card.total is None else p.show(self.card.total)

    @property
    def max(self) -> str:
        """What could be reached."""
        return p.show(self.card.max)

    @property
    def verified(self) -> bool:
        """Whether the points are the reviewer's."""
        return tallying.view_of(self.submission) == "verified"

    @property
    def blocks(self) -> Iterator[Block]:
        """Every block in reading order."""
        return (block for section in self.sections for block in section.blocks)


class _Paper:
    """The rows of one sheet by leaf, read once, from which blocks are made."""

    def __init__(self, actor: Actor, submission: Submission, editable: bool, typed: Mapping[str, Any],
                 whole: bool) -> None:
        self.actor, self.submission, self.editable, self.typed, self.whole = actor, submission, editable, typed, whole
        self.frame = submission.assessment.frame
        self.sheet: Sheet = tallying.sheet_of(submission)
        self.card = tallying.card_of(submission)
        self.answers: dict[str, Answer] = {a.leaf: a for a in submission.answers}
        self.rulings: dict[str, RulingRow] = {}
        self.claimed: Card | None = None
        if submission.state in WITH_RULINGS and submission.rulings:
            self.rulings = {r.leaf: r for r in submission.rulings}
            self.claimed = tallying.card_of(submission, "claimed")
            self.verified = tallying.card_of(submission, "verified")
        self.evidence: dict[str, list[Evidence]] = {}
        for piece in tallying.live_evidence(submission):
            self.evidence.setdefault(piece.leaf, []).append(piece)

    def block(self, leaf: Indicator, heading: Indicator | None = None) -> Block:
        answer, line = self.answers.get(leaf.id), self.card.lines[leaf.id]
        facts = self.sheet.facts.get(leaf.id)
        scored = leaf.points is not None and leaf.pool != "veto"
        open_here = self.editable and leaf.filled_by == "unit" and self.whole
        return Block(
            leaf=leaf, id=fields.anchor(leaf.id),
            got=p.show(line.points) if scored and line.state == "answered" else None,
            max=p.show(leaf.points) if scored and leaf.points is not None else None,
            badge=_badge(leaf, line, self.editable),
            examples=unit_words.examples(leaf), standard=leaf.rule.standard(self.setting(leaf)) if leaf.rule else "",
            form=self.form(leaf, answer) if open_here else None,
            words=show_facts(leaf.asked_fields(), facts) if facts is not None else "",
            note=answer.note if answer else "", claim=answer.claim if answer else "",
            steps=line.steps if line.state != "unanswered" else (),
            result=p.show(line.points) if scored and line.state == "answered" else None,
            advice=self.advice(leaf, facts) if open_here and not (answer and answer.claim) else "",
            version=answer.version if answer else 0, saved=unit_words.saved_words(answer),
            answered=facts is not None or leaf.id in self.sheet.not_applicable,
            evidence=tuple(evidence_items(self.evidence.get(leaf.id, ()), self.actor)), ruling=self.ruling(leaf),
            heading=f"{heading.number} {heading.title}" if heading else "",
            heading_id=heading.id if heading else "",
            conflict=self.typed.get("conflict") if self.typed.get("leaf") == leaf.id else None)

    def setting(self, leaf: Indicator) -> Any:
        return leaf.setting(self.frame)

    def form(self, leaf: Indicator, answer: Answer | None) -> BaseForm:
        typed = self.typed if self.typed.get("leaf") == leaf.id else {}
        form = fields.leaf_form(leaf, typed.get("form"), answer.facts if answer else None,
                                answer.note if answer else "", answer.claim if answer else "")
        if typed.get("sentence"):
            fields.complain(form, typed["at"], typed["sentence"])
        return form

    def advice(self, leaf: Indicator, facts: Facts | None) -> str:
        return leaf.rule.advice(facts, self.setting(leaf)) if leaf.rule and leaf.rule.needs_points else ""

    def ruling(self, leaf: Indicator) -> Mapping[str, Any] | None:
        row = self.rulings.get(leaf.id)
        if row is None or self.claimed is None:
            return None
        return ruling_shown(leaf, row, self.sheet, self.claimed.lines[leaf.id], self.verified.lines[leaf.id])


def sheet_page(actor: Actor, submission: Submission, typed: Mapping[str, Any] | None = None,
               whole: bool = True) -> SheetPage:
    """The page of a loaded sheet; without `whole` its figures alone, no forms.

    `typed` is what was refused: {leaf, form, at, sentence} or {leaf, form, conflict}.
    """
    decision = may(actor, "answer.save", submission.policy_view(), clock.now())
    paper = _Paper(actor, submission, bool(decision), typed or {}, whole)
    sections = tuple(_sections(paper))
    blocks = [block for section in sections for block in section.blocks]
    return SheetPage(
        submission, paper.card, sections, tuple(m for b in blocks for m in missing_of(b)), _earn(blocks, paper),
        _subtotals(paper), bool(decision), "" if decision or decision.hidden else decision.reason)


def _sections(paper: _Paper) -> Iterator[Section]:
    group = paper.submission.group.name
    for top in paper.submission.assessment.ruleset.indicators:
        if top.obsolete or not applies(top, group):
            continue
        blocks = [paper.block(top)] if top.is_leaf else list(_below(paper, top, group))
        own = [b for b in blocks if not b.reviewers]
        most = top.points if top.points is not None else sum(
            (b.leaf.points for b in blocks if b.leaf.points is not None and b.leaf.pool == "base"), p.ZERO)
        yield Section(f"s-{top.id}", f"{top.number} {top.title}", unit_words.worth(top.pool, p.show(most)),
                      sum(b.answered for b in own), len(own), tuple(blocks), top.is_leaf)


def _below(paper: _Paper, node: Indicator, group: str, heading: Indicator | None = None) -> Iterator[Block]:
    for child in node.children:
        if child.obsolete or not applies(child, group):
            continue
        if child.is_leaf:
            yield paper.block(child, heading)
            heading = None
        else:
            yield from _below(paper, child, group, child)


def _badge(leaf: Indicator, line: Line, editable: bool) -> tuple[str, str] | None:
    if leaf.filled_by == "reviewer" and line.state == "unanswered":
        return "由复核员评定", "quiet"
    if line.state == "not_applicable":
        return "不适用", "quiet"
    if leaf.pool == "veto":
        return ("触发一票否决", "need") if line.fired else ("一票否决项", "quiet")
    if line.state == "unanswered":
        return "未填", "quiet" if editable else "need"
    return {"deduction": ("扣分项", "quiet"), "bonus": ("加分项", "quiet")}.get(leaf.pool)


def missing_of(block: Block) -> Iterator[Missing]:
    """What is not yet there of one leaf."""
    if block.reviewers:
        return
    name, worth = f"{block.leaf.number} {block.leaf.title}", block.leaf.points or p.ZERO
    if not block.answered:
        lost = worth if block.leaf.pool == "base" else p.ZERO
        mend = "填上数据，或申请不适用" if block.leaf.not_applicable == "claim" else "填上数据"
        yield Missing(f"{name}：还没有填", f"#{block.id}", mend, "unanswered", lost)
    elif block.leaf.evidence == "required" and not block.evidence and not block.claim:
        mend = "补上文件或链接，没有佐证的，复核时可能不认"
        yield Missing(f"{name}：要附佐证", f"#{block.id}", mend, "evidence", worth)


def _earn(blocks: list[Block], paper: _Paper) -> tuple[Earn, ...]:
    found = [Earn(f"{b.leaf.number} {b.leaf.title}", f"#{b.id}", b.advice, paper.card.lines[b.leaf.id].lost)
             for b in blocks if b.answered and b.advice and paper.card.lines[b.leaf.id].lost > 0]
    return tuple(sorted(found, key=lambda e: -e.most))


def _subtotals(paper: _Paper) -> tuple[str, ...]:
    tops = paper.submission.assessment.ruleset.indicators
    return tuple(f"{top.number} {top.title} {unit_words.got(top.pool, paper.card.subtotals[top.id])}"
                 for top in tops if top.id in paper.card.subtotals and top.pool != "veto")
