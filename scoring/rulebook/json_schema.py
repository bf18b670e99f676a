"""The JSON Schema of the ruleset language, made from the declarations that the reader uses, with plugins' words.

Editors see YAML 1.2 already typed: a date is text, `0.5` a number, `yes` text and `true` a boolean. The reader takes
every scalar as the text typed, so a figure may come as a number or in quotes, and a title may look like a number.
Draft 7: the newest that every version of the YAML extension for VS Code understands.
"""
from __future__ import annotations

import dataclasses
import re
import types
import typing
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

from scoring.core import shape
from scoring.core.building import DEFAULT_STAGES, ID
from scoring.core.declared import Declared, Head
from scoring.core.lint import RULESET_ID
from scoring.core.ruleset import WorkedExample
from scoring.core.vocabulary import Vocabulary, manual_of

from .cases import CASE_KEYS
from .terms import WORDS

Schema = dict[str, Any]
DRAFT = "http://json-schema.org/draft-07/schema#"
_NODE = "#/definitions/indicator"
# What the reader takes as a number: halfwidth or fullwidth, nine digits before the point and four after it.
_DIGIT = "[0-9０-９]"
_WHOLE, _PLACES = rf"^\s*[-－]?{_DIGIT}{{1,9}}", rf"([.．]{_DIGIT}{{1,4}})?\s*$"
_LIMITS = {"exclusiveMinimum": -1_000_000_000, "exclusiveMaximum": 1_000_000_000}
_SCALARS: Mapping[Any, Schema] = {
    str: {"type": ["string", "number", "boolean"], "maxLength": 2000},
    Decimal: {"type": ["number", "string"], "pattern": _WHOLE + _PLACES, **_LIMITS,
              "patternErrorMessage": "请写成 12 或 12.5 这样的数字，不带单位、逗号和百分号"},
    int: {"type": ["integer", "string"], "pattern": rf"{_WHOLE}(\.0{{1,4}})?\s*$", **_LIMITS,
          "patternErrorMessage": "请写一个整数"},
    bool: {"enum": [True, False, "true", "false", "yes", "no"]},
    date: {"type": "string", "pattern": rf"^\s*{_DIGIT}{{4}}[-－]{_DIGIT}{{2}}[-－]{_DIGIT}{{2}}\s*$",
           "patternErrorMessage": "请写成 2024-01-28 这样的日期"},
}


def schema(vocabulary: Vocabulary) -> Schema:
    """The whole schema; hand it to `json.dumps`."""
    whole = _record(Head)
    whole["properties"] |= {
        "indicators": _list({"$ref": "#/definitions/top"}, "一级指标", least=1),
        "stages": _list(_named(vocabulary.stages), "合计之后的阶段，按写的先后执行", default=list(DEFAULT_STAGES)),
        "cases": _list(_case(), "案例：整张表和应得的结果，装入规则时试算")}
    whole["properties"]["ruleset"] |= {"pattern": f"^{RULESET_ID.pattern}$"}
    whole["required"].append("indicators")
    return {"$schema": DRAFT, "title": "评分规则", **whole, "definitions": {
        "top": _indicator(vocabulary, top=True), "indicator": _indicator(vocabulary, top=False)}}


def _indicator(vocabulary: Vocabulary, top: bool) -> Schema:
    """A node of the tree; `pool` is written on the first level only."""
    node = _record(Declared)
    node["properties"] |= {
        "combine": node["properties"]["combine"] | _named(vocabulary.combiners),
        "indicators": _list({"$ref": _NODE}, "下级指标", least=1), "score": _score(vocabulary),
        "examples": _list(_example(), "算例：数据和应得分，装入规则时试算，也给填报的人看")}
    node["properties"]["id"] |= {"pattern": f"^{ID.pattern}$", "maxLength": 60}
    if not top:
        del node["properties"]["pool"]
    return node | {"oneOf": [{"required": ["indicators"]}, {"required": ["score"]}]}


def _score(vocabulary: Vocabulary) -> Schema:
    """A leaf's rule: its bare word where no parameter is required, or a mapping whose keys depend on `rule`."""
    words = list(vocabulary.rules)
    rule = {"enum": words, "title": "计分规则", "enumDescriptions": [_first(k) for k in vocabulary.rules.values()]}
    each = []
    for word, kind in vocabulary.rules.items():
        told = _record(kind, manual_of(kind))
        told["properties"] = {"rule": {"const": word, "description": _first(kind)}} | told["properties"]
        each.append({"if": {"properties": {"rule": {"const": word}}, "required": ["rule"]}, "then": told})
    return {"title": "计分办法", "anyOf": [
        _enum([w for w, k in vocabulary.rules.items() if not _required(k)], vocabulary.rules),
        {"type": "object", "properties": {"rule": rule}, "required": ["rule"], "allOf": each}]}


def _named(kinds: Mapping[str, type[Any]]) -> Schema:
    """A bare word where nothing is required, or one key with its parameters."""
    spelt = {word: _type(kind, manual=manual_of(kind)) | {"description": _first(kind)} for word, kind in kinds.items()}
    return {"anyOf": [
        _enum([word for word, kind in kinds.items() if not _required(kind)], kinds),
        {"type": "object", "properties": spelt, "minProperties": 1, "maxProperties": 1, "additionalProperties": False}]}


def _enum(words: list[str], kinds: Mapping[str, type[Any]]) -> Schema:
    return {"enum": words, "enumDescriptions": [_first(kinds[word]) for word in words]}


def _case() -> Schema:
    """A whole sheet with its outcome. What facts look like depends on the leaf, which a schema cannot follow."""
    keys: dict[str, Schema] = {key: {} for key in CASE_KEYS}
    keys |= {"title": dict(_SCALARS[str]), "facts": {"type": "object"},
             "expect": {"type": "object", "minProperties": 1}}
    return {"type": "object", "properties": keys, "required": ["title", "facts", "expect"],
            "additionalProperties": False}


def _example() -> Schema:
    """A leaf's facts and what they are worth; what facts look like depends on the rule."""
    keys: dict[str, Schema] = {declared.name: {} for declared in dataclasses.fields(WorkedExample)}
    keys |= {"facts": {"title": "填报数据"}, "points": {**_SCALARS[Decimal], "title": "应得分"},
             "why": {**_SCALARS[str], "title": "说明"}}
    return {"type": "object", "properties": keys, "required": ["facts", "points"], "additionalProperties": False}


def _list(items: Schema, title: str, least: int = 0, **more: Any) -> Schema:
    return {"type": "array", "title": title, "items": items, **({"minItems": least} if least else {}), **more}


def _record(kind: Any, manual: str = "") -> Schema:
    """A declared dataclass as a mapping: labels become titles, the manual's words on a parameter its description."""
    hints, properties = shape.hints_of(kind), {}
    for declared in dataclasses.fields(kind):
        key, told = shape.yaml_key(declared.name), declared.metadata
        unit = told.get("unit", "")
        about = {"title": told.get("label", key) + (f"（{unit}）" if unit else "")}
        said = told.get("told") or _said_of(key, manual)
        properties[key] = _type(hints[declared.name], key, manual) | about | ({"description": said} if said else {})
    return {"type": "object", "properties": properties, "required": _required(kind), "additionalProperties": False}


def _required(kind: Any) -> list[str]:
    return [shape.yaml_key(f.name) for f in dataclasses.fields(kind)
            if f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING]


def _type(kind: Any, key: str = "", manual: str = "") -> Schema:
    """What `shape.read` takes for a declared type."""
    origin = get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        options = [_type(one, key, manual) for one in get_args(kind) if one is not type(None)]
        return dict(options[0]) if len(options) == 1 else {"anyOf": options}
    if origin is Literal:
        words, meant = list(get_args(kind)), WORDS.get(key, {})
        return {"enum": words} | ({"enumDescriptions": [meant.get(w, w) for w in words]} if meant else {})
    if origin is tuple:
        return {"type": "array", "items": _type(get_args(kind)[0], key, manual)}
    if origin in (dict, Mapping):
        return _mapping(_type(get_args(kind)[1], key, manual))
    if dataclasses.is_dataclass(kind):
        return _part(kind, manual)
    return dict(_SCALARS.get(kind, {}))


def _part(kind: Any, manual: str) -> Schema:
    """A mapping, or the bare value of its field `BARE`."""
    bare, record = getattr(kind, "BARE", ""), _record(kind, manual)
    return {"anyOf": [_type(shape.hints_of(kind)[bare], bare, manual), record]} if bare else record


def _mapping(value: Schema) -> Schema:
    """Any keys, or the same as a list of single-key mappings, which keeps their order."""
    single = {"type": "object", "additionalProperties": value, "minProperties": 1, "maxProperties": 1}
    return {"anyOf": [{"type": "object", "additionalProperties": value},
                      {"type": "array", "items": single, "minItems": 1}]}


def _first(kind: type[Any]) -> str:
    """The opening paragraph of a manual in one line."""
    return "".join(manual_of(kind).partition("\n\n")[0].split("\n"))


def _said_of(key: str, manual: str) -> str:
    """What a manual says of a parameter: the sentence after "`key`：", or ''."""
    found = re.search(rf"`{re.escape(key)}`：([^\n]+?)(?:。|；?\n|$)", manual)
    return found[1].strip() if found else ""
