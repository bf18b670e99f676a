"""The laws of the house, one function each; beside every law stands bad text that it must find."""
from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]

FLOORS = {"core": 0, "rulebook": 1, "store": 1, "exports": 1, "plugins": 1, "actions": 2, "web": 3, "cli": 3}
TOP = {"errors", "clock", "places", "settings"}
# The top-level modules a room may see; who is not named sees all of them.
TOP_SEEN = {"core": {"errors"}, "errors": set(), "clock": set(), "places": {"errors"}, "settings": TOP}
# The outer world, which the core does not touch although the standard library offers it.
IMPURE = {"http", "os", "random", "secrets", "socket", "sqlite3", "subprocess", "time", "urllib"}


@dataclass(frozen=True)
class File:
    """One file of the project: its path from the root, and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree, each node knowing its parent."""
        tree = ast.parse(self.text)
        for node in ast.walk(tree):
            for child in ast.iter_child_nodes(node):
                child.parent = node  # type: ignore[attr-defined]
        return tree

    @cached_property
    def lines(self) -> list[str]:
        """Its lines, the first at index 0."""
        return self.text.splitlines()

    @property
    def room(self) -> str:
        """The room inside scoring/ ("core", or "clock" for scoring/clock.py), or ""."""
        parts = PurePosixPath(self.path).with_suffix("").parts
        return parts[1] if parts[0] == "scoring" and len(parts) > 1 else ""

    def calls(self) -> Iterator[tuple[ast.Call, str]]:
        """Every call, with its dotted name as written."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield node, ast.unparse(node.func)

    def imports(self) -> Iterator[tuple[ast.stmt, str]]:
        """Every imported module by its full name; `from a import b` gives a.b."""
        package = PurePosixPath(self.path).parent.parts
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                start = package[:len(package) - node.level + 1] if node.level else ()
                module = ".".join([*start, *([node.module] if node.module else [])])
                yield from ((node, f"{module}.{alias.name}") for alias in node.names)


Finding = tuple[int, str]
Law = Callable[[File], Iterator[Finding]]


@dataclass(frozen=True)
class Check:
    """A law, the files it reads, and bad files that it must find fault with."""

    law: Law
    reads: str
    bad: tuple[tuple[str, str], ...]

    def findings(self, file: File) -> list[str]:
        """What is wrong in the file, as path:line: sentence."""
        if not re.search(self.reads, file.path):
            return []
        return [f"{file.path}:{line}: {sentence}" for line, sentence in self.law(file)]


CHECKS: dict[str, Check] = {}


def law(reads: str, *bad: tuple[str, str]) -> Callable[[Law], Law]:
    """Enter a law: a pattern of the paths it reads, and bad files as (path, text)."""
    def enter(function: Law) -> Law:
        CHECKS[function.__name__] = Check(function, reads, bad)
        return function
    return enter


@law(r"^scoring/.*\.py$",
     ("scoring/core/a.py", "from scoring.store import rows"),
     ("scoring/core/a.py", "from scoring import clock"),
     ("scoring/exports/a.py", "import scoring.rulebook.reader"),
     ("scoring/exports/a.py", "from ..store import rows"),
     ("scoring/store/a.py", "from scoring.actions.acting import action"),
     ("scoring/actions/a.py", "from scoring import create_app"),
     ("scoring/web/a.py", "from scoring.cli import main"),
     ("scoring/clock.py", "from scoring.settings import Settings"),
     ("scoring/attic/a.py", "import json"))
def floors(file: File) -> Iterator[Finding]:
    """Imports only go down; rooms of one floor do not see each other."""
    if file.path == "scoring/__init__.py":  # the composition root sees everything
        return
    if file.room not in FLOORS and file.room not in TOP | {"__main__"}:
        yield 1, f"{file.room} is no room of the house"
        return
    for node, name in file.imports():
        parts = name.split(".")
        if parts[0] != "scoring" or len(parts) == 1 or parts[1] == file.room:
            continue
        if not _may_see(file.room, parts[1]):
            yield node.lineno, f"{file.room} must not import {name}"


def _may_see(room: str, other: str) -> bool:
    if other in TOP:
        return other in TOP_SEEN.get(room, TOP)
    if other not in FLOORS:  # scoring itself: create_app, for the command line
        return room in {"cli", "__main__"}
    return FLOORS.get(room, 4 if room == "__main__" else -1) > FLOORS[other]


@law(r"^scoring/core/.*\.py$", ("scoring/core/a.py", "import flask"), ("scoring/core/a.py", "import random"))
def core_is_pure(file: File) -> Iterator[Finding]:
    """The core needs the standard library alone, and of that only what computes."""
    for node, name in file.imports():
        first = name.split(".")[0]
        if first != "scoring" and (first not in sys.stdlib_module_names or first in IMPURE):
            yield node.lineno, f"core must not import {first}"


@law(r"^scoring/core/.*\.py$", ("scoring/core/a.py", "x = float('1')"))
def no_floats_in_core(file: File) -> Iterator[Finding]:
    """Points are decimals from text to text."""
    for call, name in file.calls():
        if name == "float":
            yield call.lineno, "float() in core"


@law(r"\.py$", ("scoring/web/utils.py", ""), ("tests/helpers.py", ""), ("scoring/common/__init__.py", ""))
def names_that_say_nothing(file: File) -> Iterator[Finding]:
    """A thing lives in the room that owns its meaning."""
    for part in PurePosixPath(file.path).with_suffix("").parts:
        if part in {"utils", "util", "helpers", "common", "misc", "base"}:
            yield 1, f"{part} is no name"


@law(r"^(scoring|tests)/.*\.py$", ("scoring/core/a.py", "import json"))
def a_module_says_what_lives_here(file: File) -> Iterator[Finding]:
    """The first line of a module is its docstring."""
    if not ast.get_docstring(file.tree):
        yield 1, "no docstring"


@law(r"^scoring/(?!clock\.py).*\.py$",
     ("scoring/web/a.py", "import datetime\nx = datetime.datetime.now()"),
     ("scoring/web/a.py", "from datetime import date\nx = date.today()"),
     ("scoring/web/a.py", "import time\nx = time.time()"),
     ("scoring/web/a.py", "from time import time\nx = time()"))
def one_clock(file: File) -> Iterator[Finding]:
    """Only clock.py reads the clock; pure code is handed the moment."""
    for call, name in file.calls():
        if re.search(r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.time(_ns)?)$", name):
            yield call.lineno, f"{name}() outside clock.py"
    for node, name in file.imports():
        if name in {"time.time", "time.time_ns"}:
            yield node.lineno, f"{name} outside clock.py"


@law(r"^(scoring|tests|bench)/.*\.py$", ("scoring/web/a.py", "def f():\n    import json\n"))
def an_import_inside_a_function_says_why(file: File) -> Iterator[Finding]:
    """A comment on its line, or above the block of imports it belongs to."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Import | ast.ImportFrom) and _in_function(node):
            above = node.lineno - 2
            while above >= 0 and re.match(r"\s*((import|from) |$)", file.lines[above]):
                above -= 1
            if "#" not in file.lines[node.lineno - 1] and not file.lines[above].lstrip().startswith("#"):
                yield node.lineno, "an import inside a function without a reason"


def _in_function(node: ast.AST) -> bool:
    while (node := getattr(node, "parent", None)) is not None:  # type: ignore[assignment]
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            return True
    return False


@law(r"^scoring/.*\.py$", ("scoring/web/a.py", "from markupsafe import Markup\nx = Markup('<b>')"))
def no_trusted_markup(file: File) -> Iterator[Finding]:
    """Jinja escapes everything; nobody tells it not to."""
    for call, name in file.calls():
        if name.split(".")[-1] == "Markup":
            yield call.lineno, "Markup()"


@law(r"^(scoring|tests)/(?!rulebook/).*\.py$",
     ("scoring/web/a.py", "import yaml\nx = yaml.safe_load('a')"), ("scoring/web/a.py", "from yaml import load"))
def yaml_is_read_in_rulebook(file: File) -> Iterator[Finding]:
    """PyYAML keeps the last duplicate key and turns `on` into True: only the strict reader may use it."""
    for call, name in file.calls():
        if re.fullmatch(r"yaml\.\w*load\w*", name):
            yield call.lineno, f"{name}() outside rulebook"
    for node, name in file.imports():
        if re.fullmatch(r"yaml\.\w*load\w*", name):
            yield node.lineno, f"{name} outside rulebook"


@law(r"^scoring/(?!exports/_paper\.py).*\.py$", ("scoring/exports/a.py", "x = Paragraph('a<b', style)"))
def paragraphs_are_made_on_paper(file: File) -> Iterator[Finding]:
    """ReportLab reads markup in text; exports/_paper.py escapes it in one place."""
    for call, name in file.calls():
        if name.split(".")[-1] == "Paragraph":
            yield call.lineno, "Paragraph() outside exports/_paper.py"


@law(r"^scoring/.*\.py$",
     ("scoring/web/a.py", "from werkzeug.utils import secure_filename"),
     ("scoring/store/a.py", "import urllib.request"), ("scoring/store/a.py", "import requests"),
     ("scoring/store/a.py", "from urllib import request"))
def forbidden_imports(file: File) -> Iterator[Finding]:
    """secure_filename makes `pdf` of 保密检查.pdf; and the program never calls out."""
    for node, name in file.imports():
        if name.endswith("secure_filename") or re.match(r"(requests|httpx|urllib\.request)(\.|$)", name):
            yield node.lineno, f"{name} must not be used"


@law(r"^scoring/.*\.py$",
     ("scoring/store/a.py", 'from sqlalchemy import text\nx = text(f"SELECT {a}")'),
     ("scoring/store/a.py", 'import sqlalchemy as sa\nx = sa.text("SELECT " + a)'),
     ("scoring/store/a.py", 'import sqlalchemy\nx = sqlalchemy.text("SELECT %s" % a)'),
     ("scoring/store/a.py", 'from sqlalchemy import text\nx = text("SELECT {}".format(a))'))
def no_sql_put_together(file: File) -> Iterator[Finding]:
    """SQL text is a constant; values are bound."""
    ours = not any(name == "sqlalchemy.text" for _, name in file.imports())
    for call, name in file.calls():
        is_sql = re.search(r"(^|\.)(sa|sqlalchemy|db)\.text$", name) or (name == "text" and not ours)
        if is_sql and call.args and not isinstance(call.args[0], ast.Constant):
            yield call.lineno, "text() of something other than a constant"


@law(r"^templates/.*\.html$",
     ("templates/a.html", "{{ name|safe }}"), ("templates/a.html", "{{ name | safe }}"),
     ("templates/a.html", "{% autoescape false %}"))
def templates_escape(file: File) -> Iterator[Finding]:
    """Jinja escapes everything; no template tells it not to."""
    yield from _lines(file, r"\|\s*safe\b|autoescape\s+false", "unescaped text")


@law(r"^templates/.*\.html$",
     ("templates/a.html", "<script>x()</script>"), ("templates/a.html", '<p style="color:red">'),
     ("templates/a.html", '<a onclick="x()">'), ("templates/a.html", "<style>p {}</style>"),
     ("templates/a.html", '<a href="javascript:x()">'), ("templates/a.html", "<script type='module'>"))
def templates_keep_the_policy(file: File) -> Iterator[Finding]:
    """The content security policy forbids scripts and styles inside a page."""
    yield from _lines(file, r"<script(?![^>]*(\bsrc=|application/json))", "a script inside the page")
    yield from _lines(file, r"<[^>]*\sstyle\s*=|<style\b", "a style inside the page")
    yield from _lines(file, r"<[^>]*\son[a-z]+\s*=|javascript:", "a handler inside the page")


@law(r"^(templates|scoring/web/static)/.*\.(html|css|js)$",
     ("templates/a.html", '<script src="https://cdn.example.com/a.js"></script>'),
     ("scoring/web/static/a.css", "@import url(//fonts.example.com/a.css);"))
def nothing_from_elsewhere(file: File) -> Iterator[Finding]:
    """Pages load nothing from another host: they run on networks without the internet."""
    yield from _lines(file, r"(src=|<link[^>]*href=|url\(|import |fetch\()\s*[\"'(]*(https?:)?//", "from another host")


def _lines(file: File, pattern: str, sentence: str) -> Iterator[Finding]:
    for found in re.finditer(pattern, file.text, re.IGNORECASE):
        yield file.text.count("\n", 0, found.start()) + 1, f"{sentence}: {found.group()}"
