"""The tree and the stages on whole sheets, with figures worked out by hand."""
from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from scoring.core.building import build_ruleset
from scoring.core.ranking import rank
from scoring.core.ruleset import Ruleset
from scoring.core.score import score, score_group, score_leaf
from scoring.core.sheet import Sheet, read_sheet
from scoring.core.vocabulary import builtin


def leaf(leaf_id: str, points: str, score: Any, **more: Any) -> dict[str, Any]:
    return {"id": leaf_id, "title": leaf_id, "points": points, "score": score, **more}


ITEMS = leaf("items", "50", {"rule": "per_entry", "each": "0.5"})
REPLY = leaf("reply", "30", {"rule": "ratio"})
PLAN = leaf("plan", "20", {"rule": "yes_no"})


def ruleset(*indicators: Any, **more: Any) -> Ruleset:
    tree = {"ruleset": "t", "version": "1", "title": "测试", "points": "100",
            "indicators": list(indicators) or [ITEMS, REPLY, PLAN], **more}
    built, problems = build_ruleset(tree, builtin())
    assert [x for x in problems if x.level == "error"] == []
    assert built is not None
    return built


def sheet(rules: Ruleset, **data: Any) -> Sheet:
    problems: list[Any] = []
    made = read_sheet(data, rules, (), problems)
    assert problems == []
    return made


def test_cap_and_steps() -> None:
    rules = ruleset()
    card = score(rules, sheet(rules, facts={"items": "134", "reply": {"done": "1", "of": "3"}, "plan": "no"}))
    assert card.lines["items"].steps == ("134 条 × 0.5 分 = 67 分", "封顶 50 分")
    assert [line.points for line in card.lines.values()] == [Decimal(50), Decimal(10), Decimal(0)]
    assert (card.total, card.max, card.lines["plan"].lost) == (Decimal(60), Decimal(100), Decimal(20))


def test_a_leaf_alone_scores_as_on_the_card() -> None:
    rules = ruleset()
    made = sheet(rules, facts={"items": "134", "reply": {"done": "8", "of": "10"}}, rulings={"items": "94"},
                 not_applicable={"plan": "没有这项职能"})
    for view in ("claimed", "verified"):
        card = score(rules, made, view)
        assert {x.id: score_leaf(rules, made, x, view) for x in rules.leaves} == dict(card.lines)
    assert score_leaf(rules, made, rules.leaves[0]).steps == ("94 条 × 0.5 分 = 47 分",)


def test_unanswered_earns_nothing() -> None:
    rules = ruleset()
    card = score(rules, sheet(rules))
    assert card.total == 0
    assert card.lines["items"].steps == ("未填报，计 0 分",)


def test_rebase_of_what_does_not_apply() -> None:
    rules = ruleset()
    # 45 of 70 applicable points: 45 × 100 ÷ 70 = 64.2857142… → 64.2857 → 64.29
    card = score(rules, sheet(rules, facts={"items": "50", "plan": "yes"}, not_applicable={"reply": "没有留言板"}))
    assert card.stages[0].steps == ("不适用指标按比例折算", "45 × 100 ÷ 70 = 64.2857 分")
    assert (card.total, card.max) == (Decimal("64.29"), Decimal(100))


def test_everything_not_applicable_gives_no_total() -> None:
    rules = ruleset()
    card = score(rules, sheet(rules, not_applicable={"items": "无", "reply": "无", "plan": "无"}))
    assert (card.total, card.grade) == (None, None)


def test_rate_of_nothing_is_not_applicable() -> None:
    rules = ruleset()
    card = score(rules, sheet(rules, facts={"items": "100", "plan": "yes", "reply": {"done": "0", "of": "0"}}))
    assert (card.lines["reply"].state, card.total) == ("not_applicable", Decimal(100))


@pytest.mark.parametrize(("rulings", "expect"), [
    ({}, "100"),                                     # nobody looked: the claim counts as accepted
    ({"items": "confirmed"}, "70"),                  # looked, the claim is not settled: 70 of 100
    ({"reply": "not_applicable"}, "100"),
    ({"reply": "applicable"}, "70"),
    ({"items": "94", "reply": "not_applicable"}, "95.71"),   # 67 × 100 ÷ 70 = 95.7143
])
def test_rulings_lie_over_claims(rulings: dict[str, str], expect: str) -> None:
    rules = ruleset()
    made = sheet(rules, facts={"items": "134", "plan": "yes"}, not_applicable={"reply": "没有留言板"}, rulings=rulings)
    assert score(rules, made, "claimed").total == Decimal(100)
    assert score(rules, made, "verified").total == Decimal(expect)


POOLS = (
    ITEMS, REPLY, PLAN,
    leaf("late", "10", {"rule": "per_defect", "each": "2"}, pool="deduction"),
    leaf("praise", "5", {"rule": "per_entry", "each": "2"}, pool="bonus"),
    {"id": "leak", "title": "发生泄密", "score": {"rule": "yes_no"}, "pool": "veto",
     "effect": {"total": "59", "grade": "不合格"}},
)
GRADES = [{"name": "优秀", "at_least": "90"}, {"name": "合格", "at_least": "60"}, {"name": "不合格"}]
FULL = {"items": "100", "reply": {"done": "3", "of": "3"}, "plan": "yes"}


@pytest.mark.parametrize(("more", "total", "grade"), [
    ({}, "100", "优秀"),
    ({"late": "3"}, "94", "优秀"),                    # 100 − 6
    ({"late": "7"}, "90", "优秀"),                    # 14, capped at 10
    ({"praise": "4"}, "105", "优秀"),                 # 8, capped at 5, may exceed 100
    ({"leak": "yes"}, "59", "不合格"),
    ({"leak": "no"}, "100", "优秀"),
])
def test_pools(more: dict[str, str], total: str, grade: str) -> None:
    rules = ruleset(*POOLS, grades=GRADES)
    card = score(rules, sheet(rules, facts=FULL | more))
    assert (card.total, card.grade) == (Decimal(total), grade)


@pytest.mark.parametrize(("when", "items", "total"), [
    ({"above": "80"}, "60", "80"),                   # 30 + 30 + 20 = 80 is not above 80
    ({"above": "80"}, "61", "84.5"),                 # 80.5 + 4
    ({"at_least": "80"}, "60", "84"),
])
def test_gate_before_the_bonus(when: dict[str, str], items: str, total: str) -> None:
    rules = ruleset(*POOLS, stages=["deduction", {"bonus": {"cap": "5", "when": when}}, "veto", "round", "grade"], grades=GRADES)
    card = score(rules, sheet(rules, facts=FULL | {"items": items, "praise": "2"}))
    assert card.total == Decimal(total)


def test_bar_leaves_the_place_but_not_the_grade() -> None:
    barred = {"id": "named", "title": "被通报", "score": {"rule": "yes_no"}, "pool": "veto", "effect": {"bar": ["优秀"]}}
    rules = ruleset(ITEMS, REPLY, PLAN, barred, grades=GRADES)
    card = score(rules, sheet(rules, facts=FULL | {"named": "yes"}))
    assert (card.total, card.grade, card.vetoes) == (Decimal(100), "合格", ())


@pytest.mark.parametrize(("floor", "first", "total"), [
    ("item", "0", "30"), ("section", "0", "30"), ("total", "-10", "20"), ("none", "-10", "20"),
])
def test_where_negative_sums_stop(floor: str, first: str, total: str) -> None:
    """鲤城 stops at the item, 锦州 2020 at the first level, others at the total: the ruleset says which."""
    branch = {"id": "a", "title": "甲", "points": "70", "indicators": [
        leaf("a1", "20", {"rule": "per_defect", "each": "30"}), leaf("a2", "50", {"rule": "per_entry", "each": "1"})]}
    rules = ruleset(branch, leaf("b", "30", {"rule": "yes_no"}), floor=floor)
    card = score(rules, sheet(rules, facts={"a1": "1", "a2": "0", "b": "yes"}))
    assert card.subtotals["a"].points == Decimal(first)
    assert card.total == Decimal(total)


def test_a_first_level_leaf_is_where_sections_stop() -> None:
    rules = ruleset(leaf("a", "70", {"rule": "per_defect", "each": "50"}), leaf("b", "30", {"rule": "yes_no"}), floor="section")
    card = score(rules, sheet(rules, facts={"a": "2", "b": "yes"}))
    assert (card.lines["a"].points, card.total) == (Decimal(0), Decimal(30))


def test_a_total_that_stops_at_nothing_says_so() -> None:
    rules = ruleset(leaf("a", "70", {"rule": "per_defect", "each": "50"}), leaf("b", "30", {"rule": "yes_no"}), floor="total")
    card = score(rules, sheet(rules, facts={"a": "3", "b": "no"}))
    assert [(s.stage, s.before, s.after, s.steps) for s in card.stages] == [
        ("floor", Decimal(-80), Decimal(0), ("各项合计 -80 分，扣完为止，计 0 分",))]
    assert rules.stage_title("floor") == "扣完为止"


def test_a_branch_that_does_not_apply_has_no_least_points() -> None:
    """With them the rest would be rebased from more than it is worth: 35 of 30."""
    branch = {"id": "g", "title": "甲", "points": "70", "floor": "5", "indicators": [leaf("g1", "70", {"rule": "yes_no"})]}
    rules = ruleset(branch, leaf("b", "30", {"rule": "yes_no"}))
    card = score(rules, sheet(rules, facts={"b": "yes"}, not_applicable={"g1": "没有这项职能"}))
    assert (card.subtotals["g"].points, card.total) == (Decimal(0), Decimal(100))


def test_claims_are_rebased_though_the_stages_do_not_say_so() -> None:
    rules = ruleset(stages=["round"])
    card = score(rules, sheet(rules, facts={"items": "100", "plan": "yes"}, not_applicable={"reply": "没有留言板"}))
    assert [s.stage for s in card.stages] == ["not_applicable"]
    assert (card.total, card.max) == (Decimal(100), Decimal(100))


def test_groups_are_asked_only_what_applies() -> None:
    town = leaf("village", "20", {"rule": "yes_no"}, applies_to=["乡镇"])
    rules = ruleset(ITEMS, REPLY, town, groups=["乡镇", "部门"])
    full = {"items": "100", "reply": {"done": "1", "of": "1"}, "village": "yes"}
    cards = [score(rules, sheet(rules, unit=g, group=g, facts=full)) for g in ("乡镇", "部门")]
    assert [(c.total, c.max, list(c.lines)) for c in cards] == [
        (Decimal(100), Decimal(100), ["items", "reply", "village"]), (Decimal(80), Decimal(80), ["items", "reply"])]


@pytest.mark.parametrize(("ties", "places"), [("share", [1, 2, 2, 4]), ("dense", [1, 2, 2, 3]), ("order", [1, 2, 3, 4])])
def test_places(ties: str, places: list[int]) -> None:
    rules = ruleset(ranking={"ties": ties})
    sheets = [sheet(rules, unit=n, facts={"items": c}) for n, c in (("甲", "10"), ("乙", "8"), ("丙", "8"), ("丁", "2"))]
    ranking = rank(rules, score_group(rules, sheets))
    assert [(x.place, x.unit) for x in ranking[""]] == list(zip(places, "甲乙丙丁", strict=True))


def test_ties_broken_by_an_indicator() -> None:
    rules = ruleset(ranking={"break": ["plan"]})
    sheets = [sheet(rules, unit="甲", facts={"items": "60"}), sheet(rules, unit="乙", facts={"items": "20", "plan": "yes"})]
    ranking = rank(rules, score_group(rules, sheets))
    assert [(x.place, x.unit, x.total) for x in ranking[""]] == [(1, "乙", Decimal(30)), (2, "甲", Decimal(30))]


def test_a_tie_broken_by_a_loss_goes_to_the_smaller_one() -> None:
    rules = ruleset(*POOLS, grades=GRADES, ranking={"break": ["late"]})
    sheets = [sheet(rules, unit="甲", facts=FULL | {"items": "88", "late": "2"}),   # 94 − 4
              sheet(rules, unit="乙", facts=FULL | {"items": "84", "late": "1"})]   # 92 − 2
    ranking = rank(rules, score_group(rules, sheets))
    assert [(x.place, x.unit, x.total) for x in ranking[""]] == [(1, "乙", Decimal(90)), (2, "甲", Decimal(90))]


@pytest.mark.parametrize(("vetoed", "places"), [("last", [(1, "乙"), (2, "甲")]), ("apart", [(1, "乙"), (None, "甲")])])
def test_a_vetoed_unit_is_never_silently_ranked(vetoed: str, places: list[Any]) -> None:
    rules = ruleset(*POOLS, grades=GRADES, ranking={"vetoed": vetoed})
    sheets = [sheet(rules, unit="甲", facts=FULL | {"leak": "yes"}), sheet(rules, unit="乙", facts={"items": "20"})]
    assert [(x.place, x.unit) for x in rank(rules, score_group(rules, sheets))[""]] == places
