"""Papers as they are downloaded: kept ones are handed out again, long ones are made by a few at a time."""
from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from scoring.actions import keeping
from scoring.actions.giving_out import given_out
from scoring.actions.making import edition_key
from scoring.core.published import open_file
from scoring.core.release import Release
from scoring.exports import drawer, pdf_booklet, pdf_scorecard, xlsx_ranking
from scoring.store.papers import name_of, papers, written
from tests import make, publishing

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])
BOOKLET, TABLES, CARD = f"{pdf_booklet.NAME}/1", xlsx_ranking.NAME, f"{pdf_scorecard.NAME}/1"
KEPT = b"%PDF-kept"


def published(app: Flask, release: Release | None = None) -> tuple[str, str]:
    """The file of a public result, and the address of its formats."""
    with app.app_context():
        county = make.county(state="published", sheets="final")
        row = publishing.publication(county.assessment, county.users["office"], file=publishing.file_text(release=release))
        return row.file, f"/results/{row.id}/files/"


def place(app: Flask, file: str, export: str, subject: str) -> Path:
    with app.app_context():
        return papers().path(name_of(edition_key(file), export, subject))


def keep(app: Flask, path: Path) -> None:
    with app.app_context(), written(path) as out:
        out.write(KEPT)


@pytest.mark.parametrize(("name", "address", "subject"), [
    (pdf_booklet.NAME, BOOKLET, "乡镇"), (xlsx_ranking.NAME, TABLES, "")])
def test_a_long_paper_is_made_once(app: Flask, name: str, address: str, subject: str) -> None:
    file, under = published(app)
    path = place(app, file, name, subject)
    first = app.test_client().get(under + address)
    with app.app_context():
        made = drawer()[name].render(open_file(file), subject or file)
        assert (first.status_code, first.data, path.read_bytes()) == (200, given_out(name, made), made)
    keep(app, path)
    assert app.test_client().get(under + address).data == KEPT


def test_a_card_is_taken_from_a_job_and_not_kept_otherwise(app: Flask) -> None:
    file, under = published(app)
    path = place(app, file, pdf_scorecard.NAME, "甲乡")
    first = app.test_client().get(under + CARD)
    assert (first.status_code, path.exists()) == (200, False)
    with app.app_context(), written(path) as out:
        out.write(drawer()[pdf_scorecard.NAME].render(open_file(file), "乙乡"))
    other = app.test_client().get(under + CARD)
    assert (other.status_code, other.data != first.data) == (200, True)


def test_what_leaves_units_out_is_never_taken_from_what_names_all(app: Flask) -> None:
    file, under = published(app, Release("public", 1, "示例〔2026〕1号"))
    path = place(app, file, pdf_booklet.NAME, "乡镇")
    keep(app, path)
    answer = app.test_client().get(under + BOOKLET)
    assert (answer.status_code, answer.data[:5], answer.data == KEPT) == (200, b"%PDF-", False)


def test_who_waits_too_long_is_told_to_come_again(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    file, under = published(app)
    monkeypatch.setattr(keeping, "PATIENCE", 0.01)
    for _ in range(keeping.AT_ONCE):
        keeping._turns.acquire()
    try:
        answer = app.test_client().get(under + BOOKLET)
        assert (answer.status_code, "正在制作别的大文件" in answer.get_data(as_text=True)) == (503, True)
        assert app.test_client().get(under + CARD).status_code == 200       # what is short does not wait
        keep(app, place(app, file, pdf_booklet.NAME, "乡镇"))
        assert app.test_client().get(under + BOOKLET).data == KEPT          # nor does what is made
    finally:
        for _ in range(keeping.AT_ONCE):
            keeping._turns.release()
    assert app.test_client().get(under + TABLES).status_code == 200
