"""A PostgreSQL of the tests' own: one server a session, one cheap database a test."""
from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy.engine import URL, make_url

DRIVER = "postgresql+psycopg"
# Nothing here outlives the session, so nothing need reach the disk.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off"


def binaries() -> Path | None:
    """The newest PostgreSQL server programs Debian has installed, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


def available() -> bool:
    """Whether tests can have a PostgreSQL at all."""
    return bool(os.environ.get("TEST_DATABASE_URL")) or binaries() is not None


@contextmanager
def server() -> Iterator[URL]:
    """The address of a server on which databases may be made: TEST_DATABASE_URL, else one started here."""
    named = os.environ.get("TEST_DATABASE_URL")
    if named:
        yield make_url(named).set(drivername=DRIVER)
        return
    folder = Path(tempfile.mkdtemp(prefix="scoring-pg-", dir=_memory()))
    try:
        with _started(folder) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _memory() -> str | None:
    """A folder in memory with room for a few databases of 10 MB, or None: the usual temporary folder."""
    memory = "/dev/shm"
    roomy = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 1 << 30
    return memory if roomy else None


@contextmanager
def _started(folder: Path) -> Iterator[URL]:
    programs, data = binaries(), folder / "data"
    assert programs is not None, "PostgreSQL's programs are not installed"
    as_server = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_server:  # the server refuses to run as root
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)

    def call(program: str, *arguments: str) -> None:
        # Output goes to a file: a started server keeps a pipe open and the call would never end.
        with (folder / "output").open("ab") as output:
            done = subprocess.run([*as_server, str(programs / program), *arguments], cwd=folder,
                                  stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False)
        assert done.returncode == 0, (folder / "output").read_text(errors="replace")

    call("initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
         "--no-sync")
    options = f"{FAST} -c listen_addresses='' -k {folder}"  # a socket in our folder: no port to collide on
    call("pg_ctl", "-D", str(data), "-l", str(folder / "log"), "-w", "-o", options, "start")
    try:
        yield URL.create(DRIVER, username="postgres", database="postgres", query={"host": str(folder)})
    finally:
        call("pg_ctl", "-D", str(data), "-m", "immediate", "stop")


@contextmanager
def _connected(url: URL) -> Iterator[psycopg.Connection]:
    """A connection outside transactions, as CREATE DATABASE and DROP DATABASE want it."""
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        yield connection


def create(url: URL, template: str = "template0") -> URL:
    """A new database on the server, copied from `template`; its address."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    with _connected(url) as connection:
        # Copying files is three times as fast as writing them through the log, and all there was before 15.
        how = "STRATEGY FILE_COPY" if connection.info.server_version >= 150000 else ""
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" {how}')  # type: ignore[call-overload]
    return url.set(database=name)


def drop(url: URL, database: URL) -> None:
    """Remove a database, whoever is still connected."""
    with _connected(url) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{database.database}" WITH (FORCE)')  # type: ignore
