"""An indicator's page, two units side by side, what a correction changed: the figures and the words."""
from __future__ import annotations

import re
from itertools import pairwise

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import make, publishing
from tests.reviewing import text_of

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])
RULES = make.RULESET.replace("grades:", """  - id: praised
    title: 受到表扬
    points: 5
    pool: bonus
    score: {rule: per_entry, each: 1}
  - id: blamed
    title: 受到批评
    points: 10
    pool: deduction
    score: {rule: per_entry, each: 2}
  - id: leaked
    title: 发生泄密
    pool: veto
    score: {rule: yes_no}
grades:""").replace("grades:", "stages: [not_applicable, bonus, deduction, veto, grade]\ngrades:")
COPIED = "其中有转载的，不是本单位公开的信息"


def sheet(unit: str, facts: dict[str, object], reason: str = "", count: str = "") -> dict[str, object]:
    rulings = {"disclosure": {"kind": "corrected", "facts": {"count": count}, "reason": reason}} if reason else {}
    return {"unit": unit, "group": "乡镇", "facts": facts, "rulings": rulings}


SHEETS = (
    sheet("甲乡", {"disclosure": "100", "plan": "yes", "praised": "3", "leaked": "no"}),
    sheet("乙乡", {"disclosure": "90", "plan": "yes", "blamed": "2", "leaked": "no"}, COPIED, "70"),
    sheet("丙乡", {"disclosure": "90", "plan": "no", "leaked": "yes"}, f"{COPIED}。", "60"),
    sheet("丁乡", {"disclosure": "80"}),
    sheet("戊乡", {}),
    {"unit": "己乡", "group": "乡镇", "facts": {"disclosure": "100"}, "not_applicable": {"replies": "没有留言渠道"},
     "rulings": {"replies": {"kind": "not_applicable", "reason": "同意"}}},
)


@pytest.fixture
def results(app: Flask) -> str:
    """The address of a publication with every pool."""
    with app.app_context():
        county = make.county(state="published", sheets="final")
        file = publishing.file_text(sheets=SHEETS, yaml=RULES)
        return f"/results/{publishing.publication(county.assessment, county.users['office'], file=file).id}"


def page_of(client: FlaskClient, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200
    return re.sub(r" (?=[，、：。（])|(?<=、) ", "", text_of(re.sub(r"<caption.*?</caption>", "", page.text, flags=re.S)))


def part(text: str, *ends: str) -> list[str]:
    """What stands between one of these words and the next."""
    return [text.split(one, 1)[1].split(other, 1)[0].strip() for one, other in pairwise(ends)]


def test_a_leaf_says_mean_spread_and_why_points_were_lost(client: FlaskClient, results: str) -> None:
    text = page_of(client, f"{results}/groups/1/indicators/disclosure")
    assert "平均得分 34.17 / 50 得满分 2 个 / 6 个 最低和最高 0 – 50 标准差 16.94" in text
    shares, reasons, losers, full = part(text, "各单位得分的分布", "按乡镇里", "哪些单位", "谁失分最多", "得满分的单位")[0], *part(
        text, "哪些单位", "谁失分最多", "得满分的单位", "每一分都有依据")
    assert shares == "满分 2 个 八成以上 1 个 六成到八成 2 个 不到六成 0 个 0 分 1 个"
    assert reasons == (f"没有填报 1 个 50 分 戊乡 {COPIED} 2 个 35 分 丙乡、乙乡 数据没有达到满分的要求 1 个 10 分 丁乡")
    assert losers.startswith("单位 得分 失分 原因和算法 戊乡 0 / 50 50")
    assert f"丙乡 30 / 50 20 {COPIED}。60 条 × 0.5 分 = 30 分 乙乡 35 / 50 15 {COPIED}。70 条 × 0.5 分 = 35 分" in losers
    assert full.startswith("甲乡、己乡")


def test_a_branch_lists_what_stands_below_and_who_lost_there(client: FlaskClient, results: str) -> None:
    text = page_of(client, f"{results}/groups/1/indicators/basics")
    assert part(text, "满分单位", "谁失分最多") == [
        "2.1 制定方案 10 3.33 2 / 6 2.2 留言办结 20 0 0 / 5 2.3 人员保障 10 0 0 / 6"]
    assert "谁失分最多 单位 得分 失分 丁乡 0 / 40 40" in text


def test_a_unit_to_which_it_does_not_apply_stands_aside(client: FlaskClient, results: str) -> None:
    text = page_of(client, f"{results}/groups/1/indicators/replies")
    assert ("得满分 0 个 / 5 个" in text, "不适用的单位 己乡" in text) == (True, True)


@pytest.mark.parametrize(("indicator", "said"), [
    ("praised", "有加分 1 个 没有加分 5 个"), ("blamed", "有扣分 1 个 没有扣分 5 个"), ("leaked", "触发 1 个 没有触发 5 个"),
    ("praised", "谁得了加分 单位 得分 原因和算法 甲乡 3 3 条 × 1 分 = 3 分"),
    ("blamed", "谁扣分最多 单位 扣分 原因和算法 乙乡 4 2 条 × 2 分 = 4 分"),
    ("blamed", "按数据扣分 1 个 4 分 乙乡"),
    ("leaked", "哪些单位触发 单位 原因和算法 丙乡"),
])
def test_the_pools_beside_the_base_have_their_own_words(client: FlaskClient, results: str, indicator: str,
                                                        said: str) -> None:
    assert said in page_of(client, f"{results}/groups/1/indicators/{indicator}")


@pytest.mark.parametrize("tail", ["groups/1/indicators/nothing", "groups/9/indicators/plan", "groups/0/indicators/plan",
                                  "changes", f"groups/1/indicators/{'x' * 300}"])
def test_addresses_that_lead_nowhere(client: FlaskClient, results: str, tail: str) -> None:
    assert client.get(f"{results}/{tail}").status_code == 404


def test_two_units_side_by_side(client: FlaskClient, results: str) -> None:
    numbers = dict(re.findall(r'<option value="(\d+)">([^<]+)</option>', client.get(f"{results}/compare").text))
    one, other = (next(n for n, unit in numbers.items() if unit == name) for name in ("甲乡", "丙乡"))
    text = page_of(client, f"{results}/compare?a={one}&b={other}")
    assert "总分：甲乡比丙乡多 33 分。" in text
    told = part(text, "差得最多的 3 项", "逐项对照")[0]
    assert told.startswith("1 主动公开，分值 50，甲乡多 20 分 甲乡 50 分：得了满分。 "
                           f"丙乡 30 分：{COPIED}。60 条 × 0.5 分 = 30 分 2.1 制定方案，分值 10，甲乡多 10 分")
    table = text.split("逐项对照")[1]
    assert "2 基础工作 40 10 0 多 10 2.1 制定方案 10 10 0 多 10 2.2 留言办结 20 0 0 相同" in table
    assert "6 发生泄密 没有触发 触发 不同" in table


@pytest.mark.parametrize(("query", "said"), [
    ("", "选好两个单位，点“比较”。"), ("a=1", "请再选一个单位"), ("a=1&b=1", "请选两个不同的单位。"), ("a=1&b=99", "请再选一个单位"),
    ("a=%00&b=-1", "选好两个单位，点“比较”。"), ("a=１&b=2", "请再选一个单位"),
])
def test_a_choice_that_is_not_two_units_is_asked_for_again(client: FlaskClient, results: str, query: str,
                                                           said: str) -> None:
    assert said in page_of(client, f"{results}/compare?{query}")


def test_a_correction_says_what_it_changed(app: Flask, client: FlaskClient) -> None:
    old = publishing.file_text(sheets=(*SHEETS[:4], sheet("撤乡", {})), yaml=RULES)
    mended = (sheet("甲乡", {"disclosure": "60", "plan": "yes", "praised": "3", "leaked": "no"}), *SHEETS[1:4], sheet("新乡", {}))
    new = publishing.file_text(sheets=mended, yaml=RULES, replaced=old, replaces={"digest": "d" * 64, "reason": "甲乡多计"})
    with app.app_context():
        county = make.county(state="published", sheets="final")
        by = county.users["office"]
        first = publishing.publication(county.assessment, by, "superseded", file=old).id
        publishing.publication(county.assessment, by, edition=2, file=new, replaces_id=first, reason="甲乡多计")
    assert 'href="/results/2/changes">改了什么</a>' in client.get("/results/2/").text
    text = page_of(client, "/results/2/changes")
    assert "更正原因：甲乡多计。" in text
    assert "甲乡 没有变 63 → 改为 43 合格 → 改为 不合格 1 主动公开： 50 → 改为 30" in text
    assert "撤乡（更正后不在其中） 4 → 改为 — 0 → 改为 — 不合格 → 改为 — — 看更正前的公布" in text
    assert ("新乡（更正前不在其中） — → 改为 4" in text, "丁乡" in text, "规则也改了" in text) == (True, False, False)
    assert "这次更正 总分 63 → 改为 43，等次 合格 → 改为 不合格。 1 主动公开： 50 → 改为 30" in page_of(client, "/results/2/units/1")
    assert "这次更正" not in client.get("/results/2/units/3").text


def test_a_correction_of_the_rules_says_so_and_one_that_changed_nothing_too(app: Flask, client: FlaskClient) -> None:
    old = publishing.file_text()
    new = publishing.file_text(yaml=make.RULESET.replace("ask: 公开政府信息条数", "ask: 主动公开条数"), replaced=old,
                               replaces={"digest": "d" * 64, "reason": "问法有误"})
    with app.app_context():
        county = make.county(state="published", sheets="final")
        publishing.publication(county.assessment, county.users["office"], file=new, replaces_id=1, reason="问法有误")
    text = page_of(client, "/results/1/changes")
    assert ("规则也改了" in text, "各单位的名次、总分、等次和各项得分都没有变。" in text) == (True, True)
