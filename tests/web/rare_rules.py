"""Rulesets for the verifier of the browser: parameters that no shipped ruleset uses, great numbers, units below units."""
from __future__ import annotations

RARE = """ruleset: rare
version: "1"
title: 少见的写法
points: 160
groups: [乡镇, 县直部门]
grades:
  - {name: 优, at_least: 90, quota: 0.3, essential: all, floors: {kept: 3}}
  - {name: 良, above: 60, quota: 0.5}
  - {name: 中, at_least: 40}
  - {name: 差}
ranking: {ties: share, break: [counted, faults], vetoed: last}
floor: item
indicators:
  - id: counted
    title: 计数
    points: 60
    indicators:
      - {id: ladder, title: 名次, points: 10, score: {rule: rank_ladder, ladder: [10, 8, 7], then: -4, ties: average, better: low}}
      - {id: up, title: 往后加, points: 10, score: {rule: rank_ladder, ladder: [2, 3], then: 0.5, from: bottom}}
      - {id: dense, title: 不占, points: 10, score: {rule: rank_ladder, ladder: [10, 5], then: -4, ties: dense}}
      - {id: low, title: 越小越好, points: 10, score: {rule: best_share, better: low, self: out}}
      - {id: mean, title: 比平均, points: 10, score: {rule: mean_shortfall, each: 0.3, per: 7, partial: floor, self: out}}
      - {id: free, title: 免几条, points: 10, score: {rule: per_entry, each: 1.25, free: 3, start: 2, register: [title, date, link]}}
  - id: kept
    title: 各种规则
    points: 70
    indicators:
      - {id: all, title: 全具备, points: 5, score: {rule: checklist, of: [甲, {title: 乙, id: b}, 丙], all: true}}
      - {id: own, title: 各分, points: 5, essential: true, score: {rule: checklist, of: [{title: 甲, points: 2}, {title: 乙, points: 3}]}}
      - {id: trim, title: 评委, points: 10, filled_by: reviewer, score: {rule: judged, step: 0.5, judges: trimmed}}
      - {id: median, title: 中位, points: 10, filled_by: reviewer, score: {rule: judged, step: 1, judges: median}}
      - {id: blank, title: 空白, points: 10, score: {rule: periodic, every: quarter, target: 5, loss: 2, blank: 3.5}}
      - {id: half, title: 半年, points: 10, score: {rule: periodic, every: half, each: 1.1, cap: 5}}
      - id: tiers
        title: 分档登记
        points: 10
        score: {rule: per_entry, tiers: [{of: 省, count: 1, points: 3}, {of: 省, count: 4, points: 6}, {of: 市, count: 2, points: 2}], pick: max, register: [title, kind]}
      - id: signed
        title: 联合署名
        points: 10
        score: {rule: per_entry, kinds: {市: 2, 省: 3.3333}, register: [title, kind, signers, number], divide_by: signers, same_item: max, unit: 篇}
  - id: picked
    title: 挑一个
    points: 30
    indicators:
      - id: first
        title: 先有为准
        points: 10
        combine: first
        indicators:
          - {id: first-a, title: 第一, points: 10, score: {rule: late, due: 2024-06-30, each: 1, per: working_day, grace: 2}, fields: {due: {label: 批准的期限, filled_by: office}}}
          - id: first-b
            title: 第二
            points: 8
            indicators:
              - {id: fb1, title: 乙一, points: 4, score: {rule: shortfall, line: 90, each: 0.7, per: 3, partial: ceil}}
              - {id: fb2, title: 乙二, points: 4, score: {rule: bands, measure: {days_since: day}, bands: [{at_most: 14, points: 4}, {below: 200, points: 1}, {points: 0}]}}
      - id: best
        title: 取最好
        points: 10
        combine: max
        indicators:
          - {id: best-a, title: 甲, points: 10, score: {rule: ratio, target: 7.5}}
          - id: best-b
            title: 乙
            points: 8
            indicators:
              - {id: bb1, title: 乙一, points: 4, score: {rule: imported, scale: 5}}
              - {id: bb2, title: 乙二, points: 4, score: {rule: levels, levels: {优: 4, 良: 3, 差: 0}}}
      - id: weigh
        title: 加权
        points: 10
        combine: weighted
        indicators:
          - {id: w1, title: 一, points: 100, weight: 3, score: {rule: per_defect, steps: [3, 5, 7], unit: 次}}
          - {id: w2, title: 二, points: 5, weight: 7, score: {rule: per_defect, kinds: {轻: 0.5, 重: 2}}, multiply: {when: 县直部门, by: 1.5}}
  - id: faults
    title: 扣分
    pool: deduction
    points: 12
    indicators:
      - {id: d1, title: 存在的问题, points: 6, score: {rule: checklist, of: [甲, 乙, 丙], each: 2}}
      - {id: d2, title: 迟报, points: 6, score: {rule: late, due: 2024-03-01, per: event}}
      - {id: d3, title: 引用扣分, points: 6, score: {rule: imported}}
  - id: more
    title: 加分
    pool: bonus
    indicators:
      - {id: m1, title: 篇数, score: {rule: per_entry, each: 1.5}}
  - {id: v1, title: 瞒报, pool: veto, score: {rule: per_defect}, effect: {when: {at_least: 5}, grade: 中, total: 59}}
  - {id: v2, title: 事故, pool: veto, score: {rule: per_entry}, effect: {grade: 差}}
  - {id: v3, title: 造假, pool: veto, score: {rule: yes_no}}
stages:
  - not_applicable: {policy: rebase}
  - deduction: {when: {at_least: 30, of: [counted, kept]}, cap: 9}
  - bonus: {cap: 6, when: {above: 40, below: 150}}
  - multiply: {by: 0.95, when: v2}
  - rescale: {to: 100}
  - veto
  - round: {places: 1}
  - grade
"""
BIG = """ruleset: big
version: "1"
title: 很大的数
points: 999999999
indicators:
  - id: all
    title: 全部
    points: 999999999
    combine: weighted
    indicators:
      - {id: a, title: 甲, points: 333333333.3333, weight: 99999.9999, score: {rule: per_entry, each: 123456.7891, start: 0.0001}}
      - {id: b, title: 乙, points: 777777777.7777, weight: 0.0001, score: {rule: ratio}}
      - {id: c, title: 丙, points: 999999999.9999, weight: 999999999, score: {rule: mean_shortfall, each: 99999.9999, per: 0.0007}}
      - {id: d, title: 丁, points: 999999999.9999, weight: 3, floor: none, multiply: {when: a, by: 999999.9999}, score: {rule: per_defect, each: 999999999.9999}}
stages: [{multiply: {by: 999.9999}}, round]
"""
ROLLED = """ruleset: rolled
version: "1"
title: 汇总
points: 100
groups: [乡镇, 县直部门]
floor: section
indicators:
  - id: roll
    title: 汇总
    points: 60
    combine: {rollup: {own: 6, groups: {县直部门: 2, 乡镇: 2.5}, sample: 1}}
    indicators:
      - {id: r1, title: 一, points: 30, applies_to: [乡镇], score: {rule: per_entry, each: 3}}
      - {id: r2, title: 二, points: 30, score: {rule: yes_no}, not_applicable: {policy: mean}}
  - id: drawn
    title: 抽项
    points: 40
    indicators:
      - {id: x1, title: 一, points: 20, score: {rule: judged}}
      - {id: x2, title: 二, points: 20, score: {rule: bands, measure: rate, bands: [{at_least: 80, points: 20}, {at_least: 33.3333, points: 7}, {points: 0}]}}
      - {id: x3, title: 三, points: 20, score: {rule: shortfall, line: 95, each: 0.33, per: 0.7}, not_applicable: {policy: mean, of: 县直部门}}
      - {id: x4, title: 四, points: 20, applies_to: [县直部门], score: {rule: per_entry, kinds: {"2": 1.5, "10": -2}, start: 5}}
draw: {of: drawn, take: 2}
stages: [not_applicable, {round: {places: 3}}]
"""
