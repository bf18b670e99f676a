"""What a reviewer types: the ruling's form and the evidence check's form, made, read strictly, and filled again."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request
from wtforms import FileField, RadioField, SelectChoice, TextAreaField
from wtforms.form import BaseForm

from ..actions.reviewing import KINDS, VERDICTS
from ..core.facts import FactError
from ..core.ruleset import Indicator
from ..errors import Invalid
from . import fields
from .unit_reading import VERSION

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


def ruling_typed(leaf: Indicator) -> Typed:
    """What this request rules on the leaf; raises Invalid with the path of what is at fault."""
    kind = request.form.get("kind", "")
    if kind not in KINDS:
        raise Invalid("请选择确认、更正，或者对不适用申请的裁定。", path=["kind"])
    facts = None
    if kind == "corrected":
        try:
            facts = fields.raw_facts(leaf, fields.leaf_form(leaf, request.form, asked=leaf.asked_fields()))
        except FactError as error:
            raise Invalid(f"{error.sentence}。", path=list(error.path)) from None
    return Typed(kind, facts, request.form.get("reason", ""), number("version"), number("seen"))


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

    @property
    def faulty(self) -> bool:
        """Whether something in it was refused."""
        return bool(self.fault or self.reason.errors or any(f.errors for f in self.facts))


def ruling_form(leaf: Indicator, stored: Any, reason: str = "", typed: Any = None,
                refusal: Mapping[str, Any] | None = None) -> RulingForm:
    """The form filled with what was typed, else with what is stored; `refusal` is {sentence, path} of an Invalid."""
    typed = typed if typed and any(name.startswith("fact-") for name in typed) else None
    form = fields.leaf_form(leaf, typed, stored, asked=leaf.asked_fields())
    words = TextAreaField("理由", id=REASON_ID, description="至少 10 个字，写明依据；公布时随结果公开。",
                          render_kw={"rows": 3, "maxlength": 2000})
    held = BaseForm({"reason": words})
    held.process(None, data={"reason": reason})
    bound, fault = held["reason"], ""
    if refusal:
        fault = _place(leaf, form, bound, str(refusal["sentence"]), tuple(refusal.get("path") or ()))
    return RulingForm(tuple(f for f in form if f.name.startswith("fact-")), bound, fault)


def _place(leaf: Indicator, form: BaseForm, reason: Any, sentence: str, path: tuple[str, ...]) -> str:
    """Puts a sentence at its control; hands it back where there is none."""
    if path == ("reason",):
        reason.errors = [sentence]
        return ""
    place = fields.control_at(leaf, path)
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
