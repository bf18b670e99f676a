"""Controls of the YAML corpus: a careless reader gets these rows wrong, and every row of the list has its test."""
from __future__ import annotations

import re
import subprocess
import sys

from tests.corpus.yaml_costs import LONG, RECIPES, ROOT, costs

# Every row about YAML of the list of bad inputs.
ROWS = (
    "Y1-001", "Y1-002", "Y1-004", "Y1-005", "Y1-006", "Y1-007", "Y1-008", "Y1-010", "Y1-016", "Y1-020", "Y1-021", "Y1-022",
    "Y1-024", "Y1-025", "Y1-026", "Y1-027", "Y1-028",
    "Y2-001", "Y2-004", "Y2-006", "Y2-007", "Y2-009", "Y2-010", "Y2-011", "Y2-012", "Y2-014", "Y2-015", "Y2-017", "Y2-018",
    "Y2-019", "Y2-020", "Y2-021", "Y2-025", "Y2-028", "Y2-030", "Y2-031", "Y2-032", "Y2-037", "Y2-038", "Y2-039", "Y2-041",
    "Y2-042",
    "Y3-002", "Y3-003", "Y3-004", "Y3-005", "Y3-007", "Y3-009", "Y3-011", "Y3-012", "Y3-013", "Y3-016", "Y3-019", "Y3-022",
    "Y3-023", "Y3-024", "Y3-027", "Y3-028", "Y3-030", "Y3-033", "Y3-035", "Y3-036", "Y3-038", "Y3-040", "Y3-041", "Y3-042",
    "Y3-044", "Y3-045", "Y3-046", "Y3-047",
    "Y4-002", "Y4-003", "Y4-004", "Y4-006", "Y4-010", "Y4-011", "Y4-014", "Y4-015", "Y4-016", "Y4-017", "Y4-019", "Y4-020",
    "Y4-021", "Y4-022", "Y4-024", "Y4-025", "Y4-028", "Y4-030", "Y4-032", "Y4-033", "Y4-036", "Y4-038", "Y4-039", "Y4-040",
    "Y4-041", "Y4-042", "Y4-043", "Y4-046", "Y4-047",
)


# How yaml.safe_load and a naive walk get them wrong: crash (no place to tell, or no error of YAML at all), misplaced
# (another line), changed (another text), taken (though not meant).
WRONG = {
    "crash": "Y1-001 Y1-002 Y1-005 Y1-010 Y1-021 Y1-024 Y1-026 Y1-027 Y1-028 Y2-006 Y2-007 Y2-011 Y2-012 Y2-019 Y2-020 "
             "Y2-037 Y2-038 Y3-007 Y3-022 Y3-023 Y3-024 Y3-027 Y3-028 Y3-030 Y3-036 Y3-045",
    "misplaced": "Y1-016 Y1-021 Y3-044",
    "changed": "Y3-002 Y3-003 Y3-004 Y3-009 Y3-011 Y3-012 Y3-013 Y3-016 Y3-019 Y3-022 Y3-033 Y3-035 Y3-036 Y3-040 Y3-041 "
               "Y3-042 Y3-046",
    "taken": "Y1-004 Y1-008 Y1-010 Y1-016 Y1-020 Y1-022 Y2-009 Y2-015 Y2-021 Y2-031 Y2-041 Y3-002 Y3-009 Y3-011 Y3-012 "
             "Y3-013 Y3-016 Y3-019 Y3-022 Y3-033 Y3-035 Y3-038 Y3-041 Y3-046 Y4-002 Y4-003 Y4-004 Y4-006 Y4-010 Y4-011 "
             "Y4-014 Y4-015 Y4-016 Y4-017 Y4-019 Y4-020 Y4-021 Y4-022 Y4-024 Y4-025 Y4-028 Y4-030 Y4-032 Y4-033 Y4-036 "
             "Y4-041 Y4-042 Y4-043",
}
# What it gets right, or what is no matter of reading a file: adopting a second version (Y4-046, Y4-047).
RIGHT = ("Y1-006 Y1-007 Y2-010 Y2-017 Y2-018 Y2-025 Y2-028 Y2-030 Y2-032 Y2-039 Y2-042 Y3-005 Y3-047 Y4-038 Y4-039 Y4-040 "
         "Y4-046 Y4-047")


def wrong(name: str) -> str:
    """How the careless reader is wrong about a file; '' if it is right. Its English is not held against it."""
    cost, faults = costs("careless")[name], RECIPES[name].faults if name in RECIPES else ()
    due = {f"line {fault.split(':')[0]}" for fault in faults} or {"taken"}
    said = "" if cost.said in due else cost.said
    return "misplaced" if said.startswith("line") else said


def test_the_careless_reader_is_wrong_about_these() -> None:
    found: dict[str, set[str]] = {}
    for name in filter(re.compile(r"Y\d-").match, costs("careless")):
        found.setdefault(wrong(name), set()).add(name[:6])
    right = (found.pop("") | set(ROWS)).difference(name[:6] for name in LONG)
    assert {how: " ".join(sorted(rows)) for how, rows in found.items()} == WRONG
    assert " ".join(sorted(right.difference(*found.values()))) == RIGHT


def test_the_careless_reader_spends_more_than_it_may() -> None:
    assert [name for name, cost in costs("long").items() if not cost.bearable] == list(LONG)


def test_every_row_has_its_test_and_none_is_left_out() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", "--collect-only", "-p", "no:cacheprovider",
         *sorted(str(file) for file in (ROOT / "tests" / "corpus").glob("test_yaml*.py"))],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    named = set(re.findall(r"^tests/corpus/test_yaml\w*\.py::\w+\[(Y\d-\d{3})", done.stdout, re.MULTILINE))
    assert named == set(ROWS)
    assert (len(ROWS), len(set(ROWS))) == (99, 99)
