"""The circular as Word file, read back with python-docx and zipfile: page, styles, fonts, tables, and nothing but text."""
from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from scoring.exports import docx_circular
from scoring.exports._circular import circular
from scoring.exports._word import FIELD, FONTS
from tests.exports import samples
from tests.exports.circulars import many
from tests.exports.hostile import ABSENT, HOSTILE
from tests.exports.test_pdf import hostile_county, plain


def made(text: str) -> bytes:
    return docx_circular.render(samples.opened(text), text)


def document(text: str) -> Any:
    return Document(io.BytesIO(made(text)))


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def in_order(doc: Any) -> list[str]:
    """Paragraphs with their style, rows of tables with bars, as they stand in the file."""
    styles = {style.style_id: style.name for style in doc.styles}
    told = []
    for element in doc.element.body:
        if element.tag == qn("w:tbl"):
            told += [" | ".join("".join(x.text or "" for x in cell.iter(qn("w:t"))) for cell in row.findall(qn("w:tc")))
                     for row in element.findall(qn("w:tr"))]
        elif element.tag == qn("w:p"):
            text = "".join("／" if x.tag == qn("w:br") else x.text or "" for x in element.iter(qn("w:t"), qn("w:br")))
            told.append(f"[{styles[element.pPr.pStyle.val]}] {text}".rstrip())
    return told


def test_the_circular_as_it_was_looked_at(golden: Callable[[str, str], None]) -> None:
    golden("circular-docx", "\n".join(in_order(document(samples.county()))))


@pytest.mark.parametrize("text", [samples.county(), samples.forty(), samples.extreme()])
def test_word_and_pdf_say_the_same(text: str) -> None:
    """Both set the parts of one circular; here is that Word leaves none of them out."""
    told = circular(samples.opened(text))
    doc = document(text)
    said = [p.text for p in doc.paragraphs if p.text]
    assert said == ["\n".join(told.title), *(part.text for part in told.parts), "附件", told.annex, *(r.title for r in told.rolls)]
    assert [[[c.text for c in row.cells] for row in t.rows] for t in doc.tables] == [
        [[c.title for c in roll.columns], *map(list, roll.rows)] for roll in told.rolls]


# ── the paper ────────────────────────────────────────────────────────────────

def test_the_page_is_that_of_the_standard() -> None:
    section, = document(samples.county()).sections
    size = [round(x.mm) for x in (section.page_width, section.page_height)]
    margins = [round(x.mm, 1) for x in (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)]
    assert (size, margins) == ([210, 297], [37.0, 28.0, 26.0, 35.0])
    grid = section._sectPr.find(qn("w:docGrid"))
    assert {k.split("}")[1]: v for k, v in grid.attrib.items()} == {
        "type": "linesAndChars", "linePitch": "579", "charSpace": "-849"}


def test_twenty_two_lines_and_twenty_eight_characters_fit() -> None:
    """In twentieths of a point: the field is 8845 wide and 12756 high."""
    section, = document(samples.county()).sections
    high = section.page_height.twips - section.top_margin.twips - section.bottom_margin.twips
    style = {s.name: s for s in document(samples.county()).styles}["公文正文"]
    line = style.paragraph_format.line_spacing.twips
    character = 320 + int(style.element.rPr.find(qn("w:spacing")).get(qn("w:val")))
    assert (high // line, FIELD // character) == (22, 28)
    assert (round(line / 20, 2), style.paragraph_format.line_spacing_rule.name) == (28.95, "EXACTLY")


@pytest.mark.parametrize(("name", "font", "size", "align", "first"), [
    ("公文标题", "方正小标宋简体", 22, "CENTER", None), ("主送机关", "仿宋_GB2312", 16, "LEFT", None),
    ("公文正文", "仿宋_GB2312", 16, "JUSTIFY", "200"), ("一级标题", "黑体", 16, "JUSTIFY", "200"),
    ("二级标题", "楷体_GB2312", 16, "JUSTIFY", "200"), ("附件说明", "仿宋_GB2312", 16, "LEFT", "200"),
    ("落款", "仿宋_GB2312", 16, "RIGHT", None), ("表中文字", "仿宋_GB2312", 12, "LEFT", None),
    ("页码", "宋体", 14, "LEFT", None),
])
def test_styles(name: str, font: str, size: int, align: str, first: str | None) -> None:
    style = {s.name: s for s in document(samples.county()).styles}[name]
    fonts = style.element.rPr.rFonts
    assert {fonts.get(qn(f"w:{kind}")) for kind in ("ascii", "hAnsi", "eastAsia", "cs")} == {font}
    assert (style.font.size.pt, style.paragraph_format.alignment.name) == (size, align)
    indent = style.element.pPr.ind
    assert (None if indent is None else indent.get(qn("w:firstLineChars"))) == first


def test_every_font_has_one_that_takes_its_place() -> None:
    table = parts(made(samples.county()))["word/fontTable.xml"].decode()
    assert dict(re.findall(r'w:name="([^"]+)"><w:altName w:val="([^"]+)"', table)) == FONTS
    assert FONTS == {"仿宋_GB2312": "仿宋", "楷体_GB2312": "楷体", "方正小标宋简体": "宋体", "黑体": "SimHei", "宋体": "SimSun"}
    styles = parts(made(samples.county()))["word/styles.xml"].decode()
    assert set(re.findall(r'w:eastAsia="([^"]+)"', styles)) - {"zh-CN"} == set(FONTS)


def test_page_numbers_stand_outside() -> None:
    doc = document(samples.county())
    section, = doc.sections
    assert doc.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph, = footer.paragraphs
        assert "".join(x.text for x in paragraph._p.iter(qn("w:t"))) == "— 1 —"
        field, = paragraph._p.findall(qn("w:fldSimple"))
        assert (field.get(qn("w:instr")), paragraph.alignment.name.lower()) == (" PAGE ", side)
        assert paragraph._p.pPr.ind.get(qn(f"w:{side}Chars")) == "100"


def test_the_signature_stays_with_the_text() -> None:
    doc = document(samples.county())
    found = [p for p in doc.paragraphs if p.style.name == "落款"]
    assert [(p.text, p._p.pPr.ind.get(qn("w:rightChars"))) for p in found] == [
        ("苍溪县人民政府办公室", "600"), ("〔　〕年〔　〕月〔　〕日", "200")]
    last = max(n for n, p in enumerate(doc.paragraphs) if p.style.name == "公文正文")
    end = next(n for n, p in enumerate(doc.paragraphs) if p.text.endswith("月〔　〕日") and p.style.name == "落款")
    bound = [p.paragraph_format.keep_with_next or p.style.paragraph_format.keep_with_next for p in doc.paragraphs[last:end]]
    assert bound == [True] * 5


def test_the_table_repeats_its_head_and_divides_no_row() -> None:
    table = document(many()).tables[0]
    rows = table._tbl.tr_lst
    assert (len(rows), [tr.trPr.find(qn("w:tblHeader")) is not None for tr in rows].count(True)) == (176, 1)
    assert rows[0].trPr.find(qn("w:tblHeader")) is not None
    assert [tr for tr in rows if tr.trPr.find(qn("w:cantSplit")) is None] == []
    assert sum(int(x.get(qn("w:w"))) for x in table._tbl.tblGrid) in range(FIELD - 4, FIELD + 5)


def test_the_attachment_begins_a_page() -> None:
    first = next(p for p in document(samples.county()).paragraphs if p.text == "附件")
    assert (first.paragraph_format.page_break_before, first.style.name) == (True, "附件标识")


# ── the file ─────────────────────────────────────────────────────────────────

def test_equal_snapshots_give_equal_bytes_and_no_moment_is_kept() -> None:
    content = made(samples.county())
    assert content == made(samples.county())
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert {x.date_time for x in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert sorted(file.namelist()) == [
            "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/_rels/document.xml.rels", "word/document.xml",
            "word/fontTable.xml", "word/footer1.xml", "word/footer2.xml", "word/settings.xml", "word/styles.xml"]


def test_what_the_file_says_of_itself() -> None:
    core = document(samples.county()).core_properties
    assert (core.title, core.author, core.subject) == (
        "关于《苍溪县2024年度政务公开工作考核》结果的通报", "苍溪县人民政府办公室",
        f"快照 SHA-256 {samples.opened(samples.county()).digest}")
    assert (core.created.isoformat(), core.modified.isoformat(), core.last_modified_by, core.comments) == (
        "2024-12-31T00:00:00+00:00", "2024-12-31T00:00:00+00:00", "", "")


TAGS = {"document", "body", "p", "pPr", "pStyle", "ind", "keepNext", "pageBreakBefore", "r", "rPr", "rFonts", "t", "br", "tbl",
        "tblPr", "tblW", "jc", "tblBorders", "top", "left", "bottom", "right", "insideH", "insideV", "tblLayout", "tblCellMar",
        "tblGrid", "gridCol", "tr", "trPr", "cantSplit", "tblHeader", "tc", "tcPr", "tcW", "vAlign", "sectPr", "pgSz", "pgMar",
        "cols", "docGrid", "footerReference"}


@pytest.mark.parametrize(("text", "expected"), HOSTILE + tuple((x, x) for x, _ in ABSENT))
def test_foreign_text_stays_text(text: str, expected: str) -> None:
    content = docx_circular.render(hostile_county(text), "")
    doc = Document(io.BytesIO(content))
    said, label = [plain(p.text) for p in doc.paragraphs], plain(expected)
    assert [x for x in (f"根据{label}，{label}对", f"“{label}”", f"更正原因：{label}", f"书面报送{label}。")
            if x not in "".join(said)] == []
    assert plain(doc.tables[0].rows[1].cells[1].text) == label
    assert {x.tag.split("}")[1] for x in doc.element.iter() if isinstance(x.tag, str)} - TAGS == set()
    assert [name for name, told in parts(content).items() if name.endswith(".rels") and b"External" in told] == []


def test_half_a_character_does_no_harm() -> None:
    published = replace(samples.opened(samples.county()), title="半\ud800个", office="\udfff")
    doc = Document(io.BytesIO(docx_circular.render(published, "")))
    assert doc.paragraphs[0].text == "关于《半\ufffd个》结果的通报"


def test_a_title_longer_than_a_property_may_be() -> None:
    published = replace(samples.opened(samples.county()), title="长" * 400)
    doc = Document(io.BytesIO(docx_circular.render(published, "")))
    assert (len(doc.core_properties.title), plain(doc.paragraphs[0].text)) == (255, f"关于《{'长' * 400}》结果的通报")
