"""A published result of a ruleset with conditions, office figures and settled points: page, paper, spreadsheet."""
from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from scoring import clock
from scoring.core.published import open_file
from scoring.core.verify import verify
from scoring.store.assessments import Assessment
from scoring.store.database import db
from scoring.store.freezing import about, file_of, submissions_of
from scoring.store.sheets import RulingRow
from scoring.store.writing import writing
from tests import language, make, publishing
from tests.reviewing import REASON, text_of

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


@pytest.fixture
def file(app: Flask) -> str:
    """The snapshot: the reviewer says there is a platform, and that the hotline does not apply."""
    with app.app_context():
        county = language.filled("reviewing", "reviewed")
        with writing() as session:
            for leaf, kind, facts in (("has", "corrected", {"answer": True}), ("hotline", "not_applicable", None)):
                session.add(RulingRow(submission_id=county.submissions["甲乡"], leaf=leaf, kind=kind, facts=facts,
                                      reason=REASON, at=clock.now(), by=county.users["reviewer"]))
        row = make.row(Assessment, county.assessment)
        made = file_of(row, submissions_of(db.session(), row.id), about(row, "示例县考核办"))
        row = make.assessment(row.adopted_id, "已公布的考核", "published")
        publishing.publication(row.id, county.users["office"], file=made)
    return made


def test_the_card_says_what_does_not_apply_and_what_it_got(client: FlaskClient, file: str) -> None:
    page = client.get("/results/1/units/1")
    assert page.status_code == 200
    assert "7 热线办理 10 不适用，计 10 不适用，计 10" in text_of(page.text)
    assert "8.2 平台可用 5 0 0" in text_of(page.text)      # asked by the review only


def test_paper_and_spreadsheet_are_made(client: FlaskClient, file: str) -> None:
    made = [client.get(f"/results/1/files/{name}").status_code for name in ("xlsx_ranking", "json_snapshot")]
    made.append(client.get("/results/1/files/pdf_scorecard/1").status_code)
    assert made == [200, 200, 200]


def test_the_snapshot_verifies(file: str) -> None:
    assert verify(file).problems == ()
    assert [row.leaf.id for row in open_file(file).groups[0].results[0].rows].count("uptime") == 1
