"""Tables of a terminal: a Chinese character is two columns wide."""
from __future__ import annotations

from scoring.cli._table import pad, table, width


def test_width() -> None:
    assert [width(text) for text in ("", "abc", "指标", "“a”", "Ａ", "e\u0301")] == [0, 3, 4, 3, 2, 1]


def test_pad() -> None:
    assert (pad("指标", 6), pad("9", 3, right=True), pad("太长了", 2)) == ("指标  ", "  9", "太长了")


def test_columns_are_aligned() -> None:
    assert table(("单位", "总分"), (("月山乡", "9.5"), ("a", "100")), right=(1,)) == (
        "单位    总分\n────────────\n月山乡   9.5\na        100")
