"""The evidence store: bytes under their own hash, on the disk before they are named, whole again when put again."""
from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from scoring.errors import NotFound
from scoring.store.files import EvidenceStore

DATA = "佐证".encode()
NAME = hashlib.sha256(DATA).hexdigest()


def test_bytes_lie_under_their_hash_for_their_owner_alone(tmp_path: Path) -> None:
    store = EvidenceStore(tmp_path)
    assert (store.put(DATA), store.put(DATA)) == (NAME, NAME)
    path = tmp_path / NAME[:2] / NAME
    assert (path.read_bytes(), path.stat().st_mode & 0o077, store.usage()) == (DATA, 0, (1, len(DATA)))
    with store.open(NAME) as kept:
        assert kept.read() == DATA


def test_damaged_bytes_are_mended_by_the_same_file(tmp_path: Path) -> None:
    store = EvidenceStore(tmp_path)
    store.put(DATA)
    (tmp_path / NAME[:2] / NAME).write_bytes(DATA[:2])
    store.put(DATA)
    assert (tmp_path / NAME[:2] / NAME).read_bytes() == DATA


def test_the_names_of_bytes_and_of_a_new_folder_are_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the second, a power cut may take the folder with everything in it."""
    synced, really = [], os.fsync

    def fsync(handle: int) -> None:
        synced.append(Path(os.readlink(f"/proc/self/fd/{handle}")))
        really(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    EvidenceStore(tmp_path).put(DATA)
    assert [p for p in synced if p.is_dir()] == [tmp_path / NAME[:2], tmp_path]


@pytest.mark.parametrize("name", ["", "../secret_key", "A" * 64, NAME + "\n", f"{NAME[:2]}/{NAME}"])
def test_what_is_no_hash_is_not_found(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFound):
        EvidenceStore(tmp_path).open(name)
