"""Whatever the ruleset and the sheets: every unit's excerpt stands, and what other units bear on is left out of it."""
from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.core import canonical, snapshot
from scoring.core.building import build_ruleset
from scoring.core.frame import Frame
from scoring.core.published import open_file
from scoring.core.ruleset import Ruleset
from scoring.core.sheet import Sheet, read_sheet
from scoring.core.verify import Verification, verify
from scoring.core.vocabulary import builtin
from tests.core.cards import FRAMES, built, sheets_of
from tests.web.verifying import composed

SOME = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def checked(text: str) -> dict[str, Verification]:
    """Unit → what is said of its excerpt."""
    published = open_file(text)
    return {result.unit: verify(canonical.encode(published.excerpt(result.unit)).decode())
            for group in published.groups for result in group.results}


@given(st.data(), built(), FRAMES)
@SOME
def test_every_excerpt_of_a_drawn_assessment_stands(data: st.DataObject, ruleset: Ruleset, frame: Frame) -> None:
    found = checked(composed(ruleset, data.draw(sheets_of(ruleset)), frame))
    assert {unit: one.problems for unit, one in found.items()} == dict.fromkeys(found, ())


TREE: dict[str, Any] = {
    "ruleset": "t", "version": "1", "title": "测试", "points": "40", "indicators": [
        {"id": "best", "title": "比最好", "points": "10", "score": {"rule": "best_share"}},
        {"id": "rests", "title": "看它有没有得分", "points": "10", "requires": ["best"], "score": {"rule": "per_entry", "each": "1"}},
        {"id": "mean", "title": "按平均", "points": "10", "not_applicable": {"policy": "mean"}, "score": {"rule": "per_entry", "each": "1"}},
        {"id": "alone", "title": "自己的", "points": "10", "score": {"rule": "per_entry", "each": "1"}}]}
END = "含有它们的小计、总分和等次"


def of(*sheets: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Unit → what its excerpt leaves to the whole file."""
    ruleset, _ = build_ruleset(TREE, builtin())
    assert ruleset is not None
    problems: list[Any] = []
    read: list[Sheet] = [read_sheet(sheet, ruleset, (), problems) for sheet in sheets]
    assert problems == []
    salts = (f"{n:032x}" for n in itertools.count(1))
    about = snapshot.About("考核", (), date(2024, 1, 1), date(2024, 12, 31), date(2024, 12, 31), "考核办")
    text = snapshot.compose(about, ruleset, "", tuple(map(snapshot.Participant, read)), lambda: next(salts))
    found = checked(text)
    assert {unit: one.problems for unit, one in found.items()} == dict.fromkeys(found, ())
    return {unit: one.left for unit, one in found.items()}


def test_what_rests_on_a_comparison_is_left_out_too() -> None:
    """乙 has nothing where 甲 is best, so its second line is 0: alone it would be 5."""
    facts = {"rests": "5", "mean": "5", "alone": "5"}
    both = ("1 比最好", "2 看它有没有得分", END)
    assert of({"unit": "甲", "facts": {"best": "10"} | facts}, {"unit": "乙", "facts": {"best": "0"} | facts}) == {
        "甲": both, "乙": both}


def test_a_mean_is_left_out_only_where_it_is_taken() -> None:
    facts = {"best": "3", "rests": "5", "alone": "5"}
    assert of({"unit": "甲", "facts": facts | {"mean": "5"}}, {"unit": "乙", "facts": facts, "not_applicable": {"mean": "没有"}}) == {
        "甲": ("1 比最好", "2 看它有没有得分", END), "乙": ("1 比最好", "2 看它有没有得分", "3 按平均", END)}
