"""The booklet's figures of a group, and what it holds when not everybody may see every unit."""
from __future__ import annotations

import functools
import io
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pypdf
import pytest

from scoring.core.published import Published
from scoring.core.release import Release
from scoring.errors import NotFound
from scoring.exports import pdf_booklet
from scoring.exports._spread import losses, reasons, spread
from tests.exports import samples

Poppler = Callable[..., str]


def plain(text: str) -> str:
    return re.sub(r"\s", "", text)


@functools.cache
def opened(release: Release = samples.WHOLE) -> Published:
    return samples.opened(samples.county(release))


def read(poppler: Poppler, release: Release) -> str:
    return plain(poppler("pdftotext", pdf_booklet.render(opened(release), "乡镇"), "-raw"))


def test_how_the_totals_are_spread() -> None:
    told, *bands = spread(opened(), opened().groups[0])
    some: list[Any] = [told, *bands]
    assert some[0].text == "3 个单位有总分：平均 83.1 分，中位数 86.93 分，标准差 15.54 分，最低 62.44 分，最高 99.93 分。"
    assert [(band.bar.low, band.bar.high, band.bar.count, band.bar.mark) for band in some[1:]] == [
        ("95", "100", 1, ""), ("90", "95", 0, "“优秀”90 分"), ("85", "90", 1, ""), ("80", "85", 0, "“良好”80 分"),
        ("75", "80", 0, ""), ("70", "75", 0, ""), ("65", "70", 0, ""), ("60", "65", 1, "“合格”60 分")]


def test_where_points_were_lost_and_why() -> None:
    table: Any = losses(opened(), opened().groups[0])[0]
    assert [["|".join(block.text for block in cell.blocks) for cell in row.cells] for row in table.rows] == [
        ["2.1", "公开政府信息", "2 / 3", "38", "71.5 %", "复核更正后减分 1 个，填报本身未得满分 1 个"],
        ["2.2.1", "机构、牌子、场所、经费、专干", "3 / 3", "6", "11.3 %", "填报本身未得满分 3 个"],
        ["2.2.2", "明确分管领导", "1 / 3", "5", "9.4 %", "填报本身未得满分 1 个"],
        ["5", "通报问题", "1 / 3", "4", "7.5 %", "被扣分 1 个"],
        ["3", "电子公文签收", "2 / 3", "0.1426", "0.3 %", "填报本身未得满分 2 个"]]


def test_what_reviewers_said_most_often_is_quoted() -> None:
    row = next(row for row in opened().groups[0].results[0].rows if row.leaf.id == "disclosure")
    other, silent = replace(row, reason="缺页"), replace(row, verified=replace(row.verified, state="unanswered"), reason="")
    assert reasons([row, row, other, silent]) == (
        "复核更正后减分 3 个，没有填报 1 个", f"复核意见写得最多的（2 个）：{samples.CORRECTED}")
    assert reasons([row, other]) == ("复核更正后减分 2 个",)


def test_all_units_are_in_a_booklet_for_everybody(poppler: Poppler) -> None:
    said = read(poppler, samples.WHOLE)
    assert [said.count(f"单位评分卡{unit}") for unit in ("月山乡", "龙山镇", "陵江镇（示例）")] == [1, 1, 1]
    assert said.count("总分分布和失分") == 2


def test_a_publication_of_the_first_lists_no_other(poppler: Poppler) -> None:
    said = read(poppler, Release(top=1))
    assert ("月山乡" in said, "龙山镇" in said, "陵江镇" in said) == (True, False, False)
    assert ("总分分布" in said, "平均83.1" in said) == (False, False)
    assert said.count("3个单位，按公布范围列前1个") == 2
    outline = pypdf.PdfReader(io.BytesIO(pdf_booklet.render(opened(Release(top=1)), "乡镇"))).outline
    assert [x.title for x in (*outline[:4], *outline[4], outline[5])] == [
        "封面", "目录", "排名", "评分卡", "第 1 名 月山乡", "附：说明"]


def test_what_only_the_units_are_told_has_no_booklet() -> None:
    with pytest.raises(NotFound):
        pdf_booklet.render(opened(Release(audience="unit")), "乡镇")
