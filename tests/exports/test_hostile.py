"""Hostile texts in every format of the drawer: none is lost, none becomes a formula or markup, none is an error.

What may change on the way: paper and cells leave out control characters, marks of direction and what has no shape,
turn tabs into spaces, and paper prints 〓 for what its fonts lack. JSON changes nothing.
"""
from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest

from scoring import exports
from scoring.exports._text import like_formula
from tests.exports.hostile import ABSENT, HOSTILE
from tests.exports.test_pdf import hostile_county, plain, read

# Formats with a test of their own beside their other tests: test_pdf, test_circular_pdf, test_circular_docx,
# test_report, test_xlsx.
ELSEWHERE = {"pdf_scorecard", "pdf_circular", "docx_circular", "docx_report", "xlsx_ranking"}
HERE = {"pdf_booklet", "csv_lines", "csv_ranking", "jsonl_lines", "json_snapshot"}
TYPED = tuple((text, text) for text, _ in ABSENT)       # cells and JSON keep what paper lacks


def test_no_format_is_forgotten() -> None:
    assert set(exports.drawer()) == HERE | ELSEWHERE
    assert (len(HOSTILE) + len(ABSENT), HERE & ELSEWHERE) == (56, set())


@pytest.mark.parametrize(("text", "expected"), HOSTILE + ABSENT)
def test_the_booklet(text: str, expected: str, poppler: Callable[..., str]) -> None:
    content = exports.drawer()["pdf_booklet"].render(hostile_county(text), "乡镇")
    said, label = read(poppler, content), plain(expected)
    assert [x for x in (f"复核更正：{label}", f"单位说明：{label}", f"依据：{label}", f"第1名{label}", f"更正原因：{label}")
            if x not in said] == []
    assert b"/URI" not in content and b"/Subtype /Image" not in content and b"/JavaScript" not in content


@pytest.mark.parametrize(("text", "expected"), HOSTILE + TYPED)
def test_the_csv_files(text: str, expected: str) -> None:
    published = hostile_county(text)
    for name, columns in (("csv_lines", ("单位", "一级指标", "复核理由", "单位说明")), ("csv_ranking", ("单位",))):
        content = exports.drawer()[name].render(published, "").decode("utf-8-sig")
        head, row = csv.reader(io.StringIO(content, newline=""))
        told = [row[head.index(column)] for column in columns]
        assert [x.removeprefix("'") if x.startswith("'") else x for x in told] == [expected] * len(columns)
        assert [x for x in (*head, *row) if like_formula(x)] == []


@pytest.mark.parametrize("text", [text for text, _ in HOSTILE + ABSENT])
def test_the_json_files(text: str) -> None:
    published = hostile_county(text)
    line, = exports.drawer()["jsonl_lines"].render(published, "").decode("utf-8").splitlines()
    told = json.loads(line)
    assert [told[key] for key in ("assessment", "unit", "title", "reason", "note")] == [text] * 5
    file = json.dumps(published.file, ensure_ascii=False, separators=(",", ":"))
    snapshot = json.loads(exports.drawer()["json_snapshot"].render(published, file))["snapshot"]
    assert (snapshot["assessment"]["title"], snapshot["units"][0]["name"], snapshot["replaces"]["reason"]) == (text,) * 3
