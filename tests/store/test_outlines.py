"""Outlines: what lists need of publications, read once."""
from __future__ import annotations

from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import defer

from scoring.core.outline import Standing, outline_of
from scoring.core.published import open_file
from scoring.core.release import Release
from scoring.store import outlines
from scoring.store.database import db
from scoring.store.results import Publication
from tests import make, publishing
from tests.statements import counted


def test_an_outline_says_what_the_whole_says() -> None:
    text = publishing.file_text(release=Release("inside", 2, "示例办〔2027〕3号"))
    short, whole = outline_of(text), open_file(text)
    assert (short.title, short.basis, short.period, short.as_of, short.digest, short.release) == (
        whole.title, whole.basis, whole.period, whole.as_of, whole.digest, whole.release)
    assert short.groups == (("乡镇", 2), ("县直部门", 1))
    assert list(short.standings.values()) == [
        Standing(r.unit, r.group, n, r.place, r.of, r.verified.total, r.verified.max, r.verified.grade)
        for n, r in enumerate((r for g in whole.groups for r in g.results), 1)]
    assert short.standings["乙乡"] == Standing("乙乡", "乡镇", 2, 2, 2, Decimal(40), Decimal(100), "不合格")


@pytest.mark.parametrize("many", [1, 3])
def test_files_are_read_once_and_by_one_statement(app: Flask, many: int) -> None:
    outlines.forget()
    with app.app_context():
        county = make.county(state="published", sheets="final")
        for n in range(many):
            file = publishing.file_text(f"第 {n} 次", year=2020 + n)
            publishing.publication(county.assessment, county.users["office"], edition=n + 1, file=file)
        rows = db.session.scalars(select(Publication).options(defer(Publication.file)).order_by(Publication.id)).all()
        with counted(app) as first:
            found = outlines.outlines(rows)
        with counted(app) as again:
            assert outlines.outlines(rows) == found
        assert [found[row.id].title for row in rows] == [f"第 {n} 次" for n in range(many)]
    assert (len(first), len(again)) == (1, 0)
