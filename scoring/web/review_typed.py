"""What a reviewer types: the ruling's form and the evidence check's form, made, read strictly, and filled again."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import request
from wtforms import FileField, RadioField, SelectChoice, TextAreaField
from wtforms.form import BaseForm

from ..actions.reviewing import KINDS, VERDICTS
from ..core.facts import FactError, Field
from ..core.ruleset import Indicator
from ..errors import Invalid
from . import fields, review_struck
from .unit_reading import VERSION
from .unit_register import register_field

REASON_ID = "ruling-reason"


@dataclass(frozen=True)
class Typed:
    """A ruling as sent, unvalidated."""

    kind: str
    facts: Any
    reason: str
    version: int
    seen: int

    def inputs(self) -> dict[str, Any]:
        """The keyword arguments of reviewing.give."""
        return {"kind": self.kind, "facts": self.facts, "reason": self.reason, "version": self.version,
                "seen": self.seen}


def ruling_typed(leaf: Indicator, base: Any = None) -> Typed:
    """What this request rules on the leaf; raises Invalid with the path of what is at fault.

    `base` are the stored facts a correction starts from: of a register, rows are struck, the rest stays.
    """
    kind = request.form.get("kind", "")
    if kind not in KINDS:
        raise Invalid("请选择确认、更正，或者对不适用申请的裁定。", path=["kind"])
    facts, reason = None, request.form.get("reason", "")
    if kind == "corrected":
        asked, book = corrected_fields(leaf, base), struck_field(leaf, base)
        try:
            facts = fields.raw_facts(leaf, fields.leaf_form(leaf, request.form, asked=asked)) if asked else None
        except FactError as error:
            raise Invalid(f"{error.sentence}。", path=list(error.path)) from None
        if book is not None:
            struck = review_struck.typed(request.form, len(base[book.name]))
            facts = {**(facts or {}), book.name: review_struck.rows_with(base[book.name], struck)}
            reason = reason if reason.strip() else review_struck.summed_up(struck)
    return Typed(kind, facts, reason, number("version"), number("seen"))


def struck_field(leaf: Indicator, base: Any) -> Field | None:
    """The register whose rows a reviewer strikes: one the unit filled in."""
    book = register_field(leaf)
    return book if book is not None and leaf.filled_by == "unit" and base and base.get(book.name) else None


def corrected_fields(leaf: Indicator, base: Any) -> tuple[Field, ...]:
    """The fields a correction types anew."""
    book = struck_field(leaf, base)
    return tuple(f for f in leaf.asked_fields() if book is None or f.name != book.name)


def number(name: str) -> int:
    """A count the page itself sends along: a version, how often the sheet was handed in."""
    text = request.form.get(name, "")
    if not VERSION.fullmatch(text):
        raise Invalid("请求不完整，请刷新页面再操作。", path=["kind"])
    return int(text)


@dataclass(frozen=True)
class RulingForm:
    """The form of a ruling: the controls of the leaf's facts, the reason, and a fault that belongs to neither."""

    facts: tuple[Any, ...]
    reason: Any
    fault: str = ""
    strikes: bool = False                      # whether rows of a register are struck
    struck: Mapping[int, str] = field(default_factory=dict)    # row ticked → why
    whys: Mapping[int, str] = field(default_factory=dict)      # row → words beside it

    @property
    def faulty(self) -> bool:
        """Whether something in it was refused."""
        return bool(self.fault or self.reason.errors or any(f.errors for f in self.facts))


def ruling_form(leaf: Indicator, stored: Any, reason: str = "", typed: Any = None,
                refusal: Mapping[str, Any] | None = None) -> RulingForm:
    """The form filled with what was typed, else with what is stored; `refusal` is {sentence, path} of an Invalid."""
    book = struck_field(leaf, stored)
    typed = typed if typed and any(name.startswith(("fact-", "why-", "strike")) for name in typed) else None
    asked = corrected_fields(leaf, stored)
    form = fields.leaf_form(leaf, typed, stored, asked=asked or leaf.asked_fields())
    words = TextAreaField("理由", id=REASON_ID, description="至少 10 个字，写明依据；公布时随结果公开。",
                          render_kw={"rows": 3, "maxlength": 2000})
    held = BaseForm({"reason": words})
    held.process(None, data={"reason": reason})
    bound, fault = held["reason"], ""
    if refusal:
        fault = _place(leaf, form, bound, str(refusal["sentence"]), tuple(refusal.get("path") or ()))
    whys = review_struck.said(typed, stored[book.name]) if book is not None else {}
    ticked = review_struck.ticked(typed, stored[book.name]) if book is not None else ()
    return RulingForm(tuple(f for f in form if asked and f.name.startswith("fact-")), bound, fault, book is not None,
                      {n: whys.get(n, "") for n in ticked}, whys)


def _place(leaf: Indicator, form: BaseForm, reason: Any, sentence: str, path: tuple[str, ...]) -> str:
    """Puts a sentence at its control; hands it back where there is none."""
    if path == ("reason",):
        reason.errors = [sentence]
        return ""
    place = fields.control_at(leaf, path)
    if path and path[0] == "rows":
        return sentence
    if place == fields.anchor(leaf.id):
        return sentence
    fields.complain(form, place, sentence)
    return ""


def check_form(evidence: int, typed: Any = None, refusal: Mapping[str, Any] | None = None) -> BaseForm:
    """The form of a check on one piece of evidence."""
    place = f"check-{evidence}"
    form = BaseForm({
        "verdict": RadioField("核验结果", id=f"{place}-verdict", validate_choice=False,
                              choices=[SelectChoice(*v) for v in VERDICTS.items()]),
        "note": TextAreaField("核验意见", id=f"{place}-note", render_kw={"rows": 2, "maxlength": 500},
                              description="存疑、不实要写明哪里不符。"),
        "file": FileField("附件（可不传）", id=f"{place}-file", description="例如网页截图、核验单。"),
    })
    form.process(typed)
    if refusal:
        path = tuple(refusal.get("path") or ("file",))
        form[path[0] if path[0] in ("verdict", "note") else "file"].errors = [refusal["sentence"]]
    return form
