"""Small publications to be printed: rulesets written out as plain trees, sheets, and snapshots of them."""
from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from scoring.core.building import build_ruleset
from scoring.core.published import Published, open_file
from scoring.core.release import Release
from scoring.core.ruleset import Ruleset
from scoring.core.sheet import Ruling, Sheet, read_facts_of
from scoring.core.snapshot import About, Participant, compose
from scoring.core.vocabulary import builtin

RARE = "张𬱖、䶮㛃堃"

TARGETS: dict[str, Any] = {
    "ruleset": "targets", "version": "2024", "title": "电子政务建设目标任务", "points": "100",
    "basis": ["苍府办〔2024〕45号"], "notes": ["原文未写封顶，本规则按分值封顶。", "原文未写电子公文签收的算法，本规则按比例计分。"],
    "groups": ["乡镇", "县直部门"],
    "indicators": [
        {"id": "website", "title": "政府网站采用信息", "points": "40", "score": {"rule": "per_entry", "each": "0.5"}},
        {"id": "openness", "title": "政府信息公开与行权平台应用", "points": "50", "indicators": [
            {"id": "disclosure", "title": "公开政府信息", "points": "40", "score": {"rule": "per_entry", "each": "0.5"}},
            {"id": "six", "title": "六有", "points": "10", "indicators": [
                {"id": "things", "title": "机构、牌子、场所、经费、专干", "points": "5",
                 "score": {"rule": "checklist", "of": ["机构", "牌子", "场所", "经费", "专干"], "each": "1"}},
                {"id": "leader", "title": "明确分管领导", "points": "5", "score": {"rule": "yes_no"}},
            ]},
        ]},
        {"id": "receipts", "title": "电子公文签收", "points": "10", "score": {"rule": "ratio"}},
        {"id": "praise", "title": "表扬与信息采用", "points": "5", "pool": "bonus",
         "score": {"rule": "per_entry", "each": "1"}},
        {"id": "faults", "title": "通报问题", "points": "10", "pool": "deduction",
         "score": {"rule": "per_entry", "each": "2", "unit": "次"}},
        {"id": "leak", "title": "发生泄密事件", "pool": "veto", "score": {"rule": "yes_no"},
         "effect": {"grade": "不合格"}},
    ],
    "grades": [{"name": "优秀", "at_least": "90"}, {"name": "良好", "at_least": "80"},
               {"name": "合格", "at_least": "60"}, {"name": "不合格"}],
}

SHA = "0123456789abcdef" * 4


def ruleset(data: Mapping[str, Any] = TARGETS) -> Ruleset:
    """The ruleset of a tree; what is wrong with the tree fails the test that wrote it."""
    made, problems = build_ruleset(data, builtin())
    assert made is not None, [x.sentence for x in problems]
    return made


def sheet(rules: Ruleset, unit: str, group: str, facts: Mapping[str, Any],
          rulings: Mapping[str, tuple[str, Any, str]] | None = None,
          not_applicable: Mapping[str, str] | None = None) -> Sheet:
    """A sheet from raw facts; a ruling is (kind, raw facts or None, reason)."""
    def read(leaf_id: str, raw: Any) -> Any:
        leaf = rules.leaf(leaf_id)
        assert leaf is not None, leaf_id
        return None if raw is None else read_facts_of(leaf, raw)

    return Sheet(unit, group, {k: read(k, v) for k, v in facts.items()}, dict(not_applicable or {}),
                 {k: Ruling(kind, read(k, raw), reason) for k, (kind, raw, reason) in (rulings or {}).items()})


def full(disclosed: int = 134, **changes: Any) -> dict[str, Any]:
    """Facts for every leaf of TARGETS."""
    return {"website": "80", "disclosure": str(disclosed), "things": ["机构", "牌子", "场所"], "leader": "yes",
            "receipts": {"done": "40386", "of": "40676"}, "praise": "2", "faults": "0", "leak": "no"} | changes


ABOUT = About("苍溪县 2024 年度政务公开工作考核", ("苍府办〔2024〕45号", "国办发〔2019〕54号"), date(2024, 1, 1),
              date(2024, 12, 31), date(2024, 12, 31), "苍溪县人民政府办公室", audit_head="a" * 64)


def salts() -> Callable[[], str]:
    """Salts that are the same at every run."""
    counter = itertools.count(1)
    return lambda: f"{next(counter):032x}"


def snapshot(participants: tuple[Participant, ...], rules: Ruleset | None = None, about: About = ABOUT) -> str:
    """The published file of some participants."""
    return compose(about, rules or ruleset(), "ruleset: targets\n", participants, salts())


CORRECTED = "抽查发现 40 条为转载上级网站的新闻，不属于本单位制作的政府信息，予以剔除。"


WHOLE = Release()
BEFORE = {"title": "苍溪县 2023 年度政务公开工作考核", "digest": "c" * 64, "total": "83.2", "max": "100", "place": 3, "of": 3,
          "grade": "良好"}


def participants() -> tuple[Participant, ...]:
    """Three towns and one department, with a correction, a veto, an open claim and rare characters."""
    rules = ruleset()
    moon = Participant(
        sheet(rules, "月山乡", "乡镇", full(94), {"disclosure": ("corrected", "54", CORRECTED),
                                                 "leader": ("confirmed", None, "已核对文件")}),
        notes={"disclosure": "含村务公开栏目，编辑" + RARE + "。"},
        evidence={"disclosure": (("link", "1" * 64), ("link", "2" * 64), ("file", "3" * 64))},
        submitted_at="2024-12-20T09:30:00Z", receipt="b" * 64, before=BEFORE)
    dragon = Participant(sheet(
        rules, "龙山镇", "乡镇", full(30, faults="2", leader="no"), {"receipts": ("not_applicable", None, "未开通电子公文系统")},
        {"receipts": "本镇未开通电子公文系统"}))
    leaky = Participant(sheet(rules, "陵江镇（示例）", "乡镇", full(200, leak="yes")))
    office = Participant(sheet(rules, "县档案馆", "县直部门", full(77)))
    return moon, dragon, leaky, office


def county(release: Release = WHOLE) -> str:
    """The file of those participants."""
    return snapshot(participants(), about=replace(ABOUT, release=release))


def opened(text: str) -> Published:
    """A file opened for reading."""
    return open_file(text)


def forty() -> str:
    """Twenty-two units with forty leaves in eight blocks; every third leaf of the first unit is corrected."""
    tree = {"ruleset": "forty", "version": "1", "title": "规范化建设自查", "points": "100", "groups": ["乡镇"],
            "grades": TARGETS["grades"], "indicators": [
                {"id": f"b{b}", "title": title, "points": "12.5", "indicators": [
                    {"id": f"b{b}-{n}", "title": f"{title}之第{n}项：制度上墙、专人负责、台账齐全", "points": "2.5",
                     "score": {"rule": "per_entry", "each": "0.1"}} for n in range(1, 6)]}
                for b, title in enumerate(("规范化建设", "政府信息公开", "村务公开", "行政权力透明运行", "公共企事业单位办事公开",
                                           "平台建设", "基础工作", "监督保障"), 1)]}
    rules = ruleset(tree)
    leaves = [leaf.id for leaf in rules.leaves]
    parts = []
    for u in range(22):
        facts = {leaf: str(12 + (u * 7 + n * 5) % 17) for n, leaf in enumerate(leaves)}
        rulings = {leaf: ("corrected", str(9 + n % 8), f"台账第 {n + 1} 页有 {n % 5 + 1} 处缺页，按实有数计。")
                   for n, leaf in enumerate(leaves) if u == 0 and n % 3 == 0}
        parts.append(Participant(
            sheet(rules, f"示例第{u + 1}镇", "乡镇", facts, rulings),
            evidence={leaf: (("link", f"{n:064x}"), ("file", f"{n + 99:064x}")) for n, leaf in enumerate(leaves)}))
    return snapshot(tuple(parts), rules)


def many() -> str:
    """A unit with 300 indicators in thirty blocks, a tenth of them corrected, with reasons of every length."""
    tree = {"ruleset": "many", "version": "1", "title": "三百项自查", "points": "300", "groups": ["乡镇"], "indicators": [
        {"id": f"b{b}", "title": f"第{b}大类工作", "points": "10", "indicators": [
            {"id": f"b{b}-{n}", "title": f"第{b}大类第{n}项{RARE}", "points": "1", "score": {"rule": "per_entry", "each": "0.1"}}
            for n in range(1, 11)]} for b in range(1, 31)]}
    rules = ruleset(tree)
    leaves = [leaf.id for leaf in rules.leaves]
    facts = {leaf: str(7 + n % 5) for n, leaf in enumerate(leaves)}
    rulings = {leaf: ("corrected", "2", LONG_REASON[:20 * n]) for n, leaf in enumerate(leaves) if n % 10 == 9}
    return snapshot((Participant(sheet(rules, LONG_UNIT, "乡镇", facts, rulings)),), rules)


LONG_UNIT = "苍溪县陵江镇红旗桥社区居民委员会政务公开与政府信息公开工作领导小组办公室（示例单位）"
LONG_REASON = "".join(f"（{n}）台账第 {n} 页第 {n % 7 + 1} 行与网站公开的“信息”不一致，缺少《公开审查表》；" for n in range(1, 100))[:2000]


def extreme() -> str:
    """A forty-character unit name, reasons of 2,000 characters, four levels, long titles, a corrected publication."""
    deep = {"id": "d1", "title": "第一级：规范公开的内容、形式、时限与程序并按季度开展自查和整改", "points": "40", "indicators": [
        {"id": "d2", "title": "第二级：统一公开形式", "points": "40", "indicators": [
            {"id": "d3", "title": "第三级：公开栏", "points": "40", "indicators": [
                {"id": f"d4-{n}", "title": "第四级：" + "公开栏内容更新及时、版块齐全、字迹清晰" * 3, "points": "20",
                 "guide": "", "score": {"rule": "per_entry", "each": "0.3333"}} for n in (1, 2)]}]}]}
    flat = [{"id": f"f{n}", "title": f"平行指标第{n}项的名称写得比较长以便换行" * (1 + n % 2), "points": "1.5",
             "score": {"rule": "ratio"}} for n in range(1, 41)]
    rules = ruleset({**TARGETS, "groups": ["县直部门和中省驻县单位及其他承担行政职能的事业单位"], "grades": [],
                     "indicators": [deep, *flat], "stages": ["not_applicable", {"round": {"places": "4"}}],
                     "notes": ["原文未写明的，按有利于填报单位的理解处理。" * 8] * 3})
    facts: dict[str, Any] = {f"f{n}": {"done": "40386", "of": "40676"} for n in range(1, 40)}
    facts |= {"d4-1": "17", "d4-2": "999999999", "f40": {"done": "0", "of": "0"}}
    one = Participant(
        sheet(rules, LONG_UNIT, rules.groups[0], facts,
              {"d4-1": ("corrected", "13", LONG_REASON), "d4-2": ("corrected", "1", LONG_REASON[::-1]),
               "f3": ("corrected", {"done": "1", "of": "40676"}, "")}),
        notes={"f1": "x" * 2000, "f2": "https://www.example.gov.cn/zwgk/" + "a1/" * 300},
        evidence={"f1": tuple(("link", f"{n:064x}") for n in range(120))}, submitted_at="不是时间")
    two = Participant(sheet(rules, "全部不适用的单位", rules.groups[0], {}, None, {x.id: "不适用" for x in rules.leaves}))
    about = replace(ABOUT, title="关于开展苍溪县 2024 年度乡镇和县级部门政务公开（政府信息公开、政务服务）工作年度考核评估的通知",
                    basis=tuple(f"苍府办〔2024〕{n}号" for n in range(1, 9)),
                    replaces={"digest": SHA, "reason": LONG_REASON[:600]})
    return snapshot((one, two), rules, about)
