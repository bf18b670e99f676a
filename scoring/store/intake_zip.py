"""Zip archives in memory, read strictly: the table of contents must tell the truth, nothing is ever extracted.

Python's zipfile believes what an archive says of itself: overlapping entries, false sizes, a second archive in
the comment. Here whatever could make two programs read the same bytes differently is refused.
"""
from __future__ import annotations

import stat
import struct
import zlib
from dataclasses import dataclass

from ..errors import Invalid

MOST_ENTRIES, MOST_BYTES, MOST_ENTRY_BYTES = 2000, 200 * 1024 * 1024, 64 * 1024 * 1024
_END, _CENTRAL, _LOCAL = struct.Struct("<4s4H2LH"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s5H3L2H")
_BROKEN = "压缩包的目录与内容对不上，可能已损坏或被改动：请重新压缩后再上传。"


@dataclass(frozen=True)
class Entry:
    """One file in the archive: its name as people read it, all its possible readings, where its bytes lie."""

    name: str
    readings: tuple[str, ...]
    method: int
    crc: int
    packed: int
    size: int
    start: int
    is_folder: bool


class Archive:
    """A zip of this many entries whose directory has been checked against its bytes."""

    def __init__(self, data: bytes) -> None:
        """Raises Invalid with a sentence for anything but a plain, consistent, unencrypted zip."""
        self.data = data
        self.entries = _entries(data)
        self._left = MOST_BYTES

    def names(self) -> tuple[str, ...]:
        """The names of all files, without folders."""
        return tuple(e.name for e in self.entries if not e.is_folder)

    def read(self, entry: Entry) -> bytes:
        """The bytes of an entry, checked for size and checksum."""
        if entry.size > min(self._left, MOST_ENTRY_BYTES):
            raise Invalid("压缩的内容展开后太大：请拆成几份再上传。")
        self._left -= entry.size
        packed = self.data[entry.start:entry.start + entry.packed]
        if entry.method == 0:
            content = packed
        else:
            reader = zlib.decompressobj(-15)
            try:
                content = reader.decompress(packed, entry.size + 1)
            except zlib.error:
                raise Invalid(_BROKEN) from None
            if not reader.eof or reader.unused_data:
                raise Invalid(_BROKEN)
        if len(content) != entry.size or zlib.crc32(content) != entry.crc:
            raise Invalid(_BROKEN)
        return content


def has_archive_behind(data: bytes) -> bool:
    """Whether a zip hangs at the end of something else."""
    place = data.rfind(b"PK\x05\x06", max(0, len(data) - 65557))
    return place >= 0 and data.find(b"PK\x01\x02") >= 0


def _entries(data: bytes) -> tuple[Entry, ...]:
    place = data.rfind(b"PK\x05\x06", max(0, len(data) - 65557))
    if place < 0 or len(data) - place < _END.size:
        raise Invalid(_BROKEN)
    _, disk, first_disk, here, total, length, start, comment = _END.unpack_from(data, place)
    if 0xFFFF in (here, total) or 0xFFFFFFFF in (length, start):
        raise Invalid("压缩包用了特大文件格式（Zip64）：请用系统自带的压缩功能重新压缩。")
    if disk or first_disk or here != total or place + _END.size + comment != len(data) or start + length != place:
        raise Invalid(_BROKEN)
    if total > MOST_ENTRIES or data.count(b"PK\x01\x02", start, place) > MOST_ENTRIES:
        raise Invalid(f"压缩包里的文件超过 {MOST_ENTRIES} 个：请只放需要的文件，或拆成几份。")
    if not total:
        raise Invalid("压缩包里没有文件：请检查后重新压缩。")
    found, spans, at = [], [], start
    for _ in range(total):
        entry, spot, at = _entry(data, at, place)
        found.append(entry)
        spans.append((spot, entry.start + entry.packed))
    _no_overlap(sorted(spans), start)
    if at != place:
        raise Invalid(_BROKEN)
    if sum(e.size for e in found) > MOST_BYTES:
        raise Invalid(f"压缩包展开后超过 {MOST_BYTES // 1024 // 1024} MB：请拆成几份再上传。")
    return tuple(found)


def _no_overlap(spans: list[tuple[int, int]], end: int) -> None:
    if spans[0][0] != 0 or spans[-1][1] > end:
        raise Invalid(_BROKEN)
    for before, after in zip(spans, spans[1:], strict=False):
        if before[1] > after[0]:
            raise Invalid(_BROKEN)


def _entry(data: bytes, at: int, end: int) -> tuple[Entry, int, int]:
    """The entry whose directory record is at `at`, where its local header starts, where the next record starts."""
    if at + _CENTRAL.size > end:
        raise Invalid(_BROKEN)
    (sign, _, _, flags, method, _, _, crc, packed, size, named, extra, comment, _, _, external, spot
     ) = _CENTRAL.unpack_from(data, at)
    name = data[at + _CENTRAL.size:at + _CENTRAL.size + named]
    following = at + _CENTRAL.size + named + extra + comment
    if sign != b"PK\x01\x02" or following > end or 0xFFFFFFFF in (packed, size, spot) or b"\0" in name or not name:
        raise Invalid(_BROKEN)
    if flags & 0x2041:
        raise Invalid("压缩包加了密码，系统无法检查里面有没有涉密标志：请去掉密码后再上传。")
    if method not in (0, 8):
        raise Invalid("压缩包用了不常见的压缩方法：请用系统自带的压缩功能重新压缩成 zip。")
    begin = _start_of(data, spot, name, method, end)
    if begin + packed > end or (method == 0 and packed != size):
        raise Invalid(_BROKEN)
    readings = _readings(name, bool(flags & 0x800))
    shown = readings[0].replace("\\", "/")
    if stat.S_ISLNK(external >> 16):
        raise Invalid("压缩包里有快捷方式（符号链接）：请换成文件本身再压缩。")
    if shown.startswith("/") or shown[1:2] == ":" or ".." in shown.split("/"):
        raise Invalid("压缩包里有指向别处的路径：请用系统自带的压缩功能重新压缩。")
    return Entry(shown, readings, method, crc, packed, size, begin, shown.endswith("/")), spot, following


def _start_of(data: bytes, spot: int, name: bytes, method: int, end: int) -> int:
    """Where the bytes of an entry begin; its local header must bear the same name and method."""
    if spot + _LOCAL.size > end:
        raise Invalid(_BROKEN)
    sign, _, _, own_method, _, _, _, _, _, named, extra = _LOCAL.unpack_from(data, spot)
    own = data[spot + _LOCAL.size:spot + _LOCAL.size + named]
    if sign != b"PK\x03\x04" or own != name or own_method != method:
        raise Invalid(_BROKEN)
    return int(spot + _LOCAL.size + named + extra)


def _readings(name: bytes, is_utf8: bool) -> tuple[str, ...]:
    """The name in every encoding it may be meant in, the likeliest first."""
    found = []
    for encoding in ("utf-8", "gb18030", "cp437"):
        try:
            found.append(name.decode(encoding))
        except UnicodeDecodeError:
            continue
        if is_utf8 and encoding == "utf-8":
            break
    return tuple(dict.fromkeys(found))
