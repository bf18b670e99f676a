"""What would take seconds to look over is refused by its count, at its place; what is merely large is not."""
from __future__ import annotations

from collections.abc import Callable

import pytest

from scoring.rulebook.loading import Loaded, load
from tests.working import calls

HEAD = 'ruleset: a\nversion: "1"\ntitle: 甲\npoints: {points}\n'
LEAF = "  - {{id: a{0}, title: 项{0}, points: 1, score: yes_no}}\n"


def ruleset(leaves: int = 1, more: str = "") -> str:
    return HEAD.format(points=leaves) + "indicators:\n" + "".join(LEAF.format(n) for n in range(leaves)) + more


def scored(score: str) -> str:
    return HEAD.format(points=1) + f"indicators:\n  - {{id: a, title: 甲, points: 1, score: {score}}}\n"


def case(total: int = 1) -> str:
    return f"  - {{title: 甲, facts: {{a0: yes}}, expect: {{total: {total}}}}}\n"


def read(text: str) -> Loaded:
    return load(text.encode(), "f")


BANDS = "{{rule: bands, bands: [{0}, {{points: 0}}]}}"


@pytest.mark.parametrize(("text", "told"), [
    (scored(BANDS.format(", ".join(f"{{at_least: {500 - n}, points: 1}}" for n in range(300)))),
     "f:6:55: 这里列了 301 项，最多 300 项；请合并，或者拆成几个指标"),
    ("groups: [" + ", ".join(f"组{n}" for n in range(301)) + "]\n" + ruleset(),
     "f:1:1: 这里列了 301 项，最多 300 项；请合并，或者拆成几个指标"),
    (ruleset(1000, "cases:\n" + case() * 21),
     "f:1006:1: 案例太多：1000 个末级指标、21 张表；最多 2000 张，两数相乘最多 20000；请减少案例"),
    (ruleset(1, "cases:\n" + case() * 2001),
     "f:7:1: 案例太多：1 个末级指标、2001 张表；最多 2000 张，两数相乘最多 20000；请减少案例"),
])
def test_what_is_too_much_is_said_at_its_place(text: str, told: str) -> None:
    loaded = read(text)
    assert ([str(fault) for fault in loaded.errors], loaded.ruleset) == ([told], None)


def test_what_is_just_not_too_much_is_read() -> None:
    loaded = read(ruleset(1000, "cases:\n" + case() * 20))
    assert (loaded.errors, loaded.cases) == ((), 20)


HOSTILE: dict[str, Callable[[int], str]] = {    # so many thousands of something
    "bands": lambda n: scored(BANDS.format(", ".join(f"{{at_least: {k}, points: 1}}" for k in range(1125 * n)))),
    "groups": lambda n: "groups: [" + ", ".join(f"组{k}" for k in range(3000 * n)) + "]\n" + ruleset(),
    "groups and leaves": lambda n: "groups: [" + ", ".join(f"组{k}" for k in range(300)) + "]\n" + ruleset(249 * n),
    "grades": lambda n: ruleset(1, "grades: [" + ", ".join(
        f"{{name: 等{k}, at_least: {k % 100}}}" for k in range(1000 * n)) + "]\n"),
    "cases": lambda n: ruleset(237 * n, "cases:\n" + case(2) * (112 * n)),
    "examples": lambda n: ruleset(1).replace("yes_no}", "yes_no, examples: [" + "{facts: yes, points: 2}, " * (1125 * n) + "]}"),
}
FRAME = 20_000      # calls that reading any text costs
MOST_CALLS = 6_000_000


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_takes_little_work(name: str) -> None:
    """Twice the text takes about twice the calls, not four times, and never very many."""
    less, more = (calls(lambda n=n: read(HOSTILE[name](n))) for n in (1, 2))
    assert (more < 2.5 * less + FRAME, more < MOST_CALLS) == (True, True), (less, more)
    assert read(HOSTILE[name](8)).ruleset is None or name == "groups and leaves"
