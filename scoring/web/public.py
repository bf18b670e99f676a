"""The public desk: published rankings, scorecards, downloads. It reads snapshots and nothing else."""
from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import Blueprint, redirect, render_template, request, send_file, url_for

from ..core.policy import VISITOR
from ..core.published import Group, Published, Result
from ..errors import NotFound
from ..exports import added, drawer
from ..exports._verifier import FILENAME, SCRIPTS, verifier_page
from ..store import jobs, signing_keys
from ..store.database import db
from ..store.jobs import Job
from ..store.papers import papers
from ..store.queries import many_for, one_for
from ..store.results import Publication
from .gate import open_to_all
from .papers import LIGHT, sent
from .public_views import Card, Edition, Table, card_of, edition_of, editions_of, table_of

desk = Blueprint("public", __name__)
MOST_SHOWN = 100


@desk.get("/")
@open_to_all
def home() -> str:
    """The published assessments, newest first."""
    rows = many_for(VISITOR, Publication, Publication.state == "published", most=MOST_SHOWN)
    editions = sorted(editions_of(rows), key=lambda e: e.published_at, reverse=True)
    return render_template("public/home.html", editions=editions, closed=len(rows) - len(editions))


@desk.get("/favicon.ico")
@open_to_all
def favicon() -> Any:
    """Where old browsers look for the icon."""
    return redirect(url_for("static", filename="favicon.svg"))


@desk.get("/verify")
@open_to_all
def verify() -> str:
    """How anyone can recompute a publication, and what that proves."""
    return render_template("public/verify.html", keys=signing_keys.listed())


@desk.get("/verify/here")
@open_to_all
def verify_here() -> str:
    """The page that recomputes a downloaded file in the visitor's browser."""
    return render_template("public/verify_here.html", scripts=SCRIPTS, keys=signing_keys.listed())


@desk.get("/verify/page")
@open_to_all
def verify_page() -> Any:
    """The same page as one file to keep: it needs neither this site nor a network."""
    return send_file(BytesIO(verifier_page().encode()), mimetype="text/html", as_attachment=True,
                     download_name=FILENAME, etag=False)


@desk.get("/results/<int:publication>/")
@desk.get("/results/<int:publication>/groups/<int:group>")
@open_to_all
def ranking(publication: int, group: int = 1) -> str:
    """A group's ranking, with a search that needs no script."""
    edition = _edition(publication)
    chosen = _group(edition.published, group)
    table: Table = table_of(edition.published, chosen, request.args.get("q", "")[:60])
    return render_template("public/ranking.html", edition=edition, group=chosen, number=group, table=table,
                           formats=(*added("all"), *added("group")), cards=_all_cards(publication))


@desk.get("/results/<int:publication>/scorecards.zip")
@open_to_all
def scorecards(publication: int) -> Any:
    """All scorecards in one file, once the office had it made."""
    row = one_for(VISITOR, Publication, publication, *LIGHT)
    made = _all_cards(publication)
    if made is None:
        raise NotFound()
    return sent(made, row.assessment.title)


def _all_cards(publication: int) -> Job | None:
    made = jobs.for_everyone(db.session(), publication)
    return made if made is not None and papers().found(made.file) else None


@desk.get("/results/<int:publication>/units/<int:unit>")
@open_to_all
def card(publication: int, unit: int) -> str:
    """One unit's scorecard."""
    edition = _edition(publication)
    result = _result(edition.published, unit)
    shown: Card = card_of(edition.published, result)
    return render_template("public/card.html", edition=edition, result=result, card=shown, number=unit,
                           formats=added("unit"))


@desk.get("/results/<int:publication>/files/<name>")
@desk.get("/results/<int:publication>/files/<name>/<int:of>")
@open_to_all
def download(publication: int, name: str, of: int = 0) -> Any:
    """A format of the export drawer: of the whole, of a group or of a unit by number."""
    row = one_for(VISITOR, Publication, publication)
    export = drawer().get(name)
    if export is None or export.office_only:
        raise NotFound()
    published = row.opened
    subjects = {"unit": lambda: _result(published, of).unit, "group": lambda: _group(published, of).name,
                "all": lambda: row.file}
    subject = subjects[export.scope]()
    return send_file(BytesIO(export.render(published, subject)), mimetype=export.media_type, as_attachment=True,
                     download_name=export.filename(published, subject), etag=False)


def _edition(publication: int) -> Edition:
    row = one_for(VISITOR, Publication, publication)
    newer = many_for(VISITOR, Publication, Publication.replaces_id == row.id, most=1)
    return edition_of(row, newer[0] if newer else None)


def _group(published: Published, number: int) -> Group:
    if not 1 <= number <= len(published.groups):
        raise NotFound()
    return published.groups[number - 1]


def _result(published: Published, number: int) -> Result:
    results = [r for g in published.groups for r in g.results]
    if not 1 <= number <= len(results):
        raise NotFound()
    return results[number - 1]
