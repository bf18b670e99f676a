"""A long Chinese title in lines: broken where the sense pauses, in the shape of a trapezoid or a rhombus."""
from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import accumulate

from ._type import clusters

# Where a title may well be broken: behind these words, or before those. There is no dictionary on board.
BEHIND = re.compile(
    r"(》|”|、|，|：|）|〕|关于|开展|进行|年度|年|工作|情况|政府|办公室|部门|乡镇|街道|单位|公开|考核|考评|评估|评议|评价"
    r"|自查|自评|检查|测评|监测|建设|管理|服务|监督|平台|网站|的)$")
AHEAD = re.compile(r"(《|“|（|关于|开展|年度|工作|考核|考评|评估|测评|结果的|情况的|和|与|及|暨)")
NEVER = re.compile(r"(结果|的)$")      # 结果的通报 stays together
YEAR = re.compile(r"[0-9]$")        # 2024 stays with its 年
TORN = 30.0         # what a break inside a word costs: as much as a line that is five characters off


def em(text: str) -> float:
    """The width of `text` in characters: what is narrow (letters, figures) counts half."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def title_lines(text: str, most: float) -> tuple[str, ...]:
    """`text` in as few lines of at most `most` characters as possible, broken by sense."""
    pieces = [part for piece in clusters(" ".join(text.split())) for part in _parted(piece, most)]
    if not pieces:
        return ()
    count = -int(-em("".join(pieces)) // most)
    while True:
        found = [_best(tuple(pieces), shape, most) for shape in _shapes(count)]
        told = [one for one in found if one is not None]
        if told:
            return tuple(line.strip() for line in min(told)[1])
        count += 1


def _parted(piece: str, most: float) -> list[str]:
    """A piece wider than a line, such as an address, in parts that fit."""
    if em(piece) <= most:
        return [piece]
    wide = max(1, int(most))
    return [piece[n:n + wide] for n in range(0, len(piece), wide)]


def _shapes(lines: int) -> tuple[tuple[float, ...], ...]:
    """The widths of the lines, as shares of the whole, of a trapezoid on its long side or its short one, a rhombus."""
    if lines == 1:
        return ((1.0,),)
    down = [1.15 - 0.3 * n / (lines - 1) for n in range(lines)]
    round_ = [1.15 - 0.3 * abs(2 * n / (lines - 1) - 1) for n in range(lines)]
    shapes = [down, down[::-1], *([round_] if lines > 2 else [])]
    return tuple(tuple(x / sum(shape) for x in shape) for shape in shapes)


def _best(pieces: tuple[str, ...], shape: tuple[float, ...], most: float) -> tuple[float, tuple[str, ...]] | None:
    """The cheapest way to break into lines of a shape: its cost and the lines; None if they do not fit."""
    upto = [0.0, *accumulate(em(piece) for piece in pieces)]

    @cache
    def onward(line: int, start: int) -> tuple[float, tuple[int, ...]] | None:
        if line == len(shape):
            return (0.0, ()) if start == len(pieces) else None
        found = []
        for end in range(start + 1, len(pieces) + 1):
            wide = upto[end] - upto[start]
            if wide > most:
                break
            rest = onward(line + 1, end)
            if rest is not None:
                off = (wide - shape[line] * upto[-1]) ** 2
                found.append((off + _torn(pieces, end) + rest[0], (end, *rest[1])))
        return min(found, default=None)

    told = onward(0, 0)
    if told is None:
        return None
    ends = (0, *told[1])
    return told[0], tuple("".join(pieces[a:b]) for a, b in zip(ends, ends[1:], strict=False))


def _torn(pieces: tuple[str, ...], end: int) -> float:
    """What a break before the piece `end` costs: nothing where the sense pauses."""
    if end == len(pieces):
        return 0.0
    before, after = "".join(pieces[max(0, end - 8):end]), "".join(pieces[end:end + 8])
    if (YEAR.search(before) and after.startswith("年")) or (before.endswith("年") and after.startswith("度")):
        return 2 * TORN
    if NEVER.search(before) and after.startswith(("的", "通报")):
        return 2 * TORN
    if pieces[end - 1].endswith(" ") or AHEAD.match(after):
        return 0.0
    return 0.0 if BEHIND.search(before) else TORN
