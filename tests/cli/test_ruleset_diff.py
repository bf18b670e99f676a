"""`scoring ruleset diff`: what changed in meaning, for a person and for a program."""
from __future__ import annotations

import json
from collections.abc import Callable

from click.testing import Result

from tests.corpus.yaml_files import SMALL

Run, Write = Callable[..., Result], Callable[[str, str], str]
OLD = SMALL + """\
cases:
  - title: 十九条
    facts: {items: 19}
    expect: {total: 9.5, grade: 优秀}
"""
NEW = OLD.replace('"2024"', '"2025"').replace("each: 0.5", "each: 0.4, free: 2").replace(
    "title: 公开条数", "title: 公开条数\n    guide: 填条数。").replace(
    "{name: 优秀, at_least: 9}", "{name: 优秀, at_least: 9}\n  - {name: 合格, at_least: 6}").replace(
    "{total: 9.5, grade: 优秀}", "{total: 6.8}")
DIFFERENT = """\
旧：小规则（small，版本 2024）
新：小规则（small，版本 2025）

规则信息：
  版本：2024 → 2025

计分和填报：
  公开条数（items）：计分办法
    旧 按条计分：每条 0.5 分
    新 按条计分：每条 0.4 分，不计分的前几条 2 条

文字：
  公开条数（items）：填报说明 （无） → 填条数。

等次：
  合格：新增，不低于 6 分

案例得分：
  案例“十九条”：9.5 分（优秀） → 6.8 分（合格）（旧规则的案例）
"""


def test_what_differs(run: Run, write: Write) -> None:
    result = run("ruleset", "diff", write("a.yaml", OLD), write("b.yaml", NEW))
    assert (result.exit_code, result.stdout) == (0, DIFFERENT)


def test_comments_and_order_mean_nothing(run: Run, write: Write) -> None:
    same = OLD.replace("    title: 公开条数\n    points: 10\n", "    points: 10.0  # 分\n    title: 公开条数\n")
    result = run("ruleset", "diff", write("a.yaml", OLD), write("b.yaml", same))
    assert (result.exit_code, result.stdout) == (
        0, "旧：小规则（small，版本 2024）\n新：小规则（small，版本 2024）\n\n含义没有变化。\n")


def test_only_words(run: Run, write: Write) -> None:
    words = OLD.replace("title: 公开条数", "title: 公开信息")
    result = run("ruleset", "diff", write("a.yaml", OLD), write("b.yaml", words))
    assert result.stdout.splitlines()[3:] == [
        "文字：", "  公开信息（items）：名称 公开条数 → 公开信息", "", "只改了文字，计分没有变化。"]


def test_as_json(run: Run, write: Write) -> None:
    result = run("ruleset", "diff", write("a.yaml", OLD), write("b.yaml", OLD.replace("0.5}", "0.4}").replace("9.5, grade: 优秀", "7.6")), "--json")
    assert json.loads(result.stdout) == {
        "old": {"ruleset": "small", "version": "2024", "title": "小规则"},
        "new": {"ruleset": "small", "version": "2024", "title": "小规则"},
        "same": False, "words_only": False,
        "changes": [
            {"kind": "rule", "id": "items", "title": "公开条数", "what": "计分办法", "before": "按条计分：每条 0.5 分",
             "after": "按条计分：每条 0.4 分"},
            {"kind": "case", "id": "", "title": "十九条", "what": "旧规则的案例", "before": "9.5 分（优秀）",
             "after": "7.6 分（不合格）"}]}


def test_a_file_with_faults_is_not_compared(run: Run, write: Write) -> None:
    result = run("ruleset", "diff", write("a.yaml", OLD), write("b.yaml", OLD.replace("each", "eahc")))
    assert (result.exit_code, result.stdout, result.stderr) == (
        1, "", "b.yaml:10:30: 不认识的键“eahc”，是不是想写“each”？\n“b.yaml”有 1 处错误，改好后再用。\n")


def test_files_that_share_nothing(run: Run, write: Write) -> None:
    other = "".join(OLD.partition("indicators:")[:2]) + (
        "\n  - {id: hotline, title: 热线, points: 10, score: yes_no}\n")
    result = run("ruleset", "diff", write("a.yaml", OLD), write("b.yaml", other))
    assert result.stdout.splitlines()[3:] == [
        "新增的指标：", "  热线（hotline）：新增，一级指标，10 分，是否题", "",
        "删去、停用的指标：", "  公开条数（items）：删去，一级指标，10 分，按条计分：每条 0.5 分", "",
        "等次：", "  优秀：删去，不低于 9 分", "  不合格：删去，其余", "",
        "案例得分：",
        "  案例“十九条”：9.5 分（优秀） → 不能计算：规则里没有编号为“items”的末级指标（旧规则的案例）"]
