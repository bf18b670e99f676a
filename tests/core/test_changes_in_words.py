"""What a correction changed, for a reader."""
from __future__ import annotations

from typing import Any

from scoring.core.changes import changes_between, in_words


def body(rows: dict[str, tuple[int | None, str | None, str | None, dict[str, str]]]) -> dict[str, Any]:
    """As much of a snapshot as changes are read from: unit → place, total, grade, points by leaf."""
    return {
        "ruleset": {}, "units": [{"name": unit} for unit in rows],
        "ranking": {"groups": {"乡镇": [{"unit": unit, "place": place, "total": total, "grade": grade}
                                       for unit, (place, total, grade, _) in rows.items()]}},
        "cards": {"verified": {unit: {"lines": {leaf: {"points": points} for leaf, points in lines.items()}}
                               for unit, (_, _, _, lines) in rows.items()}}}


def test_units_that_moved_are_told_and_no_others() -> None:
    before = body({"甲乡": (1, "57", "合格", {"a": "47", "b": "10"}), "乙乡": (2, "50", None, {"a": "50"}),
                   "丙乡": (3, "9", None, {"a": "9"})})
    after = body({"甲乡": (2, "50", "合格", {"a": "40", "b": "10"}), "乙乡": (1, "50", None, {"a": "50"}),
                  "丁乡": (None, None, None, {"a": "0"}), "丙乡": (3, "9", None, {"a": "9"})})
    titles = {"a": "主动公开", "b": "制定方案"}
    told = in_words(changes_between(before, after), titles.__getitem__)
    assert [str(one) for one in told] == ["甲乡：名次 1 → 2，总分 57 → 50，主动公开 47 → 40", "乙乡：名次 2 → 1",
                                          "丁乡：主动公开 — → 0"]
    assert (str(told[0].grade), told[0].grade.changed, str(told[1].grade)) == ("合格", False, "—")
    back = in_words(changes_between(after, before), titles.__getitem__)
    assert [str(one) for one in back][-1] == "丁乡：主动公开 0 → —"
