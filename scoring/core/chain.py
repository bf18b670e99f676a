"""The audit chain: each row's hash covers its content and the hash before it."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from . import canonical

GENESIS = "0" * 64


def link(previous: str, content: Mapping[str, Any]) -> str:
    """The hash of a row with this content that follows the row hashed `previous`."""
    return canonical.digest(canonical.encode({"previous": previous, "row": dict(content)}))


def first_break(rows: Iterable[tuple[int, str, str, Mapping[str, Any]]]) -> str:
    """'' if rows (seq, previous, hash, content) form one chain from the start, else a sentence naming the first break.

    A cut-off tail looks whole: compare the head with one that left the machine (a receipt, a publication).
    """
    head, expected = GENESIS, 1
    for seq, previous, own, content in rows:
        if seq != expected:
            return f"第 {expected} 条缺失，下一条的序号是 {seq}"
        if previous != head:
            return f"第 {seq} 条与前一条接不上：前一条被改动、删除或调换过"
        if link(previous, content) != own:
            return f"第 {seq} 条的内容被改动过"
        head, expected = own, seq + 1
    return ""
