"""The test-suite's own parts: fresh databases, no skipping under CI, Chinese in Chromium, axe that finds."""
from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests import chromium, weighing

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("turn", [1, 2])
def test_a_database_is_fresh_each_time(empty_database_url: str, turn: int) -> None:
    engine = create_engine(empty_database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE kept (turn INTEGER, name VARCHAR(20))"))
        connection.execute(text("INSERT INTO kept VALUES (:turn, '月山乡䶮𬱖')"), {"turn": turn})
        assert connection.execute(text("SELECT turn, name FROM kept")).all() == [(turn, "月山乡䶮𬱖")]
    engine.dispose()


def run_pytest(folder: Path, body: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A run of pytest of its own on one test file, under the project's conftest."""
    (folder / "conftest.py").write_text("from tests.conftest import *  # noqa: F403\n", encoding="utf-8")
    (folder / "test_it.py").write_text(body, encoding="utf-8")
    (folder / "pytest.ini").write_text(f"[pytest]\npythonpath = {ROOT}\n", encoding="utf-8")
    env = {name: value for name, value in os.environ.items() if name != "CI"} | variables
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


SKIPPING = "import pytest\ndef test_one(): pass\ndef test_two(): pytest.skip('no reason')\n"


@pytest.mark.parametrize(("body", "variables", "code"), [
    (SKIPPING, {"CI": "true"}, 1),
    (SKIPPING, {}, 0),
    ("def test_one(): pass\n", {"CI": "true"}, 0),
    ("import pytest\npytest.skip('all', allow_module_level=True)\n", {"CI": "true"}, 5),
])
def test_a_skip_fails_the_run_only_under_ci(
    tmp_path: Path, body: str, variables: dict[str, str], code: int
) -> None:
    done = run_pytest(tmp_path, body, **variables)
    assert (done.returncode, "不允许跳过" in done.stdout) == (code, bool(variables) and "skip" in body)


PAGE = """<!doctype html><html lang="zh-CN"><head><title>测试</title></head>
<body><main><h1>{}</h1>{}</main></body></html>"""


def test_chromium_draws_rare_characters_from_our_fonts(page) -> None:
    spans = [f"<p><span>{char}</span></p>" for char in "䶮𬱖月\U0010fffd\U0010fffc"]
    page.set_content(PAGE.format("", "".join(spans)))
    *drawn, missing, also_missing = [span.screenshot() for span in page.locator("span").all()]
    assert missing == also_missing  # the control: without a glyph all characters look the same
    assert len({*drawn, missing}) == 4


def test_axe_passes_a_sound_page_and_finds_a_fault(page, axe: Callable) -> None:
    page.set_content(PAGE.format("标题", ""))
    axe(page)
    page.set_content(PAGE.format("标题", "<input type=text>"))
    assert [fault.split(":")[0] for fault in chromium.faults(page)] == ["label"]


def test_the_list_of_slow_tests_names_tests_that_exist() -> None:
    named = [name.split("::") for name in sorted(weighing.slow())]
    gone = [f"{file}::{test}" for file, test in named
            if not (ROOT / file).is_file() or f"def {test}(" not in (ROOT / file).read_text(encoding="utf-8")]
    assert (gone, len(named) > 0) == ([], True)
