"""The files a ranking page offers: each link leads to one, and a publication that is not whole offers less."""
from __future__ import annotations

import re

from flask import Flask

from tests import make, publishing
from tests.exports import samples
from tests.exports.test_listed import released


def offered(app: Flask, file: str) -> tuple[list[str], int]:
    """The addresses of files on the ranking page, and the key of the publication."""
    with app.app_context():
        county = make.county(state="published", sheets="final")
        key = publishing.publication(county.assessment, county.users["office"], file=file).id
    return re.findall(r'href="([^"]*/files/[^"]*)"', app.test_client().get(f"/results/{key}/").text), key


def test_every_format_on_the_page_is_there(app: Flask) -> None:
    links, key = offered(app, samples.county())
    names = ("xlsx_ranking", "pdf_booklet/1", "json_snapshot", "csv_ranking", "csv_lines", "jsonl_lines")
    assert links == [f"/results/{key}/files/{name}" for name in names]
    answers = [app.test_client().get(link) for link in links]
    assert [(a.status_code, a.headers["Content-Disposition"][:10], a.mimetype) for a in answers] == [
        (200, "attachment", kind) for kind in (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/pdf", "application/json",
            "text/csv", "text/csv", "application/x-ndjson")]


def test_a_publication_that_is_not_whole_has_no_whole_file(app: Flask) -> None:
    links, key = offered(app, released(top=1))
    assert [link.rpartition("/files/")[2] for link in links] == [
        "xlsx_ranking", "pdf_booklet/1", "csv_ranking", "csv_lines", "jsonl_lines"]
    visitor = app.test_client()
    assert visitor.get(f"/results/{key}/files/json_snapshot").status_code == 404
    lines = visitor.get(f"/results/{key}/files/csv_ranking").text.splitlines()
    assert [line.split(",")[2] for line in lines[1:]] == ["月山乡", "县档案馆"]
