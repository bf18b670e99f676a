"""`late`: days, working days and events; working days against a naive loop."""
from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from .working import Working

SPRING = {f"2024-02-{d:02}": "off" for d in (9, 12, 13, 14, 15, 16)} | {"2024-02-18": "work"}


def test_working_days_follow_the_calendar_handed_in() -> None:
    rule = Working("late", {"due": "2024-02-08", "each": "1", "per": "working_day"}, calendar=SPRING)
    assert rule.steps("2024-02-19") == (
        "期限 2024 年 2 月 8 日，2024 年 2 月 19 日完成，迟 2 个工作日", "2 个工作日 × 1 分 = 2 分",
        "10 分 − 2 分 = 8 分")
    assert rule.steps("2024-02-17") == ("期限 2024 年 2 月 8 日，2024 年 2 月 17 日完成，未迟", "不扣分，得 10 分")


def test_grace_is_taken_off_the_days() -> None:
    rule = Working("late", {"due": "2024-01-31", "each": "1", "grace": "2"})
    assert rule.steps("2024-02-02") == (
        "期限 2024 年 1 月 31 日，2024 年 2 月 2 日完成，迟 2 天，在宽限 2 天以内", "不扣分，得 10 分")
    assert rule.steps("2024-02-03") == (
        "期限 2024 年 1 月 31 日，2024 年 2 月 3 日完成，迟 3 天", "宽限 2 天，计 1 天", "1 天 × 1 分 = 1 分",
        "10 分 − 1 分 = 9 分")


def test_event_without_a_figure_takes_everything() -> None:
    rule = Working("late", {"due": "2024-02-08", "per": "event"})
    assert rule.faults() == []
    assert rule.steps("2024-02-09")[1:] == ("迟了一次性扣 10 分", "10 分 − 10 分 = 0 分")
    assert rule.steps("2024-02-08")[1:] == ("不扣分，得 10 分",)


def test_not_done_earns_nothing_and_loses_all_in_a_deduction_pool() -> None:
    base = Working("late", {"due": "2024-02-08", "each": "1"})
    assert base.steps("not_done") == ("期限 2024 年 2 月 8 日，未完成，得 0 分",)
    pool = Working("late", {"due": "2024-02-08", "each": "1"}, pool="deduction")
    assert pool.steps("not_done") == ("期限 2024 年 2 月 8 日，未完成，扣 10 分",)
    assert pool.steps("2024-02-10")[1:] == ("2 天 × 1 分 = 2 分", "扣 2 分")


def test_the_advice_names_the_date_only_where_nobody_can_put_it_off() -> None:
    rule = Working("late", {"due": "2024-02-08", "each": "1"})
    assert rule.advice() == "2024 年 2 月 8 日以前完成可得满分 10 分"
    rule.setting = replace(rule.setting, labels={"due": "批准的期限"})
    assert rule.advice() == "在期限（批准延期的，按批准的期限）以前完成可得满分 10 分"


def test_faults() -> None:
    assert Working("late", {"due": "2024-02-08", "grace": "-1"}).faults() == [
        ((), "没有写 each：每迟一天扣几分？迟了就扣完的写 per: event", "error"),
        (("grace",), "宽限天数不能小于 0，现在是 -1", "error")]
    assert Working("late", {"due": "2024-02-08", "each": "11"}).faults() == [
        (("each",), "迟一次就扣 11 分，超过本项分值 10 分", "warning")]


@given(st.integers(0, 400), st.dictionaries(st.integers(0, 400), st.sampled_from(["off", "work"]), max_size=20))
def test_working_days_agree_with_a_naive_loop(days: int, exceptions: dict[int, str]) -> None:
    due = date(2024, 1, 31)
    calendar = {(due + timedelta(n)).isoformat(): word for n, word in exceptions.items()}
    done, late, day = due + timedelta(days), 0, due
    while day < done:
        day += timedelta(1)
        if calendar.get(day.isoformat(), "off" if day.isoweekday() > 5 else "work") == "work":
            late += 1
    rule = Working("late", {"due": "2024-01-31", "each": "0.5", "per": "working_day"}, "500", calendar=calendar)
    assert 2 * (500 - rule.points(done.isoformat())) == late
