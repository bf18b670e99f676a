"""Evidence: taking in files and links, taking them off, and handing files back as attachments only."""
from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, current_app, flash, jsonify, redirect, request, send_file, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from ..actions import collecting
from ..errors import Invalid, NotFound, TooLarge
from ..store import tallying
from ..store.files import store
from ..store.intake import KINDS
from ..store.intake_look import Marked
from ..store.intake_names import clean_title, display_name, extension
from ..store.queries import one_for
from ..store.sheets import Evidence, EvidenceCheck, Submission
from .evidence_views import block_html, evidence_items, upload_rules
from .faults import answer
from .fields import anchor
from .gate import actor, names, wants_json

desk = Blueprint("evidence", __name__)
INERT = "sandbox; default-src 'none'"
SERVED = frozenset(kind.media_type for kind in KINDS.values())
DAMAGED = "这份文件在存储里找不到了或已损坏，请联系系统管理员从备份恢复。"


@desk.record
def _rules(state: BlueprintSetupState) -> None:
    """The drop zone of every page knows what is taken."""
    state.app.jinja_env.globals["upload_rules"] = upload_rules


@desk.post("/unit/sheets/<int:sheet>/evidence/<leaf>")
@names("evidence.add")
def add(sheet: int, leaf: str) -> Any:
    """Adds the files or the link of the form to a leaf."""
    if "url" in request.form:
        row = collecting.add_link(actor(), sheet, leaf=leaf, url=request.form["url"],
                                  title=request.form.get("title", ""))
        return _answer(sheet, leaf, f"已添加链接“{row.title}”。", (), row)
    files = [f for f in request.files.getlist("file") if f.filename or f.stream.read(1)]
    if not files:
        raise Invalid("没有选择文件：请选择文件后再上传。")
    if wants_json():
        row, notes = _take(sheet, leaf, files[0])
        return _answer(sheet, leaf, f"已上传“{row.title}”。", notes, row)
    return _take_all(sheet, leaf, files)


@desk.post("/evidence/<int:evidence>/remove")
@names("evidence.remove")
def remove(evidence: int) -> Any:
    """Takes a piece of evidence off its sheet."""
    row = collecting.remove(actor(), evidence)
    return _answer(row.submission_id, row.leaf, f"已删除“{row.title}”。", (), row)


@desk.get("/evidence/<int:evidence>")
@names("evidence.read")
def download(evidence: int) -> Response:
    """A file as an attachment."""
    row = one_for(actor(), Evidence, evidence)
    if row.removed_at is not None or not row.sha256:
        raise NotFound()
    return attachment(row.sha256, row.size, row.title, row.media_type)


@desk.get("/evidence/checks/<int:check>")
@names("evidence.read")
def check_file(check: int) -> Response:
    """The file a reviewer put to a piece of evidence, as an attachment."""
    row = one_for(actor(), EvidenceCheck, check)
    if not row.sha256:
        raise NotFound()
    return attachment(row.sha256, row.size, row.file_title, row.media_type)


def attachment(sha256: str, length: int, title: str, media_type: str) -> Response:
    """Stored bytes for saving, never for showing: no script of theirs can see our pages."""
    if store().size(sha256) != length:
        raise NotFound(DAMAGED)
    response = send_file(store().open(sha256), media_type if media_type in SERVED else "application/octet-stream",
                         conditional=False, etag=False)
    response.content_length = length
    response.headers["Content-Disposition"] = disposition(title)
    response.headers["Content-Security-Policy"] = INERT
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def disposition(title: str) -> str:
    """The header that names a download: the Chinese name as RFC 5987 wants it, a plain one for old programs."""
    name = display_name(title)
    plain = extension(name) if extension(name) in KINDS else "bin"
    return f"attachment; filename=\"evidence.{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def bytes_of(file: FileStorage) -> bytes:
    """An uploaded file as it lies in memory; TooLarge above the site's limit for one file."""
    limit = current_app.extensions["scoring"]
    file.stream.seek(0)
    data = file.stream.read()
    if len(data) > limit.upload_limit:
        raise TooLarge(f"文件超过每个 {limit.upload_limit_mb} MB 的上限，没有保存：请压缩或拆开后再上传。")
    return data


def _take(sheet: int, leaf: str, file: FileStorage) -> tuple[Evidence, tuple[str, ...]]:
    return collecting.add_file(actor(), sheet, leaf=leaf, name=file.filename or "", data=bytes_of(file))


def _take_all(sheet: int, leaf: str, files: list[FileStorage]) -> AnyResponse:
    """Several files of a plain form: each stands for itself, each refusal is said."""
    for number, file in enumerate(files, 1):
        try:
            row, notes = _take(sheet, leaf, file)
        except Marked as refusal:      # the sentence travels in a cookie: not even the name
            flash(f"第 {number} 个文件没有保存。{refusal.sentence}", "need")
        except (Invalid, TooLarge) as refusal:
            flash(f"“{display_name(file.filename or '')}”没有保存。{refusal.sentence}", "need")
        else:
            flash("".join([f"已上传“{row.title}”。", *notes]), "need" if notes else "done")
    return _back(sheet, leaf)


def _answer(sheet: int, leaf: str, said: str, notes: tuple[str, ...], row: Evidence) -> Any:
    """JSON with the leaf's list for the page's script; for a plain form the way back to the leaf."""
    if not wants_json():
        flash(said, "done")
        return _back(sheet, leaf)
    submission = one_for(actor(), Submission, sheet, *tallying.LOADED)
    rows = [e for e in submission.evidence if e.leaf == leaf]
    return jsonify(said=said, notes=notes, evidence=row.id, count=len([r for r in rows if r.removed_at is None]),
                   html=block_html(sheet, leaf, evidence_items(rows, actor())))


def _back(sheet: int, leaf: str) -> AnyResponse:
    return redirect(f"{url_for('unit.sheet', sheet=sheet)}#{anchor(leaf)}", 303)


@desk.errorhandler(Invalid)
def _refused(refusal: Invalid) -> Any:
    """A refused link or empty form sent without scripts: back to the leaf, what was typed still to be seen."""
    arguments = request.view_args or {}
    if wants_json() or "leaf" not in arguments:
        return answer(refusal.status, refusal.sentence, **refusal.details)
    typed = "" if isinstance(refusal, Marked) else clean_title(request.form.get("url", ""))
    flash(f"“{typed}”没有添加。{refusal.sentence}" if typed else refusal.sentence, "need")
    return _back(arguments["sheet"], arguments["leaf"])
