"""What a branch comes to where it has no cap, where lots are drawn, and where only units below it score."""
from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from scoring.core.building import build_ruleset
from scoring.core.explain import branches_said
from scoring.core.ruleset import Ruleset
from scoring.core.score import Frame, score
from scoring.core.sheet import Sheet, read_sheet
from scoring.core.stage import Card
from scoring.core.vocabulary import builtin

WORK = {"id": "work", "title": "工作", "points": "100", "score": {"rule": "per_entry", "each": "1"}}
LEAK = {"id": "leak", "title": "泄密", "score": {"rule": "per_defect", "each": "6"}}
PRAISE = {"id": "praise", "title": "表扬", "score": {"rule": "per_entry", "each": "3"}}


def ruleset(*indicators: Any, **more: Any) -> Ruleset:
    tree = {"ruleset": "t", "version": "1", "title": "测试", "points": "100", "indicators": list(indicators), **more}
    built, problems = build_ruleset(tree, builtin())
    assert problems == []
    assert built is not None
    return built


def sheet(rules: Ruleset, **data: Any) -> Sheet:
    problems: list[Any] = []
    made = read_sheet(data, rules, (), problems)
    assert problems == []
    return made


def card(rules: Ruleset, seed: str = "", **data: Any) -> Card:
    return score(rules, sheet(rules, **data), frame=Frame(seed=seed))


def judged(leaf_id: str, points: str) -> dict[str, Any]:
    return {"id": leaf_id, "title": leaf_id, "points": points, "score": {"rule": "judged"}}


@pytest.mark.parametrize(("points", "leaks", "loss", "total"), [
    ({}, "2", "12", "78"), ({}, "20", "120", "0"), ({"points": "8"}, "2", "8", "82"), ({"points": "8"}, "1", "6", "84")])
def test_a_branch_of_endless_deductions_is_capped_only_where_it_says_so(points: Any, leaks: str, loss: str,
                                                                        total: str) -> None:
    rules = ruleset(WORK, {"id": "major", "title": "重大扣分", "pool": "deduction", **points, "indicators": [LEAK]})
    found = card(rules, facts={"work": "90", "leak": leaks})
    assert (found.subtotals["major"].points, found.total) == (Decimal(loss), Decimal(total))


@pytest.mark.parametrize(("branch", "stage", "gain", "total"), [
    ({}, {"cap": "8"}, "12", "98"), ({"points": "5"}, {}, "5", "95")])
def test_a_branch_of_endless_bonuses(branch: Any, stage: Any, gain: str, total: str) -> None:
    rules = ruleset(WORK, {"id": "extra", "title": "加分", "pool": "bonus", **branch, "indicators": [PRAISE]},
                    stages=["not_applicable", {"bonus": stage}, "round"])
    found = card(rules, facts={"work": "90", "praise": "4"})
    assert (found.subtotals["extra"].points, found.total) == (Decimal(gain), Decimal(total))


def test_a_bonus_branch_of_endless_leaves_still_needs_an_end() -> None:
    tree = {"ruleset": "t", "version": "1", "title": "测试", "points": "100", "indicators": [
        WORK, {"id": "extra", "title": "加分", "pool": "bonus", "indicators": [PRAISE]}]}
    assert [(x.path, x.sentence) for x in build_ruleset(tree, builtin())[1]] == [
        (("indicators", 1, "indicators", 0),
         "加分项“表扬”没有上限：请写 points（最多加几分），或者在 stages 里写 bonus: {cap: …}")]


# sha256sum of the lines seed, domains, name begins with 39fb for two, 5643 for three, ed7d for one: the first two count.
SEED = "种子 3"


def drawing() -> Ruleset:
    domains = {"id": "domains", "title": "领域", "points": "20",
               "indicators": [judged("one", "10"), judged("two", "10"), judged("three", "10")]}
    return ruleset(domains, judged("daily", "80"), draw={"of": "domains", "take": "2"})


@pytest.mark.parametrize(("away", "points", "most", "total"), [
    # drawn: two and three, 6 + 10 = 16 of 20; 16 + 40 = 56
    ([], "16", "20", "56"),
    # not drawn, so nothing changes
    (["one"], "16", "20", "56"),
    # drawn: 6 of 10; (6 + 40) × 100 ÷ 90 = 51.1111
    (["three"], "6", "10", "51.11"),
    # 40 of 80: 50
    (["two", "three"], "0", "0", "50"),
])
def test_what_is_drawn_and_does_not_apply_leaves_the_maximum(away: list[str], points: str, most: str,
                                                             total: str) -> None:
    facts = {"one": "1", "two": "6", "three": "10", "daily": "40"}
    found = card(drawing(), SEED, facts={k: v for k, v in facts.items() if k not in away},
                 not_applicable=dict.fromkeys(away, "没有这项职能"))
    domains = found.subtotals["domains"]
    assert (domains.points, domains.max, found.total, found.max) == (
        Decimal(points), Decimal(most), Decimal(total), Decimal(100))


def test_before_the_draw_all_count_in_proportion() -> None:
    # 1 + 6 + 10 = 17 of 30: 20 × 17 ÷ 30 = 11.3333; + 40 = 51.3333
    found = card(drawing(), facts={"one": "1", "two": "6", "three": "10", "daily": "40"})
    assert (found.subtotals["domains"].points, found.total) == (Decimal("11.3333"), Decimal("51.33"))


@pytest.mark.parametrize(("below", "online", "total", "most"), [
    # (2 × 85 + 2 × 70) ÷ 4 = 77.5; 60 × 77.5 ÷ 100 = 46.5; + 40 = 86.5
    ({"部门": {"教育局": "85"}, "乡镇": {"东镇": "70"}}, "46.5", "86.5", "60"),
    # nobody scores: 40 × 100 ÷ 40
    ({}, "0", "100", "0"),
])
def test_units_below_score_where_the_unit_itself_is_not_looked_at(below: Any, online: str, total: str,
                                                                  most: str) -> None:
    rules = ruleset({"id": "online", "title": "网上考评", "points": "60", "indicators": [judged("own", "100")],
                     "combine": {"rollup": {"own": "6", "groups": {"部门": "2", "乡镇": "2"}}}}, judged("daily", "40"))
    found = card(rules, facts={"daily": "40"}, not_applicable={"own": "没有网站"}, subordinates={"online": below})
    assert (found.subtotals["online"].points, found.subtotals["online"].max, found.total) == (
        Decimal(online), Decimal(most), Decimal(total))


@pytest.mark.parametrize(("data", "grade"), [
    ({"facts": {"site": "21", "rest": "60"}, "not_applicable": {"media": "没有开办"}}, "合格"),
    ({"facts": {"site": "20.5", "rest": "60"}, "not_applicable": {"media": "没有开办"}}, "不合格"),
    ({"facts": {"site": "21", "rest": "60"}}, "不合格"),                       # unanswered is not what does not apply
    ({"facts": {"site": "21", "media": "12", "rest": "45"}, "group": "乡镇"}, "合格"),
    ({"facts": {"site": "21", "rest": "60"}, "group": "部门"}, "合格"),        # not asked of this group
])
def test_a_sub_floor_looks_only_at_what_applies(data: Any, grade: str) -> None:
    media = judged("media", "20") | {"applies_to": ["乡镇"]}
    rules = ruleset(judged("site", "35"), media, judged("rest", "60"),
                    points="115", groups=["乡镇", "部门"], stages=["not_applicable", {"rescale": {"to": "100"}}, "grade"],
                    grades=[{"name": "合格", "at_least": "60", "floors": {"site": "21", "media": "12"}},
                            {"name": "不合格"}])
    assert card(rules, **data).grade == grade


def test_a_child_that_applies_in_part_is_rebased_before_it_is_picked() -> None:
    yes = {"rule": "yes_no"}
    way = {"id": "way", "title": "做法", "points": "100", "combine": "first", "indicators": [
        {"id": "one", "title": "第一种", "indicators": [
            {"id": "a", "title": "甲", "points": "50", "score": yes}, {"id": "b", "title": "乙", "points": "50", "score": yes}]},
        {"id": "two", "title": "第二种", "points": "100", "score": yes}]}
    rules = ruleset(way)
    card = score(rules, read_sheet({"facts": {"a": "yes"}, "not_applicable": {"b": "没有"}}, rules, (), []))
    assert (card.total, card.subtotals["way"].steps) == (
        Decimal(100), ("第一种有不适用的，按比例折算：50 × 100 ÷ 50 = 100 分", "以“第一种”为准，得 100 分"))


@pytest.mark.parametrize(("count", "grade", "step"), [
    ("4", "合格", "4 个，没有达到“不低于 5 个”，不触发一票否决"),
    ("5", "不合格", "5 个，不低于 5 个，触发一票否决"),
])
def test_a_veto_may_ask_for_a_number(count: str, grade: str, step: str) -> None:
    empty = {"id": "empty", "title": "空白栏目", "pool": "veto", "score": {"rule": "per_defect", "unit": "个"},
             "effect": {"when": {"at_least": "5"}, "grade": "不合格"}}
    rules = ruleset(WORK, empty, grades=[{"name": "合格", "at_least": "60"}, {"name": "不合格"}])
    card = score(rules, read_sheet({"facts": {"work": "80", "empty": count}}, rules, (), []))
    assert (card.total, card.grade, card.lines["empty"].steps) == (Decimal(80), grade, (step,))


def test_a_branch_that_is_more_than_a_sum_says_how() -> None:
    parts = [{"id": "own", "title": "自身", "points": "50", "weight": "7", "score": {"rule": "per_entry", "each": "1"}},
             {"id": "day", "title": "日常", "points": "10", "weight": "3", "score": {"rule": "per_entry", "each": "1"}}]
    rules = ruleset({"id": "mixed", "title": "加权", "points": "60", "combine": "weighted", "indicators": parts},
                    {"id": "plain", "title": "相加", "indicators": [{**WORK, "points": "40"}]})
    card = score(rules, read_sheet({"facts": {"own": "25", "day": "10", "work": "40"}}, rules, (), []))
    assert [(node.id, steps) for node, steps in branches_said(rules, card)] == [("mixed", (
        "自身：25 ÷ 50 × 100 = 50，权重 7", "日常：10 ÷ 10 × 100 = 100，权重 3",
        "60 × (7 × 50 + 3 × 100) ÷ 10 ÷ 100 = 39 分"))]


def test_a_sum_that_was_capped_says_so() -> None:
    praise = {"id": "plus", "title": "加分项", "pool": "bonus", "points": "5", "indicators": [{**PRAISE, "points": "9"}]}
    rules = ruleset(WORK, praise)
    card = score(rules, read_sheet({"facts": {"work": "80", "praise": "3"}}, rules, (), []))
    assert [(node.id, steps) for node, steps in branches_said(rules, card)] == [("plus", ("9 = 9 分", "封顶 5 分"))]
