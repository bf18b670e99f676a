"""Evidence over HTTP: taking in, handing back as attachments, and what stays out of reach and off the disk."""
from __future__ import annotations

import io
import os
import socket
import sys
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Request
from flask.testing import FlaskClient

from scoring.actions import collecting
from scoring.store.database import db
from scoring.store.files import store
from scoring.store.intake_look import Marked
from scoring.store.people import User
from scoring.store.queries import actor_of
from scoring.store.sheets import Evidence, EvidenceCheck
from scoring.store.writing import writing
from tests import make
from tests.corpus import upload_files as made

JSON = {"Accept": "application/json"}
PNG, PDF = made.picture(), made.pdf()
ABSENT = "没有找到这项内容，它可能已删除，或者不在你的权限范围内。"


class Desk:
    """A county and browsers signed in as its people."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            self.county = make.county()
            self.browsers = {name: make.client(app, key) for name, key in self.county.users.items()}
        self.url = f"/unit/sheets/{self.county.submissions['甲乡']}/evidence/disclosure"

    def __getitem__(self, name: str) -> FlaskClient:
        return self.browsers[name]

    def send(self, *files: tuple[str, bytes], who: str = "clerk", plain: bool = False, **fields: str) -> Any:
        """Posts files and fields to the leaf as a page's script would, or as a plain form."""
        form: dict[str, Any] = {**fields, "file": [(io.BytesIO(data), name) for name, data in files]}
        return self[who].post(self.url, data=form, headers={} if plain else JSON)

    def flashes(self) -> list[str]:
        """What a plain form was told."""
        with self["clerk"].session_transaction() as cookie:
            return [sentence for _, sentence in cookie.pop("_flashes", [])]


@pytest.fixture
def desk(app: Flask) -> Desk:
    """The desk of one site."""
    return Desk(app)


def test_a_file_goes_in_and_comes_back_as_an_attachment(desk: Desk) -> None:
    answer = desk.send(("保密检查'1';.png", PNG))
    assert (answer.status_code, answer.json["said"], answer.json["notes"], answer.json["count"]) == (
        200, "已上传“保密检查'1';.png”。", [], 1)
    back = desk["clerk"].get(f"/evidence/{answer.json['evidence']}", headers={"Range": "bytes=0-3"})
    assert (back.status_code, back.data) == (200, PNG)
    wanted = ("Content-Type", "Content-Disposition", "Content-Security-Policy", "X-Content-Type-Options", "Content-Length",
              "Cache-Control", "X-Frame-Options")
    assert {name: back.headers[name] for name in wanted} == {
        "Content-Type": "image/png", "Content-Security-Policy": "sandbox; default-src 'none'",
        "Content-Disposition": "attachment; filename=\"evidence.png\"; filename*=UTF-8''"
                               "%E4%BF%9D%E5%AF%86%E6%A3%80%E6%9F%A5%271%27%3B.png",
        "X-Content-Type-Options": "nosniff", "Content-Length": str(len(PNG)), "Cache-Control": "no-store",
        "X-Frame-Options": "DENY"}


def test_who_may_fetch_a_file(desk: Desk) -> None:
    url = f"/evidence/{desk.send(('a.png', PNG)).json['evidence']}"
    got = {name: desk[name].get(url).status_code for name in desk.browsers}
    assert got == {"clerk": 200, "signer": 200, "leader": 200, "secrecy": 200, "office": 200, "publisher": 200, "rival": 404, "reviewer": 404,
                   "system": 403, "security": 403, "auditor": 403}
    hidden, absent = desk["rival"].get(url), desk["rival"].get("/evidence/999")
    assert (hidden.status_code, hidden.data) == (absent.status_code, absent.data)
    assert desk.app.test_client().get(url).status_code == 302


def test_foreign_sheets_take_nothing(desk: Desk) -> None:
    assert [desk.send(("a.png", PNG), who=w).status_code for w in ("rival", "signer", "reviewer", "office")] == [404, 403, 403, 403]
    key = desk.send(("a.png", PNG)).json["evidence"]
    assert [desk["rival"].post(f"/evidence/{k}/remove", headers=JSON).status_code for k in (key, 999, 2**70)] == [404] * 3
    with desk.app.app_context():
        assert [(e.submission_id, e.removed_at) for e in db.session.query(Evidence)] == [
            (desk.county.submissions["甲乡"], None)]


def test_lost_or_damaged_bytes_are_said_not_crashed(desk: Desk) -> None:
    key = desk.send(("a.png", PNG)).json["evidence"]
    with desk.app.app_context():
        path = store().folder / (name := make.row(Evidence, key).sha256)[:2] / name
    path.write_bytes(PNG[:-1])
    short = desk["clerk"].get(f"/evidence/{key}", headers=JSON)
    path.unlink()
    gone = desk["clerk"].get(f"/evidence/{key}", headers=JSON)
    sentence = "这份文件在存储里找不到了或已损坏，请联系系统管理员从备份恢复。"
    assert [(a.status_code, a.json["error"]) for a in (short, gone)] == [(404, sentence)] * 2


def test_a_link_is_no_file(desk: Desk) -> None:
    answer = desk.send(url="https://a.gov.cn/x", title="公开专栏")
    assert (answer.status_code, answer.json["said"]) == (200, "已添加链接“公开专栏”。")
    assert 'href="https://a.gov.cn/x" rel="noopener noreferrer nofollow"' in answer.json["html"]
    assert desk["clerk"].get(f"/evidence/{answer.json['evidence']}", headers=JSON).json["error"] == ABSENT


def test_removing_hands_back_the_list(desk: Desk) -> None:
    key = desk.send(("a.png", PNG)).json["evidence"]
    answer = desk["clerk"].post(f"/evidence/{key}/remove", headers=JSON)
    assert (answer.status_code, answer.json["said"], answer.json["count"]) == (200, "已删除“a.png”。", 0)
    assert "还没有佐证" in answer.json["html"]
    assert desk["clerk"].get(f"/evidence/{key}").status_code == 404


def test_a_check_file_is_an_attachment_for_both_sides(desk: Desk) -> None:
    key = desk.send(("a.png", PNG)).json["evidence"]
    with desk.app.app_context(), writing() as session:
        check = EvidenceCheck(evidence_id=key, verdict="doubt", sha256=store().put(PDF), size=len(PDF), file_title="核验.pdf",
                              media_type="text/html", at=make.clock.now(), by=desk.county.users["reviewer"])
        session.add(check)
        session.flush()
        url = f"/evidence/checks/{check.id}"
    answer = desk["clerk"].get(url)
    assert (answer.data, answer.headers["Content-Type"], desk["rival"].get(url).status_code) == (
        PDF, "application/octet-stream", 404)


def test_without_scripts_each_file_is_told_on_the_way_back(desk: Desk) -> None:
    answer = desk.send(("a.png", PNG), ("名单.exe", b"MZ"), ("密.docx", made.docx("机密★1年")), ("内部资料.pdf", PDF), plain=True)
    assert (answer.status_code, answer.location) == (303, desk.url.partition("/evidence/")[0] + "#leaf-disclosure")
    said = desk.flashes()
    assert [s.partition("。")[0] for s in said] == [
        "已上传“a.png”", "“名单.exe”没有保存", "第 3 个文件没有保存", "已上传“内部资料.pdf”"]
    assert [desk.send(plain=True).status_code, desk.flashes()] == [303, ["没有选择文件：请选择文件后再上传。"]]
    assert [desk.send(plain=True, url="ftp://a/").status_code, desk.flashes()] == [
        303, ["“ftp://a/”没有添加。网址要以 http:// 或 https:// 开头：请从浏览器地址栏复制完整的网址。"]]


def test_a_body_shorter_than_it_says_leaves_no_row(desk: Desk) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n' + PNG
    kind = {"Content-Type": "multipart/form-data; boundary=x", **JSON}
    cut = desk["clerk"].post(desk.url, data=body, headers=kind, environ_overrides={"CONTENT_LENGTH": str(len(body) + 9)})
    whole = desk["clerk"].post(desk.url, data=body + b"\r\n--x--\r\n", headers=kind)
    with desk.app.app_context():
        assert (cut.status_code, whole.status_code, db.session.query(Evidence).count()) == (400, 200, 1)


def test_a_file_over_the_limit_is_refused(desk: Desk) -> None:
    """U2-004. The request's limit leaves room for a form around one file; the file's own limit is exact."""
    limit = desk.app.extensions["scoring"].upload_limit
    over, far = desk.send(("a.bmp", bytes(limit + 1))), desk.send(("a.bmp", bytes(limit + 2 ** 21)))
    assert [(a.status_code, a.json["error"]) for a in (over, far)] == [
        (413, "文件超过每个 20 MB 的上限，没有保存：请压缩或拆开后再上传。"),
        (413, "提交的内容太大了：文件请压缩或分开上传，文字请删短。")]


# ── nothing that must not be stored touches the disk ──────────────────────────

_heard: list[list[str]] = []


def _hear(event: str, given: tuple[Any, ...]) -> None:
    if not _heard:
        return
    if event == "open" and isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR):
        _heard[-1].append(str(given[0]))
    elif event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname"):
        _heard[-1].append(event)


@pytest.fixture
def written() -> Iterator[list[str]]:
    """Every path that is opened for writing meanwhile, and every step out onto the network."""
    if not getattr(sys, "_evidence_hook", False):
        sys.addaudithook(_hear)
        sys._evidence_hook = True  # type: ignore[attr-defined]
    _heard.append([])
    yield _heard[-1]
    _heard.pop()


def big_marked() -> bytes:
    """A marked Word file of more than a megabyte, packed."""
    return made.docx("机密★10年", parts={"word/media/a.png": os.urandom(1_500_000)})


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_an_upload_stays_in_memory(desk: Desk, written: list[str]) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.docx"\r\n\r\n'
    body = head + big_marked() + b"\r\n--x--\r\n"
    kind = {"Content-Type": "multipart/form-data; boundary=x", **JSON}

    def send() -> list[str]:
        del written[:]
        assert desk["clerk"].post(desk.url, data=body, headers=kind).json["error"] == Marked().sentence
        return [p for p in written if "scoring.db" not in p and p != os.devnull and not p.isdigit()]   # pipes have numbers
    ours = send()
    desk.app.request_class = Request     # the control: how it would be without our own way of reading
    assert (ours, set(send())) == ([], {tempfile.gettempdir()})


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_of_a_marked_file_nothing_is_found_on_the_disk(desk: Desk, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    marked, name = big_marked(), "某某事项的通知报告.docx"
    assert desk.send((name, marked)).status_code == 422
    desk.send((name, marked), plain=True)
    sound = made.png((b"IHDR", bytes.fromhex("0000000100000001080000000000"[:26])), (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b""))
    assert desk.send(("可以公开的照片.png", sound)).status_code == 200
    disk = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    piece = marked[5000:5040]
    assert [name.encode() in disk, piece in disk, "可以公开的照片".encode() in disk, sound in disk] == [False, False, True, True]
    assert [name in caplog.text, name in repr(desk.flashes())] == [False, False]


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_the_server_opens_no_link(desk: Desk, written: list[str]) -> None:
    """L1: on an intranet the addresses others would block are the very evidence; so nothing is fetched, ever."""
    links = ["http://127.0.0.1:9/", "http://localhost:9/", "http://[::1]:9/", "http://10.0.0.1/", "http://169.254.169.254/"]
    sent = [desk.send(url=link).status_code for link in links]
    keys = [desk["clerk"].get(f"/evidence/{n}").status_code for n in range(1, 6)]
    ours = [event for event in written if event.startswith("socket.")]
    with socket.socket() as line:      # the control
        line.connect_ex(("127.0.0.1", 9))
    assert (sent, keys, ours, written[-1]) == ([200] * 5, [404] * 5, [], "socket.connect")


def test_the_list_asks_the_same_number_of_questions(desk: Desk) -> None:
    from tests.statements import counted  # here because only this test counts

    def ask(number: int) -> int:
        with counted(desk.app) as statements:
            answer = desk.send(url=f"https://a.gov.cn/{number}")
        assert answer.json["count"] == number
        return len(statements)
    first = ask(1)
    with desk.app.app_context():
        who = actor_of(db.session.get(User, desk.county.users["clerk"]))
        collecting.add_link(who, desk.county.submissions["甲乡"], leaf="disclosure", url="https://a.gov.cn/2")
    assert (first, ask(3)) == (first, first)
