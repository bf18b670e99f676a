"""What of a publication somebody sees: by audience, by top, by who asks."""
from __future__ import annotations

import pytest

from scoring.core.policy import VISITOR, Actor, Duty
from scoring.core.published import open_file
from scoring.core.reach import Reader
from scoring.core.release import Release
from tests import publishing

ASSESSMENT = 9
OFFICE = Reader(Actor(1, "办", frozenset({"office"})))
CLERK = Reader(Actor(2, "填", frozenset({"clerk"}), 2), own="乙乡")
REVIEWER = Reader(Actor(3, "复", frozenset({"reviewer"}), duties=(Duty(ASSESSMENT),)))
RECUSED = Reader(REVIEWER.actor, away=frozenset({"甲乡"}))
IDLE = Reader(Actor(4, "闲", frozenset({"reviewer"}), duties=(Duty(8),)))
AUDITOR = Reader(Actor(5, "审", frozenset({"auditor"})))
UNITS = (("甲乡", 1), ("乙乡", 2), ("丙局", None))
ALL, FIRST, NONE = ["甲乡", "乙乡", "丙局"], ["甲乡"], []
WHOLE, TOP, TOLD, TOLD_TOP = Release(), Release("inside", 1), Release("unit"), Release("unit", 1)


@pytest.mark.parametrize(("reader", "release", "ranked", "whole", "lists", "opens"), [
    (Reader(VISITOR), WHOLE, True, True, ALL, ALL),
    (Reader(VISITOR), TOP, True, False, FIRST, FIRST),
    (OFFICE, TOP, True, True, ALL, ALL),
    (OFFICE, TOLD, True, True, ALL, ALL),
    (CLERK, WHOLE, True, True, ALL, ALL),
    (CLERK, TOP, True, False, FIRST, ["甲乡", "乙乡"]),
    (CLERK, TOLD, False, False, NONE, ["乙乡"]),
    (CLERK, TOLD_TOP, False, False, NONE, ["乙乡"]),
    (REVIEWER, TOP, True, False, FIRST, FIRST),            # on duty, yet the list is as short as for everyone
    (REVIEWER, TOLD, True, True, ALL, ALL),
    (RECUSED, TOLD, True, False, ["乙乡", "丙局"], ["乙乡", "丙局"]),
    (RECUSED, WHOLE, True, True, ALL, ALL),                # what everyone sees is not kept from anyone
    (IDLE, TOLD, False, False, NONE, NONE),
    (AUDITOR, TOLD, False, False, NONE, NONE),
    (AUDITOR, TOP, True, False, FIRST, FIRST),
])
def test_who_sees_what(reader: Reader, release: Release, ranked: bool, whole: bool, lists: list[str],
                       opens: list[str]) -> None:
    reach = reader.reach(release, ASSESSMENT)
    assert (reach.ranked, reach.whole) == (ranked, whole)
    assert [unit for unit, place in UNITS if reach.lists(unit, place)] == lists
    assert [unit for unit, place in UNITS if reach.opens(unit, place)] == opens


def test_what_is_listed_holds_no_means_that_would_give_the_others_away() -> None:
    published = open_file(publishing.file_text(release=TOP))
    seen = Reader(VISITOR).reach(published.release, ASSESSMENT).listed(published)
    assert [[r.unit for r in g.results] for g in seen.groups] == [["甲乡"], ["丙局"]]
    assert [[x.unit for x in g.places] for g in seen.groups] == [["甲乡"], ["丙局"]]
    assert [(dict(g.mean), g.mean_total) for g in seen.groups] == [({}, None)] * 2
    assert OFFICE.reach(published.release, ASSESSMENT).listed(published) is published
