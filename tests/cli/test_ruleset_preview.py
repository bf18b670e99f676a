"""`scoring ruleset preview`: cards and ranking of fact files before a ruleset is adopted."""
from __future__ import annotations

import json
from collections.abc import Callable

from click.testing import Result

Run, Write = Callable[..., Result], Callable[[str, str], str]
RULES = """\
ruleset: ladder
version: "2026"
title: 比较的规则
points: 100
groups: [乡镇, 村]
indicators:
  - id: reads
    title: 阅读量
    points: 60
    score: {rule: rank_ladder, ladder: [60, 50]}
  - id: whole
    title: 公开工作
    points: 40
    combine: {rollup: {own: 5, groups: {村: 5}}}
    indicators:
      - id: items
        title: 公开条数
        points: 40
        score: {rule: per_entry, each: 1}
grades: [{name: 优秀, at_least: 80}, {name: 合格}]
"""
FACTS = {"a.yaml": "unit: 甲乡\ngroup: 乡镇\nfacts: {reads: 120, items: 40}\n",
         "b.yaml": "unit: 乙乡\ngroup: 乡镇\nfacts: {reads: 300}\n",
         "c.yaml": "unit: 一村\ngroup: 村\nparent: 甲乡\nfacts: {reads: 7, items: 20}\n"}
SAID = """\
比较的规则（ladder，版本 2026）

乡镇（2 个单位）
名次  单位  总分  等次  1 阅读量  2 公开工作
────────────────────────────────────────────
   1  甲乡    86  优秀        50          36
   2  乙乡    60  合格        60           0

村（1 个单位）
名次  单位  总分  等次  1 阅读量  2 公开工作
────────────────────────────────────────────
   1  一村    80  优秀        60          20
"""


def files(write: Write) -> list[str]:
    return [write(name, text) for name, text in FACTS.items()]


def test_tables_by_group_then_each_unit_with_what_it_lost(run: Run, write: Write) -> None:
    result = run("ruleset", "preview", write("r.yaml", RULES), "--facts", *files(write))
    assert (result.exit_code, result.stdout[:len(SAID)]) == (0, SAID)
    below = result.stdout[len(SAID):]
    assert "甲乡：86，满分 100" in below
    assert "  1 阅读量  失 10 分（" in below
    assert "  2.1 公开条数  失 40 分（没有填）" in below


def test_facts_may_be_given_one_by_one_and_every_file_counts(run: Run, write: Write) -> None:
    names = files(write)
    separate = run("ruleset", "preview", write("r.yaml", RULES), *(x for name in names for x in ("--facts", name)))
    assert separate.stdout == run("ruleset", "preview", "r.yaml", "--facts", *names).stdout
    alone = run("ruleset", "preview", "r.yaml", "--facts", names[0], "--json")
    found = json.loads(alone.stdout)["groups"]["乡镇"]
    assert [(x["place"], x["unit"], x["total"], x["lost"]) for x in found] == [(1, "甲乡", "100", {})]


def test_twins_and_faulty_files_are_refused(run: Run, write: Write) -> None:
    names = files(write)
    twin = run("ruleset", "preview", write("r.yaml", RULES), "--facts", names[0], names[0])
    assert (twin.exit_code, twin.stderr) == (1, "这些单位的数据文件不止一份：甲乡，请各留一份。\n")
    bad = run("ruleset", "preview", "r.yaml", "--facts", write("x.yaml", "unit: 甲乡\ngroup: 乡镇\nfacts: {reads: 多}\n"))
    assert (bad.exit_code, bad.stdout, bad.stderr.splitlines()[-1]) == (1, "", "有 1 个数据文件不能用，改好后再算。")
