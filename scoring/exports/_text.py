"""Foreign text made fit for paper and cells: control characters out, what no font has shown as 〓."""
from __future__ import annotations

import unicodedata
from collections.abc import Container

# Printed for a character that the font cannot draw, as Chinese printers always did.
ABSENT = "〓"
# One cell of a spreadsheet holds so many UTF-16 units; more makes the whole file unreadable.
CELL = 32_767
CUT = "……（超过单元格上限，全文见快照）"
# What a formula may begin with; Excel in East Asian editions reads the full-width signs as the plain ones.
FORMULA = tuple("=+-@＝＋－＠")


def clean(text: str) -> str:
    """`text` without control characters, marks of direction and zero width; newlines stay, tabs turn to spaces.

    Half of a surrogate pair and non-characters, which no file format can hold, become U+FFFD.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\u2028", "\n")
    return plain.translate(_KEPT)


def _kept(char: str) -> str:
    if char in "\n\u3000" or char.isprintable():
        return "" if _ignorable(ord(char)) else char
    kind = unicodedata.category(char)
    if kind in ("Cc", "Cf") or _ignorable(ord(char)):
        return ""
    if kind == "Cs" or ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF:
        return "\ufffd"
    return " " if kind.startswith("Z") else char


class _Kept(dict[int, str]):
    """Character → what stands for it, worked out once for each that is met."""

    def __missing__(self, code: int) -> str:
        self[code] = _kept(chr(code))
        return self[code]


_KEPT = _Kept()


def _ignorable(code: int) -> bool:
    """Variation selectors and joiners: they have no shape of their own."""
    return 0xFE00 <= code <= 0xFE0F or 0xE0000 <= code <= 0xE0FFF or code in (0x034F, 0x115F, 0x1160, 0x3164)


def drawable(text: str, glyphs: Container[int]) -> tuple[str, tuple[str, ...]]:
    """Clean text for a font with these `glyphs` (code points), and the characters it had to give up."""
    plain = unicodedata.normalize("NFC", clean(text))
    absent = tuple(dict.fromkeys(c for c in plain if c != "\n" and ord(c) not in glyphs and not c.isspace()))
    if absent:
        plain = plain.translate({ord(c): ABSENT for c in absent})
    return plain, absent


def cell(text: str) -> str:
    """Clean text that fits into one cell of a spreadsheet; what is cut off says so."""
    plain = clean(text)
    if len(plain) * 2 <= CELL or _units(plain) <= CELL:
        return plain
    kept = plain.encode("utf-16-le")[: (CELL - _units(CUT)) * 2].decode("utf-16-le", "ignore")
    return kept + CUT


def one_line(text: str) -> str:
    """Clean text on one line."""
    return " ".join(clean(text).split())


def like_formula(text: str) -> bool:
    """Whether a spreadsheet program may take text for a formula: what it begins with, blanks apart."""
    return text.lstrip()[:1] in FORMULA or text[:1] in ("\t", "\r")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def guarded(value: object) -> str:
    """A cell of CSV that a spreadsheet shows and does not run: what looks like a formula gets a quote in front."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip().startswith(("=", "+", "-", "@")) or text[:1] in ("\t", "\r", "\n") else text


def file_name(*parts: str, suffix: str) -> str:
    """A file name that every system takes: '苍溪县考核-月山乡-评分卡.pdf'."""
    stem = "-".join(filter(None, (_stem(part) for part in parts)))
    return f"{stem or '导出'}.{suffix}"


def _stem(part: str) -> str:
    kept = "".join("" if c in '\\/:*?"<>|\n\ufffd' else c for c in clean(part))
    return " ".join(kept.split()).strip(". ")[:60]
