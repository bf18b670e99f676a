"""What a scorecard says of each indicator: standard, change, reason, what to do next, the last outcome, the QR code."""
from __future__ import annotations

import functools
import io
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pypdf
import pytest
from pypdf.generic import ContentStream

from scoring.core.published import Published, Result, Row
from scoring.core.snapshot import Participant
from scoring.exports import _wording as say
from scoring.exports import pdf_scorecard
from scoring.exports._chart import chart
from scoring.exports._details import details
from scoring.exports._earlier import earlier
from scoring.exports._mending import next_step
from scoring.exports._merged import Inner, Merged
from scoring.exports._qr import QUIET_ZONE, SIDE, Square, runs
from scoring.exports._table import Row as TableRow
from scoring.exports._type import Words
from tests.exports import samples

Poppler = Callable[..., str]
HEAD = "序号一级指标二级指标分值评分标准自评分复核分增减原因佐证"


def plain(text: str) -> str:
    return re.sub(r"\s", "", text)


@functools.cache
def opened() -> Published:
    return samples.opened(samples.county())


def county(unit: str = "月山乡") -> tuple[Published, Result]:
    result = opened().result(unit)
    assert result is not None
    return opened(), result


def cells(row: TableRow) -> list[str]:
    """The texts of a row's cells, lines joined by |."""
    return ["|".join(block.text for block in cell.blocks if isinstance(block, Words)) for cell in row.cells]


# ── the nine columns ─────────────────────────────────────────────────────────

def test_the_table_of_a_card() -> None:
    published, result = county()
    table = details(published, result)
    assert plain("".join(cells(table.head[0]))) == HEAD
    assert [cells(row) for row in table.rows] == [
        ["1", "政府网站采用信息|填报：80 条", "40", "每条 0.5 分", "40", "40", "80 条 × 0.5 分 = 40 分", ""],
        ["2.1", "政府信息公开与行权平台应用|50 分", "公开政府信息|自评：94 条|复核：54 条", "40", "每条 0.5 分", "40", "27",
         f"复核减 13 分|复核更正：{samples.CORRECTED}|54 条 × 0.5 分 = 27 分|单位说明：含村务公开栏目，编辑张𬱖、䶮㛃堃。",
         "链接 2|文件 1"],
        ["2.2.1", "", "六有 ›|机构、牌子、场所、经费、专干|填报：机构、牌子、场所", "5", "机构、牌子、场所、经费、专干，每具备一项得 1 分",
         "3", "3", "失 2 分|已具备 3 项：机构、牌子、场所|缺 2 项：经费、专干|3 项 × 1 分 = 3 分", ""],
        ["2.2.2", "", "六有 ›|明确分管领导|填报：是", "5", "“是”得 5 分，“否”得 0 分", "5", "5",
         "复核认可：已核对文件|是，得 5 分", ""],
        ["", "", "小计", "50", "", "48", "35", "", ""],
        ["3", "电子公文签收|填报：已办 40386 件，应办 40676 件", "10", "10 分 × 已办 ÷ 应办，最多 10 分", "9.9287", "9.9287",
         "失 0.0713 分|40386 ÷ 40676 = 99.29 %|10 分 × 40386 ÷ 40676 = 9.9287 分", ""],
        ["", "合计", "100", "", "97.9287", "84.9287", ""],
    ]


def test_a_branch_that_is_more_than_a_sum_says_how() -> None:
    tree = {**samples.TARGETS, "grades": [], "indicators": [
        {"id": "all", "title": "总的", "points": "100", "indicators": [
            {"id": "best", "title": "取最好的", "points": "100", "combine": "max", "indicators": [
                {"id": f"s{n}", "title": f"第{n}处", "points": "100", "score": {"rule": "per_entry", "each": "1"}}
                for n in (1, 2)]}]}]}
    rules = samples.ruleset(tree)
    part = Participant(samples.sheet(rules, "月山乡", "乡镇", {"s1": "30", "s2": "70"}))
    published = samples.opened(samples.snapshot((part,), rules))
    result = published.groups[0].results[0]
    rows = [cells(row) for row in details(published, result).rows]
    assert [row[:3] for row in rows] == [
        ["1.1", "总的|100 分", "取最好的"], ["1.1.1", "", "取最好的 ›|第1处|填报：30 条"],
        ["1.1.2", "", "取最好的 ›|第2处|填报：70 条"], ["", "", "小计"], ["", "合计", "100"]]
    assert rows[0][6:8] == ["70", "30、70 中取最高的“第2处”，得 70 分"]


@pytest.mark.parametrize(("pool", "claimed", "verified", "lost", "expected"), [
    ("base", "40", "40", "0", ""),
    ("base", "38", "38", "2", "失 2 分"),
    ("base", "40", "27", "13", "复核减 13 分"),
    ("base", "38", "27", "13", "失 13 分，其中复核减 11 分"),
    ("base", "27", "40", "0", "复核增 13 分"),
    ("base", "27", "38", "2", "复核增 11 分，失 2 分"),
    ("bonus", "5", "3", "0", "复核减 2 分"),
    ("deduction", "0", "0", "0", ""),
    ("deduction", "0", "4", "4", "复核多扣 4 分"),
    ("deduction", "2", "4", "4", "扣 4 分，其中复核多扣 2 分"),
    ("deduction", "4", "2", "2", "复核少扣 2 分，扣 2 分"),
])
def test_how_the_points_changed(pool: str, claimed: str, verified: str, lost: str, expected: str) -> None:
    row = row_of("disclosure")
    made = replace(row, leaf=replace(row.leaf, pool=pool), claimed=replace(row.claimed, points=Decimal(claimed)),
                   verified=replace(row.verified, points=Decimal(verified), lost=Decimal(lost)))
    assert say.change(made) == expected


def row_of(leaf: str) -> Row:
    _, result = county()
    return next(row for row in result.rows if row.leaf.id == leaf)


def test_a_rule_without_words_is_told_by_the_guide() -> None:
    published, _ = county()
    row = row_of("disclosure")
    told = replace(row, leaf=replace(row.leaf, rule=None, guide="填公开的条数。"))
    assert (say.standard(published, row), say.standard(published, told)) == ("每条 0.5 分", "填公开的条数。")


# ── what to do next ──────────────────────────────────────────────────────────

@pytest.mark.parametrize(("unit", "leaf", "expected"), [
    ("月山乡", "disclosure", "按复核意见改正；再增加 26 条可得满分。"),
    ("月山乡", "things", "补上：经费、专干，可再得 2 分。"),
    ("月山乡", "receipts", "“已办”再增加 290 件可得满分。"),
    ("龙山镇", "leader", "做到后可得 5 分。"),
    ("龙山镇", "faults", "查明被扣的原因并改正，避免再扣。"),
    ("县档案馆", "website", "对照评分标准改进（每条 0.5 分）。"),      # nothing left to advise: all points are there
])
def test_what_to_do_about_a_loss(unit: str, leaf: str, expected: str) -> None:
    published, result = county(unit)
    assert next_step(published, next(row for row in result.rows if row.leaf.id == leaf)) == expected


def test_losses_are_listed_the_dearest_first(poppler: Poppler) -> None:
    content = plain(poppler("pdftotext", pdf_scorecard.render(opened(), "龙山镇"), "-raw"))
    section = content[content.index("四、失分与整改"):content.index("五、计分顺序")]
    assert section == plain(
        "四、失分与整改 共 4 项失分，合计 36 分，失分多的在前；原因和算式见得分明细。本期结果已定的，用于整改和下一期考核。"
        "序号 指标 失分 下一步怎么做 2.1 公开政府信息 25 再增加 50 条可得满分。 2.2.2 六有 › 明确分管领导 5 做到后可得 5 分。"
        "5 通报问题 扣 4 查明被扣的原因并改正，避免再扣。 2.2.1 六有 › 机构、牌子、场所、经费、专干 2 补上：经费、专干，可再得 2 分。")


# ── beside others, and beside the last time ──────────────────────────────────

def test_the_chart_has_the_mean_and_the_best_of_the_group() -> None:
    published, result = county()
    bars: list[Any] = chart(published, published.groups[0], result)[1:]
    assert [(str(bar.own), str(bar.average), str(bar.best)) for bar in bars] == [
        ("40", "40", "40"), ("35", "33.6667", "48"), ("9.9287", "9.9287", "9.9287")]


@pytest.mark.parametrize(("before", "expected"), [
    ({}, [["总分", "83.2（满分 100）", "86.93（满分 100）", "增加 3.73 分"], ["名次", "第 3 名（共 3 个）", "第 1 名（共 3 个）", "前进 2 位"],
          ["等次", "良好", "良好", ""]]),
    ({"total": "90", "max": "120", "place": 1},
     [["总分", "90（满分 120）", "86.93（满分 100）", "满分不同"], ["得分率", "75 %", "86.93 %", "增加 11.93 个百分点"],
      ["名次", "第 1 名（共 3 个）", "第 1 名（共 3 个）", "持平"], ["等次", "良好", "良好", ""]]),
    ({"total": None, "place": None, "grade": None},
     [["总分", "没有总分", "86.93（满分 100）", "—"], ["名次", "不参加排名", "第 1 名（共 3 个）", "—"], ["等次", "—", "良好", ""]]),
])
def test_beside_the_last_time(before: dict[str, Any], expected: list[list[str]]) -> None:
    _, result = county()
    told, table = earlier(replace(result, before={**samples.BEFORE, **before}))
    assert isinstance(told, Words) and told.text == "上一次：苍溪县 2023 年度政务公开工作考核"
    *rows, proof = (cells(row) for row in table.rows)       # type: ignore[attr-defined]
    assert (rows, proof) == (expected, ["上一次的快照摘要", "c" * 64])


def test_a_unit_without_a_last_time_has_no_such_section() -> None:
    _, result = county()
    assert earlier(replace(result, before=None)) == []


# ── the QR code ──────────────────────────────────────────────────────────────

def test_runs_of_dark_modules() -> None:
    assert list(runs([True, True, False, True, False])) == [(0, 2), (3, 1)]


def test_the_qr_code_on_the_card_is_the_digest() -> None:
    """The rectangles drawn on the last page, read back as modules, are those of the digest's code."""
    published, _ = county()
    page = pypdf.PdfReader(io.BytesIO(pdf_scorecard.render(published, "月山乡"))).pages[-1]
    wanted = Square(f"sha256:{published.digest}").modules
    size = SIDE / (len(wanted) + 2 * QUIET_ZONE)
    drawn = [[float(x) for x in operands] for operands, operator in ContentStream(page.get_contents(), None).operations
             if operator == b"re" and abs(float(operands[3]) - size) < 0.001]
    left, top = min(x for x, *_ in drawn), max(y for _, y, *_ in drawn)
    modules = [[False] * len(wanted) for _ in wanted]
    for x, y, wide, _ in drawn:
        for n in range(round(wide / size)):
            modules[round((top - y) / size)][round((x - left) / size) + n] = True
    assert modules == wanted


# ── long tables ──────────────────────────────────────────────────────────────

def test_a_part_that_goes_on_overleaf_says_its_name_again() -> None:
    published = samples.opened(samples.forty())
    whole = details(published, published.groups[0].results[-1])
    first, rest = whole.cut(482, 300)
    assert isinstance(first, Merged) and isinstance(rest, Merged)
    after = cells(rest.rows[0])
    assert isinstance(rest.rows[0], Inner)
    assert (after[0][:2], after[1]) == ("1.", "规范化建设（续）")
    assert len(first.rows) + len(rest.rows) == len(whole.rows)


def test_three_hundred_indicators(poppler: Poppler) -> None:
    published = samples.opened(samples.many())
    pages = [plain(page) for page in poppler(
        "pdftotext", pdf_scorecard.render(published, samples.LONG_UNIT), "-raw").split("\f")[:-1]]
    whole = "".join(pages)
    titles = [plain(f"第{b}大类第{n}项{samples.RARE}") for b in range(1, 31) for n in range(1, 11)]
    lost = {plain(row.leaf.title) for row in published.groups[0].results[0].rows if row.verified.lost > 0}
    assert [whole.count(title) for title in titles] == [2 if title in lost else 1 for title in titles]
    assert [HEAD in page for page in pages] == ["每条0.1分" in page for page in pages]
    assert whole.count("小计") == 30
    body = re.sub(r"第\d+大类工作（续）", "", re.sub(rf"快照SHA-256\w{{64}}第\d+页，共\d+页.*?{HEAD}", "", whole))
    assert [n for n in range(9, 300, 10) if plain(samples.LONG_REASON[:20 * n]) not in body] == []
