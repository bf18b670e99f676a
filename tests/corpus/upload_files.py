"""Files made for the tests of uploads: sound ones of every kind, marked ones, broken ones, bombs."""
from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.comments import Comment
from PIL import Image
from pypdf import PdfWriter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
SECTOR = 512


# ── zip, Word, OFD ────────────────────────────────────────────────────────────

def zipped(members: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def paragraph(*runs: str) -> str:
    """A Word paragraph of these runs."""
    return "<w:p>" + "".join(f'<w:r><w:t xml:space="preserve">{escape(r)}</w:t></w:r>' for r in runs) + "</w:p>"


def docx(*runs: str, body: str = "", parts: Mapping[str, bytes | str] | None = None, kind: str = WORD_TYPE) -> bytes:
    """A Word document with one paragraph of these runs, then `body`, and further parts."""
    return zipped({
        "[Content_Types].xml": f'<Types><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        "word/document.xml": f"<w:document {W}><w:body>{paragraph(*runs)}{body}</w:body></w:document>",
        **(parts or {})})


def docx_part(tag: str, *runs: str) -> str:
    """A header, footer or the like of a Word document."""
    return f"<w:{tag} {W}>{paragraph(*runs)}</w:{tag}>"


def ofd(*texts: str, parts: Mapping[str, bytes | str] | None = None) -> bytes:
    """An OFD of one page; each text is an object of its own."""
    objects = "".join(f"<ofd:TextObject><ofd:TextCode>{escape(t)}</ofd:TextCode></ofd:TextObject>" for t in texts)
    return zipped({
        "OFD.xml": '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"/>',
        "Doc_0/Pages/Page_0/Content.xml": f'<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016">{objects}</ofd:Page>',
        **(parts or {})})


# ── Excel ─────────────────────────────────────────────────────────────────────

def xlsx(text: str = "", sheet: str = "公开目录", header: str = "", comment: str = "", cell: str = "A1") -> bytes:
    """A workbook with one cell, and texts in the places where texts can be."""
    book = Workbook()
    page = book.active
    page.title = sheet
    page[cell] = text or "序号"
    page.oddHeader.center.text = header
    if comment:
        page[cell].comment = Comment(comment, "填报员")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# ── the older Office files ────────────────────────────────────────────────────

def ole(streams: Mapping[str, bytes]) -> bytes:
    """A compound file with these streams, each padded so that it lies in sectors of its own."""
    body, entries = b"", [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    for place, (name, content) in enumerate(streams.items(), 1):
        content = content.ljust(4096, b"\0")
        content += bytes(-len(content) % SECTOR)
        following = place + 1 if place < len(streams) else 0xFFFFFFFF
        entries.append(_entry(name, 2, len(body) // SECTOR, len(content), right=following))
        body += content
    directory = b"".join(entries)
    directory += bytes(-len(directory) % SECTOR)
    first_directory = len(body) // SECTOR
    first_fat = first_directory + len(directory) // SECTOR
    header = struct.pack("<8s16xHHHHH6xLLLLLLLLL", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
                         0, 1, first_directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<L", first_fat)
    return header.ljust(SECTOR, b"\xff") + body + directory + bytes(SECTOR)


def _entry(name: str, kind: int, first: int, size: int, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF) -> bytes:
    coded = name.encode("utf-16-le") + b"\0\0"
    return struct.pack("<64sHBBLLL36xLL4x", coded, len(coded), kind, 1, 0xFFFFFFFF, right, child, first, size)


def doc(text: str = "", encrypted: bool = False, more: Mapping[str, bytes] | None = None,
        encoding: str = "utf-16-le") -> bytes:
    """An older Word document with this text somewhere in its main stream."""
    head = struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0, 0, 0x0100 if encrypted else 0).ljust(0x400, b"\0")
    return ole({"WordDocument": head + text.encode(encoding), **(more or {})})


def xls(text: str = "", stream: str = "Workbook", encrypted: bool = False, encoding: str = "utf-16-le") -> bytes:
    """An older Excel workbook with this text somewhere in its main stream."""
    begin = struct.pack("<HH16x", 0x0809, 16)
    lock = struct.pack("<HH6x", 0x2F, 6) if encrypted else b""
    return ole({stream: begin + lock + text.encode(encoding)})


# ── PDF ───────────────────────────────────────────────────────────────────────

def pdf(*pages: str, title: str = "", encrypt: Any = None) -> bytes:
    """A PDF with one line of Chinese text a page."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, encrypt=encrypt)
    canvas.setTitle(title)
    for text in pages or ("公开目录",):
        canvas.setFont("STSong-Light", 12)
        canvas.drawString(60, 700, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def pdf_with(change: Any) -> bytes:
    """A sound PDF after `change(writer)`."""
    writer = PdfWriter()
    writer.append(io.BytesIO(pdf()))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf_of_objects(*objects: bytes, root: int = 1) -> bytes:
    """A PDF of these numbered objects, with a table that finds them."""
    parts, places, length = [b"%PDF-1.4\n"], [], 9
    for number, content in enumerate(objects, 1):
        places.append(length)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
        length += len(parts[-1])
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return b"".join(parts) + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (len(places) + 1, table, len(places) + 1, root, length))


# ── pictures ──────────────────────────────────────────────────────────────────

def picture(kind: str = "PNG", mode: str = "RGB", **more: Any) -> bytes:
    """A small picture of Pillow's kind."""
    out = io.BytesIO()
    Image.new(mode, (40, 30)).save(out, kind, **more)
    return out.getvalue()


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG of these chunks."""
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">L", len(data)) + name + data + struct.pack(">L", zlib.crc32(name + data)) for name, data in chunks)


def wide_png(wide: int, high: int) -> bytes:
    """A PNG of so many pixels that unpacks from a few KB."""
    squeeze = zlib.compressobj(9)
    row = bytes(1 + wide)
    data = b"".join(squeeze.compress(row) for _ in range(high)) + squeeze.flush()
    return png((b"IHDR", struct.pack(">LLBBBBB", wide, high, 8, 0, 0, 0, 0)), (b"IDAT", data), (b"IEND", b""))


# ── zips that lie ─────────────────────────────────────────────────────────────

def overlapping(count: int, size: int) -> bytes:
    """A zip whose entries all share one packed stream of `size` zeros."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = squeeze.compress(bytes(size)) + squeeze.flush()
    crc = zlib.crc32(bytes(size))
    name = b"a.pdf"
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0, crc, len(packed), size, len(name), 0) + name
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, crc, len(packed), size, len(name), 0, 0, 0,
                        0, 0, 0) + name
    start = len(local) + len(packed)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(entry) * count, start, 0)
    return local + packed + entry * count + end


def patched(archive: bytes, old: bytes, new: bytes, times: int = -1) -> bytes:
    """Bytes with some of them replaced; fails the test if they are not there."""
    assert old in archive
    return archive.replace(old, new, times)


def lying(real: bytes, said: int) -> bytes:
    """A zip whose one entry unpacks to `real` but says it is `said` bytes long, checksum of that part included."""
    made = zipped({"a.pdf": real})
    size, crc = struct.pack("<L", len(real)), struct.pack("<L", zlib.crc32(real))
    return patched(patched(made, size, struct.pack("<L", said)), crc, struct.pack("<L", zlib.crc32(real[:said])))
