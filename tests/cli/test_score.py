"""`scoring score` and `scoring rank` on files."""
from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from scoring.core import points as p
from scoring.core.facts import dump_facts
from scoring.places import rulesets
from scoring.rulebook.loading import load
from tests.corpus.yaml_files import SMALL

EGOV = str(rulesets() / "egov-targets.yaml")
YUESHAN = """\
unit: 月山乡
group: 乡镇
facts:
  website: 60
  disclosure: 134
  receipts: {done: 245, of: 250}
"""
STRUCK = YUESHAN + "rulings: {disclosure: 94}\n"
CARD = """\
月山乡（乡镇）
苍溪县电子政务建设目标任务自评（egov-targets，版本 2024）
依据：苍府办〔2024〕45号
复核总分：86.8 分，满分 100 分，等次：良好
自评总分：89.8 分

1 政府网站采用信息             30 / 40
    60 条 × 0.5 分 = 30 分
2 政府信息公开、行权平台应用   47 / 50
    94 条 × 0.5 分 = 47 分
3 电子公文签收                9.8 / 10
    245 ÷ 250 = 98 %
    10 分 × 245 ÷ 250 = 9.8 分

合计之后：
  86.8 分，不低于 80 分，评为“良好”
"""


def examples() -> list[Any]:
    """Leaf, facts and points of every example of the shipped ruleset."""
    ruleset = load(Path(EGOV).read_bytes(), EGOV).ruleset
    assert ruleset is not None
    return [pytest.param(leaf.id, dump_facts(leaf.asked_fields(), example.facts), p.show(example.points),
                         id=f"{leaf.id}-{example.why}")
            for leaf in ruleset.leaves for example in leaf.examples]


def test_134_items_are_worth_50_points(run: Callable[..., Result], write: Callable[[str, str], str]) -> None:
    result = run("score", EGOV, write("f.yaml", YUESHAN), "--json")
    card = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (0, "")
    assert (card["unit"], card["group"], card["total"], card["max"], card["grade"]) == (
        "月山乡", "乡镇", "89.8", "100", "良好")
    assert card["lines"]["disclosure"] == {
        "points": "50", "max": "50", "lost": "0", "steps": ["134 条 × 0.5 分 = 67 分", "封顶 50 分"],
        "state": "answered"}
    assert card["subtotals"]["disclosure"] == {"points": "50", "max": "50", "steps": []}


@pytest.mark.parametrize(("leaf", "facts", "points"), examples())
def test_every_leaf_is_scored_as_its_examples_say(
        run: Callable[..., Result], write: Callable[[str, str], str], leaf: str, facts: Any, points: str) -> None:
    text = json.dumps({"unit": "某乡", "group": "乡镇", "facts": {leaf: facts}}, ensure_ascii=False)
    card = json.loads(run("score", EGOV, write("f.yaml", text), "--json").stdout)
    assert card["lines"][leaf]["points"] == points


def test_the_card_prints_every_step(run: Callable[..., Result], write: Callable[[str, str], str]) -> None:
    result = run("score", EGOV, write("f.yaml", STRUCK))
    assert (result.exit_code, result.stdout, result.stderr) == (0, CARD, "")


def test_claimed_is_before_the_rulings(run: Callable[..., Result], write: Callable[[str, str], str]) -> None:
    facts = write("f.yaml", STRUCK)
    totals = [json.loads(run("score", EGOV, facts, "--json", *more).stdout)["total"] for more in ((), ("--claimed",))]
    assert totals == ["86.8", "89.8"]


def test_a_day_that_is_none(run: Callable[..., Result], write: Callable[[str, str], str]) -> None:
    result = run("score", EGOV, write("f.yaml", YUESHAN), "--as-of", "2024-02-30")
    assert (result.exit_code, result.stderr) == (
        2, "--as-of 的值不能用：“2024-02-30”这一天不存在，请核对年月日。用 scoring score --help 查看用法。\n")


def test_bad_facts_are_told_with_their_places(run: Callable[..., Result], write: Callable[[str, str], str]) -> None:
    text = YUESHAN.replace("134", "一百多").replace("website", "websites").replace("group", "gruop")
    result = run("score", EGOV, write("f.yaml", text))
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", (
        "f.yaml:1:1: 提醒：没有写 group（组别），按“乡镇”计算；可写 乡镇、县直部门\n"
        "f.yaml:2:1: 不认识的键“gruop”，可写 unit、group、parent、facts、not_applicable、rulings、subordinates，是不是想写“group”？\n"
        "有 1 个数据文件不能用，改好后再算。\n"))


def test_a_bad_ruleset_is_told_with_its_places(run: Callable[..., Result], write: Callable[[str, str], str]) -> None:
    result = run("score", write("r.yaml", SMALL.replace("each", "eahc")), write("f.yaml", YUESHAN))
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", (
        "r.yaml:10:30: 不认识的键“eahc”，是不是想写“each”？\n“r.yaml”有 1 处错误，改好后再用。\n"))


def sheet(unit: str, items: int) -> str:
    return f"unit: {unit}\nfacts: {{items: {items}}}\n"


def test_ranking_shares_places(run: Callable[..., Result], write: Callable[[str, str], str]) -> None:
    units = {"甲乡": 18, "乙乡": 40, "丙乡镇": 18, "丁乡": 3}
    files = [write(f"{unit}.yaml", sheet(unit, items)) for unit, items in units.items()]
    rules = write("r.yaml", SMALL)
    result = run("rank", rules, *files)
    assert (result.exit_code, result.stdout, result.stderr) == (0, (
        "乡镇（4 个单位参加排名）\n"
        "名次  单位    总分  等次\n"
        "──────────────────────────\n"
        "   1  乙乡      10  优秀\n"
        "   2  甲乡       9  优秀\n"
        "   2  丙乡镇     9  优秀\n"
        "   4  丁乡     1.5  不合格\n"), "")
    assert json.loads(run("rank", rules, *files, "--json").stdout) == {"groups": {"乡镇": [
        {"place": 1, "unit": "乙乡", "total": "10", "grade": "优秀"},
        {"place": 2, "unit": "甲乡", "total": "9", "grade": "优秀"},
        {"place": 2, "unit": "丙乡镇", "total": "9", "grade": "优秀"},
        {"place": 4, "unit": "丁乡", "total": "1.5", "grade": "不合格"}]}}


def test_a_unit_cannot_be_ranked_twice(run: Callable[..., Result], write: Callable[[str, str], str]) -> None:
    result = run("rank", write("r.yaml", SMALL), write("a.yaml", sheet("甲乡", 1)), write("b.yaml", sheet("甲乡", 2)))
    assert (result.exit_code, result.stdout, result.stderr) == (
        1, "", "单位“甲乡”在 a.yaml 和 b.yaml 里各有一份，请只留一份。\n")
