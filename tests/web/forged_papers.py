"""Forgeries of a PDF that carries its excerpt, each with a name: its pages, the update behind them, its seal."""
from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from typing import Any

from scoring.core.digests import SHA256
from scoring.core.paper import attached
from scoring.core.published import open_file
from scoring.core.signature import Sign
from scoring.exports import pdf_scorecard
from tests.web.forged_excerpts import opening, part, stranger, swap, turned, unit, whole
from tests.web.specimen import Change, excerpt, signer

MARK = b"\n% scoring-excerpt "


@functools.cache
def pages(text: str = "", name: str = "甲乡") -> bytes:
    """A unit's scorecard before anything is attached."""
    return pdf_scorecard.render(open_file(text or whole()), name).split(MARK)[0]


@functools.cache
def plain() -> bytes:
    """The scorecard of 甲乡 with its excerpt; nobody signed the pages."""
    return attached(pages(), excerpt(whole()))


@functools.cache
def signed() -> bytes:
    """The same with signed pages."""
    return attached(pages(), excerpt(whole()), signer())


@functools.cache
def seal() -> dict[str, Any]:
    """The seal of the signed pages."""
    found: list[dict[str, Any]] = []

    def keep(message: bytes) -> Mapping[str, str]:
        found.append(dict(signer()(message)))
        return found[0]

    attached(pages(), excerpt(whole()), keep)
    return {"length": len(pages()), "digest": SHA256.hex(pages()), "signature": found[0]}


def old_signature(message: bytes) -> Mapping[str, str]:
    """The signature of the true pages, whatever is asked to be signed."""
    signature: Mapping[str, str] = seal()["signature"]
    return signature


def once(pdf: bytes, old: bytes, new: bytes, behind: bool = True) -> bytes:
    """A PDF with something replaced, in the update or in the pages."""
    at = pdf.index(MARK)
    front, back = pdf[:at], pdf[at:]
    assert old in (back if behind else front), old
    return front + back.replace(old, new, 1) if behind else front.replace(old, new, 1) + back


def number(pdf: bytes, pattern: bytes, by: int) -> bytes:
    """A PDF with a number in the update raised; the pattern's brackets hold it."""
    found = list(re.finditer(pattern, pdf))[-1]
    start, end = found.span(1)
    return pdf[:start] + b"%0*d" % (end - start, int(found[1]) + by) + pdf[end:]


def flipped(pdf: bytes, at: int) -> bytes:
    """A PDF with one bit of one byte turned."""
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1:]


def other_excerpt(change: Change, sign: Sign | None = None) -> bytes:
    """The pages with a changed excerpt attached in good form."""
    file = excerpt(whole())
    change(file)
    return attached(pages(), file, sign)


def _cut(pdf: bytes, n: int) -> bytes:
    return pdf[:len(pdf) * n // 16]


WHERE: dict[str, Callable[[int], int]] = {     # in the pages, by their length
    "header": lambda n: 5, "first page": lambda n: n // 10, "a font": lambda n: n // 2, "the table": lambda n: n - 400,
    "the trailer": lambda n: n - 20, "the last byte": lambda n: n - 1,
}
BYTES: dict[str, Callable[[bytes], bytes]] = {
    **{f"a bit of {name}": functools.partial(lambda p, where: flipped(p, where(len(pages()))), where=where)
       for name, where in WHERE.items()},
    **{f"a byte less at {name}": functools.partial(lambda p, where: p[:where(len(pages()))] + p[where(len(pages())) + 1:], where=where)
       for name, where in WHERE.items()},
    **{f"a byte more at {name}": functools.partial(lambda p, where: p[:where(len(pages()))] + b" " + p[where(len(pages())):], where=where)
       for name, where in WHERE.items()},
    **{f"cut after {n} sixteenths": functools.partial(_cut, n=n) for n in range(1, 16)},
    **{f"{n} bytes less": functools.partial(lambda p, n: p[:-n], n=n) for n in (1, 2, 7, 40, 300)},
    "cut behind the excerpt": lambda p: p[:p.rindex(b"\nendstream")], "cut before the table": lambda p: p[:p.rindex(b"xref\n0 1")],
    "cut before the trailer": lambda p: p[:p.rindex(b"trailer")], "cut at the mark": lambda p: p[:p.index(MARK)],
    "a newline more": lambda p: p + b"\n", "a zero byte more": lambda p: p + b"\x00", "a blank more": lambda p: p + b" ",
    "a comment more": lambda p: p + b"% saved\n", "another end of file": lambda p: p + b"%%EOF\n",
    "a second update": lambda p: p + b"1 0 obj\n<<>>\nendobj\nxref\n0 0\ntrailer\n<< /Size 99 >>\nstartxref\n%d\n%%%%EOF\n" % len(p),
    "the update twice": lambda p: p + p[p.index(MARK):], "the whole twice": lambda p: p + p,
    "another unit's update behind": lambda p: attached(p, excerpt(whole(), "乙乡")),
    "the same excerpt attached twice": lambda p: attached(p, excerpt(whole())),
    "a mark in the pages": lambda p: p[:9] + MARK + b"5\n" + p[9:], "a page of another unit": lambda p: pages("", "乙乡") + p[p.index(MARK):],
    "the pages of another file": lambda p: pages(stranger()) + p[p.index(MARK):],
    "no pages": lambda p: b"%PDF-1.4" + p[p.index(MARK):], "the update alone": lambda p: p[p.index(MARK) + 1:],
    "a byte before": lambda p: b" " + p, "a mark of UTF-8 before": lambda p: b"\xef\xbb\xbf" + p,
    "another version of PDF": lambda p: p.replace(b"%PDF-1.7", b"%PDF-1.4", 1), "no bytes": lambda p: b"", "a header alone": lambda p: b"%PDF-1.4\n",
}
UPDATE: dict[str, Callable[[bytes], bytes]] = {
    "/Prev one more": lambda p: number(p, rb"/Prev (\d+)", 1), "/Prev of nothing": lambda p: once(p, b"/Prev ", b"/Pref "),
    "/Size one more": lambda p: number(p, rb"/Size (\d+) /Root", 1), "/Root another": lambda p: number(p, rb"/Root (\d+) 0 R", 1),
    "/Info another": lambda p: number(p, rb"/Info (\d+) 0 R", 1), "an /ID changed": lambda p: flipped(p, p.rindex(b"/ID") + 8),
    "the table elsewhere": lambda p: number(p, rb"startxref\n(\d+)\n%%EOF\n$", 1),
    "a place in the table": lambda p: number(p, rb"\n(\d{10}) 00000 n \ntrailer", 1),
    "a generation in the table": lambda p: number(p, rb"\n\d{10} (\d{5}) n \ntrailer", 1),
    "a free object": lambda p: once(p, b" 00000 n \ntrailer", b" 00000 f \ntrailer"),
    "an object more in the table": lambda p: once(p, b"xref\n0 1\n", b"xref\n0 2\n0000000000 65535 f \n"),
    "the table's first row": lambda p: once(p, b"0000000000 65535 f", b"0000000000 65536 f"),
    "the stream's length": lambda p: number(p, rb"/Length (\d+) /Params", 1), "the file's size": lambda p: number(p, rb"/Params << /Size (\d+)", 1),
    "the mark's length more": lambda p: number(p, rb"scoring-excerpt (\d+)\n", 1), "the mark's length less": lambda p: number(p, rb"scoring-excerpt (\d+)\n", -1),
    "a leading zero in the mark": lambda p: once(p, MARK, MARK + b"0"), "a length of eleven digits": lambda p: once(p, MARK, MARK + b"0" * 10),
    "a length of 0": lambda p: re.sub(rb"scoring-excerpt \d+\n", b"scoring-excerpt 0\n", p),
    "no mark": lambda p: p.replace(MARK, b"\n% nothing-attached ", 1), "a mark in capitals": lambda p: p.replace(MARK, MARK.upper(), 1),
    "a carriage return": lambda p: once(p, b"\nstream\n", b"\nstream\r\n"), "no stream": lambda p: once(p, b"\nstream\n", b"\nSTREAM\n"),
    "a stream that ends otherwise": lambda p: once(p, b"\nendstream", b"\rendstream"),
    "a compressed stream": lambda p: once(p, b"/Type /EmbeddedFile", b"/Filter /FlateDecode /Type /EmbeddedFile"),
    "another type of file": lambda p: once(p, b"application#2Fjson", b"application#2Ftext"),
    "another name of the file": lambda p: once(p, b"/F (scoring-excerpt.json)", b"/F (scoring-excerpt.exe)"),
    "another name in Unicode": lambda p: once(p, b"/UF (scoring-excerpt.json)", b"/UF (scoring-excerpt.exe)"),
    "another relation": lambda p: once(p, b"/AFRelationship /Data", b"/AFRelationship /Source"),
    "another file shown": lambda p: number(p, rb"/EF << /F (\d+) 0 R", -1),
    "a script on opening": lambda p: once(p, b" /AF [", b" /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> /AF ["),
    "other pages in the catalog": lambda p: number(p, rb"/Pages (\d+) 0 R", 1),
    "a page object in the update": lambda p: once(p, b"endobj\nxref", b"endobj\n99 0 obj\n<< /Type /Page >>\nendobj\nxref"),
    "objects in another order": lambda p: once(p, b"endobj\nxref", b"endobj\n\nxref"),
    "a blank in the catalog": lambda p: once(p, b" /AF [", b"  /AF ["),
}
_U = b"\xe4"
DATA: dict[str, Callable[[bytes], bytes]] = {
    "a figure of the attached excerpt": lambda p: once(p, b'"points":"18"', b'"points":"19"'),
    "a word of the attached excerpt": lambda p: once(p, "甲乡".encode(), "乙乡".encode()),
    "a byte that is no UTF-8": lambda p: once(p, "甲乡".encode(), b"\xff\xfe\xff" + "乡".encode()),
    "a blank for a sign": lambda p: once(p, b'{"algorithm"', b' "algorithm"'),
    "the seal's length": lambda p: number(p, rb'"length":(\d+)', 1), "the seal's digest": lambda p: once(
        p, SHA256.hex(pages()).encode(), turned(SHA256.hex(pages())).encode()),
    "no seal": lambda p: once(p, b'"paper":{', b'"poper":{'), "another algorithm": lambda p: once(p, b'"sha256"', b'"sha512"'),
    "SM3 named": lambda p: once(p, b'"algorithm":"sha256"', b'"algorithm":"sm3"   '),
    "the digest": lambda p: once(p, b'"digest":"', b'"digest":"'.replace(b"digest", b"Digest")),
}
# The whole update is made anew, as a forger with this program can: what is attached is wrong in itself.
ATTACHED: dict[str, Change] = {
    "a figure": lambda f: unit(f)["verified"]["lines"]["items"].update(points="19.5"), "a step": lambda f: unit(f)[
        "verified"]["lines"]["items"]["steps"].append("经核实"),
    "a total": lambda f: unit(f)["verified"].update(total="99"), "a grade": lambda f: unit(f)["verified"].update(grade="优秀"),
    "a place": lambda f: unit(f).update(place=1), "a fact": lambda f: unit(f)["unit"]["facts"]["items"].update(count=19),
    "a hash beside": lambda f: part(f, "unit")["path"].__setitem__(0, "0" * 64), "an index": lambda f: part(f, "unit").update(index=5),
    "the size": lambda f: f["excerpt"].update(size=9), "no ranking": lambda f: f["excerpt"]["parts"].pop(2),
    "parts swapped": lambda f: swap(f["excerpt"]["parts"], 1, 2), "a part twice": lambda f: f["excerpt"]["parts"].append(part(f, "unit")),
    "another file's digest": lambda f: f.update(digest="0" * 64), "another file's part": lambda f: part(f, "about").update(
        part=part(excerpt(stranger()), "about")["part"]),
    "another unit's part": lambda f: part(f, "unit").update(part=part(excerpt(whole(), "乙乡"), "unit")["part"]),
    "an opening's text": lambda f: opening(f).update(text="七条没有链接"), "an opening's salt": lambda f: opening(f).update(salt="0" * 32),
    "another unit's opening": lambda f: f["openings"].update(excerpt(whole(), "乙乡")["openings"]),
    "a key of another": lambda f: f["signature"].update(key=signer(b"z")(b"")["key"]),
    "a digit of the signature": lambda f: f["signature"].update(value=turned(f["signature"]["value"])),
    "a key more": lambda f: f.update(more=""), "a snapshot beside": lambda f: f.update(snapshot={}),
    "version 2": lambda f: f["excerpt"].update(version=2), "no openings": lambda f: f.pop("openings"),
}


def forged() -> dict[str, bytes]:
    """Every named forgery of the scorecard."""
    both = {name: change(plain()) for name, change in (BYTES | UPDATE | DATA).items()}
    made = {f"attached: {name}": other_excerpt(change) for name, change in ATTACHED.items()}
    return both | made | _with_signed_pages() | {f"signed pages: {name}": change(signed()) for name, change in UPDATE.items()}


def _with_signed_pages() -> dict[str, bytes]:
    """What a forger can make of signed pages: everything in good form, but the signature is of other bytes."""
    others = pages("", "乙乡")
    return {
        "signed: the pages changed": attached(once(signed(), b"/Lang (zh-CN)", b"/Lang (en-US)", False).split(MARK)[0],
                                              excerpt(whole()), old_signature),
        "signed: another unit's pages": attached(others, excerpt(whole()), old_signature),
        "signed: another unit's excerpt": attached(pages(), excerpt(whole(), "乙乡"), old_signature),
        "signed: another result's excerpt": attached(pages(), excerpt(stranger()), old_signature),
        "signed: by another key": attached(pages(), excerpt(whole()), signer(b"z")),
        "signed: the result's signature": attached(pages(), excerpt(whole()), lambda _: excerpt(whole())["signature"]),
        "signed: another message": attached(pages(), excerpt(whole()), lambda m: signer()(m + b" ")),
        "signed: no signature of the result": other_excerpt(lambda f: f.pop("signature"), signer()),
        "signed: a signature cut short": attached(pages(), excerpt(whole()), lambda m: {**signer()(m), "value": "00"}),
        "signed: a signature without key": attached(pages(), excerpt(whole()), lambda m: {"value": signer()(m)["value"]}),
        "signed: a signature of nothing": attached(pages(), excerpt(whole()), lambda m: {}),
    }
