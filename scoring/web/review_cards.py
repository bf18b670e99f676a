"""Points as the review has them so far: what is not ruled on yet counts as the unit says."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..core.ruleset import Indicator
from ..core.score import score, score_group, score_leaf
from ..core.sheet import Ruling, Sheet
from ..core.stage import Card, Line
from ..store import tallying
from ..store.sheets import Submission

Pair = tuple[Line, Line | None]     # as claimed, and as it stands after its ruling (None without one)


def so_far(sheet: Sheet) -> Sheet:
    """The sheet with claims nobody has ruled on taken as accepted."""
    waiting = {leaf: Ruling("not_applicable") for leaf in sheet.not_applicable if leaf not in sheet.rulings}
    return replace(sheet, rulings={**sheet.rulings, **waiting})


def cards_of(submission: Submission, sheet: Sheet | None = None) -> tuple[Card, Card]:
    """The card as claimed and the card so far, beside the other units where they matter."""
    assessment, peers = submission.assessment, tallying.peers_of(submission)
    sheet = sheet or tallying.sheet_of(submission)
    return (score(assessment.ruleset, sheet, "claimed", assessment.frame, peers),
            score(assessment.ruleset, so_far(sheet), "verified", assessment.frame, [so_far(peer) for peer in peers]))


def pair_of(submission: Submission, leaf: Indicator, sheet: Sheet, cards: tuple[Card, Card]) -> Pair:
    """One leaf's lines on these cards; a leaf asked on one card only stands alone on the other."""
    ruleset, frame = submission.assessment.ruleset, submission.assessment.frame
    claimed = cards[0].lines.get(leaf.id) or score_leaf(ruleset, sheet, leaf, "claimed", frame)
    return claimed, cards[1].lines.get(leaf.id) if leaf.id in sheet.rulings else None


def alone(submission: Submission, leaf: Indicator, sheet: Sheet) -> Pair:
    """One leaf's lines by themselves, for a sheet that holds that leaf only."""
    ruleset, frame = submission.assessment.ruleset, submission.assessment.frame
    claimed = score_leaf(ruleset, sheet, leaf, "claimed", frame)
    return claimed, score_leaf(ruleset, sheet, leaf, "verified", frame) if sheet.rulings else None


def stands_alone(submission: Submission, leaf: Indicator) -> bool:
    """Whether a leaf's points follow from its own facts."""
    return not (leaf.multiplies or leaf.requires or submission.assessment.ruleset.looks_around)


def all_pairs(submissions: Sequence[Submission], leaf: Indicator) -> dict[int, tuple[Sheet, Pair]]:
    """Sheet's key → the sheet and one leaf's lines, for every sheet of an assessment loaded whole."""
    if not submissions:
        return {}
    assessment = submissions[0].assessment
    sheets = [tallying.sheet_of(s) for s in submissions]
    claimed = score_group(assessment.ruleset, sheets, "claimed", assessment.frame)
    ruled = score_group(assessment.ruleset, [so_far(sheet) for sheet in sheets], "verified", assessment.frame)
    return {s.id: (sheet, pair_of(s, leaf, sheet, cards))
            for s, sheet, cards in zip(submissions, sheets, zip(claimed, ruled, strict=True), strict=True)}
