"""The shipped rulesets: no fault and no warning, every leaf worked twice with an edge among them, every case out."""
from __future__ import annotations

from pathlib import Path

import pytest

from scoring import places
from scoring.core import points as p
from scoring.core.ruleset import Ruleset
from scoring.core.score import score
from scoring.core.sheet import Sheet, read_facts_of
from scoring.rulebook.loading import load

SHIPPED = {path.stem: path for path in sorted(places.rulesets().glob("*.yaml"))}


def ruleset(path: Path) -> Ruleset:
    loaded = load(path.read_bytes(), path.name)
    assert [str(fault) for fault in loaded.faults] == []
    assert loaded.ruleset is not None
    return loaded.ruleset


def test_these_are_shipped() -> None:
    assert list(SHIPPED) == [
        "demonstration-town", "department-board", "disclosure-annual", "egov-targets", "party-affairs",
        "portal-operation", "power-operation", "self-check", "special-funds", "township-standards", "village-affairs",
        "website-inspection"]


@pytest.mark.parametrize("name", SHIPPED)
def test_head_says_what_it_rests_on(name: str) -> None:
    rules = ruleset(SHIPPED[name])
    assert (rules.ruleset, p.show(rules.points)) == (name, "100")
    assert [bool(x) for x in (rules.basis, rules.effective, rules.notes, rules.cases)] == [True] * 4
    national = name == "website-inspection"     # the inspection knows no grades above a pass
    assert [g.name for g in rules.grades] == (["合格", "不合格"] if national else ["优秀", "良好", "合格", "不合格"])


@pytest.mark.parametrize("name", SHIPPED)
def test_every_leaf_is_worked_twice_with_an_edge(name: str) -> None:
    leaves = ruleset(SHIPPED[name]).leaves
    assert [leaf.id for leaf in leaves if len(leaf.examples) < 2] == []
    assert [leaf.id for leaf in leaves
            if not {e.points for e in leaf.examples} & {p.ZERO, leaf.points}] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_every_leaf_says_how_to_fill_it_in(name: str) -> None:
    leaves = ruleset(SHIPPED[name]).leaves
    assert [leaf.id for leaf in leaves if not leaf.guide.endswith("。")] == []
    assert [leaf.id for leaf in leaves if leaf.rule is None or not leaf.rule.standard(leaf.setting())] == []
    unlabelled = {"已办", "应办", "数量", "数值", "是否做到", "完成日期"}
    assert [leaf.id for leaf in leaves if {f.label for f in leaf.asked_fields()} & unlabelled] == []


@pytest.mark.parametrize(("name", "groups", "leaves"), [
    ("egov-targets", ("乡镇", "县直部门"), 3),
    ("self-check", ("乡镇", "县直部门"), 18),
    ("township-standards", ("乡镇",), 33),
    ("demonstration-town", ("乡镇", "街道"), 29),
    ("disclosure-annual", ("乡镇", "县直部门"), 37),
    ("portal-operation", ("市级门户", "县级门户"), 29),
    ("department-board", ("县直部门",), 22),
])
def test_shape(name: str, groups: tuple[str, ...], leaves: int) -> None:
    rules = ruleset(SHIPPED[name])
    assert (rules.groups, len(rules.leaves)) == (groups, leaves)


def test_township_blocks() -> None:
    blocks = {top.title: p.show(top.points or p.ZERO) for top in ruleset(SHIPPED["township-standards"]).indicators}
    assert blocks == {"规范化建设": "20", "政府信息公开": "20", "村务公开": "5", "行政权力透明运行": "16",
                      "公共企事业单位办事公开": "9", "平台建设": "14", "基础工作": "16"}


def test_egov_134_items() -> None:
    rules = ruleset(SHIPPED["egov-targets"])
    leaf = rules.leaf("disclosure")
    assert leaf is not None
    card = score(rules, Sheet("月山乡", "乡镇", {"disclosure": read_facts_of(leaf, "134")}))
    assert card.lines["disclosure"].steps == ("134 条 × 0.5 分 = 67 分", "封顶 50 分")
    assert p.show(card.lines["disclosure"].points) == "50"


def test_a_case_that_does_not_come_out_refuses_the_file() -> None:
    path = SHIPPED["egov-targets"]
    wrong = path.read_text("utf-8").replace("total: 97, grade: 优秀", "total: 97.5, grade: 优秀").encode()
    loaded = load(wrong, path.name)
    assert (loaded.ruleset, len(loaded.errors)) == (None, 1)
