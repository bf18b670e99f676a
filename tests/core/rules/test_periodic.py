"""`periodic`: period by period; blanks, periods that never applied, and no help from a surplus."""
from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from .working import Working

FEES = Working("periodic", {"every": "quarter", "each": "1"}, "4")


def test_a_blank_quarter_is_said_and_advised() -> None:
    facts = {"Q1": "yes", "Q2": "no", "Q3": "yes"}
    assert FEES.steps(facts) == ("已完成 2 期：Q1、Q3", "未完成 1 期：Q2", "未填 1 期：Q4，按未完成计",
                                 "2 期 × 1 分 = 2 分")
    assert FEES.advice(facts) == "还有 Q4 未填，做到后可再得 1 分"
    assert FEES.advice(dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), "yes")) == ""
    assert FEES.standard() == "每季度得 1 分"


def test_target_with_loss() -> None:
    rule = Working("periodic", {"every": "month", "year": "2024", "target": "40", "loss": "5"}, "60")
    assert rule.steps({"2024-01": "40", "2024-02": "39"}) == (
        "已完成 1 期：2024-01", "未完成 1 期：2024-02（39 件），每期至少 40 件",
        "未填 10 期：2024-03 至 2024-12，按未完成计", "11 期 × 5 分 = 55 分", "60 分 − 55 分 = 5 分")
    assert rule.advice({"2024-01": "40", "2024-02": "39"}) == "还有 2024-03 至 2024-12 未填，做到后可再得 50 分"


def test_cap_of_each_period() -> None:
    rule = Working("periodic", {"every": "half", "each": "1", "cap": "10"}, "20")
    assert rule.steps({"H1": "14", "H2": "6"}) == (
        "H1：14 件 × 1 分 = 14 分，当期封顶 10 分", "H2：6 件 × 1 分 = 6 分", "10 + 6 = 16 分")


def test_shares_are_exact() -> None:
    rule = Working("periodic", {"every": "quarter"}, "1")
    assert rule.steps({"Q1": "yes", "Q2": "not_applicable", "Q3": "no", "Q4": "no"}) == (
        "已完成 1 期：Q1", "未完成 2 期：Q3、Q4", "1 分 × 1 ÷ 3 = 0.3333 分")


def test_periods_that_do_not_apply_are_scaled_up() -> None:
    facts = {"Q1": "not_applicable", "Q2": "yes", "Q3": "yes", "Q4": "no"}
    assert FEES.steps(facts)[-1] == "1 期不适用，2 分 × 4 ÷ 3 = 2.6667 分"
    nothing = FEES.award(dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), "not_applicable"))
    assert (nothing.empty, nothing.steps) == (True, ("各期都不适用，按不适用处理",))


def test_faults() -> None:
    assert Working("periodic", {"every": "month"}).faults() == [
        ((), "按月的要写 year（年份），例如 year: 2024", "error")]
    assert Working("periodic", {"every": "quarter", "each": "1", "loss": "1"}).faults() == [
        (("loss",), "each（每期得分）和 loss（缺期扣分）只能写一个", "error")]
    assert Working("periodic", {"every": "quarter", "each": "1"}, "5").faults() == [
        (("each",), "4 期 × 1 分 = 4 分，与本项分值 5 分不等", "warning")]
    assert Working("periodic", {"every": "quarter", "loss": "3"}).faults() == [
        (("loss",), "4 期 × 3 分 = 12 分，超过本项分值 10 分，扣到 0 分为止", "warning")]
    assert Working("periodic", {"every": "quarter"}, pool="deduction").faults() == [
        ((), "在扣分项里要写 loss：每缺一期扣几分", "error")]


@given(st.integers(0, 39), st.integers(40, 10**6))
def test_a_surplus_does_not_fill_another_period(short: int, surplus: int) -> None:
    rule = Working("periodic", {"every": "half", "target": "40", "each": "5"})
    assert rule.points({"H1": str(surplus), "H2": str(short)}) == 5
