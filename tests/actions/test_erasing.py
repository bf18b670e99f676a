"""A text is erased from one edition, by law: the edition stands, the log keeps no word of it."""
from __future__ import annotations

import json

import pytest
from flask import Flask
from sqlalchemy import select

from scoring.actions import erasing, making, publishing
from scoring.core.openings import Text, texts_of
from scoring.core.policy import COMMAND_LINE
from scoring.core.verify import verify
from scoring.errors import Invalid, Refused, WrongState
from scoring.store.audit import AuditRow
from scoring.store.database import db
from scoring.store.jobs import Job
from scoring.store.papers import name_of, papers
from scoring.store.results import Publication
from tests import make
from tests.actions.test_publishing import OFFICE, WHY, office, publisher, reviewed

BASIS = "示例法第一条第二款"


def text(edition: int, words: str = WHY) -> Text:
    """That text of the edition."""
    row = make.row(Publication, edition)
    return next(one for one in texts_of(row.opened.file) if one.words == words)


def published(county: make.County) -> int:
    """The key of a published edition."""
    key = publishing.freeze(office(county), county.assessment, office=OFFICE).id
    publishing.publish(publisher(county), county.assessment)
    return key


def test_one_text_goes_and_everything_else_stands(app: Flask) -> None:
    with app.app_context():
        county = reviewed()
        key = published(county)
        before = make.row(Publication, key)
        digest, said, gone = before.digest, texts_of(before.opened.file), text(key)
        paper, other = papers().path(name_of("a scorecard")), papers().folder / "notes.txt"
        for path in (paper, other):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(WHY, encoding="utf-8")
        erasing.erase(office(county), key, commitment=gone.commitment, basis=BASIS)
        assert (paper.exists(), other.exists()) == (False, True)     # what was printed has the words, and is made again
        row = make.row(Publication, key)
        outcome = verify(row.file)
        assert (outcome.problems, outcome.digest, outcome.erased, row.digest) == ((), digest, 1, digest)
        assert outcome.key != ""
        assert WHY not in row.file
        assert [one.words for one in texts_of(row.opened.file)] == [
            None if one == gone else one.words for one in said]


def test_the_log_keeps_where_it_stood_and_not_what_it_said(app: Flask) -> None:
    with app.app_context():
        county = reviewed()
        key = published(county)
        gone = text(key)
        erasing.erase(office(county), key, commitment=gone.commitment, basis=BASIS)
        row = db.session.scalars(select(AuditRow).order_by(AuditRow.seq.desc())).first()
        assert (row.action, row.subject_id, row.detail) == ("publication.erase", key, {
            "edition": 1, "unit": "甲乡", "leaf": "disclosure", "kind": "复核理由", "commitment": gone.commitment,
            "basis": BASIS})
        log = json.dumps([one.detail for one in db.session.scalars(select(AuditRow))], ensure_ascii=False)
        assert (BASIS in log, WHY in log) == (True, False)


def test_what_is_being_made_of_the_old_text_is_not_finished(app: Flask) -> None:
    with app.app_context():
        county = reviewed()
        key = published(county)
        waiting = making.ask(office(county), key, form="booklet").id
        running = making.take(COMMAND_LINE, worker="w").id
        other = making.ask(office(county), key, form="zip").id
        assert (running, make.row(Job, other).state) == (waiting, "waiting")
        erasing.erase(office(county), key, commitment=text(key).commitment, basis=BASIS)
        assert [make.row(Job, job).state for job in (running, other)] == ["stopped", "stopped"]
        assert making.advance(COMMAND_LINE, running, worker="w", done=1, total=9) is False
        with pytest.raises(WrongState):
            making.finish(COMMAND_LINE, running, worker="w", file="f" * 64, size=9)


def test_each_edition_is_erased_apart(app: Flask) -> None:
    with app.app_context():
        county = reviewed()
        first = published(county)
        publishing.correct(office(county), county.assessment, reason="乙乡的佐证补看了一件")
        second = published(county)
        erasing.erase(office(county), first, commitment=text(first).commitment, basis=BASIS)
        assert [WHY in make.row(Publication, key).file for key in (first, second)] == [False, True]
        with pytest.raises(Invalid):
            erasing.erase(office(county), first, commitment=text(second).commitment, basis=BASIS)


def test_what_cannot_be_erased(app: Flask) -> None:
    with app.app_context():
        county = reviewed()
        key = publishing.freeze(office(county), county.assessment, office=OFFICE).id
        gone = text(key).commitment
        with pytest.raises(WrongState):     # nobody has seen it: it is thawed and mended instead
            erasing.erase(office(county), key, commitment=gone, basis=BASIS)
        publishing.publish(publisher(county), county.assessment)
        with pytest.raises(Refused):
            erasing.erase(make.actor(county, "reviewer"), key, commitment=gone, basis=BASIS)
        with pytest.raises(Invalid) as refusal:
            erasing.erase(office(county), key, commitment=gone, basis="依法删除")
        assert list(refusal.value.details["problems"]) == ["basis"]
        assert WHY in make.row(Publication, key).file
        erasing.erase(office(county), key, commitment=gone, basis=BASIS)
        for commitment in (gone, "0" * 64, ""):
            with pytest.raises(Invalid) as refusal:
                erasing.erase(office(county), key, commitment=commitment, basis=BASIS)
            assert refusal.value.sentence == "这一版里没有这段文字，或者已经删除，请刷新页面再看。"
