"""`jsonl_lines`: every leaf of every unit as JSON Lines, one object per unit and leaf, for programs.

UTF-8 编码，没有 BOM，一行一个 JSON 对象，行末是换行 U+000A。各行的键和次序相同；
词与快照一致，见[快照格式](../snapshot.md)。
分值与快照一样写成文字，例如 `"49.5"`，没有的写 `null`；名次、链接数、文件数是整数。文字照原样，一个字也不改。

- 考核和单位：`assessment` 考核名称，`digest` 快照的摘要，`group`、`unit`、`place`，`of` 本组参加排名的单位数，
  `total`、`full`、`grade` 总分、满分、等次。
- 指标：`indicator` 编号，`number` 序号，`title` 名称，`parents` 上级各枝的名称，`pool` 计入哪里，`worth` 规则里的分值。
- 数据和得分：`claimed`、`claimed_points` 自评，`verified`、`verified_points` 复核，数据是读得懂的文字；
  `max` 计入的分值，`lost` 失分，`vetoed` 是否触发一票否决，`state` 状态，`steps` 计算步骤，`why_lost` 失分原因。
- 意见和佐证：`ruling`、`reason` 复核意见的种类和理由，`claim` 不适用的理由，`note` 单位说明，
  `links`、`files` 链接、文件各几件。
"""
from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from scoring.core import points as p
from scoring.core.published import Published, Result, Row

from ._ranked import each
from ._text import file_name

NAME = "jsonl_lines"
TITLE = "得分明细（JSON Lines）"
MEDIA_TYPE = "application/x-ndjson"
SCOPE = "all"
# Ends of lines to some readers, though not to JSON: written as escapes.
BREAKS = str.maketrans({char: f"\\u{ord(char):04x}" for char in "\x85\u2028\u2029"})


def filename(published: Published, subject: str) -> str:
    """'苍溪县 2024 年考核-得分明细-0123456789ab.jsonl'."""
    return file_name(published.title, "得分明细", published.digest[:12], suffix="jsonl")


def render(published: Published, subject: str) -> bytes:
    """The lines of all groups."""
    texts = (json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in _lines(published))
    # Half of a surrogate pair, which no UTF-8 holds, becomes the escape that JSON has for it.
    return "".join(f"{text.translate(BREAKS)}\n" for text in texts).encode("utf-8", "backslashreplace")


def _lines(published: Published) -> Iterator[dict[str, Any]]:
    for group, result in each(published):
        about = {
            "assessment": published.title, "digest": published.digest, "group": group.name, "unit": result.unit,
            "place": result.place, "of": result.of, "total": _text(result.verified.total),
            "full": _text(result.verified.max), "grade": result.verified.grade}
        for row in result.rows:
            yield about | _line(result, row)


def _line(result: Result, row: Row) -> dict[str, Any]:
    leaf, line = row.leaf, row.verified
    return {
        "indicator": leaf.id, "number": leaf.number, "title": leaf.title, "parents": list(row.parents),
        "pool": leaf.pool, "worth": _text(leaf.points),
        "claimed": row.claimed_fact, "claimed_points": _text(row.claimed.points),
        "verified": row.verified_fact, "verified_points": _text(line.points), "max": _text(line.max),
        "lost": _text(line.lost), "vetoed": leaf.id in result.verified.vetoes,
        "state": line.state, "steps": list(line.steps), "why_lost": row.lost_reason,
        "ruling": row.ruling.kind if row.ruling else None, "reason": row.reason,
        "claim": row.claim, "note": row.note, "links": row.links, "files": row.files}


def _text(points: Decimal | None) -> str | None:
    return None if points is None else p.show(points)
