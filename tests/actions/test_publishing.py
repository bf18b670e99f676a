"""From reviewed sheets to a publication that verifies, its correction, and everything that stands in the way."""
from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from scoring import clock
from scoring.actions import publishing
from scoring.core import canonical
from scoring.core.policy import Actor
from scoring.core.published import open_file
from scoring.core.verify import verify
from scoring.errors import Invalid, WrongState
from scoring.store.assessments import Assessment
from scoring.store.database import db
from scoring.store.results import Publication
from scoring.store.sheets import Answer, Evidence, RulingRow, Submission
from scoring.store.writing import writing
from tests import make

OFFICE = "示例县政务公开办公室"
WHY = "其中 40 条是转载，不是本单位公开的信息"


def office(county: make.County) -> Actor:
    return make.actor(county, "office")


def publisher(county: make.County) -> Actor:
    return make.actor(county, "publisher")


def reviewed() -> make.County:
    """甲乡 corrected from 134 to 94 items, 乙乡 with an accepted claim, 丙局 with a refused one."""
    county = make.county(state="reviewing", sheets="reviewed")
    jia, yi, bing = (county.submissions[n] for n in ("甲乡", "乙乡", "丙局"))
    make.answer(jia, "disclosure", {"count": 134}, note="见网站")
    make.answer(jia, "plan", {"answer": True})
    make.answer(yi, "replies", None, claim="没有留言渠道，不受理留言")
    make.answer(bing, "replies", None, claim="没有留言渠道，不受理留言")
    by, at = county.users["reviewer"], clock.now()
    with writing() as session:
        session.add_all(RulingRow(submission_id=s, leaf=leaf, kind=kind, facts=facts, reason=why, at=at, by=by)
                        for s, leaf, kind, facts, why in (
                            (jia, "disclosure", "corrected", {"count": 94}, WHY), (jia, "plan", "confirmed", None, ""),
                            (yi, "replies", "not_applicable", None, ""), (bing, "replies", "applicable", None, "有信箱")))
        session.add(Evidence(submission_id=jia, leaf="disclosure", kind="link", title="网站", url="http://localhost/a",
                             added_at=at, added_by=county.users["clerk"]))
        session.add(Evidence(submission_id=jia, leaf="disclosure", kind="file", title="清单", sha256="c" * 64, size=3,
                             added_at=at, added_by=county.users["clerk"]))
        session.add(Evidence(submission_id=jia, leaf="plan", kind="file", title="删掉的", sha256="d" * 64, size=3,
                             added_at=at, added_by=county.users["clerk"], removed_at=at))
    return county


def states(county: make.County) -> dict[str, str]:
    return {name: make.row(Submission, key).state for name, key in county.submissions.items()}


def test_a_frozen_file_verifies_and_says_what_was_ruled(app: Flask) -> None:
    with app.app_context():
        county = reviewed()
        row = publishing.freeze(office(county), county.assessment, office=OFFICE)
        found = verify(row.file)
        assert (found.problems, found.units, found.digest) == ((), 3, row.digest)
        body = canonical.decode(row.file)["snapshot"]
        unit = body["units"][0]
        assert unit["rulings"]["disclosure"]["facts"] == {"count": 94}
        assert unit["rulings"]["plan"]["facts"] is None
        assert unit["evidence"] == {"disclosure": [
            {"kind": "link", "digest": canonical.digest(b"http://localhost/a")}, {"kind": "file", "digest": "c" * 64}]}
        opened = open_file(row.file)
        assert [r.reason for r in opened.result("甲乡").rows if r.leaf.id == "disclosure"] == [WHY]
        assert [(p.place, p.unit, str(p.total)) for p in opened.group("乡镇").places] == [(1, "甲乡", "57"), (2, "乙乡", "0")]
        assert (opened.office, row.edition, row.state) == (OFFICE, 1, "frozen")
        assert (row.frozen_by, make.row(Assessment, county.assessment).state) == (county.users["office"], "frozen")


def test_publishing_settles_the_sheets_and_a_correction_supersedes(app: Flask) -> None:
    with app.app_context():
        county = reviewed()
        key, who = county.assessment, office(county)
        first = publishing.freeze(who, key, office=OFFICE)
        publishing.publish(publisher(county), key)
        assert set(states(county).values()) == {"final"}
        publishing.correct(who, key, reason="甲乡的条数核错了，应为 100 条")
        assert set(states(county).values()) == {"reviewed"}
        assert make.row(Publication, first.id).state == "published"
        ruling = db.session.query(RulingRow).filter_by(kind="corrected").one()
        with writing() as session:
            session.get(RulingRow, ruling.id).facts = {"count": 100}
        second = publishing.freeze(who, key, office=OFFICE)
        assert canonical.decode(second.file)["snapshot"]["replaces"] == {
            "digest": first.digest, "reason": "甲乡的条数核错了，应为 100 条", "changes": {"rules": False, "units": [
                {"unit": "甲乡", "place": [1, 1], "grade": ["不合格", "合格"], "total": ["57", "60"],
                 "lines": {"disclosure": ["47", "50"]}}]}}
        publishing.publish(publisher(county), key)
        assert [(p.edition, p.state, p.replaces_id) for p in db.session.query(Publication).order_by(Publication.id)] == [
            (1, "superseded", None), (2, "published", first.id)]
        assert (verify(second.file).stands, make.row(Publication, first.id).opened.digest) == (True, first.digest)
        assert make.row(Assessment, key).correcting == ""


def test_thawing_discards_the_edition_and_needs_a_reason(app: Flask) -> None:
    with app.app_context():
        county = reviewed()
        row = publishing.freeze(office(county), county.assessment, office=OFFICE)
        with pytest.raises(Invalid):
            publishing.thaw(office(county), county.assessment, reason="错")
        assert make.row(Assessment, county.assessment).state == "frozen"
        publishing.thaw(office(county), county.assessment, reason="漏看了一份佐证")
        assert (make.row(Publication, row.id).state, make.row(Assessment, county.assessment).state) == (
            "discarded", "reviewing")
        assert publishing.freeze(office(county), county.assessment, office=OFFICE).edition == 2


@pytest.mark.parametrize("state", ["submitted", "reviewing"])
def test_a_sheet_not_reviewed_stops_the_freeze(app: Flask, state: str) -> None:
    with app.app_context():
        county = reviewed()
        with writing() as session:
            session.get(Submission, county.submissions["乙乡"]).state = state
        with pytest.raises(Invalid) as refusal:
            publishing.freeze(office(county), county.assessment, office=OFFICE)
        assert refusal.value.sentence == "还不能定版：乙乡的自查表还没有复核完。"
        assert (make.row(Assessment, county.assessment).state, db.session.query(Publication).count()) == ("reviewing", 0)


def test_an_unsettled_claim_stops_the_freeze(app: Flask) -> None:
    with app.app_context():
        county = reviewed()
        make.answer(county.submissions["甲乡"], "replies", None, claim="没有留言渠道")
        with pytest.raises(Invalid) as refusal:
            publishing.freeze(office(county), county.assessment, office=OFFICE)
        assert refusal.value.sentence == "还不能定版：甲乡的不适用申请还没有裁定：留言办结。"


@pytest.mark.parametrize("state", ["draft", "signing", "returned"])
def test_a_sheet_not_handed_in_counts_only_if_named(app: Flask, state: str) -> None:
    with app.app_context():
        county = reviewed()
        absent = county.submissions["乙乡"]
        with writing() as session:
            session.get(Submission, absent).state = state
            session.query(RulingRow).filter_by(submission_id=absent).delete()
        for named in (frozenset(), frozenset({absent, county.submissions["甲乡"]})):
            with pytest.raises(Invalid):
                publishing.freeze(office(county), county.assessment, office=OFFICE, without=named)
        row = publishing.freeze(office(county), county.assessment, office=OFFICE, without=frozenset({absent}))
        line = open_file(row.file).result("乙乡").verified.lines["replies"]
        assert (verify(row.file).stands, line.state, str(line.points)) == (True, "unanswered", "0")
        publishing.publish(publisher(county), county.assessment)
        assert states(county) == {"甲乡": "final", "乙乡": state, "丙局": "final"}


def test_what_a_unit_says_after_its_sheet_was_returned_is_not_the_reviewers_word(app: Flask) -> None:
    """甲乡 gets its sheet back with a leaf confirmed and one corrected, claims both away, and never hands it in."""
    with app.app_context():
        county = reviewed()
        jia = county.submissions["甲乡"]
        with writing() as session:
            session.get(Submission, jia).state = "returned"
            for answer in session.query(Answer).filter_by(submission_id=jia):
                answer.claim, answer.saved_at = "今年没有这项职能", clock.now() + timedelta(seconds=1)
        row = publishing.freeze(office(county), county.assessment, office=OFFICE, without=frozenset({jia}))
        card = open_file(row.file).result("甲乡").verified
        assert [(k, card.lines[k].state, str(card.lines[k].points)) for k in ("disclosure", "plan")] == [
            ("disclosure", "answered", "47"), ("plan", "answered", "10")]
        rulings = canonical.decode(row.file)["snapshot"]["units"][0]["rulings"]
        assert {leaf: r["kind"] for leaf, r in rulings.items()} == {"disclosure": "corrected", "plan": "applicable"}
        assert verify(row.file).problems == ()


def test_a_confirmation_of_other_facts_is_not_published(app: Flask) -> None:
    with app.app_context():
        county = reviewed()
        jia = county.submissions["甲乡"]
        with writing() as session:
            session.get(Submission, jia).state = "returned"
            answer = session.query(Answer).filter_by(submission_id=jia, leaf="plan").one()
            answer.facts, answer.saved_at = {"answer": False}, clock.now() + timedelta(seconds=1)
        row = publishing.freeze(office(county), county.assessment, office=OFFICE, without=frozenset({jia}))
        assert set(canonical.decode(row.file)["snapshot"]["units"][0]["rulings"]) == {"disclosure"}
        assert verify(row.file).problems == ()


def test_a_freeze_happens_once(app: Flask) -> None:
    with app.app_context():
        county = reviewed()
        publishing.freeze(office(county), county.assessment, office=OFFICE)
        with pytest.raises(WrongState):
            publishing.freeze(office(county), county.assessment, office=OFFICE)
        assert db.session.query(Publication).count() == 1


def test_leaves_of_another_ruleset_version_do_not_get_in(app: Flask) -> None:
    with app.app_context():
        county = reviewed()
        make.answer(county.submissions["甲乡"], "gone", {"count": 1})
        row = publishing.freeze(office(county), county.assessment, office=OFFICE)
        assert "gone" not in canonical.decode(row.file)["snapshot"]["units"][0]["facts"]
        assert db.session.query(Answer).filter_by(leaf="gone").count() == 1
