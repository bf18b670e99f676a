"""The workshop's pages under load: statements that do not grow with the drafts, and texts made to take long."""
from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests import make
from tests.drafts import MINE, desk
from tests.statements import counted
from tests.working import calls


@pytest.mark.parametrize("drafts", [1, 3])
@pytest.mark.parametrize(("path", "number"), [
    ("", 6), ("/drafts/new", 3), ("/drafts/1", 4), ("/drafts/1/edit", 4), ("/drafts/1/try", 4), ("/drafts/1/compare", 6),
    ("/drafts/1/adopt", 6)])
@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_pages_send_a_fixed_number_of_statements(app: Flask, path: str, number: int, drafts: int) -> None:
    office = desk(app, *[MINE] * drafts)
    with app.app_context():
        for n in range(drafts):
            make.adopted(make.RULESET.replace('version: "1"', f'version: "1.{n}"'))
    with counted(app) as sent:
        assert office.get(f"/office/rulesets{path}").status_code == 200
    assert (path, len(sent)) == (path, number)


LEAF = "  - {{id: a{0}, title: 甲, points: 1, score: yes_no}}\n"
HEAD = 'ruleset: a\nversion: "1"\ntitle: 甲\npoints: 1\n'
WHOLE = 1999        # leaves; other texts are as many times as long as that many leaves


def _leaves(n: int, title: str = "甲") -> str:
    return HEAD + "indicators:\n" + "".join(LEAF.format(k).replace("甲", title.format(k)) for k in range(n))


HOSTILE: dict[str, Callable[[int], str]] = {
    "keys": lambda n: "".join(f"k{k}: 1\n" for k in range(30 * n)), "flow": lambda n: "a: [" + "1," * (200 * n) + "]",
    "deep": lambda n: "[" * (450 * n), "lines": lambda n: "\n" * (450 * n), "one line": lambda n: "a: " + "x" * (450 * n),
    "leaves": _leaves,
    "cases": lambda n: _leaves(n * 9 // 20, "甲{}") + "cases:\n"
    + "  - {title: 甲, facts: {a0: yes}, expect: {total: 2}}\n" * (n * 9 // 20),
    "faults": lambda n: HEAD + "indicators:\n" + "".join(f"  - {{idd: {k}, scor: x}}\n" for k in range(9 * n // 2)),
}
# Calls that a page costs whatever is on it: signing in, the templates, the workshop's frame.
FRAME = 60_000
MOST_CALLS = 10_000_000   # of an eighth of the longest text


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_hostile_text_is_checked_and_shown_with_little_work(app: Flask, name: str) -> None:
    """Work is counted in calls, which no busy machine changes: twice the text may take twice of them, not four times."""
    office = desk(app, *(HOSTILE[name](WHOLE // part) for part in (16, 8, 1)))
    less, more = (calls(lambda n=n: office.get(f"/office/rulesets/drafts/{n}")) for n in (1, 2))
    assert (more < 2.5 * less + FRAME, more < MOST_CALLS) == (True, True), (less, more)
    answer = office.get("/office/rulesets/drafts/3")
    assert (answer.status_code, len(answer.data) < 2_000_000) == (200, True)
