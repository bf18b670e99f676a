"""Reading office documents for secrecy marks and active content: Word, Excel, OFD and the older OLE files."""
from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from ..core.marking import HINTS
from ..errors import Invalid
from .intake_look import Look, Unreadable
from .intake_zip import Archive

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACROS = "文档里带有宏，不能收：请另存为不带宏的 .docx 或 .xlsx，或者导出为 PDF。"
_ENCRYPTED = "文档加了密码，系统无法检查里面有没有涉密标志：请去掉打开密码后再上传。"
_ACTIVE = "文档里有会自动运行或自动取数的内容（{}），不能收：请导出为 PDF 后再上传。"
_ENDS_A_LINE = {"p", "si", "c", "tr", "row", "br", "tab", "definedName", "comment", "oddHeader", "oddFooter",
                "evenHeader", "evenFooter", "firstHeader", "firstFooter", "title", "subject", "keywords",
                "description", "category", "lpwstr", "Title", "Subject", "Keyword", "Abstract"}
_SHORT = 4    # an OFD may keep each sign of a mark as an object of its own: short ones run together
_HEADER_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|[0-9]+|[A-Z])')
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".emf", ".wmf", ".tif", ".tiff", ".jb2", ".odttf", ".ttf", ".otf")
_HINT_BYTES = tuple(h.encode() for h in HINTS)
_NAMED = {"name", "text", "title", "descr", "string", "Title", "Subject"}


def read_package(archive: Archive, look: Look, depth: int = 0) -> None:
    """Looks at every part of a docx, xlsx or OFD; raises Invalid for marks, macros and active content."""
    for entry in archive.entries:
        look.at(entry.name)
        lower = entry.name.lower()
        if lower.endswith("vbaproject.bin") or "/macrosheets/" in lower:
            raise Invalid(_MACROS)
        if "/activex/" in lower:
            raise Invalid(_ACTIVE.format("ActiveX 控件"))
        if entry.is_folder or lower.endswith(_PICTURES):
            continue
        _read_part(archive.read(entry), lower, look, depth)


def _read_part(content: bytes, name: str, look: Look, depth: int) -> None:
    if name.endswith((".xml", ".rels", ".vml")):
        if name == "[content_types].xml" and re.search(rb"macroEnabled", content, re.IGNORECASE):
            raise Invalid(_MACROS)
        if re.search(rb"instrText[^>]*>\s*DDE|<(\w+:)?ddeLink", content):
            raise Invalid(_ACTIVE.format("DDE"))
        look.at(xml_text(content))
    elif content.startswith(b"PK\x03\x04"):
        if depth:
            raise Invalid(_ACTIVE.format("层层嵌套的文件"))
        read_package(Archive(content), look, depth + 1)
    elif content.startswith(OLE):
        read_ole(content, look)
    elif "/attachs/" in name or content.startswith((b"MZ", b"%PDF-")):
        raise Invalid("文档里夹带了别的文件，系统检查不到里面的内容：请把附件取出来单独上传。")
    else:
        read_bytes(content, look)


def xml_text(content: bytes) -> str:
    """The text of an XML part, the runs of a paragraph joined, one paragraph a line.

    '' without parsing if nothing in it could be a mark. Raises Unreadable for a DTD or broken XML.
    """
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Unreadable
    start = content[:200]
    is_utf8 = b"\0" not in start and not re.search(rb'encoding\s*=\s*["\'](?!utf-?8)', start, re.IGNORECASE)
    if is_utf8 and b"&#" not in content and not any(hint in content for hint in _HINT_BYTES):
        return ""
    try:
        return "".join(_pieces(content))
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise Unreadable from None


def _pieces(content: bytes) -> Iterator[str]:
    last = ""
    for _, element in iterparse(io.BytesIO(content), events=("end",), forbid_dtd=True):
        tag = element.tag.rpartition("}")[2]
        text = element.text or ""
        if tag.endswith(("Header", "Footer")):
            text = _HEADER_CODES.sub("", text)
        if tag == "t" or text.strip():
            yield text
        for name, value in element.attrib.items():
            if name.rpartition("}")[2] in _NAMED and value.strip():
                yield f"\n{value}\n"
        last = text if tag == "TextCode" else last
        if tag in _ENDS_A_LINE or (tag == "TextObject" and len(last) > _SHORT):
            yield "\n"
        element.clear()


def read_bytes(content: bytes, look: Look) -> None:
    """Looks at the surroundings of every 密 and 内部 in bytes that may be UTF-16LE, GBK or UTF-8 text."""
    for encoding in ("utf-16-le", "gbk", "utf-8"):
        for word in ("密", "内部"):
            for found in re.finditer(re.escape(word.encode(encoding)), content):
                begin = max(0, found.start() - 48)
                around = content[begin + (begin - found.start()) % 2:found.end() + 64]
                look.at(_legible(around.decode(encoding, "ignore")))


def _legible(text: str) -> str:
    """Text out of a binary file, without the signs of its structure; a line ends where a control sign stands."""
    return re.sub("[\x00-\x08\x0e-\x1f]+", "\n", text)


def read_ole(content: bytes, look: Look) -> None:
    """Looks at a .doc, .xls, .wps or .et; raises Invalid for passwords and macros."""
    if _directory(content, "EncryptedPackage") or _directory(content, "EncryptionInfo"):
        raise Invalid(_ENCRYPTED)
    if _directory(content, "_VBA_PROJECT") or _directory(content, "_VBA_PROJECT_CUR") or _directory(content, "VBA"):
        raise Invalid(_MACROS)
    word = _stream(content, "WordDocument")
    if word and len(word) > 12 and struct.unpack_from("<H", word, 10)[0] & 0x0100:
        raise Invalid(_ENCRYPTED)
    book = _stream(content, "Workbook") or _stream(content, "Book")
    if book and 0x2F in _first_records(book):
        raise Invalid(_ENCRYPTED)
    read_bytes(content, look)


def is_ole_of(content: bytes, *streams: str) -> bool:
    """Whether the OLE file has one of these streams."""
    return any(_directory(content, name) is not None for name in streams)


def _directory(content: bytes, name: str) -> bytes | None:
    """The 128 bytes of the directory entry of that name."""
    wanted = name.encode("utf-16-le") + b"\0\0"
    at = content.find(wanted)
    while at >= 0:
        entry = content[at:at + 128]
        if at % 128 == 0 and len(entry) == 128 and struct.unpack_from("<H", entry, 64)[0] == len(wanted):
            return entry
        at = content.find(wanted, at + 1)
    return None


def _stream(content: bytes, name: str) -> bytes | None:
    """The first sector of a stream that lies in sectors of its own."""
    entry = _directory(content, name)
    if entry is None or len(content) < 512:
        return None
    shift = struct.unpack_from("<H", content, 30)[0]
    first, size = struct.unpack_from("<LL", entry, 116)
    if shift not in (9, 12) or size < 4096:
        return None
    return content[(first + 1) << shift:(first + 2) << shift]


def _first_records(book: bytes) -> list[int]:
    """The types of the first records of a workbook stream."""
    found: list[int] = []
    at = 0
    while at + 4 <= len(book) and len(found) < 12:
        kind, length = struct.unpack_from("<HH", book, at)
        found.append(kind)
        at += 4 + length
    return found
