"""A reviewer's checks on evidence, with a file or without; a refused one leaves nothing behind."""
from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from scoring import clock
from scoring.actions import reviewing
from scoring.errors import Invalid, NotFound, ScoringError
from scoring.store.audit import AuditRow
from scoring.store.database import db
from scoring.store.files import store
from scoring.store.sheets import Evidence, EvidenceCheck
from scoring.store.writing import writing
from tests import make
from tests.reviewing import colleague, handed_in, piece, who


@pytest.fixture
def county(app: Flask) -> Iterator[make.County]:
    """Three sheets handed in."""
    with app.app_context():
        yield handed_in()


def picture() -> bytes:
    """A small screenshot as PNG."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "PNG")
    return out.getvalue()


def test_a_check_is_about_one_piece_and_doubts_are_explained(county: make.County) -> None:
    sheet, me = county.submissions["甲乡"], who(county)
    key = piece(sheet, "plan", county.users["clerk"])
    with pytest.raises(Invalid) as refusal:
        reviewing.check_piece(me, key, verdict="bad", note="")
    assert refusal.value.details["path"] == ["note"]
    with pytest.raises(Invalid) as refusal:
        reviewing.check_piece(me, key, verdict="true", note="")
    assert refusal.value.details["path"] == ["verdict"]
    reviewing.check_piece(me, key, verdict="good")
    reviewing.check_piece(me, key, verdict="doubt", note="日期对不上", name="网页截图.png", data=picture())
    rows = make.row(Evidence, key).checks
    assert [(c.verdict, c.note, c.file_title, c.size) for c in rows] == [
        ("good", "", "", 0), ("doubt", "日期对不上", "网页截图.png", len(picture()))]
    assert store().size(rows[1].sha256) == len(picture())


@pytest.mark.parametrize("case", ["foreign leaf", "removed", "bad file", "marked"])
def test_a_refused_check_leaves_nothing(county: make.County, case: str) -> None:
    sheet, me = county.submissions["甲乡"], who(county)
    key = piece(sheet, "disclosure", county.users["clerk"])
    error: type[ScoringError] = NotFound
    name, data = "截图.png", picture()
    if case == "foreign leaf":
        me = colleague(county, indicator="basics")
    elif case == "removed":
        with writing() as session:
            session.get_one(Evidence, key).removed_at = clock.now()
    else:
        error, name, data = Invalid, "截图.exe" if case == "bad file" else "机密★截图.png", data
    with pytest.raises(error):
        reviewing.check_piece(me, key, verdict="good", name=name, data=data)
    assert db.session.scalars(select(EvidenceCheck)).all() == []
    assert [p for p in store().folder.rglob("*") if p.is_file()] == []
    said = [r.detail for r in db.session.scalars(select(AuditRow).where(AuditRow.action == "evidence.check"))]
    assert said == {"foreign leaf": [{"reason": NotFound.SENTENCE}], "removed": [{"reason": "这份佐证已经由单位删除了。"}],
                    "bad file": [], "marked": [{"rule": "国家秘密标志"}]}[case]
