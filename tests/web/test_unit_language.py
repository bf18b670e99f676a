"""The whole language on the unit's desk: what the office enters, conditions, draws, registers, checks, comparisons."""
from __future__ import annotations

import html
import io
import re
from datetime import date
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from scoring import clock
from scoring.store.assessments import Assessment
from scoring.store.sheets import Answer, OfficeFigure, Submission
from scoring.store.writing import writing
from scoring.web.unit_words import NOT_DRAWN
from tests import language, make
from tests.reviewing import piece
from tests.statements import counted

JSON = {"X-Requested-With": "fetch", "Accept": "application/json"}
pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


@pytest.fixture
def county(app: Flask) -> make.County:
    with app.app_context():
        return language.filled()


@pytest.fixture
def clerk(app: Flask, county: make.County) -> FlaskClient:
    with app.app_context():
        return make.client(app, county.users["clerk"])


def sheet_of(county: make.County) -> str:
    return f"/unit/sheets/{county.submissions['甲乡']}"


def words(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def block(client: FlaskClient, county: make.County, leaf: str) -> str:
    """A leaf's block as the page has it."""
    page = client.get(sheet_of(county)).text
    return re.search(rf'<article class="leaf" id="leaf-{leaf}".*?</article>', page, re.S)[0]  # type: ignore[index]


def say(app: Flask, county: make.County, leaf: str, facts: Any) -> None:
    with app.app_context(), writing() as session:
        row = session.query(Answer).filter_by(submission_id=county.submissions["甲乡"], leaf=leaf).one()
        row.facts = facts


def enter(app: Flask, county: make.County, leaf: str, facts: Any) -> None:
    with app.app_context(), writing() as session:
        session.add(OfficeFigure(submission_id=county.submissions["甲乡"], leaf=leaf, facts=facts, at=clock.now()))


def test_what_the_office_enters_is_read_and_never_missing(app: Flask, county: make.County, clerk: FlaskClient) -> None:
    before = block(clerk, county, "target"), block(clerk, county, "survey")
    assert ["考核办还没有录入：目标数" in words(before[0]), "待考核办录入" in words(before[0])] == [True, True]
    assert "考核办还没有录入：引用的得分、来源、来源日期" in words(before[1])
    assert [re.findall(r'name="(fact-\w+)"', one) for one in before] == [["fact-done"], []]
    enter(app, county, "target", {"of": 150})
    enter(app, county, "survey", {"value": "87.5", "source": "市局通报", "date": "2026-12-20"})
    after = words(block(clerk, county, "target")), words(block(clerk, county, "survey"))
    assert "考核办录入： 目标数 150 件" in after[0]
    assert "考核办录入： 引用的得分 87.5，来源 市局通报，来源日期 2026 年 12 月 20 日" in after[1]
    rail = words(clerk.get(sheet_of(county)).text.partition('id="rail"')[2])
    assert "还缺 4 处 1 信息采用：要逐条附佐证，应附 2 件，已附 0 件 9.1 抽查甲：还没有填 9.2 抽查乙：还没有填 " \
           "11 典型经验：还没有填" in rail
    assert "已填 8 / 11 项" in words(clerk.get(f"{sheet_of(county)}/sign").text)


def test_the_unit_cannot_fill_in_what_the_office_enters(county: make.County, clerk: FlaskClient) -> None:
    address = f"{sheet_of(county)}/answers"
    said = [clerk.post(f"{address}/{leaf}", json={"version": version, "facts": facts}, headers=JSON) for
            leaf, version, facts in (("target", "1", {"done": "1", "of": "1"}), ("survey", "0", {"value": "90"}))]
    assert [(one.status_code, one.json["error"]) for one in said] == [
        (422, "没有“of”这一栏，可填：done。"), (403, "这一项由考核办录入，不用填报。")]


def test_a_condition_opens_and_closes_a_leaf(county: make.County, clerk: FlaskClient) -> None:
    address = f"{sheet_of(county)}/answers/has"
    assert "仅当“有自建平台”为“是”时填写。" in words(block(clerk, county, "uptime"))
    assert "<form" not in block(clerk, county, "uptime")
    yes = clerk.post(address, data={"version": "1", "fact-answer": "yes", "note": ""}, headers=JSON)
    assert yes.json["reload"] is True
    assert 'name="fact-answer"' in block(clerk, county, "uptime")
    same = clerk.post(address, data={"version": "2", "fact-answer": "yes", "note": "已建"}, headers=JSON)
    assert "reload" not in same.json
    clerk.post(f"{sheet_of(county)}/answers/uptime", data={"version": "0", "fact-answer": "yes", "note": ""})
    plain = clerk.post(address, data={"version": "3", "fact-answer": "no", "note": ""})
    assert plain.location == f"{sheet_of(county)}#leaf-has"
    assert "仅当“有自建平台”为“是”时填写。原来填的“是”还留着，现在不计分。" in words(block(clerk, county, "uptime"))


def test_what_was_not_drawn_is_closed(app: Flask, county: make.County, clerk: FlaskClient) -> None:
    with app.app_context(), writing() as session:
        session.get_one(Assessment, county.assessment).seed = "2026"
    both = [NOT_DRAWN in words(block(clerk, county, leaf)) for leaf in ("s1", "s2")]
    assert sorted(both) == [False, True]


def test_a_register_is_shown_row_by_row_with_what_to_look_at(county: make.County, clerk: FlaskClient) -> None:
    shown = words(block(clerk, county, "news").partition('id="leaf-news-register"')[2])
    assert shown.startswith(
        "> 行 标题 日期 网址 类别 提示 1 月山乡晒出惠民资金清单 2026 年 3 月 2 日 www.example.gov.cn/a （在新窗口打开） "
        "省 2 政务公开进村 2026 年 5 月 1 日 市 3 政务公开进村 2025 年 12 月 30 日 市 和第 2 行标题相同。 "
        "日期 2025-12-30 不在考核期间（2026-01-01 至 2026-12-31）。 共 3 行。")


def test_a_long_register_shows_fifty_rows_and_counts_the_rest(app: Flask, county: make.County,
                                                              clerk: FlaskClient) -> None:
    say(app, county, "news", {"rows": [{"title": f"第{n}篇", "kind": "市"} for n in range(1, 61)]})
    shown = block(clerk, county, "news")
    assert "共 60 行，这里显示前 50 行，另有 10 行。" in words(shown)
    assert shown.count('data-label="行"') == 50


@pytest.mark.parametrize(("leaf", "typed", "at", "sentence"), [
    ("news", {"fact-rows": "甲\t2026-03-02\t\t省\n乙\t2026-13-02\t\t市"}, "leaf-news--rows",
     "第 2 行“日期”：“2026-13-02”这一天不存在"),
    ("news", {"fact-rows": "甲\t\t\t县"}, "leaf-news--rows", "第 1 行“类别”"),
    ("rate", {"fact-rate-percent": "90", "fact-rate-done": "9", "fact-rate-of": "10"}, "leaf-rate--rate--percent",
     "填了百分率，又填了分子、分母，只留一种"),
    ("rate", {"fact-rate-percent": "", "fact-rate-done": "11", "fact-rate-of": "10"}, "leaf-rate--rate--done",
     "分子 11 大于分母 10，请核对"),
])
def test_a_fault_names_its_row_or_part(county: make.County, clerk: FlaskClient, leaf: str, typed: dict[str, str], at: str,
                                       sentence: str) -> None:
    answer = clerk.post(f"{sheet_of(county)}/answers/{leaf}", data={"version": "1", "note": ""} | typed, headers=JSON)
    assert (answer.status_code, answer.json["at"]) == (422, at)
    assert sentence in answer.json["error"]


def test_a_rate_is_kept_in_the_form_it_was_given(app: Flask, county: make.County, clerk: FlaskClient) -> None:
    clerk.post(f"{sheet_of(county)}/answers/rate", data={
        "version": "1", "note": "", "fact-rate-percent": "97.5", "fact-rate-done": "", "fact-rate-of": ""})
    with app.app_context():
        rows = {a.leaf: a.facts for a in make.row(Submission, county.submissions["甲乡"]).answers}
    assert rows["rate"] == {"rate": "97.5"}
    assert 'value="97.5"' in block(clerk, county, "rate")


def test_not_applicable_with_points_shows_both(county: make.County, clerk: FlaskClient) -> None:
    shown = words(block(clerk, county, "hotline").partition("leaf-side")[2])
    assert shown.startswith('"> 不适用 得分 10 / 10 分')
    assert "本项不适用，按规则计满分 10 分" in shown


def test_the_guide_says_what_depends_on_what(county: make.County, clerk: FlaskClient) -> None:
    said = {leaf: re.findall(r'<span class="guide-line">([^计].*?)</span>', block(clerk, county, leaf))
            for leaf in ("rate", "late", "extra")}
    assert said == {"rate": ["必达项：按规则，评相应等次要求必达项都得满分。"],
                    "late": ["“有自建平台”为“是”时，本项扣分加倍。"], "extra": ["“按期答复率”得分后，本项才计分。"]}


def test_a_comparison_says_how_many_units_it_has_seen(county: make.County, clerk: FlaskClient) -> None:
    shown = words(block(clerk, county, "ladder"))
    assert "按现有 2 个单位暂算 350，在 2 个单位中第 2 名 得 8 分" in shown


def test_contradictions_keep_the_sheet_from_the_signers(app: Flask, county: make.County, clerk: FlaskClient) -> None:
    sign, start = f"{sheet_of(county)}/sign", f"{sheet_of(county)}/start-signing"
    say(app, county, "requests", {"received": 600, "answered": 8, "left": 2})
    error = "收到的要等于办结加结转：依申请公开“办结” 8 + 依申请公开“结转” 2 = 10，应等于依申请公开“收到” 600。"
    warning = "申请件数比常年多很多：依申请公开“收到” 600 大于 500。"
    assert f"数据核对 ，2 处对不上 须改 {error} {warning} 改数据，或者写明原因" in words(clerk.get(sheet_of(county)).text)
    refused = clerk.post(start)
    assert refused.status_code == 422
    assert f"没有送出 有 1 处数据互相矛盾，改好才能送签审：{error}" in words(refused.text)
    say(app, county, "requests", {"received": 600, "answered": 598, "left": 2})
    assert f"没有送出 有 1 处数据对不上，改数据或者写明原因后才能送签审：{warning}" in words(clerk.post(start).text)
    short = clerk.post(f"{sheet_of(county)}/checks/1", data={"text": "征地"})
    assert (short.status_code, "说明至少写 5 个字" in short.text) == (422, True)
    assert clerk.post(f"{sheet_of(county)}/checks/1", data={"text": "今年集中征地，申请多"}).location == sign
    assert clerk.post(start).location == sign
    with app.app_context():
        signer = make.client(app, county.users["signer"])
        assert make.row(Submission, county.submissions["甲乡"]).state == "signing"
    assert "单位说明： 今年集中征地，申请多" in words(signer.get(sign).text)


@pytest.mark.parametrize(("number", "sentence"), [
    (0, "这一条要改数据，不能只作说明"), (1, "这一条核对现在已经相符，不用说明"), (7, "这一条核对现在已经相符，不用说明")])
def test_what_cannot_be_explained(app: Flask, county: make.County, clerk: FlaskClient, number: int,
                                  sentence: str) -> None:
    say(app, county, "requests", {"received": 11, "answered": 8, "left": 2})
    answer = clerk.post(f"{sheet_of(county)}/checks/{number}", data={"text": "今年集中征地，申请多"})
    with app.app_context():
        assert make.row(Submission, county.submissions["甲乡"]).explanations is None
    assert answer.status_code == 422
    assert f"没有保存 {sentence}" in words(answer.text)


def test_an_explanation_goes_when_the_check_holds_again(app: Flask, county: make.County, clerk: FlaskClient) -> None:
    say(app, county, "requests", {"received": 600, "answered": 598, "left": 2})
    clerk.post(f"{sheet_of(county)}/checks/1", data={"text": "今年集中征地，申请多"})
    kept = []
    for version, received, answered in ((2, "610", "608"), (3, "60", "58")):
        clerk.post(f"{sheet_of(county)}/answers/requests", data={
            "version": str(version), "note": "", "fact-received": received, "fact-answered": answered, "fact-left": "2"})
        with app.app_context():
            kept.append(make.row(Submission, county.submissions["甲乡"]).explanations)
    assert kept == [{"1": "今年集中征地，申请多"}, None]


def test_the_sheet_costs_the_same_however_many_units_are_compared(app: Flask, county: make.County,
                                                                 clerk: FlaskClient) -> None:
    found = []
    for first in (0, 3):
        with counted(app) as statements:
            assert clerk.get(sheet_of(county)).status_code == 200
        found.append(len(statements))
        with app.app_context():
            for n in range(3):
                unit = make.unit(f"新乡{first + n}", county.groups["乡镇"])
                make.answer(make.submission(county.assessment, unit).id, "ladder", {"value": "10"})
    assert found[0] == found[1]


def workbook(*rows: tuple[Any, ...]) -> dict[str, Any]:
    """A file field with a workbook of these rows."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return {"file": (io.BytesIO(out.getvalue()), "登记簿.xlsx")}


def news_of(app: Flask, county: make.County) -> Any:
    with app.app_context():
        return next(a.facts for a in make.row(Submission, county.submissions["甲乡"]).answers if a.leaf == "news")


def test_a_register_goes_out_as_a_workbook_and_comes_back(app: Flask, county: make.County, clerk: FlaskClient) -> None:
    address = f"{sheet_of(county)}/answers/news/register"
    given = clerk.get(address)
    assert given.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(given.data)).worksheets[0]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["标题", "日期", "网址", "类别"],
        ["月山乡晒出惠民资金清单", "2026-03-02", "https://www.example.gov.cn/a", "省"],
        ["政务公开进村", "2026-05-01", "", "市"], ["政务公开进村", "2025-12-30", "", "市"]]
    file = workbook(("类别", "标题", "日期"), ("省", "新的一条", date(2026, 6, 1)), (None, None, None), ("市", "又一条", None))
    answer = clerk.post(address, data={"version": "1"} | file, follow_redirects=True)
    assert "1 信息采用：已导入 2 行，替换了原来的登记簿。" in words(answer.text)
    assert news_of(app, county) == {"rows": [{"title": "新的一条", "date": "2026-06-01", "kind": "省"},
                                             {"title": "又一条", "kind": "市"}]}


@pytest.mark.parametrize(("rows", "version", "sentence"), [
    ((("标题", "县份"), ("甲", "市")), "1", "第 1 行 B 列：没有“县份”这一栏，可写：标题、日期、网址、类别"),
    ((("标题",), ("甲",)), "1", "第 1 行：缺少“类别”栏，请下载表格来填"),
    ((("标题", "类别"), ("甲", "=1+1")), "1", "第 2 行 B 列：写了公式，请粘贴成文字"),
    ((("标题", "类别"), ("甲", "市"), (None, None), ("乙", "县")), "1", "第 4 行“类别”"),
    ((("标题", "类别"),), "1", "整个文件：登记簿里没有一行内容，请填好再传"),
    ((("标题", "类别"), ("甲", "市")), "0", "这一项刚才有人改过"),
    ((("标题", "类别"), ("甲", "市")), "x", "请求不完整，请刷新页面再操作。"),
])
def test_a_workbook_with_a_fault_changes_nothing(app: Flask, county: make.County, clerk: FlaskClient,
                                                 rows: tuple[tuple[Any, ...], ...], version: str,
                                                 sentence: str) -> None:
    answer = clerk.post(f"{sheet_of(county)}/answers/news/register", data={"version": version} | workbook(*rows),
                        follow_redirects=True)
    assert f"1 信息采用：没有导入。{sentence}" in words(answer.text)
    assert news_of(app, county) == {"rows": language.ROWS}


def test_only_a_register_is_imported(county: make.County, clerk: FlaskClient) -> None:
    assert clerk.get(f"{sheet_of(county)}/answers/rate/register").status_code == 422


def test_evidence_per_entry_may_be_more_than_elsewhere(app: Flask, county: make.County, clerk: FlaskClient) -> None:
    with app.app_context():
        for _ in range(20):
            for leaf in ("news", "rate"):
                piece(county.submissions["甲乡"], leaf, county.users["clerk"])
    more = [clerk.post(f"{sheet_of(county)}/evidence/{leaf}", data={"url": "https://www.example.gov.cn/21"}, headers=JSON)
            for leaf in ("news", "rate")]
    assert [one.status_code for one in more] == [200, 422]
    assert more[1].json["error"] == "这一项已有 20 份佐证，不能再加：请合并成一份，或先删除不需要的。"
    shown = block(clerk, county, "news"), block(clerk, county, "rate")
    assert ["每项最多 200 份" in shown[0], "每项最多 20 份" in shown[1]] == [True, True]
    assert "应附 2 件，已附 21 件。" in words(shown[0])
