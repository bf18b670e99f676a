"""A PDF that carries its excerpt: how it is attached, and how a verifier takes it out and knows the paper is whole.

The excerpt is the last thing in the file, an incremental update (ISO 32000, 7.5.6) with one attached file that is
not compressed, so that a program without a PDF library finds it. It names the length and the digest of the pages
before it, and a signature over them where somebody signs; the same pages and excerpt give the same bytes.
"""
from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from . import canonical
from .digests import ALGORITHMS
from .signature import Sign

NAME = "scoring-excerpt.json"
PREFIX = "scoring-paper-1 "         # so that a signature of the site's key over a paper can mean nothing else
START = re.compile(rb"\n% scoring-excerpt ([0-9]{1,10})\n")


class PaperError(ValueError):
    """The PDF does not carry an excerpt, or was changed; the message is a Chinese sentence."""


def message_of(excerpt: Mapping[str, Any], pages: str) -> bytes:
    """The bytes signed on a paper: the snapshot's digest, which of its parts is the unit's, the digest of the pages.

    Without the part, the signed pages of one unit could be put before the excerpt of another.
    """
    index = excerpt["excerpt"]["parts"][-1]["index"]
    return f"{PREFIX}{excerpt['algorithm']} {excerpt['digest']} {index} {pages}".encode("ascii")


def attached(pages: bytes, excerpt: Mapping[str, Any], sign: Sign | None = None) -> bytes:
    """The PDF `pages` with an excerpt behind it."""
    algorithm = ALGORITHMS[excerpt["algorithm"]]
    seal: dict[str, Any] = {"length": len(pages), "digest": algorithm.hex(pages)}
    if sign is not None:
        seal["signature"] = dict(sign(message_of(excerpt, seal["digest"])))
    return pages + _update(pages, canonical.encode({**excerpt, "paper": seal}))


def detached(pdf: bytes) -> dict[str, Any]:
    """The excerpt that a PDF carries, `paper` included. Raises PaperError unless every byte is as it was made."""
    marks = list(START.finditer(pdf))
    if not marks:
        raise PaperError("这份 PDF 里没有核验用的数据：不是本产品公布的评分卡，或者被截断、另存过")
    if len(marks) > 1:
        raise PaperError("这份 PDF 里有几份核验用的数据，分不清哪一份是公布时附的：被改动过")
    pages, rest, length = pdf[:marks[-1].start()], pdf[marks[-1].start():], int(marks[-1][1])
    at = rest.find(b"\nstream\n") + 8
    data = rest[at:at + length]
    if at < 8 or len(data) < length:
        raise PaperError("这份 PDF 不完整：后面被截断了")
    try:
        excerpt = canonical.decode(data.decode("utf-8"))
        seal = excerpt["paper"]
        algorithm = ALGORITHMS[excerpt["algorithm"]]
        if canonical.encode(excerpt) != data:
            raise PaperError("PDF 里核验用的数据不是规范写法：被改动过")
        if seal["length"] != len(pages) or seal["digest"] != algorithm.hex(pages):
            raise PaperError("PDF 的页面内容被改动过：与附在后面的校验值不符")
        whole = _update(pages, data)
    except (canonical.CanonicalError, KeyError, TypeError, ValueError) as error:
        if isinstance(error, PaperError):
            raise
        raise PaperError("PDF 里核验用的数据读不出来，被改动过") from None
    if rest != whole:
        more = rest.startswith(whole)
        raise PaperError(f"PDF 末尾多了 {len(rest) - len(whole)} 个字节（可能另存过，或者又加了数字签名）："
                         "请用公布页面上下载的原件核验" if more else "PDF 里核验用的数据被改动过，或者后面被截断了")
    return dict(excerpt)


def _update(pages: bytes, data: bytes) -> bytes:
    """The incremental update that attaches `data` to a PDF whose cross-references are a plain table."""
    try:
        trailer = pages[pages.rindex(b"trailer"):]
        before, size, root = (int(_only(pattern, trailer)) for pattern in (
            rb"startxref\s+(\d{1,10})\s", rb"/Size (\d{1,10})", rb"/Root (\d{1,10}) 0 R"))
        begin = pages.rindex(b"\n%d 0 obj" % root) + 1
        catalog = pages[begin:pages.index(b"endobj", begin)]
        start, end = catalog.index(b"<<") + 2, catalog.rindex(b">>")
        info, identity = _only(rb"(/Info \d+ 0 R)", trailer), _only(rb"(/ID\s*\[[^\]]*\])", trailer)
    except (ValueError, IndexError):
        raise PaperError("这份 PDF 的结构不是本产品写的样子") from None
    name, file = NAME.encode("ascii"), size + 1
    objects = (
        (size, b"<< /Type /EmbeddedFile /Subtype /application#2Fjson /Length %d /Params << /Size %d >> >>\nstream\n%s\n"
               b"endstream" % (len(data), len(data), data)),
        (file, b"<< /Type /Filespec /F (%s) /UF (%s) /AFRelationship /Data /EF << /F %d 0 R /UF %d 0 R >> >>"
               % (name, name, size, size)),
        (root, b"<<%s/AF [%d 0 R] /Names << /EmbeddedFiles << /Names [(%s) %d 0 R] >> >> >>"
               % (catalog[start:end].rstrip() + b" ", file, name, file)))
    out, places = b"\n%% scoring-excerpt %d\n" % len(data), {}
    for number, content in objects:
        places[number] = len(pages) + len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(pages) + len(out)
    rows = b"".join(b"%d 1\n%010d 00000 n \n" % (number, places[number]) for number in sorted(places))
    tail = b"trailer\n<< /Size %d /Root %d 0 R %s %s /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        size + 2, root, info, identity, before, table)
    return out + b"xref\n0 1\n0000000000 65535 f \n" + rows + tail


def _only(pattern: bytes, text: bytes) -> bytes:
    return re.findall(pattern, text)[-1]    # type: ignore[no-any-return]
