"""The workbook, read back with openpyxl: figures are figures, text is text, and nothing is a formula."""
from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from scoring.core.snapshot import Participant
from scoring.exports import xlsx_ranking
from scoring.exports._text import CELL, CUT
from tests.exports import samples
from tests.exports.hostile import ABSENT, HOSTILE
from tests.exports.test_pdf import hostile_county


def book(text: str) -> Any:
    return openpyxl.load_workbook(io.BytesIO(xlsx_ranking.render(samples.opened(text), text)))


def rows(sheet: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]


def test_the_ranking() -> None:
    sheet = book(samples.county())["排名"]
    assert rows(sheet) == [
        ("组别", "名次", "单位", "总分", "自评总分", "满分", "等次", "政府网站采用信息", "政府信息公开与行权平台应用", "电子公文签收",
         "表扬与信息采用（加分）", "通报问题（扣分）", "一票否决", "提交时间", "内容校验值"),
        ("乡镇", 1, "月山乡", 86.93, 99.93, 100, "良好", 40, 35, 9.9287, 2, 0, None, "2024 年 12 月 20 日 17:30", "b" * 64),
        ("乡镇", 2, "龙山镇", 62.44, 62.44, 100, "合格", 40, 18, 0, 2, 4, None, None, None),
        ("乡镇", 3, "陵江镇（示例）", 99.93, 99.93, 100, "不合格", 40, 48, 9.9287, 2, 0, "发生泄密事件", None, None),
        ("县直部门", 1, "县档案馆", 98.43, 98.43, 100, "优秀", 40, 46.5, 9.9287, 2, 0, None, None, None),
    ]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:O5")


def test_the_details_of_a_corrected_leaf() -> None:
    sheet = book(samples.county())["得分明细"]
    head, *body = rows(sheet)
    assert len(body) == 4 * 8
    told = dict(zip(head, next(r for r in body if r[1] == "月山乡" and r[3] == "2.1"), strict=True))
    assert told == {
        "组别": "乡镇", "单位": "月山乡", "名次": 1, "序号": "2.1", "一级指标": "政府信息公开与行权平台应用",
        "指标": "政府信息公开与行权平台应用 › 公开政府信息", "计入": "基本分", "分值": 40, "自评数据": "94 条", "自评分": 40,
        "复核数据": "54 条", "复核分": 27, "失分": 13,
        "失分原因": samples.CORRECTED + "54 条 × 0.5 分 = 27 分", "计算步骤": "54 条 × 0.5 分 = 27 分",
        "复核意见": "复核更正", "复核理由": samples.CORRECTED, "不适用理由": None,
        "单位说明": f"含村务公开栏目，编辑{samples.RARE}。", "链接": 2, "文件": 1,
    }


def test_a_leaf_that_does_not_apply_and_a_veto_have_no_figures() -> None:
    head, *body = rows(book(samples.county())["得分明细"])
    told = [dict(zip(head, r, strict=True)) for r in body]
    away = next(r for r in told if r["单位"] == "龙山镇" and r["指标"] == "电子公文签收")
    veto = next(r for r in told if r["单位"] == "龙山镇" and r["指标"] == "发生泄密事件")
    assert (away["自评分"], away["复核分"], away["不适用理由"]) == ("不适用", "不适用", "本镇未开通电子公文系统")
    assert (veto["分值"], veto["自评分"], veto["复核分"], veto["失分"]) == (None, None, None, None)


def test_what_the_workbook_says_of_itself() -> None:
    made = book(samples.county())
    published = samples.opened(samples.county())
    assert made.sheetnames == ["排名", "得分明细", "说明"]
    told = rows(made["说明"])
    assert told[1:7] == [
        ("考核", "苍溪县 2024 年度政务公开工作考核"), ("依据", "苍府办〔2024〕45号"), ("依据", "国办发〔2019〕54号"),
        ("考核期间", "2024 年 1 月 1 日至 2024 年 12 月 31 日"), ("数据截至", "2024 年 12 月 31 日"),
        ("考核机关", "苍溪县人民政府办公室")]
    assert ("快照 SHA-256", published.digest) in told
    assert (made.properties.creator, made.properties.title) == ("苍溪县人民政府办公室", "苍溪县 2024 年度政务公开工作考核")
    assert made.properties.created.isoformat() == "2024-12-31T00:00:00"


@pytest.mark.parametrize(("text", "expected"), HOSTILE + tuple((x, x) for x, _ in ABSENT))
def test_foreign_text_stays_text(text: str, expected: str) -> None:
    content = xlsx_ranking.render(hostile_county(text), "")
    made = openpyxl.load_workbook(io.BytesIO(content))
    cells = [c for sheet in made for row in sheet.iter_rows() for c in row]
    assert {c.data_type for c in cells} == {"s", "n"}
    head, row = rows(made["得分明细"])
    details = dict(zip(head, row, strict=True))
    # A text that looks like an escape (_x0041_) is escaped once more; Excel resolves that, openpyxl does not.
    assert [str(details[k]).replace("_x005F_", "_") for k in ("单位", "一级指标", "复核理由", "单位说明")] == [expected] * 4
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
    note = details.cell(2, 19).value
    assert note == "长" * (CELL - len(CUT)) + CUT


def test_a_full_sheet_goes_on_in_a_second_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_ranking, "MOST_ROWS", 20)
    made = book(samples.county())
    assert made.sheetnames == ["排名", "得分明细", "得分明细 2", "说明"]
    assert (made["得分明细"].max_row, made["得分明细 2"].max_row) == (21, 13)


def test_a_publication_without_units_is_a_workbook_with_heads() -> None:
    made = book(samples.snapshot(()))
    assert [(s.title, s.max_row) for s in made] == [("排名", 1), ("得分明细", 1), ("说明", 12)]
