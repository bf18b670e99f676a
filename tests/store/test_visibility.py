"""Lists and the policy agree: what `visible_to` selects is what `may` allows, for every actor and row in every state."""
from __future__ import annotations

import itertools

import pytest
from flask import Flask
from sqlalchemy import select, update

from scoring import clock
from scoring.core.policy import ROLES, Actor, Duty, may
from scoring.core.workflow import ASSESSMENT, SUBMISSION
from scoring.store.assessments import Assessment
from scoring.store.database import db
from scoring.store.people import Unit, User
from scoring.store.queries import READ_ACTION, visible_to
from scoring.store.results import Publication
from scoring.store.sheets import Evidence, EvidenceCheck, Submission
from scoring.store.writing import writing
from tests import make, publishing


@pytest.fixture
def county(app: Flask) -> make.County:
    """Every state of an assessment x every state of a sheet x three units, each sheet with evidence and a check."""
    with app.app_context():
        made = make.county(state="draft", sheets="draft")
        ruleset = db.session.scalars(select(Assessment.adopted_id)).one()
        with writing() as session:
            units = session.query(Unit).order_by(Unit.id).all()
            for state, sheet in itertools.product(ASSESSMENT, SUBMISSION):
                row = Assessment(title=f"{state} {sheet}", adopted_id=ruleset, state=state, calendar={},
                                 period_from=clock.today(), period_to=clock.today(), as_of=clock.today(),
                                 due_on=clock.today(), created_at=clock.now())
                session.add(row)
                session.flush()
                session.add_all(_sheet(row.id, unit, sheet, made.users["clerk"]) for unit in units)
    return made


def _sheet(assessment_id: int, unit: Unit, state: str, by: int) -> Submission:
    check = EvidenceCheck(verdict="good", at=clock.now(), by=by)
    piece = Evidence(leaf="plan", kind="link", title="示例", url="https://www.example.gov.cn/", added_at=clock.now(),
                     added_by=by, checks=[check])
    return Submission(assessment_id=assessment_id, unit_id=unit.id, group_id=unit.group_id, state=state,
                      evidence=[piece])


def actors(county: make.County) -> list[Actor]:
    """Each role alone and some together, with and without a unit, duties of every width, recusals."""
    town, other = county.units["甲乡"], county.units["乙乡"]
    group = county.groups["乡镇"]
    rounds = list(db.session.scalars(select(Assessment.id).order_by(Assessment.id)))
    widths = {
        "none": (), "all": tuple(Duty(r) for r in rounds), "group": tuple(Duty(r, group) for r in rounds),
        "leaf": tuple(Duty(r, None, frozenset({"plan"})) for r in rounds), "half": tuple(Duty(r) for r in rounds[::2]),
    }
    made = [Actor(1, role, frozenset({role}), unit) for role in ROLES for unit in (None, town)]
    for duties, unit, recused in itertools.product(widths.values(), (None, town), ((), (other,), (town, other))):
        made.append(Actor(2, "复核", frozenset({"reviewer"}), unit, "", duties, frozenset(recused)))
    made.append(Actor(3, "填报兼复核", frozenset({"clerk", "reviewer"}), town, "", widths["all"], frozenset({other})))
    made.append(Actor(4, "考核办兼复核", frozenset({"office", "reviewer"}), town, "", (), frozenset({town})))
    return [*made, Actor(None, "访客"), Actor(5, "没有角色", frozenset(), town, "", widths["all"])]


@pytest.mark.parametrize("kind", [Submission, Evidence, EvidenceCheck, Assessment, User])
def test_what_a_list_shows_is_what_may_be_read(app: Flask, county: make.County, kind: type) -> None:
    with app.app_context():
        rows = {row.id: row.policy_view() for row in db.session.scalars(select(kind))}
        seen = 0
        for who in actors(county):
            listed = {row.id for row in db.session.scalars(visible_to(who, kind))}
            allowed = {key for key, view in rows.items() if may(who, READ_ACTION[kind], view, clock.now())}
            assert (who.name, sorted(listed ^ allowed)) == (who.name, [])
            seen += len(listed)
        assert 0 < seen < len(rows) * len(actors(county))  # the control: some see some, nobody sees all of it everywhere


def test_publications_are_listed_for_whom_they_reach(app: Flask, county: make.County) -> None:
    """Every state x every audience x assessments in which 甲乡 takes part and one in which nobody does."""
    with app.app_context():
        took_part = db.session.scalars(select(Submission.assessment_id).distinct().order_by(Submission.assessment_id)).all()
        apart = make.assessment(db.session.scalars(select(Assessment.adopted_id)).first(), "没有单位的考核").id
        states, audiences = ("frozen", "discarded", "published", "superseded"), ("public", "inside", "unit")
        with writing() as session:
            for key in (*took_part[:4], apart):
                session.add_all(Publication(
                    assessment_id=key, edition=n, state=state, audience=audience, file="{}", digest="d" * 64,
                    frozen_at=clock.now(), frozen_by=county.users["office"])
                    for n, (state, audience) in enumerate(itertools.product(states, audiences), 1))
        rows = {row.id: row.policy_view() for row in db.session.scalars(select(Publication))}
        counts = set()
        for who in actors(county):
            listed = {row.id for row in db.session.scalars(visible_to(who, Publication))}
            allowed = {key for key, view in rows.items() if may(who, "publication.read", view, clock.now())}
            assert (who.name, sorted(listed ^ allowed)) == (who.name, [])
            counts.add(len(listed))
    # visitors; signed in; on duty in half of them; accounts of 甲乡; on duty in all; the office
    assert counts == {10, 20, 24, 28, 30, 60}


@pytest.mark.parametrize("role", [*ROLES, None])
def test_what_is_not_published_is_listed_for_the_office_alone(app: Flask, role: str | None) -> None:
    with app.app_context():
        county = make.county(state="published")
        states = ("frozen", "discarded", "published", "superseded")
        for edition, state in enumerate(states, 1):
            publishing.publication(county.assessment, county.users["office"], state, edition)
        who = Actor(1, "某人", frozenset({role} if role else ()), county.units["甲乡"])
        seen = [row.state for row in db.session.scalars(visible_to(who, Publication))]
    assert seen == (list(states) if role == "office" else ["published", "superseded"])


def test_a_stopped_account_is_still_listed(app: Flask) -> None:
    """Stopping is not hiding: the security administrator must find it again."""
    with app.app_context():
        county = make.county()
        with writing() as session:
            session.execute(update(User).where(User.id == county.users["clerk"]).values(stopped=True))
        who = Actor(1, "安全", frozenset({"security"}))
        assert county.users["clerk"] in {row.id for row in db.session.scalars(visible_to(who, User))}
