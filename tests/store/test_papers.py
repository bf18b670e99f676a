"""The papers' folder: names are hashes, use is noted without touching what was written, and only our own is cleared."""
from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scoring.store.papers import EMPTIED, PaperStore, name_of, written

NOON = datetime(2026, 12, 1, 4, tzinfo=UTC)
NAME = name_of("a", "b")


def kept(store: PaperStore, name: str, seen: datetime) -> Path:
    with written(store.path(name)) as out:
        out.write(b"%PDF")
    os.utime(store.path(name), (seen.timestamp(), seen.timestamp()))
    return store.path(name)


def test_a_name_depends_on_each_text_and_on_where_it_ends() -> None:
    assert len({name_of("a", "b"), name_of("ab", ""), name_of("a,b"), name_of("b", "a"), name_of("a", "b", "")}) == 5
    assert name_of("a", "b") == NAME


@pytest.mark.parametrize("name", ["", "../../etc/passwd", NAME.upper(), NAME + "0", f"{NAME[:-1]}/", f"{NAME}\n"])
def test_nothing_else_is_a_name(tmp_path: Path, name: str) -> None:
    store = PaperStore(tmp_path)
    assert store.found(name) is None
    with pytest.raises(ValueError, match="no name of a paper"):
        store.path(name)


def test_a_use_is_noted_and_what_was_written_stays_so(tmp_path: Path) -> None:
    store = PaperStore(tmp_path)
    assert store.found(NAME, NOON) is None
    path = kept(store, NAME, NOON - timedelta(days=80))
    before = path.stat().st_mtime_ns
    assert (store.found(NAME), store.found(NAME, NOON)) == (path, path)
    assert (path.stat().st_atime, path.stat().st_mtime_ns) == (NOON.timestamp(), before)


def test_what_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    store = PaperStore(tmp_path)
    with pytest.raises(ZeroDivisionError), written(store.path(NAME)) as out:
        out.write(b"%PDF")
        raise ZeroDivisionError
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_is_lent_is_gone_afterwards(tmp_path: Path) -> None:
    store = PaperStore(tmp_path / "papers")
    with store.lent("𬱖\r\n乡") as file:
        assert file.read_bytes() == "𬱖\r\n乡".encode()
        assert oct(file.stat().st_mode & 0o777) == "0o600"
    assert list((tmp_path / "papers").iterdir()) == []


@pytest.mark.parametrize(("days", "gone"), [(89, 0), (91, 1)])
def test_what_nobody_used_for_90_days_is_cleared(tmp_path: Path, days: int, gone: int) -> None:
    store = PaperStore(tmp_path)
    path = kept(store, NAME, NOON - timedelta(days=days))
    assert (store.clear(NOON), path.exists()) == (gone, not gone)


def test_only_what_is_ours_is_cleared(tmp_path: Path) -> None:
    """A folder set wrongly must not cost anybody a file: other names, other places and links are left alone."""
    old = NOON - timedelta(days=900)
    store = PaperStore(tmp_path / "papers")
    mine = kept(store, NAME, old)
    halves = [mine.parent / ".half-x", store.folder / ".half-y"]
    outside = tmp_path / NAME
    foreign = [mine.parent / "工作总结.pdf", store.folder / NAME, store.folder / "deep" / "er" / NAME, outside,
               tmp_path / ".half-z"]
    for path in (*halves, *foreign):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
        os.utime(path, (old.timestamp(), old.timestamp()))
    link = mine.parent / name_of("link")
    link.symlink_to(outside)
    assert store.clear(NOON) == 3
    assert ([path.exists() for path in (mine, *halves)], [path.exists() for path in (*foreign, link)]) == (
        [False] * 3, [True] * 6)


def test_what_was_being_set_while_all_was_removed_goes_an_hour_later(tmp_path: Path) -> None:
    store = PaperStore(tmp_path)
    before = kept(store, NAME, NOON)
    store.empty()
    assert before.exists() is False
    mark, late = tmp_path / EMPTIED, kept(store, NAME, NOON)
    for minutes, there in ((59, True), (61, False)):
        os.utime(mark, ((NOON - timedelta(minutes=minutes)).timestamp(),) * 2)
        assert (store.clear(NOON), late.exists(), mark.exists()) == (0, there, there)
    again = kept(store, NAME, NOON)
    assert (store.clear(NOON), again.exists()) == (0, True)


def test_there_may_be_no_folder_yet(tmp_path: Path) -> None:
    assert PaperStore(tmp_path / "papers").clear(NOON) == 0
