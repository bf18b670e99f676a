"""All scorecards on the office's result page: asked for, watched, stopped, fetched; and the ZIP for everyone."""
from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from scoring import clock
from scoring.core.release import Release
from scoring.store.database import db
from scoring.store.jobs import Job
from scoring.store.papers import name_of, papers, written
from scoring.store.people import LoginSession
from scoring.store.writing import writing
from tests import make, publishing
from tests.drafts import words
from tests.statements import counted

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])
PAGE = "/office/assessments/1/result"
NAME = name_of("made")


def desk(app: Flask, state: str = "published", *jobs: dict[str, Any], file: str = "") -> FlaskClient:
    """The office signed in before a publication (key 1) with these jobs (from key 1 on)."""
    with app.app_context():
        county = make.county(state="frozen" if state == "frozen" else "published", sheets="final")
        publishing.publication(county.assessment, county.users["office"], state, file=file)
        for given in jobs:
            put(county.users["office"], **given)
        client = make.client(app, county.users["office"])
    client.get("/office/")  # the session's last sight is written now
    return client


def put(by: int, form: str = "zip", group: str = "", **more: Any) -> None:
    with writing() as session:
        session.add(Job(publication_id=1, form=form, group_name=group, asked_by=by, **{"asked_at": clock.now()} | more))


def keep(app: Flask, data: bytes = b"PK\x05\x06" + bytes(18)) -> dict[str, Any]:
    """The values of a job whose file is made."""
    with app.app_context(), written(papers().path(NAME)) as out:
        out.write(data)
    return {"state": "done", "file": NAME, "size": len(data), "done": 3, "total": 3, "ended_at": clock.now()}


def part(client: FlaskClient) -> str:
    page = html.unescape(client.get(PAGE).text)
    found = re.search(r'<section id="papers".*?</section>', page, re.DOTALL)
    return found.group() if found else ""


def lines(client: FlaskClient) -> list[str]:
    """Each row of the list in words, with its buttons."""
    return [words(row) for row in re.findall(r"<li>(.*?)</li>", part(client), re.DOTALL)]


FIRST = "全部评分卡（ZIP） 每个单位一份 PDF，连同目录装在一个压缩包里。 制作全部评分卡（ZIP）：全部评分卡（ZIP）"
ONE_MORE = "封面、目录、排名和每个单位的评分卡合成一份 PDF。选全部组别的，每个组别一份，装在一个压缩包里。"
LAST = f"评分卡汇编 {ONE_MORE} 全部组别乡镇县直部门 制作汇编"


@pytest.mark.parametrize("state", ["frozen", "published"])
def test_what_can_be_had(app: Flask, state: str) -> None:
    client = desk(app, state)
    assert lines(client) == [FIRST, LAST]
    assert ("（待公布）" in part(client), "data-watch" in part(client)) == (state == "frozen", False)


@pytest.mark.parametrize("state", ["discarded", "superseded"])
def test_what_is_not_in_force_offers_nothing(app: Flask, state: str) -> None:
    assert part(desk(app, state)) == ""


def test_one_group_needs_no_choice(app: Flask) -> None:
    client = desk(app)
    with app.app_context(), writing() as session:
        session.query(make.Submission).filter_by(group_id=2).delete()
    assert lines(client)[1] == "评分卡汇编 封面、目录、排名和每个单位的评分卡合成一份 PDF。 制作汇编：评分卡汇编"


NOW = clock.now()
SEEN = {"state": "running", "worker": "w", "seen_at": NOW + timedelta(hours=1)}      # its worker is there


@pytest.mark.parametrize(("given", "said"), [
    ({}, "等候 马上开始。 刷新看进度 停止制作全部评分卡（ZIP）"),
    ({"asked_at": NOW - timedelta(hours=1)}, "等候 等了一会儿还没有开始：服务器上好像没有在运行的制作进程。请系统管理员重新启动服务，"
     "或者运行 scoring work。 刷新看进度 停止制作全部评分卡（ZIP）"),
    (SEEN, "制作中 正在打开结果文件 刷新看进度 停止制作全部评分卡（ZIP）"),
    (SEEN | {"done": 213, "total": 530}, "制作中 已制作 213 / 530 份 刷新看进度 停止制作全部评分卡（ZIP）"),
    (SEEN | {"done": 213, "total": 530, "expected_at": NOW - timedelta(hours=1)},
     "制作中 已制作 213 / 530 份，约还要 1 分钟 刷新看进度 停止制作全部评分卡（ZIP）"),
    (SEEN | {"done": 213, "total": 530, "expected_at": NOW + timedelta(days=1)},
     "制作中 已制作 213 / 530 份，约还要 24 小时 刷新看进度 停止制作全部评分卡（ZIP）"),
    (SEEN | {"done": 530, "total": 530}, "制作中 已制作 530 / 530 份，正在合成一个文件 刷新看进度 停止制作全部评分卡（ZIP）"),
    ({"state": "failed", "fault": "“甲乡”的评分卡没有做成：磁盘满了。"}, "没有做成 “甲乡”的评分卡没有做成：磁盘满了。 重试：全部评分卡（ZIP）"),
    ({"state": "stopped", "done": 2, "total": 3}, "已停止 已制作 2 / 3 份，接着做时不用重做。 接着做：全部评分卡（ZIP）"),
    ({"state": "stopped"}, "已停止 还没有开始就停止了。 接着做：全部评分卡（ZIP）"),
    ({"state": "done", "file": NAME, "total": 3}, "已清理 很久没有人用，文件已经清理。要用可以重新制作，内容不变。 重新制作：全部评分卡（ZIP）"),
])
def test_how_it_stands(app: Flask, given: dict[str, Any], said: str) -> None:
    assert lines(desk(app, "published", given))[0] == f"全部评分卡（ZIP） {said}"


def test_how_long_it_still_takes(app: Flask) -> None:
    at = clock.now()
    with clock.at(at):
        client = desk(app, "published", SEEN | {"done": 213, "total": 530, "expected_at": at + timedelta(seconds=61)})
        assert "约还要 2 分钟" in lines(client)[0]


def test_those_ahead_are_counted(app: Flask) -> None:
    client = desk(app, "published", SEEN, {"form": "booklet"}, {"form": "booklet", "group": "乡镇"})
    assert lines(client)[1:3] == [
        "评分卡汇编：全部组别 等候 前面还有 1 件，做完就轮到它。 刷新看进度 停止制作评分卡汇编：全部组别",
        "评分卡汇编：乡镇 等候 前面还有 2 件，做完就轮到它。 刷新看进度 停止制作评分卡汇编：乡镇"]
    assert lines(client)[3] == f"另一份评分卡汇编 {ONE_MORE} 县直部门 制作汇编"


def test_what_is_made_can_be_fetched(app: Flask) -> None:
    made = keep(app)
    client = desk(app, "published", made)
    at = clock.local(made["ended_at"]).strftime("%Y-%m-%d %H:%M")
    assert lines(client)[0] == f"全部评分卡（ZIP） 已做好 3 份，1 KB {at} 做好 下载全部评分卡（ZIP）"
    answer = client.get("/office/jobs/1/file")
    assert (answer.status_code, answer.mimetype, answer.data[:2], answer.headers["Content-Length"],
            answer.headers["Cache-Control"]) == (200, "application/zip", b"PK", "22", "no-store")
    assert sent_name(answer) == "2026 年度政务公开考核-全部评分卡.zip"
    rest = client.get("/office/jobs/1/file", headers={"Range": "bytes=20-"})
    assert (rest.status_code, len(rest.data)) == (206, 2)      # a download that broke off goes on


def sent_name(answer: Any) -> str:
    return unquote(answer.headers["Content-Disposition"].split("UTF-8''")[1])


@pytest.mark.parametrize(("state", "group", "data", "name", "kind"), [
    ("frozen", "乡镇", b"%PDF-1.4", "定版稿-2026 年度政务公开考核-乡镇-评分卡汇编.pdf", "application/pdf"),
    ("published", "", b"PK", "2026 年度政务公开考核-评分卡汇编.zip", "application/zip"),
    ("published", "", b"%PDF-1.4", "2026 年度政务公开考核-评分卡汇编.pdf", "application/pdf")])
def test_a_booklet_has_its_own_name(app: Flask, state: str, group: str, data: bytes, name: str, kind: str) -> None:
    client = desk(app, state, keep(app, data) | {"form": "booklet", "group": group})
    answer = client.get("/office/jobs/1/file")
    assert (answer.mimetype, answer.data, sent_name(answer)) == (kind, data, name)


@pytest.mark.parametrize("given", [{"state": "waiting"}, {"state": "done", "file": NAME}, {"state": "done", "file": ""},
                                   {"state": "failed", "file": NAME}])
def test_what_is_not_there_says_how_to_mend_it(app: Flask, given: dict[str, Any]) -> None:
    answer = desk(app, "published", given).get("/office/jobs/1/file")
    assert (answer.status_code, "请考核办在“定版与公布”里重新制作" in answer.text) == (404, True)


def test_asking_and_stopping(app: Flask) -> None:
    client = desk(app)
    answers = [client.post("/office/publications/1/jobs", data=data) for data in (
        {"form": "zip"}, {"form": "zip", "group": ""}, {"form": "booklet", "group": "乡镇"})]
    assert [(a.status_code, a.headers["Location"]) for a in answers] == [(302, f"{PAGE}#papers")] * 3
    assert client.post("/office/jobs/1/stop").headers["Location"] == f"{PAGE}#papers"
    assert client.post("/office/jobs/1/stop").status_code == 409
    with app.app_context():
        assert [(j.form, j.group_name, j.state) for j in db.session.query(Job).order_by(Job.id)] == [
            ("zip", "", "stopped"), ("booklet", "乡镇", "waiting")]


def test_a_refusal_is_said_on_the_page(app: Flask) -> None:
    client = desk(app)
    answer = client.post("/office/publications/1/jobs", data={"form": "exe"}, follow_redirects=True)
    assert (answer.status_code, "没有这种形式的文件" in answer.text) == (200, True)


def test_the_script_is_told_how_far_it_is(app: Flask) -> None:
    client = desk(app, "published", SEEN | {"done": 1, "total": 3}, {"form": "booklet", "state": "stopped"})
    assert 'data-watch="/office/publications/1/jobs"' in part(client)
    told = client.get("/office/publications/1/jobs", headers={"Accept": "application/json"}).json
    assert told.pop("html").strip().startswith('<section id="papers"')
    assert told == {"states": "1:running 2:stopped", "under_way": True, "jobs": [
        {"id": 1, "done": 1, "total": 3, "words": "已制作 1 / 3 份", "said": "全部评分卡（ZIP）：制作中"},
        {"id": 2, "done": 0, "total": 0, "words": "还没有开始就停止了。", "said": "评分卡汇编：全部组别：已停止"}]}


def test_a_page_left_open_keeps_nobody_signed_in(app: Flask) -> None:
    client = desk(app, "published", SEEN)
    start = clock.now()
    with clock.at(start + timedelta(minutes=20)):
        assert client.get("/office/publications/1/jobs").status_code == 200
    with clock.at(start + timedelta(minutes=31)):
        assert client.get("/office/publications/1/jobs", headers={"Accept": "application/json"}).status_code == 401
    with app.app_context():
        assert (db.session.query(LoginSession).one().seen_at - start) < timedelta(minutes=1)


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_send_a_fixed_number_of_statements(app: Flask, number: int) -> None:
    given = [{"form": form, "group": group} for form, group in (("zip", ""), ("booklet", ""), ("booklet", "乡镇"))]
    client = desk(app, "published", *given[:number])
    found = []
    for path in (PAGE, "/office/publications/1/jobs"):
        with counted(app) as sent:
            assert client.get(path).status_code == 200
        found.append(len(sent))
    assert found == [10, 7]


def test_no_page_reads_the_published_file(app: Flask) -> None:
    """It may have tens of megabytes; the list and its script do without it."""
    client, found = desk(app, "published", keep(app)), []
    for path in (PAGE, "/office/publications/1/jobs", "/office/jobs/1/file", "/results/1/scorecards.zip", "/results/1/"):
        with counted(app) as sent:
            assert client.get(path).status_code == 200
        found.append(any(re.search(r"\bpublication(_1)?\.file\b", one) for one in sent))
    assert found == [False, False, False, False, True]      # the control: the ranking is made of it


# ── everyone ─────────────────────────────────────────────────────────────────

def public(app: Flask) -> tuple[bool, int]:
    """Whether the ranking offers the ZIP, and what its address answers."""
    visitor = app.test_client()
    page, answer = visitor.get("/results/1/"), visitor.get("/results/1/scorecards.zip")
    return 'href="/results/1/scorecards.zip"' in page.text, answer.status_code


def test_everyone_takes_all_scorecards_once_they_are_made(app: Flask) -> None:
    desk(app, "published", keep(app))
    assert public(app) == (True, 200)
    answer = app.test_client().get("/results/1/scorecards.zip")
    assert (answer.headers["Content-Length"], sent_name(answer)) == ("22", "2026 年度政务公开考核-全部评分卡.zip")
    assert "全部评分卡（ZIP，1 KB）" in app.test_client().get("/results/1/").text
    assert app.test_client().get("/office/jobs/1/file").status_code == 302


@pytest.mark.parametrize("given", [
    {"state": "waiting"}, {"state": "stopped"}, {"form": "booklet"}, {"group": "乡镇"}, {"file": name_of("gone")}])
def test_there_is_no_link_before(app: Flask, given: dict[str, Any]) -> None:
    desk(app, "published", keep(app) | given)
    assert public(app) == (False, 404)


@pytest.mark.parametrize("release", [Release("inside"), Release("unit"), Release("public", 3)])
def test_what_not_everyone_may_read_whole_is_not_handed_out(app: Flask, release: Release) -> None:
    client = desk(app, "published", keep(app), file=publishing.file_text(release=release))
    assert (app.test_client().get("/results/1/scorecards.zip").status_code,
            "scorecards.zip" in app.test_client().get("/results/1/").text) == (404, False)
    assert client.get("/office/jobs/1/file").status_code == 200


@pytest.mark.parametrize(("state", "status"), [("frozen", 404), ("discarded", 404), ("superseded", 200)])
def test_an_edition_that_is_not_public_has_no_public_file(app: Flask, state: str, status: int) -> None:
    desk(app, state, keep(app))
    assert app.test_client().get("/results/1/scorecards.zip").status_code == status
