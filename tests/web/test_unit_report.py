"""The self-inspection report over the web: of the live sheet, of the published result, and who may have it."""
from __future__ import annotations

import html
import io
import re
from typing import Any
from urllib.parse import unquote

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient

from scoring.core import points as p
from scoring.places import rulesets
from scoring.store.database import db
from scoring.store.sheets import RulingRow, Submission
from scoring.store.tallying import card_of
from scoring.store.writing import writing
from tests import language, make, publishing

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


def client(app: Flask, county: make.County, name: str) -> FlaskClient:
    with app.app_context():
        return make.client(app, county.users[name])


def text(answer: Any) -> str:
    """The paragraphs of a Word file that was sent."""
    assert (answer.status_code, answer.mimetype) == (200, WORD)
    return "\n".join(x.text for x in Document(io.BytesIO(answer.data)).paragraphs)


def annex(answer: Any) -> dict[str, list[str]]:
    """The rows of its scoring table by number."""
    return {row.cells[0].text: [c.text for c in row.cells] for row in Document(io.BytesIO(answer.data)).tables[-1].rows}


def address(county: make.County, unit: str = "甲乡") -> str:
    return f"/unit/sheets/{county.submissions[unit]}/report.docx"


def test_the_clerk_takes_the_draft_from_the_sheet_and_from_the_signing_page(app: Flask) -> None:
    with app.app_context():
        county = make.county()
        make.answer(county.submissions["甲乡"], "disclosure", {"count": 94}, by=county.users["clerk"])
    clerk = client(app, county, "clerk")
    for page in ("", "/sign"):
        shown = html.unescape(clerk.get(f"/unit/sheets/{county.submissions['甲乡']}{page}").text)
        assert re.findall(r'<a class="btn" href="([^"]+report.docx)">([^<]+)</a>', shown) == [(address(county), "下载自查报告初稿（Word）")]
    answer = clerk.get(address(county))
    said = text(answer)
    assert said.startswith("甲乡关于《2026年度\n政务公开考核》的自查报告")
    assert "经自查，自评总分47分（满分100分），其中“信息质量”10分由复核员评定，暂按0分计。" in said
    assert "公开政府信息条数为94条。" in said
    assert "2.留言办结。【没有填报，请到自查表补填】" in said
    assert unquote(answer.headers["Content-Disposition"].split("UTF-8''")[1]) == "2026 年度政务公开考核-甲乡-自查报告.docx"


def test_the_signer_and_the_office_may_have_it_and_strangers_not(app: Flask) -> None:
    with app.app_context():
        county = make.county()
    said = {name: client(app, county, name).get(address(county)).status_code for name in ("clerk", "signer", "office", "rival", "auditor")
            if name in county.users}
    assert said == {name: {"clerk": 200, "signer": 200, "office": 200, "rival": 404, "auditor": 403}[name] for name in said}
    assert {"clerk", "signer", "office", "rival"} <= set(said)
    assert app.test_client().get(address(county)).status_code == 302


def test_what_a_reviewer_said_is_not_in_the_draft(app: Flask) -> None:
    with app.app_context():
        county = make.county(state="reviewing", sheets="returned")
        key = county.submissions["甲乡"]
        make.answer(key, "disclosure", {"count": 134}, by=county.users["clerk"])
        with writing() as session:
            session.add(RulingRow(submission_id=key, leaf="disclosure", kind="corrected", facts={"count": 94},
                                  reason="其中 40 条是转载，不予计入。", at=make.clock.now(), by=county.users["office"]))
    said = text(client(app, county, "clerk").get(address(county)))
    assert ("134条" in said, "94条" in said, "转载" in said, "自评总分50分" in said) == (True, False, False, True)


def test_the_points_are_the_sheets_where_units_are_compared(app: Flask) -> None:
    """甲乡 stands behind 乙乡 on a ladder: alone it would be first."""
    with app.app_context():
        county = language.filled()
        row = db.session.get_one(Submission, county.submissions["甲乡"])
        card = card_of(row, "claimed")
        ladder = next(leaf for leaf in row.assessment.ruleset.leaves if leaf.id == "ladder")
        expected = {leaf.number: p.show(card.lines[leaf.id].points) for leaf in row.assessment.ruleset.leaves
                    if leaf.id in card.lines and leaf.points is not None and leaf.filled_by == "unit"
                    and card.lines[leaf.id].state == "answered"}
    answer = client(app, county, "clerk").get(address(county))
    rows = annex(answer)
    assert expected[ladder.number] == "8"
    assert {number: rows[number][4].lstrip("+−") for number in expected} == expected
    assert f"自评总分{p.show(card.total)}分" in text(answer)
    assert "乙乡" not in text(answer) + str(rows)


@pytest.mark.parametrize("name", ["self-check", "disclosure-annual"])
def test_shipped_rulesets_on_a_live_sheet(app: Flask, name: str) -> None:
    with app.app_context():
        county = make.county((rulesets() / f"{name}.yaml").read_text(encoding="utf-8"))
    answer = client(app, county, "clerk").get(address(county))
    assert "经自查，自评总分0分（满分100分）" in text(answer)
    assert annex(answer)[""][1] == "总分"


def published(app: Flask) -> tuple[make.County, int]:
    with app.app_context():
        county = make.county(state="published", sheets="final")
        return county, publishing.publication(county.assessment, county.users["office"]).id


def test_after_publication_it_tells_the_result(app: Flask) -> None:
    county, _ = published(app)
    said = text(client(app, county, "clerk").get(address(county)))
    assert "经复核，总分" in said
    assert f"复核意见：{publishing.REASON.replace(' ', '')}。" in said


def test_on_the_public_card_only_the_unit_and_the_office_find_it(app: Flask) -> None:
    county, key = published(app)
    with app.app_context():
        numbers = {unit: n for n, unit in enumerate(("甲乡", "乙乡", "丙局"), 1)}
    links = {}
    for name in ("clerk", "rival", "office", "visitor"):
        browser = app.test_client() if name == "visitor" else client(app, county, name)
        links[name] = [unit for unit, n in numbers.items() if "report.docx" in browser.get(f"/results/{key}/units/{n}").text]
    assert links == {"clerk": ["甲乡"], "rival": ["乙乡"], "office": ["甲乡", "乙乡", "丙局"], "visitor": []}


def test_the_public_desk_never_gives_it(app: Flask) -> None:
    county, key = published(app)
    for browser in (app.test_client(), client(app, county, "clerk"), client(app, county, "office")):
        assert browser.get(f"/results/{key}/files/docx_report/1").status_code == 404
    assert client(app, county, "office").get(f"/office/publications/{key}/docx_report").status_code == 404
