"""`record`: figures kept for checks and reports, worth nothing.

只作记录，不计分。用来登记报告和核对要用、但不计分的数据。

参数：`keep`：要登记的各栏，如 `{received: 收到件数, cost: {label: 经费, kind: number, unit: 万元}}`；
`kind` 有 `count`（整数，默认）、`number`、`yes_no`、`date`、`text`、`name`（人名，公布时只留第一个字）。

填报数据：按栏填写，如 `{received: 12, cost: 1.5}`；每一栏都要填，没有的填 0。
这类指标不写 `points`。
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from .. import points as p
from ..facts import Count, Day, Facts, Field, Kind, Number, Text, YesNo
from ..rule import Award, Example, Fault, Rule, Setting, label_for, param

_KINDS: Mapping[str, Kind] = {"count": Count(), "number": Number(), "yes_no": YesNo(), "date": Day(),
                              "text": Text(), "name": Text(50, person=True)}


@dataclass(frozen=True)
class Column:
    """One figure to keep."""

    BARE: ClassVar[str] = "label"

    label: str = param("名称")
    kind: Literal["count", "number", "yes_no", "date", "text", "name"] = param("填什么", default="count")
    unit: str = param("计量单位", default="")


@dataclass(frozen=True)
class Record(Rule):
    """Any fields, no points."""

    keep: Mapping[str, Column] = param("登记的各栏")

    needs_points: ClassVar[bool] = False
    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({"keep": {"received": "收到件数", "cost": {"label": "经费", "kind": "number", "unit": "万元"}}},
                None, {"received": "12", "cost": "1.5"}, "0", "只登记，不计分"),
        Example({"keep": {"held": {"label": "是否召开", "kind": "yes_no"}}}, None, {"held": "no"}, "0",
                "答什么都不影响得分"),
    )

    def fields(self, setting: Setting) -> tuple[Field, ...]:
        return tuple(Field(name, _KINDS[c.kind], label_for(setting, name, c.label), c.unit)
                     for name, c in self.keep.items())

    def award(self, facts: Facts, setting: Setting) -> Award:
        return Award(p.ZERO, ("只作记录，计 0 分",))

    def standard(self, setting: Setting) -> str:
        return "只作记录，不计分"

    def faults(self, setting: Setting) -> list[Fault]:
        return [] if self.keep else [Fault(("keep",), "没有写要登记的栏，至少写一栏")]
