"""What a leaf asks for, field by field, and how its facts are read, kept and shown; the kinds stand in `kinds`."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from . import points
from .kinds import NOT_APPLICABLE as NOT_APPLICABLE
from .kinds import NOT_DONE as NOT_DONE
from .kinds import Count as Count
from .kinds import Day as Day
from .kinds import DayOrNot as DayOrNot
from .kinds import FactError as FactError
from .kinds import Judged as Judged
from .kinds import Level as Level
from .kinds import Number as Number
from .kinds import Option as Option
from .kinds import Text as Text
from .kinds import Ticks as Ticks
from .kinds import YesNo as YesNo
from .kinds import clean_text as clean_text
from .kinds_compound import Periods as Periods
from .kinds_compound import PerKind as PerKind
from .kinds_compound import Rate as Rate
from .kinds_compound import Rows as Rows
from .kinds_compound import Scores as Scores

Kind = (Count | Number | Judged | YesNo | Ticks | Day | DayOrNot | Level | PerKind | Periods | Text | Rate | Rows
        | Scores)
By = Literal["unit", "reviewer", "office"]


@dataclass(frozen=True)
class Field:
    """One thing a leaf asks for, and who fills it in. The first field of a leaf is its main one."""

    name: str
    kind: Kind
    label: str
    unit: str = ""
    guide: str = ""
    by: By = "unit"
    optional: bool = False


Facts = Mapping[str, Any]


def read_facts(fields: tuple[Field, ...], raw: Any) -> Facts:
    """Values by field name; a bare value fills the main field. Every field must be given but optional ones."""
    if not fields:
        raise FactError("这一项不用填数据")
    names = {f.name for f in fields}
    by_name = isinstance(raw, Mapping) and bool(raw) and set(raw) <= names
    if isinstance(raw, Mapping) and not by_name and set(raw) & names:
        unknown = "、".join(points.shorten(str(k)) for k in raw if k not in names)
        raise FactError(f"没有“{unknown}”这一栏，可填：{'、'.join(f.name for f in fields)}")
    given: Mapping[str, Any] = raw if by_name else {fields[0].name: raw}
    out: dict[str, Any] = {}
    for field in fields:
        if field.name not in given:
            if field.optional:
                continue
            raise FactError(f"还缺“{field.label}”", (field.name,))
        try:
            out[field.name] = field.kind.parse(given[field.name])
        except FactError as error:
            prefix = f"{field.label}：" if len(fields) > 1 else ""
            raise FactError(f"{prefix}{error.sentence}", (field.name, *error.path)) from None
    return out


def dump_facts(fields: tuple[Field, ...], facts: Facts) -> dict[str, Any]:
    """The canonical JSON form of a leaf's facts, by field name."""
    return {f.name: f.kind.dump(facts[f.name]) for f in fields if f.name in facts}


def show_facts(fields: tuple[Field, ...], facts: Facts) -> str:
    """A leaf's facts in words, e.g. '134 条' or '已办 40386 件，应办 40676 件'."""
    parts = []
    for field in fields:
        if field.name not in facts:
            continue
        text = field.kind.show(facts[field.name])
        unit = f" {field.unit}" if field.unit and isinstance(field.kind, (Count, Number)) else ""
        parts.append(f"{field.label} {text}{unit}" if len(fields) > 1 else f"{text}{unit}")
    return "，".join(parts)
