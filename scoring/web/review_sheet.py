"""A whole sheet as its reviewer sees it: every leaf's state, points claimed and verified so far, what is left."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .. import clock
from ..actions import reviewing
from ..core import points as p
from ..core.policy import Actor, may
from ..core.ruleset import Indicator
from ..core.stage import Card
from ..errors import NotFound
from ..store import tallying
from ..store.database import db
from ..store.queries import one_for
from ..store.rulings import Progress, Standing, leaves_for, progress_of, standing_of
from ..store.sheets import Answer, RulingRow, Submission
from .review_across import figure, worth
from .review_cards import cards_of
from .review_queue import bench_url
from .unit_checks import Check, checks_of


@dataclass(frozen=True)
class LeafRow:
    """One leaf of the sheet: who reviews it, how it stands, its points."""

    leaf: Indicator
    heading: str
    url: str                 # '' if somebody else reviews it
    label: str
    tone: str
    before: str
    after: str               # '' while there is no ruling that stands
    worth: str
    evidence: int
    open: bool


@dataclass(frozen=True)
class SheetView:
    """The whole sheet."""

    submission: Submission
    rows: tuple[LeafRow, ...]
    mine: Progress
    all: Progress
    claimed: Card
    provisional: Card
    rest: int                # how many leaves one press would confirm
    claims: int              # claims of mine still to be settled
    seen: int
    may_rule: bool
    may_reopen: bool
    why_not: str
    checks: tuple[Check, ...]      # figures of the unit that contradict one another, with its word on them

    @property
    def totals(self) -> tuple[str, str, str]:
        """Claimed, verified so far, and the maximum as text."""
        def text(value: Any) -> str:
            return "—" if value is None else p.show(value)
        return text(self.claimed.total), text(self.provisional.total), text(self.provisional.max)

    @property
    def next_url(self) -> str:
        """The bench of the first leaf of mine that is open, or ''."""
        return next((row.url for row in self.rows if row.open and row.url), "")


def sheet_view(actor: Actor, sheet: int) -> SheetView:
    """The sheet if the actor reviews something on it; NotFound otherwise."""
    submission = one_for(actor, Submission, sheet, *tallying.LOADED)
    mine = leaves_for(actor, submission)
    if not mine:
        raise NotFound()
    standing = standing_of(db.session(), submission.id)
    claimed, provisional = cards_of(submission)
    asked = tallying.asked_of(submission)
    answers = {a.leaf: a for a in submission.answers}
    now, view = clock.now(), submission.policy_view()
    rule = may(actor, "ruling.give", view, now)
    return SheetView(
        submission, tuple(_rows(submission, {x.id for x in mine}, standing, claimed, provisional)),
        progress_of(mine, standing), progress_of(asked, standing), claimed, provisional,
        len(reviewing.rest_of(actor, submission)),
        sum(bool(reviewing.claim_of(answers.get(x.id))) and x.id not in standing for x in mine),
        submission.times_submitted, bool(rule), bool(may(actor, "submission.reopen_review", view, now)),
        "" if rule else rule.reason, checks_of(submission))


def _rows(submission: Submission, mine: set[str], standing: Standing, claimed: Card,
          provisional: Card) -> Iterator[LeafRow]:
    answers = {a.leaf: a for a in submission.answers}
    rulings = {r.leaf: r for r in submission.rulings}
    pieces = [e.leaf for e in tallying.live_evidence(submission)]
    for top in submission.assessment.ruleset.indicators:
        heading = "" if top.is_leaf else f"{top.number} {top.title}"
        for leaf in (i for i in top.walk() if i.id in provisional.lines):
            label, tone = _state(leaf, answers.get(leaf.id), rulings.get(leaf.id), standing.get(leaf.id))
            yield LeafRow(
                leaf, heading, bench_url(submission.id, leaf.id) if leaf.id in mine else "", label, tone,
                figure(leaf, claimed.lines[leaf.id]) if leaf.id in claimed.lines else "未问",
                figure(leaf, provisional.lines[leaf.id]) if standing.get(leaf.id) else "",
                worth(leaf), pieces.count(leaf.id), not standing.get(leaf.id))
            heading = ""


def _state(leaf: Indicator, answer: Answer | None, row: RulingRow | None, stands: bool | None) -> tuple[str, str]:
    if row is None:
        if leaf.filled_by == "reviewer":
            return "待评定", "wait"
        return ("待裁定不适用", "need") if reviewing.claim_of(answer) else ("待复核", "wait")
    if not stands:
        return "单位已修改", "need"
    if leaf.filled_by == "reviewer" and row.kind == "corrected":
        return "已评定", "done"
    return {"confirmed": "已确认", "corrected": "已更正", "not_applicable": "采纳不适用",
            "applicable": "不采纳不适用"}[row.kind], "done"


def problems_of(view: SheetView, leaf_ids: list[str]) -> list[dict[str, str]]:
    """What stands in the way of finishing, each a link to where it is settled."""
    rows = {row.leaf.id: row for row in view.rows}
    return [{"what": f"{rows[i].leaf.number} {rows[i].leaf.title}：{rows[i].label}",
             "where": "去复核" if rows[i].url else "", "href": rows[i].url,
             "mend": "" if rows[i].url else "由别的复核员负责；如果没有人负责，请考核办安排复核分工。",
             "level": "fault"} for i in leaf_ids if i in rows]
