"""What the sheet page shows: sections, one block per leaf, and the reckoning beside them. All figures are text."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .. import clock
from ..core import points as p
from ..core.policy import Actor, may
from ..core.ruleset import Indicator, applies
from ..core.stage import Card
from ..store import tallying
from ..store.sheets import Submission
from . import unit_words
from .unit_block import Block, Paper
from .unit_checks import Check, checks_of
from .unit_missing import Earn, Missing, earn_of, missing_of

RAIL_MOST = 12


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
    checks: tuple[Check, ...]      # figures that contradict one another
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


def sheet_page(actor: Actor, submission: Submission, typed: Mapping[str, Any] | None = None,
               whole: bool = True, refused: Mapping[str, Any] | None = None) -> SheetPage:
    """The page of a loaded sheet; without `whole` its figures alone, no forms.

    `typed` is what was refused: {leaf, form, at, sentence} or {leaf, form, conflict}.
    `refused` is a word on a check that was not taken: {number, text, sentence}.
    """
    decision = may(actor, "answer.save", submission.policy_view(), clock.now())
    paper = Paper(actor, submission, bool(decision), typed or {}, whole)
    sections = tuple(_sections(paper))
    blocks = [block for section in sections for block in section.blocks]
    return SheetPage(
        submission, paper.card, sections, tuple(m for b in blocks for m in missing_of(b)), earn_of(blocks, paper.card),
        _subtotals(paper), checks_of(submission, refused), bool(decision),
        "" if decision or decision.hidden else decision.reason)


def _sections(paper: Paper) -> Iterator[Section]:
    group = paper.submission.group.name
    for top in paper.submission.assessment.ruleset.indicators:
        if top.obsolete or not applies(top, group):
            continue
        blocks = [paper.block(top)] if top.is_leaf else list(_below(paper, top, group))
        own = [b for b in blocks if b.mine]
        most = top.points if top.points is not None else sum(
            (b.leaf.points for b in blocks if b.leaf.points is not None and b.leaf.pool == "base"), p.ZERO)
        yield Section(f"s-{top.id}", f"{top.number} {top.title}", unit_words.worth(top.pool, p.show(most)),
                      sum(b.answered for b in own), len(own), tuple(blocks), top.is_leaf)


def _below(paper: Paper, node: Indicator, group: str, heading: Indicator | None = None) -> Iterator[Block]:
    for child in node.children:
        if child.obsolete or not applies(child, group):
            continue
        if child.is_leaf:
            yield paper.block(child, heading)
            heading = None
        else:
            yield from _below(paper, child, group, child)


def _subtotals(paper: Paper) -> tuple[str, ...]:
    return unit_words.subtotals(paper.submission.assessment.ruleset, paper.card)
