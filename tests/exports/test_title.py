"""Titles are broken where the sense pauses, never inside a figure or a mark, and never too wide."""
from __future__ import annotations

import pytest

from scoring.exports._title import em, title_lines


@pytest.mark.parametrize(("title", "lines"), [
    ("关于《考核》结果的通报", ("关于《考核》结果的通报",)),
    ("关于《苍溪县2024年度政务公开工作考核》结果的通报", ("关于《苍溪县2024年度", "政务公开工作考核》结果的通报")),
    ("关于《四川省广元市苍溪县电子政务建设目标任务完成情况专项检查》结果的通报",
     ("关于《四川省广元市苍溪县电子政务建设", "目标任务完成情况专项检查》结果的通报")),
    ("关于《关于开展苍溪县2024年度乡镇和县级部门政务公开（政府信息公开、政务服务）工作年度考核评估的通知》结果的通报",
     ("关于《关于开展苍溪县2024年度乡镇和县级", "部门政务公开（政府信息公开、政务服务）", "工作年度考核评估的通知》结果的通报")),
    ("", ()), (" \n ", ()),
])
def test_lines(title: str, lines: tuple[str, ...]) -> None:
    assert title_lines(title, 19) == lines


@pytest.mark.parametrize("title", ["政" * 300, "a" * 300, "关于" * 100, "（" * 50, "，" * 50, "<b>x</b>" * 20, "2024 年 " * 30])
def test_nothing_is_lost_and_no_line_is_too_wide(title: str) -> None:
    lines = title_lines(title, 19)
    assert "".join(lines).replace(" ", "") == title.replace(" ", "")
    assert [line for line in lines if em(line) > 19] == []


def test_em() -> None:
    assert [em(text) for text in ("政务", "2024", "〔　〕年", "—")] == [2, 2, 4, 1]
