"""`yes_no`, `levels`, `judged`, `record`: the rules without arithmetic."""
from __future__ import annotations

import pytest

from scoring.core.facts import FactError

from .working import Working

LEVELS = {"优": "10", "良": "8", "差": "0"}


def test_yes_no() -> None:
    rule = Working("yes_no", {}, "5")
    assert [rule.steps("yes"), rule.steps("no")] == [("是，得 5 分",), ("否，得 0 分",)]
    assert [rule.advice("yes"), rule.advice("no"), rule.advice()] == ["", "做到后可得 5 分", "做到后可得 5 分"]


def test_yes_no_asked_the_other_way_round() -> None:
    rule = Working("yes_no", {"yes": "0", "no": "5"}, "5")
    assert [rule.steps("yes"), rule.steps("no")] == [("是，得 0 分",), ("否，得 5 分",)]
    assert rule.advice("yes") == "没有此情形时可得 5 分"


def test_yes_no_as_veto_and_as_deduction() -> None:
    assert Working("yes_no", {}, None, "veto").steps("yes") == ("是，触发一票否决，本身不计分，计 0 分",)
    assert Working("yes_no", {}, "2", "deduction").steps("yes") == ("是，扣 2 分",)


def test_yes_no_faults() -> None:
    assert Working("yes_no", {"yes": "12"}).faults() == [(("yes",), "答“是”有 12 分，超过本项分值 10 分", "error")]
    assert Working("yes_no", {"yes": "0"}).faults() == [((), "答“是”答“否”都是 0 分，分不出高低", "warning")]
    assert Working("yes_no", {"yes": "6"}).faults() == [((), "怎样答最多 6 分，到不了本项分值 10 分", "warning")]


def test_levels() -> None:
    rule = Working("levels", {"levels": LEVELS})
    assert rule.steps("良") == ("评为“良”，得 8 分",)
    assert [rule.advice("良"), rule.advice("优")] == ["评为“优”可得 10 分", ""]
    with pytest.raises(FactError) as refused:
        rule.steps("中")
    assert refused.value.sentence == "没有“中”这一档，可选：优、良、差"


def test_levels_are_asked_best_first_whatever_their_order_in_the_file() -> None:
    rule = Working("levels", {"levels": {"优": "10", "差": "0", "良": "8"}})   # as a canonical file has them
    with pytest.raises(FactError) as refused:
        rule.steps("中")
    assert refused.value.sentence == "没有“中”这一档，可选：优、良、差"


def test_levels_faults() -> None:
    assert Working("levels", {"levels": {"优": "12"}}).faults() == [
        (("levels",), "至少要有两个等次，现在有 1 个", "error"),
        (("levels", "优"), "“优”有 12 分，超过本项分值 10 分", "error")]


def test_judged_takes_steps_only() -> None:
    rule = Working("judged", {})
    assert rule.steps("7.5") == ("复核员评议，得 7.5 分",)
    with pytest.raises(FactError) as refused:
        rule.steps("7.3")
    assert refused.value.sentence == "要按 0.5 分一档给分"
    assert Working("judged", {"step": "3"}).faults() == [
        (("step",), "按 3 分一档最多给到 9 分，到不了本项分值 10 分", "error")]


def test_record_keeps_figures_and_gives_nothing() -> None:
    rule = Working("record", {"keep": {"received": "收到件数", "on": {"label": "日期", "kind": "date"}}}, None)
    assert [f.label for f in rule.rule.fields(rule.setting)] == ["收到件数", "日期"]
    assert rule.steps({"received": "12", "on": "2024-03-01"}) == ("只作记录，计 0 分",)
    assert Working("record", {"keep": {}}, None).faults() == [(("keep",), "没有写要登记的栏，至少写一栏", "error")]
