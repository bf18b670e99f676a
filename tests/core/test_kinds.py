"""Facts in odd clothes: full-width signs in names, registers with line breaks, marks that nobody sees."""
from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from scoring.core.facts import Day, FactError, Level, Option, Rows, Text, Ticks
from scoring.core.kinds_compound import Column

REGISTER = Rows((Column("title", Text(300), "标题", required=True), Column("number", Text(100), "文号")))


@pytest.mark.parametrize(("raw", "level"), [("优（一）", "优（一）"), ("优(一)", "优（一）"), (" ① ", "①"), ("1", "①")])
def test_levels_with_full_width_signs(raw: str, level: str) -> None:
    kind = Level(("优（一）", "①", "差"))
    assert kind.parse(raw) == level
    assert kind.parse(kind.dump(level)) == level


@pytest.mark.parametrize("raw", [["公开栏（牌）"], ["公开栏(牌)"], "公开栏（牌）", "公开栏(牌)"])
def test_options_with_full_width_signs(raw: Any) -> None:
    kind = Ticks((Option("公开栏（牌）", "公开栏（牌）"), Option("box", "意见箱")))
    assert kind.parse(raw) == ("公开栏（牌）",)
    assert kind.parse(kind.dump(("公开栏（牌）", "box"))) == ("公开栏（牌）", "box")


@pytest.mark.parametrize(("raw", "rows"), [
    ([{"title": "年报\n（第二版）\t附表"}], ({"title": "年报 （第二版） 附表"},)),
    ([{"title": "年报", "struck": "\u200b", "number": "\u200b"}], ({"title": "年报"},)),
    ([{"title": "标题"}], ({"title": "标题"},)),
    (["年报", "预算"], ({"title": "年报"}, {"title": "预算"})),
    ([], ()),
    ("标题\t文号\n“年报”\t苍办〔2024〕1号", ({"title": "“年报”", "number": "苍办〔2024〕1号"},)),
    ("标题", ({"title": "标题"},)),
])
def test_rows_stay_what_they_are_in_every_form(raw: Any, rows: Any) -> None:
    found = REGISTER.parse(raw)
    assert found == rows
    assert REGISTER.parse(REGISTER.dump(found)) == rows
    assert REGISTER.parse(REGISTER.text(found)) == rows


def test_a_title_that_nobody_sees_is_none() -> None:
    with pytest.raises(FactError, match="第 1 行“标题”：没有填"):
        REGISTER.parse([{"title": "\u200b"}])


@pytest.mark.parametrize("shown", ["2026-03-02", "2026/3/2", "2026.3.2", "2026年3月2日", "2026年03月02日"])
def test_a_date_is_pasted_as_a_spreadsheet_shows_it(shown: str) -> None:
    register = Rows((Column("title", Text(300), "标题", required=True), Column("date", Day(), "日期")))
    assert register.parse(f"年报\t{shown}") == ({"title": "年报", "date": date(2026, 3, 2)},)


def test_a_date_that_is_none_is_told_as_it_was_pasted() -> None:
    register = Rows((Column("title", Text(300), "标题", required=True), Column("date", Day(), "日期")))
    with pytest.raises(FactError, match="第 1 行“日期”：“三月二日”不是可用的日期"):
        register.parse("年报\t三月二日")
    with pytest.raises(FactError, match="第 1 行“日期”：“2026-02-30”这一天不存在"):
        register.parse("年报\t2026/2/30")
