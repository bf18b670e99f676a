"""Tagged PDFs: everything painted is in the tree or an artifact, in the order it was set, whatever a block knows of tags."""
from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pypdf
import pytest
from defusedxml import ElementTree

from scoring.exports import pdf_booklet, pdf_circular, pdf_scorecard
from scoring.exports._official import OfficialPaper
from scoring.exports._paper import About, Late, Paper
from scoring.exports._table import Cell, Row, Table
from scoring.exports._type import Space, Style, Words, draw
from tests.exports import circulars, samples, tagged

ABOUT = About("题名 <甲> & 乙", "示例县考核办", "快照 SHA-256 00")
BODY = Style(10, 15)
TITLE, SECTION = BODY.but(role="H1"), BODY.but(role="H2")
STANDARD = {"Document", "P", "H1", "H2", "H3", "Table", "TR", "TH", "TD", "Figure", "Link"}


class Picture:
    """A block that paints a line and two texts, and says nothing of tags."""

    before, keep = 0.0, False

    def height(self, width: float) -> float:
        return 40

    least = height

    def cut(self, width: float, room: float) -> Any:
        return self, None

    def paint(self, paper: Any, x: float, top: float, width: float) -> None:
        paper.canvas.rect(x, top - 40, 20, 40)
        draw(paper.canvas, "直接写的字", x, top - 12, BODY)
        Words("图里的话", BODY).paint(paper, x, top - 15, width)


class Told(Picture):
    """The same, which says what it shows."""

    alt = "一幅图：<高> & 低"


def paper(*blocks: Any) -> bytes:
    made = Paper(ABOUT, "左", "右")
    made.put(*blocks)
    return made.bytes()


def row(*texts: str, **more: Any) -> Row:
    return Row(tuple(Cell((Words(text, BODY),) if text else ()) for text in texts), **more)


def small() -> bytes:
    """A document of every kind of element."""
    made = Paper(ABOUT, "左", "右")
    table = Table((40, 160, 50), (row("序号", "名称", "页码"),), (
        Row((*row("1", "甲乡").cells, Cell((Late("page there", BODY),))), link="there"),
        Row((Cell(), Cell((Words("第一段", BODY), Words("第二段", BODY)), span=2)))))
    made.put(Words("总标题", TITLE), Words("说明", BODY), Words("一、表", SECTION), table, Told(), Picture(),
             Table((100, 100), (), (row("期间", "全年"), row("依据", "文件"))), Table((100, 100), (), (row("盖章", "签字"),)))
    made.mark("there")
    return made.bytes()


SMALL = ["Document", ["H1", "总标题"], ["P", "说明"], ["H2", "一、表"],
         ["Table", ["TR", ["TH", "序号"], ["TH", "名称"], ["TH", "页码"]],
          ["TR", ["TD", "1"], ["TD", ["Link", "甲乡"]], ["TD", "1"]],
          ["TR", ["TD"], ["TD", ["P", "第一段"], ["P", "第二段"]]]],
         ["Figure", "直接写的字图里的话"], ["P", "图里的话"],
         ["Table", ["TR", ["TH", "期间"], ["TD", "全年"]], ["TR", ["TH", "依据"], ["TD", "文件"]]],
         ["P", "盖章"], ["P", "签字"]]


def test_a_small_document_is_read_in_the_order_it_was_set() -> None:
    read = tagged.read(small())
    assert read.root.shape() == SMALL
    assert (read.faults, read.loose) == ([], [0])
    assert read.artifacts == ["直接写的字左右快照 SHA-256 00第 1 页，共 1 页"]
    assert [figure.alt for figure in read.root.all("Figure")] == [Told.alt]
    assert [dict(cell.attributes) for cell in read.root.all("TH")] == [
        {"/O": "/Table", "/Scope": f"/{scope}"} for scope in ("Column", "Column", "Column", "Row", "Row")]
    assert [cell.attributes.get("/ColSpan") for cell in read.root.all("TD")[3:5]] == [None, 2]


def test_poppler_reads_the_same(poppler: Callable[..., str]) -> None:
    lines = [line.strip().removesuffix(" (block)").removesuffix(" (inline)").removesuffix(":")
             for line in poppler("pdfinfo", small(), "-struct-text").splitlines()]
    said = [line.strip('"') for line in lines if not line.startswith(("/", "Object "))]

    def flat(shape: list[Any]) -> Iterator[str]:
        for one in shape:
            yield from flat(one) if isinstance(one, list) else [one]

    assert said == list(flat(SMALL))


def test_the_links_of_rows_say_where_they_lead() -> None:
    page = pypdf.PdfReader(io.BytesIO(small())).pages[0]
    links = [one.get_object() for one in page["/Annots"]]       # type: ignore[union-attr]
    assert [(x["/Contents"], x["/StructParent"], x["/F"]) for x in links] == [("甲乡", 1, 4)]


# ── over pages ───────────────────────────────────────────────────────────────

def test_a_paragraph_over_three_pages_is_one_element() -> None:
    read = tagged.read(paper(Words("政务公开" * 1200, BODY), Words("完", BODY)))
    assert [(one.role, one.text, one.pages) for one in read.root.kids] == [
        ("P", "政务公开" * 1200, [0, 1, 2]), ("P", "完", [2])]
    assert read.faults == []


def test_a_table_over_pages_is_one_table_and_its_head_is_read_once() -> None:
    read = tagged.read(paper(Table((60, 200), (row("序号", "说明"),), tuple(row(str(n), "公开" * 30) for n in range(40)))))
    table, = read.root.kids
    assert [[cell.text for cell in tr.kids] for tr in table.kids] == [
        ["序号", "说明"], *([str(n), "公开" * 30] for n in range(40))]
    assert len(read.artifacts) == 4
    assert [text.startswith("序号说明") for text in read.artifacts] == [False, True, True, True]
    assert read.faults == []


def test_a_cell_over_pages_is_one_cell() -> None:
    tall = Row((Cell((Words("标题", BODY),)), Cell((Words("甲" * 900, BODY), Words("乙" * 900, BODY)))))
    read = tagged.read(paper(Table((60, 200), (row("序号", "说明"),), (row("一", "二"), tall))))
    table, = read.root.kids
    assert [[cell.words() for cell in tr.kids] for tr in table.kids] == [
        ["序号", "说明"], ["一", "二"], ["标题", "甲" * 900 + "乙" * 900]]
    assert [(p.role, p.text[0], p.pages) for p in table.kids[2].kids[1].kids] == [("P", "甲", [0, 1]), ("P", "乙", [1, 2])]


def test_boxes_side_by_side_stay_no_table_when_they_are_cut() -> None:
    read = tagged.read(paper(Table((60, 200), (), (row("左", "右" * 2000),))))
    assert [(one.role, one.text) for one in read.root.kids] == [("P", "左"), ("P", "右" * 2000)]


def test_a_row_without_words_in_the_head_is_no_row() -> None:
    read = tagged.read(paper(Table((60, 60), (Row((Cell(), Cell()), pad=0),), (row("甲", "1"), row("乙", "2")))))
    assert read.root.shape() == ["Document", ["Table", ["TR", ["TH", "甲"], ["TD", "1"]], ["TR", ["TH", "乙"], ["TD", "2"]]]]


def test_empty_texts_are_not_read() -> None:
    assert tagged.read(paper(Words("", BODY), Space(3), Words("甲", BODY))).root.shape() == ["Document", ["P", "甲"]]


class Careless(Paper):
    """The control: it paints outside of everything."""

    def _furnish(self) -> None:
        self.tags.end_page()
        self.line(50)
        self.canvas._code.append("/Artifact BMC")


def test_what_is_painted_outside_is_found() -> None:
    made = Careless(ABOUT, "")
    made.put(Words("甲", BODY))
    assert tagged.read(made.bytes()).loose == [1]


# ── the product's own ────────────────────────────────────────────────────────

DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "card": lambda: pdf_scorecard.render(samples.opened(samples.county()), "月山乡"),
    "vetoed card": lambda: pdf_scorecard.render(samples.opened(samples.county()), "陵江镇（示例）"),
    "long card": lambda: pdf_scorecard.render(samples.opened(samples.extreme()), samples.LONG_UNIT),
    "booklet": lambda: pdf_booklet.render(samples.opened(samples.county()), "乡镇"),
    "circular": lambda: pdf_circular.render(samples.opened(circulars.many(60)), ""),
}


@cache
def made(name: str) -> bytes:
    return DOCUMENTS[name]()


read = cache(tagged.read)


@pytest.fixture(params=list(DOCUMENTS))
def document(request: pytest.FixtureRequest) -> bytes:
    return made(request.param)


def test_nothing_is_outside_of_the_tree(document: bytes) -> None:
    found = read(document)
    assert found.faults == []
    assert (sum(found.loose), min(found.owned) > 0) == (0, True)


def test_tables_are_regular_and_their_heads_have_a_scope(document: bytes) -> None:
    found = read(document)
    assert {one.role for one in found.root.walk()} <= STANDARD
    for table in found.root.all("Table"):
        wide = [sum(cell.attributes.get("/ColSpan", 1) for cell in tr.kids) for tr in table.kids]
        assert wide == [wide[0]] * len(wide)
        assert {cell.role for tr in table.kids for cell in tr.kids} == {"TH", "TD"}
    assert {head.attributes["/Scope"] for head in found.root.all("TH")} <= {"/Column", "/Row"}
    assert [figure for figure in found.root.all("Figure") if not figure.alt] == []


def test_headings_begin_with_the_first_and_skip_none(document: bytes) -> None:
    levels = [int(one.role[1]) for one in read(document).root.walk() if one.role in ("H1", "H2", "H3")]
    assert levels[0] == 1
    assert [after for before, after in zip(levels, levels[1:], strict=False) if after > before + 1] == []


def test_the_file_meets_what_can_be_asserted_of_pdf_ua(document: bytes, poppler: Callable[..., str]) -> None:
    """The checks of the Matterhorn protocol that a program can make and that concern such files."""
    pdf = pypdf.PdfReader(io.BytesIO(document))
    root: Any = pdf.trailer["/Root"]
    assert document.startswith(b"%PDF-1.7\n")
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"], root["/ViewerPreferences"]["/DisplayDocTitle"]) == (True, "zh-CN", True)
    assert "/Encrypt" not in pdf.trailer
    assert {page["/Tabs"] for page in pdf.pages} == {"/S"}
    assert [page["/StructParents"] for page in pdf.pages] == sorted({page["/StructParents"] for page in pdf.pages})
    notes = [note.get_object() for page in pdf.pages for note in page.get("/Annots", [])]
    assert [note for note in notes if not note["/Contents"] or "/StructParent" not in note] == []
    fonts: list[Any] = [font.get_object() for font in pdf.pages[0]["/Resources"]["/Font"].values()]     # type: ignore[index]
    for font in fonts:
        assert font["/FontDescriptor"]["/FontFile2"].get_data() != b""
        assert not {"\0", "\ufeff", "\ufffe"} & set(tagged._characters(font).values())
    listed = poppler("pdffonts", document).splitlines()[2:]
    assert ({tuple(line.split()[-5:-2]) for line in listed}, len(listed)) == ({("yes", "yes", "yes")}, len(fonts))


def test_the_metadata_says_title_author_and_language(document: bytes) -> None:
    pdf = pypdf.PdfReader(io.BytesIO(document))
    packet: Any = pdf.trailer["/Root"]["/Metadata"]     # type: ignore[index]
    tree = ElementTree.fromstring(packet.get_data().decode("utf-8"))
    about = tree.find(".//{http://www.w3.org/1999/02/22-rdf-syntax-ns#}Description")
    assert about is not None
    said = {one.tag.partition("}")[2]: "".join(one.itertext()) for one in about}
    info: Any = pdf.metadata
    assert said == {"format": "application/pdf", "title": info["/Title"], "creator": info["/Author"],
                    "description": info["/Subject"], "language": "zh-CN"}
    assert b"pdfuaid" not in document      # docs/decisions/0014 says what is missing


def test_a_title_with_signs_of_markup_stays_a_title() -> None:
    packet: Any = pypdf.PdfReader(io.BytesIO(small())).trailer["/Root"]["/Metadata"]        # type: ignore[index]
    assert "题名 <甲> & 乙" in "".join(ElementTree.fromstring(packet.get_data().decode("utf-8")).itertext())


def test_the_tree_of_a_card_says_every_line_of_it(poppler: Callable[..., str]) -> None:
    """What pdftotext finds on the pages is what the tree and the artifacts hold, to the last character."""
    content = pdf_scorecard.render(samples.opened(samples.county()), "月山乡")
    read = tagged.read(content)
    whole = read.root.words() + "".join(read.artifacts)
    assert sorted("".join(whole.split())) == sorted("".join(poppler("pdftotext", content, "-raw").split()))


def test_equal_input_gives_equal_bytes() -> None:
    assert small() == small()


def test_a_booklet_of_ninety_pages_holds_together() -> None:
    read = tagged.read(pdf_booklet.render(samples.opened(samples.forty()), "乡镇"))
    assert (read.faults, sum(read.loose), len(read.root.all("H1"))) == ([], 0, 27)
    cards = [one for one in read.root.kids if one.role == "Table" and one.words().startswith("序号一级指标")]
    assert [len(table.kids) for table in cards] == [50] * 22


def test_the_page_number_of_an_official_page_is_no_text() -> None:
    made = OfficialPaper(ABOUT, "")
    made.put(Words("甲", BODY))
    read = tagged.read(made.bytes())
    assert (read.root.shape(), read.artifacts) == (["Document", ["P", "甲"]], ["— 1 —"])


