"""Finds the things a standard lists one by one, as in "包括机构、牌子、经费，每缺一项扣 1 分"."""
from __future__ import annotations

import re

_OPENING = re.compile(r"^.*?(?:包括|包含|含有|具有|具备|设有|分别为|分别是|即|:)")
_CLOSING = re.compile(
    r"(?:等?[\d一二三四五六七八九十]+(?:项|个|类|样)[^、]{0,6}|(?:都|均)?(?:齐全|完备|完整|健全|到位))$")
_NUMBERS = "零一二三四五六七八九十"
_LONGEST = 20


def listed(told: str) -> tuple[str, ...]:
    """The named things of the last list in a text; () where it is open-ended, uneven or no list at all."""
    parts = [x for x in re.split(r"[,。;()]", told) if x.count("、")]
    if len(parts) != 1:
        return ()
    inner = _OPENING.sub("", parts[0])
    closing = _CLOSING.search(inner)
    items = [x.strip("\"“”《》") for x in _CLOSING.sub("", inner).split("、")]
    if "等" in "".join(items) or any(not 1 <= len(x) <= _LONGEST or x.startswith("其他") for x in items):
        return ()
    if re.search(r"和|及|与|或", items[-1]) or len(set(items)) < len(items) or len(items) < 2:
        return ()
    said = re.search(r"[\d一二三四五六七八九十]+", closing.group()) if closing else None
    return tuple(items) if said is None or _count(said.group()) == len(items) else ()


def _count(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    return _NUMBERS.index(word) if word in _NUMBERS else None
