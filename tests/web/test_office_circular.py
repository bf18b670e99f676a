"""The circular over the web: the office takes it from the result page, of what is frozen or published; nobody else does."""
from __future__ import annotations

import html
import io
import re
from typing import Any
from urllib.parse import unquote

import pytest
from docx import Document
from flask import Flask

from tests import make, publishing

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


def site(app: Flask, state: str, edition: str) -> tuple[make.County, int, Any]:
    """A county whose assessment is in that state, the key of its publication, the office signed in."""
    with app.app_context():
        county = make.county(state=state, sheets="final" if edition == "published" else "reviewed")
        key = publishing.publication(county.assessment, county.users["office"], edition).id
        return county, key, make.client(app, county.users["office"])


@pytest.mark.parametrize(("state", "edition", "name"), [
    ("frozen", "frozen", "定版稿-2026 年度政务公开考核-结果通报"), ("published", "published", "2026 年度政务公开考核-结果通报")])
def test_the_office_takes_the_circular_from_the_result_page(app: Flask, state: str, edition: str, name: str) -> None:
    county, key, office = site(app, state, edition)
    page = html.unescape(office.get(f"/office/assessments/{county.assessment}/result").get_data(as_text=True))
    assert re.findall(r'<a class="btn" href="(/office/publications/[^"]+)">([^<]+)</a>', page) == [
        (f"/office/publications/{key}/docx_circular", "结果通报，公文格式（Word）"),
        (f"/office/publications/{key}/pdf_circular", "结果通报，公文格式（PDF）")]
    word, paper = (office.get(f"/office/publications/{key}/{form}_circular") for form in ("docx", "pdf"))
    assert (word.mimetype, paper.mimetype, paper.data[:5]) == (WORD, "application/pdf", b"%PDF-")
    assert Document(io.BytesIO(word.data)).paragraphs[0].text == "关于《2026年度政务公开考核》结果的通报"
    sent = unquote(word.headers["Content-Disposition"].split("UTF-8''")[1])
    assert sent == f"{name}.docx"


@pytest.mark.parametrize("edition", ["discarded", "superseded"])
def test_what_no_longer_stands_has_no_circular(app: Flask, edition: str) -> None:
    county, key, office = site(app, "reviewing", edition)
    page = office.get(f"/office/assessments/{county.assessment}/result").get_data(as_text=True)
    assert ("_circular" in page, office.get(f"/office/publications/{key}/pdf_circular").status_code) == (False, 404)


@pytest.mark.parametrize("name", ["xlsx_ranking", "nothing", "json_snapshot"])
def test_only_what_is_for_the_office_is_given_here(app: Flask, name: str) -> None:
    _, key, office = site(app, "published", "published")
    assert office.get(f"/office/publications/{key}/{name}").status_code == 404


@pytest.mark.parametrize("name", ["docx_circular", "pdf_circular"])
def test_the_public_page_does_not_offer_it(app: Flask, name: str) -> None:
    _, key, _ = site(app, "published", "published")
    visitor = app.test_client()
    assert "circular" not in visitor.get(f"/results/{key}/").get_data(as_text=True)
    assert visitor.get(f"/results/{key}/files/{name}").status_code == 404
    assert visitor.get(f"/office/publications/{key}/{name}").status_code == 302
