"""One ZIP of many papers: names that every system takes, an index, and equal bytes for equal papers."""
from __future__ import annotations

import csv
import io
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..exports import guarded

INDEX = "目录.csv"
WHEN = (1980, 1, 1, 0, 0, 0)    # a ZIP must name a moment; the same one always
MODE = 0o100644 << 16


@dataclass(frozen=True)
class Entry:
    """A paper in the ZIP: the name it asks for, where it lies, and its row of the index."""

    name: str
    path: Path
    row: tuple[str, ...]


def bundle(out: BinaryIO, head: Sequence[str], entries: Sequence[Entry], read: Callable[[Path], bytes],
           told: Callable[[], object]) -> None:
    """Write the ZIP: the index first, then the papers in their order, one read at a time; `told` is called after each.
    """
    named = list(zip(distinct([INDEX, *(entry.name for entry in entries)]), [None, *entries], strict=True))
    rows = [(*entry.row, guarded(name)) for name, entry in named if entry]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, entry in named:
            info = zipfile.ZipInfo(name, WHEN)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, MODE
            if entry is None:
                made.writestr(info, table((*head, "文件"), rows))
                continue
            made.writestr(info, read(entry.path))
            told()


def distinct(names: Iterable[str]) -> Iterator[str]:
    """The names, each once also where upper and lower case are the same: the second 甲.pdf is 甲（2）.pdf."""
    taken: set[str] = set()
    for name in names:
        stem, dot, suffix = name.rpartition(".")
        number, found = 1, name
        while _folded(found) in taken:
            number += 1
            found = f"{stem}（{number}）{dot}{suffix}"
        taken.add(_folded(found))
        yield found


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """CSV for Excel: UTF-8 with a mark. Texts from outside must be guarded."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")
