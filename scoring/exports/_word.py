"""Word files for official documents: styles, page, footers and tables through python-docx, with bytes that stay equal.

Word takes fonts by name; what a machine lacks it replaces by the `altName` of the font table (FONTS).
"""
from __future__ import annotations

import zipfile
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.shared import Twips

from ._text import clean

SONG, FANG, HEI, KAI, TITLE = "宋体", "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"
# Font → what Word takes where it is not installed.
FONTS = {FANG: "仿宋", KAI: "楷体", TITLE: "宋体", HEI: "SimHei", SONG: "SimSun"}

# In twentieths of a point. 22 lines of 580 would be taller than the field of 225 mm, so a line is 28.95 points high.
PAGE, TOP, LEFT, RIGHT, BOTTOM = (11906, 16838), 2098, 1587, 1474, 1984
LINE, FOOTER = 579, 1417
FIELD = PAGE[0] - LEFT - RIGHT
# 28 characters of 16 points are wider than the field: they stand a quarter of a point closer. The grid of the page says
# so too (in 1/4096 points), for Word's page set-up; no style snaps to it, because programs disagree on how.
TIGHT, GRID = -5, -849
EM = 320 + TIGHT                # a character
LONG = 400                      # a cell with more characters may fill a page: its row is divided
DAWN = (1980, 1, 1, 0, 0, 0)    # the first moment a zip file knows


@dataclass(frozen=True)
class Look:
    """A paragraph style: its font, size in half points, and how its lines stand; indents in characters."""

    name: str
    font: str = FANG
    size: int = 32
    align: str = "both"
    first: int = 2
    line: int = LINE
    bound: bool = False         # stays on the page of what follows
    outline: int | None = None
    tight: int = TIGHT


@dataclass(frozen=True)
class Hole:
    """Words in a text that stand where a person has to write: printed as they are, and marked in colour."""

    text: str


Text = str | Sequence[str | Hole]

LOOKS = (
    Look("公文标题", TITLE, 44, "center", 0, bound=True, tight=0),
    Look("主送机关", first=0, align="left"),
    Look("公文正文"),
    Look("一级标题", HEI, bound=True, outline=0),
    Look("二级标题", KAI, bound=True, outline=1),
    Look("附件说明", align="left", bound=True),
    Look("落款", align="right", first=0),
    Look("空行", first=0, bound=True),
    Look("附件标识", HEI, align="left", first=0, bound=True),
    Look("表题", HEI, align="left", first=0, bound=True),
    Look("表头", HEI, 24, "center", 0, 380, tight=0),
    Look("表中文字", FANG, 24, "left", 0, 380, tight=0),
    Look("表中数字", FANG, 24, "center", 0, 380, tight=0),
    Look("小表表头", HEI, 21, "center", 0, 320, tight=0),
    Look("小表文字", FANG, 21, "left", 0, 320, tight=0),
    Look("小表数字", FANG, 21, "center", 0, 320, tight=0),
    Look("表后", size=2, first=0, line=20, tight=0),     # Word wants a paragraph behind a table
    Look("页码", SONG, 28, "left", 0, 360, tight=0),
)


class WordFile:
    """One document being written; take its `bytes()` at the end."""

    def __init__(self, title: str, author: str, subject: str, day: date) -> None:
        """`day` stands where Word keeps the moment of writing: equal content has equal bytes."""
        self.document = Document()
        _slim(self.document)
        _styles(self.document)
        _settings(self.document)
        _page(self.document)
        core, at = self.document.core_properties, datetime.combine(day, time())
        core.title, core.author, core.subject = (_line(text)[:255] for text in (title, author, subject))
        core.last_modified_by, core.comments, core.keywords, core.revision = "", "", "", 1
        core.created = core.modified = at

    def add(self, text: Text, look: str, right: float = 0, bound: bool = False, new_page: bool = False) -> None:
        """A paragraph; `right` is how many characters before the right edge it ends; a line break stays one."""
        paragraph = self.document.add_paragraph(style=look)
        for part in (text,) if isinstance(text, str) else text:
            _write(paragraph, part)
        if right:
            indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
            indent.set(qn("w:rightChars"), str(round(right * 100)))
            indent.set(qn("w:right"), str(round(right * EM)))
        if bound:
            paragraph.paragraph_format.keep_with_next = True
        if new_page:
            paragraph.paragraph_format.page_break_before = True

    def table(self, heads: Sequence[str], shares: Sequence[float], looks: Sequence[str],
              rows: Sequence[Sequence[str]], strong: Container[int] = (), head: str = "表头") -> None:
        """A table with all its lines; the head is repeated on every page, no row is divided between pages unless it is
        long. Rows numbered in `strong` (from 0) are set in the font of the head."""
        widths = [round(share * FIELD) for share in shares]
        columns = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)
        made = parse_xml(
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
            f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
            '<w:top w:w="64" w:type="dxa"/><w:left w:w="70" w:type="dxa"/><w:bottom w:w="64" w:type="dxa"/>'
            f'<w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{columns}</w:tblGrid></w:tbl>')
        ids = {style.name: style.style_id for style in self.document.styles}
        made.append(_row(heads, widths, [ids[head]] * len(widths), ("w:cantSplit", "w:tblHeader")))
        for n, row in enumerate(rows):
            whole = ("w:cantSplit",) if all(len(text) <= LONG for text in row) else ()
            made.append(_row(row, widths, [ids[look] for look in looks], whole, HEI if n in strong else ""))
        self.document.element.body.insert_element_before(made, "w:sectPr")

    def bytes(self) -> bytes:
        """The finished file, every part of it dated alike."""
        written, out = BytesIO(), BytesIO()
        self.document.save(written)
        with zipfile.ZipFile(written) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
            for name in made.namelist():
                entry = zipfile.ZipInfo(name, DAWN)
                entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
                kept.writestr(entry, made.read(name))
        return out.getvalue()


# No mark hangs over the edge of the field, no room is left between Chinese and figures.
PLAIN = '<w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
_BORDERS = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
                   for side in ("top", "left", "bottom", "right", "insideH", "insideV"))


def _line(text: str) -> str:
    return " ".join(clean(text).split())


def _write(paragraph: Any, text: str | Hole) -> None:
    """One run; the hint makes Word take “” and — from the Chinese font."""
    run = paragraph.add_run(clean(text.text if isinstance(text, Hole) else text))
    if isinstance(text, Hole):
        run._r.get_or_add_rPr().append(OxmlElement("w:highlight", {qn("w:val"): "yellow"}))
    fonts = OxmlElement("w:rFonts", {qn("w:hint"): "eastAsia"})
    run._r.get_or_add_rPr().insert(0, fonts)


def _row(texts: Sequence[str], widths: Sequence[int], styles: Sequence[str], traits: Sequence[str],
         font: str = "") -> Any:
    """A table row, made by hand: python-docx takes a second for some hundred of them."""
    row = OxmlElement("w:tr")
    properties = OxmlElement("w:trPr")
    for tag in traits:
        properties.append(OxmlElement(tag))
    row.append(properties)
    for text, wide, style in zip(texts, widths, styles, strict=True):
        row.append(_cell(_line(text), wide, style, font))
    return row


def _cell(text: str, wide: int, style: str, font: str) -> Any:
    face = f' w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"' if font else ""
    cell = parse_xml(
        f'<w:tc {nsdecls("w")}><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"{face}/></w:rPr><w:t xml:space="preserve"/></w:r></w:p></w:tc>')
    cell.find(f".//{qn('w:t')}").text = text
    return cell


# ── the parts of the file ────────────────────────────────────────────────────

def _slim(document: Any) -> None:
    """Leaves of python-docx's template what the file needs; the rest says something untrue of it, or nothing."""
    for part, kinds in ((document.part, (RT.STYLES, RT.SETTINGS, RT.FONT_TABLE)),
                        (document.part.package, (RT.OFFICE_DOCUMENT, RT.CORE_PROPERTIES))):
        for key in [key for key, rel in part.rels.items() if rel.reltype not in kinds]:
            del part.rels[key]
    fonts = next(rel.target_part for rel in document.part.rels.values() if rel.reltype == RT.FONT_TABLE)
    told = "".join(f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
                   '<w:family w:val="auto"/></w:font>' for name, other in FONTS.items())
    fonts._blob = f'<?xml version="1.0" encoding="UTF-8"?><w:fonts {nsdecls("w")}>{told}</w:fonts>'.encode()


def _faces(font: str) -> str:
    return f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>'


def _styles(document: Any) -> None:
    """Our styles in place of the template's; nothing takes its font from a theme."""
    element = document.styles.element
    for child in list(element):
        element.remove(child)
    plain = f'{_faces(FANG)}<w:sz w:val="32"/><w:szCs w:val="32"/>'
    told = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{plain}<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr>'
        '</w:rPrDefault><w:pPrDefault/></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:qFormat/><w:pPr>'
        f'<w:widowControl w:val="0"/></w:pPr><w:rPr>{plain}</w:rPr></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="b"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" '
        'w:type="dxa"/></w:tblPr></w:style>' + "".join(_style(n, look) for n, look in enumerate(LOOKS, 1)))
    for child in list(parse_xml(f'<w:styles {nsdecls("w")}>{told}</w:styles>')):
        element.append(child)


def _style(number: int, look: Look) -> str:
    outline = "" if look.outline is None else f'<w:outlineLvl w:val="{look.outline}"/>'
    first = f'<w:ind w:firstLineChars="{look.first * 100}" w:firstLine="{look.first * EM}"/>' if look.first else ""
    tight = f'<w:spacing w:val="{look.tight}"/>' if look.tight else ""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="s{number}"><w:name w:val="{look.name}"/>'
        f'<w:basedOn w:val="a"/><w:qFormat/><w:pPr>{"<w:keepNext/>" if look.bound else ""}<w:widowControl w:val="0"/>'
        f'{PLAIN}<w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="{look.line}" w:lineRule="exact"/>{first}'
        f'<w:jc w:val="{look.align}"/>{outline}</w:pPr><w:rPr>{_faces(look.font)}{tight}<w:sz w:val="{look.size}"/>'
        f'<w:szCs w:val="{look.size}"/></w:rPr></w:style>')


def _settings(document: Any) -> None:
    element = document.settings.element
    for child in list(element):
        element.remove(child)
    told = (
        '<w:zoom w:percent="100"/><w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/>'
        '<w:compat><w:useFELayout/><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>')
    for child in list(parse_xml(f'<w:settings {nsdecls("w")}>{told}</w:settings>')):
        element.append(child)


def _page(document: Any) -> None:
    """A4 with the margins of the standard, the grid, and the page number outside."""
    section = document.sections[0]
    section.page_width, section.page_height = (Twips(x) for x in PAGE)
    section.top_margin, section.bottom_margin = Twips(TOP), Twips(BOTTOM)
    section.left_margin, section.right_margin = Twips(LEFT), Twips(RIGHT)
    section.footer_distance = Twips(FOOTER)
    grid = section._sectPr.find(qn("w:docGrid"))
    for key, value in (("type", "linesAndChars"), ("linePitch", LINE), ("charSpace", GRID)):
        grid.set(qn(f"w:{key}"), str(value))
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]
        paragraph.style = document.styles["页码"]
        properties = paragraph._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:ind {nsdecls("w")} w:{side}Chars="100" w:{side}="280"/>'))
        properties.append(parse_xml(f'<w:jc {nsdecls("w")} w:val="{side}"/>'))
        _write(paragraph, "— ")
        paragraph._p.append(parse_xml(
            f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'))
        _write(paragraph, " —")
