"""Scoring, ranking and freezing 100 to 40,000 units, beside the same sums with numpy and an SQL window function.

The others are given finished points in arrays or in a table: they add and order. Ours begins with what units filled in,
prints every step and can be recomputed by anyone. The ratio is what that costs, side by side in one run.
"""
from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import Any

from _timing import best

from scoring.core import snapshot
from scoring.core.building import build_ruleset
from scoring.core.frame import Frame
from scoring.core.ranking import rank
from scoring.core.ruleset import Ruleset
from scoring.core.score import score_group
from scoring.core.sheet import Sheet
from scoring.core.vocabulary import builtin

try:
    import numpy
except ImportError:
    numpy = None  # type: ignore[assignment]

SIZES = (100, 530, 5_000, 40_000)
MANY = 5_000        # from here on each thing is done once: it takes long enough
LEAVES = 10
SCALE = 10_000      # points as whole numbers of 0.0001


def ruleset() -> Ruleset:
    """Ten leaves of half a point an item, capped at ten points."""
    made, problems = build_ruleset({
        "ruleset": "bench", "version": "1", "title": "示例", "points": "100", "groups": ["乡镇"], "indicators": [
            {"id": f"i{n}", "title": f"第 {n} 项", "points": "10", "score": {"rule": "per_entry", "each": "0.5"}}
            for n in range(LEAVES)]}, builtin())
    assert made is not None, problems
    return made


def sheets_of(units: int) -> tuple[Sheet, ...]:
    """Sheets that differ; many totals are equal, as real ones are."""
    return tuple(Sheet(f"示例{u}", "乡镇", {f"i{n}": {"count": (u * 7 + n * 13) % 23} for n in range(LEAVES)})
                 for u in range(units))


def by_numpy(counts: Any) -> Any:
    """Capped points, totals and shared places."""
    totals = numpy.minimum(counts * SCALE // 2, 10 * SCALE).sum(axis=1)
    ordered = numpy.sort(totals)[::-1]
    return numpy.searchsorted(-ordered, -totals, side="left") + 1


def by_sql(database: sqlite3.Connection) -> list[Any]:
    """Shared places of finished totals."""
    return database.execute("SELECT unit, RANK() OVER (ORDER BY total DESC) FROM results").fetchall()


def measured(rules: Ruleset, units: int) -> tuple[float, ...]:
    """Seconds for scoring, ranking, freezing; for numpy and SQL, whose places must be ours."""
    sheets, frame = sheets_of(units), Frame(date(2024, 12, 31))
    turns = 3 if units < MANY else 1
    scoring, cards = best(lambda: score_group(rules, sheets, "verified", frame), turns)
    ranking, placed = best(lambda: rank(rules, cards))
    about = snapshot.About("示例", (), date(2024, 1, 1), date(2024, 12, 31), date(2024, 12, 31), "示例")
    parts = tuple(map(snapshot.Participant, sheets))
    freezing, _ = best(lambda: snapshot.compose(about, rules, "", parts, _salts()), turns)
    ours = {row.unit: row.place for row in placed["乡镇"]}
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE results (unit TEXT PRIMARY KEY, total INTEGER)")
    database.executemany("INSERT INTO results VALUES (?, ?)", [(c.unit, int((c.total or 0) * SCALE)) for c in cards])
    windowed, rows = best(lambda: by_sql(database))
    assert dict(rows) == ours
    return scoring, ranking, freezing, windowed, _numpy(sheets, ours)


def _numpy(sheets: Sequence[Sheet], ours: dict[str, int | None]) -> float:
    if numpy is None:
        return 0.0
    counts = numpy.array([[s.facts[f"i{n}"]["count"] for n in range(LEAVES)] for s in sheets], dtype=numpy.int64)
    taken, places = best(lambda: by_numpy(counts))
    assert [int(x) for x in places] == [ours[s.unit] for s in sheets]
    return taken


def _salts() -> Any:
    counter = itertools.count(1)
    return lambda: f"{next(counter):032x}"


def main() -> None:
    """Print the figures."""
    rules, before = ruleset(), None
    print(f"每个单位 {LEAVES} 项。名次与 SQL 窗口函数{'、numpy ' if numpy else ''}的逐个相同。")
    if numpy is None:
        print("没有装 numpy，不比较这一项：pip install numpy 以后再运行。")
    for units in SIZES:
        found = measured(rules, units)
        scoring, ranking, freezing, windowed, summed = found
        beside = f"；计分加排名是 numpy 的 {(scoring + ranking) / summed:,.0f} 倍" if summed else ""
        grown = ""
        if before is not None:
            more = [new / old for new, old in zip(found[:3], before[1][:3], strict=True)]
            grown = (f"\n        单位是上一行的 {units / before[0]:.1f} 倍，计分的时间是 {more[0]:.1f} 倍，"
                     f"排名 {more[1]:.1f} 倍，定版 {more[2]:.1f} 倍")
        print(f"{units:>7} 个单位：排名是 SQL 窗口函数的 {ranking / windowed:.1f} 倍，"
              f"定版是计分加排名的 {freezing / (scoring + ranking):.1f} 倍{beside}{grown}")
        before = (units, found)


if __name__ == "__main__":
    main()
