"""Secrecy marks in text: what must be refused before it is stored, and what deserves a second look.

A mark of a state secret is a level with a star and mostly a period (机密★10年), or a level after its label
(密级：机密). The bare word 秘密 is no mark: 保密审查表 and 保守国家秘密 are what this work is about.
"""
from __future__ import annotations

import re
import unicodedata

# Characters that are not seen: soft hyphen, zero-width signs, directions, variation selectors.
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
                     "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff]")
_SIMPLER = str.maketrans("級機絕絶祕", "级机绝绝秘")

_GAP = r"[^\S\n]{0,4}[·・._\-—|]?[^\S\n]{0,4}"
_LEVEL = rf"(?:绝{_GAP}密|机{_GAP}密|秘{_GAP}密)"
_STAR = "[★☆✦✩✪✫✬✭✮✯✰✶⭐⭑\U0001f31f]"
_PERIOD = (rf"{_GAP}(?:长{_GAP}期|[0-9〇一二三四五六七八九十]{{1,4}}{_GAP}(?:年|个?月|日|天)"
           r"|[^\n★]{1,16}?(?:前|后|解密|公布))")
_NO_MARK_AFTER = "(?<!国家)(?<!商业)(?<!工作)(?<!企业)(?<!技术)"
_NO_CHOICE = rf"(?!\W{{0,6}}{_LEVEL})"     # a form that offers 绝密□ 机密□ 秘密□ has chosen nothing yet
_MARKS = tuple(re.compile(pattern) for pattern in (
    rf"{_LEVEL}级?{_GAP}(?:{_STAR}|\*){_PERIOD}",
    rf"{_NO_MARK_AFTER}{_LEVEL}级?{_GAP}{_STAR}(?!{_GAP}{_STAR})",
    rf"密{_GAP}级[^\S\n]{{0,8}}(?:[::]|为|是)\s{{0,8}}[\[(【〔《“\"]?{_LEVEL}{_NO_CHOICE}",
    rf"密{_GAP}级[】\])〕]?\s{{1,12}}[\[(【〔]?{_LEVEL}(?=\W|$){_NO_CHOICE}",
))
_ALONE = re.compile(rf"^[^\w\n]*{_LEVEL}(?:级|文件)?[^\w\n]*$", re.MULTILINE)
_CAREFUL = (("内部资料", "内部资料"), ("内部文件", "内部文件"), ("工作秘密", "工作秘密"), ("注意保存", "注意保存"),
            ("不得外传", "不得外传"), ("严禁外传", "严禁外传"))
HINTS = ("密", "内部", "注意保存", "外传")   # text without any of these needs no second look


def plain(text: str) -> str:
    """The text as a reader sees it: full-width forms made plain, unseen characters gone, one script."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", _UNSEEN.sub("", text))).translate(_SIMPLER)


def is_marked(text: str) -> bool:
    """Whether the text carries the mark of a state secret."""
    if "密" not in text:
        return False
    seen = plain(text)
    return any(pattern.search(seen) for pattern in _MARKS)


def cautions(text: str) -> tuple[str, ...]:
    """Words that call for care without being a mark: 内部资料, 工作秘密, a level alone on its line."""
    if not any(hint in text for hint in HINTS):
        return ()
    seen = plain(text)
    found = [name for word, name in _CAREFUL if word in seen]
    if alone := _ALONE.search(seen):
        found.append(re.sub(r"\W", "", alone.group()))
    return tuple(found)
