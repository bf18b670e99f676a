"""Plain tables for a terminal in which a Chinese character is two columns wide."""
from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def width(text: str) -> int:
    """Columns that `text` takes on a terminal."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def pad(text: str, columns: int, right: bool = False) -> str:
    """`text` filled with spaces to so many columns."""
    space = " " * max(0, columns - width(text))
    return space + text if right else text + space


def table(head: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Aligned columns under a ruled head; the columns numbered in `right` are flush right."""
    lines = [list(head), *map(list, rows)]
    widths = [max(width(line[n]) for line in lines) for n in range(len(head))]
    shown = ["  ".join(pad(cell, widths[n], n in right) for n, cell in enumerate(line)).rstrip() for line in lines]
    rule = "─" * (sum(widths) + 2 * (len(head) - 1))
    return "\n".join([shown[0], rule, *shown[1:]])
