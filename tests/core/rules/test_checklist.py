"""`checklist`: printed steps of its four ways of counting, advice, faults."""
from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from .working import Working

SIX = ["机构", "牌子", "场所和设施", "经费", "分管领导", "专干"]


def test_each() -> None:
    rule = Working("checklist", {"of": SIX, "each": "1"}, "6")
    assert rule.steps(SIX[:3]) == ("已具备 3 项：机构、牌子、场所和设施", "缺 3 项：经费、分管领导、专干",
                                   "3 项 × 1 分 = 3 分")
    assert rule.steps(SIX)[1:] == ("6 项 × 1 分 = 6 分",)
    assert rule.steps([]) == ("6 项中一项也没有，得 0 分",)
    assert rule.advice(["机构", "牌子", "场所和设施", "分管领导"]) == "补上：经费、专干，可再得 2 分"
    assert rule.advice() == "6 项齐全可得满分 6 分"
    assert rule.advice(SIX) == ""


def test_missing() -> None:
    rule = Working("checklist", {"of": SIX, "missing": "1"}, "6")
    assert rule.steps(SIX[:4]) == ("缺 2 项：分管领导、专干", "2 项 × 1 分 = 2 分", "6 分 − 2 分 = 4 分")
    assert rule.steps(SIX) == ("6 项齐全，不扣分，得 6 分",)


def test_missing_may_lose_more_than_there_is_and_advice_knows() -> None:
    rule = Working("checklist", {"of": SIX, "missing": "1"}, "3")
    assert rule.points(["机构", "牌子"]) == -1
    assert rule.advice(["机构", "牌子"]) == "补上：场所和设施、经费、分管领导、专干，可再得 3 分"
    assert rule.faults() == [(("missing",), "6 项 × 1 分 = 6 分，超过本项分值 3 分，扣到 0 分为止", "warning")]


def test_own_points_by_id_or_title() -> None:
    rule = Working("checklist", {"of": [{"title": "公开栏", "id": "board", "points": "10"},
                                        {"title": "意见箱", "points": "5"}]}, "15")
    assert rule.steps(["board", "意见箱"]) == ("公开栏 10 分，意见箱 5 分", "10 + 5 = 15 分")
    assert rule.steps(["公开栏"]) == ("公开栏 10 分", "缺 1 项：意见箱", "得 10 分")
    assert rule.standard() == "公开栏 10 分，意见箱 5 分"


def test_all() -> None:
    rule = Working("checklist", {"of": ["形式统一", "时限统一"], "all": "true"}, "4")
    assert rule.steps(["时限统一"]) == ("缺 1 项：形式统一", "须全部具备，得 0 分")
    assert rule.steps(["形式统一", "时限统一"]) == ("2 项齐全，得 4 分",)


def test_deduction_pool_yields_losses() -> None:
    missing = Working("checklist", {"of": ["甲", "乙"], "missing": "1"}, "2", "deduction")
    assert missing.steps(["甲"]) == ("缺 1 项：乙", "1 项 × 1 分 = 1 分", "扣 1 分")
    entire = Working("checklist", {"of": ["甲", "乙"], "all": "true"}, "2", "deduction")
    assert [entire.points(["甲"]), entire.points(["甲", "乙"])] == [2, 0]


def test_ticks_in_a_deduction_pool_are_faults_found() -> None:
    rule = Working("checklist", {"of": ["空白", "错链"], "each": "0.5"}, "1", "deduction")
    assert rule.steps(["错链"]) == ("存在 1 项：错链", "1 项 × 0.5 分 = 0.5 分")
    assert rule.standard() == "空白、错链，每有一项扣 0.5 分"


def test_own_points_must_add_up() -> None:
    two = [{"title": "甲", "points": "4"}, {"title": "乙", "points": "5"}]
    assert Working("checklist", {"of": two}).faults() == [
        (("of",), "各项相加是 9 分，本项分值是 10 分，应当相等", "error")]
    assert Working("checklist", {"of": [two[0], "丙"]}).faults()[0] == (
        ("of",), "有 1 项没有写 points，要写就每一项都写", "error")


def test_one_way_of_counting_must_be_written() -> None:
    assert Working("checklist", {"of": ["甲"]}).faults() == [
        ((), "没有写怎样计分：请写 each、missing、all: true，或给每一项写 points", "error")]
    assert Working("checklist", {"of": ["甲", "甲"], "each": "5", "all": "true"}).faults() == [
        (("of", 1), "“甲”写了两次（第 1 项和第 2 项）", "error"),
        (("all",), "each、all 只能写一种", "error")]


@given(st.sets(st.sampled_from(SIX)), st.sampled_from(SIX), st.sampled_from(["each", "missing"]))
def test_one_more_tick_never_earns_less(ticks: set[str], more: str, way: str) -> None:
    rule = Working("checklist", {"of": SIX, way: "1"}, "6")
    assert rule.points(sorted(ticks | {more})) >= rule.points(sorted(ticks))
