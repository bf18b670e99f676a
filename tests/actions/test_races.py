"""Two hands at the same moment, each in a thread and a connection of its own: exactly one effect."""
from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from flask import Flask

from scoring import clock
from scoring.actions import answering, publishing, signing
from scoring.core.policy import Actor
from scoring.errors import ScoringError
from scoring.store import tallying
from scoring.store.audit import AuditRow
from scoring.store.database import db
from scoring.store.people import User
from scoring.store.queries import actor_of
from scoring.store.results import Publication
from scoring.store.sheets import Answer, SignOff, Submission
from scoring.store.writing import writing
from tests import make

PAIRS = 5


def at_once(app: Flask, *acts: Callable[[], Any]) -> list[str]:
    """What came of each act, in order of the alphabet: 'done', or the name of the refusal."""
    barrier, said = threading.Barrier(len(acts)), []

    def run(act: Callable[[], Any]) -> None:
        with app.app_context():
            barrier.wait()
            try:
                act()
                said.append("done")
            except ScoringError as refusal:
                said.append(type(refusal).__name__)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()   # what this thread has read is older
    return sorted(said)


def actor(county: make.County, name: str) -> Actor:
    return actor_of(db.session.get(User, county.users[name]))


def outcomes(name: str) -> list[str]:
    return sorted(r.outcome for r in db.session.query(AuditRow).filter_by(action=name))


def test_a_sheet_is_submitted_once(app: Flask) -> None:
    with app.app_context():
        county = make.county(sheets="signing")
        key, who = county.submissions["甲乡"], actor(county, "clerk")
        for _ in range(PAIRS):
            with writing() as session:
                sheet = session.get(Submission, key)
                sheet.state, sheet.times_submitted = "signing", 0
                session.query(SignOff).delete()
                session.query(AuditRow).delete()
                hashes = {"content_hash": tallying.content_hash(sheet), "evidence_hash": tallying.evidence_hash(sheet)}
                session.add_all(SignOff(submission_id=key, step_title=t, confidential=c, at=clock.now(),
                                        user_id=county.users[n], **hashes)
                                for (t, _, c), n in zip(make.STEPS, ("signer", "leader", "secrecy"), strict=True))
            assert at_once(app, *[lambda: signing.submit(who, key)] * 2) == ["WrongState", "done"]
            assert (make.row(Submission, key).times_submitted, outcomes("submission.submit")) == (1, ["done", "refused"])


def test_an_answer_is_saved_by_one_and_shown_to_the_other(app: Flask) -> None:
    with app.app_context():
        county = make.county()
        key, who = county.submissions["甲乡"], actor(county, "clerk")
        for n in range(PAIRS):
            counts = (str(2 * n + 1), str(2 * n + 2))
            assert at_once(app, *[lambda n=n, c=c: answering.save(who, key, leaf="disclosure", version=n, facts=c)
                                  for c in counts]) == ["Stale", "done"]
            assert str(db.session.query(Answer).one().facts["count"]) in counts


def test_a_result_is_frozen_once(app: Flask) -> None:
    with app.app_context():
        county = make.county(state="reviewing", sheets="reviewed")
        key, who = county.assessment, actor(county, "office")
        assert at_once(app, *[lambda: publishing.freeze(who, key, office="示例县考核办")] * 2) == ["WrongState", "done"]
        assert [p.edition for p in db.session.query(Publication)] == [1]
