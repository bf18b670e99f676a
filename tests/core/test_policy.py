"""Who may do what, asked of the table itself."""
from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scoring.core.policy import ADMINISTRATORS, PERMITS, ROLES, VISITOR, Actor, Duty, Subject, may
from scoring.core.workflow import ASSESSMENT, JOB, MOVES, RECTIFICATION, SUBMISSION

NOW = datetime(2026, 11, 1, tzinfo=UTC)
DUE = datetime(2026, 11, 30, 16, tzinfo=UTC)
LATER = frozenset({"submission.appeal", "appeal.decide", "rectification.reply", "rectification.verify",
                   "rectification.close", "rectification.reopen"})


def subject(state: str = "draft", **more: object) -> Subject:
    told = {"unit_id": 1, "group_id": 5, "assessment_id": 9, "assessment_state": "open", "due_at": DUE} | more
    return Subject("submission", state, **told)  # type: ignore[arg-type]


def result(state: str = "frozen", frozen_by: int | None = 6) -> Subject:
    return Subject("assessment", state, assessment_id=9, assessment_state=state, frozen_by=frozen_by)


def publication(audience: str, state: str = "published", assessment_id: int = 9) -> Subject:
    return Subject("publication", state, assessment_id=assessment_id, audience=audience, units=frozenset({1}))


CLERK = Actor(1, "填", frozenset({"clerk"}), 1)
RIVAL = Actor(2, "邻", frozenset({"clerk"}), 2)
OFFICE, OTHER = Actor(6, "定", frozenset({"office"})), Actor(7, "公", frozenset({"office"}))
REVIEWER = Actor(3, "复", frozenset({"reviewer"}), duties=(Duty(9, 5, frozenset({"a"})),))


def test_every_move_starts_and_ends_in_a_state_of_its_table() -> None:
    tables = {"assessment": ASSESSMENT, "rectification": RECTIFICATION, "job": JOB}
    for action, move in MOVES.items():
        table = tables.get(action.split(".")[0], SUBMISSION)
        assert move.sources <= set(table)
        assert move.target in table or move.target == ""


def test_every_move_has_a_permit_or_is_still_to_come() -> None:
    assert set(MOVES) - set(PERMITS) == LATER


def test_administrators_may_not_touch_content() -> None:
    content = {a for a in PERMITS if a.split(".")[0] in ("answer", "evidence", "ruling", "submission", "signing", "assessment")}
    assert {a for a in content if PERMITS[a].roles & ADMINISTRATORS} == set()


def test_every_role_of_the_table_is_known() -> None:
    assert {r for p in PERMITS.values() for r in p.roles} - set(ROLES) == {"*", "machine"}  # anyone; whoever runs commands on the server


@pytest.mark.parametrize(("actor", "action", "thing", "now", "outcome"), [
    (CLERK, "answer.save", subject(), NOW, "yes"),
    (CLERK, "answer.save", subject("signing"), NOW, "conflict"),
    (CLERK, "answer.save", subject("returned"), NOW, "yes"),
    (CLERK, "answer.save", subject(), DUE.replace(hour=15, minute=59, second=59), "yes"),
    (CLERK, "answer.save", subject(), DUE, "conflict"),            # 24:00 sharp is too late
    (CLERK, "answer.save", subject("returned", due_at=None), DUE, "yes"),
    (CLERK, "answer.save", subject(assessment_state="frozen"), NOW, "conflict"),
    (RIVAL, "answer.save", subject(), NOW, "hidden"),
    (CLERK, "signing.sign", subject("signing"), NOW, "refused"),
    (CLERK, "ruling.give", subject("submitted"), NOW, "refused"),
    (REVIEWER, "ruling.give", subject("submitted"), NOW, "yes"),
    (REVIEWER, "ruling.give", subject("submitted", group_id=6), NOW, "hidden"),
    (VISITOR, "publication.read", publication("public"), NOW, "yes"),
    (VISITOR, "publication.read", publication("public", "superseded"), NOW, "yes"),
    (VISITOR, "publication.read", publication("public", "frozen"), NOW, "hidden"),
    (VISITOR, "publication.read", publication("inside"), NOW, "hidden"),
    (RIVAL, "publication.read", publication("inside"), NOW, "yes"),
    (RIVAL, "publication.read", publication("inside", "discarded"), NOW, "hidden"),
    (CLERK, "publication.read", publication("unit"), NOW, "yes"),
    (RIVAL, "publication.read", publication("unit"), NOW, "hidden"),      # its unit did not take part
    (REVIEWER, "publication.read", publication("unit"), NOW, "yes"),
    (REVIEWER, "publication.read", publication("unit", assessment_id=8), NOW, "hidden"),
    (OFFICE, "publication.read", publication("unit", "frozen"), NOW, "yes"),
    (OFFICE, "publication.read", publication("nobody knows"), NOW, "yes"),
    (CLERK, "publication.read", publication("nobody knows"), NOW, "hidden"),
    (REVIEWER, "ruling.give", subject("submitted", assessment_id=8), NOW, "hidden"),
    (REVIEWER, "ruling.give", subject("draft"), NOW, "conflict"),
    (REVIEWER, "submission.read", subject("draft"), NOW, "hidden"),
    (Actor(4, "避", frozenset({"reviewer"}), duties=(Duty(9),), recused=frozenset({1})), "ruling.give",
     subject("submitted"), NOW, "hidden"),
    (Actor(5, "本", frozenset({"reviewer"}), unit_id=1, duties=(Duty(9),)), "ruling.give", subject("submitted"), NOW, "hidden"),
    (OFFICE, "assessment.publish", result(), NOW, "refused"),       # who froze it does not publish it
    (OTHER, "assessment.publish", result(), NOW, "yes"),
    (OFFICE, "assessment.publish", result(frozen_by=None), NOW, "yes"),     # frozen before anybody wrote that down
    (OFFICE, "assessment.publish", result("published"), NOW, "conflict"),
    (OFFICE, "assessment.thaw", result(), NOW, "yes"),
    (OFFICE, "assessment.scope", result(), NOW, "conflict"),
    (OFFICE, "assessment.scope", result("open"), NOW, "yes"),
    (OFFICE, "publication.erase", Subject("publication", "superseded"), NOW, "yes"),
    (OFFICE, "publication.erase", Subject("publication", "frozen"), NOW, "conflict"),
    (CLERK, "no.such", subject(), NOW, "refused"),
])
def test_decisions(actor: Actor, action: str, thing: Subject, now: datetime, outcome: str) -> None:
    decision = may(actor, action, thing, now)
    found = ("yes" if decision else "hidden" if decision.hidden else "conflict" if decision.conflict else "refused")
    assert found == outcome
    assert bool(decision) or decision.reason.endswith("。")


@pytest.mark.parametrize(("leaf", "allowed"), [("a", True), ("b", False), (None, True)])
def test_a_duty_covers_its_leaves_only(leaf: str | None, allowed: bool) -> None:
    assert may(REVIEWER, "ruling.give", subject("submitted"), NOW, leaf).allowed is allowed


@pytest.mark.parametrize(("position", "step", "taken", "allowed"), [
    ("分管领导", "分管领导", (), True), ("保密审查员", "分管领导", (), False), ("", "", (), True),
    ("分管领导", "分管领导", (7,), False), ("分管领导", None, (), False),
])
def test_who_signs_next(position: str, step: str | None, taken: tuple[int, ...], allowed: bool) -> None:
    signer = Actor(7, "签", frozenset({"signer"}), 1, position)
    thing = subject("signing", step_position=step, step_taken_by=frozenset(taken))
    assert may(signer, "signing.sign", thing, NOW).allowed is allowed


def test_a_refusal_names_the_state_of_an_edition_in_chinese() -> None:
    reason = may(OFFICE, "publication.erase", Subject("publication", "discarded"), NOW).reason
    assert reason == "现在的状态是“已撤回”，不能做这一步，请刷新页面查看最新状态。"


def test_who_froze_is_told_who_must_publish() -> None:
    assert may(OFFICE, "assessment.publish", result(), NOW).reason == (
        "这一版是你定版的，要由考核办的另一个账号核对后公布；考核办只有你一个账号的，请安全管理员再建一个。")
