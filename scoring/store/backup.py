"""A copy of a site that can be opened as a site: the database by its online backup, then the evidence it names."""
from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

from ..errors import Invalid

PARTS = ("settings.toml", "secret_key", "signing_keys.json")


def back_up(site: Path, engine: Engine, evidence: Path, target: Path) -> bool:
    """Copies the site into `target`, which must not exist; whole or not at all.

    True if the database is in it; False for PostgreSQL, whose own tools copy it. Evidence is copied after the
    database, and bytes never change under their name: every row of the copy has its bytes.
    """
    if target.exists():
        raise Invalid(f"{target} 已经存在，备份不覆盖已有的内容，请换一个名称，例如带上日期。")
    half = target.with_name(f".{target.name}-half")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True, mode=0o700)
    inside = engine.dialect.name == "sqlite"
    if inside:
        _copy_database(Path(engine.url.database or ""), half / "scoring.db")
    shutil.copytree(evidence, half / "evidence", ignore=shutil.ignore_patterns(".half-*"), dirs_exist_ok=True)
    for name in PARTS:
        if (site / name).exists():
            shutil.copy2(site / name, half / name)
    os.replace(half, target)
    return inside


def _copy_database(source: Path, target: Path) -> None:
    """SQLite's own backup: right also while others write, which copying the file is not."""
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        found = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        raise Invalid(f"复制出来的数据库没有通过完整性检查（{found}），这次备份不能用，请检查磁盘后重做。")
