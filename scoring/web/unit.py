"""The unit's desk: first page, sheet with autosave, signing, submission with its receipt."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from .. import clock
from ..actions import answering
from ..errors import Invalid, ScoringError, Stale
from ..store.database import db
from ..store.queries import many_for, one_for
from ..store.sheets import Submission
from ..store.tallying import LOADED, asked_of
from . import fields, unit_home, unit_reading
from .gate import actor, names, wants_json
from .unit_answer import answer_json, leaf_html
from .unit_sheet import RAIL_MOST, sheet_page

desk = Blueprint("unit", __name__, url_prefix="/unit")
Page = str | tuple[str, int] | AnyResponse


@desk.get("/")
@names("submission.read")
def home() -> Page:
    """What to do now, and the unit's sheets."""
    own = Submission.unit_id == actor().unit_id
    listed = unit_home.entries(actor(), many_for(actor(), Submission, own, options=LOADED, most=200))
    return render_template("unit/home.html", entries=listed, now=unit_home.what_now(actor(), listed))


@desk.get("/sheets/<int:sheet>")
@names("submission.read")
def sheet(sheet: int) -> Page:
    """The sheet, to be filled in or read."""
    return shown(one_for(actor(), Submission, sheet, *LOADED))


def shown(submission: Submission, typed: Mapping[str, Any] | None = None, status: int = 200) -> Page:
    """The sheet's page; `typed` is what was refused and must not be lost."""
    page = sheet_page(actor(), submission, typed)
    refused = typed if typed and typed.get("sentence") else None
    return render_template("unit/sheet.html", page=page, rail_most=RAIL_MOST, refused=refused,
                           due=unit_home.due_of(submission, clock.now()),
                           sent_back=unit_home.sent_back(submission)), status


@desk.get("/sheets/<int:sheet>/progress")
@names("submission.read")
def progress(sheet: int) -> Response:
    """The reckoning as it stands, for the page to bring itself up to date."""
    page = sheet_page(actor(), one_for(actor(), Submission, sheet, *LOADED))
    return jsonify(answer_json(page, request.args.get("leaf", "")))


@desk.post("/sheets/<int:sheet>/answers/<leaf>")
@names("answer.save")
def save(sheet: int, leaf: str) -> Page:
    """Save one leaf: JSON for the page's script, a redirect to the leaf without it."""
    before = one_for(actor(), Submission, sheet, *LOADED)
    node, asked = answering.asked_leaf(before, leaf), asked_of(before, "claimed")
    try:
        answering.save(actor(), sheet, leaf=leaf, **unit_reading.typed(node).inputs())
    except (Invalid, Stale) as refusal:
        return _refused(sheet, node, refusal)
    if not wants_json():
        return redirect(url_for("unit.sheet", sheet=sheet, _anchor=fields.anchor(leaf)))
    now = fresh(sheet)
    again = {"reload": True} if asked_of(now, "claimed") != asked else {}
    return jsonify(answer_json(sheet_page(actor(), now), leaf) | again)


def _refused(sheet: int, node: Any, refusal: ScoringError) -> Page:
    """The refusal at its field: as JSON, or on the sheet with everything typed still there."""
    place = fields.control_at(node, tuple(refusal.details.get("path", ())))
    if wants_json():
        raise type(refusal)(refusal.sentence, at=place, **refusal.details)
    typed: dict[str, Any] = {"leaf": node.id, "form": request.form, "at": place}
    typed |= {"conflict": refusal.details} if isinstance(refusal, Stale) else {"sentence": refusal.sentence}
    return shown(fresh(sheet), typed, refusal.status)


def fresh(sheet: int) -> Submission:
    """The sheet as the database has it after a write."""
    db.session.expire_all()
    return one_for(actor(), Submission, sheet, *LOADED)


@desk.get("/sheets/<int:sheet>/answers/<leaf>")
@names("submission.read")
def leaf(sheet: int, leaf: str) -> Page:
    """One leaf's block as it stands, for the page's script; without it, the sheet at that leaf."""
    submission = one_for(actor(), Submission, sheet, *LOADED)
    answering.asked_leaf(submission, leaf)
    if not wants_json():
        return redirect(url_for("unit.sheet", sheet=sheet, _anchor=fields.anchor(leaf)))
    page = sheet_page(actor(), submission)
    return jsonify(answer_json(page, leaf) | {"block": leaf_html(page, leaf)})
