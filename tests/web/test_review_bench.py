"""The bench without a script: saving leads on, what was refused is kept, two hands, the preview, a check."""
from __future__ import annotations

import io
import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from scoring.actions import reviewing
from scoring.store.database import db
from scoring.store.queries import actor_of
from scoring.store.sheets import EvidenceCheck
from tests import make
from tests.reviewing import REASON, handed_in, rulings, text_of, who


@pytest.fixture
def county(app: Flask) -> make.County:
    """Three sheets handed in."""
    with app.app_context():
        return handed_in()


@pytest.fixture
def reviewer(app: Flask, county: make.County) -> FlaskClient:
    with app.app_context():
        return make.client(app, county.users["reviewer"])


@pytest.mark.parametrize(("unit", "leaf", "by", "goes"), [
    ("甲乡", "disclosure", "unit", "/review/sheets/{甲乡}/plan"),
    ("甲乡", "disclosure", "indicator", "/review/sheets/{乙乡}/disclosure?by=indicator"),
    ("丙局", "disclosure", "indicator", "/review/sheets/{甲乡}/disclosure?by=indicator"),   # round the end
])
def test_saving_leads_to_the_next_open_leaf(county: make.County, reviewer: FlaskClient, unit: str, leaf: str, by: str,
                                            goes: str) -> None:
    answer = reviewer.post(f"/review/sheets/{county.submissions[unit]}/{leaf}?by={by}",
                           data={"kind": "confirmed", "version": "0", "seen": "1"})
    assert answer.location == goes.format(**county.submissions)
    assert "确认已保存：1 主动公开。" in reviewer.get(answer.location).text


def test_a_correction_is_stored_and_shown(app: Flask, county: make.County, reviewer: FlaskClient) -> None:
    sheet = county.submissions["甲乡"]
    path = f"/review/sheets/{sheet}/disclosure"
    reviewer.post(path, data={"kind": "corrected", "version": "0", "seen": "1", "fact-count": "94", "reason": REASON})
    assert rulings(app) == [(sheet, "disclosure", "corrected", {"count": 94}, REASON)]
    page = reviewer.get(path).text
    assert "更正 示例·reviewer" in text_of(page)
    assert f"134 条 → 改为 94 条 得分 50 → 改为 47 / 50 分 理由 {REASON}" in text_of(page)
    other = reviewer.get(f"/review/sheets/{county.submissions['乙乡']}/disclosure").text
    assert f'data-reason="{REASON}"' in other        # a reason used before, at a press
    assert "data-reason" not in reviewer.get(f"/review/sheets/{sheet}/plan").text


@pytest.mark.parametrize("database_kind", ["sqlite"])
@pytest.mark.parametrize(("data", "sentence"), [
    ({"kind": "corrected", "fact-count": "9x", "reason": REASON}, "“9x”不是可用的数字"),
    ({"kind": "corrected", "fact-count": "94", "reason": "转载"}, "理由至少写 10 个字"),
    ({"kind": "corrected", "fact-count": "", "reason": REASON}, "请填写更正后的数据"),
    ({"kind": "not_applicable", "fact-count": "94", "reason": REASON}, "单位没有申请这一项不适用"),
    ({"kind": "approved", "fact-count": "94", "reason": REASON}, "请选择确认、更正"),
    ({"kind": "corrected", "fact-count": "94", "reason": REASON, "version": "x"}, "请求不完整"),
])
def test_what_was_refused_is_still_in_the_form(app: Flask, county: make.County, reviewer: FlaskClient,
                                               data: dict[str, str], sentence: str) -> None:
    sheet = county.submissions["甲乡"]
    answer = reviewer.post(f"/review/sheets/{sheet}/disclosure", data={"version": "0", "seen": "1"} | data)
    assert answer.status_code == 422
    assert sentence in unescape(answer.text)
    assert f'value="{data["fact-count"]}"' in answer.text
    assert re.search(rf'<textarea[^>]*name="reason"[^>]*>\s*{data["reason"]}</textarea>', answer.text)
    assert rulings(app) == []


def test_a_colleagues_ruling_in_between_answers_409_with_both(app: Flask, county: make.County,
                                                             reviewer: FlaskClient) -> None:
    sheet = county.submissions["甲乡"]
    with app.app_context():
        other = make.user("colleague", "reviewer")
        make.duty(county.assessment, other.id)
        reviewing.give(actor_of(other), sheet, leaf="disclosure", kind="corrected", version=0, facts={"count": 90},
                       reason="第 2 页的 44 条超出考核期，不计")
    data = {"kind": "corrected", "version": "0", "seen": "1", "fact-count": "94", "reason": REASON}
    answer = reviewer.post(f"/review/sheets/{sheet}/disclosure", data=data)
    words = text_of(answer.text)
    assert answer.status_code == 409
    assert f"你的，还没有保存 更正为 94 条；理由：{REASON}" in words
    assert "更正为 90 条；理由：第 2 页的 44 条超出考核期，不计" in words
    assert 'value="94"' in answer.text
    assert 'name="version" value="1"' in answer.text
    assert [r[3] for r in rulings(app)] == [{"count": 90}]
    assert reviewer.post(f"/review/sheets/{sheet}/disclosure", data=data | {"version": "1"}).status_code == 302
    assert [r[3] for r in rulings(app)] == [{"count": 94}]


def test_a_sheet_returned_in_between_keeps_the_words(app: Flask, county: make.County, reviewer: FlaskClient) -> None:
    sheet = county.submissions["甲乡"]
    with app.app_context():
        me = who(county)
        reviewing.send_back(me, sheet, reason="第 1 项清单打不开，请重新上传")
    answer = reviewer.post(f"/review/sheets/{sheet}/disclosure", data={
        "kind": "corrected", "version": "0", "seen": "1", "fact-count": "94", "reason": REASON})
    assert (answer.status_code, REASON in answer.text, 'id="ruling"' in answer.text) == (409, True, False)


@pytest.mark.parametrize("database_kind", ["sqlite"])
@pytest.mark.parametrize(("unit", "leaf", "data", "told"), [
    ("甲乡", "disclosure", {"kind": "corrected", "fact-count": "94"},
     {"points": "47", "max": "50", "before": "50", "steps": ["94 条 × 0.5 分 = 47 分"], "kind": "corrected", "same": False}),
    ("甲乡", "disclosure", {"kind": "corrected", "fact-count": "134"},
     {"points": "50", "max": "50", "before": "50", "steps": ["134 条 × 0.5 分 = 67 分", "封顶 50 分"],
      "kind": "confirmed", "same": True}),
    ("丙局", "replies", {"kind": "not_applicable"},
     {"points": "不适用", "max": "20", "before": "不适用", "steps": ["本项不适用，不计分值"], "kind": "not_applicable",
      "same": True}),
    ("甲乡", "quality", {"kind": "corrected", "fact-level": "良"},
     {"points": "8", "max": "10", "before": "—", "steps": ["评为“良”，得 8 分"], "kind": "corrected", "same": False}),
])
def test_the_preview_is_the_servers_own_reckoning(app: Flask, county: make.County, reviewer: FlaskClient, unit: str,
                                                  leaf: str, data: dict[str, str], told: dict[str, Any]) -> None:
    answer = reviewer.post(f"/review/sheets/{county.submissions[unit]}/{leaf}/preview",
                           data={"version": "0", "seen": "1"} | data, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json) == (200, told)
    assert rulings(app) == []


def test_a_check_on_evidence_with_a_file(app: Flask, county: make.County, reviewer: FlaskClient) -> None:
    sheet = county.submissions["甲乡"]
    png = b"\x89PNG\r\n\x1a\n" + b"not a picture"
    path = "/review/evidence/1/check"
    refused = reviewer.post(path, data={"verdict": "bad", "note": "第 3 页缺页", "file": (io.BytesIO(png), "截图.png")})
    assert (refused.status_code, "第 3 页缺页</textarea>" in refused.text) == (422, True)
    silent = reviewer.post(path, data={"verdict": "doubt", "note": ""})
    assert (silent.status_code, "理由至少写 4 个字" in silent.text) == (422, True)
    done = reviewer.post(path + "?by=indicator", data={"verdict": "bad", "note": "第 3 页缺页"})
    assert done.location == f"/review/sheets/{sheet}/disclosure?by=indicator#evidence-1"
    assert "不实 第 3 页缺页 示例·reviewer" in text_of(reviewer.get(f"/review/sheets/{sheet}/disclosure").text)
    with app.app_context():
        assert [c.verdict for c in db.session.scalars(select(EvidenceCheck))] == ["bad"]
