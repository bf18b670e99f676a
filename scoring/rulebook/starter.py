"""A small commented ruleset to begin with; it passes every check, and its case shows the arithmetic."""
from __future__ import annotations

import re

from scoring.core.lint import RULESET_ID

DEFAULT_ID = "my-ruleset"
_NOT_ID = re.compile(r"[^a-z0-9]+")


def starter_id(stem: str) -> str:
    """A ruleset id made from a file's name without its ending; DEFAULT_ID where nothing of it is left."""
    word = _NOT_ID.sub("-", stem.lower()).strip("-")
    return word if RULESET_ID.fullmatch(word) else DEFAULT_ID


def starter_text(ruleset_id: str, year: int) -> str:
    """The YAML text of a starter ruleset for a year."""
    return _TEXT.replace("@id@", ruleset_id).replace("@year@", str(year))


_TEXT = """\
# 评分规则文件。“#”后面是说明，不影响计分。改好以后运行：
#   scoring ruleset check 文件名      有没有写错（每处问题给出行号和改法）
#   scoring ruleset test  文件名      算例和案例算得对不对
#   scoring ruleset show  文件名      排成一张表看
#   scoring ruleset diff  旧 新       和上一版比，含义改了什么、谁的分会变
#
# 更多写法到哪里找：
#   docs/generated/rules.md           全部计分规则，每条都有参数和算例
#   docs/generated/stages.md          合并方式（combine）和合计之后的阶段（stages）
#   rulesets/ 文件夹                  几份完整的规则，可以照着改
#   scoring ruleset schema            给编辑器用的 JSON Schema，写的时候就有提示和检查

ruleset: @id@                # 规则编号：小写英文字母、数字和连字符，以后不改
version: "@year@"                    # 版本：规则一经采用就不能改，要改就出新的版本
title: 政务公开工作自查评分          # 名称，印在评分卡上
basis: [在这里写发文字号和文件名]    # 依据，可以写几个，用逗号隔开
effective: {from: @year@-01-01, to: @year@-12-31}   # 适用期间
notes:                               # 原文有两种理解的地方，写明本规则取哪一种
  - 公开信息按条计分，原文没有写封顶；本规则按本项分值封顶。
points: 100                          # 满分，等于一级指标分值之和
groups: [乡镇, 县直部门]             # 组别：同一组的单位一起排名

indicators:
  # 一、有下级的指标：下级分值之和等于本级分值
  - id: openness                     # 指标编号：全文件不重复，以后不改；不再用就写 obsolete: true
    title: 主动公开
    points: 60
    indicators:
      # 按条计分：每条 0.5 分，超过 40 分的部分自动封顶
      - id: published
        title: 公开信息条数
        points: 40
        ask: 本年度公开的信息条数     # 填报页上问什么
        guide: 填本年度公开的信息条数，每条 0.5 分，80 条得满分。佐证附清单或栏目链接。
        score: {rule: per_entry, each: 0.5}
        evidence: required           # 佐证：none 不要，optional 可附（默认），required 必附
        not_applicable: never        # 不适用：claim 可以申请（默认），never 不能申请
        examples:                    # 算例：检查时试算，填报的人也看得到；每项至少两个，含一个边界
          - {facts: 79, points: 39.5, why: 差一条到封顶}
          - {facts: 80, points: 40, why: 恰好封顶}
      # 清单：每具备一项得 4 分
      - id: institutions
        title: 公开制度
        points: 20
        ask: 已经建立的制度
        guide: 勾选已经印发执行的制度，每项 4 分。佐证附印发的文件。
        score: {rule: checklist, each: 4, of: [主动公开, 依申请公开, 保密审查, 发布协调, 考核评议]}
        examples:
          - {facts: [主动公开, 保密审查], points: 8, why: 具备 2 项}
          - {facts: [], points: 0, why: 一项也没有}
  # 二、没有下级的一级指标：按比例计分，应答复为 0 时本项不适用，分值由其余各项按比例折算
  - id: replies
    title: 依申请公开
    points: 40
    fields: {done: 按期答复, of: 应答复}   # 填两个数，各叫什么
    guide: 填本年度应当答复的申请件数和其中按期答复的件数。没有收到申请的，两个数都填 0。
    score: {rule: ratio}
    examples:
      - {facts: {done: 9, of: 10}, points: 36, why: 按期答复九成}
      - {facts: {done: 10, of: 10}, points: 40, why: 全部按期答复}

# 合计之后做什么，按写的先后执行；整段不写也是这个次序
stages: [not_applicable, deduction, bonus, veto, round, grade]

grades:                              # 等次从高到低写；at_least 含本数，above 不含；最后一档收住其余
  - {name: 优秀, at_least: 90}
  - {name: 良好, at_least: 80}
  - {name: 合格, at_least: 60}
  - {name: 不合格}

cases:                               # 案例：一张完整的表和应得的结果，先用笔算好写在这里
  # 64 条 × 0.5 = 32；4 项 × 4 = 16；40 × 9 ÷ 10 = 36。自评 32 + 16 + 36 = 84。
  # 复核剔除 8 条：56 × 0.5 = 28，28 + 16 + 36 = 80，恰好到“良好”的线。
  - title: 复核剔除 8 条，恰好良好
    group: 乡镇
    facts:
      published: 64
      institutions: [主动公开, 依申请公开, 保密审查, 发布协调]
      replies: {done: 9, of: 10}
    rulings: {published: 56}
    expect: {claimed: {total: 84}, verified: {published: 28, openness: 44, total: 80, grade: 良好}}
  # 没有收到申请：80 × 0.5 = 40，5 项 × 4 = 20，60 × 100 ÷ 60 = 100。
  - title: 没有收到申请，按比例折算
    group: 县直部门
    facts:
      published: 80
      institutions: [主动公开, 依申请公开, 保密审查, 发布协调, 考核评议]
      replies: {done: 0, of: 0}
    expect: {total: 100, grade: 优秀}
"""
