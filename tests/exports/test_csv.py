"""The CSV files, read back with the csv module: figures, quotes, line ends, and no text that a program would run."""
from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest

from scoring.exports import csv_lines, csv_ranking
from scoring.exports._comma import comma_separated, harmless
from scoring.exports._tables import Column, Table
from tests.exports import samples


def read(content: bytes) -> list[list[str]]:
    """The rows as a program reads them; the mark in front is UTF-8's own."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_ranking() -> None:
    published = samples.opened(samples.county())
    head, *body = read(csv_ranking.render(published, ""))
    assert head[:8] == ["组别", "名次", "单位", "总分", "满分", "得分率", "等次", "自评总分"]
    assert body[0] == ["乡镇", "1", "月山乡", "86.93", "100", "0.8693", "良好", "99.93", "3", "83.2", "40", "35", "9.9287", "2", "0", "",
                       "2024 年 12 月 20 日 17:30", "b" * 64]
    assert [row[2] for row in body] == ["月山乡", "龙山镇", "陵江镇（示例）", "县档案馆"]


def test_the_lines() -> None:
    head, *body = read(csv_lines.render(samples.opened(samples.county()), ""))
    assert (len(body), {len(row) for row in body}) == (32, {len(head)})
    told = dict(zip(head, body[1], strict=True))
    assert (told["单位"], told["指标编号"], told["自评分"], told["复核分"], told["失分"], told["复核理由"], told["链接"]) == (
        "月山乡", "disclosure", "40", "27", "13", samples.CORRECTED, "2")


def test_a_mark_in_front_lines_that_end_in_crlf_and_quotes_doubled() -> None:
    table = Table("表", (Column("甲", 1), Column("乙,丙", 1)), lambda: [("他说“好”", '"好"\n行'), (None, "")])
    assert comma_separated(table) == ("\ufeff甲,\"乙,丙\"\r\n他说“好”,\"\"\"好\"\"\n行\"\r\n,\r\n").encode()


@pytest.mark.parametrize(("text", "told"), [
    ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("＝1", "'＝1"), ("＋1", "'＋1"), ("－1", "'－1"), ("＠x", "'＠x"),
    ("\t=1", "' =1"), ("\r=1", "'\n=1"), ("  =1", "'  =1"), ("\u3000=1", "'\u3000=1"), ("\u200b=1", "'=1"), ("'=1", "''=1"),
    ("'", "''"), ("1-1", "1-1"), ("a=1", "a=1"), ("", ""), ("—", "—"), ("−2 分", "−2 分"),
])
def test_what_a_program_would_run_is_made_harmless_and_can_be_undone(text: str, told: str) -> None:
    assert harmless(text) == told
    assert harmless(told.removeprefix("'")) == told


def test_figures_bear_no_mark_though_they_be_negative() -> None:
    table = Table("表", (Column("-甲", 1),), lambda: [(Decimal("-0.5"),), ("-0.5",), (Decimal("10.00"),), (7,)])
    assert [row for row, in read(comma_separated(table))] == ["'-甲", "-0.5", "'-0.5", "10", "7"]
