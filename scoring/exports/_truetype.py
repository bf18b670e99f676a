"""Turns a font with cubic (CFF) outlines into a TrueType file, whole or a few characters of it.

ReportLab embeds TrueType outlines only; the freely licensed Chinese fonts come with CFF outlines.
"""
from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from scoring.errors import ScoringError

# Part of every converted file's name: a change of the conversion makes new files beside the old ones.
CONVERTER = "1"
# How far a quadratic curve may stray from the cubic it replaces, in units of 1/1000 em.
TOLERANCE = 1.0


class FontError(ScoringError):
    """A font is absent or cannot be converted."""

    status = 503


@dataclass(frozen=True)
class Source:
    """Where a font comes from: a package's file, the font inside it, the weight to draw."""

    label: str
    package: str
    file: str
    number: int = -1
    weight: int | None = None
    bold: bool = False

    def path(self) -> Path:
        """The file, which the pinned requirements bring."""
        spec = find_spec(self.package)
        path = Path(spec.origin or "").parent / self.file if spec else Path(self.file)
        if not path.is_file():
            raise FontError(f"找不到字体文件 {self.file}：请运行 make setup 重新安装软件包 {self.package}。")
        return path

    def open(self) -> TTFont:
        """The font, its tables read as they are asked for."""
        return TTFont(self.path(), fontNumber=self.number, lazy=True)

    def characters(self) -> set[int]:
        """The code points it can draw."""
        return set(self.open().getBestCmap())


def convert(source: Source, target: Path, characters: Collection[int] | None = None) -> None:
    """Write `source` as a TrueType file to `target`; `characters` (code points) keeps only those.

    Only what paper needs goes over: outlines, widths, the character map and the names. The same source gives
    the same bytes.
    """
    font = source.open()
    wanted = {code: name for code, name in sorted(font.getBestCmap().items())
              if characters is None or code in characters}
    order = list(dict.fromkeys([".notdef", *wanted.values()]))
    glyphs, advances = _outlines(font, order, source.weight)
    built = FontBuilder(font["head"].unitsPerEm, isTTF=True)
    built.setupGlyphOrder(order)
    built.setupCharacterMap(wanted)
    built.setupGlyf(glyphs)
    built.setupHorizontalMetrics({name: (advances[name], getattr(glyphs[name], "xMin", 0)) for name in order})
    built.setupHorizontalHeader(ascent=font["hhea"].ascent, descent=font["hhea"].descent)
    _describe(built, font, source)
    _write(built.font, target)


def _outlines(font: TTFont, order: list[str], weight: int | None) -> tuple[dict[str, Any], dict[str, int]]:
    glyph_set = font.getGlyphSet(location={"wght": weight} if weight else None)
    glyphs, advances = {}, {}
    for name in order:
        pen = TTGlyphPen(None)
        glyph = glyph_set[name]
        glyph.draw(Cu2QuPen(pen, TOLERANCE, reverse_direction=True))
        glyphs[name] = pen.glyph()
        advances[name] = round(glyph.width)
    return glyphs, advances


def _describe(built: FontBuilder, font: TTFont, source: Source) -> None:
    """Names, dates and metrics. A weight drawn from a variable font would keep the thinnest one's name."""
    style = "Bold" if source.bold else "Regular"
    family = "Noto Serif SC" if "Serif" in source.file else "Noto Sans SC"
    full = f"{family.replace(' ', '')}-{style}"
    built.setupNameTable({
        "familyName": family, "styleName": style, "fullName": f"{family} {style}", "psName": full,
        "uniqueFontIdentifier": f"{full};{CONVERTER}", "version": f"Version {CONVERTER}.0",
        "copyright": font["name"].getDebugName(0) or "",
        "licenseDescription": font["name"].getDebugName(13) or "",
    }, mac=False)
    line = font["OS/2"]
    kept = ("fsType", "sTypoAscender", "sTypoDescender", "sTypoLineGap", "usWinAscent", "usWinDescent",
            "sxHeight", "sCapHeight")
    built.setupOS2(**{key: getattr(line, key) for key in kept},
                   usWeightClass=source.weight or line.usWeightClass)
    built.setupPost(keepGlyphNames=False)
    for field in ("created", "modified"):
        setattr(built.font["head"], field, getattr(font["head"], field))
    built.font.recalcTimestamp = False


def _write(font: TTFont, target: Path) -> None:
    """Whole or not at all: a conversion that is broken off leaves no half a file under the name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        font.save(part)
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
