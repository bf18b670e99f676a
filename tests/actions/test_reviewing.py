"""What a reviewer does, on both databases: rulings and their versions, checks, return, finish, what opens again."""
from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from scoring import clock
from scoring.actions import answering, reviewing
from scoring.core import points as p
from scoring.errors import Invalid, NotFound, Refused, ScoringError, Stale, WrongState
from scoring.store import tallying
from scoring.store.audit import AuditRow
from scoring.store.database import db
from scoring.store.people import Recusal, User
from scoring.store.rulings import leaves_for, progress_of, standing_of
from scoring.store.sheets import Evidence, RulingRow, SignOff, Submission
from scoring.store.writing import writing
from tests import make
from tests.reviewing import REASON, colleague, piece, ruling, who


@pytest.fixture
def county(app: Flask) -> Any:
    """甲乡 has handed in 134 items, a plan, a claim on replies, nothing on staff."""
    with app.app_context():
        made = make.county(state="reviewing", sheets="submitted")
        sheet = made.submissions["甲乡"]
        make.answer(sheet, "disclosure", {"count": 134})
        make.answer(sheet, "plan", {"answer": True})
        make.answer(sheet, "replies", None, claim="没有网上留言渠道")
        yield made


@pytest.mark.parametrize(("leaf", "kind", "facts", "reason", "stored"), [
    ("disclosure", "confirmed", None, "", ("confirmed", None, "")),
    ("disclosure", "corrected", {"count": " ９４ "}, f" {REASON} ", ("corrected", {"count": 94}, REASON)),
    ("disclosure", "corrected", {"count": "134"}, REASON, ("confirmed", None, REASON)),   # equals the claim
    ("staff", "confirmed", None, "", ("confirmed", None, "")),                            # nothing was filled in
    ("staff", "corrected", {"ticks": ["专干", "机构"]}, REASON, ("corrected", {"ticks": None}, REASON)),
    ("replies", "not_applicable", None, REASON, ("not_applicable", None, REASON)),
    ("replies", "applicable", None, REASON, ("applicable", None, REASON)),
    ("replies", "corrected", {"done": "8", "of": "10"}, REASON, ("corrected", {"done": 8, "of": 10}, REASON)),
    ("quality", "corrected", {"level": "良"}, REASON, ("corrected", {"level": "良"}, REASON)),
])
def test_what_a_ruling_stores(county: make.County, leaf: str, kind: str, facts: Any, reason: str,
                              stored: tuple[str, Any, str]) -> None:
    sheet = county.submissions["甲乡"]
    reviewing.give(who(county), sheet, leaf=leaf, kind=kind, version=0, facts=facts, reason=reason)
    row = ruling(sheet, leaf)
    assert row is not None
    if leaf == "staff" and stored[1] is not None:
        ticks = [o.id for o in make.row(Submission, sheet).assessment.ruleset.leaf("staff").asked_fields()[0].kind.options]
        stored = (stored[0], {"ticks": ticks}, stored[2])
    assert ((row.kind, row.facts, row.reason), row.version, row.by) == (stored, 1, county.users["reviewer"])
    assert make.row(Submission, sheet).state == "reviewing"


@pytest.mark.parametrize(("leaf", "kind", "facts", "reason", "path"), [
    ("disclosure", "corrected", {"count": "94"}, "太短", ["reason"]),
    ("disclosure", "corrected", {"count": "94"}, "一二三四五六七八九", ["reason"]),
    ("disclosure", "corrected", {"count": "-1"}, REASON, ["count"]),
    ("disclosure", "corrected", None, REASON, ["facts"]),
    ("disclosure", "corrected", "NaN", REASON, ["count"]),
    ("disclosure", "not_applicable", None, REASON, ["kind"]),
    ("disclosure", "applicable", None, REASON, ["kind"]),
    ("disclosure", "approved", None, REASON, ["kind"]),
    ("replies", "confirmed", None, REASON, ["kind"]),
    ("replies", "not_applicable", None, "", ["reason"]),
    ("quality", "confirmed", None, "", ["kind"]),
    ("quality", "not_applicable", None, REASON, ["kind"]),
    ("quality", "corrected", {"level": "甲"}, REASON, ["level"]),
])
def test_what_is_refused_leaves_no_ruling(county: make.County, leaf: str, kind: str, facts: Any, reason: str,
                                          path: list[str]) -> None:
    sheet = county.submissions["甲乡"]
    with pytest.raises(Invalid) as refusal:
        reviewing.give(who(county), sheet, leaf=leaf, kind=kind, version=0, facts=facts, reason=reason)
    assert refusal.value.details["path"] == path
    assert (ruling(sheet, leaf), make.row(Submission, sheet).state) == (None, "submitted")


def test_the_verified_card_follows_the_rulings(county: make.County) -> None:
    sheet, me = county.submissions["甲乡"], who(county)
    for leaf, kind, facts in (("disclosure", "corrected", {"count": "94"}), ("replies", "not_applicable", None),
                              ("quality", "corrected", {"level": "优"})):
        reviewing.give(me, sheet, leaf=leaf, kind=kind, version=0, facts=facts, reason=REASON)
    card = tallying.card_of(make.row(Submission, sheet), "verified")
    points = {k: (p.show(v.points), v.state) for k, v in card.lines.items()}
    assert points == {"disclosure": ("47", "answered"), "plan": ("10", "answered"), "replies": ("0", "not_applicable"),
                      "staff": ("0", "unanswered"), "quality": ("10", "answered")}


def test_a_stale_ruling_is_refused_with_both_values(county: make.County) -> None:
    sheet, me, other = county.submissions["甲乡"], who(county), colleague(county)
    reviewing.give(other, sheet, leaf="disclosure", kind="corrected", version=0, facts={"count": "90"}, reason=REASON)
    with pytest.raises(Stale) as stale:
        reviewing.give(me, sheet, leaf="disclosure", kind="confirmed", version=0)
    details = stale.value.details
    assert (details["mine"], details["theirs"], details["who"], details["version"]) == (
        "确认", f"更正为 90 条；理由：{REASON}", "示例·colleague", 1)
    row = ruling(sheet, "disclosure")
    assert row is not None and (row.kind, row.facts, row.version) == ("corrected", {"count": 90}, 1)
    reviewing.give(me, sheet, leaf="disclosure", kind="confirmed", version=1)   # having seen it, mine is used
    reviewing.give(me, sheet, leaf="disclosure", kind="confirmed", version=0)   # a second press changes nothing
    row = ruling(sheet, "disclosure")
    assert row is not None and (row.kind, row.facts, row.version) == ("confirmed", None, 2)


def test_the_log_keeps_what_stood_before_without_the_words(county: make.County) -> None:
    sheet, me = county.submissions["甲乡"], who(county)
    reviewing.give(me, sheet, leaf="disclosure", kind="corrected", version=0, facts={"count": "90"}, reason=REASON)
    reviewing.give(me, sheet, leaf="disclosure", kind="confirmed", version=1)
    last = db.session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
    assert (last.action, last.detail["kind"], last.detail["before"]["facts"]) == (
        "ruling.give", "confirmed", {"count": 90})
    assert REASON not in str(last.detail)


@pytest.mark.parametrize(("case", "error"), [
    ("other leaf", NotFound), ("other group", NotFound), ("recused", NotFound), ("own unit", NotFound),
    ("not a reviewer", Refused), ("frozen", WrongState), ("draft", WrongState), ("absent", NotFound),
])
def test_who_may_not_rule(county: make.County, case: str, error: type[ScoringError]) -> None:
    sheet, me = county.submissions["甲乡"], who(county)
    if case == "other leaf":
        me = colleague(county, indicator="basics")
    elif case == "other group":
        me = colleague(county, "县直部门")
    elif case in ("recused", "own unit"):
        with writing() as session:
            if case == "recused":
                session.add(Recusal(user_id=county.users["reviewer"], unit_id=county.units["甲乡"]))
            else:
                session.get_one(User, county.users["reviewer"]).unit_id = county.units["甲乡"]
        me = who(county)
    elif case == "not a reviewer":
        me = who(county, "clerk")
    elif case in ("frozen", "draft"):
        with writing() as session:
            row = session.get_one(Submission, sheet)
            row.state, row.assessment.state = ("reviewed", "frozen") if case == "frozen" else ("draft", "open")
    elif case == "absent":
        sheet = 2**70
    with pytest.raises(error):
        reviewing.give(me, sheet, leaf="disclosure", kind="confirmed", version=0)
    if case != "other leaf":     # a duty for one leaf is enough to return the sheet
        with pytest.raises(error):
            reviewing.send_back(me, sheet, reason=REASON)
    assert db.session.scalars(select(RulingRow)).all() == []


def test_confirming_the_rest_leaves_claims_own_leaves_and_what_is_ruled(county: make.County) -> None:
    sheet, me = county.submissions["甲乡"], who(county)
    reviewing.give(me, sheet, leaf="disclosure", kind="corrected", version=0, facts={"count": "94"}, reason=REASON)
    assert reviewing.confirm_rest(me, sheet) == 2
    given = {r.leaf: r.kind for r in make.row(Submission, sheet).rulings}
    assert given == {"disclosure": "corrected", "plan": "confirmed", "staff": "confirmed"}
    with pytest.raises(Invalid):
        reviewing.confirm_rest(me, sheet)


def test_the_rest_is_the_rest_of_my_duty(county: make.County) -> None:
    sheet, other = county.submissions["甲乡"], colleague(county, indicator="basics")
    assert reviewing.confirm_rest(other, sheet) == 2
    assert [leaf.id for leaf in leaves_for(other, make.row(Submission, sheet))] == ["plan", "replies", "staff"]
    assert {r.leaf for r in make.row(Submission, sheet).rulings} == {"plan", "staff"}


def test_finishing_needs_every_leaf_whoever_reviews_it(county: make.County) -> None:
    sheet, me, other = county.submissions["甲乡"], who(county), colleague(county, indicator="basics")
    reviewing.confirm_rest(other, sheet)
    with pytest.raises(Invalid) as refusal:
        reviewing.finish_review(other, sheet)
    assert refusal.value.details["problems"] == ["disclosure", "replies", "quality"]
    assert make.row(Submission, sheet).state == "reviewing"
    reviewing.confirm_rest(me, sheet)
    reviewing.give(me, sheet, leaf="replies", kind="applicable", version=0, reason=REASON)
    reviewing.give(me, sheet, leaf="quality", kind="corrected", version=0, facts="优", reason=REASON)
    reviewing.finish_review(other, sheet)
    assert make.row(Submission, sheet).state == "reviewed"
    with pytest.raises(WrongState):
        reviewing.give(me, sheet, leaf="plan", kind="confirmed", version=1)
    reviewing.reopen_review(me, sheet)
    assert make.row(Submission, sheet).state == "reviewing"


def test_a_return_voids_signatures_and_keeps_rulings(county: make.County) -> None:
    sheet, me = county.submissions["甲乡"], who(county)
    with writing() as session:
        session.add(SignOff(submission_id=sheet, step_title="保密审查", confidential=True, at=clock.now(),
                            user_id=county.users["secrecy"], content_hash="a" * 64, evidence_hash="b" * 64))
    reviewing.give(me, sheet, leaf="plan", kind="confirmed", version=0)
    with pytest.raises(Invalid):
        reviewing.send_back(me, sheet, reason="请改")
    reviewing.send_back(me, sheet, reason="第 1 项清单打不开，请重新上传")
    row = make.row(Submission, sheet)
    assert (row.state, row.return_reason, row.returned_by, row.due_at) == (
        "returned", "第 1 项清单打不开，请重新上传", "示例·reviewer", None)
    assert [(s.void_reason, s.submission.live_sign_offs) for s in row.sign_offs] == [("复核员示例·reviewer退回修改", [])]
    assert [r.leaf for r in row.rulings] == ["plan"]


@pytest.mark.parametrize(("change", "opened"), [
    ("answer", {"disclosure"}), ("evidence", {"plan"}), ("removal", {"plan"}), ("nothing", set())])
def test_what_the_unit_changed_after_a_return_is_open_again(county: make.County, change: str, opened: set[str]) -> None:
    sheet, me, clerk = county.submissions["甲乡"], who(county), county.users["clerk"]
    start = clock.now() + timedelta(days=1)
    old = piece(sheet, "plan", clerk, start)
    with clock.at(start + timedelta(hours=1)):
        reviewing.give(me, sheet, leaf="disclosure", kind="corrected", version=0, facts={"count": "94"}, reason=REASON)
        reviewing.confirm_rest(me, sheet)
        reviewing.send_back(me, sheet, reason="第 1 项清单打不开，请重新上传")
    with clock.at(start + timedelta(hours=2)):
        if change == "answer":
            answering.save(who(county, "clerk"), sheet, leaf="disclosure", version=1, facts={"count": "100"})
        elif change == "evidence":
            piece(sheet, "plan", clerk)
        elif change == "removal":
            with writing() as session:
                session.get_one(Evidence, old).removed_at = clock.now()
    with writing() as session:
        session.get_one(Submission, sheet).state = "submitted"
        session.get_one(Submission, sheet).times_submitted = 2
    row = make.row(Submission, sheet)
    standing = standing_of(db.session(), sheet)
    assert {leaf for leaf, stands in standing.items() if not stands} == opened
    assert {leaf.id for leaf in reviewing.open_leaves(row)} == {"replies", "quality"} | opened
    progress = progress_of(leaves_for(me, row), standing)
    assert (progress.ruled, progress.total, progress.changed) == (3 - len(opened), 5, len(opened))
    with pytest.raises(Stale):   # a page from before the unit handed in again
        reviewing.give(me, sheet, leaf="plan", kind="confirmed", version=1, seen=1)
    for leaf in opened:          # the same words again, now about what stands
        before = ruling(sheet, leaf)
        assert before is not None
        with clock.at(start + timedelta(hours=3)):
            reviewing.give(me, sheet, leaf=leaf, kind=before.kind, version=1, seen=2, reason=before.reason,
                           facts=before.facts)
    assert {leaf for leaf, stands in standing_of(db.session(), sheet).items() if not stands} == set()
