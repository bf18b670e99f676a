"""Makes ids for the indicators of a draft: the pinyin of their titles, shortened and unique."""
from __future__ import annotations

import re
import unicodedata

from pypinyin import lazy_pinyin

from scoring.core.building import RESERVED

_LONGEST = 24


class Ids:
    """Gives out ids, never the same one twice."""

    def __init__(self) -> None:
        self.taken: set[str] = set(RESERVED)

    def take(self, title: str) -> str:
        """A new id for an indicator of that title."""
        stem = romanised(title, _LONGEST) or "item"
        word, number = stem, 1
        while word in self.taken:
            number += 1
            word = f"{stem}-{number}"
        self.taken.add(word)
        return word


def romanised(title: str, longest: int) -> str:
    """The pinyin of a title, syllables joined by hyphens, at most `longest` characters; '' where there is none."""
    plain = re.sub(r"\(.*?\)|\d+年度?", "", unicodedata.normalize("NFKC", title[:200]))
    words = re.findall(r"[a-z0-9]+", " ".join(lazy_pinyin(plain)).lower())
    while words and words[0][0].isdigit():
        words = words[1:]
    out = ""
    for word in words:
        longer = f"{out}-{word}" if out else word[:longest]
        if len(longer) > longest:
            break
        out = longer
    return out
