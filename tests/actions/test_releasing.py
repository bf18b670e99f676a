"""Two people release a result, as far as its scope says; the log tells what a correction changes."""
from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from scoring.actions import publishing
from scoring.core import canonical
from scoring.core.digests import ALGORITHMS
from scoring.core.release import Release
from scoring.core.verify import verify
from scoring.errors import Invalid, Refused, WrongState
from scoring.store.assessments import Assessment
from scoring.store.audit import AuditRow
from scoring.store.database import db
from scoring.store.results import Publication
from scoring.store.sheets import RulingRow
from scoring.store.writing import writing
from tests import make
from tests.actions.test_publishing import OFFICE, office, publisher, reviewed

SCOPE = Release("inside", 2, "示例办〔2027〕8号")
WHY = "甲乡的条数核错了，应为 100 条"


def detail(action: str) -> dict[str, object]:
    """What the log says of the newest row of an action."""
    return db.session.scalars(select(AuditRow).where(AuditRow.action == action).order_by(
        AuditRow.seq.desc())).first().detail


def test_who_froze_it_does_not_publish_it(app: Flask) -> None:
    with app.app_context():
        county = reviewed()
        row = publishing.freeze(office(county), county.assessment, office=OFFICE)
        assert make.row(Assessment, county.assessment).frozen_by == county.users["office"]
        with pytest.raises(Refused) as refusal:
            publishing.publish(office(county), county.assessment)
        assert refusal.value.sentence.startswith("这一版是你定版的，要由考核办的另一个账号核对后公布")
        assert (make.row(Assessment, county.assessment).state, make.row(Publication, row.id).state) == (
            "frozen", "frozen")
        publishing.publish(publisher(county), county.assessment)
        found = make.row(Publication, row.id)
        assert (found.state, found.frozen_by, found.published_by) == (
            "published", county.users["office"], county.users["publisher"])


def test_the_hands_may_change_after_a_thaw(app: Flask) -> None:
    with app.app_context():
        county = reviewed()
        publishing.freeze(office(county), county.assessment, office=OFFICE)
        publishing.thaw(office(county), county.assessment, reason="漏看了一份佐证")
        assert make.row(Assessment, county.assessment).frozen_by is None
        publishing.freeze(publisher(county), county.assessment, office=OFFICE)
        with pytest.raises(Refused):
            publishing.publish(publisher(county), county.assessment)
        assert publishing.publish(office(county), county.assessment).state == "published"


def test_nothing_is_frozen_without_a_document(app: Flask) -> None:
    with app.app_context():
        county = reviewed()
        with writing() as session:
            session.get_one(Assessment, county.assessment).document = ""
        with pytest.raises(Invalid) as refusal:
            publishing.freeze(office(county), county.assessment, office=OFFICE)
        assert refusal.value.sentence == "还不能定版：还没有写明批准公布的文件。"
        publishing.scope(office(county), county.assessment, release=SCOPE)
        assert publishing.freeze(office(county), county.assessment, office=OFFICE).edition == 1


def test_the_scope_goes_into_the_file_and_the_log(app: Flask) -> None:
    with app.app_context():
        county = reviewed()
        with pytest.raises(Invalid) as refusal:
            publishing.scope(office(county), county.assessment, release=Release("unit", 0, "三个字"))
        assert set(refusal.value.details["problems"]) == {"top", "document"}
        assert make.row(Assessment, county.assessment).release == Release(document=make.DOCUMENT)
        publishing.scope(office(county), county.assessment, release=Release("inside", 2, " 示例办〔2027〕8号\n"))
        assert detail("assessment.scope") == {
            "scope": {"before": "向社会公开，全部名次", "after": "本系统内部通报，每组前 2 名"},
            "document": {"before": make.DOCUMENT, "after": SCOPE.document}}
        row = publishing.freeze(office(county), county.assessment, office=OFFICE)
        assert canonical.decode(row.file)["snapshot"]["release"] == SCOPE.to_json()
        assert (row.audience, row.top, row.scope) == ("inside", 2, "本系统内部通报，每组前 2 名")
        with pytest.raises(WrongState):
            publishing.scope(office(county), county.assessment, release=Release(document=SCOPE.document))
        assert verify(row.file).problems == ()


def test_a_correction_keeps_the_scope_unless_it_is_changed(app: Flask) -> None:
    with app.app_context():
        county = reviewed()
        key, who = county.assessment, office(county)
        publishing.scope(who, key, release=SCOPE)
        publishing.freeze(who, key, office=OFFICE)
        publishing.publish(publisher(county), key)
        publishing.correct(who, key, reason=WHY)
        assert canonical.decode(publishing.freeze(who, key, office=OFFICE).file)["snapshot"]["release"] == SCOPE.to_json()
        publishing.thaw(who, key, reason="范围也要改，不分名次公开")
        publishing.scope(who, key, release=Release(document=SCOPE.document))
        row = publishing.freeze(who, key, office=OFFICE)
        publishing.publish(publisher(county), key)
        assert [(p.edition, p.state, p.scope) for p in db.session.query(Publication).order_by(Publication.id)] == [
            (1, "superseded", "本系统内部通报，每组前 2 名"), (2, "discarded", "本系统内部通报，每组前 2 名"),
            (3, "published", "向社会公开，全部名次")]
        assert verify(row.file).problems == ()


def test_the_log_says_what_a_correction_changes(app: Flask) -> None:
    with app.app_context():
        county = reviewed()
        key, who = county.assessment, office(county)
        publishing.freeze(who, key, office=OFFICE)
        assert detail("assessment.freeze")["changes"] == []
        publishing.publish(publisher(county), key)
        publishing.correct(who, key, reason=WHY)
        with writing() as session:
            session.query(RulingRow).filter_by(kind="corrected").one().facts = {"count": 100}
        publishing.freeze(who, key, office=OFFICE)
        told = detail("assessment.freeze")
        assert (told["changes"], told["scope"], told["document"]) == (
            ["甲乡：总分 57 → 60，等次 不合格 → 合格，主动公开 47 → 50"], "向社会公开，全部名次", make.DOCUMENT)


@pytest.mark.parametrize("name", list(ALGORITHMS))
def test_the_digest_is_made_as_the_site_wants_it(app: Flask, name: str) -> None:
    with app.app_context():
        county = reviewed()
        row = publishing.freeze(office(county), county.assessment, office=OFFICE, algorithm=ALGORITHMS[name])
        outcome = verify(row.file)
        assert (row.algorithm, outcome.algorithm, outcome.problems) == (name, ALGORITHMS[name].title, ())
        assert outcome.digest == row.digest
