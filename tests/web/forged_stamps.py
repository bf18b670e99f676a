"""Scorecards with a certificate's signature behind them, and forgeries of that signature, each with a name."""
from __future__ import annotations

import functools
import re
from collections.abc import Callable

from scoring.core.paper import attached
from scoring.core.pdf_signature import ROOM, Stamp, stamped
from tests.web import forged_papers
from tests.web.forged_excerpts import whole
from tests.web.specimen import excerpt, signer

MARK = b"\n% scoring-signature\n"
STAMP = Stamp("公布考核结果", "苍溪县人民政府办公室", "20260131093000")
REASON, LOCATION = (text.encode("utf-16-be").hex().encode() for text in (STAMP.reason, STAMP.location))


def value(message: bytes) -> bytes:
    """What stands for the signature's value; no verifier here judges it."""
    return b"\xab\xcd\xef" * 500


@functools.cache
def whole_stamp() -> bytes:
    """The scorecard of 甲乡 with signed pages and a certificate's signature."""
    return stamped(forged_papers.signed(), STAMP, value)


def made(stamp: Stamp = STAMP, sign: Callable[[bytes], bytes] = value) -> bytes:
    """The same card under another signature in good form."""
    return stamped(forged_papers.signed(), stamp, sign)


def once(pdf: bytes, old: bytes, new: bytes) -> bytes:
    """A PDF with something replaced in the signature's update."""
    front, tail = parted(pdf)
    assert old in tail, old
    return front + tail.replace(old, new, 1)


def parted(pdf: bytes) -> tuple[bytes, bytes]:
    """The file before the signature, and the signature's update."""
    at = pdf.rindex(MARK)
    return pdf[:at], pdf[at:]


def number(pdf: bytes, pattern: bytes, by: int = 1) -> bytes:
    """A PDF with a number in the signature's update raised, as wide as before."""
    front, tail = parted(pdf)
    found = next(re.finditer(pattern, tail))
    start, end = found.span(1)
    return front + tail[:start] + b"%0*d" % (end - start, int(found[1]) + by) + tail[end:]


def front(pdf: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """A PDF with the file before the signature changed, the signature in good form again."""
    return stamped(change(parted(pdf)[0]), STAMP, value)


# What only the signature's value would tell: the verifiers say that they do not judge it.
UNJUDGED: dict[str, Callable[[], bytes]] = {
    "another reason": lambda: made(Stamp("公布更正后的结果", STAMP.location, STAMP.at)),
    "a reason of no letters": lambda: made(Stamp("", STAMP.location, STAMP.at)),
    "a reason beyond the first plane": lambda: made(Stamp("𠮷\U0001f512", STAMP.location, STAMP.at)),
    "a reason with a mark of order": lambda: made(Stamp("\ufeff公布", STAMP.location, STAMP.at)),
    "another location": lambda: made(Stamp(STAMP.reason, "别处", STAMP.at)),
    "another time": lambda: made(Stamp(STAMP.reason, STAMP.location, "19990101000000")),
    "another value": lambda: made(sign=lambda message: b"cms"),
    "a value of zeros": lambda: made(sign=lambda message: b""),
    "the reason in its place": lambda: once(whole_stamp(), REASON[:4], b"4e00"),
    "the time in its place": lambda: once(whole_stamp(), b"(D:2026", b"(D:2016"),
    "the value in its place": lambda: once(whole_stamp(), b"/Contents <abcd", b"/Contents <abce"),
    "the room filled to its end": lambda: made(sign=lambda message: b"\x01" * ROOM),
}
TEXTS: dict[str, Callable[[bytes], bytes]] = {
    "a reason that is longer": lambda p: once(p, REASON, REASON + b"4e00"),
    "a reason in capitals": lambda p: once(p, b"/Reason <feff", b"/Reason <FEFF"),
    "a reason of the other order": lambda p: once(p, b"/Reason <feff", b"/Reason <fffe"),
    "a reason without its mark": lambda p: once(p, b"/Reason <feff", b"/Reason <4e00"),
    "half a sign in the reason": lambda p: once(p, REASON[:4], b"d800"),
    "no reason": lambda p: once(p, b"/Reason <feff" + REASON + b">", b"/Reason <>"),
    "half a sign in the location": lambda p: once(p, LOCATION[:4], b"dc00"),
    "the location before the reason": lambda p: once(p, b"/Location <", b"/Lacation <"),
    "a time of another zone": lambda p: once(p, b"00Z) /Byte", b"00+) /Byte"),
    "a time of letters": lambda p: once(p, b"(D:2026", b"(D:2O26"),
    "the value in capitals": lambda p: once(p, b"/Contents <abcd", b"/Contents <ABCD"),
    "a value shorter by a digit": lambda p: once(p, b"/Contents <abcd", b"/Contents <bcd"),
    "a blank in the value": lambda p: once(p, b"/Contents <abcd", b"/Contents <abc "),
    "a range that begins later": lambda p: once(p, b"/ByteRange [0 ", b"/ByteRange [1 "),
    "the first range": lambda p: number(p, rb"/ByteRange \[0 (\d{10})", -1),
    "the gap": lambda p: number(p, rb"/ByteRange \[0 \d{10} (\d{10})"),
    "the second range": lambda p: number(p, rb"/ByteRange \[0 \d{10} \d{10} (\d{10})", -1),
    "another handler": lambda p: once(p, b"/Adobe.PPKLite", b"/Adobe.PPKMore"),
    "another form of signature": lambda p: once(p, b"/adbe.pkcs7.detached", b"/ETSI.CAdES.detached"),
    "a name besides": lambda p: once(p, b" /M (D:", b" /Name (x) /M (D:"),
}
OBJECTS: dict[str, Callable[[bytes], bytes]] = {
    "the field on the paper": lambda p: once(p, b"[-9999 -9999 -9999 -9999]", b"[    0     0   999   999]"),
    "the field hidden otherwise": lambda p: once(p, b"/F 132", b"/F 128"),
    "another name of the field": lambda p: once(p, b"(Signature)", b"(signature)"),
    "the field on another page": lambda p: number(p, rb"/P (\d+) 0 R /V"), "the field of another value": lambda p: number(p, rb"/V (\d+) 0 R"),
    "an appearance of the field": lambda p: once(p, b" /P ", b" /AP << /N 1 0 R >> /P "),
    "another annotation of the page": lambda p: number(p, rb"/Annots \[(\d+) 0 R", -1),
    "an annotation more": lambda p: once(p, b"/Annots [", b"/Annots [1 0 R "),
    "other contents of the page": lambda p: number(p, rb"/Contents (\d+) 0 R"),
    "the page turned": lambda p: once(p, b"/Rotate 0", b"/Rotate 9"),
    "another page": lambda p: number(p, rb"\n(\d+) 0 obj\n<<\s*/Contents"),
    "other pages in the catalog": lambda p: number(p, rb"/Pages (\d+) 0 R"),
    "a script in the catalog": lambda p: once(p, b"/AcroForm", b"/OpenAction << /S /JavaScript /JS (x) >> /AcroForm"),
    "the attached file taken away": lambda p: once(p, b"/EmbeddedFiles", b"/EmbeddedFiler"),
    "another attached file": lambda p: number(p, rb"/AF \[(\d+) 0 R", -1),
    "a form that may be changed": lambda p: once(p, b"/SigFlags 3", b"/SigFlags 1"),
    "a field more": lambda p: once(p, b"/Fields [", b"/Fields [1 0 R "),
    "a form of XFA": lambda p: once(p, b"/SigFlags 3", b"/SigFlags 3 /XFA 1 0 R"),
    "an object more": lambda p: once(p, b"endobj\nxref", b"endobj\n9 0 obj\n<< >>\nendobj\nxref"),
    "a place in the table": lambda p: number(p, rb"\n(\d{10}) 00000 n \ntrailer"),
    "/Prev one more": lambda p: number(p, rb"/Prev (\d+)"), "/Size one more": lambda p: number(p, rb"/Size (\d+)"),
    "/Root another": lambda p: number(p, rb"/Root (\d+)"), "the table elsewhere": lambda p: number(p, rb"startxref\n(\d+)"),
    "another mark": lambda p: once(p, MARK, MARK.upper()), "a blank in the mark": lambda p: once(p, MARK, MARK[:-1] + b" \n"),
}
WHOLE: dict[str, Callable[[bytes], bytes]] = {
    "a second signature": lambda p: stamped(p, STAMP, value), "the update twice": lambda p: p + parted(p)[1],
    "a newline more": lambda p: p + b"\n", "a zero byte more": lambda p: p + b"\x00", "a comment more": lambda p: p + b"% saved\n",
    "a mark more behind": lambda p: p + MARK, "a mark more before": lambda p: front(p, lambda f: f + MARK),
    "a second update": lambda p: p + b"1 0 obj\n<<>>\nendobj\nxref\n0 0\ntrailer\n<< /Size 99 >>\nstartxref\n%d\n%%%%EOF\n" % len(p),
    "the excerpt behind the signature": lambda p: attached(p, excerpt(whole()), signer()),
    **{f"cut {n} bytes before the end": functools.partial(lambda p, n: p[:-n], n=n) for n in (1, 7, 40, 300, 9000)},
    "cut behind the mark": lambda p: p[:p.rindex(MARK) + len(MARK)],
    "no excerpt": lambda p: stamped(forged_papers.pages(), STAMP, value),
    "an update of another file": lambda p: forged_papers.signed() + parted(stamped(forged_papers.plain(), STAMP, value))[1],
    "a byte of the pages": lambda p: front(p, lambda f: forged_papers.flipped(f, len(forged_papers.pages()) // 10)),
    "a byte of the excerpt": lambda p: front(p, lambda f: forged_papers.once(f, b'"points":"18"', b'"points":"19"')),
    "a byte between": lambda p: front(p, lambda f: f + b"\n"),
    "signed pages of another unit": lambda p: front(p, lambda f: attached(
        forged_papers.pages("", "乙乡"), excerpt(whole()), forged_papers.old_signature)),
}


def unjudged() -> dict[str, bytes]:
    """What both verifiers accept on purpose."""
    return {name: make() for name, make in UNJUDGED.items()}


def forged() -> dict[str, bytes]:
    """Every named forgery of the signature's update."""
    return {name: change(whole_stamp()) for name, change in (TEXTS | OBJECTS | WHOLE).items()}
