"""Running the command line inside the test, with files in a folder of its own."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scoring.cli import main

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run("score", "r.yaml", "f.yaml")` in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return lambda *args: CliRunner().invoke(main, list(args))


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], str]:
    """`write("f.yaml", text)` puts a file into that folder; its name comes back."""
    def put(name: str, text: str) -> str:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return name

    return put
