"""Converting outlines: what goes over, the same bytes each time, no half a file."""
from __future__ import annotations

import hashlib
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


@pytest.mark.parametrize(("name", "sha256"), [
    ("sans", "faa6c9df652116dde789d351359f3d7e5d2285a2b2a1f04a2d7244df706d5ea9"),
    ("serif", "e8f396decc1f0963a016a989c3d8852e863d1350996f573860a80767c83a1cd3"),
    ("sans-bold", "d3d8256cdec8dbcb3552284bc6b20c734dd60c2ee9df83b5758e34807c4bac32"),
])
def test_the_sources_are_the_files_we_looked_at(name: str, sha256: str) -> None:
    """A package that changes its fonts under the same version would change every PDF."""
    assert hashlib.sha256(SOURCES[name].path().read_bytes()).hexdigest() == sha256
