"""The house as it stands keeps every law, and every law can be broken."""
from __future__ import annotations

import ast
import subprocess
import warnings
from functools import cache

import pytest

from tests.architecture.checks import CHECKS, ROOT, File

# Longer than 300 lines, with the reason. Think twice before adding to it.
LONG: dict[str, str] = {
}
LINES, FUNCTION_LINES = 300, 40


@cache
def project() -> tuple[File, ...]:
    """Every text file of ours that a law may read, as git sees the tree (ignored files apart)."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    paths = sorted(path for path in listed if path.endswith((".py", ".html", ".css", ".js")))
    return tuple(File(path, (ROOT / path).read_text(encoding="utf-8")) for path in paths if (ROOT / path).is_file())


@pytest.mark.parametrize("name", list(CHECKS))
def test_the_house_keeps_the_law(name: str) -> None:
    assert [found for file in project() for found in CHECKS[name].findings(file)] == []


@pytest.mark.parametrize(("name", "path", "text"), [
    (name, path, text) for name, check in CHECKS.items() for path, text in check.bad])
def test_the_law_finds_what_breaks_it(name: str, path: str, text: str) -> None:
    assert len(CHECKS[name].findings(File(path, text))) == 1


@pytest.mark.parametrize("name", list(CHECKS))
def test_every_law_has_a_control_and_a_reason(name: str) -> None:
    assert (len(CHECKS[name].bad) > 0, bool(CHECKS[name].law.__doc__)) == (True, True)


@pytest.mark.parametrize(("name", "path", "text"), [
    ("floors", "scoring/web/a.py", "from scoring.actions import answering\nfrom scoring import clock"),
    ("floors", "scoring/exports/a.py", "from scoring import places\nfrom scoring.core import points"),
    ("floors", "scoring/exports/a.py", "from . import _paper"),
    ("no_sql_put_together", "scoring/core/a.py", "from .shape import text\nx = text(y)"),
    ("no_sql_put_together", "scoring/store/a.py", "from sqlalchemy import text\nx = text('SELECT 1')"),
    ("floors", "scoring/cli/a.py", "from scoring import create_app"),
    ("one_clock", "scoring/clock.py", "from datetime import datetime\nx = datetime.now()"),
    ("one_clock", "scoring/web/a.py", "import time\nx = time.monotonic()"),
    ("an_import_inside_a_function_says_why", "scoring/web/a.py", "def f():\n    import json  # slow\n"),
    ("an_import_inside_a_function_says_why", "scoring/web/a.py",
     "def f():\n    # both are slow to load\n    import json\n    import csv\n"),
    ("templates_keep_the_policy", "templates/a.html", '<script type="module" src="/a.js"></script>'),
    ("templates_escape", "templates/a.html", "{{ a|e }} {{ safe }}"),
    ("nothing_from_elsewhere", "templates/a.html", '<a href="https://www.gov.cn/">国务院</a>'),
])
def test_the_law_leaves_good_text_alone(name: str, path: str, text: str) -> None:
    assert CHECKS[name].findings(File(path, text)) == []


def python_files() -> list[File]:
    """Our program and its tests; a migration is a log, as long as what happened."""
    return [file for file in project() if file.path.endswith(".py") and "/migrations/versions/" not in file.path
            and file.path.startswith(("scoring/", "tests/"))]


def test_there_is_something_to_read() -> None:
    """The control of all these checks: an empty list of files would keep every law."""
    assert {"scoring/errors.py", "tests/conftest.py"} <= {file.path for file in python_files()}


def test_files_stay_within_the_budget() -> None:
    long = {file.path for file in python_files() if len(file.lines) > LINES}
    assert long == set(LONG)


def test_functions_stay_within_the_budget() -> None:
    """Says which do not; a long function is a thing to think about, not a fault."""
    long = [f"{file.path}:{node.lineno} {node.name} ({node.end_lineno - node.lineno + 1})"
            for file in python_files() for node in ast.walk(file.tree)
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= FUNCTION_LINES]
    if long:
        warnings.warn(f"functions longer than {FUNCTION_LINES} lines: {'; '.join(long)}", stacklevel=1)
