"""Incremental updates (ISO 32000-1, 7.5.6) of the PDFs that our typesetter writes, without a library for PDF.

Only that form is understood: a plain table of cross-references, one whole object after the other. The same file and
the same objects give the same bytes, so a verifier writes an update once more and compares.
"""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass


class PdfError(ValueError):
    """The file is not as our typesetter writes it; the message is a Chinese sentence."""


@dataclass(frozen=True)
class Ending:
    """What an update needs to know of a file: how many objects it has, which is the catalog, where its table is."""

    file: bytes
    size: int
    root: int
    table: int
    kept: bytes         # the entries that every trailer repeats: /Info and /ID

    def inside(self, number: int) -> bytes:
        """What stands between the brackets of the newest object of that number, a dictionary."""
        try:
            if number >= self.size:
                raise PdfError(WRONG)
            begin = self.file.rindex(b"\n%d 0 obj" % number) + 1
            whole = self.file[begin:self.file.index(b"endobj", begin)]
            return whole[whole.index(b"<<") + 2:whole.rindex(b">>")].rstrip() + b" "
        except ValueError:
            raise PdfError(WRONG) from None

    def update(self, comment: bytes, objects: Sequence[tuple[int, bytes]]) -> bytes:
        """What is to be appended, so that these objects are in the file, or replace those of the same number."""
        out, places = b"\n%% %s\n" % comment, {}
        for number, content in objects:
            places[number] = len(self.file) + len(out)
            out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
        table = len(self.file) + len(out)
        rows = b"".join(b"%d 1\n%010d 00000 n \n" % (number, places[number]) for number in sorted(places))
        trailer = b"trailer\n<< /Size %d /Root %d 0 R %s /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
            max(self.size, *(number + 1 for number in places)), self.root, self.kept, self.table, table)
        return out + b"xref\n0 1\n0000000000 65535 f \n" + rows + trailer


WRONG = "这份 PDF 的结构不是本产品写的样子"


def ending(pdf: bytes) -> Ending:
    """The end of a PDF, read. Raises PdfError where it has another form."""
    try:
        trailer = pdf[pdf.rindex(b"trailer"):]
        table, size, root = (int(only(pattern, trailer)) for pattern in (
            rb"startxref\s+(\d{1,10})\s", rb"/Size (\d{1,10})", rb"/Root (\d{1,10}) 0 R"))
        kept = only(rb"(/Info \d+ 0 R)", trailer) + b" " + only(rb"(/ID\s*\[[^\]]*\])", trailer)
        return Ending(pdf, size, root, table, kept)
    except (ValueError, IndexError):
        raise PdfError(WRONG) from None


def only(pattern: bytes, text: bytes) -> bytes:
    """What the group of a pattern matched last in `text`; IndexError where it never did."""
    return bytes(re.findall(pattern, text)[-1])
