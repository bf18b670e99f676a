"""The checks of the shipped rulesets on literal sheets: what is said when figures disagree, and that points stay."""
from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import pytest

from scoring import places
from scoring.core import points as p
from scoring.core.relations import examine
from scoring.core.ruleset import Ruleset
from scoring.core.score import score
from scoring.core.shape import Problem
from scoring.core.sheet import Sheet, read_facts_of
from scoring.rulebook.cases import read_case
from scoring.rulebook.loading import load

COLUMNS = ("natural", "company", "research", "charity", "legal", "other", "total")
CHECKED = ("demonstration-town", "department-board", "disclosure-annual", "portal-operation")


@functools.cache
def ruleset(name: str) -> Ruleset:
    path = places.rulesets() / f"{name}.yaml"
    loaded = load(path.read_bytes(), path.name)
    assert loaded.ruleset is not None
    return loaded.ruleset


def sheet(rules: Ruleset, facts: Mapping[str, Any]) -> Sheet:
    read = {}
    for leaf_id, raw in facts.items():
        leaf = rules.leaf(leaf_id)
        assert leaf is not None, leaf_id
        read[leaf_id] = read_facts_of(leaf, raw)
    return Sheet("月山乡", rules.groups[0], read)


def said(name: str, facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Level and sentence of every check that does not hold."""
    rules = ruleset(name)
    return [(found.level, found.sentence) for found in examine(rules, sheet(rules, facts))]


def row(*figures: int) -> dict[str, str]:
    return dict(zip(COLUMNS, map(str, figures), strict=True))


def applications(**changed: dict[str, str]) -> dict[str, dict[str, str]]:
    """66 new and 2 carried over: 65 settled and 3 left, with single rows changed."""
    rows = {
        "t3-new": row(58, 5, 0, 1, 2, 0, 66), "t3-carried": row(2, 0, 0, 0, 0, 0, 2),
        "t3-open": row(36, 3, 0, 1, 0, 0, 40), "t3-part": row(11, 0, 0, 0, 1, 0, 12),
        "t3-refuse": row(5, 1, 0, 0, 0, 0, 6), "t3-unable": row(3, 1, 0, 0, 0, 0, 4),
        "t3-reject": row(2, 0, 0, 0, 0, 0, 2), "t3-rest": row(1, 0, 0, 0, 0, 0, 1),
        "t3-handled": row(58, 5, 0, 1, 1, 0, 65), "t3-left": row(2, 0, 0, 0, 1, 0, 3),
    }
    return rows | {key.replace("_", "-"): value for key, value in changed.items()}


def test_application_table_balances() -> None:
    assert said("disclosure-annual", applications()) == []


def test_application_table_column_by_column() -> None:
    """One case moved from persons to firms among the new: the totals agree, two columns do not."""
    assert said("disclosure-annual", applications(t3_new=row(57, 6, 0, 1, 2, 0, 66))) == [
        ("error", "表三“一加二”不等于“三（七）加四”：一、本年新收“自然人” 57 + 二、上年结转“自然人” 2 = 59，"
                  "应等于三（七）办理结果总计“自然人” 58 + 四、结转下年度“自然人” 2 = 60。"),
        ("error", "表三“一加二”不等于“三（七）加四”：一、本年新收“商业企业” 6 + 二、上年结转“商业企业” 0 = 6，"
                  "应等于三（七）办理结果总计“商业企业” 5 + 四、结转下年度“商业企业” 0 = 5。"),
    ]


def test_application_table_row_total() -> None:
    assert said("disclosure-annual", {"t3-part": row(11, 0, 0, 0, 1, 0, 13)}) == [
        ("error", "“三（二）部分公开”六栏之和不等于总计：三（二）部分公开“自然人” 11 + 三（二）部分公开“商业企业” 0 + "
                  "三（二）部分公开“科研机构” 0 + 三（二）部分公开“社会公益组织” 0 + 三（二）部分公开“法律服务机构” 1 + "
                  "三（二）部分公开“其他” 0 = 12，应等于三（二）部分公开“总计” 13。"),
    ]


def test_application_outcomes_add_up() -> None:
    """A case with several outcomes counted twice: 66 outcomes where 65 were settled, in one column and in the total."""
    found = said("disclosure-annual", applications(t3_part=row(12, 0, 0, 0, 1, 0, 13)))
    assert [(level, sentence.partition("：")[0], sentence.rpartition("，")[2]) for level, sentence in found] == [
        ("error", "表三（一）到（六）之和不等于（七）总计", "应等于三（七）办理结果总计“自然人” 58。"),
        ("error", "表三（一）到（六）之和不等于（七）总计", "应等于三（七）办理结果总计“总计” 65。"),
    ]


@pytest.mark.parametrize(("facts", "expected"), [
    ({"t3-carried": row(2, 0, 0, 0, 0, 0, 2), "last-left": "3"},
     [("error", "上年结转和上一年报告的结转数不一致：二、上年结转“总计” 2，应等于上年报告的结转数 3。")]),
    ({"in-time": {"done": "62", "of": "64"}, "t3-handled": row(58, 5, 0, 1, 1, 0, 65)},
     [("error", "办结件数和表三的总计不一致：按期办结申请“办结” 64，应等于三（七）办理结果总计“总计” 65。")]),
    ({"review": {"upheld": "2", "corrected": "1", "other": "0", "pending": "0", "total": "2"}},
     [("error", "表四行政复议四栏之和不等于总计：行政复议“结果维持” 2 + 行政复议“结果纠正” 1 + 行政复议“其他结果” 0 + "
                "行政复议“尚未审结” 0 = 3，应等于行政复议“总计” 2。")]),
    ({"consultations": {"hotline": "2", "visit": "50", "phone": "153", "web": "45", "total": "251"}},
     [("error", "各渠道咨询之和不等于总计：各渠道咨询件数“政务热线” 2 + 各渠道咨询件数“现场” 50 + "
                "各渠道咨询件数“电话” 153 + 各渠道咨询件数“网上” 45 = 250，应等于各渠道咨询件数“总计” 251。")]),
    ({"consultations": {"hotline": "2", "visit": "50", "phone": "153", "web": "45", "total": "250"},
      "consult-replies": {"done": "250", "of": "250"}}, []),
    ({"costs": {"planned": "1", "spent": "1.06", "next": "2"}},
     [("warning", "支出超过计划，请说明：工作经费“本年支出” 1.06 大于工作经费“本年计划” 1。")]),
    ({"fees": {"charged": "1", "amount": "0.01"}},
     [("warning", "收了信息处理费，请说明依据：收取信息处理费“收费件数” 1 大于 0。")]),
    ({"fees": {"charged": "0", "amount": "0"}}, []),
    ({"documents": {"before": "5", "made": "2", "repealed": "1", "valid": "7"}},
     [("error", "现行有效应等于上年末有效加制发减废止：行政规范性文件“现行有效” 7 + 行政规范性文件“本年废止” 1 = 8，"
                "应等于行政规范性文件“上年末有效” 5 + 行政规范性文件“本年制发” 2 = 7。")]),
])
def test_annual_report(facts: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert said("disclosure-annual", facts) == expected


def test_columns_of_301_items() -> None:
    columns = {"profile": "2", "news": "189", "policy": "16", "personnel": "7", "finance": "20", "enforcement": "27",
               "service": "10", "emergency": "1", "further": "29"}
    items = {"total": "301", "web": "301", "elsewhere": "86", "visits": "166"}
    assert said("disclosure-annual", {"columns": columns, "published-items": items}) == []
    found = said("disclosure-annual", {"columns": columns | {"further": "0"}, "published-items": items})
    assert [(level, sentence[-45:]) for level, sentence in found] == [
        ("error", "+ 各栏目条数“应急管理” 1 + 各栏目条数“其余栏目” 0 = 272，应等于主动公开条数“总条数” 301。"[-45:])]


def test_a_failed_check_takes_no_points() -> None:
    rules = ruleset("disclosure-annual")
    broken = {"t3-handled": row(58, 5, 0, 1, 1, 0, 64), "in-time": {"done": "65", "of": "65"}}
    card = score(rules, sheet(rules, broken))
    assert len(examine(rules, sheet(rules, broken))) == 2
    assert {key: (p.show(card.lines[key].points), p.show(card.lines[key].max))
            for key in broken} == {"t3-handled": ("0", "0"), "in-time": ("10", "10")}


@pytest.mark.parametrize(("facts", "expected"), [
    ({"case-counts": {"online-received": "940488", "online-closed": "940314", "online-rate": "99.98",
                      "hotline-rate": "99.29"}, "hotline": {"done": "40386", "of": "40676"}}, []),
    ({"case-counts": {"online-received": "940488", "online-closed": "940314", "online-rate": "99.89",
                      "hotline-rate": "99.28"}, "hotline": {"done": "40386", "of": "40676"}},
     [("error", "网上办件办结率和件数不符：报告里写的办结率“网上办件办结” 940314 ÷ 报告里写的办结率“网上办件受理” 940488 "
                "× 100 = 99.98，应等于报告里写的办结率“网上办件办结率” 99.89。"),
      ("error", "热线办结率和件数不符：热线办结“已办结” 40386 ÷ 热线办结“受理” 40676 × 100 = 99.29，"
                "应等于报告里写的办结率“热线办结率” 99.28。")]),
    ({"interviews": "47", "interview-counts": {"regular": "45", "special": "2", "themes": "46"}},
     [("error", "访谈期数和主题数不一致：访谈场次和主题“例行访谈” 45 + 访谈场次和主题“专场访谈” 2 = 47，"
                "应等于访谈场次和主题“主题” 46。"),
      ("error", "计分的访谈期数和登记的主题数不一致：在线访谈 47，应等于访谈场次和主题“主题” 46。")]),
    ({"supplying-units": {"city": "101", "county": "429", "total": "530"},
      "service-units": {"done": "102", "of": "102"}},
     [("warning", "接入服务的单位多于本级单位：单位接入“已接入单位” 102 大于报送信息的单位“本级单位” 101。")]),
])
def test_portal(facts: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert said("portal-operation", facts) == expected


def kinds_of_purchase(goods: int, works: int, services: int, total: int) -> dict[str, str]:
    return {"goods": str(goods), "works": str(works), "services": str(services), "total": str(total)}


@pytest.mark.parametrize(("facts", "expected"), [
    ({"allowance-amounts": {"first": "260", "second": "200", "third": "240", "fourth": "200", "total": "900"}}, []),
    ({"allowance-amounts": {"first": "260", "second": "100", "third": "240", "fourth": "200", "total": "900"}},
     [("error", "各档补贴之和不等于合计：每月补贴金额“一档” 260 + 每月补贴金额“二档” 100 + 每月补贴金额“三档” 240 + "
                "每月补贴金额“四档” 200 = 800，应等于每月补贴金额“合计” 900。")]),
    ({"reception": {"q1": "520", "q2": "480", "q3": "560", "q4": "500", "total": "2060", "budget": "2000"}},
     [("warning", "招待费超过年初预算，请说明：招待费金额“全年合计” 2060 大于招待费金额“年初预算” 2000。")]),
    ({"items": {"this-year": "215", "last-year": "47", "more": "178"}},
     [("error", "增加的条数不等于本年减上年：公开条数和上年比较“本年” 215 − 公开条数和上年比较“上年” 47 = 168，"
                "应等于公开条数和上年比较“增加” 178。")]),
    ({"purchase-plan": kinds_of_purchase(5, 1, 2, 8), "purchase-done": kinds_of_purchase(4, 1, 1, 6),
      "purchase-left": kinds_of_purchase(2, 0, 0, 2)},
     [("error", "计划减已采购不等于未采购：计划采购“货物” 5 − 已采购“货物” 4 = 1，应等于未采购“货物” 2。"),
      ("error", "计划减已采购不等于未采购：计划采购“服务” 2 − 已采购“服务” 1 = 1，应等于未采购“服务” 0。")]),
])
def test_department_board(facts: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert said("department-board", facts) == expected


def test_decisions_of_a_town() -> None:
    counts = {"made": "3", "participation": "4", "experts": "3", "risk": "3", "legality": "3", "discussion": "1"}
    assert said("demonstration-town", {"decision-counts": counts, "decision-files": {"done": "2", "of": "4"}}) == [
        ("error", "履行公众参与的件数多于作出的决策：重大决策件数“经公众参与” 4 大于重大决策件数“作出的决策” 3。"),
        ("error", "两处填的决策件数不一样：决策过程和结果公开“作出的决策” 4，应等于重大决策件数“作出的决策” 3。"),
        ("warning", "公开了结果的决策里有没有经过集体讨论的：决策过程和结果公开“公开过程和结果的” 2 大于"
                    "重大决策件数“经集体讨论” 1。"),
    ]


@pytest.mark.parametrize(("leaf", "title"), [
    ("t3-new", "一、本年新收"), ("t3-carried", "二、上年结转"), ("t3-open", "三（一）予以公开"),
    ("t3-part", "三（二）部分公开"), ("t3-refuse", "三（三）不予公开"), ("t3-unable", "三（四）无法提供"),
    ("t3-reject", "三（五）不予处理"), ("t3-rest", "三（六）其他处理"), ("t3-handled", "三（七）办理结果总计"),
    ("t3-left", "四、结转下年度"),
])
def test_each_row_of_the_application_table_has_its_total(leaf: str, title: str) -> None:
    for column in range(6):
        figures = [0] * 6
        figures[column] = 1
        assert said("disclosure-annual", {leaf: row(*figures, 1)}) == []
        found = said("disclosure-annual", {leaf: row(*figures, 0)})
        assert [sentence.partition("：")[0] for _, sentence in found] == [f"“{title}”六栏之和不等于总计"]


SUIT = {"upheld": "1", "corrected": "1", "other": "1", "pending": "1", "total": "4"}
TOWN = {"made": "2", "participation": "2", "experts": "2", "risk": "2", "legality": "2", "discussion": "2"}
PEOPLE = {"first": "1", "second": "2", "third": "3", "fourth": "8", "total": "14"}


@pytest.mark.parametrize(("name", "facts", "told"), [
    ("disclosure-annual", {"suit-direct": SUIT | {"pending": "0"}}, "表四未经复议直接起诉四栏之和不等于总计"),
    ("disclosure-annual", {"suit-after": SUIT | {"other": "0"}}, "表四复议后起诉四栏之和不等于总计"),
    ("disclosure-annual", {"review": SUIT, "suit-direct": SUIT, "suit-after": SUIT, "overturned": "2"},
     "结果纠正的件数和表四不一致"),
    ("disclosure-annual", {"in-time": {"done": "3", "of": "2"}}, "按期办结多于办结"),
    ("disclosure-annual", {"published-items": {"total": "3", "web": "4", "elsewhere": "3", "visits": "9"}},
     "网站公开的条数多于总条数"),
    ("disclosure-annual", {"published-items": {"total": "3", "web": "3", "elsewhere": "4", "visits": "9"}},
     "其他渠道公开的条数多于总条数"),
    ("disclosure-annual", {"consult-replies": {"done": "1", "of": "2"},
                           "consultations": {"hotline": "1", "visit": "0", "phone": "0", "web": "0", "total": "1"}},
     "收到的咨询件数和各渠道总计不一致"),
    ("portal-operation", {"column-counts": {"first": "13", "second": "40", "third": "300", "total": "350"}},
     "各级栏目之和不等于合计"),
    ("portal-operation", {"supplying-units": {"city": "101", "county": "429", "total": "529"}},
     "报送单位之和不等于合计"),
    ("portal-operation", {"case-counts": {"online-received": "0", "online-closed": "1", "online-rate": "0",
                                          "hotline-rate": "0"}}, "办结多于受理"),
    ("demonstration-town", {"decision-counts": TOWN | {"experts": "3"}}, "履行专家论证的件数多于作出的决策"),
    ("demonstration-town", {"decision-counts": TOWN | {"risk": "3"}}, "履行风险评估的件数多于作出的决策"),
    ("demonstration-town", {"decision-counts": TOWN | {"legality": "3"}}, "履行合法性审查的件数多于作出的决策"),
    ("demonstration-town", {"decision-counts": TOWN | {"discussion": "3"}}, "履行集体讨论的件数多于作出的决策"),
    ("department-board", {"approvals": {"done": "1", "of": "2"}, "procedures": {"done": "1", "of": "1"}},
     "“办事程序”和“审批事项”填的全部事项不一样"),
    ("department-board", {"approvals": {"done": "1", "of": "2"}, "limits": {"done": "1", "of": "3"}},
     "“办理时限”和“审批事项”填的全部事项不一样"),
    ("department-board", {"allowance-people": PEOPLE | {"fourth": "7"}}, "各档人数之和不等于合计"),
    ("department-board", {"reception": {"q1": "1", "q2": "1", "q3": "1", "q4": "0.5", "total": "4", "budget": "4"}},
     "四个季度的招待费之和不等于合计"),
    ("department-board", {"purchase-plan": kinds_of_purchase(5, 1, 2, 7)}, "三类计划采购之和不等于合计"),
    ("department-board", {"purchase-done": kinds_of_purchase(4, 1, 1, 5)}, "三类已采购之和不等于合计"),
    ("department-board", {"purchase-left": kinds_of_purchase(1, 0, 1, 1)}, "三类未采购之和不等于合计"),
    ("department-board", {"purchase-done": kinds_of_purchase(4, 1, 1, 6), "purchases-open": {"done": "5", "of": "5"}},
     "计分的采购项数和登记的已采购不一样"),
])
def test_one_figure_off(name: str, facts: dict[str, Any], told: str) -> None:
    assert [sentence.partition("：")[0] for _, sentence in said(name, facts)] == [told]


@pytest.mark.parametrize("name", CHECKED)
def test_cases_break_no_relation(name: str) -> None:
    """The sheets of the cases are whole ones: none has an error a unit could not submit with."""
    rules, problems = ruleset(name), list[Problem]()
    sheets = [read_case(rules, case, ("cases", n), problems)[0][0] for n, case in enumerate(rules.cases)]
    assert problems == []
    assert [found.sentence for one in sheets for found in examine(rules, one) if found.level == "error"] == []
