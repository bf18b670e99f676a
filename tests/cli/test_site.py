"""A site from the empty folder to the open door, by the commands as they are typed."""
from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path

import pytest

from scoring.cli._settings_file import MEANINGS, settings_text
from scoring.settings import Settings, read_settings
from tests.test_infrastructure import ROOT


def scoring(*words: str) -> subprocess.CompletedProcess[str]:
    """`scoring …` in a process of its own."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("SCORING_")} | {"PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, "-m", "scoring", *words], env=env, cwd=ROOT, text=True,
                          capture_output=True, check=False, timeout=60)


def test_a_new_settings_file_says_all_settings_and_changes_none(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text(settings_text(), encoding="utf-8")
    assert read_settings(tmp_path, environment={}) == Settings()
    assert set(MEANINGS) == set(Settings.__dataclass_fields__)
    url = 'postgresql+psycopg://a:"b\\c@h/d'
    (tmp_path / "settings.toml").write_text(settings_text(url), encoding="utf-8")
    assert read_settings(tmp_path, environment={}).database_url == url


def get(port: int, path: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    status = connection.getresponse().status
    connection.close()
    return status


def test_from_nothing_to_the_first_administrators(tmp_path: Path) -> None:
    site = tmp_path / "site"
    made = scoring("init", "--site", str(site))
    token = re.search(r"http://127\.0\.0\.1:8000(/setup/\S{43})\n", made.stdout)
    assert (made.returncode, made.stderr, token is not None) == (0, "", True)
    modes = {name: oct((site / name).stat().st_mode & 0o777)
             for name in ("settings.toml", "secret_key", "signing_keys.json", ".")}
    assert modes == {"settings.toml": "0o600", "secret_key": "0o600", "signing_keys.json": "0o600", ".": "0o700"}
    public = json.loads((site / "signing_keys.json").read_text(encoding="utf-8"))[0]["public"]
    assert f"签名公钥：{public}\n请把公钥公布在本单位别的渠道上" in made.stdout
    assert scoring("key", "show", "--site", str(site)).stdout.startswith(f"{public}  ")
    server = subprocess.Popen([sys.executable, "-u", "-m", "scoring", "serve", "--site", str(site), "--port", "0"],
                              cwd=ROOT, text=True, stdout=subprocess.PIPE)
    try:
        said = server.stdout.readline()
        port = int(re.search(r"已启动：http://127\.0\.0\.1:(\d+)", said)[1])
        assert (get(port, token[1]), get(port, "/sign-in"), get(port, "/setup/x")) == (200, 200, 404)
    finally:
        server.send_signal(signal.SIGINT)
        rest = server.communicate(timeout=60)[0]
    assert (server.returncode, rest) == (0, "已停止。\n")


@pytest.mark.parametrize(("words", "sentence"), [
    (["--host", "0.0.0.0"], "监听地址 0.0.0.0 不是本机，密码会以明文经过网络"),
    (["--port", "99999"], "--port 的值不能用"),
])
def test_it_does_not_serve_what_is_unsafe(tmp_path: Path, words: list[str], sentence: str) -> None:
    refused = scoring("serve", "--site", str(tmp_path), *words)
    assert (refused.returncode != 0, refused.stdout, refused.stderr[:len(sentence)]) == (True, "", sentence)


def test_it_does_not_serve_a_database_of_another_revision(tmp_path: Path) -> None:
    empty = scoring("serve", "--site", str(tmp_path))
    assert (empty.returncode, empty.stderr) == (1, f"这个站点还没有数据库。先运行：scoring init --site {tmp_path}\n")
    scoring("init", "--site", str(tmp_path))
    with sqlite3.connect(tmp_path / "scoring.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    other = scoring("serve", "--site", str(tmp_path))
    assert (other.returncode, f"scoring upgrade --site {tmp_path}" in other.stderr) == (1, True)
    (tmp_path / "scoring.db").write_bytes(b"broken" * 2000)
    for name in ("scoring.db-wal", "scoring.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    broken = scoring("serve", "--site", str(tmp_path))
    assert (broken.returncode, broken.stderr[:6], "Traceback" in broken.stderr) == (1, "打不开数据库", False)


def test_reset_names_an_unknown_account(tmp_path: Path) -> None:
    scoring("init", "--site", str(tmp_path))
    refused = scoring("reset", "nobody", "--site", str(tmp_path))
    assert (refused.returncode, refused.stderr) == (1, "没有“nobody”这个账号。\n")
