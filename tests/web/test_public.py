"""What visitors see: published results alone, from the snapshot alone."""
from __future__ import annotations

import re

import pytest
from flask import Flask

from scoring.core.verify import verify
from tests import make, publishing
from tests.statements import counted

TAILS = ["groups/0", "groups/9", "units/0", "units/9", "files/nothing", "files/pdf_scorecard/9",
         "files/pdf_booklet/0", "files/pdf_scorecard", f"units/{2**70}", "units/一"]


@pytest.fixture
def published(app: Flask) -> int:
    with app.app_context():
        county = make.county(state="published", sheets="final")
        return publishing.publication(county.assessment, county.users["office"]).id


def test_an_empty_site_says_what_will_be_here(app: Flask) -> None:
    answer = app.test_client().get("/")
    assert (answer.status_code, "还没有公布的考核结果" in answer.text) == (200, True)


def test_ranking_and_card(app: Flask, published: int) -> None:
    visitor = app.test_client()
    page = visitor.get(f"/results/{published}/").text
    assert page.index("甲乡") < page.index("乙乡")
    assert "丙局" not in page
    assert "丙局" in visitor.get(f"/results/{published}/groups/2").text
    card = visitor.get(f"/results/{published}/units/1").text
    assert publishing.REASON in card
    assert "94 条 × 0.5 分 = 47 分" in card


@pytest.mark.parametrize(("query", "seen", "unseen"), [("甲", "甲乡", "乙乡"), ("乙乡", "乙乡", "甲乡")])
def test_search_needs_no_script(app: Flask, published: int, query: str, seen: str, unseen: str) -> None:
    page = app.test_client().get(f"/results/{published}/", query_string={"q": query}).text
    assert (f">{seen}</a>" in page, f">{unseen}</a>" in page) == (True, False)


@pytest.mark.parametrize("state", ["frozen", "discarded"])
def test_what_is_not_published_is_absent_everywhere(app: Flask, state: str) -> None:
    with app.app_context():
        county = make.county(state="frozen", sheets="reviewed")
        key = publishing.publication(county.assessment, county.users["office"], state).id
    visitor = app.test_client()
    for tail in ("", "groups/1", "units/1", "files/json_snapshot", "files/pdf_scorecard/1", "files/xlsx_ranking"):
        hidden, absent = visitor.get(f"/results/{key}/{tail}"), visitor.get(f"/results/{key + 1}/{tail}")
        assert (hidden.status_code, without_token(hidden.text)) == (404, without_token(absent.text))
    assert "考核结果公布" in visitor.get("/").text


def without_token(page: str) -> str:
    return re.sub(r'name="csrf-token" content="[^"]*"', "", page)


@pytest.mark.parametrize("tail", TAILS)
def test_addresses_that_lead_nowhere(app: Flask, published: int, tail: str) -> None:
    assert app.test_client().get(f"/results/{published}/{tail}").status_code == 404


def test_downloads_are_attachments_and_the_file_verifies(app: Flask, published: int) -> None:
    visitor = app.test_client()
    answer = visitor.get(f"/results/{published}/files/json_snapshot")
    assert verify(answer.text).problems == ()
    for name in ("json_snapshot", "xlsx_ranking", "pdf_scorecard/1", "pdf_booklet/1"):
        head = visitor.get(f"/results/{published}/files/{name}").headers
        assert head["Content-Disposition"].startswith("attachment")
        assert head["X-Content-Type-Options"] == "nosniff"


def test_the_old_publication_stays_readable_and_names_the_new(app: Flask) -> None:
    with app.app_context():
        county = make.county(state="published", sheets="final")
        old = publishing.publication(county.assessment, county.users["office"], "superseded")
        file = publishing.file_text(replaces={"digest": old.digest, "reason": "乙乡漏计"})
        new = publishing.publication(county.assessment, county.users["office"], edition=2, file=file,
                                     replaces_id=old.id, reason="乙乡漏计")
        old_key, new_key = old.id, new.id
    visitor = app.test_client()
    assert f'href="/results/{new_key}/"' in visitor.get(f"/results/{old_key}/").text
    assert "更正原因：乙乡漏计" in visitor.get(f"/results/{new_key}/").text
    home = visitor.get("/").text
    assert (f'href="/results/{new_key}/"' in home, f'href="/results/{old_key}/"' in home) == (True, False)


@pytest.mark.parametrize("units", [3, 20])
def test_the_ranking_takes_three_statements_whatever_its_length(app: Flask, units: int) -> None:
    with app.app_context():
        county = make.county(state="published", sheets="final")
        key = publishing.publication(county.assessment, county.users["office"], file=publishing.file_text(units=units)).id
    visitor = app.test_client()
    with counted(app) as sent:
        assert visitor.get(f"/results/{key}/").status_code == 200
    assert len(sent) == 3
