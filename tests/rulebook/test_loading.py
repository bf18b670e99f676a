"""Loading a ruleset: faults at their places, nothing complained about twice, examples and cases run."""
from __future__ import annotations

from scoring.core.building import build_ruleset
from scoring.core.vocabulary import in_use
from scoring.rulebook.loading import load, same_rules
from scoring.rulebook.strict import read_text
from tests.corpus.yaml_files import SMALL

EXAMPLES = """\
    examples:
      - {facts: 19, points: 9.5, why: 未到封顶}
      - {facts: 20, points: 10}
"""
CASE = """\
cases:
  - title: 剔除四条
    facts: {items: 22}
    rulings: {items: 18}
    expect: {claimed: {items: 10, total: 10, grade: 优秀}, verified: {items: 9, total: 9, max: 10}}
"""
WHOLE = SMALL.replace("grades:", f"{EXAMPLES}grades:") + CASE


def said(text: str, *swaps: tuple[str, str]) -> list[str]:
    for old, new in swaps:
        assert old in text, old
        text = text.replace(old, new, 1)
    return [str(fault) for fault in load(text.encode(), "f").faults]


def test_a_whole_ruleset_is_loaded_with_its_text() -> None:
    loaded = load(WHOLE.encode(), "f")
    assert loaded.ruleset is not None
    assert (loaded.faults, loaded.examples, loaded.cases, loaded.text) == ((), 2, 1, WHOLE)
    assert loaded.ruleset.leaves[0].examples[1].why == ""


def test_every_fault_of_a_file_at_once() -> None:
    assert said(WHOLE, ("points: 10\n    score", "pionts: 10\n    score"), ("each: 0.5", "eahc: 0.5"),
                ("at_least: 9", "at_least: 九"), ('version: "2024"', "version:"), ("cases:", "case:")) == [
        "f:2:1: “version”没有写值，请补上；确实不需要就删掉这一行",
        "f:9:5: 不认识的键“pionts”，是不是想写“points”？",
        "f:10:30: 不认识的键“eahc”，是不是想写“each”？",
        "f:15:26: “九”不是可用的数字：请写成 12 或 12.5 这样，不带单位、逗号和百分号，整数部分最多 9 位，小数最多 4 位",
        "f:17:1: 不认识的键“case”，是不是想写“cases”？",
    ]


def test_what_the_reader_reports_is_not_complained_about_again() -> None:
    assert said(WHOLE, ("points: 10\n    score", "points:\n    score"), ("title: 公开条数", "title: &t 公开条数")) == [
        "f:8:12: 不能用锚点 &t：每一处都要写全，请把内容直接写在用到的地方；是文字就加引号",
        "f:9:5: “points”没有写值，请补上；确实不需要就删掉这一行",
    ]


def test_a_fault_of_the_reader_alone_refuses_the_file() -> None:
    loaded = load((WHOLE + "points: 10\n").encode(), "f")
    assert loaded.ruleset is None
    assert list(map(str, loaded.faults)) == ["f:22:1: “points”写了两次：第 4 行和第 22 行，请删掉一处"]


def test_a_warning_does_not_refuse() -> None:
    loaded = load(SMALL.replace("each: 0.5", "each: 20").encode(), "f")
    assert loaded.ruleset is not None
    assert list(map(str, loaded.warnings)) == ["f:10:36: 提醒：一条就有 20 分，超过本项分值 10 分"]


def test_an_example_that_does_not_come_out() -> None:
    assert said(WHOLE, ("points: 9.5", "points: 9")) == [
        "f:12:29: “公开条数”的算例（未到封顶）写的是 9 分，算出来是 9.5 分。计算步骤：19 条 × 0.5 分 = 9.5 分"]


def test_a_case_that_does_not_come_out_shows_the_step_where_they_part() -> None:
    assert said(WHOLE, ("items: 10, total: 10", "items: 11, total: 11"), ("grade: 优秀", "grade: 不合格"),
                ("items: 9, total: 9", "items: 9, total: none")) == [
        "f:21:31: 案例“剔除四条”的自评中“公开条数”应得 11 分，算出来是 10 分。"
        "计算步骤：22 条 × 0.5 分 = 11 分；封顶 10 分",
        "f:21:42: 案例“剔除四条”的自评总分应为 11 分，算出来是 10 分。"
        "计算步骤：公开条数 10 分；10 分，不低于 9 分，评为“优秀”",
        "f:21:53: 案例“剔除四条”的自评等次应为“不合格”，算出来是“优秀”。"
        "计算步骤：公开条数 10 分；10 分，不低于 9 分，评为“优秀”",
        "f:21:87: 案例“剔除四条”的复核应没有总分，算出来是 9 分。"
        "计算步骤：公开条数 9 分；9 分，不低于 9 分，评为“优秀”",
    ]


def test_a_case_written_wrongly() -> None:
    assert said(WHOLE, ("facts: {items: 22}", "facts: {item: 22}"), ("rulings:", "ruling:")) == [
        "f:19:13: 规则里没有编号为“item”的末级指标",
        "f:20:5: 案例里不认识的键“ruling”，是不是想写“rulings”？",
    ]
    assert said(WHOLE, ("items: 9, total: 9, max: 10", "itmes: 9, total: 九")) == [
        "f:21:69: 规则里没有编号为“itmes”的指标，是不是想写“items”？",
        "f:21:86: 应得的结果要写数字或 none，现在是“九”",
    ]
    assert said(WHOLE, ("claimed: {items: 10, total: 10, grade: 优秀}", "claimed: 10")) == [
        "f:21:23: claimed 里要写“键: 值”，例如 {total: 97}"]


def test_the_text_beside_a_snapshot_must_say_the_same() -> None:
    tree = read_text(WHOLE.encode(), "f").tree
    assert tree is not None
    assert same_rules(WHOLE, tree)
    assert not same_rules(WHOLE.replace("each: 0.5", "each: 0.50"), tree)
    assert not same_rules(WHOLE + "points: 10\n", tree)


def test_a_snapshot_keeps_the_order_of_kinds_and_still_says_the_same() -> None:
    text = SMALL.replace("each: 0.5", "kinds: {省级: 0.5, 市级: 0.2}")
    assert text != SMALL
    source = read_text(text.encode(), "f").tree
    assert source is not None
    ruleset, problems = build_ruleset(source, in_use())
    assert ruleset is not None, problems
    assert ruleset.data["indicators"][0]["score"]["kinds"] == [{"省级": "0.5"}, {"市级": "0.2"}]
    assert same_rules(text, ruleset.data)
    assert not same_rules(text.replace("省级: 0.5, 市级: 0.2", "市级: 0.2, 省级: 0.5"), ruleset.data)
    assert not same_rules(text.replace("市级: 0.2", "市级: 0.3"), ruleset.data)
