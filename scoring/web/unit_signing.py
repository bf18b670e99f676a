"""The unit's desk, second half: send for signing, sign, send back, take back, hand in, receipt."""
from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from flask import flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from ..actions import explaining
from ..actions import signing as acts
from ..errors import Invalid, NotFound
from ..exports._signoff import render_sign_off, sign_off_name
from ..store.queries import one_for
from ..store.sheets import Submission
from ..store.tallying import LOADED
from .gate import actor, names
from .unit import Page, desk, fresh
from .unit_flow import SendBackForm, SignForm, labelled, signing_page
from .unit_signing_paper import sign_off_of


@desk.get("/sheets/<int:sheet>/sign")
@names("submission.read")
def signing(sheet: int) -> Page:
    """What is missing, who has signed, who signs now."""
    return _shown(one_for(actor(), Submission, sheet, *LOADED))


def _shown(submission: Submission, sign: SignForm | None = None, back: SendBackForm | None = None,
           status: int = 200, refused: dict[str, Any] | None = None) -> Page:
    page = signing_page(actor(), submission, sign, back, _ticked(), refused)
    return render_template("unit/signing.html", page=page, sheet=submission, refused=refused), status


@desk.get("/sheets/<int:sheet>/sign-off.pdf")
@names("submission.read")
def sign_off_sheet(sheet: int) -> Page:
    """The sign-off sheet, to be printed and signed on paper."""
    told = sign_off_of(actor(), one_for(actor(), Submission, sheet, *LOADED))
    return send_file(BytesIO(render_sign_off(told)), mimetype="application/pdf", as_attachment=True,
                     download_name=sign_off_name(told))


@desk.post("/sheets/<int:sheet>/start-signing")
@names("submission.start_signing")
def start_signing(sheet: int) -> Page:
    """Send the sheet to the signers."""
    try:
        acts.start_signing(actor(), sheet)
    except Invalid as refusal:
        return _shown(fresh(sheet), status=422, refused={"number": -1, "sentence": refusal.sentence})
    return _back(sheet, "已送签审，签审期间不能修改；要改可以撤回。")


@desk.post("/sheets/<int:sheet>/checks/<int:number>")
@names("submission.explain")
def explain(sheet: int, number: int) -> Page:
    """Say why figures that a check warns of are right."""
    text = request.form.get("text", "")
    try:
        explaining.explain(actor(), sheet, number=number, text=text)
    except Invalid as refusal:
        said = {"number": number, "text": text, "sentence": refusal.sentence}
        return _shown(fresh(sheet), status=422, refused=said)
    return _back(sheet, "说明已保存，签审人和复核员会看到。")


@desk.post("/sheets/<int:sheet>/withdraw")
@names("submission.withdraw")
def withdraw(sheet: int) -> Page:
    """Take the sheet back to edit it."""
    acts.withdraw(actor(), sheet)
    flash("已撤回，可以继续修改；改好后要重新送签审。", "done")
    return redirect(url_for("unit.sheet", sheet=sheet))


@desk.post("/sheets/<int:sheet>/signatures")
@names("signing.sign")
def sign(sheet: int) -> Page:
    """Sign the present step."""
    form = SignForm(request.form)
    try:
        signed = acts.sign(actor(), sheet, step=_number(form.step.data or ""), attested=bool(form.attested.data),
                           ticked=_ticked(), opinion=form.opinion.data or "", content=form.content.data or "",
                           evidence=form.evidence.data or "")
    except Invalid as refusal:
        return _refused_sign(sheet, form, refusal)
    return _back(sheet, "已签审通过。") if signed else _back(sheet, acts.CHANGED, "need")


def _refused_sign(sheet: int, form: SignForm, refusal: Invalid) -> Page:
    submission = fresh(sheet)
    labelled(form, bool(submission.next_step and submission.next_step.confidential))
    place = form.opinion if refusal.details.get("path") == ["opinion"] else form.attested
    place.errors = [refusal.sentence]
    return _shown(submission, sign=form, status=422)


@desk.post("/sheets/<int:sheet>/send-back")
@names("signing.send_back")
def send_back(sheet: int) -> Page:
    """Give the sheet back to the clerk."""
    form = SendBackForm(request.form)
    try:
        acts.send_back(actor(), sheet, reason=form.reason.data or "")
    except Invalid as refusal:
        form.reason.errors = [refusal.sentence]
        return _shown(fresh(sheet), back=form, status=422)
    return _back(sheet, "已退回填报员修改。")


@desk.post("/sheets/<int:sheet>/submit")
@names("submission.submit")
def submit(sheet: int) -> Page:
    """Hand the sheet in; the answer is the receipt."""
    if not acts.submit(actor(), sheet):
        return _back(sheet, acts.CHANGED, "need")
    flash("已提交考核办，这是回执。", "done")
    return redirect(url_for("unit.receipt", sheet=sheet))


@desk.get("/sheets/<int:sheet>/receipt")
@names("submission.read")
def receipt(sheet: int) -> Page:
    """The receipt of the last submission."""
    submission = one_for(actor(), Submission, sheet, *LOADED)
    if not submission.receipt_no:
        raise NotFound("这份自查表还没有提交，提交后才有回执。")
    return render_template("unit/receipt.html", sheet=submission)


def _ticked() -> frozenset[int]:
    """The evidence ticked in this request."""
    return frozenset(_number(text) for text in request.form.getlist("ticked"))


def _number(text: str) -> int:
    """A row's number from a form; 0, which no row has, for anything else."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0


def _back(sheet: int, sentence: str, tone: str = "done") -> AnyResponse:
    flash(sentence, tone)
    return redirect(url_for("unit.signing", sheet=sheet))
