"""`per_defect`: a loss for each fault, stepped or by kind; in a deduction pool the loss itself."""
from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from .working import Working

TWO = Working("per_defect", {"each": "2"})


def test_each() -> None:
    assert TWO.steps("3") == ("3 处 × 2 分 = 6 分", "10 分 − 6 分 = 4 分")
    assert TWO.steps("0") == ("0 处，不扣分，得 10 分",)
    assert TWO.points("9") == -8


def test_deduction_pool_yields_a_positive_loss() -> None:
    rule = Working("per_defect", {"each": "2", "unit": "次"}, pool="deduction")
    assert rule.steps("3") == ("3 次 × 2 分 = 6 分", "扣 6 分")
    assert rule.steps("0") == ("0 次，扣 0 分",)


def test_steps_end_with_the_rest() -> None:
    rule = Working("per_defect", {"steps": ["0.5", "rest"], "unit": "次"}, "1.5")
    assert [rule.points(n) for n in ("0", "1", "2", "7")] == [1.5, 1, 0, 0]
    assert rule.steps("2") == ("2 次：第 1 次扣 0.5 分，第 2 次起扣完本项 1.5 分，共 1.5 分", "1.5 分 − 1.5 分 = 0 分")


def test_steps_without_a_rest_repeat_the_last() -> None:
    rule = Working("per_defect", {"steps": ["1", "2"]})
    assert rule.steps("4") == (
        "4 处：第 1 次扣 1 分，第 2 次扣 2 分，其后 2 次 × 2 分 = 4 分，共 7 分", "10 分 − 7 分 = 3 分")


def test_kinds() -> None:
    rule = Working("per_defect", {"kinds": {"漏公开月份": "5", "未逐笔公开": "2"}}, "20")
    assert rule.steps({"漏公开月份": "2", "未逐笔公开": "3"}) == (
        "漏公开月份 2 处 × 5 分 = 10 分", "未逐笔公开 3 处 × 2 分 = 6 分", "10 + 6 = 16 分", "20 分 − 16 分 = 4 分")


def test_advice() -> None:
    assert TWO.advice("3") == "每少 1 处可多得 2 分，没有此类问题可得满分 10 分"
    assert TWO.advice("9") == "没有此类问题可得满分 10 分"
    assert TWO.advice("0") == ""


def test_faults() -> None:
    assert Working("per_defect", {}).faults() == [
        ((), "没有写怎样扣分：请写 each（每处扣几分）、steps（逐次扣）或 kinds（分类扣）", "error")]
    assert Working("per_defect", {"each": "12"}).faults() == [
        (("each",), "一处就扣 12 分，超过本项分值 10 分", "warning")]
    assert Working("per_defect", {"kinds": {"漏": "-1"}}).faults() == [
        (("kinds", "漏"), "扣几分要写大于 0 的数，现在是 -1", "error")]
    assert Working("per_defect", {"steps": ["rest", "1"]}).faults() == [
        (("steps", 0), "rest（扣完）只能放在最后", "error")]
    assert Working("per_defect", {"steps": ["5", "5", "rest"]}).faults() == [
        (("steps",), "rest 之前已扣 10 分，本项分值是 10 分，rest 没有可扣的", "warning")]


@given(st.integers(0, 10**9 - 2), st.sampled_from([{"each": "0.7"}, {"steps": ["0.5", "1", "rest"]},
                                                  {"steps": ["3", "1"]}]))
def test_one_more_fault_never_earns_more(count: int, params: dict[str, object]) -> None:
    rule = Working("per_defect", params)
    assert rule.points(str(count + 1)) <= rule.points(str(count))
