"""Writing a ruleset: a draft from a file, pasted text or another ruleset; its check, its editor, and adopting it."""
from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import joinedload

from ..actions import drafting, managing
from ..errors import Invalid, Stale, TooLarge
from ..rulebook.loading import Loaded
from ..store.database import db
from ..store.drafts import RulesetDraft
from ..store.queries import one_for
from .asked import page_number
from .gate import actor, names
from .office import Answer, desk
from .office_forms import DraftForm, show_faults
from .office_rulesets_checks import checked, findings, first_difference, source, text_of
from .office_rulesets_compare import Standing, base_of, differences, standing_of

BLANK = """\
ruleset: my-rules
version: "1"
title: 规则名称
points: 100
indicators:
  - id: first
    title: 第一项
    points: 100
    score: {rule: yes_no}
"""


def draft_of(key: int) -> RulesetDraft:
    """The draft of that key with who saved it, or a 404."""
    return one_for(actor(), RulesetDraft, key, joinedload(RulesetDraft.saver))


@desk.route("/rulesets/drafts/new", methods=["GET", "POST"])
@names("ruleset.draft")
def new_draft() -> Answer:
    """A new draft: from a file, from pasted text, or as a copy of a ruleset that is there."""
    form = DraftForm()
    if request.method == "POST":
        try:
            row = drafting.start(actor(), **_given(form))
            return redirect(url_for("office.ruleset_draft", draft=row.id))
        except (Invalid, TooLarge) as refusal:
            return _new_page(form, refusal), refusal.status
    return _new_page(form)


def _given(form: DraftForm) -> dict[str, str]:
    """Name and text of the draft that was asked for; raises Invalid, TooLarge."""
    if code := request.form.get("base", ""):
        found = base_of(code)
        return {"name": f"{found.title}（修改）", "text": found.text}
    upload = form.file.data
    if upload is None or not getattr(upload, "filename", ""):
        if not (form.text.data or "").strip():
            raise Invalid("请选一个文件，或者粘贴规则的文字。", problems={"text": "请选一个文件，或者粘贴规则的文字"})
        return {"name": form.name.data or "", "text": form.text.data or ""}
    data = upload.read(drafting.LARGEST + 1)
    if len(data) > drafting.LARGEST:
        raise TooLarge(drafting.TOO_LARGE, problems={"file": drafting.TOO_LARGE})
    text, faults = text_of(data)
    if text is None:
        said = "；".join(f"第 {f.line} 行第 {f.column} 列：{f.sentence}" for f in faults[:5])
        raise Invalid(f"{said}。", problems={"file": f"{said}。没有存下"})
    return {"name": form.name.data or _title_of(text) or str(upload.filename).rsplit(".", 1)[0], "text": text}


def _title_of(text: str) -> str:
    """The title of the ruleset in a text, cut to what a draft's name holds; '' if it cannot be read."""
    ruleset = checked(text).ruleset
    return ruleset.title[:drafting.LONGEST_NAME] if ruleset is not None else ""


def _new_page(form: DraftForm, refusal: Invalid | TooLarge | None = None) -> str:
    if refusal is not None:
        show_faults(form, Invalid(refusal.sentence, **refusal.details))
    return render_template("office/ruleset_new.html", form=form, blank=BLANK)


@desk.get("/rulesets/drafts/<int:draft>")
@names("ruleset.read")
def ruleset_draft(draft: int) -> Answer:
    """A draft: every fault with its line, and the numbered text."""
    row = draft_of(draft)
    found = findings(row.text)
    return render_template("office/ruleset_draft.html", draft=row, found=found,
                           source=source(row.text, found, page_number()))


@desk.route("/rulesets/drafts/<int:draft>/edit", methods=["GET", "POST"])
@names("ruleset.edit")
def edit_draft(draft: int) -> Answer:
    """The text to be changed; saving checks again."""
    row = draft_of(draft)
    form = DraftForm(data={"name": row.name, "text": row.text})
    if request.method == "GET":
        return _editor(row, form)
    try:
        drafting.save(actor(), draft, version=request.form.get("version", 0, type=int),
                      name=form.name.data or "", text=form.text.data or "")
    except (Invalid, TooLarge, Stale) as refusal:
        return _refused(draft, form, refusal)
    flash(saved_words(checked(drafting.kept(form.text.data or ""))), "done")
    return redirect(url_for("office.ruleset_draft", draft=draft))


def _refused(draft: int, form: DraftForm, refusal: Invalid | TooLarge | Stale) -> Answer:
    """The editor again with everything typed; after a stale save, the text that is kept stands beside it."""
    db.session.expire_all()
    row = draft_of(draft)
    if isinstance(refusal, Stale):
        line = first_difference(drafting.kept(form.text.data or ""), row.text)
        return _editor(row, form, stale=f"{refusal.sentence}从第 {line} 行起不同。"), 409
    show_faults(form, Invalid(refusal.sentence, **refusal.details))
    return _editor(row, form), refusal.status


def _editor(row: RulesetDraft, form: DraftForm, stale: str = "") -> str:
    return render_template("office/ruleset_edit.html", draft=row, form=form, stale=stale, found=findings(row.text))


def saved_words(loaded: Loaded) -> str:
    """What a save says of the new text."""
    errors = len(loaded.errors)
    return f"已保存，有 {errors} 处要改。" if errors else "已保存，没有错误。"


@desk.post("/rulesets/drafts/<int:draft>/delete")
@names("ruleset.discard")
def discard_draft(draft: int) -> Answer:
    """Throws a draft away."""
    name = draft_of(draft).name
    drafting.discard(actor(), draft)
    flash(f"草稿“{name}”已删除。", "done")
    return redirect(url_for("office.rulesets"))


@desk.route("/rulesets/drafts/<int:draft>/adopt", methods=["GET", "POST"])
@names("ruleset.adopt")
def adopt_draft(draft: int) -> Answer:
    """What adopting this draft means; and the act."""
    row = draft_of(draft)
    if request.method == "GET":
        return _adopting(row)
    try:
        adopted = managing.adopt(actor(), loaded=checked(row.text),
                                 draft=(draft, request.form.get("version", 0, type=int)))
    except (Invalid, Stale) as refusal:
        return _adopting(draft_of(draft), refusal.sentence), refusal.status
    flash(f"已采用《{adopted.title}》。新建考核时可以选用它。", "done")
    return redirect(url_for("office.ruleset", adopted=adopted.id))


def _adopting(row: RulesetDraft, refused: str = "") -> str:
    loaded = checked(row.text)
    standing = standing_of(loaded.ruleset, row.text) if loaded.ruleset else Standing()
    told: dict[str, Any] = {}
    if loaded.ruleset and standing.latest and not standing.twin:
        told = differences(standing.latest.ruleset, loaded.ruleset)
    return render_template("office/ruleset_adopt.html", draft=row, found=findings(row.text), loaded=loaded,
                           standing=standing, refused=refused, **told)
