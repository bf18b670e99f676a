"""A digital signature behind a PDF, the kind that PDF readers check (ISO 32000-1, 12.8), from a certificate.

It is one more incremental update, the last. All of it is made from the file before it, three texts and the signature
itself (CMS, in a room of fixed size); so a verifier that cannot judge certificates still knows that nothing else was
added: it takes the texts and the signature out, writes the update once more and compares.
"""
from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from .pdf_update import WRONG, Ending, PdfError, ending, only

ROOM = 8192         # bytes for the CMS with its certificates
MARK = b"scoring-signature"
START = re.compile(rb"\n%% %s\n" % MARK)
ASIDE = b"[-9999 -9999 -9999 -9999]"       # the field has no place on the paper
_SIGNATURE = (
    b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /Reason <%s> /Location <%s> /M (D:%sZ) "
    b"/ByteRange [0 %010d %010d %010d] /Contents <%s> >>")
_READ = re.compile(rb"/Reason <([0-9a-f]*)> /Location <([0-9a-f]*)> /M \(D:([0-9]{14})Z\) /ByteRange "
                   rb"\[0 [0-9]{10} [0-9]{10} [0-9]{10}\] /Contents <([0-9a-f]{%d})>" % (2 * ROOM))


@dataclass(frozen=True)
class Stamp:
    """What a signature says of itself: why, where, and when in UTC, as 20260131093000."""

    reason: str
    location: str
    at: str


def stamped(pdf: bytes, stamp: Stamp, sign: Callable[[bytes], bytes]) -> bytes:
    """The PDF with a signature behind it; `sign` makes the detached CMS of a message, in DER."""
    update, start = _written(pdf, stamp, b"0" * 2 * ROOM)
    whole = pdf + update
    cms = sign(whole[:start] + whole[start + 2 + 2 * ROOM:])
    if len(cms) > ROOM:
        raise PdfError(f"签名和证书共 {len(cms)} 字节，超过了 {ROOM} 字节：请换一个证书链短一些的证书文件")
    return pdf + _written(pdf, stamp, cms.ljust(ROOM, b"\0").hex().encode("ascii"))[0]


def unstamped(pdf: bytes) -> tuple[bytes, Stamp | None]:
    """The PDF before its signature, and what that says; the file itself and None where there is none as we write it."""
    marks = list(START.finditer(pdf))
    found = _READ.search(pdf, marks[-1].start()) if marks else None
    if found is None:
        return pdf, None
    before = pdf[:marks[-1].start()]
    try:
        reason, location = (bytes.fromhex(found[n].decode("ascii")).decode("utf-16") for n in (1, 2))
        stamp = Stamp(reason, location, found[3].decode("ascii"))
        whole = before + _written(before, stamp, found[4])[0]
    except ValueError:
        return pdf, None
    return (before, stamp) if whole == pdf else (pdf, None)


def _written(pdf: bytes, stamp: Stamp, contents: bytes) -> tuple[bytes, int]:
    """The update with these hexadecimal contents, and where in the file they begin (at their bracket)."""
    end = ending(pdf)
    texts = [("\ufeff" + text).encode("utf-16-be").hex().encode("ascii") for text in (stamp.reason, stamp.location)]
    said = (*texts, stamp.at.encode("ascii"))
    bare = end.update(MARK, _objects(end, _SIGNATURE % (*said, 0, 0, 0, contents)))
    start = len(pdf) + bare.index(b"/Contents <") + len(b"/Contents ")
    after = start + len(contents) + 2
    ranges = (start, after, len(pdf) + len(bare) - after)
    return end.update(MARK, _objects(end, _SIGNATURE % (*said, *ranges, contents))), start


def _objects(end: Ending, signature: bytes) -> list[tuple[int, bytes]]:
    """The signature, its field (which is also an annotation of the first page), that page, and the catalog."""
    catalog, number = end.inside(end.root), end.size
    page = _first_page(end, catalog)
    field = (b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature) /F 132 /Rect %s /P %d 0 R /V %d 0 R >>"
             % (ASIDE, page, number))
    if page == end.root:
        raise PdfError(WRONG)
    notes, inside = b"%d 0 R" % (number + 1), end.inside(page)
    if re.search(rb"/Annots\s*\[", inside):
        inside = re.sub(rb"/Annots\s*\[", b"/Annots [ %s" % notes, inside, count=1)
    else:
        inside += b"/Annots [%s] " % notes
    catalog += b"/AcroForm << /Fields [%s] /SigFlags 3 >> " % notes
    return [(number, signature), (number + 1, field), (page, b"<<%s>>" % inside), (end.root, b"<<%s>>" % catalog)]


def _first_page(end: Ending, catalog: bytes) -> int:
    try:
        pages = end.inside(int(only(rb"/Pages (\d+) 0 R", catalog)))
        return int(re.findall(rb"/Kids\s*\[\s*(\d+) 0 R", pages)[0])
    except IndexError:
        raise PdfError("这份 PDF 里找不到第一页") from None
