"""The public desk: what is published, how to verify it, the feed. It reads snapshots and nothing else."""
from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import Blueprint, Response, redirect, render_template, send_file, url_for

from .. import clock
from ..core.policy import PUBLISHED
from ..errors import NotFound
from ..exports import clean
from ..exports._verifier import FILENAME, PROGRAM, SCRIPTS, verifier_page, verifier_program
from ..store import signing_keys
from ..store.paging import page_of
from ..store.queries import reader_of, visible_to
from ..store.results import Publication
from .gate import actor, open_to_all
from .public_editions import WITHOUT_FILE, entries_of

desk = Blueprint("public", __name__)
PAGE = 20
FEW = 5         # so many stand under one another without the years between them
FED = 50        # the newest publications and corrections that the feed tells of
NEWEST = (Publication.published_at.desc(), Publication.id.desc())


@desk.get("/")
@desk.get("/page/<int:page>")
@open_to_all
def home(page: int = 1) -> str:
    """The published assessments, newest first; pages are addresses of their own, so that a static copy has them."""
    chosen = visible_to(actor(), Publication).where(Publication.state == "published").order_by(None).order_by(*NEWEST)
    found = page_of(chosen, page, PAGE, (WITHOUT_FILE,))
    if found.page != page:
        raise NotFound()
    entries = entries_of(found.rows, reader_of(actor()))
    return render_template("public/home.html", entries=entries, found=found, few=FEW,
                           closed=len(found.rows) - len(entries))


@desk.get("/favicon.ico")
@open_to_all
def favicon() -> Any:
    """Where old browsers look for the icon."""
    return redirect(url_for("static", filename="favicon.svg"))


@desk.get("/feed.xml")
@open_to_all
def feed() -> Response:
    """The newest publications and corrections as an Atom feed."""
    chosen = visible_to(actor(), Publication).where(Publication.state.in_(sorted(PUBLISHED))).order_by(None)
    found = page_of(chosen.order_by(*NEWEST), 1, FED, (WITHOUT_FILE,))
    entries = entries_of(found.rows, reader_of(actor()))
    updated = entries[0].published_at if entries else clock.now()
    return Response(clean(render_template("public/feed.xml", entries=entries, updated=updated)),
                    mimetype="application/atom+xml")


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


@desk.get("/verify/program")
@open_to_all
def verify_program() -> Any:
    """The program that does the same with nothing but Python."""
    return send_file(BytesIO(verifier_program()), mimetype="application/zip", as_attachment=True, download_name=PROGRAM,
                     etag=False)
