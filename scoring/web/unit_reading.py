"""What a browser or a script sends for one leaf, read strictly: a form, or JSON without duplicates, NaN and depth."""
from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from flask import request
from wtforms.form import BaseForm

from ..core.facts import FactError
from ..core.points import shorten
from ..core.ruleset import Indicator
from ..errors import Invalid, NotFound, TooLarge
from . import fields

VERSION = re.compile(r"[0-9]{1,9}")
MOST_JSON = 1_000_000
# Our own pages never say these: whose sheet it is stands in the address.
NOT_TO_BE_NAMED = {"unit", "unit_id", "sheet", "sheet_id", "submission", "submission_id", "assessment_id"}
OWN = {"version", "clear", "csrf_token"}


@dataclass(frozen=True)
class Typed:
    """What was sent for a leaf, unvalidated; `ignored` are names nobody asked for."""

    version: int
    facts: Any
    note: str | None
    claim: str | None
    ignored: tuple[str, ...] = ()

    def inputs(self) -> dict[str, Any]:
        """The keyword arguments of answering.save."""
        return {"version": self.version, "facts": self.facts, "note": self.note, "claim": self.claim,
                "ignored": self.ignored}


def typed(leaf: Indicator) -> Typed:
    """What this request says of the leaf; raises Invalid, NotFound, TooLarge."""
    return _from_json(leaf) if request.is_json else _from_form(leaf)


def _from_form(leaf: Indicator) -> Typed:
    form = fields.leaf_form(leaf, request.form)
    version = _version(request.form.get("version"))
    ignored = _strangers(set(request.form) - fields.names_of(form) - OWN)
    if "clear" in request.form:
        return Typed(version, None, "", "", ignored)
    if len(form["note"].raw_data or []) != 1:
        raise Invalid("请求里缺少“说明”这一栏，请刷新页面再填。", path=["note"])
    try:
        facts = fields.raw_facts(leaf, form)
    except FactError as error:
        raise Invalid(f"{error.sentence}。", path=list(error.path)) from None
    return Typed(version, facts, form["note"].data, _claim(form), ignored)


def _claim(form: BaseForm) -> str:
    """The reason given, if the leaf is said not to apply; saying so without a reason is refused."""
    if "claimed" not in form or not form["claimed"].data:
        return ""
    reason = form["claim"].data or ""
    if not reason.strip():
        raise Invalid("勾了“不适用”，还要写明理由。", path=["claim"])
    return reason


def _from_json(leaf: Indicator) -> Typed:
    if (request.content_length or 0) > MOST_JSON:
        raise TooLarge("提交的内容太大了，请删短后再保存。")
    said = strict_json(request.get_data(cache=False))
    ignored = _strangers(set(said) - {"version", "facts", "note", "claim"})
    if "facts" not in said:
        raise Invalid("请求里缺少 facts（填报数据），清空请写 null。", path=["facts"])
    for name in ("note", "claim"):
        if not isinstance(said.get(name, ""), str):
            raise Invalid(f"{name} 要写文字。", path=[name])
    return Typed(_version(said.get("version")), said["facts"], said.get("note"), said.get("claim"), ignored)


def strict_json(body: bytes) -> dict[str, Any]:
    """The object in `body`: numbers as their text, duplicate keys and NaN refused; raises Invalid."""
    try:
        found = json.loads(body.decode("utf-8"), object_pairs_hook=_pairs, parse_float=str, parse_int=str,
                           parse_constant=_constant)
    except Invalid:
        raise
    except (ValueError, RecursionError):
        raise Invalid("请求不是完整的 JSON，或者套得太深。", path=[]) from None
    if not isinstance(found, dict):
        raise Invalid("请求要是一个 JSON 对象，例如 {\"version\": 0, \"facts\": {…}}。", path=[])
    return found


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for key, value in pairs:
        if key in out:
            raise Invalid(f"请求里“{shorten(key)}”写了两次，不知道用哪一个。", path=[])
        out[key] = value
    return out


def _constant(text: str) -> Any:
    raise Invalid(f"“{text}”不是数字。", path=[])


def _version(raw: Any) -> int:
    if not isinstance(raw, str) or not VERSION.fullmatch(raw):
        raise Invalid("请求里的版本号不对，请刷新页面再填。", path=[])
    return int(raw)


def _strangers(names: set[str]) -> tuple[str, ...]:
    if names & NOT_TO_BE_NAMED:
        raise NotFound()
    return tuple(shorten(name) for name in sorted(names))[:20]
