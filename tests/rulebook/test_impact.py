"""What another ruleset would change: who moves, what is carried over, and what cannot be read any more."""
from __future__ import annotations

from decimal import Decimal

from scoring.core.frame import Frame
from scoring.core.ruleset import Ruleset
from scoring.core.sheet import Ruling, Sheet, read_facts_of
from scoring.rulebook.impact import Standing, Unread, carry, impact
from tests import make

OLD = """
ruleset: small
version: "1"
title: 小规则
points: 20
groups: [乡镇, 村]
indicators:
  - {id: items, title: 公开条数, points: 10, score: {rule: per_entry, each: 1}}
  - {id: replies, title: 留言办结, points: 10, score: {rule: ratio}}
"""


def ruleset(text: str = OLD, *changes: tuple[str, str]) -> Ruleset:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return make.read_once(text)


def sheet(unit: str, rules: Ruleset, group: str = "乡镇", **facts: object) -> Sheet:
    leaves = {key: rules.leaf(key) for key in facts}
    return Sheet(unit, group, {key: read_facts_of(leaf, facts[key]) for key, leaf in leaves.items() if leaf})


def test_moves_are_sorted_by_size_and_the_means_are_told() -> None:
    old, new = ruleset(), ruleset(OLD, ("each: 1", "each: 2"))
    units = [sheet("甲", old, items=3, replies={"done": 1, "of": 1}), sheet("乙", old, items=8),
             sheet("丙", old, items=2)]
    found = impact(old, new, units, Frame())
    assert [(m.unit, m.before.place, m.after.place, m.points, m.places) for m in found.groups[0].moves] == [
        ("甲", 1, 1, Decimal(3), 0), ("乙", 2, 2, Decimal(2), 0), ("丙", 3, 3, Decimal(2), 0)]
    assert (found.groups[0].name, found.groups[0].mean_before, found.groups[0].mean_after) == (
        "乡镇", Decimal("7.6667"), Decimal(10))
    assert (found.unread, found.gone, len(found.moved)) == ((), (), 3)


def test_a_move_of_places_comes_before_one_of_points() -> None:
    old = ruleset()
    new = ruleset(OLD, ("title: 公开条数, points: 10, score: {rule: per_entry, each: 1}",
                        "title: 公开条数, points: 10, score: {rule: per_entry, each: 5}"))
    units = [sheet("甲", old, items=0, replies={"done": 9, "of": 10}), sheet("乙", old, items=8),
             sheet("丙", old, items=1), sheet("丁", old, items=2)]
    assert [(m.unit, m.places, m.points) for m in impact(old, new, units, Frame()).groups[0].moves] == [
        ("丁", 2, Decimal(8)), ("甲", -2, Decimal(0)), ("乙", 1, Decimal(2)), ("丙", 0, Decimal(4))]


def test_what_the_new_ruleset_cannot_read_counts_as_unanswered_and_is_told() -> None:
    old = ruleset()
    new = ruleset(OLD, ("{id: replies, title: 留言办结, points: 10, score: {rule: ratio}}",
                        "{id: replies, title: 留言办结, points: 10, score: {rule: yes_no}}"))
    found = impact(old, new, [sheet("甲", old, items=3, replies={"done": 1, "of": 1})], Frame())
    assert [(u.unit, u.leaf) for u in found.unread] == [("甲", "留言办结")]
    assert [(m.before.total, m.after.total) for m in found.groups[0].moves] == [(Decimal(13), Decimal(3))]


def test_rulings_are_carried_or_fall_away() -> None:
    old = ruleset()
    new = ruleset(OLD, ("{rule: per_entry, each: 1}", "{rule: per_entry, kinds: {省级: 1, 市级: 1}}"))
    given = Sheet("甲", "乡镇", {"replies": {"done": 3, "of": 4}}, {"items": "没有这项职能，已报批"},
                  {"items": Ruling("corrected", {"count": 3}, "改为三条"), "replies": Ruling("confirmed")})
    found = carry(old, new, [given])
    assert found.sheets[0].rulings == {"replies": Ruling("confirmed")}
    assert found.sheets[0].not_applicable == {"items": "没有这项职能，已报批"}
    assert [(u.leaf, u.why.startswith("更正后的数据：")) for u in found.unread] == [("公开条数", True)]


def test_claims_that_are_not_taken_any_more_are_told() -> None:
    old = ruleset()
    new = ruleset(OLD, ("{rule: per_entry, each: 1}}", "{rule: per_entry, each: 1}, not_applicable: never}"))
    found = carry(old, new, [Sheet("甲", "乡镇", {}, {"items": "没有这项职能，已报批"})])
    assert found.unread == (Unread("甲", "公开条数", "新规则不接受不适用申请"),)


def test_units_see_each_other_and_a_group_that_is_gone_has_no_place() -> None:
    old = ruleset()
    new = ruleset(OLD, ("groups: [乡镇, 村]", "groups: [乡镇]"),
                  ("{rule: per_entry, each: 1}", "{rule: best_share}"))
    units = [sheet("甲", old, items=4), sheet("乙", old, items=8), sheet("一村", old, "村", items=5)]
    found = impact(old, new, units, Frame())
    after = {m.unit: m.after for group in found.groups for m in group.moves}
    assert after == {"甲": Standing(2, Decimal(5), None), "乙": Standing(1, Decimal(10), None),
                     "一村": Standing(None, None, None)}
    assert found.unread[-1] == Unread("一村", "", "新规则没有“村”这个组别，不能计分")
