"""`per_entry`: printed steps, advice, faults, and that more entries never earn less."""
from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from .working import Working

HALF = Working("per_entry", {"each": "0.5"}, "50")
TIERS = [{"of": "省", "count": "1", "points": "3"}, {"of": "市", "count": "2", "points": "2"},
         {"of": "市", "count": "4", "points": "2.5"}]


def test_the_sentence_for_134_items() -> None:
    assert HALF.steps("134") == ("134 条 × 0.5 分 = 67 分",)


def test_free_entries_are_said_before_the_product() -> None:
    rule = Working("per_entry", {"each": "0.5", "free": "3", "unit": "篇"})
    assert rule.steps("10") == ("10 篇中前 3 篇不计分，计 7 篇", "7 篇 × 0.5 分 = 3.5 分")
    assert rule.steps("2") == ("2 篇中前 3 篇不计分，计 0 篇", "0 篇 × 0.5 分 = 0 分")
    assert rule.advice("10") == "再增加 13 篇可得满分"


def test_kinds_are_summed_with_their_signs() -> None:
    rule = Working("per_entry", {"kinds": {"表扬": "1", "退回": "-2"}, "start": "10"})
    assert rule.steps({"表扬": "2", "退回": "1"}) == (
        "表扬 2 条 × 1 分 = 2 分", "退回 1 条 × -2 分 = -2 分", "基础分 10 + 2 − 2 = 10 分")
    assert rule.steps({"表扬": "0"}) == ("只有基础分，得 10 分",)
    assert rule.points({"退回": "6"}) == -2


def test_pick_max_takes_the_largest_product_not_the_largest_each() -> None:
    rule = Working("per_entry", {"kinds": {"省": "3", "市": "2"}, "pick": "max"})
    assert rule.steps({"省": "1", "市": "2"}) == (
        "省 1 条 × 3 分 = 3 分", "市 2 条 × 2 分 = 4 分", "取最高的一类：市 4 分")


def test_tiers_take_the_highest_of_a_kind_once() -> None:
    rule = Working("per_entry", {"tiers": TIERS})
    assert rule.steps({"市": "5", "省": "1"}) == (
        "省 1 条，满 1 条，得 3 分", "市 5 条，满 4 条，得 2.5 分", "3 + 2.5 = 5.5 分")
    assert rule.steps({"市": "1"}) == ("没有可计分的数量，得 0 分",)


def test_advice_counts_what_is_missing() -> None:
    assert HALF.advice() == "每条 0.5 分，满 100 条可得满分 50 分"
    assert HALF.advice("88") == "再增加 12 条可得满分"
    assert HALF.advice("100") == ""
    assert HALF.advice("134") == "比满分所需的多 34 条，可抵复核时剔除的"
    assert HALF.standard() == "每条 0.5 分"


def test_one_way_of_counting_must_be_written() -> None:
    assert Working("per_entry", {}).faults() == [
        ((), "没有写怎样计分：请写 each（每条几分）、kinds（各类几分）或 tiers（分档）", "error")]
    assert Working("per_entry", {"each": "1", "kinds": {"省": "1"}}).faults() == [
        (("kinds",), "each 和 kinds 只能写一个", "error")]


def test_faults_of_figures() -> None:
    assert Working("per_entry", {"each": "0"}).faults() == [
        (("each",), "每条的分要大于 0，现在是 0；扣分请用 per_defect", "error")]
    assert Working("per_entry", {"each": "11"}).faults() == [
        (("each",), "一条就有 11 分，超过本项分值 10 分", "warning")]
    assert Working("per_entry", {"kinds": {"省": "1", "退回": "-1"}, "pick": "max", "free": "1"}).faults() == [
        (("free",), "free 只能和 each 同用：分类计分时说不清免的是哪一类", "error"),
        (("pick",), "有负分的类别时不能只取最高的一类，请写 pick: sum 或去掉负分", "error")]


def test_what_is_worked_out_row_by_row_does_not_go_with_what_counts_rows() -> None:
    with_tiers = {"tiers": TIERS, "register": ["title", "kind"], "same_item": "max"}
    assert Working("per_entry", with_tiers).faults() == [
        (("same_item",), "same_item: max 不能和 tiers 同用：tiers 数的是行数，请改用 each 或 kinds", "error")]
    free = {"each": "1", "free": "1", "register": ["title", "signers"], "divide_by": "signers"}
    assert Working("per_entry", free).faults() == [
        (("divide_by",), "divide_by: signers 不能和 free 同用：free 数的是行数，请改用 each 或 kinds", "error")]
    assert Working("per_entry", {**with_tiers, "same_item": "sum"}).faults() == []


def test_a_veto_counts_one_figure() -> None:
    assert Working("per_entry", {}, None, "veto").faults() == []
    assert Working("per_entry", {"kinds": {"甲": "1"}}, None, "veto").faults() == [
        ((), "一票否决只看一个条数，不能分类；要分类请写成几个指标", "error")]


@given(st.integers(0, 10**9 - 2), st.integers(0, 5))
def test_one_more_entry_never_earns_less(count: int, free: int) -> None:
    rule = Working("per_entry", {"each": "0.3333", "free": str(free)})
    assert rule.points(str(count + 1)) >= rule.points(str(count))
