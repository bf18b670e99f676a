"""The fonts on paper: what they can draw, and that the text of a PDF comes back as it was written."""
from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pypdf
import pytest
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfgen.canvas import Canvas

from scoring import places
from scoring.exports import _fonts

# 䶮 㛃 lie in Extension A, 𬱖 𬘭 𬭎 above U+FFFF; all stand in 通用规范汉字表 and in people's names.
RARE = "张𬱖𬘭𬭎䶮㛃镕玥㙍"


def drawn(*lines: tuple[str, str]) -> bytes:
    """A PDF with one line of text in each of the named fonts."""
    _fonts.register()
    held = io.BytesIO()
    canvas = Canvas(held, invariant=1)
    for number, (font, text) in enumerate(lines):
        canvas.setFont(font, 14)
        canvas.drawString(72, 700 - 30 * number, text)
    canvas.save()
    return held.getvalue()


def test_register_names_three_embedded_fonts() -> None:
    assert _fonts.register() == {"sans": "Sans", "sans-bold": "Sans-Bold", "serif": "Serif"}
    reader = pypdf.PdfReader(io.BytesIO(drawn(("Sans", "甲"), ("Sans-Bold", "乙"), ("Serif", "丙"))))
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    names = sorted(font["/BaseFont"].split("+")[1] for font in fonts if "+" in font["/BaseFont"])
    assert names == ["NotoSansSC-Bold", "NotoSansSC-Regular", "NotoSerifSC-Regular"]


@pytest.mark.parametrize("font", ["Sans", "Sans-Bold", "Serif"])
def test_rare_characters_come_back_from_a_pdf(font: str, tmp_path: Path) -> None:
    content = drawn((font, RARE))
    assert pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text().strip() == RARE
    if shutil.which("pdftotext") is None:
        pytest.skip("没有 pdftotext：sudo apt-get install poppler-utils")
    (tmp_path / "a.pdf").write_bytes(content)
    text = subprocess.run(["pdftotext", str(tmp_path / "a.pdf"), "-"], capture_output=True, check=True).stdout
    assert text.decode().strip() == RARE


def test_without_our_table_the_text_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: once ReportLab writes it rightly itself, this fails and `unicode_map` can go."""
    _fonts.register()
    bare: dict[str, object] = {}
    source = Path(ttfonts.__file__).read_text(encoding="utf-8").split("def makeToUnicodeCMap")[1]
    exec("def makeToUnicodeCMap" + source.split("\ndef ")[0], bare)  # noqa: S102 - the library's own text
    monkeypatch.setattr(ttfonts, "makeToUnicodeCMap", bare["makeToUnicodeCMap"])
    assert pypdf.PdfReader(io.BytesIO(drawn(("Sans", "张𬱖")))).pages[0].extract_text().strip() != "张𬱖"


def test_more_than_a_hundred_characters_in_one_map() -> None:
    text = "".join(chr(0x4E00 + number) for number in range(230))
    content = drawn(*[("Sans", text[start:start + 23]) for start in range(0, 230, 23)])
    read = pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert "".join(read.split()) == text


def test_the_table_is_written_as_pdf_wants_it() -> None:
    lines = _fonts.unicode_map("F", [0x41, 0x2CC56]).splitlines()
    block = lines[lines.index("2 beginbfchar") + 1:lines.index("endbfchar")]
    assert block == ["<00> <0041>", "<01> <D873DC56>"]


def test_equal_input_gives_equal_bytes() -> None:
    assert drawn(("Sans", RARE), ("Serif", RARE)) == drawn(("Sans", RARE), ("Serif", RARE))


def test_missing_glyphs_are_named() -> None:
    assert _fonts.missing_glyphs("月山乡 134 条×0.5分＝67分，√■□①Ⅰ★\n" + RARE) == set()
    assert _fonts.missing_glyphs("完成☑，𠀀") == {"☑", "𠀀"}


def test_the_fonts_draw_the_same_characters() -> None:
    """All but ten of the compatibility forms, which 宋体 lacks at the source."""
    _fonts.register()
    sans, bold, serif = (set(pdfmetrics.getFont(name).face.charToGlyph) for name in ("Sans", "Sans-Bold", "Serif"))
    assert (len(sans), sans ^ bold, len(sans - serif)) == (30_890, set(), 10)


def test_an_administrators_own_file_comes_first(tmp_path: Path) -> None:
    folder = tmp_path / "fonts"
    folder.mkdir()
    own = folder / "serif.ttf"
    shutil.copyfile(_fonts.target("serif", places.fonts()), own)
    assert (_fonts.target("serif", folder), _fonts.target("sans", folder).parent) == (own, folder)
    assert _fonts.target("sans", folder).name == _fonts.target("sans", places.fonts()).name


def test_the_fingerprint_is_that_of_the_fonts_which_would_be_used(tmp_path: Path) -> None:
    """Converted fonts are told apart by their names, an administrator's own by its content; nothing is converted."""
    said = _fonts.fingerprint(tmp_path)
    assert (said, list(tmp_path.iterdir())) == (_fonts.fingerprint(places.fonts()), [])
    (tmp_path / "serif.ttf").write_bytes(b"one")
    own = _fonts.fingerprint(tmp_path)
    (tmp_path / "serif.ttf").write_bytes(b"two")
    assert len({said, own, _fonts.fingerprint(tmp_path)}) == 3
