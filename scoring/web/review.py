"""The reviewer's desk: the queue by unit and by indicator, the bench, a sheet as a whole, its return and its end."""
from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from ..actions import reviewing
from ..errors import Invalid, ScoringError, Stale, WrongState
from ..store.database import db
from ..store.queries import one_for
from ..store.rulings import standing_of
from ..store.sheets import Evidence
from . import asked, review_across, review_bench, review_queue, review_sheet, review_typed
from .gate import actor, names

desk = Blueprint("review", __name__, url_prefix="/review")
Page = str | tuple[str, int] | AnyResponse
WAYS = ("unit", "indicator")


@desk.get("/")
@names("ruling.give")
def home() -> Page:
    """What to do now, and the two ways into it."""
    return render_template("review/home.html", rounds=review_queue.rounds(actor()))


@desk.get("/<int:assessment>/units")
@names("ruling.give")
def units(assessment: int) -> Page:
    """The sheets handed in, and what is left on each."""
    return render_template("review/units.html", round=review_queue.round_of(actor(), assessment),
                           everything=asked.one_of("show", ("all",)) == "all")


@desk.get("/<int:assessment>/indicators")
@names("ruling.give")
def indicators(assessment: int) -> Page:
    """The leaves I review, and what is left on each."""
    row, lines = review_queue.indicators(actor(), assessment)
    return render_template("review/indicators.html", assessment=row, lines=lines)


@desk.get("/<int:assessment>/indicators/<leaf>")
@names("ruling.give")
def indicator(assessment: int, leaf: str) -> Page:
    """One indicator across all units."""
    return render_template("review/indicator.html", across=review_across.across(actor(), assessment, leaf),
                           said=session.pop("review_said", ""))


@desk.get("/sheets/<int:sheet>")
@names("ruling.give")
def sheet(sheet: int) -> Page:
    """One sheet as a whole."""
    return _sheet(sheet)


@desk.get("/sheets/<int:sheet>/<leaf>")
@names("ruling.give")
def bench(sheet: int, leaf: str) -> Page:
    """One leaf: claim, evidence, ruling."""
    return _bench(sheet, leaf)


@desk.post("/sheets/<int:sheet>/<leaf>")
@names("ruling.give")
def rule(sheet: int, leaf: str) -> Page:
    """Rule on a leaf and go on to the next one open."""
    submission, node = review_bench.loaded(actor(), sheet, leaf)
    base = review_bench.base_of(submission, node)
    try:
        row = reviewing.give(actor(), sheet, leaf=leaf, **review_typed.ruling_typed(node, base).inputs())
    except Invalid as refusal:
        return _bench(sheet, leaf, 422, typed=request.form, refusal=_told(refusal))
    except (Stale, WrongState) as refusal:
        mine = {"mine": request.form.get("reason", "")}
        return _bench(sheet, leaf, 409, typed=request.form, conflict=mine | _told(refusal))
    done = "评定" if node.filled_by == "reviewer" else reviewing.KINDS[row.kind]
    return _onward(sheet, leaf, f"{done}已保存：{node.number} {node.title}。")


@desk.post("/sheets/<int:sheet>/<leaf>/preview")
@names("ruling.give")
def preview(sheet: int, leaf: str) -> Response:
    """What a ruling would make of the points; nothing is saved."""
    submission, node = review_bench.loaded(actor(), sheet, leaf)
    typed = review_typed.ruling_typed(node, review_bench.base_of(submission, node))
    return jsonify(review_bench.preview(submission, node, typed.kind, typed.facts).to_json())


@desk.post("/evidence/<int:evidence>/check")
@names("evidence.check")
def check(evidence: int) -> Page:
    """Note on a piece of evidence whether it is true."""
    piece = one_for(actor(), Evidence, evidence)
    sheet, leaf = piece.submission_id, piece.leaf
    review_bench.loaded(actor(), sheet, leaf)
    file = request.files.get("file")
    try:
        reviewing.check_piece(actor(), evidence, verdict=request.form.get("verdict", ""),
                              note=request.form.get("note", ""), name=(file.filename or "") if file else "",
                              data=file.stream.read() if file else b"")
    except Invalid as refusal:
        return _bench(sheet, leaf, 422, check=_told(refusal) | {"evidence": evidence, "typed": request.form})
    return redirect(url_for("review.bench", sheet=sheet, leaf=leaf, by=_by(), _anchor=f"evidence-{evidence}"))


@desk.post("/sheets/<int:sheet>/actions/confirm-rest")
@names("ruling.confirm_rest")
def confirm_rest(sheet: int) -> Page:
    """Confirm what has no ruling yet."""
    def done() -> str:
        return f"已确认 {reviewing.confirm_rest(actor(), sheet, seen=review_typed.number('seen'))} 项。"
    return _act(sheet, done)


@desk.post("/sheets/<int:sheet>/actions/return")
@names("submission.return")
def send_back(sheet: int) -> Page:
    """Give the sheet back to its unit."""
    def done() -> str:
        reviewing.send_back(actor(), sheet, reason=request.form.get("reason", ""), seen=review_typed.number("seen"))
        return "已退回，单位修改后要重新签审提交；已给出的复核意见都保留。"
    return _act(sheet, done)


@desk.post("/sheets/<int:sheet>/actions/finish")
@names("submission.finish_review")
def finish(sheet: int) -> Page:
    """Close the review of the sheet."""
    def done() -> str:
        reviewing.finish_review(actor(), sheet, seen=review_typed.number("seen"))
        return "这张表已完成复核，定版前还可以重新打开。"
    return _act(sheet, done)


@desk.post("/sheets/<int:sheet>/actions/reopen")
@names("submission.reopen_review")
def reopen(sheet: int) -> Page:
    """Take a reviewed sheet back into review."""
    def done() -> str:
        reviewing.reopen_review(actor(), sheet)
        return "已重新打开复核，改完后要再次完成复核。"
    return _act(sheet, done)


def _act(sheet: int, act: Any) -> Page:
    """Does something to a whole sheet and comes back to it; a refusal is shown there with what was typed."""
    review_sheet.sheet_view(actor(), sheet)
    try:
        flash(act(), "done")
    except (Invalid, Stale, WrongState) as refusal:
        db.session.expire_all()
        return _sheet(sheet, refusal.status, _told(refusal))
    return redirect(url_for("review.sheet", sheet=sheet))


def _sheet(sheet: int, status: int = 200, refusal: dict[str, Any] | None = None) -> Page:
    view = review_sheet.sheet_view(actor(), sheet)
    problems = review_sheet.problems_of(view, refusal.get("problems", [])) if refusal else []
    return render_template("review/sheet.html", view=view, refusal=refusal, problems=problems,
                           reason=request.form.get("reason", "")), status


def _bench(sheet: int, leaf: str, status: int = 200, **more: Any) -> Page:
    if status != 200:
        db.session.expire_all()  # after a refusal the page shows what the database has now
    submission, node = review_bench.loaded(actor(), sheet, leaf)
    page = review_bench.bench_of(actor(), submission, node, _by(), **more)
    return render_template("review/bench.html", bench=page, said=session.pop("review_said", "")), status


def _onward(sheet: int, leaf: str, said: str) -> AnyResponse:
    """To the next leaf still open on the way one came; from a list of one indicator back to it."""
    db.session.expire_all()
    submission, node = review_bench.loaded(actor(), sheet, leaf)
    session["review_said"] = said
    if request.form.get("from") == "list":
        return redirect(url_for("review.indicator", assessment=submission.assessment_id, leaf=leaf,
                                _anchor=f"sheet-{sheet}"))
    way = review_bench.way_of(actor(), submission, node, _by(), standing_of(db.session(), sheet))
    if way.next_open:
        return redirect(way.next_open)
    flash(f"{said}这里归你复核的都复核完了。", "done")
    session.pop("review_said")
    at_end = url_for("review.sheet", sheet=sheet) if way.by == "unit" else url_for(
        "review.indicators", assessment=submission.assessment_id)
    return redirect(at_end)


def _by() -> str:
    return asked.one_of("by", WAYS) or "unit"


def _told(error: ScoringError) -> dict[str, Any]:
    return {"sentence": error.sentence, **error.details}


