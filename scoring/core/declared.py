"""The keys of a ruleset file as declarations: what the author may write at the top, at an indicator, at a grade.

Labels and units stand beside each key; the reader, the reference pages and the JSON Schema are made from them.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Literal

from .facts import By
from .relations import Relation
from .rule import param
from .stage import Gate

Pool = Literal["base", "bonus", "deduction", "veto"]
Policy = Literal["rebase", "spread", "mean", "full", "zero", "exclude", "share"]


@dataclass(frozen=True)
class Effect:
    """What a fired veto does; on another indicator, what happens when its points pass the gate `when`."""

    grade: str | None = param("直接定为", default=None)
    total: Decimal | Literal["none"] | None = param("总分最多", "分", default=None)
    bar: tuple[str, ...] = param("不得评为", default=())
    when: Gate | None = param("得分", default=None)


@dataclass(frozen=True)
class FieldNote:
    """What an author says of one field of a rule: its label, and whether the office fills it in for each unit."""

    BARE: ClassVar[str] = "label"

    label: str = param("名称")
    filled_by: Literal["unit", "office"] = param("由谁填报", default="unit")


@dataclass(frozen=True)
class Settling:
    """How a leaf that does not apply is settled, where the stage's way does not do."""

    accept: Literal["never", "claim"] = param("能否申请", default="claim")
    policy: Policy | None = param("处理办法", default=None)
    share: Decimal | None = param("按几成计分", default=None)
    of: str | None = param("取哪一组的平均", default=None)
    to: str | None = param("分值移到", default=None)


@dataclass(frozen=True)
class Condition:
    """A leaf's main fact has a value."""

    id: str = param("指标编号")
    equals: str = param("等于")


@dataclass(frozen=True)
class Multiply:
    """Losses (or awards) count `by` times when a leaf holds or the unit is in a group."""

    when: str = param("指标编号或组别")
    by: Decimal = param("倍数")


@dataclass(frozen=True)
class Drawing:
    """So many children of a branch are drawn by lot; only these count."""

    of: str = param("指标编号")
    take: int = param("抽取几项")


@dataclass(frozen=True)
class Declared:
    """The keys of an indicator that need no other part of the ruleset to be read."""

    id: str = param("编号")
    title: str = param("名称")
    points: Decimal | None = param("分值", "分", default=None)
    basis: str = param("依据条款", default="")
    guide: str = param("填报说明", default="")
    ask: str = param("填报项名称", default="")
    fields: Mapping[str, FieldNote] = param("各栏名称", factory=dict)
    pool: Pool = param("计入", default="base")
    floor: Decimal | Literal["none"] | None = param("最低得分", "分", default=None)
    combine: Any = param("合并方式", default="sum")
    weight: Decimal | None = param("权重", default=None)
    applies_to: tuple[str, ...] = param("适用组别", default=())
    requires: tuple[str, ...] = param("须先得分的指标", default=())
    asks_if: Condition | None = param("何时才问", default=None)
    filled_by: By = param("由谁填报", default="unit")
    evidence: Literal["none", "optional", "required", "per_entry"] = param("佐证要求", default="optional")
    not_applicable: Literal["never", "claim"] | Settling = param("不适用", default="claim")
    essential: bool = param("必达项", default=False)
    multiply: Multiply | None = param("加倍", default=None)
    effect: Effect | None = param("后果", default=None)
    obsolete: bool = param("已停用", default=False)


@dataclass(frozen=True)
class GradeLine:
    """One grade: reached from `at_least` (inclusive) or `above` (strict); a bare one catches the rest."""

    name: str = param("等次")
    at_least: Decimal | None = param("不低于", "分", default=None)
    above: Decimal | None = param("高于", "分", default=None)
    quota: Decimal | None = param("名额占比", default=None)
    essential: Literal["all"] | None = param("必达项", default=None)
    floors: Mapping[str, Decimal] = param("分项最低", "分", factory=dict)

    def reached(self, total: Decimal) -> bool:
        """Whether a total reaches this grade."""
        return Gate(self.above, self.at_least).holds(total)

    def words(self) -> str:
        """'，不低于 90 分', or '' for the bare last grade."""
        words = Gate(self.above, self.at_least).words()
        return f"，{words}" if words else ""


@dataclass(frozen=True)
class Ranking:
    """How the cards of a group are ordered."""

    by: Literal["group"] = param("排名范围", default="group")
    ties: Literal["share", "dense", "order"] = param("同分处理", default="share")
    break_: tuple[str, ...] = param("同分时依次比较", default=())
    vetoed: Literal["last", "apart"] = param("被否决的单位", default="last")


@dataclass(frozen=True)
class Effective:
    """The days from and to which a ruleset holds."""

    from_: date = param("起")
    to: date = param("止")


@dataclass(frozen=True)
class Head:
    """The keys at the top of the file that need no other part of it."""

    ruleset: str = param("规则编号")
    version: str = param("版本")
    title: str = param("名称")
    points: Decimal = param("满分", "分")
    basis: tuple[str, ...] = param("依据", default=())
    effective: Effective | None = param("适用期间", default=None)
    notes: tuple[str, ...] = param("说明", default=())
    groups: tuple[str, ...] = param("组别", default=())
    grades: tuple[GradeLine, ...] = param("等次", default=())
    ranking: Ranking = param("排名", default=Ranking())
    floor: Literal["item", "section", "total", "none"] = param("扣到哪一级为止", default="item")
    draw: Drawing | tuple[Drawing, ...] = param("抽取", default=())
    checks: tuple[Relation, ...] = param("数据核对", default=())

    READ_ELSEWHERE: ClassVar[tuple[str, ...]] = ("indicators", "stages", "cases")
