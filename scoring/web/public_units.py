"""A unit's page: its places and totals over every published assessment that the reader may see."""
from __future__ import annotations

from flask import render_template

from ..errors import NotFound
from ..store.queries import many_for, reader_of
from ..store.results import Publication
from .gate import actor, open_to_all
from .public import desk
from .public_editions import WITHOUT_FILE, entries_of
from .public_history import lines_of, outcomes_of


@desk.get("/units/<key>")
@open_to_all
def unit(key: str) -> str:
    """The history of one unit."""
    rows = many_for(actor(), Publication, Publication.state == "published", options=(WITHOUT_FILE,))
    outcomes = outcomes_of(key, entries_of(rows, reader_of(actor())))
    if not outcomes:
        raise NotFound()
    return render_template("public/unit.html", name=outcomes[0].standing.unit, outcomes=outcomes,
                           lines=lines_of(outcomes))
