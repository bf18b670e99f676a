"""The order of names: by pinyin, as a Chinese directory has it, with figures in their own order."""
from __future__ import annotations

import functools
import re

from pypinyin import Style, lazy_pinyin


@functools.lru_cache(maxsize=5000)
def name_key(name: str) -> tuple[tuple[int, str], ...]:
    """What names are sorted by: syllables with their tones, '2' before '10', the name itself where all is alike."""
    spelt = (part for syllable in lazy_pinyin(name, style=Style.TONE3) for part in re.findall(r"\d+|\D+", syllable))
    return (*((int(part), "") if part.isascii() and part.isdigit() and len(part) < 10 else (0, part.casefold())
              for part in spelt), (-1, name))
