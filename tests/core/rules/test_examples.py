"""Every worked example of every rule in the drawer: points, the closing step, and the same outcome twice."""
from __future__ import annotations

import dataclasses
import sys
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from scoring.core import points, shape
from scoring.core.facts import dump_facts, read_facts
from scoring.core.rule import Award, Example, Rule, Setting
from scoring.core.vocabulary import builtin

RULES = builtin().rules
WORKED = [pytest.param(name, example, id=f"{name}-{i}-{example.why}")
          for name, kind in RULES.items() for i, example in enumerate(kind.EXAMPLES, 1)]


@dataclass(frozen=True)
class Outcome:
    """A rule, its setting, and what the example's facts are worth before and after the leaf's cap and floor."""

    rule: Rule
    setting: Setting
    award: Award

    @property
    def settled(self) -> Decimal:
        return min(max(self.award.points, points.ZERO), self.setting.most)


def work(kind: type[Rule], example: Example) -> Outcome:
    problems: list[shape.Problem] = []
    rule = shape.read(kind, example.params, (), problems)
    assert problems == []
    most = None if example.points is None else points.read(example.points)
    as_of = None if example.as_of is None else date.fromisoformat(example.as_of)
    setting = Setting(most, example.pool, as_of)
    assert [f for f in rule.faults(setting) if f.level == "error"] == []
    facts = read_facts(rule.fields(setting), example.facts)
    assert read_facts(rule.fields(setting), dump_facts(rule.fields(setting), facts)) == facts
    award = rule.award(facts, setting)
    assert rule.award(facts, setting) == award
    return Outcome(rule, setting, award)


@pytest.mark.parametrize(("name", "example"), WORKED)
def test_example_comes_out(name: str, example: Example) -> None:
    outcome = work(RULES[name], example)
    shown = "none" if outcome.award.empty else points.show(outcome.settled)
    assert shown == example.expect


@pytest.mark.parametrize(("name", "example"), WORKED)
def test_closing_step_shows_the_points(name: str, example: Example) -> None:
    award = work(RULES[name], example).award
    if award.empty:
        assert award.steps[-1].endswith("按不适用处理")
    else:
        assert award.steps[-1].endswith(f" {points.show(award.points)} 分")


@pytest.mark.parametrize("name", RULES)
def test_rule_is_documented_and_worked(name: str) -> None:
    kind = RULES[name]
    manual = str(sys.modules[kind.__module__].__doc__)
    assert manual.startswith(f"`{name}`: ")
    assert [word for word in ("参数", "填报数据：") if word not in manual] == []
    assert len(kind.EXAMPLES) >= 2
    assert kind.__name__ == "".join(word.capitalize() for word in name.split("_"))


@pytest.mark.parametrize("name", RULES)
def test_every_parameter_has_a_label(name: str) -> None:
    assert [f.name for f in dataclasses.fields(RULES[name]) if not f.metadata.get("label")] == []


def test_the_drawer_holds_the_rules_of_this_version() -> None:
    assert list(RULES) == ["bands", "checklist", "judged", "late", "levels", "per_defect", "per_entry", "periodic",
                           "ratio", "record", "yes_no"]


def test_a_wrong_example_is_noticed() -> None:
    wrong = Example({"each": "0.5"}, "50", "99", "50", "99 条只值 49.5 分")
    assert points.show(work(RULES["per_entry"], wrong).settled) == "49.5"
