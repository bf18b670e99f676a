"""The circular as PDF, measured: the margins, the grid and the page numbers of GB/T 9704—2012; and nothing but text."""
from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pypdf
import pytest

from scoring.exports import pdf_circular
from tests.exports import samples
from tests.exports.circulars import many
from tests.exports.hostile import ABSENT, HOSTILE
from tests.exports.test_pdf import hostile_county, plain, read

Poppler = Callable[..., str]
MM = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = 28 * MM, (210 - 26) * MM, (297 - 37) * MM, 35 * MM
PITCH = 225 * MM / 22


def made(text: str) -> bytes:
    return pdf_circular.render(samples.opened(text), text)


def lines(content: bytes, page: int) -> list[tuple[float, float, float, str]]:
    """Every line of a page: the size of its type, where it begins, its baseline, its text."""
    found: dict[tuple[float, float, float], str] = {}      # a line comes in pieces where the font's subset changes

    def see(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        if text.strip("\n"):
            at = (size, tm[4], tm[5])
            found[at] = found.get(at, "") + text.strip("\n")

    pypdf.PdfReader(io.BytesIO(content)).pages[page - 1].extract_text(visitor_text=see)
    return [(*at, text) for at, text in found.items()]


def boxes(poppler: Poppler, content: bytes) -> Iterator[tuple[float, float, str]]:
    """Every word with its left and right edge."""
    for line in poppler("pdftotext", content, "-bbox").splitlines():
        if "<word" in line:
            part = line.split('"')
            yield float(part[1]), float(part[5]), part[8].removeprefix(">").removesuffix("</word>")


def test_the_circular_as_it_was_looked_at(poppler: Poppler, golden: Callable[[str, str], None]) -> None:
    golden("circular-pdf", poppler("pdftotext", made(samples.county()), "-layout"))


def test_the_extreme_one_as_it_was_looked_at(poppler: Poppler, golden: Callable[[str, str], None]) -> None:
    golden("circular-pdf-extreme", poppler("pdftotext", made(samples.extreme()), "-layout"))


# ── measured ─────────────────────────────────────────────────────────────────

def test_twenty_two_lines_of_28_99_points_between_the_margins() -> None:
    """Page 2 of a long one is full of body text."""
    body = [x for x in lines(made(samples.extreme()), 2) if x[0] == 16]
    assert len(body) == 22
    steps = {round(above[2] - below[2], 2) for above, below in zip(body, body[1:], strict=False)}
    assert steps == {28.99}
    # A baseline stands 0.36 of the type's size below the middle of its line.
    assert round(body[0][2] + 5.76 + PITCH / 2, 1) == round(TOP, 1)
    assert round(body[-1][2] + 5.76 - PITCH / 2, 1) == round(BOTTOM, 1)
    assert {round(x[1], 1) for x in body} == {round(LEFT, 1)}


def test_a_full_line_holds_28_characters_and_is_as_wide_as_the_field(poppler: Poppler) -> None:
    text = samples.county().replace("苍溪县人民政府办公室", "示" * 120)
    found = [x for x in boxes(poppler, made(text)) if x[2] == "示" * 28]
    assert len(found) >= 2
    assert {(round(left - LEFT, 1), round(right - RIGHT, 0)) for left, right, _ in found} == {(0.0, 0.0)}


def test_sizes_of_type() -> None:
    found = {(round(size), text) for size, _, _, text in lines(made(samples.county()), 1)}
    assert {(22, "关于《苍溪县2024年度"), (22, "政务公开工作考核》结果的通报"), (16, "各参评单位："), (16, "　　一、总体情况"),
            (14, "— 1 —")} <= found


def test_page_numbers_stand_outside(poppler: Poppler) -> None:
    content = made(samples.county())
    placed = [next(x for x in lines(content, page) if x[3] == f"— {page} —") for page in (1, 2, 3, 4)]
    assert {round(x[2] + 14 * 0.36, 1) for x in placed} == {round(BOTTOM - 7 * MM, 1)}
    assert [round(placed[n][1] - LEFT) for n in (1, 3)] == [14, 14]     # one character of 14 points in
    assert min(round(RIGHT - right) for left, right, text in boxes(poppler, content) if text == "—" and left > 300) == 14


def test_the_date_stands_two_characters_from_the_edge(poppler: Poppler) -> None:
    content = made(samples.county())
    *_, office, date = [x for page in (2, 3) for x in lines(content, page) if x[0] == 16]
    assert (office[3].strip("　"), date[3].strip("　")) == ("苍溪县人民政府办公室", "〔　〕年〔　〕月〔　〕日")
    assert [round((RIGHT - x[1]) / 16) for x in (office, date)] == [16, 14]


def test_the_signature_never_stands_alone() -> None:
    for text in (samples.county(), samples.forty(), samples.extreme(), many(40)):
        pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made(text))).pages]
        signed = next(page for page in pages if "附件：各单位考核结果" in page)
        before = signed[:signed.index("附件：")].strip()
        assert (len(before) > 2, "办公室" in signed[signed.index("附件："):]) == (True, True)


def test_the_table_has_its_head_on_every_page(poppler: Poppler) -> None:
    pages = [plain(page) for page in poppler("pdftotext", made(many()), "-layout").split("\f")[:-1]]
    start = next(n for n, page in enumerate(pages) if page.startswith("附件各单位考核结果"))
    assert len(pages) - start > 15
    assert [n for n, page in enumerate(pages[start:]) if "名次单位总分等次" not in page] == []


# ── the file ─────────────────────────────────────────────────────────────────

def test_all_fonts_are_embedded(poppler: Poppler) -> None:
    listed = poppler("pdffonts", made(samples.county())).splitlines()[2:]
    assert sorted({line.split()[0].split("+")[1] for line in listed}) == ["NotoSansSC-Regular", "NotoSerifSC-Regular"]
    assert {tuple(line.split()[-5:-2]) for line in listed} == {("yes", "yes", "yes")}


def test_what_the_file_says_of_itself() -> None:
    published = samples.opened(samples.county())
    told = dict(pypdf.PdfReader(io.BytesIO(made(samples.county()))).metadata or {})
    assert [told[key] for key in ("/Title", "/Author", "/Subject")] == [
        "关于《苍溪县2024年度政务公开工作考核》结果的通报", "苍溪县人民政府办公室", f"快照 SHA-256 {published.digest}"]


@pytest.mark.parametrize(("text", "expected"), HOSTILE + ABSENT)
def test_foreign_text_is_printed_as_typed(text: str, expected: str, poppler: Poppler) -> None:
    content = pdf_circular.render(hostile_county(text), "")
    printed, label = read(poppler, content), plain(expected)
    assert [x for x in (f"根据{label}，{label}对", f"“{label}”", f"更正原因：{label}", f"书面报送{label}。") if x not in printed] == []
    assert b"/URI" not in content and b"/Subtype /Image" not in content and b"/JavaScript" not in content


def test_what_the_font_lacks_is_named_at_the_end(poppler: Poppler) -> None:
    content = read(poppler, pdf_circular.render(hostile_county("好😀的𠮷"), ""))
    assert "本件中的〓代替字库没有的字，其Unicode编码是：U+1F600、U+20BB7。" in content
