"""The audit chain finds what was done to it, and says what it cannot find."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from scoring.core import chain

Rows = list[tuple[int, str, str, dict[str, Any]]]


def rows(count: int = 30) -> Rows:
    made: Rows = []
    head = chain.GENESIS
    for seq in range(1, count + 1):
        content = {"seq": seq, "what": f"第 {seq} 件"}
        own = chain.link(head, content)
        made.append((seq, head, own, content))
        head = own
    return made


def edit(r: Rows) -> Rows:
    seq, previous, own, content = r[9]
    return [*r[:9], (seq, previous, own, content | {"what": "改"}), *r[10:]]


def insert(r: Rows) -> Rows:
    return [*r[:9], (10, r[8][2], chain.link(r[8][2], {}), {}), *r[9:]]


@pytest.mark.parametrize(("spoil", "sentence"), [
    (lambda r: r, ""),
    (edit, "第 10 条的内容被改动过"),
    (lambda r: [*r[:9], *r[10:]], "第 10 条缺失，下一条的序号是 11"),
    (lambda r: [*r[:9], r[10], r[9], *r[11:]], "第 10 条缺失，下一条的序号是 11"),
    (insert, "第 11 条缺失，下一条的序号是 10"),
    (lambda r: r[:20], ""),        # a cut tail looks whole: only a head that left the machine shows it
])
def test_breaks(spoil: Callable[[Rows], Rows], sentence: str) -> None:
    assert chain.first_break(spoil(rows())) == sentence
