"""Bytes of an uploaded text file → text, or where and why they are not plain UTF-8 text."""
from __future__ import annotations

import re

from .source import START, Mark

LIMIT = 1_000_000
_SAVE_AS = "请用记事本打开，选“另存为”，编码选“UTF-8”再保存"
_DAMAGED = "这里的字节不是 UTF-8 文字，文件可能已损坏，或者不是文本文件；请核对后重新保存为 UTF-8"
_SIGNATURES = (
    (b"PK\x03\x04", "这是一个压缩包，或者 Excel、Word、OFD 文件，只是改了扩展名；请交 YAML 文本文件"),
    (b"%PDF", "这是一个 PDF 文件，只是改了扩展名；请交 YAML 文本文件"),
    (b"\xd0\xcf\x11\xe0", "这是一个旧版 Excel 或 Word 文件，只是改了扩展名；请交 YAML 文本文件"),
    (b"\xff\xfe", f"文件是 UTF-16 编码，这里只收 UTF-8；{_SAVE_AS}"),
    (b"\xfe\xff", f"文件是 UTF-16 编码，这里只收 UTF-8；{_SAVE_AS}"),
)
_BREAKS = "\u2028\u2029"
_INVISIBLE = "\u00ad\u200b\u2060-\u2064\ufeff"
_DIRECTION = "\u202a-\u202e\u2066-\u2069"
REFUSED = re.compile(
    f"[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\ud800-\udfff\\ufffe\\uffff{_BREAKS}{_INVISIBLE}{_DIRECTION}]")
_LONE_RETURN = re.compile(r"\r(?!\n)")
_MOST = 20


def mark_of(text: str, index: int) -> Mark:
    """The place of the character at `index`."""
    return Mark(text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))


def decode(data: bytes) -> tuple[str | None, list[tuple[Mark, str]]]:
    """The text without its BOM, or None with the places at fault."""
    if len(data) > LIMIT:
        size = -(-len(data) // 100_000)
        sentence = f"文件有 {size // 10}.{size % 10} MB，最多 1 MB；请删去不需要的内容，或者拆成几个文件"
        return None, [(START, sentence)]
    for start, sentence in _SIGNATURES:
        if data.startswith(start):
            return None, [(START, sentence)]
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        return None, [_undecodable(data, error.start)]
    faults = _characters(text)
    return (None, faults) if faults else (text, [])


def _undecodable(data: bytes, start: int) -> tuple[Mark, str]:
    """Where and why bytes are not UTF-8: at the first character that is not ASCII if all of it is another
    encoding, else at the first bad byte."""
    if data.count(0) * 4 > len(data):
        return START, f"文件像是 UTF-16 编码，这里只收 UTF-8；{_SAVE_AS}"
    lossy = data.decode("utf-8", "replace")
    bad = lossy.count("\ufffd")
    good = sum(c > "\x7f" for c in lossy) - bad
    if bad > good and _is_gb18030(data):
        first = re.search(rb"[\x80-\xff]", data)
        before = data[:first.start() if first else start].decode("ascii", "replace")
        return mark_of(before, len(before)), f"文件像是 GBK（GB18030）编码，这里只收 UTF-8；{_SAVE_AS}"
    before = data[:start].decode("utf-8", "replace")
    return mark_of(before, len(before)), _DAMAGED


def _is_gb18030(data: bytes) -> bool:
    try:
        return not REFUSED.search(data.decode("gb18030"))
    except UnicodeDecodeError:
        return False


def _characters(text: str) -> list[tuple[Mark, str]]:
    lone = _LONE_RETURN.search(text)
    if lone:
        sentence = "换行用了单独的回车符（旧 Mac 格式），请把换行改成 LF 或 CRLF 后再保存"
        return [(mark_of(text, lone.start()), sentence)]
    if text.count("\0") * 4 > len(text):
        return [(START, f"文件像是 UTF-16 编码，这里只收 UTF-8；{_SAVE_AS}")]
    faults: list[tuple[Mark, str]] = []
    for match in REFUSED.finditer(text):
        if len(faults) == _MOST:
            faults.append((mark_of(text, match.start()), "后面还有更多不能用的字符，请先改好前面这些"))
            break
        faults.append((mark_of(text, match.start()), refusal(match.group())))
    return faults


def refusal(character: str) -> str:
    """Why a character that `REFUSED` finds cannot stand in a file."""
    code = f"U+{ord(character):04X}"
    if re.match(f"[{_DIRECTION}]", character):
        return f"这里有改变文字方向的隐形字符（{code}），看到的顺序会和实际不一样，请删掉"
    if re.match(f"[{_INVISIBLE}]", character):
        return f"这里有看不见的字符（{code}），请删掉"
    if character in _BREAKS:
        return f"这里有特殊的换行符（{code}），多半是从网页粘贴来的，请改成普通换行"
    return f"这里有不能用的控制字符（{code}），请删掉"
