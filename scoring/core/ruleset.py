"""What a ruleset is: the tree of indicators with their rules, the stages, grades, ranking and cases.

`building.build_ruleset` makes one from a plain tree.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Literal

from . import points as p
from .combiner import Combiner
from .facts import Facts, Field
from .rule import Rule, Setting, param
from .stage import FLOOR, Gate, Stage
from .workdays import Workdays

Pool = Literal["base", "bonus", "deduction", "veto"]


@dataclass(frozen=True)
class Effect:
    """What a fired veto does."""

    grade: str | None = param("直接定为", default=None)
    total: Decimal | Literal["none"] | None = param("总分最多", "分", default=None)
    bar: tuple[str, ...] = param("不得评为", default=())


@dataclass(frozen=True)
class Declared:
    """The keys of an indicator that need no other part of the ruleset to be read."""

    id: str = param("编号")
    title: str = param("名称")
    points: Decimal | None = param("分值", "分", default=None)
    basis: str = param("依据条款", default="")
    guide: str = param("填报说明", default="")
    ask: str = param("填报项名称", default="")
    fields: Mapping[str, str] = field(default_factory=dict)
    pool: Pool = param("计入", default="base")
    floor: Decimal | Literal["none"] | None = param("最低得分", "分", default=None)
    combine: str = param("合并方式", default="sum")
    applies_to: tuple[str, ...] = param("适用组别", default=())
    filled_by: Literal["unit", "reviewer"] = param("由谁填报", default="unit")
    evidence: Literal["none", "optional", "required"] = param("佐证要求", default="optional")
    not_applicable: Literal["never", "claim"] = param("不适用", default="claim")
    effect: Effect | None = param("否决后果", default=None)
    obsolete: bool = param("已停用", default=False)


@dataclass(frozen=True)
class WorkedExample:
    """A leaf's facts with the points the author expects; shown to the unit as a hint."""

    facts: Facts
    points: Decimal
    why: str


@dataclass(frozen=True)
class Indicator(Declared):
    """A node of the tree: a branch has children, a leaf has a rule."""

    number: str = ""
    children: tuple[Indicator, ...] = ()
    combiner: Combiner | None = None
    rule: Rule | None = None
    rule_name: str = ""
    examples: tuple[WorkedExample, ...] = ()

    @property
    def is_leaf(self) -> bool:
        """Whether a fact is asked here."""
        return self.rule is not None

    def setting(self, as_of: date | None = None, workdays: Workdays | None = None) -> Setting:
        """What this leaf's rule may know."""
        return Setting(self.points, self.pool, as_of, workdays or Workdays(), self.ask, self.fields)

    def asked_fields(self) -> tuple[Field, ...]:
        """The fields of this leaf, with the author's labels."""
        return self.rule.fields(self.setting()) if self.rule else ()

    def walk(self) -> Iterator[Indicator]:
        """This indicator and everything below, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class GradeLine:
    """One grade: reached from `at_least` (inclusive) or `above` (strict); a bare one catches the rest."""

    name: str = param("等次")
    at_least: Decimal | None = param("不低于", "分", default=None)
    above: Decimal | None = param("高于", "分", default=None)

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

    READ_ELSEWHERE: ClassVar[tuple[str, ...]] = ("indicators", "stages", "cases")


@dataclass(frozen=True)
class Ruleset(Head):
    """A whole ruleset. `data` is the plain tree it was made from: canonical, and what a snapshot holds."""

    indicators: tuple[Indicator, ...] = ()
    stages: tuple[tuple[str, Stage], ...] = ()
    cases: tuple[Mapping[str, Any], ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)

    def walk(self) -> Iterator[Indicator]:
        """Every indicator in reading order."""
        for top in self.indicators:
            yield from top.walk()

    @property
    def leaves(self) -> tuple[Indicator, ...]:
        """The leaves in reading order, without obsolete ones."""
        return tuple(i for i in self.walk() if i.is_leaf and not i.obsolete)

    def leaf(self, leaf_id: str) -> Indicator | None:
        """The leaf of that id, or None."""
        return next((leaf for leaf in self.leaves if leaf.id == leaf_id), None)

    def find(self, indicator_id: str) -> Indicator | None:
        """The branch or leaf of that id, or None."""
        return next((i for i in self.walk() if i.id == indicator_id), None)

    def stage_title(self, name: str) -> str:
        """The Chinese name of a stage of this ruleset."""
        own = "扣完为止" if name == FLOOR else name
        return next((stage.TITLE or name for word, stage in self.stages if word == name), own)

    def asked_of(self, group: str) -> tuple[Indicator, ...]:
        """The leaves asked of a group."""
        return tuple(leaf for top in self.indicators for leaf in _asked(top, group))


def _asked(indicator: Indicator, group: str) -> Iterator[Indicator]:
    if indicator.obsolete or not applies(indicator, group):
        return
    if indicator.is_leaf:
        yield indicator
    for child in indicator.children:
        yield from _asked(child, group)


def applies(indicator: Indicator, group: str) -> bool:
    """Whether an indicator is asked of a group at all."""
    return not indicator.applies_to or group in indicator.applies_to


def base_points(indicators: tuple[Indicator, ...]) -> Decimal:
    """Σ points of the first-level indicators of the base pool."""
    return sum((i.points or p.ZERO for i in indicators if i.pool == "base" and not i.obsolete), p.ZERO)
