"""The evidence store: the only code that touches evidence paths. Bytes lie under their own SHA-256."""
from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import BinaryIO, cast

from flask import Flask, current_app

from ..errors import NotFound

_HEX = re.compile(r"[0-9a-f]{64}")


class EvidenceStore:
    """Files of a site by content: written once, synced, then given their name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, data: bytes) -> str:
        """Keeps bytes and returns their hex SHA-256; the same bytes are kept once."""
        name = hashlib.sha256(data).hexdigest()
        target = self._path(name)
        if self.size(name) == len(data):
            return name
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, half = tempfile.mkstemp(dir=target.parent, prefix=".half-")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            os.replace(half, target)
        except BaseException:
            Path(half).unlink(missing_ok=True)
            raise
        for folder in (target.parent, self.folder):  # names must survive a power cut as well as the bytes
            _sync(folder)
        return name

    def open(self, name: str) -> BinaryIO:
        """The bytes of that name for reading; NotFound with a sentence if they are gone."""
        path = self._path(name)
        if not path.is_file():
            raise NotFound("这份文件在存储里找不到了，可能已损坏或被移走，请联系系统管理员从备份恢复。")
        return path.open("rb")

    def size(self, name: str) -> int | None:
        """How many bytes are kept under a name; None if there are none."""
        path = self._path(name)
        return path.stat().st_size if path.is_file() else None

    def remove(self, name: str) -> None:
        """Takes bytes off the disk; the caller has made sure that nothing names them any more."""
        self._path(name).unlink(missing_ok=True)

    def usage(self) -> tuple[int, int]:
        """How many files are kept, and their bytes together."""
        sizes = [path.stat().st_size for path in self.folder.glob("??/*") if _HEX.fullmatch(path.name)]
        return len(sizes), sum(sizes)

    def _path(self, name: str) -> Path:
        if not _HEX.fullmatch(name):
            raise NotFound()
        return self.folder / name[:2] / name


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def prepare(app: Flask, folder: Path) -> None:
    """Gives an app its store."""
    folder.mkdir(parents=True, exist_ok=True)
    app.extensions["evidence"] = EvidenceStore(folder)


def store() -> EvidenceStore:
    """The present app's store."""
    return cast(EvidenceStore, current_app.extensions["evidence"])
