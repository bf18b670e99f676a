"""A worker at work, with its pool of processes: what it makes, makes only once, leaves, and says when it cannot."""
from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from scoring.actions import making
from scoring.actions.working import Worker
from scoring.core import canonical
from scoring.core.policy import COMMAND_LINE
from scoring.core.published import open_file
from scoring.core.snapshot import file_text
from scoring.core.verify import verify_bytes
from scoring.exports import pdf_booklet, pdf_scorecard
from scoring.store import signing_keys
from scoring.store.audit import AuditRow
from scoring.store.database import db
from scoring.store.papers import name_of, papers, written
from scoring.store.results import Publication
from scoring.store.writing import writing
from tests import publishing
from tests.making import age, edition, job, made, worker

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])
HOSTILE = ("../../甲/乙", "甲乙", "=HYPERLINK(\"http://localhost\")", "𬱖䶮乡", "示例" * 40, "示例" * 40 + "乡", "丁\u202e乡", "..")


def asked(form: str, group: str = "", file: str = "") -> tuple[int, str]:
    """A job that waits, and the published text."""
    text = file or publishing.file_text()
    office, key = edition(file=text)
    return making.ask(office, key, form=form, group=group).id, text


def result(key: int) -> bytes:
    row = job(key)
    path = papers().found(row.file)
    assert (row.state, row.fault, path is not None) == ("done", "", True)
    data = path.read_bytes()
    assert row.size == len(data)
    return data


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


def test_all_scorecards_in_one_zip(app: Flask, site: Path) -> None:
    with app.app_context():
        key, text = asked("zip")
        assert (worker(2).once(), worker().once()) == (True, False)
        zipped = zipfile.ZipFile(io.BytesIO(result(key)))
        published = open_file(text)
        assert [zipped.read(name) for name in zipped.namelist()[1:]] == [
            pdf_scorecard.render(published, unit) for unit in ("甲乡", "乙乡", "丙局")]
        index = list(csv.reader(io.StringIO(zipped.read("目录.csv").decode("utf-8-sig"))))
        assert index == [["组别", "名次", "单位", "总分", "等次", "文件"],
                         ["乡镇", "1", "甲乡", "88", "合格", "2026 年度政务公开考核-甲乡-评分卡.pdf"],
                         ["乡镇", "2", "乙乡", "40", "不合格", "2026 年度政务公开考核-乙乡-评分卡.pdf"],
                         ["县直部门", "1", "丙局", "61.88", "合格", "2026 年度政务公开考核-丙局-评分卡.pdf"]]
        assert (job(key).done, job(key).total, job(key).seen_at is not None) == (3, 3, True)
        assert [row.action for row in db.session.query(AuditRow).order_by(AuditRow.seq)] == ["job.ask", "job.finish"]
        assert list((site / "papers").glob(".half-*")) == []


def test_booklets_of_one_group_and_of_all(app: Flask) -> None:
    with app.app_context():
        text = publishing.file_text()
        office, key = edition(file=text)
        town, every = (making.ask(office, key, form="booklet", group=group).id for group in ("乡镇", ""))
        assert [worker(2).once() for _ in range(3)] == [True, True, False]
        published = open_file(text)
        wanted = [pdf_booklet.render(published, group) for group in ("乡镇", "县直部门")]
        assert (result(town), job(town).done, job(town).total) == (wanted[0], 2, 2)
        zipped = zipfile.ZipFile(io.BytesIO(result(every)))
        assert [zipped.read(name) for name in zipped.namelist()[1:]] == wanted
        assert zipped.read("目录.csv").decode("utf-8-sig").splitlines()[1] == (
            "乡镇,2,2026 年度政务公开考核-乡镇-评分卡汇编.pdf")
        assert (job(every).done, job(every).total) == (3, 3)


def test_hostile_names_and_equal_bytes(app: Flask, site: Path) -> None:
    with app.app_context():
        key, _ = asked("zip", file=publishing.file_text(names=HOSTILE))
        worker(2).once()
        first = result(key)
        zipped = zipfile.ZipFile(io.BytesIO(first))
        assert [n for n in zipped.namelist() if set(n) & set('/\\:*?"<>|\u202e') or n.startswith(".")] == []
        assert (len({n.casefold() for n in zipped.namelist()}), zipped.testzip()) == (1 + 3 + len(HOSTILE), None)
        units = [row[2] for row in csv.reader(io.StringIO(zipped.read("目录.csv").decode("utf-8-sig")))][1:]
        assert sorted(units) == sorted(["甲乡", "乙乡", "丙局", *(f"'{n}" if n.startswith("=") else n for n in HOSTILE)])
        before = made(site)
        for path in (site / "papers").glob("??/*"):
            path.unlink()
        age(key, state="waiting", file="", worker="")
        worker(2).once()
        assert (result(key) == first, set(made(site)) == set(before)) == (True, True)


def test_what_is_there_is_not_made_again(app: Flask, site: Path) -> None:
    with app.app_context():
        key, text = asked("zip")
        worker().once()
        before = made(site)
        lost = name_of(making.edition_key(text), pdf_scorecard.NAME, "乙乡")
        papers().path(lost).unlink()
        papers().path(job(key).file).unlink()
        age(key, state="waiting", worker="")
        worker().once()
        after = made(site)
        assert {name for name in after if after[name] != before[name]} == {lost, job(key).file}


def test_a_scorecard_that_cannot_be_kept_is_named(app: Flask) -> None:
    """Where its file should lie is a folder: the disk refuses this one unit."""
    with app.app_context():
        key, text = asked("zip")
        path = papers().path(name_of(making.edition_key(text), pdf_scorecard.NAME, "乙乡"))
        path.mkdir(parents=True)
        assert worker().once() is True
        assert (job(key).state, job(key).fault) == (
            "failed", "“乙乡”的评分卡没有做成：文件写不进去，磁盘出错。请系统管理员检查站点文件夹所在的磁盘，再重试。")
        path.rmdir()
        age(key, state="waiting", fault="")
        worker().once()
        assert job(key).state == "done"


def test_a_result_that_cannot_be_opened_says_why(app: Flask) -> None:
    with app.app_context():
        key, text = asked("zip")
        with writing() as session:
            row = session.get_one(Publication, job(key).publication_id)
            row.file = text.replace('"rule":"per_entry"', '"rule":"plugin_rule"')
        worker().once()
        assert (job(key).state, job(key).fault[:11], job(key).fault[-25:]) == (
            "failed", "这份结果现在打不开：没", "可能少了一个插件，请系统管理员到“系统状态”查看。")


def test_a_group_that_is_not_there_says_so(app: Flask) -> None:
    with app.app_context():
        key, _ = asked("booklet", "乡镇")
        age(key, group_name="没有的组")
        worker().once()
        assert (job(key).state, job(key).fault) == (
            "failed", "这次公布的结果里没有“没有的组”这个组别，请刷新页面后重新选择。")


def ending_after(looks: int) -> Callable[[], bool]:
    """False so many times, then True."""
    left = iter([False] * looks)
    return lambda: next(left, True)


@pytest.mark.parametrize("looks", [0, 1, 2])
def test_a_worker_that_ends_leaves_its_job_to_the_next(app: Flask, looks: int) -> None:
    with app.app_context():
        key, _ = asked("zip", file=publishing.file_text(units=12))
        Worker(1, ending_after(looks)).once()
        assert (job(key).state, job(key).worker) == ("waiting", "")
        worker().once()
        assert len(zipfile.ZipFile(io.BytesIO(result(key))).namelist()) == 13


def test_a_job_that_is_stopped_ends_the_work(app: Flask) -> None:
    """It is stopped from another connection while its first paper is set."""
    with app.app_context():
        text = publishing.file_text(units=40)
        office, publication = edition(file=text)
        key = making.ask(office, publication, form="zip").id

        def stop_it() -> bool:
            if job(key).state == "running" and job(key).total:
                making.stop(office, key)
            return False

        Worker(1, stop_it).once()
        row = job(key)
        assert (row.state, row.total, row.done < row.total, row.file) == ("stopped", 40, True, "")
        assert [r.outcome for r in db.session.query(AuditRow).order_by(AuditRow.seq)] == ["done", "done"]
        again = making.ask(office, publication, form="zip").id
        worker().once()
        assert (again, len(zipfile.ZipFile(io.BytesIO(result(again))).namelist())) == (key + 1, 41)


def test_one_that_was_overtaken_changes_nothing(app: Flask) -> None:
    with app.app_context():
        key, _ = asked("zip")

        def overtaken() -> bool:
            if job(key).worker and job(key).worker != "other":
                age(key, worker="other")
            return False

        Worker(1, overtaken).once()
        assert (job(key).state, job(key).worker, job(key).file) == ("running", "other", "")


def test_a_file_that_lies_there_is_not_put_together_again(app: Flask) -> None:
    with app.app_context():
        key, text = asked("zip")
        name = making.file_name(text, True, job(key))
        worker().once()
        with written(papers().path(name)) as out:
            out.write(b"PK as it was")
        age(key, state="waiting", worker="")
        worker().once()
        assert result(key) == b"PK as it was"


def test_papers_of_a_public_result_are_signed_as_downloads_are(app: Flask) -> None:
    with app.app_context():
        file = canonical.decode(publishing.file_text())
        text = file_text(file["snapshot"], file["openings"], signing_keys.signer())
        key, _ = asked("zip", file=text)
        before = making.file_name(text, False, job(key))
        with writing() as session:
            session.get_one(Publication, job(key).publication_id).state = "published"
        worker().once()
        zipped = zipfile.ZipFile(io.BytesIO(result(key)))
        outcomes = [verify_bytes(zipped.read(name)) for name in zipped.namelist()[1:]]
        public = signing_keys.listed()[-1].public
        assert [(one.problems, one.key, one.paper_key) for one in outcomes] == [((), public, public)] * 3
        assert job(key).file != before


def test_the_worker_is_nobody_with_an_account(app: Flask) -> None:
    with app.app_context():
        key, _ = asked("zip")
        worker().once()
        last = db.session.query(AuditRow).order_by(AuditRow.seq.desc()).first()
        assert (last.action, last.actor_id, last.actor_name, last.subject_id) == ("job.finish", None, COMMAND_LINE.name, key)
