"""`levels`: one of several named levels.

分等计分。从列出的几个等次中选一个，各等次的分在规则里写定，不能另给数字。

参数：`levels`：等次和得分，如 `{优: 10, 良: 8, 一般: 6, 差: 0}`。

填报数据：一个等次的名称，如 优。由复核员评定的，在指标上写 `filled_by: reviewer`。
放在扣分项里时，各等次的分是扣的分。
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from .. import points as p
from ..facts import Facts, Field, Level
from ..rule import Award, Example, Fault, Rule, Setting, param
from ..wording import gives, main_label, marks


@dataclass(frozen=True)
class Levels(Rule):
    """The points of the level chosen."""

    levels: Mapping[str, Decimal] = param("各等次得分", "分")

    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({"levels": {"优": "10", "良": "8", "一般": "6", "差": "0"}}, "10", "优", "10", "最高一等"),
        Example({"levels": {"优": "10", "良": "8", "一般": "6", "差": "0"}}, "10", "一般", "6", "按等次得分"),
        Example({"levels": {"优": "10", "良": "8", "一般": "6", "差": "0"}}, "10", "差", "0", "最低一等"),
    )

    @property
    def best_first(self) -> tuple[str, ...]:
        """The levels by points: a ruleset read back from its canonical form has lost the order of the file."""
        return tuple(sorted(self.levels, key=lambda name: (-self.levels[name], name)))

    def fields(self, setting: Setting) -> tuple[Field, ...]:
        return (Field("level", Level(self.best_first), main_label(setting, "level", "等次")),)

    def award(self, facts: Facts, setting: Setting) -> Award:
        value = self.levels[facts["level"]]
        return Award(value, (f"评为“{facts['level']}”，{gives(setting, value)}",))

    def standard(self, setting: Setting) -> str:
        return "，".join(f"{name} {marks(self.levels[name])}" for name in self.best_first)

    def advice(self, facts: Facts | None, setting: Setting) -> str:
        if setting.deducts or not self.levels:
            return ""
        best = max(self.levels, key=lambda name: self.levels[name])
        if facts is not None and self.levels[facts["level"]] >= self.levels[best]:
            return ""
        return f"评为“{best}”可得 {marks(self.levels[best])}"

    def faults(self, setting: Setting) -> list[Fault]:
        out = []
        if len(self.levels) < 2:
            out.append(Fault(("levels",), f"至少要有两个等次，现在有 {len(self.levels)} 个"))
        for name, value in self.levels.items():
            if value < 0:
                out.append(Fault(("levels", name), f"等次的分不能小于 0，现在是 {p.show(value)}"))
            if setting.points is not None and value > setting.points:
                sentence = f"“{name}”有 {marks(value)}，超过本项分值 {marks(setting.points)}"
                out.append(Fault(("levels", name), sentence))
        best = max(self.levels.values(), default=p.ZERO)
        if not out and setting.points is not None and best < setting.points:
            sentence = f"最高的等次是 {marks(best)}，到不了本项分值 {marks(setting.points)}"
            out.append(Fault(("levels",), sentence, "warning"))
        return out
