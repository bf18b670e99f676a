"""The papers: scorecards and files made of them, kept under the hash of all they depend on, to be made again if lost.

They lie in a folder of their own inside the site; nothing else is in it, and backups leave it out.
"""
from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import BinaryIO, cast

from flask import Flask, current_app

from ..core import canonical

FOLDER = "papers"
KEPT = timedelta(days=90)           # since it was last used
HALF_KEPT = timedelta(days=1)       # what a killed worker left unfinished
HALF = ".half-"
EMPTIED = ".emptied"                # since when the papers must not have a text that was in them
AGAIN = timedelta(hours=1)          # what was being set then is finished, or never will be
_NAME = re.compile(r"[0-9a-f]{64}")


class PaperStore:
    """Papers of a site by name. A name is the hash of what a paper depends on, so bytes never change under it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str) -> Path:
        """Where the paper of that name lies or would lie."""
        if not _NAME.fullmatch(name):
            raise ValueError(f"no name of a paper: {name}")
        return self.folder / name[:2] / name

    def found(self, name: str, now: datetime | None = None) -> Path | None:
        """The paper of that name, or None; with `now` its use is noted, so that it is kept."""
        path = self.path(name) if _NAME.fullmatch(name) else None
        if path is None or not path.is_file():
            return None
        if now is not None:
            os.utime(path, ns=(int(now.timestamp()) * 10**9, path.stat().st_mtime_ns))
        return path

    @contextmanager
    def lent(self, text: str) -> Iterator[Path]:
        """A file that holds the text for other processes to read, and is gone afterwards."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=self.folder, prefix=HALF)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
                out.write(text)
            yield Path(name)
        finally:
            Path(name).unlink(missing_ok=True)

    def unused(self, now: datetime) -> Iterator[Path]:
        """The papers nobody has used for 90 days, and leftovers; what is not ours is not named."""
        for path in chain(self.folder.glob("??/*"), self.folder.glob(f"{HALF}*")):
            ours, half = _NAME.fullmatch(path.name), path.name.startswith(HALF)
            if not (ours or half) or path.is_symlink() or not path.is_file():
                continue
            seen = path.stat()
            if max(seen.st_atime, seen.st_mtime) < (now - (KEPT if ours else HALF_KEPT)).timestamp():
                yield path

    def empty(self) -> None:
        """Removes every paper: a text in one of them must be gone. They are made again when somebody asks.

        What is being set at this moment may still be written afterwards, under a name that nobody asks for any more;
        an hour later `clear` removes every paper once again.
        """
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (self.folder / EMPTIED).touch()
        self._remove_all()

    def _remove_all(self) -> None:
        for path in chain(self.folder.glob("??/*"), self.folder.glob(f"{HALF}*")):
            if (_NAME.fullmatch(path.name) or path.name.startswith(HALF)) and path.is_file() and not path.is_symlink():
                path.unlink(missing_ok=True)

    def clear(self, now: datetime) -> int:
        """Removes what `unused` names, and what was set of an old text; how many files nobody had used."""
        mark = self.folder / EMPTIED
        if mark.is_file() and mark.stat().st_mtime < (now - AGAIN).timestamp():
            self._remove_all()
            mark.unlink(missing_ok=True)
        gone = list(self.unused(now))
        for path in gone:
            path.unlink(missing_ok=True)
        return len(gone)


def name_of(*depends_on: str) -> str:
    """The name of a paper that depends on these texts and on nothing else."""
    return hashlib.sha256(canonical.encode(list(depends_on))).hexdigest()


@contextmanager
def written(path: Path) -> Iterator[BinaryIO]:
    """A file to write that has its name only when it is whole and on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, half = tempfile.mkstemp(dir=path.parent, prefix=HALF)
    try:
        with os.fdopen(handle, "w+b") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        os.replace(half, path)
    finally:
        Path(half).unlink(missing_ok=True)


def prepare(app: Flask, folder: Path) -> None:
    """Gives an app its papers."""
    app.extensions["papers"] = PaperStore(folder)


def papers() -> PaperStore:
    """The present app's papers."""
    return cast(PaperStore, current_app.extensions["papers"])
