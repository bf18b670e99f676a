"""Edges of the patterns that a ruleset file cannot say itself: calendars, refused figures, remarks, printed steps."""
from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from scoring.core import points as p
from scoring.core.ruleset import Ruleset
from scoring.core.score import Frame, score
from scoring.core.sheet import Sheet, read_facts_of
from scoring.core.stage import Line
from scoring.core.workdays import Workdays
from scoring.rulebook.loading import load

FOLDER = Path(__file__).parent
SPRING = Workdays({"2024-02-04": "work", **{f"2024-02-{day}": "off" for day in range(10, 18)}, "2024-02-18": "work"})


def text(name: str) -> str:
    return (FOLDER / f"{name}.yaml").read_text("utf-8")


def ruleset(name: str) -> Ruleset:
    found = load(text(name).encode(), name).ruleset
    assert found is not None
    return found


def line(name: str, leaf_id: str, raw: Any, frame: Frame | None = None, group: str = "") -> Line:
    rules = ruleset(name)
    leaf = rules.leaf(leaf_id)
    assert leaf is not None
    return score(rules, Sheet("月山乡", group, {leaf_id: read_facts_of(leaf, raw)}), frame=frame).lines[leaf_id]


def faults(name: str, old: str, new: str) -> list[str]:
    assert text(name).count(old) == 1
    return [fault.sentence for fault in load(text(name).replace(old, new).encode(), name).errors]


def test_01_half_an_entry_is_refused() -> None:
    assert faults("01-per-entry-capped", "{facts: 99, points: 49.5", "{facts: 99.5, points: 49.75") == [
        "“99.5”不是整数，件数、次数、条数要填整数"]


def test_01_the_cap_is_printed() -> None:
    assert line("01-per-entry-capped", "disclosure", "134").steps == ("134 条 × 0.5 分 = 67 分", "封顶 50 分")


def test_01_two_rows_with_one_address_are_pointed_out() -> None:
    leaf = ruleset("01-per-entry-capped").leaf("website")
    assert leaf is not None and leaf.rule is not None
    rows = [{"title": "部门预算公开", "link": "https://www.example.gov.cn/1"},
            {"title": "防汛责任人名单", "link": "https://www.example.gov.cn/1"}]
    assert leaf.rule.remarks(read_facts_of(leaf, rows), leaf.setting()) == ("第 2 行和第 1 行网址相同",)


def test_03_parts_that_do_not_add_up_are_refused() -> None:
    assert faults("03-additive-parts", "    title: 组织保障\n    points: 6", "    title: 组织保障\n    points: 5") == [
        "一级指标分值之和 11，应为 12", "“组织保障”的子指标之和 6，应为 5"]


def test_05_a_hole_between_bands_is_refused() -> None:
    assert faults("05-threshold", "[{at_least: 80, points: 10}, {points: 0}]",
                  "[{at_least: 80, points: 10}, {at_most: 79, points: 0}]") == [
        "断档：79 % 和 80 % 之间的数（例如 79.5 %）没有归入任何一档"]


def test_07_a_target_of_0_applies_to_nobody() -> None:
    got = line("07-ratio-to-target", "reports", {"done": "5", "of": "0"}, group="县")
    assert (got.state, p.show(got.max), got.steps) == (
        "not_applicable", "0", ("“目标分”为 0，没有可考核的事项，按不适用处理", "本项不适用，不计分值"))


def test_07_a_target_not_yet_given_is_asked_for() -> None:
    assert faults("07-ratio-to-target", "{done: 20, of: 20}", "{done: 20}") == ["还缺“目标分”"]


def test_17_a_make_up_sunday_is_a_working_day() -> None:
    without = line("17-late", "summary", "2024-02-05", Frame(date(2024, 12, 31)))
    with_it = line("17-late", "summary", "2024-02-05", Frame(date(2024, 12, 31), SPRING))
    assert (p.show(without.points), p.show(with_it.points)) == ("3", "2")     # 1, 2, (4), 5 February; one day of grace


def test_17_a_holiday_is_no_working_day() -> None:
    # Extended to 5 February: 6, 7, 8 and 9 are worked, 10 to 17 are off, Sunday the 18th is worked; one day of grace.
    late = [line("17-late", "summary", {"date": day, "due": "2024-02-05"}, Frame(date(2024, 12, 31), SPRING)).points
            for day in ("2024-02-09", "2024-02-17", "2024-02-18")]
    assert [p.show(x) for x in late] == ["2", "2", "1"]


def test_19_doubling_is_printed() -> None:
    got = line("19-deduct-double", "tasks", {"逾期办结": "1", "未办结": "1"}, group="督办单位")
    assert got.steps[-1] == "扣分因“督办单位”按 2 倍计：15 分 × 2 = 30 分，40 − 30 = 10 分"
