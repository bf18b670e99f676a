"""The self-inspection report as Word file, read back: as it was looked at, the paper, the gaps, and nothing but text."""
from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from scoring.core.published import Published
from scoring.exports import docx_report
from scoring.exports._report import report
from scoring.exports._report_parts import Part
from scoring.exports._word import FIELD
from tests.exports import reports, samples
from tests.exports.hostile import HOSTILE
from tests.exports.test_circular_docx import TAGS, in_order
from tests.exports.test_pdf import plain
from tests.exports.test_report import text_of

MORE = {"highlight"}     # what a gap has and a circular has not


def drafted(published: Published, unit: str = "月山乡") -> Any:
    return Document(io.BytesIO(docx_report.draft(published, unit)))


def rendered(published: Published, unit: str = "月山乡") -> Any:
    return Document(io.BytesIO(docx_report.render(published, unit)))


def marked(doc: Any) -> list[str]:
    """The texts of the runs that are marked in colour."""
    return [run.text for x in doc.paragraphs for run in x.runs if run._r.rPr.find(qn("w:highlight")) is not None]


def test_the_draft_of_a_unit_of_the_demonstration(golden: Callable[[str, str], None]) -> None:
    golden("report-docx", "\n".join(in_order(drafted(reports.demonstration_claimed()))))


def test_the_report_on_what_the_demonstration_published(golden: Callable[[str, str], None]) -> None:
    golden("report-docx-published", "\n".join(in_order(rendered(reports.demonstration_published()))))


@pytest.mark.parametrize("name", ["demonstration-town", "disclosure-annual"])
def test_word_leaves_nothing_out(name: str) -> None:
    published = reports.worked(name)
    told, doc = report(published, published.groups[0].results[0], "claimed"), drafted(published)
    said = [x.text for x in doc.paragraphs if x.text]
    assert said == ["\n".join(told.title), *(text_of(x) for x in told.pieces if isinstance(x, Part)), "附件", told.annex,
                    docx_report.HANDS, *told.stages]
    tables = [x for x in told.pieces if not isinstance(x, Part)] + [told.table]
    assert [[[c.text for c in row.cells] for row in t.rows] for t in doc.tables] == [
        [list(t.heads), *map(list, t.rows)] for t in tables]


def test_every_gap_is_marked_and_nothing_else() -> None:
    published = reports.worked("self-check", notes={"empty-columns": "【请填写】是单位自己写的。"})
    found = marked(drafted(published))
    assert found[0].startswith("【评分规则没有列入这方面的指标，请填写因政府信息公开被申请行政复议")
    assert found[1:] == [
        "【请逐条填写上年度检查、考核反馈的问题和整改结果；没有完成整改的，写明原因和完成时限】",
        "【评分表以外还有问题的，请补充；没有的，删去这一句】", "【请填写改进措施】", "【请填写责任单位、责任人】",
        "【请填写完成时限】", "【请填写下一步工作计划】", "〔　〕年〔　〕月〔　〕日"]


def test_the_paper_is_that_of_official_documents() -> None:
    doc = drafted(reports.worked("self-check"))
    section, = doc.sections
    assert [round(x.mm) for x in (section.page_width, section.page_height, section.top_margin, section.left_margin,
                                  section.right_margin, section.bottom_margin)] == [210, 297, 37, 28, 26, 35]
    fonts = {style.name: style.element.rPr.rFonts.get(qn("w:eastAsia")) for style in doc.styles if style.name in (
        "公文标题", "公文正文", "一级标题", "二级标题", "小表表头", "小表文字")}
    assert fonts == {"公文标题": "方正小标宋简体", "公文正文": "仿宋_GB2312", "一级标题": "黑体", "二级标题": "楷体_GB2312",
                     "小表表头": "黑体", "小表文字": "仿宋_GB2312"}
    assert [x._p.findall(qn("w:fldSimple"))[0].get(qn("w:instr")) for x in section.footer.paragraphs] == [" PAGE "]


def test_the_annex_is_as_wide_as_the_text_and_its_sections_stand_out() -> None:
    table = drafted(reports.worked("self-check")).tables[-1]
    assert sum(int(x.get(qn("w:w"))) for x in table._tbl.tblGrid) in range(FIELD - 4, FIELD + 5)
    black = [row.cells[1].text for row in table.rows[1:]
             if row.cells[1].paragraphs[0].runs[0]._r.rPr.rFonts.get(qn("w:eastAsia")) == "黑体"]
    assert black == ["全面性", "及时性", "准确性", "透明性", "公开目录", "发布频率", "信息质量", "公众参与", "法规遵从", "加分项",
                     "扣分项", "一票否决", "总分"]


def test_a_long_reason_is_told_in_the_text_alone() -> None:
    doc = rendered(samples.opened(samples.extreme()), samples.LONG_UNIT)
    reasons = [row.cells[-1].text for row in doc.tables[-1].rows if "复核意见见正文" in row.cells[-1].text]
    assert reasons == ["复核意见见正文。13条 × 0.3333分 = 4.3329分", "复核意见见正文。1条 × 0.3333分 = 0.3333分"]
    assert plain(samples.LONG_REASON).rstrip("；")[:900] in plain("".join(x.text for x in doc.paragraphs))


@pytest.mark.parametrize(("text", "expected"), HOSTILE)
def test_foreign_text_stays_text(text: str, expected: str) -> None:
    content = docx_report.render(reports.hostile(text), text)
    doc, label = Document(io.BytesIO(content)), plain(expected)
    said = plain("".join(x.text for x in doc.paragraphs))
    stop = plain("。".join(filter(None, expected.split("\n")))).rstrip("。；;，,、")     # each line that was written is a sentence
    assert [x for x in (f"{label}关于《{label}》的自查报告", f"{label}：根据", f"，我单位对照《{label}》，", f"申请理由：{stop}", f"复核意见：{stop}",
                        f"上一次公布的考核《{label}》中", "针对“公开政府信息”方面", f"附件：{label}") if x not in said] == []
    assert label in [plain(c.text) for row in doc.tables[-1].rows for c in row.cells]
    assert {x.tag.split("}")[1] for x in doc.element.iter() if isinstance(x.tag, str)} - TAGS - MORE == set()
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert [name for name in file.namelist() if name.endswith(".rels") and b"External" in file.read(name)] == []


def test_rare_characters_are_kept() -> None:
    text = "".join(x.text for x in drafted(reports.worked("self-check", notes={"applications": samples.RARE})).paragraphs)
    assert f"应答复2件，按期答复2件。{samples.RARE}。" in text


def test_what_the_file_says_of_itself() -> None:
    published = reports.demonstration_published()
    core = rendered(published).core_properties
    assert (core.title, core.author, core.subject) == (
        "月山乡关于《2024年电子政务建设目标任务考核》的自查报告", "月山乡", f"快照 SHA-256 {published.digest}")
    assert drafted(published).core_properties.subject == "自评"


def test_equal_sheets_give_equal_bytes() -> None:
    assert docx_report.draft(reports.demonstration_claimed(), "月山乡") == docx_report.draft(
        reports.demonstration_claimed(), "月山乡")
