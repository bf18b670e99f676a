"""Rows of a register that a reviewer strikes: read from the form, put into the facts, told again in the form."""
from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..core.kinds_compound import STRUCK
from ..errors import Invalid

MOST_NAMED = 20


def typed(form: Any, rows: int) -> dict[int, str]:
    """Row → why it is struck, of the rows ticked; raises Invalid where a tick or a reason stands alone."""
    marked, struck = _ticks(form), {}
    for n in range(1, rows + 1):
        why = str(form.get(f"why-{n}", "")).strip()
        if n in marked and not why:
            raise Invalid(f"第 {n} 行勾了“划去”，还要写明理由。", path=["rows", str(n - 1), STRUCK])
        if why and n not in marked:
            raise Invalid(f"第 {n} 行写了理由，没有勾“划去”：要划去就勾上，不划去就删掉理由。",
                          path=["rows", str(n - 1), STRUCK])
        if n in marked:
            struck[n] = why
    return struck


def rows_with(rows: Sequence[Mapping[str, Any]], struck: Mapping[int, str]) -> list[dict[str, Any]]:
    """The rows as stored, with the reasons of those struck and no other."""
    return [{k: v for k, v in row.items() if k != STRUCK} | ({STRUCK: struck[n]} if n in struck else {})
            for n, row in enumerate(rows, 1)]


def summed_up(struck: Mapping[int, str]) -> str:
    """The reason of the ruling where the reviewer gave only those of the rows."""
    if not struck:
        return ""
    named = "；".join(f"第 {n} 行，{why}" for n, why in list(struck.items())[:MOST_NAMED])
    more = "等" if len(struck) > MOST_NAMED else ""
    return f"登记簿划去 {len(struck)} 行：{named}{more}。"


def ticked(form: Any, rows: Sequence[Mapping[str, Any]]) -> frozenset[int]:
    """The rows whose box is ticked: as typed, else as stored."""
    return _ticks(form) if form else frozenset(n for n, row in enumerate(rows, 1) if STRUCK in row)


def said(form: Any, rows: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    """Row → the words beside it: as typed, else as stored."""
    if form:
        return {n: form[f"why-{n}"] for n in range(1, len(rows) + 1) if form.get(f"why-{n}")}
    return {n: str(row[STRUCK]) for n, row in enumerate(rows, 1) if STRUCK in row}


def _ticks(form: Any) -> frozenset[int]:
    return frozenset(int(text) for text in form.getlist("strike") if re.fullmatch(r"[0-9]{1,9}", text))
