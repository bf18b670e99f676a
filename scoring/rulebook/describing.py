"""What a leaf's rule or a stage does, in words made from its own manual and declared parameters."""
from __future__ import annotations

import dataclasses
import re
import sys
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from scoring.core import points as p
from scoring.core.combiner import Combiner
from scoring.core.rule import Rule
from scoring.core.ruleset import Indicator
from scoring.core.stage import Gate, Stage

from .terms import Name, effect_words, gate_words


def rule_words(leaf: Indicator) -> str:
    """'按条计分：每条 0.5 分'; '' for a branch."""
    if leaf.rule is None:
        return ""
    said = "，".join(_parts(leaf.rule, _manual(leaf.rule)))
    words = f"{manual_title(leaf.rule)}：{said}" if said else manual_title(leaf.rule)
    return f"{words}；{effect_words(leaf.effect, veto=leaf.pool == 'veto')}" if leaf.effect else words


def stage_words(stage: Stage | Combiner, name: Name = str) -> str:
    """'扣分项（最多扣 10 分）', with indicators as `name` calls them; a combiner is told in the same way."""
    said = "，".join(_parts(stage, _manual(stage), name=name))
    return f"{manual_title(stage)}（{said}）" if said else manual_title(stage)


def manual_title(thing: Rule | Stage | Combiner) -> str:
    """The name a manual opens with, e.g. '按条计分': the first words after the docstring's first line."""
    paragraphs = [part.strip() for part in _manual(thing).split("\n\n")]
    return re.split("[。：]", paragraphs[1])[0] if len(paragraphs) > 1 else type(thing).__name__


def _manual(thing: Rule | Stage | Combiner) -> str:
    return sys.modules[type(thing).__module__].__doc__ or ""


def _parts(thing: Any, manual: str, without: tuple[str, ...] = (), name: Name = str) -> list[str]:
    """The parameters that differ from their defaults, with labels and units; what something earns comes last.

    A parameter `unit` renames what the others count ('15 条' for '15 件').
    """
    parts = []
    counted = next((f.default for f in dataclasses.fields(thing) if f.name == "unit"), None)
    for declared in sorted(dataclasses.fields(thing), key=lambda f: f.name == "points"):
        value = getattr(thing, declared.name)
        if value is None or value == declared.default or declared.name in (*without, "unit"):
            continue
        label, unit = declared.metadata.get("label", declared.name), declared.metadata.get("unit", "")
        unit = thing.unit if unit and unit == counted else unit
        explained = _explained(declared.name, value, manual) if isinstance(value, str) else ""
        parts.append(explained or (label if value is True else f"{label} {_value(value, manual, unit, name)}"))
    return parts


def _explained(key: str, word: str, manual: str) -> str:
    """What the manual says of one of a parameter's words: '工作日' for `working_day`; '' if it says nothing."""
    flat = re.sub(r"\n +", "", manual)
    match = re.search(rf"`{re.escape(key)}: {re.escape(word)}`[^：\n]*：([^（。；\n]+)", flat) or re.search(
        rf"`{re.escape(word)}`(?:（[^）]*）)?\s*([^`；。，、（）：\n]+)", flat)
    return match[1].strip() if match else ""


def _value(value: Any, manual: str, unit: str = "", name: Name = str) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (Decimal, int)):
        return f"{p.show(value)} {unit}" if unit else p.show(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "、".join(f"{k} {_value(v, manual, unit)}" for k, v in value.items())
    if isinstance(value, tuple):
        return "、".join(_value(v, manual, unit) for v in value)
    if isinstance(value, Gate):
        return gate_words(value, name)
    if dataclasses.is_dataclass(value):
        bare = getattr(value, "BARE", "")
        rest = "，".join(_parts(value, manual, (bare, "id")))
        return f"{getattr(value, bare, '')}（{rest}）" if rest else str(getattr(value, bare, ""))
    return name(str(value))
