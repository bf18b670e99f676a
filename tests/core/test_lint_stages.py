"""Lint of stages, pools, vetoes and groups: each finding with its figures, and the sound ruleset without any."""
from __future__ import annotations

from typing import Any

import pytest

from scoring.core.building import build_ruleset
from scoring.core.vocabulary import builtin

BASE = {"id": "items", "title": "公开", "points": "100", "score": {"rule": "per_entry", "each": "0.5"}}
BONUS = {"id": "praise", "title": "表扬", "pool": "bonus", "points": "5", "score": {"rule": "per_entry", "each": "1"}}
LOSS = {"id": "late", "title": "迟报", "pool": "deduction", "points": "6", "score": {"rule": "per_defect", "each": "2"}}
VETO = {"id": "leak", "title": "泄密", "pool": "veto", "score": {"rule": "yes_no"}, "effect": {"grade": "不合格"}}
GRADES = [{"name": "优秀", "at_least": "90"}, {"name": "不合格"}]
ALL = [BASE, BONUS, LOSS, VETO]


def found(indicators: list[dict[str, Any]], **top: Any) -> list[tuple[tuple[str | int, ...], str, str]]:
    data = {"ruleset": "r", "version": "1", "title": "规则", "points": "100", "indicators": indicators,
            "grades": GRADES, "groups": ["乡镇", "部门"], **top}
    return [(x.path, x.sentence, x.level) for x in build_ruleset(data, builtin())[1]]


def test_a_sound_ruleset_has_none() -> None:
    stages = ["not_applicable", {"deduction": {"cap": "4"}}, {"bonus": {"cap": "3", "when": {"at_least": "100"}}},
              "veto", {"round": {"places": "2"}}, "grade"]
    assert found(ALL) == found(ALL, stages=stages) == []


@pytest.mark.parametrize(("stages", "problems"), [
    (["round", "grade"], [
        (("stages",), "规则里有加分项，stages 里却没有 bonus，这些指标不起作用", "error"),
        (("stages",), "规则里有扣分项，stages 里却没有 deduction，这些指标不起作用", "error"),
        (("stages",), "规则里有一票否决指标，stages 里却没有 veto，这些指标不起作用", "error")]),
    (["deduction", "bonus", "veto"], [(("stages",), "写了 grades，stages 里却没有 grade，等次不会评定", "error")]),
    (["deduction", "bonus", "veto", "grade", "bonus"], [
        (("stages", 4), "阶段 bonus 写了两次，每个阶段只能有一次", "error")]),
    (["deduction", "bonus", "veto", {"round": {"places": "5"}}, "grade"], [
        (("stages", 3, "round", "places"), "保留小数可写 0 到 4 位，现在是 5", "error")]),
    ([{"deduction": {"cap": "0"}}, "bonus", "veto", "grade"], [
        (("stages", 0, "deduction", "cap"), "cap 要大于 0，现在是 0", "error")]),
    ([{"deduction": {"cap": "1.5"}}, "bonus", "veto", "grade"], [
        (("stages", 0, "deduction", "cap"), "最多扣 1.5 分，而最轻的一次也要扣 2 分，请核对", "error")]),
    (["deduction", {"bonus": {"when": {"above": "100"}}}, "veto", "grade"], [
        (("stages", 1, "bonus", "when"), "加分门槛是高于 100 分，而加分前总分最高只有 100 分，永远达不到", "error")]),
])
def test_stages(stages: list[Any], problems: list[Any]) -> None:
    assert found(ALL, stages=stages) == problems


def test_a_bonus_needs_an_end() -> None:
    endless = {k: v for k, v in BONUS.items() if k != "points"}
    sentence = "加分项“表扬”没有上限：请写 points（最多加几分），或者在 stages 里写 bonus: {cap: …}"
    assert found([BASE, endless]) == [(("indicators", 1), sentence, "error")]
    assert found([BASE, endless], stages=[{"bonus": {"cap": "5"}}, "grade"]) == []


@pytest.mark.parametrize(("line", "cap", "told"), [
    ({"at_least": "105"}, None, []),
    ({"at_least": "105.5"}, None, ["“优秀”要不低于 105.5 分，而总分最高只有 105 分，永远达不到"]),
    ({"above": "105"}, None, ["“优秀”要高于 105 分，而总分最高只有 105 分，永远达不到"]),
    ({"at_least": "104"}, "3", ["“优秀”要不低于 104 分，而总分最高只有 103 分，永远达不到"]),
])
def test_grades_within_reach(line: dict[str, str], cap: str | None, told: list[str]) -> None:
    stages = [{"bonus": {} if cap is None else {"cap": cap}}, "grade"]
    grades = [{"name": "优秀", **line}, {"name": "不合格"}]
    assert found([BASE, BONUS], grades=grades, stages=stages) == [(("grades", 0), x, "error") for x in told]


def test_effects_name_grades_and_stand_in_the_veto_pool() -> None:
    assert found([BASE, {**VETO, "effect": {"grade": "差", "bar": ["优秀", "良好"]}}]) == [
        (("indicators", 1, "effect", "grade"), "没有“差”这个等次，已有：优秀、不合格", "error"),
        (("indicators", 1, "effect", "bar", 1), "没有“良好”这个等次，已有：优秀、不合格", "error")]
    assert found([{**BASE, "effect": {"total": "59"}}]) == [
        (("indicators", 0, "effect"), "不是一票否决的指标，effect 要用 when 写明得分到什么程度时发生，例如 {when: {at_most: 0}, bar: [优秀]}", "error")]


NEVER = "一票否决只看“是”或者不为 0 的数，这种计分规则永远不会触发，请用 yes_no、per_entry 或 per_defect"


@pytest.mark.parametrize(("veto", "path", "sentence"), [
    ({"score": {"rule": "checklist", "of": ["甲"], "each": "1"}}, ("score", "rule"), NEVER),
    ({"score": {"rule": "late", "due": "2024-01-31", "each": "1"}}, ("score", "rule"), NEVER),
    ({"effect": {}}, ("effect",), "没有写后果：写 grade、total 或 bar，都不写就去掉 effect，定为最低一档"),
    ({"effect": {"bar": ["优秀", "不合格"]}}, ("effect", "bar"), "不得评为“不合格”就没有更低的等次可评了"),
])
def test_a_veto_can_fire_and_does_something(veto: dict[str, Any], path: tuple[str, ...], sentence: str) -> None:
    assert found([BASE, VETO | veto]) == [(("indicators", 1, *path), sentence, "error")]


@pytest.mark.parametrize("points", ["0", "-5"])
def test_points_below_nothing(points: str) -> None:
    """A deduction worth −5 would have added five points."""
    told = [(path, level) for path, _, level in found([BASE, LOSS | {"points": points}])]
    assert (("indicators", 1, "points"), "error") in told


def test_first_level_indicators_have_names_of_their_own() -> None:
    assert found([BASE, LOSS | {"title": "公开"}]) == [
        (("indicators", 1, "title"), "一级指标“公开”写了两次，请改成不同的名称", "error")]


def test_groups_with_different_maxima_are_pointed_out() -> None:
    parts = [{**BASE, "points": "90"}, {**BASE, "id": "villages", "title": "村务", "points": "10", "applies_to": ["乡镇"]}]
    assert found(parts) == [(("groups",), "各组别的满分不一样（“乡镇”100 分，“部门”90 分），总分不能跨组比较，"
                                          "等次的分数线也不一样严", "warning")]


def test_a_branch_that_does_not_add_up_its_children_is_worth_its_own_points() -> None:
    """A committee's own 100 points, brought to the 10 of its branch, are not asked of the group as 100."""
    committee = {**BASE, "id": "committee", "title": "村监会", "weight": "1"}
    villages = {"id": "villages", "title": "村务", "points": "10", "applies_to": ["乡镇"], "combine": "weighted",
                "indicators": [committee]}
    offices = {**BASE, "id": "offices", "title": "机关事务", "points": "10", "applies_to": ["部门"]}
    whole = {"id": "whole", "title": "公开工作", "points": "100",
             "combine": {"rollup": {"own": "1", "groups": {"部门": "1"}}},
             "indicators": [{**BASE, "points": "90"}, villages, offices]}
    assert found([whole]) == []
    beside = {**BASE, "points": "80"}
    assert found([beside, villages, offices]) == []
    assert found([beside, villages, {**offices, "applies_to": []}]) == [
        (("groups",), "各组别的满分不一样（“乡镇”100 分，“部门”90 分），总分不能跨组比较，等次的分数线也不一样严", "warning")]


def test_an_open_ended_option_is_pointed_out() -> None:
    score = {"rule": "checklist", "of": ["专栏", "其他形式"], "each": "50"}
    sentence = "“其他形式”没有边界，却计入得分，各单位理解会不一样；请写明是什么"
    assert found([{**BASE, "score": score}]) == [(("indicators", 0, "score", "of", 1), sentence, "warning")]
    kinds = {"rule": "per_entry", "kinds": {"省": "3", "其他": "1"}}
    assert found([{**BASE, "score": kinds}]) == [
        (("indicators", 0, "score", "kinds", "其他"), sentence.replace("其他形式", "其他"), "warning")]


def test_names() -> None:
    assert found([BASE], ruleset="规则 一", groups=["乡镇", " ", "乡镇"]) == [
        (("ruleset",), "规则编号“规则 一”只能用小写英文字母、数字和连字符，最长 60 个字符", "error"),
        (("groups", 1), "组别的名称是空的", "error"),
        (("groups", 2), "组别“乡镇”写了两次", "error")]


def test_names_fit_into_a_database() -> None:
    assert found([BASE], version="2024" * 11, title="规则" * 101) == [
        (("version",), "版本要有 1 到 40 个字，现在有 44 个", "error"),
        (("title",), "名称要有 1 到 200 个字，现在有 202 个", "error")]
