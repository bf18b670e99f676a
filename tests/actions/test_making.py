"""Jobs: asked for once, taken by one worker, told how far, stopped, finished; every change is the policy's and the log's."""
from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from scoring import clock
from scoring.actions import making
from scoring.actions import publishing as publishing_
from scoring.core.policy import COMMAND_LINE, VISITOR, Actor
from scoring.errors import Invalid, NotFound, Refused, WrongState
from scoring.store import jobs
from scoring.store.audit import AuditRow
from scoring.store.database import db
from scoring.store.jobs import Job
from scoring.store.papers import papers, written
from scoring.store.results import Publication
from scoring.store.writing import writing
from tests import make, publishing
from tests.actions.test_races import at_once
from tests.making import age, edition, job

NOON = datetime(2026, 12, 1, 4, tzinfo=UTC)
CLERK = Actor(1, "填", frozenset({"clerk"}), 1)


def log(name: str) -> list[tuple[str, dict[str, object]]]:
    return [(r.outcome, r.detail) for r in db.session.query(AuditRow).filter_by(action=name).order_by(AuditRow.seq)]


def test_the_same_thing_is_asked_for_once(app: Flask) -> None:
    with app.app_context():
        office, key = edition()
        first = making.ask(office, key, form="zip").id
        again = making.ask(office, key, form="zip").id
        others = [making.ask(office, key, form="booklet", group=group).id for group in ("", "乡镇", "县直部门", "乡镇")]
        assert (again, others) == (first, [first + 1, first + 2, first + 3, first + 2])
        assert log("job.ask")[:2] == [("done", {"form": "zip", "group": "", "job": first})] * 2
        making.take(COMMAND_LINE, worker="w")
        assert making.ask(office, key, form="zip").id == first      # also while it is running


@pytest.mark.parametrize("ended", ["stop", "fail"])
def test_what_was_stopped_or_failed_is_asked_for_anew(app: Flask, ended: str) -> None:
    with app.app_context():
        office, key = edition("frozen")
        first = making.ask(office, key, form="zip").id
        if ended == "stop":
            making.stop(office, first)
        else:
            making.take(COMMAND_LINE, worker="w")
            making.fail(COMMAND_LINE, first, worker="w", reason="磁盘满了。")
        assert (making.ask(office, key, form="zip").id, job(first).state) == (
            first + 1, {"stop": "stopped", "fail": "failed"}[ended])


def test_what_lies_ready_is_not_made_again_unless_it_would_be_another(app: Flask) -> None:
    """A text that was erased changes the file, not its digest: what was printed of it no longer stands."""
    with app.app_context():
        office, key = edition()
        first = making.ask(office, key, form="zip").id
        making.take(COMMAND_LINE, worker="w")
        row = make.row(Publication, key)
        name = making.file_name(row.file, row.public, job(first))
        making.finish(COMMAND_LINE, first, worker="w", file=name, size=2)
        with written(papers().path(name)) as out:
            out.write(b"PK")
        assert making.ask(office, key, form="zip").id == first
        papers().path(name).unlink()
        second = making.ask(office, key, form="zip").id
        assert second == first + 1
        age(second, state="done", file=name)
        with written(papers().path(name)) as out:
            out.write(b"PK")
        assert making.ask(office, key, form="zip").id == second
        with writing() as session:
            row = session.get_one(Publication, key)
            row.file = row.file.replace(publishing.REASON, "（已删）")
        db.session.remove()
        assert making.ask(office, key, form="zip").id == second + 1


@pytest.mark.parametrize(("inputs", "sentence"), [
    ({"form": "exe"}, "没有这种形式的文件，请从页面上的按钮选择。"),
    ({"form": ""}, "没有这种形式的文件，请从页面上的按钮选择。"),
    ({"form": "booklet", "group": "../乡镇"}, "没有“../乡镇”这个组别，请刷新页面后重新选择。"),
])
def test_what_cannot_be_made_is_refused(app: Flask, inputs: dict[str, str], sentence: str) -> None:
    with app.app_context():
        office, key = edition()
        with pytest.raises(Invalid) as refused:
            making.ask(office, key, **inputs)
        assert (refused.value.sentence, db.session.query(Job).count()) == (sentence, 0)


@pytest.mark.parametrize(("state", "title"), [("discarded", "已撤回"), ("superseded", "已被更正")])
def test_only_an_edition_in_force_is_made(app: Flask, state: str, title: str) -> None:
    with app.app_context():
        office, key = edition(state)
        with pytest.raises(WrongState) as refused:
            making.ask(office, key, form="zip")
        assert refused.value.sentence == f"现在的状态是“{title}”，不能做这一步，请刷新页面查看最新状态。"


def test_who_may_what(app: Flask) -> None:
    with app.app_context():
        office, key = edition()
        first = making.ask(office, key, form="zip").id
        for who in (CLERK, VISITOR, COMMAND_LINE):
            with pytest.raises(Refused):
                making.ask(who, key, form="zip")
            with pytest.raises(Refused):
                making.stop(who, first)
        for who in (office, CLERK, VISITOR):
            with pytest.raises(Refused):
                making.take(who, worker="w")
            with pytest.raises(Refused):
                making.advance(who, first, worker="w", done=1, total=2)
            with pytest.raises(Refused):
                making.finish(who, first, worker="w", file="a" * 64, size=1)
        with pytest.raises(NotFound):
            making.stop(office, 999)


def test_the_oldest_is_taken_first_and_each_once(app: Flask) -> None:
    with app.app_context():
        office, key = edition()
        asked = [making.ask(office, key, form=form).id for form in ("booklet", "zip")]
        taken = [making.take(COMMAND_LINE, worker=f"w{n}") for n in range(3)]
        assert [row.id if row else None for row in taken] == [*asked, None]
        assert [(job(k).state, job(k).worker) for k in asked] == [("running", "w0"), ("running", "w1")]
        assert log("job.take") == []


@pytest.mark.parametrize(("seconds", "again"), [(59, False), (61, True)])
def test_a_job_whose_worker_is_gone_is_taken_again(app: Flask, seconds: int, again: bool) -> None:
    with app.app_context():
        with clock.at(NOON):
            office, key = edition()
            first = making.ask(office, key, form="zip").id
            making.take(COMMAND_LINE, worker="old")
            assert making.advance(COMMAND_LINE, first, worker="old", done=2, total=3)
        with clock.at(NOON + timedelta(seconds=seconds)):
            assert jobs.any_takable(db.session(), clock.now()) is again
            taken = making.take(COMMAND_LINE, worker="new")
            assert (taken.id if taken else None) == (first if again else None)
            assert making.advance(COMMAND_LINE, first, worker="old", done=3, total=3) is not again
            assert (job(first).worker, job(first).done) == (("new", 2) if again else ("old", 3))


def test_two_who_take_at_once_get_two_jobs(app: Flask) -> None:
    with app.app_context():
        office, key = edition()
        asked = [making.ask(office, key, form=form).id for form in ("zip", "booklet")]
        for _ in range(5):
            got: list[int | None] = []

            def take(worker: str, got: list[int | None] = got) -> None:
                row = making.take(COMMAND_LINE, worker=worker)
                got.append(row.id if row else None)

            assert at_once(app, *[lambda n=n: take(f"w{n}") for n in range(3)]) == ["done"] * 3
            assert sorted(got, key=str) == [*asked, None]
            for one in asked:
                age(one, state="waiting", worker="")


def test_progress_is_told_without_a_word_in_the_log(app: Flask) -> None:
    with app.app_context(), clock.at(NOON):
        office, key = edition()
        first = making.ask(office, key, form="zip").id
        making.take(COMMAND_LINE, worker="w")
        before = db.session.query(AuditRow).count()
        soon = NOON + timedelta(minutes=1)
        assert making.advance(COMMAND_LINE, first, worker="w", done=2, total=3, expected_at=soon) is True
        row = job(first)
        assert (row.done, row.total, row.seen_at, row.expected_at) == (2, 3, NOON, soon)
        assert making.advance(COMMAND_LINE, first, worker="other", done=9, total=9) is False
        making.stop(office, first)
        assert making.advance(COMMAND_LINE, first, worker="w", done=3, total=3) is False
        assert (job(first).done, job(first).state, job(first).expected_at) == (2, "stopped", None)
        assert db.session.query(AuditRow).count() == before + 1      # the stop
        assert log("job.stop") == [("done", {"done": 2, "of": 3})]


def test_a_freeze_that_is_taken_back_stops_the_making(app: Flask) -> None:
    with app.app_context():
        office, key = edition("frozen")
        first = making.ask(office, key, form="zip").id
        making.take(COMMAND_LINE, worker="w")
        assert making.advance(COMMAND_LINE, first, worker="w", done=1, total=3) is True
        publishing_.thaw(office, make.row(Publication, key).assessment_id, reason="发现漏计一项")
        assert making.advance(COMMAND_LINE, first, worker="w", done=2, total=3) is False
        assert (job(first).state, job(first).done, job(first).ended_at is not None) == ("stopped", 1, True)


def test_a_worker_that_ends_gives_its_job_back(app: Flask) -> None:
    with app.app_context():
        office, key = edition()
        first = making.ask(office, key, form="zip").id
        making.take(COMMAND_LINE, worker="w")
        making.leave(COMMAND_LINE, first, worker="w")
        assert (job(first).state, job(first).worker) == ("waiting", "")
        taken = making.take(COMMAND_LINE, worker="next")
        assert taken is not None and taken.id == first


@pytest.mark.parametrize("act", ["finish", "fail", "leave"])
def test_only_its_worker_ends_a_job_and_only_once(app: Flask, act: str) -> None:
    inputs = {"finish": {"file": "a" * 64, "size": 5}, "fail": {"reason": "磁盘满了。"}, "leave": {}}[act]
    with app.app_context():
        office, key = edition()
        first = making.ask(office, key, form="zip").id
        making.take(COMMAND_LINE, worker="w")
        with pytest.raises(WrongState):
            getattr(making, act)(COMMAND_LINE, first, worker="other", **inputs)
        assert job(first).state == "running"
        getattr(making, act)(COMMAND_LINE, first, worker="w", **inputs)
        with pytest.raises(WrongState):
            getattr(making, act)(COMMAND_LINE, first, worker="w", **inputs)
        assert job(first).state == {"finish": "done", "fail": "failed", "leave": "waiting"}[act]


def test_what_is_over_cannot_be_stopped(app: Flask) -> None:
    with app.app_context():
        office, key = edition()
        first = making.ask(office, key, form="zip").id
        making.stop(office, first)
        with pytest.raises(WrongState) as refused:
            making.stop(office, first)
        assert refused.value.sentence == "现在的状态是“已停止”，不能做这一步，请刷新页面查看最新状态。"


def test_the_newest_of_each_thing_in_one_statement(app: Flask) -> None:
    with app.app_context():
        office, key = edition()
        old = making.ask(office, key, form="zip").id
        making.stop(office, old)
        new, all_, town = (making.ask(office, key, **inputs).id for inputs in (
            {"form": "zip"}, {"form": "booklet"}, {"form": "booklet", "group": "乡镇"}))
        found = jobs.newest_of(db.session(), key)
        assert {thing: row.id for thing, row in found.items()} == {
            ("zip", ""): new, ("booklet", ""): all_, ("booklet", "乡镇"): town}
        queue = jobs.queue(db.session(), clock.now())
        assert (queue.keys, queue.worked_on, queue.before(town)) == ((new, all_, town), False, 2)
        making.take(COMMAND_LINE, worker="w")
        assert jobs.queue(db.session(), clock.now()).worked_on
        assert not jobs.queue(db.session(), clock.now() + timedelta(minutes=2)).worked_on
