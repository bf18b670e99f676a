"""What people and scripts send for a leaf (rows A1 and A2 of the corpus of bad input): status, and what is stored then.

A row: id, leaf, the body (a dict is JSON, a list of pairs a form, text a raw JSON body), the status, and what
the leaf holds afterwards (facts, note); KEPT means what it held before.
"""
from __future__ import annotations

from typing import Any

YAML = """
ruleset: every-kind
version: "1"
title: 各种填报项
points: 80
groups: [乡镇, 县直部门]
indicators:
  - {id: count, title: 公开条数, points: 50, score: {rule: per_entry, each: 0.5, unit: 条}}
  - {id: rate, title: 答复率, points: 5, score: {rule: bands, measure: rate, bands: [{at_least: 90, points: 5}, {points: 0}]}}
  - {id: number, title: 经费, score: {rule: record, keep: {cost: {label: 经费, kind: number, unit: 万元}}}}
  - {id: share, title: 办结, points: 5, score: {rule: ratio, unit: 件}}
  - {id: ticks, title: 六有, points: 2, score: {rule: checklist, each: 1, of: [机构, 专干]}}
  - {id: yes, title: 专栏, points: 5, score: {rule: yes_no}}
  - {id: day, title: 年报, points: 5, score: {rule: late, due: 2024-01-31, each: 1}}
  - {id: level, title: 等次, points: 5, score: {rule: levels, levels: {优: 5, 良: 3}}}
  - {id: kinds, title: 采用, points: 3, score: {rule: per_entry, kinds: {省级: 1, 市级: 0.5}, unit: 篇}}
  - {id: quarters, title: 四费, score: {rule: periodic, every: quarter, loss: 1}, pool: deduction, points: 4}
grades: [{name: 合格, at_least: 40}, {name: 不合格}]
"""
KEPT: Any = "KEPT"
BEFORE: dict[str, tuple[dict[str, Any], str]] = {
    "count": ({"count": 7}, ""), "rate": ({"value": "95.5"}, ""), "number": ({"cost": "1.5"}, ""),
    "share": ({"done": 1, "of": 2}, ""), "ticks": ({"ticks": ["机构"]}, ""), "yes": ({"answer": False}, ""),
    "day": ({"date": "2024-01-20"}, ""), "level": ({"level": "良"}, ""), "kinds": ({"counts": {"省级": 1}}, ""),
    "quarters": ({"periods": {"Q1": True}}, ""),
}
Row = tuple[str, str, Any, int, Any]


def said(field: str, value: Any, **more: Any) -> dict[str, Any]:
    """A JSON body with one fact."""
    return {"facts": {field: value}, **more}


def form(*pairs: tuple[str, str]) -> list[tuple[str, str]]:
    """A form with an empty note, as a browser sends it."""
    return [*pairs, ("note", "")]


def noted(note: str) -> dict[str, Any]:
    """A JSON body that changes the note alone."""
    return {"facts": {"count": 7}, "note": note}


NUMBERS: tuple[Row, ...] = (
    ("A1-001", "count", form(("fact-count", "-1")), 422, KEPT),
    ("A1-002", "count", form(("fact-count", "-0")), 200, ({"count": 0}, "")),
    ("A1-003", "count", said("count", "1e308"), 422, KEPT),
    ("A1-003j", "count", '{"version": VERSION, "facts": {"count": 1e308}}', 422, KEPT),
    ("A1-005", "count", form(("fact-count", "NaN")), 422, KEPT),
    ("A1-005j", "count", '{"version": VERSION, "facts": {"count": NaN}}', 422, KEPT),
    ("A1-005i", "number", '{"version": VERSION, "facts": {"cost": -Infinity}}', 422, KEPT),
    ("A1-007", "count", said("count", 2**63), 422, KEPT),
    ("A1-007l", "count", '{"version": VERSION, "facts": {"count": ' + "9" * 5000 + "}}", 422, KEPT),
    ("A1-009", "count", form(("fact-count", "1_000")), 422, KEPT),
    ("A1-011", "count", form(("fact-count", "+5")), 422, KEPT),
    ("A1-013", "count", form(("fact-count", "1，000")), 422, KEPT),
    ("A1-015", "count", form(("fact-count", "٣")), 422, KEPT),
    ("A1-017", "count", form(("fact-count", "½")), 422, KEPT),
    ("A1-021", "count", form(("fact-count", "0x10")), 422, KEPT),
    ("A1-023", "count", said("count", "1e5"), 422, KEPT),
    ("A1-024", "count", form(("fact-count", "1.5")), 422, KEPT),
    ("A1-025", "number", form(("fact-cost", "12.34567")), 422, KEPT),
    ("A1-025b", "number", form(("fact-cost", "012.3450")), 200, ({"cost": "12.345"}, "")),
    ("A1-027", "rate", form(("fact-value", "100.0000000001")), 422, KEPT),
    ("A1-028", "count", said("count", True), 422, KEPT),
    ("A1-029", "count", said("count", "12"), 200, ({"count": 12}, "")),
    ("A1-030", "count", said("count", [12]), 422, KEPT),
    ("A1-033", "count", said("count", ""), 422, KEPT),
    ("A1-034", "count", {"note": ""}, 422, KEPT),
    ("A1-034f", "count", [("note", "")], 422, KEPT),
    ("A1-034h", "share", form(("fact-done", "3"), ("fact-of", "")), 422, KEPT),
    ("A1-037", "share", form(("fact-done", "0"), ("fact-of", "0")), 200, ({"done": 0, "of": 0}, "")),
    ("A1-038", "rate", form(("fact-value", "101")), 422, KEPT),
    ("A1-041", "count", form(("fact-count", "134")), 200, ({"count": 134}, "")),
    ("A1-042", "of-another-campaign", said("count", 5), 404, None),
    ("A1-043", "count", said("count", "12\n"), 200, ({"count": 12}, "")),
)
TEXTS: tuple[Row, ...] = (
    ("A2-001", "day", said("date", "2024-02-30"), 422, KEPT),
    ("A2-004", "day", said("date", "0001-01-01"), 422, KEPT),
    ("A2-006", "day", said("date", "20240209"), 422, KEPT),
    ("A2-008", "day", said("date", "２０２４-02-09"), 200, ({"date": "2024-02-09"}, "")),
    ("A2-009", "day", said("date", "2024/02/09"), 422, KEPT),
    ("A2-010", "day", said("date", "2024年2月9日"), 422, KEPT),
    ("A2-011", "day", said("date", "2099-12-31"), 200, ({"date": "2099-12-31"}, "")),
    ("A2-012", "day", said("date", "1990-01-01"), 200, ({"date": "1990-01-01"}, "")),
    ("A2-014", "count", noted("大" * 1_000_000), 413, KEPT),
    ("A2-014f", "count", [("fact-count", "7"), ("note", "大" * 350_000)], 422, KEPT),
    ("A2-015", "count", noted("字" * 2000), 200, ({"count": 7}, "字" * 2000)),
    ("A2-016", "count", noted("字" * 2001), 422, KEPT),
    ("A2-020", "count", noted("见\u202efdp.exe"), 200, ({"count": 7}, "见\u202efdp.exe")),
    ("A2-021", "count", noted("\u200b\u200d\ufeff"), 200, ({"count": 7}, "")),
    ("A2-022", "count", noted(" \u3000 \n"), 200, ({"count": 7}, "")),
    ("A2-023", "count", noted("一\x00二"), 422, KEPT),
    ("A2-024", "count", '{"version": VERSION, "facts": {"count": 7}, "note": "\\ud800"}', 422, KEPT),
    ("A2-024k", "level", '{"version": VERSION, "facts": {"level": "\\ud800"}, "\\ud800": 1}', 422, KEPT),
    ("A2-026", "count", noted("cafe\u0301"), 200, ({"count": 7}, "caf\u00e9")),
    ("A2-027", "count", noted("<script>alert(1)</script>"), 200, ({"count": 7}, "<script>alert(1)</script>")),
    ("A2-028", "count", noted('"><img onerror=x>'), 200, ({"count": 7}, '"><img onerror=x>')),
    ("A2-029", "count", noted("javascript:alert(1)"), 200, ({"count": 7}, "javascript:alert(1)")),
    ("A2-032", "count", noted("' OR 1=1 --"), 200, ({"count": 7}, "' OR 1=1 --")),
    ("A2-033", "count", noted("=cmd|calc"), 200, ({"count": 7}, "=cmd|calc")),
    ("A2-034", "count", noted("@SUM(1)"), 200, ({"count": 7}, "@SUM(1)")),
    ("A2-037", "yes", form(("fact-answer", "yes"), ("fact-answer", "no")), 422, KEPT),
    ("A2-037n", "count", form(("fact-count", "1"), ("fact-count", "2")), 422, KEPT),
    ("A2-037t", "ticks", form(("fact-ticks", "机构"), ("fact-ticks", "none-of-them")), 422, KEPT),
    ("A2-037x", "level", said("level", "中"), 422, KEPT),
    ("A2-037d", "day", form(("fact-date-day", "2024-01-01"), ("fact-date-not_done", "y")), 422, KEPT),
    ("A2-039", "count", '{"version": VERSION, "facts": {"count": 1, "count": 2}}', 422, KEPT),
    ("A2-040", "count", '{"version": VERSION, "facts": ' + "[" * 100_000 + "]" * 100_000 + "}", 422, KEPT),
    ("A2-040s", "count", '{"version": VERSION, "facts": ' + "[" * 400 + "]" * 400 + "}", 422, KEPT),
    ("A2-042", "count", "[1]", 422, KEPT),
    ("A2-042b", "count", "{", 422, KEPT),
    ("A2-042c", "count", "\ufeff{}", 422, KEPT),
    ("A2-046", "count", form(("fact-count", "8"), *((f"x{n}", "1") for n in range(1500))), 200, ({"count": 8}, "")),
    ("A2-047", "count", form(("fact-count", "9"), *((f"x{n}", "1") for n in range(5000))), 200, ({"count": 9}, "")),
    ("A2-048", "count", said("count", 3, is_admin=1), 200, ({"count": 3}, "")),
    ("A2-050", "count", said("count", 4, unit_id=2), 404, KEPT),
    ("A2-052", "count", said("count", 5, version=99), 422, KEPT),
    ("A2-052t", "count", said("count", 5, version="一"), 422, KEPT),
    ("A2-052n", "count", said("count", 5, version=-1), 422, KEPT),
    ("A2-060", "kinds", said("counts", {"县级": 1}), 422, KEPT),
    ("A2-061", "kinds", form(("fact-counts-p00", "2"), ("fact-counts-p01", "2")), 200, ({"counts": {"省级": 2, "市级": 2}}, "")),
    ("A2-062", "quarters", said("periods", {"Q5": True}), 422, KEPT),
    ("A2-063", "count", {"facts": {"count": 7}, "claim": "没有"}, 422, KEPT),
    ("A2-064", "count", {"facts": {"count": 7}, "note": [5]}, 422, KEPT),
)
