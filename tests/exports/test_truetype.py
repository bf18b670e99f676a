"""Converting outlines: what goes over, the same bytes each time, no half a file."""
from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from scoring.exports._fonts import SOURCES
from scoring.exports._truetype import FontError, Source, convert

TEXT = "月山乡得分100 Ag䶮𬱖，。"
CHARACTERS = {ord(char) for char in TEXT}


@pytest.mark.parametrize("name", list(SOURCES))
def test_widths_and_characters_go_over(name: str, tmp_path: Path) -> None:
    convert(SOURCES[name], tmp_path / "small.ttf", CHARACTERS)
    made, source = TTFont(tmp_path / "small.ttf"), SOURCES[name].open()
    assert set(made.getBestCmap()) == CHARACTERS
    location = {"wght": SOURCES[name].weight} if SOURCES[name].weight else None
    glyphs = source.getGlyphSet(location=location)
    expected = {code: round(glyphs[source.getBestCmap()[code]].width) for code in CHARACTERS}
    assert {code: made["hmtx"][glyph][0] for code, glyph in made.getBestCmap().items()} == expected
    assert [tag for tag in ("glyf", "CFF ", "CFF2", "fvar") if tag in made] == ["glyf"]


@pytest.mark.parametrize(("name", "listed"), [
    ("sans", ("Noto Sans SC Regular", "NotoSansSC-Regular", 400)),
    ("serif", ("Noto Serif SC Regular", "NotoSerifSC-Regular", 400)),
    ("sans-bold", ("Noto Sans SC Bold", "NotoSansSC-Bold", 700)),
])
def test_the_names_a_viewer_lists(name: str, listed: tuple[str, str, int], tmp_path: Path) -> None:
    convert(SOURCES[name], tmp_path / "small.ttf", {0x6708})
    font = TTFont(tmp_path / "small.ttf")
    assert (font["name"].getDebugName(4), font["name"].getDebugName(6), font["OS/2"].usWeightClass) == listed


def test_the_bold_one_is_bolder(tmp_path: Path) -> None:
    boxes = {}
    for name in ("sans", "sans-bold"):
        convert(SOURCES[name], tmp_path / f"{name}.ttf", {ord("l")})
        font = TTFont(tmp_path / f"{name}.ttf")
        glyph = font["glyf"][font.getBestCmap()[ord("l")]]
        boxes[name] = glyph.xMax - glyph.xMin
    assert boxes["sans-bold"] > 1.3 * boxes["sans"]


def test_the_same_source_gives_the_same_bytes(tmp_path: Path) -> None:
    for number in (1, 2):
        convert(SOURCES["sans"], tmp_path / f"{number}.ttf", CHARACTERS)
    assert (tmp_path / "1.ttf").read_bytes() == (tmp_path / "2.ttf").read_bytes()


def test_a_missing_source_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FontError) as caught:
        convert(Source("黑体", "no_fonts", "None.otf"), tmp_path / "small.ttf")
    assert caught.value.sentence == "找不到字体文件 None.otf：请运行 make setup 重新安装软件包 no_fonts。"
    assert list(tmp_path.iterdir()) == []
