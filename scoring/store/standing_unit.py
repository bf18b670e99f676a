"""One unit's result as its own sheet stands: a snapshot composed for it alone and kept nowhere."""
from __future__ import annotations

import secrets
from dataclasses import replace

from sqlalchemy.orm import object_session

from ..core.published import Published, open_file
from ..core.snapshot import compose
from ..core.stage import Card
from .freezing import about, last_outcomes, participant
from .sheets import Submission
from .tallying import card_of


def claimed_standing(submission: Submission, office: str) -> Published:
    """What the unit claims, without a word of the review, as a publication of one unit.

    The points are those of the sheet itself, which knows the other units where the rules compare; nothing else of
    another unit is read into it.
    """
    assessment, said = submission.assessment, participant(submission)
    before = last_outcomes(object_session(submission), assessment).get(submission.unit.name)
    alone = replace(said, sheet=replace(said.sheet, rulings={}), before=before)
    text = compose(about(assessment, office), assessment.ruleset, assessment.adopted.yaml, (alone,),
                   lambda: secrets.token_hex(16))
    return _with_card(open_file(text), card_of(submission, "claimed"))


def _with_card(published: Published, card: Card) -> Published:
    """The publication of one unit with this card in place of what it was scored without its peers."""
    group, = published.groups
    result, = group.results
    rows = tuple(replace(row, claimed=card.lines.get(row.leaf.id, row.claimed)) for row in result.rows)
    return replace(published, groups=(replace(group, results=(replace(result, claimed=card, rows=rows),)),))
