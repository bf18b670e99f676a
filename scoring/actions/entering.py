"""What the office enters for units: one leaf of one unit, or a whole filled-in table, all or nothing."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .. import clock
from ..core import office_figures as figures
from ..core.facts import FactError
from ..core.policy import Actor
from ..core.ruleset import Indicator
from ..errors import Invalid, NotFound
from ..store import office_figures as kept
from ..store.assessments import Assessment
from ..store.database import db
from ..store.office_figures import Change, Typed
from ..store.sheets import Submission
from .acting import action, record


@action("figure.import", of=Assessment)
def import_figures(actor: Actor, assessment: Assessment, lines: Sequence[Typed]) -> tuple[Change, ...]:
    """Take over a filled-in table of the office's figures; one fault and nothing is stored."""
    session = db.session()
    submissions = kept.sheets_of(session, assessment)
    found = kept.check(assessment, submissions, lines)
    if found.faults:
        raise Invalid(f"表里有 {len(found.faults)} 处要改，一个数也没有存。",
                      problems=[f"{f.where}：{f.sentence}" for f in found.faults[:200]])
    sheets, now = {s.id: s for s in submissions}, clock.now()
    for (sheet, leaf), facts in found.facts.items():
        kept.put(session, sheets[sheet], leaf, facts, now, actor.id)
    record(title=assessment.title, count=len(found.changes), changes=[c.words for c in found.changes])
    return found.changes


@action("figure.save", of=Submission)
def save_figure(actor: Actor, submission: Submission, leaf: str, facts: Mapping[str, Any]) -> tuple[Change, ...]:
    """Enter what the office says of one leaf of one unit; fields left out are cleared."""
    asked = office_leaf(submission, leaf)
    try:
        settled = figures.settle(asked, facts)
    except FactError as error:
        raise Invalid(f"{error.sentence}。", path=error.path) from None
    changes = kept.compare(submission, asked, settled)
    if changes:
        kept.put(db.session(), submission, leaf, settled, clock.now(), actor.id)
    record(unit=submission.unit.name, leaf=f"{asked.number} {asked.title}", changes=[c.words for c in changes])
    return tuple(changes)


def office_leaf(submission: Submission, leaf: str) -> Indicator:
    """The leaf of that id, if its unit's group is asked it and the office enters something there; or NotFound."""
    leaves = figures.office_leaves(submission.assessment.ruleset, submission.group.name)
    found = next((x for x in leaves if x.id == leaf), None)
    if found is None:
        raise NotFound()
    return found
