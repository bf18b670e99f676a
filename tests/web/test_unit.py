"""The unit's desk without a script: first page, sheet, refused saves, signing, receipt, and what strangers see."""
from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from scoring import clock
from scoring.places import rulesets
from scoring.store.people import Unit
from scoring.store.sheets import Evidence, RulingRow, SignOff, Submission
from scoring.store.writing import writing
from tests import make
from tests.statements import counted


@pytest.fixture
def county(app: Flask) -> make.County:
    with app.app_context():
        return make.county()


def client(app: Flask, county: make.County, name: str) -> FlaskClient:
    with app.app_context():
        return make.client(app, county.users[name])


def text(answer: Any) -> str:
    """The page as one line of plain text."""
    main = answer.text.partition('<main id="main"')[2]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))


def now_says(answer: Any) -> str:
    found = re.search(r'<div class="now.*?</p>', answer.text, re.S)
    return re.sub(r"<[^>]+>", "", found[0]) if found else ""


def put(app: Flask, sheet: int, **values: Any) -> None:
    with app.app_context(), writing() as session:
        row = session.get_one(Submission, sheet)
        for name, value in values.items():
            setattr(row, name, value)


def test_the_first_page_says_what_to_do_now(app: Flask, county: make.County) -> None:
    sheet, title = county.submissions["甲乡"], "《2026 年度政务公开考核》"
    clerk, signer = client(app, county, "clerk"), client(app, county, "signer")
    day = clock.today() + timedelta(10)
    due = f"还有 10 天，{day.month} 月 {day.day} 日 24:00 截止。"
    said = [now_says(clerk.get("/unit/")), now_says(signer.get("/unit/"))]
    put(app, sheet, state="signing")
    said += [now_says(clerk.get("/unit/")), now_says(signer.get("/unit/"))]
    put(app, sheet, state="submitted", times_submitted=1)
    said.append(now_says(clerk.get("/unit/")))
    put(app, sheet, state="returned", return_reason="条数不符")
    said.append(now_says(clerk.get("/unit/")))
    put(app, sheet, state="final")
    said.append(now_says(clerk.get("/unit/")))
    assert said == [
        f"{title}还缺 4 处，填完送签审。{due}", f"现在没有要你办的事。{title}还没有填完。",
        f"现在没有要你办的事。{title}正在签审。", f"{title}等你签审：股室负责人审核。",
        f"现在没有要你办的事。{title}已提交，等待复核。",
        f"{title}被复核员退回，改好后重新送签审。退回理由：条数不符", "现在没有要你办的事。"]


def test_a_unit_without_sheets_is_told_how_they_come(app: Flask, county: make.County) -> None:
    with app.app_context(), writing() as session:
        for row in session.query(Submission):
            session.delete(row)
    assert "还没有自查表" in text(client(app, county, "clerk").get("/unit/"))


def test_the_sheet_is_made_from_the_ruleset(app: Flask, county: make.County) -> None:
    page = client(app, county, "clerk").get(f"/unit/sheets/{county.submissions['甲乡']}")
    shown = text(page)
    for words in ("例：99 条 → 49.5 分，未到封顶", "每条计 0.5 分，封顶 50 分。", "由复核员评定，不用填报。",
                  "还缺 4 处", "自评合计 0 / 100 分", "附佐证（选填）"):
        assert words in shown
    assert page.text.count('<form class="leaf-form"') == 4
    assert re.findall(r'id="(leaf-[a-z]+)"', page.text) == [
        "leaf-disclosure", "leaf-plan", "leaf-replies", "leaf-staff", "leaf-quality"]


def test_what_adds_and_what_costs_points_is_said_in_words(app: Flask) -> None:
    with app.app_context():
        county = make.county((rulesets() / "self-check.yaml").read_text(encoding="utf-8"))
    page = client(app, county, "clerk").get(f"/unit/sheets/{county.submissions['甲乡']}").text
    heads = re.findall(r'<h2 id="s-[^"]*"[^>]*>(\d+ [^<]*)(?:<span class="num">([^<]*)</span>)?</h2>', page)
    assert heads[-4:] == [("9 法规遵从", "满分 12 分"), ("10 加分项", "最多加 5 分"), ("11 扣分项", "最多扣 10 分"),
                          ("12 一票否决", "")]
    assert re.findall(r"<li>((?:9|10|11|12) [^<]*)</li>", page) == [
        "9 法规遵从 0 / 12 分", "10 加分项 加 0 分（最多 5 分）", "11 扣分项 扣 0 分（最多 10 分）"]


def test_saving_without_a_script_comes_back_to_the_leaf(app: Flask, county: make.County) -> None:
    sheet, clerk = county.submissions["甲乡"], client(app, county, "clerk")
    answer = clerk.post(f"/unit/sheets/{sheet}/answers/disclosure",
                        data={"fact-count": "134", "note": "", "claim": "", "version": "0"})
    assert (answer.status_code, answer.location) == (302, f"/unit/sheets/{sheet}#leaf-disclosure")
    page = clerk.get(f"/unit/sheets/{sheet}").text
    assert 'value="134"' in page
    assert "134 条 × 0.5 分 = 67 分" in page
    assert "封顶 50 分" in page


def test_a_refused_save_keeps_what_was_typed_and_says_why_at_the_field(app: Flask, county: make.County) -> None:
    sheet, clerk = county.submissions["甲乡"], client(app, county, "clerk")
    answer = clerk.post(f"/unit/sheets/{sheet}/answers/disclosure",
                        data={"fact-count": "一百<b>", "note": "见官网", "claim": "", "version": "0"})
    assert answer.status_code == 422
    assert 'value="一百&lt;b&gt;"' in answer.text
    assert "见官网</textarea>" in answer.text
    assert re.search(r'<div class="field-error" id="leaf-disclosure--count-error">“一百&lt;b&gt;”不是可用的数字', answer.text)
    answer = clerk.post(f"/unit/sheets/{sheet}/answers/replies",
                        data={"fact-done": "", "fact-of": "", "note": "", "claimed": "y", "claim": "", "version": "0"})
    assert 'id="leaf-replies--claim-error">勾了“不适用”，还要写明理由。' in answer.text


def test_a_stale_save_shows_both_values_and_the_next_press_decides(app: Flask, county: make.County) -> None:
    sheet, clerk = county.submissions["甲乡"], client(app, county, "clerk")
    url = f"/unit/sheets/{sheet}/answers/disclosure"
    data = {"fact-count": "100", "note": "", "claim": ""}
    clerk.post(url, data=data | {"version": "0"})
    answer = clerk.post(url, data=data | {"version": "0", "fact-count": "90"})
    assert answer.status_code == 409
    assert "示例·clerk在" in text(answer)
    assert "你填的 90 条 现在存着的 100 条" in text(answer)
    assert 'value="90"' in answer.text
    version = re.search(r'name="version" value="(\d+)">\s*<div class="conflict" id="leaf-disclosure', answer.text)
    assert version is not None
    assert clerk.post(url, data=data | {"version": version[1], "fact-count": "90"}).status_code == 302
    assert 'value="90"' in clerk.get(f"/unit/sheets/{sheet}").text


def test_the_script_is_told_line_total_and_what_is_missing(app: Flask, county: make.County) -> None:
    clerk, url = client(app, county, "clerk"), f"/unit/sheets/{county.submissions['甲乡']}/answers/"
    told = clerk.post(f"{url}disclosure", json={"version": 0, "facts": {"count": 88}}).json
    assert told["line"] == {"points": "44", "max": "50", "state": "answered", "advice": "再增加 12 条可得满分",
                            "steps": ["88 条 × 0.5 分 = 44 分"]}
    assert (told["version"], told["total"], told["max"], told["grade"], told["missing_count"]) == (
        1, "44", "100", "不合格", 4)
    assert told["missing"][0] == {"words": "1 主动公开：要附佐证", "href": "#leaf-disclosure"}
    assert told["sections"] == [
        {"id": "tree-s-disclosure", "words": "已填", "done": True},
        {"id": "tree-s-basics", "words": "0 / 3", "done": False},
        {"id": "tree-s-quality", "words": "不用填", "done": False}]
    refused = clerk.post(f"{url}replies", json={"version": 0, "facts": {"done": "3"}})
    assert (refused.status_code, refused.json["at"], refused.json["error"]) == (
        422, "leaf-replies--of", "还缺“应办”。")
    gone = clerk.get(f"{url}disclosure", headers={"Accept": "application/json"}).json["block"]
    assert 'value="88"' in gone


def test_the_whole_way_through_the_pages(app: Flask, county: make.County) -> None:
    sheet = county.submissions["甲乡"]
    clerk = client(app, county, "clerk")
    page = text(clerk.get(f"/unit/sheets/{sheet}/sign"))
    assert "有 4 处还没有齐。可以照样送签审，但 未填报的 4 项将计 0 分，共 90 分" in page
    assert clerk.post(f"/unit/sheets/{sheet}/start-signing").status_code == 302
    assert clerk.get(f"/unit/sheets/{sheet}").text.count('<form class="leaf-form"') == 0
    for name in ("signer", "leader", "secrecy"):
        signer = client(app, county, name)
        page_html = signer.get(f"/unit/sheets/{sheet}/sign").text
        hidden = dict(re.findall(r'name="(step|content|evidence)" type="hidden" value="([^"]*)"', page_html))
        refused = signer.post(f"/unit/sheets/{sheet}/signatures", data=hidden | {"opinion": "同意<i>"})
        assert (refused.status_code, "同意&lt;i&gt;</textarea>" in refused.text) == (422, True)
        assert "请先勾选声明，再签审通过。" in text(refused)
        answer = signer.post(f"/unit/sheets/{sheet}/signatures", data=hidden | {"attested": "y", "opinion": "同意"})
        assert answer.status_code == 302
        if name == "signer":
            assert "你已签审，接下来由分管领导签审。" in text(signer.get(f"/unit/sheets/{sheet}/sign"))
    assert client(app, county, "secrecy").get(f"/unit/sheets/{sheet}/receipt").status_code == 404
    answer = clerk.post(f"/unit/sheets/{sheet}/submit", follow_redirects=True)
    with app.app_context():
        row = make.row(Submission, sheet)
        receipt = (row.receipt_no, row.content_hash, row.receipt_head)
    assert all(words in text(answer) for words in (*receipt, "保密审查", "示例·secrecy", "意见：同意"))


def test_what_came_back_from_the_signers_stands_on_top(app: Flask, county: make.County) -> None:
    sheet = county.submissions["甲乡"]
    put(app, sheet, state="signing")
    signer = client(app, county, "signer")
    refused = signer.post(f"/unit/sheets/{sheet}/send-back", data={"reason": "改"})
    assert (refused.status_code, "理由至少写 5 个字" in text(refused)) == (422, True)
    signer.post(f"/unit/sheets/{sheet}/send-back", data={"reason": "条数与官网不一致"})
    clerk = client(app, county, "clerk")
    assert "签审退回 条数与官网不一致" in text(clerk.get(f"/unit/sheets/{sheet}"))
    assert now_says(clerk.get("/unit/")).endswith("被签审人退回，改好后重新送签审。退回理由：条数与官网不一致")


def test_rulings_are_told_once_they_are_given(app: Flask, county: make.County) -> None:
    sheet = county.submissions["甲乡"]
    with app.app_context():
        make.answer(sheet, "disclosure", {"count": 134})
        make.answer(sheet, "replies", None, claim="本单位没有留言渠道")
        with writing() as session:
            for leaf, kind, facts in (("disclosure", "corrected", {"count": 94}), ("replies", "not_applicable", None),
                                      ("quality", "corrected", {"level": "良"})):
                session.add(RulingRow(submission_id=sheet, leaf=leaf, kind=kind, facts=facts, reason="四十条是转载",
                                      at=clock.now(), by=county.users["reviewer"]))
    clerk = client(app, county, "clerk")
    put(app, sheet, state="reviewing")
    assert "四十条是转载" not in clerk.get(f"/unit/sheets/{sheet}").text
    put(app, sheet, state="reviewed")
    page = text(clerk.get(f"/unit/sheets/{sheet}"))
    assert "填报 134 条 → 改为 94 条 得分 50 → 改为 47 / 50 分" in page
    assert "同意不适用" in page
    assert "评定 良 得分 8 / 10 分" in page
    assert "复核得分 68.75 / 100 分" in page   # (47 + 8) of the 80 points that apply


def test_strangers_find_nothing(app: Flask, county: make.County) -> None:
    sheet = county.submissions["甲乡"]
    paths = ("", "/progress", "/sign", "/sign-off.pdf", "/receipt", "/answers/disclosure")
    rival = client(app, county, "rival")
    assert {rival.get(f"/unit/sheets/{sheet}{path}").status_code for path in paths} == {404}
    acts = ("start-signing", "withdraw", "submit", "answers/disclosure")
    assert {rival.post(f"/unit/sheets/{sheet}/{act}", data={"note": ""}).status_code for act in acts} == {404}
    assert {client(app, county, "clerk").get(f"/unit/sheets/{key}").status_code for key in (0, 99, 2**70)} == {404}
    assert client(app, county, "auditor").get(f"/unit/sheets/{sheet}").status_code == 403


def evidence(sheet: int, leaf: str, by: int) -> None:
    with writing() as session:
        session.add(Evidence(submission_id=sheet, leaf=leaf, kind="link", title="官网", url="http://example.test/",
                             added_at=clock.now(), added_by=by))


def more_sheets(app: Flask, county: make.County, count: int) -> None:
    with app.app_context():
        small = make.row(Submission, county.submissions["甲乡"]).assessment.adopted_id
        for n in range(count):
            made = make.assessment(small, f"{2020 + n} 年度考核")
            row = make.submission(made.id, make.row(Unit, county.units["甲乡"]), "signing")
            make.answer(row.id, "disclosure", {"count": 1}, by=county.users["clerk"])
            evidence(row.id, "disclosure", county.users["clerk"])
            with writing() as session:
                session.add(SignOff(submission_id=row.id, step_title="一", user_id=county.users["signer"],
                                    at=clock.now(), content_hash="0" * 64, evidence_hash="0" * 64))


def test_statements_do_not_grow(app: Flask, county: make.County) -> None:
    sheet, clerk = county.submissions["甲乡"], client(app, county, "clerk")
    counts = []
    for leaves in (("disclosure",), ("plan", "replies", "staff")):
        with app.app_context():
            for leaf in leaves:
                make.answer(sheet, leaf, None, note="说明", by=county.users["clerk"])
                evidence(sheet, leaf, county.users["clerk"])
        for path in ("", "/sign", "/sign-off.pdf"):
            with counted(app) as sent:
                clerk.get(f"/unit/sheets/{sheet}{path}")
            counts.append(len(sent))
    assert counts == [11] * 6
    found = []
    for more in (0, 2):
        more_sheets(app, county, more)
        with counted(app) as sent:
            clerk.get("/unit/")
        found.append(len(sent))
    assert found == [11, 11]
