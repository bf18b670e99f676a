"""Facts on disk: a sheet, or every fault with its place."""
from __future__ import annotations

import pytest

from scoring.core.ruleset import Ruleset
from scoring.core.sheet import Ruling
from scoring.rulebook.facts_file import load_facts
from scoring.rulebook.loading import load

NUMBER = "不是可用的数字：请写成 12 或 12.5 这样，不带单位、逗号和百分号，整数部分最多 9 位，小数最多 4 位"
RULES = """\
ruleset: small
version: "1"
title: 小规则
points: 30
groups: [乡镇, 部门]
indicators:
  - {id: items, title: 公开条数, points: 10, score: {rule: per_entry, each: 0.5}}
  - {id: receipts, title: 签收, points: 10, score: {rule: ratio}}
  - {id: hotline, title: 热线, points: 10, score: {rule: yes_no}, applies_to: [乡镇]}
"""
FACTS = """\
unit: 月山乡
group: 乡镇
facts:
  items: 134
  receipts: {done: 9, of: 10}
not_applicable: {hotline: 未开通热线}
rulings:
  items: {kind: corrected, facts: 94, reason: 四十条没有链接}
  hotline: not_applicable
"""


def rules() -> Ruleset:
    ruleset = load(RULES.encode(), "r").ruleset
    assert ruleset is not None
    return ruleset


def test_a_sheet_with_claims_and_rulings() -> None:
    loaded = load_facts(FACTS.encode(), "f", rules())
    assert loaded.faults == ()
    sheet = loaded.sheet
    assert sheet is not None
    assert (sheet.unit, sheet.group) == ("月山乡", "乡镇")
    assert sheet.facts == {"items": {"count": 134}, "receipts": {"done": 9, "of": 10}}
    assert sheet.not_applicable == {"hotline": "未开通热线"}
    assert sheet.rulings == {"items": Ruling("corrected", {"count": 94}, "四十条没有链接"),
                             "hotline": Ruling("not_applicable")}


@pytest.mark.parametrize(("old", "new", "faults"), [
    ("items: 134", "items: 134条", [
        f"f:4:10: 公开条数：“134条”{NUMBER}"]),
    ("items: 134", "items:", ["f:4:3: “items”没有写值，请补上；确实不需要就删掉这一行"]),
    ("items: 134", "itmes: 134", ["f:4:3: 规则里没有编号为“itmes”的末级指标"]),
    ("done: 9, of: 10", "done: 9", ["f:5:3: 签收：还缺“应办”"]),
    ("done: 9, of: 10", "done: 9, off: 10", ["f:5:3: 签收：没有“off”这一栏，可填：done、of"]),
    ("done: 9, of: 10", "done: -1, of: 10", ["f:5:20: 签收：已办：数量不能小于 0"]),
    ("group: 乡镇", "group: 城镇", ["f:2:8: 没有“城镇”这个组别，已有：乡镇、部门"]),
    ("unit: 月山乡\n", "", ["f:1:1: 缺少“unit”（单位名称），例如 unit: 月山乡"]),
    ("unit: 月山乡", "unit: [月山乡]", ["f:1:1: unit 要写一个名称，最长 100 字"]),
    ("unit: 月山乡", "units: 月山乡", [
        "f:1:1: 不认识的键“units”，可写 unit、group、parent、facts、not_applicable、rulings、subordinates，是不是想写“unit”？",
        "f:1:1: 缺少“unit”（单位名称），例如 unit: 月山乡"]),
    ("hotline: 未开通热线", "hotline: ''", ["f:6:27: 申请不适用要写理由，例如 {hotline: 未开通热线}"]),
    ("kind: corrected", "kind: changed", ["f:8:17: kind 可写 confirmed、corrected、not_applicable、applicable"]),
    ("facts: 94, ", "", ["f:8:3: kind 为 corrected 时要写 facts（更正后的数据），其余不写"]),
    ("facts: 94", "facts: 9 4", [f"f:8:35: “9 4”{NUMBER}"]),
])
def test_faults_have_place_and_sentence(old: str, new: str, faults: list[str]) -> None:
    assert old in FACTS
    loaded = load_facts(FACTS.replace(old, new, 1).encode(), "f", rules())
    assert sorted(map(str, loaded.faults)) == sorted(faults)
    assert loaded.sheet is None


@pytest.mark.parametrize(("old", "new", "warnings"), [
    ("group: 乡镇\n", "", ["f:1:1: 提醒：没有写 group（组别），按“乡镇”计算；可写 乡镇、部门"]),
    ("group: 乡镇", "group: 部门", ["f:6:18: 提醒：“部门”组不填这一项，写了也不计分",
                                 "f:9:3: 提醒：“部门”组不填这一项，写了也不计分"]),
])
def test_warnings_do_not_refuse(old: str, new: str, warnings: list[str]) -> None:
    loaded = load_facts(FACTS.replace(old, new, 1).encode(), "f", rules())
    assert list(map(str, loaded.faults)) == warnings
    assert loaded.sheet is not None
