"""What a leaf's rule says, in words made from the rule's own manual and declared parameters."""
from __future__ import annotations

import dataclasses
import sys
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from scoring.core import points as p
from scoring.core.rule import Rule
from scoring.core.ruleset import Indicator


def rule_words(leaf: Indicator) -> str:
    """'按条计分：每条 0.5 分'; '' for a branch."""
    if leaf.rule is None:
        return ""
    said = _record(leaf.rule)
    return f"{rule_title(leaf.rule)}：{said}" if said else rule_title(leaf.rule)


def rule_title(rule: Rule) -> str:
    """The name a rule's manual opens with, e.g. '按条计分': the first sentence after the docstring's first line."""
    manual = sys.modules[type(rule).__module__].__doc__ or ""
    paragraphs = [part.strip() for part in manual.split("\n\n")]
    return paragraphs[1].split("。")[0] if len(paragraphs) > 1 else type(rule).__name__


def _record(thing: Any) -> str:
    """The parameters that differ from their defaults, with labels and units."""
    parts = []
    for declared in dataclasses.fields(thing):
        value = getattr(thing, declared.name)
        if value is None or value == declared.default:
            continue
        label, unit = declared.metadata.get("label", declared.name), declared.metadata.get("unit", "")
        parts.append(label if value is True else f"{label} {_value(value, unit)}")
    return "，".join(parts)


def _value(value: Any, unit: str = "") -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (Decimal, int)):
        return f"{p.show(value)} {unit}" if unit else p.show(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "、".join(f"{k} {_value(v, unit)}" for k, v in value.items())
    if isinstance(value, tuple):
        return "、".join(_value(v, unit) for v in value)
    if dataclasses.is_dataclass(value):
        return f"（{_record(value)}）"
    return str(value)
