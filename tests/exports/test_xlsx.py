"""The workbook, read back with openpyxl: figures are figures, text is text, and nothing is a formula."""
from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from scoring.core.snapshot import Participant
from scoring.exports import _workbook, xlsx_ranking
from scoring.exports._text import CELL, CUT, like_formula
from scoring.exports._workbook import lines_of
from tests.exports import samples
from tests.exports.hostile import ABSENT, HOSTILE
from tests.exports.test_pdf import hostile_county


def book(text: str) -> Any:
    return openpyxl.load_workbook(io.BytesIO(xlsx_ranking.render(samples.opened(text), text)))


def rows(sheet: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]


def table(sheet: Any) -> list[dict[str, Any]]:
    """The rows under their heads, which differ."""
    head, *body = rows(sheet)
    assert len(set(head)) == len(head)
    return [dict(zip(head, row, strict=True)) for row in body]


def test_the_ranking() -> None:
    sheet = book(samples.county())["排名"]
    assert rows(sheet) == [
        ("组别", "名次", "单位", "总分", "满分", "得分率", "等次", "自评总分", "上次名次", "上次总分", "1 政府网站采用信息",
         "2 政府信息公开与行权平台应用", "3 电子公文签收", "4 表扬与信息采用（加分）", "5 通报问题（扣分）", "一票否决", "提交时间",
         "内容校验值"),
        ("乡镇", 1, "月山乡", 86.93, 100, 0.8693, "良好", 99.93, 3, 83.2, 40, 35, 9.9287, 2, 0, None,
         "2024 年 12 月 20 日 17:30", "b" * 64),
        ("乡镇", 2, "龙山镇", 62.44, 100, 0.6244, "合格", 62.44, None, None, 40, 18, None, 2, 4, None, None, None),
        ("乡镇", 3, "陵江镇（示例）", 99.93, 100, 0.9993, "不合格", 99.93, None, None, 40, 48, 9.9287, 2, 0, "发生泄密事件", None,
         None),
        ("县直部门", 1, "县档案馆", 98.43, 100, 0.9843, "优秀", 98.43, None, None, 40, 46.5, 9.9287, 2, 0, None, None, None),
    ]


def test_the_last_outcome_stands_beside_the_new_one() -> None:
    rules = samples.ruleset()
    before = {"title": "上一年", "digest": samples.SHA, "total": "81.5", "max": "100", "grade": "良好", "place": 4, "of": 9}
    part = Participant(samples.sheet(rules, "月山乡", "乡镇", samples.full()), before=before)
    one, = table(book(samples.snapshot((part,), rules))["排名"])
    assert (one["上次名次"], one["上次总分"]) == (4, 81.5)


def test_the_details_of_a_corrected_leaf() -> None:
    details = table(book(samples.county())["得分明细"])
    assert len(details) == 4 * 8
    assert next(r for r in details if r["单位"] == "月山乡" and r["序号"] == "2.1") == {
        "组别": "乡镇", "单位": "月山乡", "名次": 1, "一级指标": "政府信息公开与行权平台应用", "序号": "2.1", "指标编号": "disclosure",
        "指标": "政府信息公开与行权平台应用 › 公开政府信息", "计入": "基本分", "状态": "已填", "分值": 40, "自评数据": "94 条", "自评分": 40,
        "复核数据": "54 条", "复核分": 27, "失分": 13,
        "失分原因": samples.CORRECTED + "54 条 × 0.5 分 = 27 分", "计算步骤": "54 条 × 0.5 分 = 27 分",
        "复核意见": "复核更正", "复核理由": samples.CORRECTED, "不适用理由": None,
        "单位说明": f"含村务公开栏目，编辑{samples.RARE}。", "链接": 2, "文件": 1,
    }


def test_a_leaf_that_does_not_apply_and_a_veto_have_no_figures() -> None:
    told = [r for r in table(book(samples.county())["得分明细"]) if r["单位"] == "龙山镇"]
    away, veto = (next(r for r in told if r["指标"] == name) for name in ("电子公文签收", "发生泄密事件"))
    assert (away["状态"], away["不适用理由"], veto["状态"]) == ("不适用", "本镇未开通电子公文系统", "已填")
    assert [[r[k] for k in ("自评分", "复核分", "失分")] for r in (away, veto)] == [[None] * 3] * 2
    assert (away["分值"], veto["分值"]) == (10, None)


def test_every_loss_every_correction_and_every_veto_with_what_to_do() -> None:
    told = [(r["单位"], r["指标编号"], r["自评分"], r["复核分"], r["失分"], r["复核意见"], r["下一步"])
            for r in table(book(samples.county())["失分原因"])]
    things, done = "补上：经费、专干，可再得 2 分", "“已办”再增加 290 件可得满分"
    assert told == [
        ("月山乡", "disclosure", 40, 27, 13, "复核更正", "对照复核理由核对台账和佐证，按实有数填报；再增加 26 条可得满分"),
        ("月山乡", "things", 3, 3, 2, None, things), ("月山乡", "receipts", 9.9287, 9.9287, 0.0713, None, done),
        ("龙山镇", "disclosure", 15, 15, 25, None, "再增加 50 条可得满分"), ("龙山镇", "things", 3, 3, 2, None, things),
        ("龙山镇", "leader", 0, 0, 5, None, "做到后可得 5 分"),
        ("龙山镇", "faults", 4, 4, 4, None, "逐件整改被扣分的事项，防止再次发生"),
        ("陵江镇（示例）", "things", 3, 3, 2, None, things), ("陵江镇（示例）", "receipts", 9.9287, 9.9287, 0.0713, None, done),
        ("陵江镇（示例）", "leak", None, None, None, None, "查明经过和原因，整改到位，防止再次发生"),
        ("县档案馆", "disclosure", 38.5, 38.5, 1.5, None, "再增加 3 条可得满分"), ("县档案馆", "things", 3, 3, 2, None, things),
        ("县档案馆", "receipts", 9.9287, 9.9287, 0.0713, None, done),
    ]


def test_a_correction_that_costs_nothing_and_a_refused_claim_are_told_too() -> None:
    rules = samples.ruleset()
    part = Participant(samples.sheet(
        rules, "月山乡", "乡镇", {k: v for k, v in samples.full(200).items() if k != "receipts"},
        {"disclosure": ("corrected", "180", "重复二十条"), "receipts": ("applicable", None, "已开通")}, {"receipts": "没有开通"}))
    told = [(r["指标编号"], r["失分"], r["原因"], r["复核理由"], r["下一步"])
            for r in table(book(samples.snapshot((part,), rules))["失分原因"])]
    assert told == [
        ("disclosure", 0, "180 条 × 0.5 分 = 90 分；封顶 40 分", "重复二十条", "对照复核理由核对台账和佐证，按实有数填报"),
        ("things", 2, "已具备 3 项：机构、牌子、场所；缺 2 项：经费、专干；3 项 × 1 分 = 3 分", None, "补上：经费、专干，可再得 2 分"),
        ("receipts", 10, "未填报，计 0 分", "已开通",
         "在截止日期以前填报，附上佐证；不适用申请没有采纳，按本项要求办理；“已办”达到“应办”可得满分 10 分"),
    ]


def test_the_first_level_indicators_one_a_row() -> None:
    told = [tuple(r.values())[1:] for r in table(book(samples.county())["一级指标"]) if r["单位"] == "龙山镇"]
    assert told == [
        ("龙山镇", 2, "1", "website", "政府网站采用信息", "基本分", "计分", 40, 40, 40, 0, 1),
        ("龙山镇", 2, "2", "openness", "政府信息公开与行权平台应用", "基本分", "计分", 50, 18, 18, 32, 0.36),
        ("龙山镇", 2, "3", "receipts", "电子公文签收", "基本分", "不适用", None, None, None, None, None),
        ("龙山镇", 2, "4", "praise", "表扬与信息采用", "加分", "计分", 5, 2, 2, None, None),
        ("龙山镇", 2, "5", "faults", "通报问题", "扣分", "计分", 10, 4, 4, 4, None),
    ]


def test_the_indicators_over_a_group() -> None:
    told = [tuple(r.values())[3:] for r in table(book(samples.county())["指标汇总"]) if r["组别"] == "乡镇"]
    assert told == [
        ("website", "政府网站采用信息", "基本分", 40, 3, 3, 40, 1, 0, 0, 0, 40, 40, 0),
        ("disclosure", "公开政府信息", "基本分", 40, 3, 3, 27.3333, 0.6833, 2, 38, 12.6667, 40, 15, 10.2089),
        ("things", "机构、牌子、场所、经费、专干", "基本分", 5, 3, 3, 3, 0.6, 3, 6, 2, 3, 3, 0),
        ("leader", "明确分管领导", "基本分", 5, 3, 3, 3.3333, 0.6667, 1, 5, 1.6667, 5, 0, 2.357),
        ("receipts", "电子公文签收", "基本分", 10, 3, 2, 9.9287, 0.9929, 2, 0.1426, 0.0713, 9.9287, 9.9287, 0),
        ("praise", "表扬与信息采用", "加分", 5, 3, 3, 2, None, None, None, None, 2, 2, 0),
        ("faults", "通报问题", "扣分", 10, 3, 3, 1.3333, None, 1, 4, 1.3333, 4, 0, 1.8856),
    ]


def test_what_the_workbook_says_of_itself() -> None:
    made = book(samples.county())
    published = samples.opened(samples.county())
    assert made.sheetnames == ["排名", "得分明细", "失分原因", "一级指标", "指标汇总", "说明"]
    told = rows(made["说明"])
    assert told[1:8] == [
        ("考核", "苍溪县 2024 年度政务公开工作考核"), ("依据", "苍府办〔2024〕45号"), ("依据", "国办发〔2019〕54号"),
        ("考核期间", "2024 年 1 月 1 日至 2024 年 12 月 31 日"), ("数据截至", "2024 年 12 月 31 日"),
        ("考核机关", "苍溪县人民政府办公室"), ("公布范围", "向社会公开")]
    assert [name for name, _ in told if name in made.sheetnames] == made.sheetnames[:-1]
    assert ("快照 SHA-256", published.digest) in told
    assert (made.properties.creator, made.properties.title) == ("苍溪县人民政府办公室", "苍溪县 2024 年度政务公开工作考核")
    assert made.properties.created.isoformat() == "2024-12-31T00:00:00"


def test_a_sheet_is_ready_to_be_read_filtered_and_printed() -> None:
    made = book(samples.county())
    told = [(s.freeze_panes, s.auto_filter.ref, s.print_title_rows, s.print_title_cols, s.page_setup.orientation,
             s.page_setup.paperSize, s.page_setup.fitToWidth, s.page_setup.fitToHeight) for s in made]
    assert told == [(pane, area, "$1:$1", again, "landscape", 9, across, 0) for pane, area, again, across in (
        ("D2", "A1:R5", "$A:$C", 2), ("C2", "A1:W33", "$A:$B", 3), ("C2", "A1:P14", "$A:$B", 2), ("C2", "A1:M21", None, None),
        ("F2", "A1:Q15", None, None), ("A2", "A1:B23", None, None))]
    assert {s.sheet_properties.pageSetUpPr.fitToPage for s in made} == {True}
    assert made["排名"].oddHeader.left.text == "苍溪县 2024 年度政务公开工作考核"
    details = made["得分明细"]
    widths = {c.value: (details.column_dimensions[c.column_letter].width, d.alignment.wrap_text, d.number_format)
              for c, d in zip(details[1], details[3], strict=True)}
    assert [widths[k][1:] for k in ("复核理由", "复核分", "名次")] == [(True, "General"), (None, "0.00##"), (None, "0")]
    assert widths["复核理由"][0] > 4 * widths["复核分"][0]


@pytest.mark.parametrize(("title", "printed"), [("A&B &D &[Date]&G", "A＆B ＆D ＆[Date]＆G"), ("长" * 200, "长" * 80)])
def test_a_title_is_no_code_of_a_header_and_no_longer_than_one(title: str, printed: str) -> None:
    made = book(samples.snapshot((), about=replace(samples.ABOUT, title=title)))
    assert {(s.oddHeader.left.text, s.oddHeader.right.text) for s in made} == {(printed, "&A")}


@pytest.mark.parametrize(("text", "expected"), HOSTILE + tuple((x, x) for x, _ in ABSENT))
def test_foreign_text_stays_text(text: str, expected: str) -> None:
    content = xlsx_ranking.render(hostile_county(text), "")
    made = openpyxl.load_workbook(io.BytesIO(content))
    cells = [c for sheet in made for row in sheet.iter_rows() for c in row]
    assert {c.data_type for c in cells} == {"s", "n"}
    details, = table(made["得分明细"])
    # A text that looks like an escape (_x0041_) is escaped once more; Excel resolves that, openpyxl does not.
    assert [str(details[k]).replace("_x005F_", "_") for k in ("单位", "一级指标", "复核理由", "单位说明")] == [expected] * 4
    assert [c.quotePrefix for c in made["得分明细"][2][1:2]] == [like_formula(expected)]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert [n for n in parts.namelist() if b"<f>" in parts.read(n) or "hyperlink" in n or "external" in n] == []


def test_half_a_character_does_no_harm() -> None:
    published = replace(samples.opened(samples.county()), title="半\ud800个")
    made = openpyxl.load_workbook(io.BytesIO(xlsx_ranking.render(published, "")))
    assert made["说明"]["B2"].value == "半\ufffd个"


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    rules = samples.ruleset()
    part = Participant(samples.sheet(rules, "月山乡", "乡镇", samples.full()), {"website": "长" * 40_000})
    details = book(samples.snapshot((part,)))["得分明细"]
    note = details.cell(2, 21).value
    assert note == "长" * (CELL - len(CUT)) + CUT


def test_a_full_sheet_goes_on_in_a_second_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_workbook, "MOST_ROWS", 20)
    made = book(samples.county())
    assert made.sheetnames == ["排名", "得分明细", "得分明细 2", "失分原因", "一级指标", "指标汇总", "说明", "说明 2"]
    assert (made["得分明细"].max_row, made["得分明细 2"].max_row) == (21, 13)


def test_a_publication_without_units_is_a_workbook_with_heads() -> None:
    made = book(samples.snapshot(()))
    assert [(s.title, s.max_row) for s in made] == [
        ("排名", 1), ("得分明细", 1), ("失分原因", 1), ("一级指标", 1), ("指标汇总", 1), ("说明", 23)]


def test_a_row_is_as_tall_as_its_wrapped_text() -> None:
    sheet = book(samples.county())["失分原因"]
    heights = {row[0].row: sheet.row_dimensions[row[0].row].height for row in sheet.iter_rows(max_row=8)}
    assert heights == {1: 21, **dict.fromkeys(range(2, 8), 30), 8: None}
    assert [lines_of(text, 12) for text in ("", "一二三四五", "一二三四五六", "a" * 10, "a" * 11, "一\n\n二", "长" * 500)] == [
        1, 1, 2, 1, 2, 3, 100]
