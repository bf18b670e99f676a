"""A small ruleset that has every kind of leaf, and a county that fills it in: for tests of the three desks."""
from __future__ import annotations

from tests import make

RULESET = """
ruleset: everything
version: "1"
title: 各种填法
points: 100
groups: [乡镇, 县直部门]
indicators:
  - id: news
    title: 信息采用
    points: 20
    score: {rule: per_entry, kinds: {省: 3, 市: 2}, register: [title, date, link, kind]}
    ask: 采用的信息
    evidence: per_entry
  - id: rate
    title: 按期答复率
    points: 10
    score: {rule: shortfall, line: 95, each: 0.5}
    ask: 按期答复率
    essential: true
  - id: target
    title: 任务完成
    points: 10
    score: {rule: ratio}
    fields: {of: {label: 目标数, filled_by: office}}
  - id: survey
    title: 群众满意度
    points: 10
    score: {rule: imported, scale: 100}
    filled_by: office
  - id: judges
    title: 现场评审
    points: 10
    score: {rule: judged, step: 0.5, judges: mean}
    filled_by: reviewer
  - id: ladder
    title: 网上办件量
    points: 10
    score: {rule: rank_ladder, ladder: [10, 8, 6]}
    ask: 网上办件量
  - id: hotline
    title: 热线办理
    points: 10
    score: {rule: ratio}
    not_applicable: {accept: claim, policy: full}
  - id: platform
    title: 公开平台
    points: 10
    indicators:
      - id: has
        title: 有自建平台
        points: 5
        score: {rule: yes_no, yes: 5, no: 4}
      - id: uptime
        title: 平台可用
        points: 5
        score: {rule: yes_no}
        asks_if: {id: has, equals: "yes"}
  - id: spot
    title: 抽查
    points: 10
    indicators:
      - {id: s1, title: 抽查甲, points: 10, score: {rule: yes_no}}
      - {id: s2, title: 抽查乙, points: 10, score: {rule: yes_no}}
  - id: late
    title: 迟报
    points: 5
    pool: deduction
    score: {rule: per_defect, each: 1}
    multiply: {when: has, by: 2}
  - id: extra
    title: 典型经验
    points: 5
    pool: bonus
    score: {rule: yes_no}
    requires: [rate]
  - id: requests
    title: 依申请公开
    score: {rule: record, keep: {received: {kind: count, label: 收到}, answered: {kind: count, label: 办结}, left: {kind: count, label: 结转}}}
draw: {of: spot, take: 1}
checks:
  - {sum: [requests.answered, requests.left], equals: requests.received, say: 收到的要等于办结加结转, level: error}
  - {at_most: [requests.received, 500], say: 申请件数比常年多很多, level: warning}
grades: [{name: 优秀, at_least: 90, essential: all}, {name: 合格}]
"""
ROWS = [{"title": "月山乡晒出惠民资金清单", "date": "2026-03-02", "link": "https://www.example.gov.cn/a", "kind": "省"},
        {"title": "政务公开进村", "date": "2026-05-01", "kind": "市"},
        {"title": "政务公开进村", "date": "2025-12-30", "kind": "市"}]
REQUESTS = {"received": 10, "answered": 8, "left": 2}


def filled(state: str = "open", sheets: str = "draft") -> make.County:
    """The county with 甲乡's sheet filled in as far as a unit can, and one leaf of 乙乡's."""
    made = make.county(RULESET, state, sheets)
    sheet = made.submissions["甲乡"]
    for leaf, facts in (("news", {"rows": ROWS}), ("rate", {"rate": {"done": 19, "of": 20}}), ("target", {"done": 120}),
                        ("ladder", {"value": "350"}), ("has", {"answer": False}), ("late", {"count": 1}),
                        ("requests", REQUESTS)):
        make.answer(sheet, leaf, facts, by=made.users["clerk"])
    make.answer(sheet, "hotline", None, claim="本乡没有开通热线")
    make.answer(made.submissions["乙乡"], "ladder", {"value": "400"})
    return made
