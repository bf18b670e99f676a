"""The ranking without a script: search, sorting by every column, the change since last time, what it links to."""
from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from scoring.web.public_history import key_of
from tests import make, publishing
from tests.reviewing import text_of
from tests.statements import counted

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])
SHEETS = (
    {"unit": "中枢镇", "group": "乡镇", "facts": {"disclosure": "100", "plan": "yes"}},                    # 50 + 10
    {"unit": "安乡", "group": "乡镇", "facts": {"disclosure": "40", "plan": "yes", "staff": ["机构", "专干"]}},   # 20 + 20
    {"unit": "白塔镇", "group": "乡镇", "facts": {"disclosure": "40", "plan": "yes", "staff": ["机构", "专干"]}},
    {"unit": "石门镇", "group": "乡镇", "facts": {"disclosure": "80"}},                                     # 40
    {"unit": "月山乡", "group": "乡镇", "facts": {}},
)
BEFORE = (SHEETS[1], SHEETS[3], {**SHEETS[0], "facts": {}})


@pytest.fixture
def ranking(app: Flask) -> str:
    """The address of a ranking of five towns, three of which were published once before."""
    file = publishing.file_text(sheets=SHEETS, before=publishing.file_text("2025 年度考核", sheets=BEFORE, year=2025))
    with app.app_context():
        county = make.county(state="published", sheets="final")
        return f"/results/{publishing.publication(county.assessment, county.users['office'], file=file).id}/"


def units(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/results/\d+/units/\d+">([^<]+)</a>', page)


@pytest.mark.parametrize(("sort", "order"), [
    ("", "中枢镇 安乡 白塔镇 石门镇 月山乡"), ("place", "中枢镇 安乡 白塔镇 石门镇 月山乡"),
    ("-place", "月山乡 安乡 白塔镇 石门镇 中枢镇"), ("total", "月山乡 安乡 白塔镇 石门镇 中枢镇"),
    ("-total", "中枢镇 安乡 白塔镇 石门镇 月山乡"), ("name", "安乡 白塔镇 石门镇 月山乡 中枢镇"),
    ("-name", "中枢镇 月山乡 石门镇 白塔镇 安乡"), ("-disclosure", "中枢镇 石门镇 安乡 白塔镇 月山乡"),
    ("basics", "石门镇 月山乡 中枢镇 安乡 白塔镇"), ("nothing-known", "中枢镇 安乡 白塔镇 石门镇 月山乡"),
    ("--total", "中枢镇 安乡 白塔镇 石门镇 月山乡"),
])
def test_it_is_sorted_by_any_column_and_ties_keep_the_order_of_the_places(client: FlaskClient, ranking: str, sort: str,
                                                                         order: str) -> None:
    assert units(client.get(ranking, query_string={"sort": sort}).text) == order.split()


def test_the_heads_say_by_what_it_is_sorted_and_turn_it_round(client: FlaskClient, ranking: str) -> None:
    page = client.get(ranking, query_string={"q": "镇", "sort": "-disclosure"}).text
    heads = re.findall(r'<th scope="col"[^>]*?(?: aria-sort="(\w+)")?><a class="sorter" rel="nofollow" href="([^"]+)">([^<]+)', page)
    group = f"{ranking}groups/1?q=%E9%95%87"
    assert heads == [
        ("", group, "名次"), ("", f"{group}&amp;sort=name", "单位"), ("", f"{group}&amp;sort=-total", "总分"),
        ("descending", f"{group}&amp;sort=disclosure", "主动公开"), ("", f"{group}&amp;sort=-basics", "基础工作"),
        ("", f"{group}&amp;sort=-quality", "信息质量")]
    assert units(page) == ["中枢镇", "石门镇", "白塔镇"]


@pytest.mark.parametrize(("sort", "chosen"), [("", "place"), ("-total", "-total"), ("total", "total"), ("-name", "-name")])
def test_the_form_keeps_the_order_when_one_searches(client: FlaskClient, ranking: str, sort: str, chosen: str) -> None:
    page = client.get(ranking, query_string={"sort": sort}).text
    assert re.findall(r'<option value="([^"]+)" selected>', page) == [chosen]


def test_the_change_since_last_time_is_a_word(client: FlaskClient, ranking: str) -> None:
    """Before: 安乡 40 (1), 石门镇 40 (1), 中枢镇 0 (3)."""
    page = client.get(ranking).text
    assert re.findall(r'<td class="rank-no num">(\S+?)(?:<small>([^<]+)</small>)?</td>', page) == [
        ("1", "升 2 名"), ("2", "降 1 名"), ("2", ""), ("2", "降 1 名"), ("5", "")]
    card = text_of(client.get(f"{ranking}units/1").text)
    assert "第 1 名，共 5 个 ，升 2 名" in card
    assert "上次公布的结果：2025 年度考核，第 3 名，共 3 个，0 / 100 分，不合格。" in card


def test_without_a_last_time_nothing_is_said_of_it(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        county = make.county(state="published", sheets="final")
        publishing.publication(county.assessment, county.users["office"])
    assert ("上次" in client.get("/results/1/").text, "上次" in client.get("/results/1/units/1").text) == (False, False)


def test_a_ranking_leads_to_indicators_comparison_and_files(client: FlaskClient, ranking: str) -> None:
    page = client.get(ranking).text
    assert re.findall(rf'href="{ranking}(groups/1/indicators/[^"]+|compare)"', page) == [
        "groups/1/indicators/disclosure", "groups/1/indicators/basics", "groups/1/indicators/quality",
        *(f"groups/1/indicators/{leaf}" for leaf in ("disclosure", "replies", "quality", "staff", "plan")), "compare"]
    files = re.findall(rf'<a href="{ranking}files/([^"]+)">([^<]+)</a>', page)
    assert files == [
        ("xlsx_ranking", "排名与明细（Excel）"), ("pdf_booklet/1", "本组汇编（PDF）"), ("json_snapshot", "结果文件（JSON）"),
        ("csv_ranking", "排名（CSV）"), ("csv_lines", "得分明细（CSV）"), ("jsonl_lines", "得分明细（JSON Lines）")]


def test_a_card_leads_to_indicators_history_and_comparison(client: FlaskClient, ranking: str) -> None:
    page = client.get(f"{ranking}units/1").text
    assert set(re.findall(rf'href="{ranking}groups/1/indicators/([^"]+)"', page)) == {
        "disclosure", "basics", "plan", "replies", "staff", "quality"}
    assert (f'href="/units/{key_of("中枢镇")}"' in page, f'href="{ranking}compare?a=1"' in page) == (True, True)


def test_nobody_found_says_where_else_to_look(client: FlaskClient, ranking: str) -> None:
    page = client.get(ranking, query_string={"q": "没有的"}).text
    assert (units(page), "没有名称含“没有的”的单位" in page) == ([], True)


@pytest.mark.parametrize("units", [3, 20])
@pytest.mark.parametrize("tail", ["groups/1/indicators/disclosure", "groups/1/indicators/basics", "compare?a=1&b=2",
                                  "units/1", "changes"])
def test_a_page_takes_two_statements_whatever_its_length(app: Flask, units: int, tail: str) -> None:
    file = publishing.file_text(units=units, replaces={"digest": "d" * 64, "reason": "漏计"})
    with app.app_context():
        county = make.county(state="published", sheets="final")
        key = publishing.publication(county.assessment, county.users["office"], file=file, replaces_id=1).id
    visitor = app.test_client()
    with counted(app) as sent:
        assert visitor.get(f"/results/{key}/{tail}").status_code == 200
    assert len(sent) == 2
