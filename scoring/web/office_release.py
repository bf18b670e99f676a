"""What the page of a result says of its release: who may publish it, how far it goes, what a correction changes."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from .. import clock
from ..core.changes import Moved, in_words
from ..core.openings import texts_of
from ..core.policy import Actor, may
from ..core.published import Published
from ..store import freezing
from ..store.assessments import Assessment
from ..store.results import Publication

MOST = 30       # units that the page names; the file names all


@dataclass(frozen=True)
class Hands:
    """Who may publish: whether the reader may, whether the reader froze it, and the other people of the office."""

    may: bool
    own: bool
    others: tuple[str, ...]


@dataclass(frozen=True)
class Correction:
    """What a correction changes: whether its rules, and its units, some of which are named."""

    rules: bool
    units: tuple[Moved, ...]
    more: int


def hands(session: Session, actor: Actor, row: Assessment) -> Hands:
    """Who may publish the result of an assessment, now or once the reader has frozen it."""
    own = row.state == "frozen" and row.frozen_by == actor.id
    allowed = bool(may(actor, "assessment.publish", row.policy_view(), clock.now()))
    return Hands(allowed, own, freezing.office_besides(session, actor.id))


def correction(published: Published) -> Correction | None:
    """What an edition changes in the one it corrects; None for a first edition."""
    if published.replaces is None:
        return None
    changes = published.replaces["changes"]
    units = in_words(changes, published.ruleset.title_of)
    return Correction(changes["rules"], units[:MOST], max(0, len(units) - MOST))


def erased(editions: Sequence[Publication]) -> tuple[str, ...]:
    """Where texts of the edition in force were erased by law: the next edition would say them again."""
    opened = next((one.opened for one in editions if one.state == "published"), None)
    if opened is None:
        return ()
    return tuple(f"{text.unit}“{opened.ruleset.title_of(text.leaf)}”的{text.title}"
                 for text in texts_of(opened.file) if text.words is None)


def scope_before(row: Assessment, editions: Sequence[Publication]) -> str:
    """The scope of the edition in force, where the next one will have another; '' where they agree."""
    current = next((one.scope for one in editions if one.state == "published"), row.release.title)
    return current if current != row.release.title else ""
