"""One rule at work on parameters and facts written as YAML would have them."""
from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from scoring.core import points, shape
from scoring.core.facts import read_facts
from scoring.core.rule import Award, Rule, Setting
from scoring.core.vocabulary import builtin
from scoring.core.workdays import Workdays


class Working:
    """A rule made from text, in a leaf worth `most` points."""

    def __init__(self, name: str, params: Mapping[str, Any], most: str | None = "10", pool: str = "base",
                 calendar: Mapping[str, str] | None = None) -> None:
        self.problems: list[shape.Problem] = []
        self.rule: Rule = shape.read(builtin().rules[name], params, (), self.problems)
        worth = None if most is None else points.read(most)
        self.setting = Setting(worth, pool, workdays=Workdays(calendar or {}))

    def award(self, facts: Any) -> Award:
        return self.rule.award(read_facts(self.rule.fields(self.setting), facts), self.setting)

    def steps(self, facts: Any) -> tuple[str, ...]:
        return self.award(facts).steps

    def points(self, facts: Any) -> Decimal:
        return self.award(facts).points

    def advice(self, facts: Any = None) -> str:
        read = None if facts is None else read_facts(self.rule.fields(self.setting), facts)
        return self.rule.advice(read, self.setting)

    def standard(self) -> str:
        return self.rule.standard(self.setting)

    def faults(self) -> list[tuple[tuple[str | int, ...], str, str]]:
        return [(f.path, f.sentence, f.level) for f in self.rule.faults(self.setting)]
