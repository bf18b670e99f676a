"""A draft as a unit would see it: its form for one group, and what facts typed there would earn. Nothing is kept."""
from __future__ import annotations

from flask import render_template, request

from ..store.drafts import RulesetDraft
from ..store.queries import one_for
from .gate import actor, names
from .office import Answer, desk
from .office_rulesets_checks import checked
from .office_rulesets_trial import ALL, MARK, trial_of

LIVE_LEAVES = 300       # beyond that, points are worked out when the button is pressed


@desk.route("/rulesets/drafts/<int:draft>/try", methods=["GET", "POST"])
@names("ruleset.read")
def try_draft(draft: int) -> Answer:
    """The form of a group, and what the facts typed there earn."""
    row = one_for(actor(), RulesetDraft, draft)
    loaded = checked(row.text)
    trial = trial_of(loaded.ruleset, request.form) if loaded.ruleset else None
    live = loaded.ruleset is not None and len(loaded.ruleset.leaves) <= LIVE_LEAVES
    page = render_template("office/ruleset_try.html", draft=row, loaded=loaded, trial=trial, live=live, fill_all=ALL,
                           mark=MARK)
    return (page, 422) if trial and trial.errors else page
