"""The hash tree over the parts of a snapshot (RFC 9162, section 2.1): its root, and proofs that a part belongs.

A leaf is hashed behind a zero byte, a node behind a one, so that neither can pass for the other.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence

Hash = Callable[[bytes], bytes]


class Tree:
    """The tree over some parts, at least one."""

    def __init__(self, hash_: Hash, parts: Sequence[bytes]) -> None:
        self.hash = hash_
        self.levels = [[hash_(b"\x00" + part) for part in parts]]
        while len(self.levels[-1]) > 1:
            below = self.levels[-1]
            above = [hash_(b"\x01" + left + right) for left, right in zip(below[::2], below[1::2], strict=False)]
            # The last of an odd number goes up as it is: the same tree as RFC 9162's division by powers of two.
            self.levels.append(above + below[len(below) & ~1:])

    @property
    def root(self) -> bytes:
        """What all parts together come to."""
        return self.levels[-1][0]

    @property
    def size(self) -> int:
        """How many parts it stands on."""
        return len(self.levels[0])

    def path(self, index: int) -> tuple[bytes, ...]:
        """The neighbours that lead from the part at `index` (from 0) up to the root."""
        found = []
        for level in self.levels[:-1]:
            if index ^ 1 < len(level):
                found.append(level[index ^ 1])
            index >>= 1
        return tuple(found)


def climbed(hash_: Hash, part: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that a part and its path lead to; None if the path has not the length that its place asks for."""
    if not 0 <= index < size:
        return None
    found, last, rest = hash_(b"\x00" + part), size - 1, list(path)
    while last:
        if index & 1 or index < last:
            if not rest:
                return None
            beside = rest.pop(0)
            found = hash_(b"\x01" + (beside + found if index & 1 else found + beside))
        index, last = index >> 1, last >> 1
    return found if not rest else None
