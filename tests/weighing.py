"""Which tests the inner loop leaves out: those that `pytest --whole --weigh` has found to take long, kept in slow.txt."""
from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from statistics import median

import pytest

FILE = Path(__file__).with_name("slow.txt")
CASE, TOGETHER = 0.2, 0.8      # seconds for a test's usual case, and for all its cases, from which on it is slow
SHARED = 5.0                   # seconds for what a file sets up for all its tests, from which on all of them are


def function_of(nodeid: str) -> str:
    """The name of a test without its case."""
    return nodeid.partition("[")[0]


def slow() -> frozenset[str]:
    """The names of the slow tests."""
    return frozenset(FILE.read_text(encoding="utf-8").splitlines())


class Scales:
    """Weighs every test of a run that drives no browser, and writes down the slow ones at its end.

    Cases on PostgreSQL are not weighed: the inner loop leaves them out anyway.
    """

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.laden: set[str] = set()        # files

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add a step of a test: setting up, calling, tearing down."""
        if "browser" not in report.keywords and "postgresql" not in report.nodeid:
            self.seconds[report.nodeid] += report.duration
            if report.when == "setup" and report.duration >= SHARED:
                self.laden.add(report.nodeid.partition("::")[0])

    def pytest_sessionfinish(self) -> None:
        """Write the file."""
        cases = defaultdict(list)
        for nodeid, taken in self.seconds.items():
            cases[function_of(nodeid)].append(taken)
        FILE.write_text("".join(f"{name}\n" for name, taken in sorted(cases.items())
                                if median(taken) >= CASE or sum(taken) >= TOGETHER
                                or name.partition("::")[0] in self.laden), encoding="utf-8")
