"""Saving a leaf: what is stored, who is told what when two save at once, and everything that must not get in."""
from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from scoring.actions import answering
from scoring.core.policy import Actor
from scoring.errors import Invalid, NotFound, Refused, ScoringError, Stale, WrongState
from scoring.store.audit import AuditRow
from scoring.store.database import db
from scoring.store.people import User
from scoring.store.queries import actor_of
from scoring.store.sheets import Answer, Submission
from scoring.store.writing import writing
from tests import make
from tests.corpus import bad_answers


def who(name: str, county: make.County) -> Actor:
    return actor_of(make.row(User, county.users[name]))


def refusal(kind: type[ScoringError], actor: Actor, sheet: int, **inputs: Any) -> ScoringError:
    with pytest.raises(kind) as caught:
        answering.save(actor, sheet, **inputs)
    return caught.value


def stored(sheet: int, leaf: str) -> Any:
    db.session.expire_all()
    row = db.session.scalars(select(Answer).where(Answer.submission_id == sheet, Answer.leaf == leaf)).one_or_none()
    return None if row is None else (row.facts, row.note, row.claim, row.version)


def test_an_answer_is_kept_in_its_canonical_form_and_an_empty_one_clears(app: Flask) -> None:
    with app.app_context():
        county = make.county()
        clerk, sheet = who("clerk", county), county.submissions["甲乡"]
        answering.save(clerk, sheet, leaf="disclosure", version=0, facts={"count": "１３４"}, note=" 见官网 ")
        assert stored(sheet, "disclosure") == ({"count": 134}, "见官网", "", 1)
        answering.save(clerk, sheet, leaf="disclosure", version=1, facts={"count": "135"})
        assert stored(sheet, "disclosure") == ({"count": 135}, "见官网", "", 2)
        answering.save(clerk, sheet, leaf="disclosure", version=2, facts=None, note="", claim="")
        assert stored(sheet, "disclosure") == (None, "", "", 3)
        answering.save(clerk, sheet, leaf="replies", version=0, facts=None, claim="本单位没有网上留言渠道")
        assert stored(sheet, "replies") == (None, "", "本单位没有网上留言渠道", 1)


def test_the_second_of_two_hands_is_shown_both_values_and_nothing_is_lost(app: Flask) -> None:
    with app.app_context():
        county = make.county()
        clerk, sheet = who("clerk", county), county.submissions["甲乡"]
        answering.save(clerk, sheet, leaf="disclosure", version=0, facts={"count": 100})
        error = refusal(Stale, clerk, sheet, leaf="disclosure", version=0, facts={"count": 90}, note="按新口径")
        assert (error.details["mine"], error.details["theirs"], error.details["who"], error.details["version"]) == (
            "90 条；说明：按新口径", "100 条", "示例·clerk", 1)
        assert stored(sheet, "disclosure") == ({"count": 100}, "", "", 1)
        # the same content sent twice (an answer that got lost on its way) is no quarrel
        assert answering.save(clerk, sheet, leaf="disclosure", version=0, facts={"count": "100"}).version == 1


def test_who_and_when(app: Flask) -> None:
    with app.app_context():
        county = make.county()
        sheet, facts = county.submissions["甲乡"], {"count": 1}
        refusal(NotFound, who("rival", county), sheet, leaf="disclosure", version=0, facts=facts)
        refusal(Refused, who("signer", county), sheet, leaf="disclosure", version=0, facts=facts)
        refusal(Refused, who("clerk", county), sheet, leaf="quality", version=0, facts={"level": "优"})
        refusal(NotFound, who("clerk", county), sheet, leaf="basics", version=0, facts=facts)
        with writing() as session:
            session.get_one(Submission, sheet).state = "submitted"
        refusal(WrongState, who("clerk", county), sheet, leaf="disclosure", version=0, facts=facts)
        assert stored(sheet, "disclosure") is None


def test_a_claim_needs_a_reason_and_a_leaf_that_allows_it(app: Flask) -> None:
    yaml = make.RULESET.replace("{rule: yes_no}", "{rule: yes_no}\n        not_applicable: never")
    with app.app_context():
        county = make.county(yaml)
        clerk, sheet = who("clerk", county), county.submissions["甲乡"]
        error = refusal(Invalid, clerk, sheet, leaf="plan", version=0, facts=None, claim="本单位没有这项职能")
        assert (error.sentence, error.details["path"]) == ("这一项不能申请不适用，请填写数据。", ["claim"])
        error = refusal(Invalid, clerk, sheet, leaf="replies", version=0, facts=None, claim="没有")
        assert (error.sentence, error.details["path"]) == (
            "理由至少写 5 个字，说明依据了什么，现在有 2 个字。", ["claim"])


def test_ignored_names_stand_in_the_log(app: Flask) -> None:
    with app.app_context():
        county = make.county()
        answering.save(who("clerk", county), county.submissions["甲乡"], leaf="plan", version=0,
                       facts={"answer": True}, ignored=("is_admin",))
        row = db.session.scalars(select(AuditRow).where(AuditRow.action == "answer.save")).one()
        assert row.detail == {"leaf": "plan", "version": 1, "ignored": ["is_admin"]}


def send(client: Any, url: str, body: Any, version: int) -> Any:
    headers = {"Accept": "application/json"}
    if isinstance(body, str):
        return client.post(url, data=body.replace("VERSION", str(version)).encode(), headers=headers,
                           content_type="application/json")
    if isinstance(body, dict):
        text = json.dumps({"version": version} | body)
        return client.post(url, data=text, headers=headers, content_type="application/json")
    pairs = [*body, ("version", str(version))]
    names = dict.fromkeys(name for name, _ in pairs)
    data = {name: [value for n, value in pairs if n == name] for name in names} if len(pairs) < 100 else dict(pairs)
    return client.post(url, data=data, headers=headers)


def test_bad_answers_are_refused_at_the_field_or_kept_in_one_form(app: Flask) -> None:
    """Every row of the corpus at once, so that each database is made once: id → status and what stands then."""
    rows = (*bad_answers.NUMBERS, *bad_answers.TEXTS)
    with app.app_context():
        county = make.county(bad_answers.YAML)
        sheet = county.submissions["甲乡"]
    client = make_client(app, county)
    seen, wanted = {}, {}
    for key, leaf, body, status, after in rows:
        before = bad_answers.BEFORE.get(leaf)
        version = reset(app, sheet, leaf, before)
        answer = send(client, f"/unit/sheets/{sheet}/answers/{leaf}", body, version)
        with app.app_context():
            found = stored(sheet, leaf)
        seen[key] = (answer.status_code, found and found[:2], bool(answer.json) and "error" in answer.json)
        wanted[key] = (status, before if after == bad_answers.KEPT else after, status != 200)
    assert seen == wanted


def make_client(app: Flask, county: make.County) -> Any:
    with app.app_context():
        return make.client(app, county.users["clerk"])


def reset(app: Flask, sheet: int, leaf: str, before: Any) -> int:
    """Puts the leaf's answer back to what it held; the version to start from."""
    if before is None:
        return 0
    with app.app_context(), writing() as session:
        row = session.scalars(select(Answer).where(Answer.submission_id == sheet, Answer.leaf == leaf)).one_or_none()
        if row is None:
            session.add(Answer(submission_id=sheet, leaf=leaf, facts=before[0], note=before[1],
                               saved_at=make.clock.now()))
            return 1
        row.facts, row.note, row.claim = before[0], before[1], ""
        session.flush()
        return row.version


def test_tenths_add_up_exactly(app: Flask) -> None:
    """A1-026: 0.1 + 0.2 is 0.3."""
    yaml = ("ruleset: tenths\nversion: '1'\ntitle: 小数\npoints: 2\ngroups: [乡镇, 县直部门]\nindicators:\n"
            "  - {id: a, title: 甲, points: 1, score: {rule: per_entry, each: 0.1}}\n"
            "  - {id: b, title: 乙, points: 1, score: {rule: per_entry, each: 0.2}}\n")
    with app.app_context():
        county = make.county(yaml)
    client, url = make_client(app, county), f"/unit/sheets/{county.submissions['甲乡']}/answers/"
    client.post(f"{url}a", json={"version": 0, "facts": {"count": 1}})
    assert client.post(f"{url}b", json={"version": 0, "facts": {"count": 1}}).json["total"] == "0.3"
