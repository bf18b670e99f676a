"""Names of uploaded files and addresses of links: cleaned for people to read; never used as a path."""
from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from ..errors import Invalid

LONGEST, LONGEST_URL = 200, 2000
_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)


def display_name(raw: str) -> str:
    """The last part of a path without what cannot be seen or printed, 200 characters, its extension kept.

    '..\\\\a\\\\保密检查.pdf' gives '保密检查.pdf'; what leaves nothing gives '未命名'.
    """
    text = "".join(c for c in raw if unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn"))
    text = _UNSEEN.sub("", text).replace("\u2028", " ").replace("\u2029", " ")
    name = re.split(r"[/\\]", text)[-1].strip().rstrip(". ")
    if not name.strip("."):
        return "未命名"
    if _DEVICES.match(name):
        name = f"_{name}"
    return _cut(name)


def _cut(name: str) -> str:
    if len(name) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        return name[:LONGEST]
    return f"{stem[:LONGEST - len(ending) - 1]}.{ending}"


def extension(name: str) -> str:
    """'pdf' of '公开目录.PDF'; '' if there is none."""
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem else ""


def clean_title(raw: str) -> str:
    """A title on one line, at most 200 characters; '' if nothing is left."""
    text = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in raw)
    return _UNSEEN.sub("", " ".join(text.split()))[:LONGEST]


def link_address(raw: str) -> str:
    """The address as typed, checked: http or https, a host, no account in it. The server never opens it."""
    text = raw.strip()
    if not text:
        raise Invalid("请填写网址，例如 https://www.example.gov.cn/zwgk/1.html。")
    if len(text) > LONGEST_URL:
        raise Invalid(f"网址有 {len(text)} 个字符，超过 {LONGEST_URL} 个：请换用文章页面自己的短网址。")
    if any(c.isspace() or c == "\\" or unicodedata.category(c) in ("Cc", "Cf", "Cs") for c in text):
        raise Invalid("网址里有空格、反斜杠或看不见的字符：请从浏览器地址栏重新复制。")
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise Invalid("网址的格式不对：请从浏览器地址栏重新复制。") from None
    if parts.scheme.lower() not in ("http", "https") or not text.lower().startswith(("http://", "https://")):
        raise Invalid("网址要以 http:// 或 https:// 开头：请从浏览器地址栏复制完整的网址。")
    if "@" in parts.netloc:
        raise Invalid("网址里不能带账号或密码（@ 前面的部分）：请去掉后再添加。")
    if not host or not re.search(r"\w", host):
        raise Invalid("网址里没有网站的名称：请从浏览器地址栏复制完整的网址。")
    return text


def link_title(url: str) -> str:
    """What a link is called if nobody names it: its host and path."""
    parts = urlsplit(url)
    return clean_title(f"{parts.netloc}{parts.path}".rstrip("/"))
