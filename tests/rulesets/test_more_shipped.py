"""Village affairs, special funds, party affairs, power operation, website inspection: shape, checks, steps, places."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from scoring import places
from scoring.core import points as p
from scoring.core.ranking import rank
from scoring.core.relations import examine
from scoring.core.ruleset import Ruleset
from scoring.core.score import Frame, score_group
from scoring.core.shape import Problem
from scoring.core.sheet import Sheet, read_facts_of
from scoring.core.stage import Card
from scoring.rulebook.cases import read_case
from scoring.rulebook.loading import load

NAMES = ("party-affairs", "power-operation", "special-funds", "village-affairs", "website-inspection")


def ruleset(name: str) -> Ruleset:
    path = places.rulesets() / f"{name}.yaml"
    loaded = load(path.read_bytes(), path.name)
    assert [str(fault) for fault in loaded.faults] == []
    assert loaded.ruleset is not None
    return loaded.ruleset


def sheet(rules: Ruleset, facts: Mapping[str, Any], unit: str = "甲", group: str = "", parent: str = "") -> Sheet:
    read = {}
    for leaf_id, raw in facts.items():
        leaf = rules.leaf(leaf_id)
        assert leaf is not None, leaf_id
        read[leaf_id] = read_facts_of(leaf, raw)
    return Sheet(unit, group or rules.groups[0], read, parent=parent)


def said(name: str, facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Level and sentence of every check that does not hold."""
    rules = ruleset(name)
    return [(found.level, found.sentence) for found in examine(rules, sheet(rules, facts))]


def card(name: str, facts: Mapping[str, Any]) -> Card:
    rules = ruleset(name)
    return score_group(rules, [sheet(rules, facts)])[0]


@pytest.mark.parametrize(("name", "groups", "leaves", "tops"), [
    ("party-affairs", ("乡镇", "县直部门"), 15,
     {"组织领导": "10", "公开目录": "20", "公开程序": "20", "公开时限": "20", "监督": "15", "台账": "15",
      "一票否决": "0"}),
    ("power-operation", ("县直部门",), 16,
     {"权力运行流程": "22", "监管清单": "14", "三个公开": "20", "三个清单和台账": "24", "工作制度": "12",
      "监督和内部公开": "8"}),
    ("special-funds", ("县直部门", "乡镇"), 17,
     {"资金台账和公开": "20", "拨付和支出": "25", "管理规定": "25", "政府采购": "15", "审计和整改": "15", "扣分项": "6",
      "一票否决": "0"}),
    ("village-affairs", ("村", "乡镇"), 25, {"村务公开": "100", "一票否决": "0"}),
    ("website-inspection", ("政府门户网站", "部门网站"), 27,
     {"单项否决": "0", "发布解读": "35", "办事服务": "25", "互动交流": "20", "功能设计": "12", "政务新媒体": "8",
      "加分": "30"}),
])
def test_shape(name: str, groups: tuple[str, ...], leaves: int, tops: dict[str, str]) -> None:
    rules = ruleset(name)
    assert (rules.groups, len(rules.leaves)) == (groups, leaves)
    assert {top.title: p.show(top.points or p.ZERO) for top in rules.indicators} == tops


@pytest.mark.parametrize("name", NAMES)
def test_cases_break_no_relation(name: str) -> None:
    """The sheets of the cases are ones a unit could hand in."""
    rules, problems = ruleset(name), list[Problem]()
    sheets = [read_case(rules, case, ("cases", n), problems)[0][0] for n, case in enumerate(rules.cases)]
    assert problems == []
    assert [found.sentence for one in sheets for view in ("claimed", "verified")
            for found in examine(rules, one, view)] == []


NINE = ("library", "centre", "museum", "stations", "bookhouses", "films", "shows", "relics", "heritage")
RECEIVED = dict(zip(NINE, ("20", "20", "50", "105", "42.4", "30", "16", "20", "10"), strict=True))
SPENT = dict(zip(NINE, ("20", "20", "45", "100", "40", "28", "13.06", "10", "6"), strict=True))


def test_funds_of_313_4_add_up() -> None:
    assert said("special-funds", {
        "sources": {"upper": "303", "local": "10.4", "total": "313.4"}, "received": RECEIVED, "spent": SPENT,
        "closing": {"spent": "282.06", "left": "31.34"}, "execution": "90"}) == []


@pytest.mark.parametrize(("facts", "expected"), [
    ({"sources": {"upper": "303", "local": "10.04", "total": "313.4"}},
     [("error", "两个来源相加应等于到位合计：资金来源（万元）“上级下达” 303 + 资金来源（万元）“本级安排” 10.04 = 313.04，"
                "应等于资金来源（万元）“到位合计” 313.4。")]),
    ({"received": RECEIVED, "spent": SPENT | {"shows": "16.01", "heritage": "10.5"}},
     [("error", "项目支出不能大于到位：支出清单（万元）“送戏下乡” 16.01 大于到位清单（万元）“送戏下乡” 16。"),
      ("error", "项目支出不能大于到位：支出清单（万元）“非遗保护” 10.5 大于到位清单（万元）“非遗保护” 10。")]),
    ({"sources": {"upper": "303", "local": "10.4", "total": "313.4"}, "closing": {"spent": "282.06", "left": "31.43"}},
     [("error", "到位合计减支出合计应等于结余：资金来源（万元）“到位合计” 313.4 − 支出和结余（万元）“支出合计” 282.06 = "
                "31.34，应等于支出和结余（万元）“年末结余” 31.43。")]),
    ({"sources": {"upper": "303", "local": "10.4", "total": "313.4"}, "closing": {"spent": "282.06", "left": "31.34"},
      "execution": "95"},
     [("error", "支出率应等于支出合计除以到位合计：支出和结余（万元）“支出合计” 282.06 ÷ 资金来源（万元）“到位合计” 313.4 "
                "× 100 = 90，应等于资金支出率 95。")]),
    ({"procurement": {"done": "2", "of": "2"}, "notices": {"done": "2", "of": "3"}},
     [("warning", "应公告的项目比应采购的还多，请说明：采购公告“应公告” 3 大于按规定采购“应采购项目” 2。")]),
])
def test_funds_that_do_not_add_up(facts: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert said("special-funds", facts) == expected


def test_sums_of_the_fund_lists() -> None:
    found = said("special-funds", {
        "sources": {"upper": "303", "local": "10.4", "total": "313.4"}, "received": RECEIVED | {"films": "29"},
        "spent": SPENT, "closing": {"spent": "283.06", "left": "30.34"}})
    assert [(level, sentence.partition("：")[0], sentence.rpartition(" = ")[2]) for level, sentence in found] == [
        ("error", "到位清单九个项目相加应等于到位合计", "312.4，应等于资金来源（万元）“到位合计” 313.4。"),
        ("error", "支出清单九个项目相加应等于支出合计", "282.06，应等于支出和结余（万元）“支出合计” 283.06。")]


@pytest.mark.parametrize(("facts", "expected"), [
    ({"closure": {"done": "12", "of": "16"}, "tracking": "3"},
     [("error", "办结销号的加正在跟踪的应等于督查立项的：办结销号“办结销号” 12 + 正在跟踪的事项 3 = 15，"
                "应等于办结销号“督查立项” 16。")]),
    ({"tracking": "1", "overdue": "2"},
     [("error", "超期未办结的件数不能大于正在跟踪的件数：超期未办结 2 大于正在跟踪的事项 1。")]),
    ({"open-matters": {"done": "20", "of": "20"}, "open-measures": {"done": "12", "of": "19"}},
     [("error", "三个公开的应公开事项数应当一样：公开事项和时限“应公开事项” 20 − 公开措施“应公开事项” 19 = 1，应等于 0。")]),
])
def test_power_ledger(facts: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert said("power-operation", facts) == expected


def test_named_by_a_leader_doubles_the_loss() -> None:
    line = card("power-operation", {"overdue": "1", "singled-out": "yes"}).lines["overdue"]
    assert (p.show(line.points), line.steps[-1]) == (
        "4", "扣分因“被县领导点名督办”按 2 倍计：2 分 × 2 = 4 分，8 − 4 = 4 分")


def test_notices_earn_nothing_where_nothing_was_purchased_by_the_rules() -> None:
    line = card("special-funds", {"procurement": {"done": "0", "of": "4"}, "notices": {"done": "4", "of": "4"}}
                ).lines["notices"]
    assert (p.show(line.points), line.steps[-1]) == ("0", "“按规定采购”没有得分，本项计 0 分")


def test_town_and_its_villages() -> None:
    """Own 100 × 40 ÷ 100 = 40; villages 20 and 5 of 100: mean 12.5; (5 × 40 + 5 × 12.5) ÷ 10 = 26.25."""
    rules = ruleset("village-affairs")
    town = sheet(rules, {"town-inspections": {"Q1": "yes", "Q2": "yes", "Q3": "yes", "Q4": "yes"}}, "月山乡", "乡镇")
    first = sheet(rules, {"finance": {"漏公开月份": "0"}}, "甲村", "村", "月山乡")
    second = sheet(rules, {"hotline": "yes"}, "乙村", "村", "月山乡")
    cards = score_group(rules, [second, town, first], frame=Frame())
    assert [(c.unit, p.show(c.total or p.ZERO), p.show(c.max)) for c in cards] == [
        ("乙村", "5", "100"), ("月山乡", "26.25", "100"), ("甲村", "20", "100")]
    assert cards[1].subtotals["affairs"].steps == (
        "自身得分 40，权重 5", "村 2 个：乙村 5、甲村 20", "村平均分 12.5，权重 5",
        "100 × (5 × 40 + 5 × 12.5) ÷ 10 ÷ 100 = 26.25 分")
    assert cards[0].subtotals["affairs"].steps == (
        "自身得分 5，权重 5", "村没有下级单位，权重去掉", "100 × (5 × 5) ÷ 5 ÷ 100 = 5 分")


def test_false_accounts_keep_a_village_below_sixty() -> None:
    one = card("village-affairs", {"hotline": "yes", "false-accounts": "yes"})
    assert (p.show(one.total or p.ZERO), one.grade, one.vetoes) == ("5", "不合格", ("false-accounts",))


def test_a_vetoed_site_stands_apart() -> None:
    rules = ruleset("website-inspection")
    sheets = [sheet(rules, {"basics": "0", "unreachable": "yes"}, "甲站"), sheet(rules, {"basics": "3"}, "乙站"),
              sheet(rules, {"basics": "1"}, "丙站")]
    listed = rank(rules, score_group(rules, sheets))["政府门户网站"]
    assert [(x.place, x.unit, None if x.total is None else p.show(x.total), x.grade) for x in listed] == [
        (1, "丙站", "9", "不合格"), (2, "乙站", "7", "不合格"), (None, "甲站", None, "不合格")]


def test_services_that_do_not_exist_bring_75_to_100() -> None:
    rules = ruleset("website-inspection")
    reason = dict.fromkeys(("service-guides", "service-search", "service-forms"), "没有办事服务职能")
    facts = sheet(rules, {"basics": "0", "explanations": "0", "replies": {"逾期答复": "0"}}).facts
    one = score_group(rules, [Sheet("甲站", "部门网站", facts, reason)])[0]
    assert [(x.stage, x.steps[-1]) for x in one.stages] == [
        ("not_applicable", "28 × 100 ÷ 75 = 37.3333 分"), ("round", "37.3333 四舍五入为 37.33 分"),
        ("grade", "37.33 分，评为“不合格”")]


def test_a_register_row_that_was_struck_does_not_count() -> None:
    rows = [{"title": "部门预算", "date": "2024-02-08", "kind": "政务"},
            {"title": "部门预算", "date": "2024-02-09", "kind": "政务", "struck": "重复"},
            {"title": "领导班子分工", "date": "2024-01-12", "kind": "党务"}]
    assert p.show(card("party-affairs", {"register": rows}).lines["register"].points) == "0.75"
