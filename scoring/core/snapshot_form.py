"""The form of a snapshot: which keys it has, and how each text in it is written. Nothing else may stand in it."""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .points import shorten

TEXT = re.compile(r".*", re.DOTALL)
NAME = re.compile(r".+", re.DOTALL)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?")
DECIMAL = re.compile(r"[0-9]{1,3}(\.[0-9]{1,4})?")
HASH = re.compile(r"[0-9a-f]{64}")
HASH_OR_NONE = re.compile(r"([0-9a-f]{64})?")
SALT = re.compile(r"[0-9a-f]{32}")
POINTS = re.compile(r"0|-?(?!0$)(0|[1-9][0-9]*)(\.[0-9]{0,3}[1-9])?")


@dataclass(frozen=True)
class Each:
    """A mapping with any keys of one form, whose values have one form."""

    value: Any
    key: re.Pattern[str] = NAME


@dataclass(frozen=True)
class Two:
    """A list of exactly two, each of the form: before and after."""

    value: Any


@dataclass(frozen=True)
class Elsewhere:
    """What the verifier holds against what it recomputed itself."""


KEPT = Elsewhere()
OPENINGS = Each({"salt": SALT, "text": TEXT}, HASH)
CHANGE = Two((None, TEXT))  # null where it was not there
SIGNATURE: Mapping[str, Any] = {"algorithm": TEXT, "key": TEXT, "value": TEXT}
ABOUT_FORM: Mapping[str, Any] = {
    "format": TEXT, "version": KEPT,
    "assessment": {"title": TEXT, "basis": [TEXT], "office": TEXT, "as_of": DAY, "period": {"from": DAY, "to": DAY}},
    "calendar": Each(re.compile("off|work"), DAY), "groups": [TEXT], "audit_head": HASH_OR_NONE, "plugins": [TEXT],
    "draw": {"seed": TEXT, "at": MOMENT},
    "release": {"audience": re.compile("public|inside|unit"), "top": (None, int), "document": TEXT},
    "replaces": (None, {"digest": HASH, "reason": TEXT, "changes": {"rules": bool, "units": [
        {"unit": NAME, "place": Two((None, int)), "grade": CHANGE, "total": CHANGE, "lines": Each(CHANGE)}]}}),
}
UNIT_FORM: Mapping[str, Any] = {
    "name": NAME, "group": TEXT, "parent": TEXT, "subordinates": Each(Each(Each(DECIMAL))),
    "facts": KEPT, "not_applicable": Each(HASH),
    "rulings": Each({"kind": TEXT, "facts": KEPT, "reason": HASH}), "notes": Each(HASH),
    "evidence": Each([{"kind": re.compile("file|link"), "digest": HASH}]),
    "submitted_at": MOMENT, "receipt": HASH_OR_NONE,
    "before": (None, {"title": TEXT, "digest": HASH, "total": (None, TEXT), "max": TEXT, "place": (None, int),
                      "of": int, "grade": (None, TEXT)}),
}
SNAPSHOT: Mapping[str, Any] = {
    **ABOUT_FORM, "ruleset": KEPT, "ruleset_yaml": TEXT, "units": [UNIT_FORM], "cards": KEPT, "ranking": KEPT,
}
STEPS = {"steps": [TEXT]}
CARD: Mapping[str, Any] = {
    "unit": NAME, "group": TEXT, "total": (None, POINTS), "max": POINTS, "grade": (None, TEXT), "vetoes": [NAME],
    "lines": Each({"points": POINTS, "max": POINTS, "lost": POINTS, "state": TEXT, **STEPS}),
    "subtotals": Each({"points": POINTS, "max": POINTS, **STEPS}),
    "stages": [{"stage": TEXT, "before": (None, POINTS), "after": (None, POINTS), **STEPS}],
}
EXCERPT: Mapping[str, Any] = {
    "format": TEXT, "version": KEPT, "size": int, "parts": [{"index": int, "path": [HASH], "part": KEPT}],
}
PAPER_OF: Mapping[bool, Mapping[str, Any]] = {     # by whether the pages are signed
    False: {"length": int, "digest": HASH}, True: {"length": int, "digest": HASH, "signature": SIGNATURE},
}
# The parts of an excerpt, by their kind.
PARTS: Mapping[str, Mapping[str, Any]] = {
    "about": {"part": TEXT, "snapshot": ABOUT_FORM}, "rules": {"part": TEXT, "ruleset": KEPT, "ruleset_yaml": TEXT},
    "ranking": {"part": TEXT, "group": TEXT,
                "rows": [{"place": (None, int), "unit": NAME, "total": (None, POINTS), "grade": (None, TEXT)}]},
    "unit": {"part": TEXT, "unit": UNIT_FORM, "claimed": CARD, "verified": CARD, "place": (None, int), "of": int},
}


def misshapen(value: Any, form: Any, where: str) -> Iterator[str]:
    """Every place where a value has not the form: a pattern, type, dict of keys, [items], Two, Each, or a choice."""
    if isinstance(form, tuple):
        fitting = [f for f in form if (f is None) == (value is None)]
        form = fitting[0] if fitting else form[0]
    if form is None or isinstance(form, Elsewhere):
        return
    if isinstance(form, type):
        if type(value) is not form:
            yield f"{where}：写法不对：{shorten(str(value), 40)}"
    elif isinstance(form, re.Pattern):
        if not isinstance(value, str) or not form.fullmatch(value):
            yield f"{where}：写法不对：{shorten(str(value), 40)}"
    elif isinstance(form, list):
        yield from _list(value, form[0], where)
    elif isinstance(form, Two):
        yield from _list(value, form.value, where)
        if isinstance(value, list) and len(value) != 2:
            yield f"{where}：这里应是之前、之后两项"
    elif not isinstance(value, dict):
        yield f"{where}：这里应是一组键和值"
    elif isinstance(form, Each):
        yield from (f"{where}：键的写法不对：{shorten(k, 40)}" for k in value if not form.key.fullmatch(k))
        for key, item in value.items():
            yield from misshapen(item, form.value, f"{where} › {shorten(key, 40)}")
    else:
        yield from _keys(value, form, where)


def _list(value: Any, form: Any, where: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{where}：这里应是一个列表"
        return
    for n, item in enumerate(value, 1):
        yield from misshapen(item, form, f"{where} › {n}")


def _keys(value: dict[str, Any], form: Mapping[str, Any], where: str) -> Iterator[str]:
    yield from (f"{where} › {shorten(k, 40)}：快照里不该有这一项" for k in value if k not in form)
    yield from (f"{where} › {k}：缺这一项" for k in form if k not in value)
    for key, inner in form.items():
        if key in value:
            yield from misshapen(value[key], inner, f"{where} › {key}")
