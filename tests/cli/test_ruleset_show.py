"""`scoring ruleset show`: a table with points, formulas and conditions, and what happens to the total."""
from __future__ import annotations

from collections.abc import Callable

from click.testing import Result

from tests.corpus.yaml_files import SMALL

Run, Write = Callable[..., Result], Callable[[str, str], str]

SHOWN = """\
小规则（small，版本 2024）
组别：乡镇

序号  编号   指标      分值  计分办法               佐证
────────────────────────────────────────────────────────
1     items  公开条数    10  按条计分：每条 0.5 分  可附

满分 10 分
合计之后依次：不适用的处理、扣分项、加分项、一票否决、四舍五入、定等次
等次：优秀，不低于 9 分；不合格
同分：并列，占用后面的名次
公式　按条计分：得分 = 每条分值 × 条数
"""

RICH = """\
ruleset: rich
version: "1"
title: 什么都有
points: 30
basis: [甲〔2024〕1号]
effective: {from: 2024-01-01, to: 2024-12-31}
groups: [乡镇, 部门]
floor: total
draw: {of: villages, take: 1}
ranking: {ties: order, break: [hotline], vetoed: apart}
notes: [原文没有写封顶。]
checks:
  - {sum: [hotline-calls, 1], equals: 5, say: 合计不符, level: warning}
indicators:
  - id: villages
    title: 各村
    points: 10
    indicators:
      - {id: east, title: 东村, points: 10, score: yes_no}
      - {id: west, title: 西村, points: 10, score: yes_no}
  - id: means
    title: 方式任选
    points: 10
    combine: max
    indicators:
      - {id: paper, title: 纸质, points: 10, score: {rule: ratio}}
      - {id: online, title: 网上, points: 6, score: {rule: ratio, target: 20}}
  - id: hotline
    title: 热线
    points: 10
    floor: -5
    applies_to: [乡镇]
    requires: [east]
    asks_if: {id: west, equals: yes}
    filled_by: office
    evidence: per_entry
    not_applicable: {policy: share, share: 0.6}
    essential: true
    multiply: {when: 部门, by: 2}
    effect: {bar: [优秀], when: {at_most: 0}}
    score: {rule: per_defect, each: 1}
  - id: hotline-calls
    title: 电话条数
    pool: bonus
    points: 5
    score: {rule: per_entry, each: 1, unit: 次}
stages: [not_applicable, deduction, bonus: {cap: 5, when: {at_least: 9, of: [villages]}}, veto, round, grade]
grades: [{name: 优秀, at_least: 15, quota: 0.3, floors: {villages: 8}}, {name: 不合格}]
"""


RICH_SHOWN = """\
什么都有（rich，版本 1）
依据：甲〔2024〕1号
适用：2024-01-01 至 2024-12-31
组别：乡镇、部门

序号  编号           指标                分值  计分办法                                                   佐证
────────────────────────────────────────────────────────────────────────────────────────────────────────────────
1     villages       各村                  10
1.1   east             东村                10  是否题：“是”得 10 分，“否”得 0 分                          可附
1.2   west             西村                10  是否题：“是”得 10 分，“否”得 0 分                          可附
2     means          方式任选              10  取得分最高的下级指标
2.1   paper            纸质                10  按比例计分：10 分 × 已办 ÷ 应办，最多 10 分                可附
2.2   online           网上                 6  按比例计分：6 分 × 完成数 ÷ 目标 20 件，最多 6 分          可附
3     hotline        热线（仅乡镇）        10  按问题扣分：每处扣 1 分；得分不高于 0 分时，不得评为 优秀  逐条附
                                               最低计 -5 分
                                               “东村”须先得分，否则本项计 0 分
                                               “西村”填“是”时才问
                                               由考核办填报
                                               不适用时按本项分值的 0.6 计分
                                               必达项
                                               部门组按 2 倍计
4     hotline-calls  电话条数（加分项）     5  按条计分：每次 1 分                                        可附

满分 30 分
合计之后依次：不适用的处理、扣分项、加分项（最多加 5 分，加分门槛 “各村”得分不低于 9 分）、一票否决、四舍五入、定等次
扣分：总分扣到 0 分为止
抽取：“各村”下抽 1 项计分
等次：优秀，不低于 15 分，名额占比 0.3，分项最低 “各村” 8 分；不合格
同分：不并列，先依次比较“热线”的得分
被否决的单位：单独列出，不排名
核对 1：“电话条数” + 1 = 5（可以说明：合计不符）
公式　按比例计分：得分 = 本项分值 × 已办 ÷ 应办，最多为本项分值
公式　按问题扣分：得分 = 本项分值 − 每处扣分 × 处数，扣完为止
公式　按条计分：得分 = 每条分值 × 条数
说明 1：原文没有写封顶。
"""


def test_show(run: Run, write: Write) -> None:
    result = run("ruleset", "show", write("r.yaml", SMALL))
    assert (result.exit_code, result.stdout) == (0, SHOWN)


def test_show_everything(run: Run, write: Write) -> None:
    result = run("ruleset", "show", write("r.yaml", RICH))
    assert result.exit_code == 0, result.stderr
    assert result.stdout == RICH_SHOWN


def test_a_long_list_goes_on_in_the_next_line(run: Run, write: Write) -> None:
    names = [f"第{n}项工作的制度" for n in range(1, 9)]
    text = SMALL.replace("{rule: per_entry, each: 0.5}", f"{{rule: checklist, missing: 1, of: [{', '.join(names)}]}}")
    lines = run("ruleset", "show", write("r.yaml", text)).stdout.splitlines()
    assert lines[5:9] == [
        "1     items  公开条数    10  清单计分：第1项工作的制度、第2项工作的制度、第3项工作的制度、  可附",
        "                               第4项工作的制度、第5项工作的制度、第6项工作的制度、",
        "                               第7项工作的制度、第8项工作的制度，每缺一项扣 1 分",
        ""]
