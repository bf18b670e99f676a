"""The unit's own steps: who signs when, what a signature covers, what makes it void, and the receipt."""
from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from scoring import clock
from scoring.actions import answering, signing
from scoring.core.policy import Actor
from scoring.errors import Invalid, NotFound, Refused, ScoringError, Stale, WrongState
from scoring.store import tallying
from scoring.store.audit import AuditRow
from scoring.store.database import db
from scoring.store.people import User
from scoring.store.queries import actor_of
from scoring.store.sheets import Answer, Evidence, RulingRow, Submission
from scoring.store.writing import writing
from tests import make


def who(name: str, county: make.County) -> Actor:
    return actor_of(make.row(User, county.users[name]))


@pytest.fixture
def county(app: Flask) -> Any:
    """甲乡 has answered one leaf and put one link to it."""
    with app.app_context():
        made = make.county()
        sheet = made.submissions["甲乡"]
        answering.save(who("clerk", made), sheet, leaf="disclosure", version=0, facts={"count": 134})
        evidence(sheet, made.users["clerk"])
        yield made


def evidence(sheet: int, by: int, title: str = "公开目录") -> int:
    with writing() as session:
        row = Evidence(submission_id=sheet, leaf="disclosure", kind="link", title=title, url="http://example.test/",
                       added_at=clock.now(), added_by=by)
        session.add(row)
    return row.id


def seen(sheet: int) -> dict[str, str]:
    """The hashes a signer has before their eyes."""
    row = make.row(Submission, sheet)
    return {"content": tallying.content_hash(row), "evidence": tallying.evidence_hash(row)}


def sign(county: make.County, name: str, step: int, **more: Any) -> bool:
    sheet = county.submissions["甲乡"]
    ticked = frozenset(db.session.scalars(select(Evidence.id)))
    return signing.sign(who(name, county), sheet, **{
        "step": step, "attested": True, "ticked": ticked, **seen(sheet), **more})


def refusal(kind: type[ScoringError], call: Any) -> str:
    with pytest.raises(kind) as caught:
        call()
    return caught.value.sentence


def signed_all(county: make.County) -> int:
    sheet = county.submissions["甲乡"]
    signing.start_signing(who("clerk", county), sheet)
    assert [sign(county, name, n) for n, name in enumerate(("signer", "leader", "secrecy"), 1)] == [True] * 3
    return sheet


def state(sheet: int) -> tuple[str, int]:
    row = make.row(Submission, sheet)
    return row.state, len(row.live_sign_offs)


def test_the_whole_way_to_a_receipt(county: make.County) -> None:
    sheet = signed_all(county)
    head = db.session.scalars(select(AuditRow.hash).order_by(AuditRow.seq.desc())).first()
    assert signing.submit(who("clerk", county), sheet)
    row = make.row(Submission, sheet)
    assert (row.state, row.times_submitted, row.receipt_head) == ("submitted", 1, head)
    assert row.receipt_no == f"2026-{sheet:04}-1-{row.content_hash[:4].upper()}"
    assert [(s.step_title, s.user_id == county.users[n]) for s, n in zip(
        row.live_sign_offs, ("signer", "leader", "secrecy"), strict=True)] == [
        ("股室负责人审核", True), ("分管领导审签", True), ("保密审查", True)]
    assert refusal(WrongState, lambda: signing.submit(who("clerk", county), sheet)) == (
        "现在的状态是“已提交”，不能做这一步，请刷新页面查看最新状态。")


def test_each_step_has_its_hand_and_its_turn(county: make.County) -> None:
    sheet = county.submissions["甲乡"]
    signing.start_signing(who("clerk", county), sheet)
    assert refusal(WrongState, lambda: answering.save(
        who("clerk", county), sheet, leaf="plan", version=0, facts={"answer": True})).startswith("现在的状态是“内审中”")
    assert refusal(Refused, lambda: sign(county, "leader", 1)) == "现在轮到“股室负责人”签审，你的职务是“分管领导”。"
    refusal(NotFound, lambda: signing.start_signing(who("rival", county), sheet))
    assert refusal(WrongState, lambda: signing.submit(who("clerk", county), sheet)) == (
        "还差“股室负责人审核”没有签审，签完才能提交。")
    assert sign(county, "signer", 1)
    assert refusal(Stale, lambda: sign(county, "leader", 1)) == "这一环节刚才已有人签审，请刷新页面查看最新进度。"
    assert refusal(Invalid, lambda: sign(county, "leader", 2, attested=False)) == "请先勾选声明，再签审通过。"
    assert refusal(Stale, lambda: sign(county, "leader", 2, content="0" * 64)) == (
        "打开页面之后，填报内容或佐证清单变过，请刷新页面重新核对再签。")
    assert state(sheet) == ("signing", 1)


def test_the_confidentiality_step_wants_every_piece_looked_at(county: make.County) -> None:
    sheet = county.submissions["甲乡"]
    second = evidence(sheet, county.users["clerk"], "会议记录")
    signing.start_signing(who("clerk", county), sheet)
    assert sign(county, "signer", 1, ticked=frozenset())
    assert sign(county, "leader", 2, ticked=frozenset())
    assert refusal(Invalid, lambda: sign(county, "secrecy", 3, ticked=frozenset({second}))) == (
        "保密审查要逐件看过佐证，还没有勾选：“公开目录”。")
    assert sign(county, "secrecy", 3)


@pytest.mark.parametrize("change", ["answer", "evidence"])
@pytest.mark.parametrize("times", [0, 1])
def test_a_change_behind_the_signatures_voids_them(county: make.County, change: str, times: int) -> None:
    """The change is made in the database itself: no page allows it while the sheet is being signed."""
    sheet = signed_all(county)
    with writing() as session:
        session.get_one(Submission, sheet).times_submitted = times
        if change == "answer":
            session.scalars(select(Answer).where(Answer.submission_id == sheet)).one().facts = {"count": 135}
    if change == "evidence":
        evidence(sheet, county.users["clerk"], "事后添加")
    assert signing.submit(who("clerk", county), sheet) is False
    assert state(sheet) == ("returned" if times else "draft", 0)
    assert {s.void_reason for s in make.row(Submission, sheet).sign_offs} == {signing.CHANGED}


def test_send_back_and_withdraw_void_what_was_signed(county: make.County) -> None:
    sheet = county.submissions["甲乡"]
    signing.start_signing(who("clerk", county), sheet)
    sign(county, "signer", 1)
    assert refusal(Invalid, lambda: signing.send_back(who("leader", county), sheet, reason="改")) == (
        "理由至少写 5 个字，说明依据了什么，现在有 1 个字。")
    signing.send_back(who("leader", county), sheet, reason="条数与官网不一致，请核对")
    assert state(sheet) == ("draft", 0)
    assert [(s.opinion, s.void_reason) for s in make.row(Submission, sheet).sign_offs] == [
        ("", "示例·leader退回修改"), ("条数与官网不一致，请核对", "退回修改")]
    signing.start_signing(who("clerk", county), sheet)
    sign(county, "signer", 1)
    signing.withdraw(who("clerk", county), sheet)
    assert state(sheet) == ("draft", 0)


def test_a_returned_sheet_is_signed_anew_and_keeps_its_rulings(county: make.County) -> None:
    sheet = signed_all(county)
    signing.submit(who("clerk", county), sheet)
    first = make.row(Submission, sheet).receipt_no
    with writing() as session:
        session.get_one(Submission, sheet).state = "returned"
        session.add(RulingRow(submission_id=sheet, leaf="disclosure", kind="corrected", facts={"count": 94},
                              reason="转载不计", at=clock.now(), by=county.users["reviewer"]))
    answering.save(who("clerk", county), sheet, leaf="disclosure", version=1, facts={"count": 94})
    signed_all(county)
    assert signing.submit(who("clerk", county), sheet)
    row = make.row(Submission, sheet)
    assert (row.state, row.times_submitted, row.receipt_no != first, len(row.rulings)) == ("submitted", 2, True, 1)


def test_after_the_deadline_nothing_leaves_the_unit(county: make.County) -> None:
    sheet = signed_all(county)
    with writing() as session:
        session.get_one(Submission, sheet).assessment.due_on = clock.today() - timedelta(1)
    assert refusal(WrongState, lambda: signing.submit(who("clerk", county), sheet)) == (
        "填报已经截止，不能再修改或提交；确需补报，请联系考核办延长截止日期。")


def test_separate_hands(county: make.County) -> None:
    with writing() as session:
        session.get_one(User, county.users["secrecy"]).position = "分管领导"
        row = session.get_one(Submission, county.submissions["甲乡"])
        row.assessment.steps[0].position = "分管领导"
    signing.start_signing(who("clerk", county), county.submissions["甲乡"])
    assert sign(county, "leader", 1)
    assert refusal(Refused, lambda: sign(county, "leader", 2)) == (
        "这次考核要求各环节由不同的人签审，填报或前面环节是你办理的，请换人签审。")
    assert sign(county, "secrecy", 2)


def test_who_put_the_evidence_there_does_not_sign_it(county: make.County) -> None:
    sheet = county.submissions["甲乡"]
    evidence(sheet, county.users["signer"], "会议纪要")
    signing.start_signing(who("clerk", county), sheet)
    assert refusal(Refused, lambda: sign(county, "signer", 1)) == (
        "这次考核要求各环节由不同的人签审，填报或前面环节是你办理的，请换人签审。")
