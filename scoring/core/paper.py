"""A PDF that carries its excerpt: how it is attached, and how a verifier takes it out and knows the paper is whole.

The excerpt stands behind the pages, an incremental update (pdf_update.py) with one attached file that is not
compressed, so that a program without a PDF library finds it. It names the length and the digest of the pages before
it, and a signature over them where somebody signs. Nothing may follow it but a digital signature (pdf_signature.py).
"""
from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from . import canonical
from .digests import ALGORITHMS
from .pdf_signature import unstamped
from .pdf_update import PdfError, ending
from .signature import Sign

NAME = "scoring-excerpt.json"
PREFIX = "scoring-paper-1 "         # so that a signature of the site's key over a paper can mean nothing else
BARE = ("这份 PDF 里没有核验用的数据：只有公布的评分卡带着，汇编、通报和别的 PDF 没有，"
        "请核验评分卡或者结果文件（JSON）；如果它就是评分卡，那么被截断或者另存过，请重新下载")
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


def signed(pdf: bytes, sign: Sign) -> bytes:
    """The same pages and excerpt with a signature over the pages. Raises PaperError like `detached`."""
    excerpt = detached(pdf)
    seal = excerpt.pop("paper")
    return attached(pdf[:seal["length"]], excerpt, sign)


def detached(pdf: bytes) -> dict[str, Any]:
    """The excerpt that a PDF carries, `paper` included. Raises PaperError unless every byte is as it was made."""
    pdf, _ = unstamped(pdf)
    marks = list(START.finditer(pdf))
    if not marks:
        raise PaperError(BARE)
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
        raise PaperError(f"PDF 末尾多了 {len(rest) - len(whole)} 个字节（可能另存过，或者在别处又加了数字签名）："
                         "请用公布页面上下载的原件核验" if more else "PDF 里核验用的数据被改动过，或者后面被截断了")
    return dict(excerpt)


def _update(pages: bytes, data: bytes) -> bytes:
    """The incremental update that attaches `data` to a PDF."""
    try:
        end = ending(pages)
        catalog = end.inside(end.root)
    except PdfError as error:
        raise PaperError(str(error)) from None
    name, stream, file = NAME.encode("ascii"), end.size, end.size + 1
    return end.update(b"scoring-excerpt %d" % len(data), (
        (stream, b"<< /Type /EmbeddedFile /Subtype /application#2Fjson /Length %d /Params << /Size %d >> >>\n"
                 b"stream\n%s\nendstream" % (len(data), len(data), data)),
        (file, b"<< /Type /Filespec /F (%s) /UF (%s) /AFRelationship /Data /EF << /F %d 0 R /UF %d 0 R >> >>"
               % (name, name, stream, stream)),
        (end.root, b"<<%s/AF [%d 0 R] /Names << /EmbeddedFiles << /Names [(%s) %d 0 R] >> >> >>"
                   % (catalog, file, name, file))))
