"""Line breaking: nothing is lost, every line fits, and no line begins or ends as it must not."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.exports._type import CLOSING, OPENING, Style, Words, balanced, lines_of, width_of

STYLE = Style(10, 15)
TEXTS = st.text(alphabet="政务公开考核县乡镇，。、；：“”（）《》…— aZ9.,-/%×=" + "张䶮", max_size=200)


def lines(text: str, characters: float, style: Style = STYLE) -> list[str]:
    return [line for line, _ in lines_of(text, style, characters * style.size)]


@pytest.mark.parametrize(("text", "characters", "expected"), [
    ("一二三四五。六", 5, ["一二三四", "五。六"]),                       # a full stop does not begin a line
    ("一二三四（五六）", 5, ["一二三四", "（五六）"]),                   # a bracket does not end one
    ("公开 134 条信息", 5, ["公开", "134 条信息"]),
    ("得到了 50 分", 5, ["得到了", "50 分"]),                            # a figure stays with its unit
    ("排到第 3 名了", 4, ["排到", "第 3 名", "了"]),
    ("一二三openness", 5, ["一二三", "openness"]),                       # a word stays whole
    ("一二\n\n三", 5, ["一二", "", "三"]),
    ("考核……政府", 3, ["考", "核……", "政府"]),
    ("https://a.gov.cn/bcdefg/hijk", 8, ["https://a.gov.cn/", "bcdefg/hijk"]),
    ("2024-01-28", 4, ["2024-01", "-28"]),                               # too long for any line: broken where it is full
])
def test_lines(text: str, characters: float, expected: list[str]) -> None:
    assert lines(text, characters) == expected


@given(TEXTS, st.integers(12, 40))
def test_nothing_is_lost_and_every_line_fits(text: str, characters: int) -> None:
    made = lines(text, characters)
    assert "".join(made).replace(" ", "") == text.replace(" ", "")
    assert all(width_of(line, STYLE) <= characters * 10 + 0.02 for line in made)


@given(st.text(alphabet="政务公开考核县乡镇，。、；", max_size=200).filter(lambda t: not any(
    a in CLOSING and b in CLOSING for a, b in zip(t, t[1:], strict=False)) and t[:1] not in CLOSING))
def test_no_line_begins_with_a_closing_mark(text: str) -> None:
    assert [line for line in lines(text, 12) if line[:1] in CLOSING] == []


@given(st.text(alphabet="政务公开考核县乡镇（《", max_size=200).filter(lambda t: not any(
    a in OPENING and b in OPENING for a, b in zip(t, t[1:], strict=False)) and t[-1:] not in OPENING))
def test_no_line_ends_with_an_opening_mark(text: str) -> None:
    assert [line for line in lines(text, 12) if line[-1:] in OPENING] == []


def test_balanced_lines_are_about_the_same() -> None:
    made = [line for line, _ in balanced("一二三四五六七八九十甲", STYLE, 100)]
    assert made == ["一二三四五六", "七八九十甲"]


def test_a_text_is_cut_without_losing_a_line() -> None:
    words = Words("政" * 95, STYLE)
    assert words.height(100) == 150
    above, below = words.cut(100, 50)
    assert above is not None and below is not None
    assert [line for part in (above, below) for line, _ in part.lines(100)] == lines("政" * 95, 10)
    assert (above.height(100), below.height(100)) == (45, 105)


def test_no_single_last_line_goes_overleaf() -> None:
    above, below = Words("政" * 50, STYLE).cut(100, 60)
    assert above is not None and below is not None
    assert (above.height(100), below.height(100)) == (45, 30)
