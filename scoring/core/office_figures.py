"""What the office enters for units: which fields, their columns in a table, and the way between text and facts."""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .facts import DayOrNot, FactError, Field, Periods, PerKind, Rate, Rows, Ticks, YesNo, show_facts
from .kinds import NOT_APPLICABLE, NOT_DONE
from .roster import key
from .ruleset import Indicator, Ruleset

CLEAR = "清空"
NOT_ASKED = "—"     # stands in a cell that this unit's group is not asked
UNIT, GROUP = "单位", "组别"


@dataclass(frozen=True)
class Column:
    """One field of one leaf, as a column of the table."""

    leaf: Indicator
    field: Field

    @property
    def code(self) -> str:
        """'replies.of'."""
        return f"{self.leaf.id}.{self.field.name}"

    @property
    def title(self) -> str:
        """'2.1 留言办结：目标数'."""
        return f"{self.leaf.number} {self.leaf.title}：{self.field.label}"


def office_fields(leaf: Indicator) -> tuple[Field, ...]:
    """The fields of a leaf that the office fills in."""
    return tuple(f for f in leaf.asked_fields() if f.by == "office")


def office_leaves(ruleset: Ruleset, group: str | None = None) -> tuple[Indicator, ...]:
    """The leaves with something for the office to enter, of one group or of all."""
    leaves = ruleset.leaves if group is None else ruleset.asked_of(group)
    return tuple(leaf for leaf in leaves if office_fields(leaf))


def columns_of(leaves: Iterable[Indicator]) -> tuple[Column, ...]:
    """A column for each field the office fills in."""
    return tuple(Column(leaf, field) for leaf in leaves for field in office_fields(leaf))


def column_named(columns: Iterable[Column], title: str) -> Column | None:
    """The column of that head; width, blanks and letter case do not count."""
    return next((c for c in columns if key(title) in (key(c.title), key(c.code))), None)


def missing(leaf: Indicator, stored: Mapping[str, Any]) -> tuple[str, ...]:
    """The labels of what the office has still to enter."""
    return tuple(f.label for f in office_fields(leaf) if not f.optional and f.name not in stored)


def settle(leaf: Indicator, raw: Mapping[str, Any]) -> dict[str, Any]:
    """What to store of the fields given raw, in canonical form; {} for none. Raises FactError naming the field."""
    fields = {f.name: f for f in office_fields(leaf)}
    out: dict[str, Any] = {}
    for name, given in raw.items():
        if name not in fields:
            raise FactError("这一栏不由考核办录入", (name,))
        try:
            out[name] = canonical_of(fields[name], given)
        except FactError as error:
            raise FactError(error.sentence, (name, *error.path)) from None
    lacking = [f for f in fields.values() if out and not f.optional and f.name not in out]
    if lacking:
        raise FactError(f"还缺“{lacking[0].label}”，这一项的各栏要一起录入", (lacking[0].name,))
    return {name: out[name] for name in fields if name in out}


def canonical_of(field: Field, raw: Any) -> Any:
    """A raw value in the canonical form of its kind. Raises FactError."""
    kind: Any = field.kind
    return kind.dump(kind.parse(raw))


def shown(leaf: Indicator, stored: Mapping[str, Any]) -> dict[str, str]:
    """Field → its stored value in words; what cannot be read any more is shown as it is."""
    out = {}
    for field in office_fields(leaf):
        if field.name in stored:
            try:
                value = {field.name: field.kind.parse(stored[field.name])}
            except FactError:
                out[field.name] = str(stored[field.name])
            else:
                out[field.name] = show_facts((field,), value)
    return out


def cell_of(field: Field, stored: Any) -> str:
    """A stored value as the text of a cell, which `typed` takes back."""
    kind = field.kind
    if isinstance(kind, YesNo):
        return "是" if stored else "否"
    if isinstance(kind, Rate) and isinstance(stored, Mapping):
        return f"{stored['done']}/{stored['of']}"
    if isinstance(kind, Rows):
        return kind.text(kind.parse(stored))
    if isinstance(kind, (PerKind, Periods)):
        return "；".join(f"{name}：{_part(one)}" for name, one in stored.items())
    if isinstance(kind, Ticks):
        return "、".join(o.title for o in kind.options if o.id in stored) or "一项也没有"
    if isinstance(stored, list):
        return "、".join(map(str, stored))
    return "未完成" if isinstance(kind, DayOrNot) and stored == NOT_DONE else str(stored)


def _part(stored: Any) -> str:
    if isinstance(stored, bool):
        return "是" if stored else "否"
    return "不适用" if stored == NOT_APPLICABLE else str(stored)


def typed(field: Field, text: str) -> Any:
    """The raw fact that the text of a cell stands for; the kind of the field judges it."""
    kind = field.kind
    if isinstance(kind, Rate) and (rate := re.fullmatch(r"\s*(\S+?)\s*[/／÷]\s*(\S+)\s*", text)):
        return {"done": rate[1], "of": rate[2]}
    if isinstance(kind, (PerKind, Periods)):
        pieces = [one.strip() for one in re.split(r"[;；\n]", text) if one.strip()]
        parts = [re.split(r"\s*[:：=＝]\s*", one, maxsplit=1) for one in pieces]
        if any(len(part) != 2 for part in parts):
            raise FactError("分类、分期的数写成“名称：数；名称：数”")
        return dict(parts)
    if isinstance(kind, Ticks) and text.strip() == "一项也没有":
        return []
    return text


def how_to_write(field: Field) -> str:
    """How a cell of this field is filled in."""
    kind = field.kind
    if isinstance(kind, Rate):
        return "百分率写 0 到 100 的数，或者写成 12/62"
    if isinstance(kind, (PerKind, Periods)):
        return f"写成“名称：数；名称：数”，可填：{'、'.join(kind.kinds if isinstance(kind, PerKind) else kind.keys)}"
    words = {"Count": "整数", "Number": "数，最多四位小数", "Judged": "分值", "YesNo": "是或否",
             "Day": "日期，写成 2024-01-28", "DayOrNot": "日期，写成 2024-01-28；没有完成写“未完成”",
             "Ticks": "具备的各项，用顿号隔开", "Scores": "几位评委的分，用顿号隔开", "Rows": "一行一条"}
    levels = getattr(kind, "levels", ())
    return f"可填：{'、'.join(levels)}" if levels else words.get(type(kind).__name__, "文字")
