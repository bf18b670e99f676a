"""What two rulesets differ in: every kind of change with its words, and nothing where only the writing differs."""
from __future__ import annotations

import pytest

from scoring.core.ruleset import Ruleset
from scoring.rulebook.comparing import TITLES, Change, compare
from scoring.rulebook.loading import load

RULES = """\
ruleset: small
version: "2024"
title: 小规则
points: 20
groups: [乡镇, 部门]
notes: [按条计分。]
indicators:
  - id: openness
    title: 公开
    points: 14
    indicators:
      - id: items
        title: 公开条数
        points: 10
        guide: 填条数。
        score: {rule: per_entry, kinds: {省: 3, 市: 2}}
      - id: hotline
        title: 热线
        points: 4
        score: {rule: yes_no}
  - id: replies
    title: 答复
    points: 6
    score: {rule: ratio}
stages: [not_applicable, bonus, round: {places: 1}, grade]
grades:
  - {name: 优秀, at_least: 15}
  - {name: 不合格}
"""
CASE = """\
cases:
  - title: 一件省级
    facts: {items: {省: 1}, hotline: yes, replies: {done: 3, of: 4}}
    expect: {total: 11.5}
"""


def ruleset(text: str) -> Ruleset:
    loaded = load(text.encode(), "f")
    assert loaded.ruleset is not None, loaded.faults
    return loaded.ruleset


def changed(*swaps: tuple[str, str], before: str = RULES) -> tuple[Change, ...]:
    """What differs after some parts of the rules are replaced."""
    text = before
    for old, new in swaps:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return compare(ruleset(before), ruleset(text)).changes


HOTLINE = RULES[RULES.index("      - id: hotline"):RULES.index("  - id: replies")]


@pytest.mark.parametrize("swaps", [
    [("ruleset: small\n", "# 说明\nruleset: small\n")],
    [("{省: 3, 市: 2}", "{市: 2, 省: 3}")],
    [("kinds: {省: 3, 市: 2}", "pick: sum, kinds: [{省: 3.0}, {市: '2'}], unit: 条")],
    [("stages: [not_applicable, bonus, round: {places: 1}, grade]", "stages: [{not_applicable: {}}, bonus, round: {places: 1}, grade]")],
    [("        title: 热线\n        points: 4\n", "        points: 4\n        evidence: optional\n        title: 热线\n")],
    [("points: 14\n", "points: 14\n    combine: sum\n")],
    [("    score: {rule: ratio}", "    not_applicable: {accept: claim}\n    score: ratio")],
])
def test_the_same_meaning_written_otherwise(swaps: list[tuple[str, str]]) -> None:
    assert changed(*swaps) == ()


ONE = {
    "head": ([("title: 小规则", "title: 新规则"), ("points: 20", "points: 20\nbasis: [甲, 乙]")], [
        Change("head", "title", "", "名称", "小规则", "新规则"), Change("head", "basis", "", "依据", "无", "甲、乙")]),
    "groups": ([("groups: [乡镇, 部门]", "groups: [乡镇]")], [Change("head", "groups", "", "组别", "乡镇、部门", "乡镇")]),
    "floor": ([("points: 20", "points: 20\nfloor: total")],
              [Change("head", "floor", "", "扣到哪一级为止", "每项扣到 0 分为止", "总分扣到 0 分为止")]),
    "rule": ([("省: 3", "省: 4")], [Change(
        "rule", "items", "公开条数", "计分办法", "按条计分：各类每条 省 3 分、市 2 分", "按条计分：各类每条 省 4 分、市 2 分")]),
    "another rule": ([("score: {rule: yes_no}", "score: {rule: judged}\n        filled_by: reviewer")], [
        Change("rule", "hotline", "热线", "计分办法", "是否题", "评议计分"),
        Change("rule", "hotline", "热线", "由谁填报", "由填报单位填报", "由复核员填报")]),
    "unit": ([("市: 2}}", "市: 2}, unit: 篇}")], [Change(
        "rule", "items", "公开条数", "计分办法", "按条计分：各类每条 省 3 分、市 2 分（计量单位：条）",
        "按条计分：各类每条 省 3 分、市 2 分（计量单位：篇）")]),
    "keys": ([("title: 热线", "title: 热线\n        not_applicable: never\n        essential: true\n        evidence: required"),
              ("title: 答复", "title: 答复\n    pool: bonus\n    requires: [hotline]"), ("points: 20", "points: 14")], [
        Change("head", "points", "", "满分", "20 分", "14 分"),
        Change("rule", "hotline", "热线", "佐证要求", "可附", "必附"),
        Change("rule", "hotline", "热线", "必达项", "否", "是"),
        Change("rule", "hotline", "热线", "不适用", "可以申请不适用", "不能申请不适用"),
        Change("rule", "replies", "答复", "计入", "基本分", "加分项"),
        Change("rule", "replies", "答复", "须先得分的指标", "无", "“热线”须先得分，否则本项计 0 分")]),
    "pool of a branch is told once": ([("    title: 公开\n", "    title: 公开\n    pool: bonus\n"), ("points: 20", "points: 6")], [
        Change("head", "points", "", "满分", "20 分", "6 分"), Change("rule", "openness", "公开", "计入", "基本分", "加分项")]),
    "text": ([("guide: 填条数。", "guide: 填全年条数。"), ("notes: [按条计分。]", "notes: [按条计分。, 不封顶。]")], [
        Change("text", "notes", "", "说明", "", "不封顶。"),
        Change("text", "items", "公开条数", "填报说明", "填条数。", "填全年条数。")]),
    "the part of the report": ([("title: 热线", "title: 热线\n        report: consultations")], [
        Change("text", "hotline", "热线", "自查报告", "无", "咨询、投诉与互动")]),
    "labels and examples": ([("score: {rule: ratio}", "fields: {of: 应答复}\n    examples: [{facts: {done: 1, of: 2}, points: 3}]\n"
                                                      "    score: {rule: ratio}")], [
        Change("text", "replies", "答复", "各栏名称", "", "of 应答复"),
        Change("text", "replies", "答复", "算例", "", "已办 1 件，应答复 2 件 得 3 分")]),
    "combiner": ([("points: 14", "points: 10\n    combine: max"), ("points: 20", "points: 16")], [
        Change("head", "points", "", "满分", "20 分", "16 分"),
        Change("points", "openness", "公开", "分值", "14 分", "10 分"),
        Change("rule", "openness", "公开", "合并方式", "各下级指标得分相加", "取得分最高的下级指标")]),
    "checks": ([("points: 20", "points: 20\nchecks: [{at_most: [replies.done, replies.of], say: 已办多了}]")], [
        Change("head", "checks", "", "数据核对", "", "“答复”的“已办” 不大于 “答复”的“应办”（须改正：已办多了）")]),
    "draw": ([("points: 20", "points: 16\ndraw: {of: openness, take: 1}"), ("points: 14", "points: 10"),
              ("        points: 4\n", "        points: 10\n")], [
        Change("head", "points", "", "满分", "20 分", "16 分"),
        Change("head", "draw", "", "抽取", "无", "指标编号 “公开”，抽取几项 1"),
        Change("points", "openness", "公开", "分值", "14 分", "10 分"),
        Change("points", "hotline", "热线", "分值", "4 分", "10 分")]),
    "a figure from the office": ([("    score: {rule: ratio}", "    fields: {of: {label: 应办, filled_by: office}}\n"
                                                             "    score: {rule: ratio}")], [
        Change("rule", "replies", "答复", "各栏由谁填报", "无", "of 考核办"),
        Change("text", "replies", "答复", "各栏名称", "", "of 应办")]),
    "what befalls a branch": ([("    title: 公开\n", "    title: 公开\n    effect: {bar: [优秀], when: {at_most: 0}}\n"),
                               ("bonus, round", "bonus, veto, round")], [
        Change("rule", "openness", "公开", "后果", "无", "得分不高于 0 分时，不得评为 优秀"),
        Change("stage", "veto", "一票否决", "新增", "", "一票否决")]),
    "stages": ([("stages: [not_applicable, bonus, round: {places: 1}, grade]", "stages: [not_applicable, bonus, grade, round: {places: 0}, veto]")], [
        Change("stage", "round", "四舍五入", "参数", "四舍五入（保留小数 1 位）", "四舍五入（保留小数 0 位）"),
        Change("stage", "veto", "一票否决", "新增", "", "一票否决"),
        Change("stage", "", "", "先后次序", "不适用的处理、加分项、四舍五入（保留小数 0 位）、定等次",
               "不适用的处理、加分项、定等次、四舍五入（保留小数 0 位）")]),
    "grades": ([("at_least: 15}", "above: 16}\n  - {name: 合格, at_least: 10}")], [
        Change("grade", "", "优秀", "条件", "不低于 15 分", "高于 16 分"),
        Change("grade", "", "合格", "新增", "", "不低于 10 分")]),
    "ranking": ([("points: 20", "points: 20\nranking: {ties: dense, break: [items]}")], [
        Change("ranking", "ties", "", "同分处理", "并列，占用后面的名次", "并列，不占用后面的名次"),
        Change("ranking", "break", "", "同分时依次比较", "无", "“公开条数”")]),
    "order": ([("  - id: replies\n    title: 答复\n    points: 6\n    score: {rule: ratio}\n", ""),
               ("indicators:\n  - id: openness", "indicators:\n  - id: replies\n    title: 答复\n    points: 6\n"
                                                 "    score: {rule: ratio}\n  - id: openness")], [
        Change("moved", "", "一级指标", "先后次序", "公开、答复", "答复、公开")]),
}


@pytest.mark.parametrize("name", ONE)
def test_changes(name: str) -> None:
    swaps, expected = ONE[name]
    assert list(changed(*swaps)) == expected


def test_an_indicator_comes_another_goes_and_a_third_moves() -> None:
    found = changed((HOTLINE, "      - id: site\n        title: 网站\n        points: 4\n        score: {rule: yes_no}\n"),
                    ("    points: 6\n    score: {rule: ratio}\n", "    points: 6\n    indicators:\n"
                     "      - id: in-time\n        title: 按期\n        points: 6\n        score: {rule: ratio}\n"))
    assert found == (
        Change("added", "site", "网站", "新增", "", "“公开”下，4 分，是否题"),
        Change("added", "in-time", "按期", "新增", "", "“答复”下，6 分，按比例计分"),
        Change("removed", "hotline", "热线", "删去", "“公开”下，4 分，是否题", ""),
        Change("rule", "replies", "答复", "计分办法", "按比例计分", "有下级指标"))


def test_what_is_obsolete_went_and_may_come_back() -> None:
    stopped = RULES.replace("title: 热线", "title: 热线\n        obsolete: true").replace("points: 14", "points: 10").replace(
        "points: 20", "points: 16")
    there, back = ruleset(RULES), ruleset(stopped)
    points = (Change("points", "openness", "公开", "分值", "14 分", "10 分"),)
    head = (Change("head", "points", "", "满分", "20 分", "16 分"),)
    assert compare(there, back).changes == (
        *head, Change("removed", "hotline", "热线", "停用", "“公开”下，4 分，是否题", ""), *points)
    assert [(c.kind, c.what) for c in compare(back, there).changes] == [
        ("head", "满分"), ("added", "恢复使用"), ("points", "分值")]


def test_a_leaf_moves_to_another_branch() -> None:
    found = changed((HOTLINE, ""), ("points: 14", "points: 10"), ("    points: 6\n    score: {rule: ratio}\n", (
        "    points: 10\n    indicators:\n" + HOTLINE + "      - id: in-time\n        title: 按期\n        points: 6\n"
        "        score: {rule: ratio}\n")))
    assert [c for c in found if c.kind == "moved"] == [Change("moved", "hotline", "热线", "所在位置", "“公开”下", "“答复”下")]
    assert [(c.id, c.before, c.after) for c in found if c.kind == "points"] == [
        ("openness", "14 分", "10 分"), ("replies", "6 分", "10 分")]


def test_the_title_of_a_case_means_nothing() -> None:
    assert changed(("title: 一件省级", "title: 换个名称"), before=RULES + CASE) == ()


def cases(*swaps: tuple[str, str]) -> list[tuple[str, ...]]:
    found = changed(*swaps, before=RULES + CASE)
    return [(c.title, c.what, c.before, c.after) for c in found if c.kind == "case"]


def test_cases_of_both_are_scored_under_both() -> None:
    theirs = ("expect: {total: 11.5}", "expect: {total: 13.5}\n  - title: 三件市级\n    facts: {items: {市: 3}}\n"
                                       "    expect: {total: 6}\n  - title: 五件省级\n    facts: {items: {省: 5}, hotline: yes}\n"
                                       "    rulings: {items: {省: 2}}\n    expect: {total: 14}")
    assert cases(("省: 3", "省: 5"), theirs) == [
        ("一件省级", "旧规则的案例", "11.5 分（不合格）", "13.5 分（不合格）"),
        ("五件省级", "新规则的案例", "自评 14 分（不合格），复核 10 分（不合格）", "14 分（不合格）")]


def test_a_case_that_cannot_be_read_says_why() -> None:
    assert cases(("id: hotline", "id: phone"), ("hotline: yes", "phone: yes")) == [
        ("一件省级", "旧规则的案例", "11.5 分（不合格）", "不能计算：规则里没有编号为“hotline”的末级指标"),
        ("一件省级", "新规则的案例", "不能计算：规则里没有编号为“phone”的末级指标", "11.5 分（不合格）")]


def test_a_grade_that_changes_alone_is_told() -> None:
    assert cases(("at_least: 15", "at_least: 11")) == [
        ("一件省级", "旧规则的案例", "11.5 分（不合格）", "11.5 分（优秀）")]


def test_changes_come_in_the_order_of_their_kinds() -> None:
    found = changed(("at_least: 15", "at_least: 11"), ("guide: 填条数。", "guide: 填全年条数。"), ("title: 小规则", "title: 新规则"),
                    before=RULES + CASE)
    assert [c.kind for c in found] == ["head", "text", "grade", "case"]
    assert [kind for kind in TITLES if kind in ("case", "text", "head", "grade")] == ["head", "text", "grade", "case"]


def test_same_and_words_only() -> None:
    same, words = compare(ruleset(RULES), ruleset(RULES)), compare(ruleset(RULES), ruleset(RULES.replace("填条数", "填全年")))
    other = compare(ruleset(RULES), ruleset(RULES.replace("at_least: 15", "at_least: 11")))
    assert [(c.same, c.words_only) for c in (same, words, other)] == [(True, False), (False, True), (False, False)]
