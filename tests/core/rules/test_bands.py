"""`bands`: gaps, overlaps and order named with their figures; the first band that holds."""
from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from .working import Working


def bands(*rows: str, measure: str = "number", unit: str = "", most: str = "10") -> Working:
    """Rows such as 'at_least 90: 10'; ': 0' is the bare last one."""
    made = []
    for row in rows:
        limits, worth = row.split(":")
        words = limits.split()
        made.append(dict(zip(words[::2], words[1::2], strict=True)) | {"points": worth.strip()})
    return Working("bands", {"bands": made, "measure": measure, "unit": unit}, most)


def test_steps_name_the_band() -> None:
    rule = bands("at_least 15: 10", "at_least 10: 6", ": 0", measure="count", unit="条")
    assert rule.steps("15") == ("15 条，属于“不低于 15 条”一档，得 10 分",)
    assert rule.steps("9") == ("9 条，属于“其余”一档，得 0 分",)
    assert rule.advice("9") == "达到“不低于 10 条”一档可得 6 分"
    assert rule.advice() == "达到“不低于 15 条”一档可得 10 分"
    assert rule.standard() == "不低于 15 条：10 分；不低于 10 条：6 分；其余：0 分"


def test_strict_and_inclusive_ends() -> None:
    rule = bands("above 80: 10", "at_least 60: 6", ": 0", measure="rate")
    assert [rule.points(x) for x in ("80.0001", "80", "60", "59.9999")] == [10, 6, 6, 0]


def test_a_gap_between_bands_is_named() -> None:
    rows = ("at_least 90: 10", "at_least 70 at_most 89: 8", ": 0")
    assert bands(*rows, measure="rate").faults() == [
        (("bands",), "断档：89 % 和 90 % 之间的数（例如 89.5 %）没有归入任何一档", "error")]


def test_whole_numbers_leave_no_gap_between_89_and_90() -> None:
    assert bands("at_least 90: 10", "at_least 70 at_most 89: 8", ": 0", measure="count").faults() == []


def test_a_single_figure_left_out_is_a_gap() -> None:
    assert bands("below 5: 10", "above 5: 0").faults() == [
        (("bands",), "断档：4.9999 和 5.0001 之间的数（例如 5）没有归入任何一档", "error")]


def test_an_end_in_two_bands_is_an_overlap() -> None:
    rule = bands("at_least 90 at_most 100: 10", "at_least 80 at_most 90: 8", ": 0", measure="rate")
    assert rule.faults() == [
        (("bands", 1), "重档：90 % 既属于“不低于 90 %，且不高于 100 %”，又属于“不低于 80 %，且不高于 90 %”，"
                       "请写明归哪一档", "error")]


def test_a_stretch_in_two_bands_is_an_overlap() -> None:
    assert bands("at_least 50: 10", "at_most 80: 5").faults() == [
        (("bands", 1), "重档：50 到 80 既属于“不低于 50”，又属于“不高于 80”，请写明归哪一档", "error")]


def test_descending_lines_are_no_overlap() -> None:
    assert bands("at_least 90: 10", "at_least 80: 8", "at_least 60: 6", ": 0").faults() == []
    assert bands("at_most 5: 10", "at_most 10: 5", ": 0", measure="days").faults() == []
    assert bands("at_least 90: 10", "below 90: 0").faults() == []


def test_the_last_bare_band_is_asked_for() -> None:
    assert bands("at_least 15: 10", "at_least 10: 8", measure="count", unit="条").faults() == [
        (("bands",), "断档：不高于 9 条 的数没有归入任何一档，请在最后写一档不带条件的，如 {points: 0}", "error")]
    assert bands("at_most 5: 10", measure="days").faults() == [
        (("bands",), "断档：不低于 6 天 的数没有归入任何一档，请在最后写一档不带条件的，如 {points: 0}", "error")]


def test_bands_that_cannot_be_reached() -> None:
    assert bands("at_least 80: 8", "at_least 90: 10", ": 0").faults() == [
        (("bands", 1), "“不低于 90”永远落不到：这些数已经归入前面的档", "error")]
    assert bands(": 10", "at_least 90: 10").faults() == [
        (("bands", 0), "不带条件的一档要放在最后，写在前面，后面的各档都落不到", "error")]
    assert bands("at_least 9 at_most 8: 10", ": 0").faults() == [
        (("bands", 0), "“不低于 9，且不高于 8”没有任何数能落入", "error")]


def test_points_of_bands_fit_the_leaf() -> None:
    assert bands("at_least 90: 12", ": 0").faults() == [
        (("bands", 0, "points"), "这一档有 12 分，超过本项分值 10 分", "error")]
    assert bands("at_least 90: 9", ": 0").faults() == [
        (("bands",), "最高的一档是 9 分，到不了本项分值 10 分", "warning")]


@given(st.lists(st.integers(1, 99), min_size=1, max_size=5, unique=True), st.integers(0, 100))
def test_descending_lines_never_punish_a_better_figure(lines: list[int], value: int) -> None:
    rows = [f"at_least {line}: {10 - i}" for i, line in enumerate(sorted(lines, reverse=True))]
    rule = bands(*rows, ": 0", measure="count")
    assert rule.faults() == []
    assert rule.points(str(value + 1)) >= rule.points(str(value))
