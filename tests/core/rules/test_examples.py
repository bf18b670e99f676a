"""Every rule in the drawer keeps its promises, and every worked example comes out, down to the closing step."""
from __future__ import annotations

import dataclasses

import pytest

from scoring.core.rule import Example
from scoring.core.vocabulary import builtin
from scoring.plugins.checking import check_example, check_rule

RULES = builtin().rules
WORKED = [pytest.param(name, example, id=f"{name}-{i}-{example.why}")
          for name, kind in RULES.items() for i, example in enumerate(kind.EXAMPLES, 1)]


@pytest.mark.parametrize("name", RULES)
def test_rule_keeps_its_promises(name: str) -> None:
    assert check_rule(RULES[name]) == ()


@pytest.mark.parametrize(("name", "example"), WORKED)
def test_example_comes_out(name: str, example: Example) -> None:
    """The control: the same example with another outcome is noticed."""
    wrong = dataclasses.replace(example, expect="7777")
    assert check_example(RULES[name], example) == ()
    assert check_example(RULES[name], wrong) == (f"写的是 7777，算出来是 {example.expect}",)


def test_the_drawer_holds_the_rules_of_this_version() -> None:
    assert list(RULES) == ["bands", "best_share", "checklist", "imported", "judged", "late", "levels",
                           "mean_shortfall", "per_defect", "per_entry", "periodic", "rank_ladder", "ratio", "record",
                           "shortfall", "yes_no"]
