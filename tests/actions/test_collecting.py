"""Collecting evidence: what is kept once, what is refused, what leaves the disk, and what the log says of it."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from scoring.actions import collecting
from scoring.core.policy import Actor
from scoring.errors import Busy, Invalid, NotFound, ScoringError, WrongState
from scoring.store.audit import AuditRow
from scoring.store.database import db
from scoring.store.files import store
from scoring.store.intake import Taken
from scoring.store.intake_look import Marked
from scoring.store.people import User
from scoring.store.queries import actor_of
from scoring.store.sheets import Evidence, EvidenceCheck, Submission
from scoring.store.writing import writing
from tests import make
from tests.corpus import upload_files as made

PNG, PDF = made.picture(), made.pdf()


class Site:
    """A county, its clerks as actors, and the shortest way to add something."""

    def __init__(self) -> None:
        self.county = make.county(state="open")
        self.sheet = self.county.submissions["甲乡"]

    def who(self, name: str = "clerk") -> Actor:
        """An account as the policy sees it."""
        return actor_of(db.session.get(User, self.county.users[name]))

    def add(self, name: str = "公开.png", data: bytes = PNG, leaf: str = "disclosure") -> Evidence:
        """A file added by the clerk of 甲乡."""
        return collecting.add_file(self.who(), self.sheet, leaf=leaf, name=name, data=data)[0]

    def turn(self, state: str) -> None:
        """Puts the sheet of 甲乡 into a state."""
        with writing() as session:
            session.get(Submission, self.sheet).state = state

    def refusal(self, kind: type[ScoringError], **more: object) -> str:
        """The sentence with which adding is refused."""
        with pytest.raises(kind) as refused:
            self.add(**more)  # type: ignore[arg-type]
        return refused.value.sentence


@pytest.fixture
def site(app: Flask) -> Iterator[Site]:
    """The site inside its app context."""
    with app.app_context():
        yield Site()


def kept() -> list[str]:
    """The names of all files on the disk."""
    return sorted(p.name for p in Path(store().folder).rglob("*") if p.is_file())


def live() -> list[tuple[str, str]]:
    """Leaf and title of every row not removed."""
    rows = db.session.scalars(select(Evidence).where(Evidence.removed_at.is_(None)).order_by(Evidence.id))
    return [(r.leaf, r.title) for r in rows]


def log() -> list[tuple[str, str, dict[str, Any]]]:
    """What the audit log says of evidence."""
    rows = db.session.scalars(select(AuditRow).order_by(AuditRow.seq))
    return [(r.action, r.outcome, r.detail) for r in rows if r.action.startswith("evidence.")]


def test_a_file_is_kept_under_the_hash_of_its_bytes(site: Site) -> None:
    row = site.add("C:\\公开\\保密检查.png")
    assert (row.title, row.size, row.media_type, kept()) == ("保密检查.png", len(PNG), "image/png", [row.sha256])
    assert store().open(row.sha256).read() == PNG
    assert log() == [("evidence.add", "done",
                      {"leaf": "disclosure", "evidence": row.id, "kind": "file", "sha256": row.sha256})]


def test_the_same_bytes_are_one_copy_with_two_references(site: Site) -> None:
    first, second = site.add(), site.add("另一名称.png", leaf="plan")
    assert (first.sha256, kept()) == (second.sha256, [first.sha256])
    assert site.refusal(Invalid, name="又一次.png") == "这份文件已经在这一项的佐证里了（“公开.png”），没有重复保存。"
    assert live() == [("disclosure", "公开.png"), ("plan", "另一名称.png")]
    collecting.remove(site.who(), first.id)
    assert kept() == [first.sha256]
    collecting.remove(site.who(), second.id)
    assert (kept(), live()) == ([], [])


def test_bytes_named_by_a_check_stay(site: Site) -> None:
    row = site.add()
    with writing() as session:
        session.add(EvidenceCheck(evidence_id=row.id, verdict="good", sha256=row.sha256, size=row.size, at=row.added_at,
                                  by=site.county.users["reviewer"]))
    collecting.remove(site.who(), row.id)
    assert kept() == [row.sha256]


def test_a_file_removed_can_be_added_again(site: Site) -> None:
    row = site.add()
    collecting.remove(site.who(), row.id)
    with pytest.raises(NotFound) as refused:
        collecting.remove(site.who(), row.id)
    assert (refused.value.sentence, site.add().sha256, kept()) == ("这份佐证已经删除了。", row.sha256, [row.sha256])


def test_a_marked_file_leaves_nothing_behind(site: Site) -> None:
    assert site.refusal(Marked, name="通知.docx", data=made.docx("机密★10年")) == Marked().sentence
    assert site.refusal(Marked, name="秘密★1年.png") == Marked().sentence
    assert (kept(), live(), log()) == ([], [], [("evidence.add", "refused", {"rule": "国家秘密标志"})] * 2)


def test_a_refused_file_leaves_nothing_behind(site: Site) -> None:
    assert site.refusal(Invalid, data=PDF) == "扩展名是 .png，内容却是 PDF：请把扩展名改成 .pdf 再上传。"
    assert (kept(), live(), log()) == ([], [], [])


def test_bytes_go_again_if_the_row_cannot_be_written(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sheet goes to signing while the file is being examined: refused after its bytes were kept."""
    seen: list[list[str]] = []
    examine, add = collecting.examine_apart, collecting.add

    def examine_slowly(name: str, data: bytes) -> Taken:
        taken = examine(name, data)
        site.turn("signing")
        return taken

    def add_watched(*given: Any, **more: Any) -> Evidence:
        seen.append(kept())
        return add(*given, **more)

    monkeypatch.setattr(collecting, "examine_apart", examine_slowly)
    monkeypatch.setattr(collecting, "add", add_watched)
    assert site.refusal(WrongState) == "现在的状态是“内审中”，不能做这一步，请刷新页面查看最新状态。"
    assert ([len(files) for files in seen], kept(), live()) == ([1], [], [])


def test_a_store_that_cannot_be_written_is_said(site: Site) -> None:
    folder = Path(store().folder)
    folder.rmdir()
    folder.write_bytes(b"")
    assert site.refusal(Busy) == "服务器的存储暂时写不进去，这份文件没有保存：请稍候再试，仍不行请联系系统管理员。"
    assert live() == []


def test_only_the_own_sheet_and_its_leaves(site: Site) -> None:
    foreign = site.county.submissions["乙乡"]
    with pytest.raises(NotFound):
        collecting.add_file(site.who(), foreign, leaf="disclosure", name="a.png", data=PNG)
    with pytest.raises(NotFound):
        collecting.add_link(site.who(), foreign, leaf="disclosure", url="http://a/")
    assert site.refusal(NotFound, leaf="nothing") == "这项指标不在本单位这次的自查表里，请刷新页面。"
    assert site.refusal(NotFound, leaf="basics") == "这项指标不在本单位这次的自查表里，请刷新页面。"
    assert site.refusal(WrongState, leaf="quality") == "这一项不需要本单位附佐证。"
    row = site.add()
    with pytest.raises(NotFound):
        collecting.remove(site.who("rival"), row.id)
    assert (live(), [outcome for _, outcome, _ in log()]) == ([("disclosure", "公开.png")], ["refused"] * 5 + ["done", "refused"])


@pytest.mark.parametrize("state", ["signing", "submitted", "reviewing", "reviewed", "final"])
def test_a_sheet_handed_in_takes_no_evidence(site: Site, state: str) -> None:
    row = site.add()
    site.turn(state)
    site.refusal(WrongState, name="b.pdf", data=PDF)
    with pytest.raises(WrongState):
        collecting.remove(site.who(), row.id)
    assert (live(), kept()) == ([("disclosure", "公开.png")], [row.sha256])


def test_links_are_kept_as_text(site: Site) -> None:
    def add(url: str, title: str = "") -> Evidence:
        return collecting.add_link(site.who(), site.sheet, leaf="plan", url=url, title=title)
    row = add(" http://169.254.169.254/latest ", "公开\n专栏 ")
    assert (row.kind, row.url, row.title, row.sha256, add("https://a.gov.cn/x?y=1").title) == (
        "link", "http://169.254.169.254/latest", "公开 专栏", "", "a.gov.cn/x")
    with pytest.raises(Invalid) as refused:
        add("https://a.gov.cn/x?y=1", "又一次")
    assert refused.value.sentence == "这个网址已经在这一项的佐证里了（“a.gov.cn/x”），没有重复添加。"
    with pytest.raises(Marked):
        add("https://a.gov.cn/z", "机密★10年")
    collecting.remove(site.who(), row.id)
    assert (live(), kept()) == ([("plan", "a.gov.cn/x")], [])


def test_a_leaf_takes_twenty(site: Site) -> None:
    for n in range(20):
        collecting.add_link(site.who(), site.sheet, leaf="plan", url=f"https://a.gov.cn/{n}")
    assert site.refusal(Invalid, leaf="plan") == "这一项已有 20 份佐证，不能再加：请合并成一份，或先删除不需要的。"
    assert (len(live()), kept(), site.add().title) == (20, [], "公开.png")


def test_bytes_lost_between_keeping_and_writing_are_kept_again(site: Site) -> None:
    """Another clerk takes off the last reference to the same bytes while this upload waits for the lock."""
    digest = store().put(PNG)
    collecting.forget_unnamed(digest)
    assert kept() == []
    row = collecting.add(site.who(), site.sheet, leaf="plan", kind="file", title="a.png", data=PNG, sha256=digest,
                         media_type="image/png")
    assert kept() == [row.sha256]
