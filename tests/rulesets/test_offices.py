"""The rulesets of a demonstration town, a yearly report, a portal office and a department's board, part by part."""
from __future__ import annotations

import functools
from typing import Any

import pytest

from scoring import places
from scoring.core import points as p
from scoring.core.ruleset import Ruleset
from scoring.core.score import score
from scoring.core.sheet import Sheet, read_facts_of
from scoring.rulebook.loading import load


@functools.cache
def ruleset(name: str) -> Ruleset:
    path = places.rulesets() / f"{name}.yaml"
    loaded = load(path.read_bytes(), path.name)
    assert loaded.ruleset is not None
    return loaded.ruleset


def worked(name: str, leaf_id: str, raw: Any, group: str = "") -> tuple[str, tuple[str, ...]]:
    """Points and steps of one leaf on a sheet of that leaf alone."""
    rules = ruleset(name)
    leaf = rules.leaf(leaf_id)
    assert leaf is not None
    card = score(rules, Sheet("月山乡", group or rules.groups[0], {leaf_id: read_facts_of(leaf, raw)}))
    return p.show(card.lines[leaf_id].points), card.lines[leaf_id].steps


@pytest.mark.parametrize(("name", "blocks"), [
    ("demonstration-town", {"组织保障": "12", "八项制度": "30", "重点内容": "18", "信息发布": "24", "公开平台": "16",
                            "加分项": "3", "一票否决": "0"}),
    ("disclosure-annual", {"按时公布": "20", "内容完整": "30", "主动公开": "20", "依申请和复议诉讼": "16",
                           "咨询和收费": "8", "内容质量": "6"}),
    ("portal-operation", {"信息发布": "25", "互动交流": "25", "办事服务": "15", "绩效评估": "15", "运行保障": "10",
                          "内容质量": "10", "扣分项": "10", "加分项": "5", "一票否决": "0"}),
    ("department-board", {"公开栏设置": "10", "办事公开": "30", "财务公开": "36", "责任清单": "14", "更新和监督": "10",
                          "扣分项": "10"}),
])
def test_blocks(name: str, blocks: dict[str, str]) -> None:
    assert {top.title: p.show(top.points or p.ZERO) for top in ruleset(name).indicators} == blocks


@pytest.mark.parametrize(("name", "leaf", "facts", "points", "steps"), [
    ("portal-operation", "national-rank", {"done": "78", "of": "296"}, "8",
     ("78 ÷ 296 × 100 = 26.3514 %", "26.3514 %，属于“不高于 30 %”一档，得 8 分")),
    ("portal-operation", "hotline", {"done": "40386", "of": "40676"}, "4.9644",
     ("40386 ÷ 40676 = 99.29 %", "5 分 × 40386 ÷ 40676 = 4.9644 分")),
    ("portal-operation", "online-cases", {"done": "940314", "of": "940488"}, "4.9815",
     ("940314 ÷ 940488 × 100 = 99.9815 %", "99.9815 %，比 100 % 低 0.0185 个百分点",
      "0.0185 个百分点 ÷ 1 × 1 分 = 0.0185 分", "5 分 − 0.0185 分 = 4.9815 分")),
    ("portal-operation", "interviews", "47", "4.7", ("47 期 × 0.1 分 = 4.7 分",)),
    ("demonstration-town", "fund-lists", "92.4", "3.6",
     ("92.4 %，比 95 % 低 2.6 个百分点", "2.6 个百分点，不足一份按一份计，计 3 份 × 0.3 分 = 0.9 分",
      "4.5 分 − 0.9 分 = 3.6 分")),
    ("department-board", "reception-quarterly", {"Q1": "yes", "Q2": "yes", "Q3": "yes", "Q4": "no"}, "6",
     ("已完成 3 期：Q1 至 Q3", "未完成 1 期：Q4", "3 期 × 2 分 = 6 分")),
])
def test_one_leaf(name: str, leaf: str, facts: Any, points: str, steps: tuple[str, ...]) -> None:
    assert worked(name, leaf, facts) == (points, steps)


@pytest.mark.parametrize(("group", "date", "points"), [
    ("县直部门", "2024-01-31", "8"), ("县直部门", "2024-02-01", "7"), ("县直部门", "2024-02-08", "0"),
    ("乡镇", "2024-03-31", "8"), ("乡镇", "2024-04-01", "7"),
])
def test_the_yearly_report_is_due_by_group(group: str, date: str, points: str) -> None:
    leaf = {"县直部门": "published-department", "乡镇": "published-town"}[group]
    assert worked("disclosure-annual", leaf, date, group)[0] == points


def test_a_group_is_asked_for_its_own_date_only() -> None:
    rules = ruleset("disclosure-annual")
    shown = {group: [key for key in score(rules, Sheet("甲", group)).lines if key.startswith("published-")]
             for group in rules.groups}
    assert shown == {"乡镇": ["published-town", "published-items"],
                     "县直部门": ["published-department", "published-items"]}


@pytest.mark.parametrize(("ticks", "asked"), [
    ("网站", ["website-fresh"]),
    ("网站、微博", ["website-fresh", "weibo-replies"]),
    ("网站、微博、微信", ["website-fresh", "weibo-replies", "wechat-posts"]),
])
def test_a_town_is_asked_about_the_platforms_it_has(ticks: str, asked: list[str]) -> None:
    rules = ruleset("demonstration-town")
    leaf = rules.leaf("accounts")
    assert leaf is not None
    card = score(rules, Sheet("月山乡", "乡镇", {"accounts": read_facts_of(leaf, ticks)}))
    assert [key for key in card.lines if key in ("website-fresh", "weibo-replies", "wechat-posts")] == asked
