"""Trying a draft out: the form of each group, what typed facts earn, examples filled in, what cannot be read."""
from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from scoring import places
from scoring.core import points as p
from scoring.core.score import score
from scoring.core.sheet import Sheet
from scoring.store.audit import AuditRow
from scoring.store.database import db
from scoring.store.drafts import RulesetDraft
from scoring.store.sheets import Answer
from tests import make
from tests.drafts import text

TRY = "/office/rulesets/drafts/1/try"
TWO = make.RULESET.replace("points: 100", "points: 110").replace("""  - id: quality
""", """  - id: hall
    title: 政务大厅
    points: 10
    applies_to: [县直部门]
    score: {rule: per_entry, each: 2}
  - id: quality
    applies_to: [乡镇]
""")
FULL = {"disclosure.fact-count": "99", "plan.fact-answer": "yes", "replies.fact-done": "9", "replies.fact-of": "10",
        "staff.fact-ticks": ["机构"], "quality.fact-level": "良"}


def desk(app: Flask, said: str = make.RULESET) -> FlaskClient:
    with app.app_context():
        county = make.county()
        make.draft(said)
        return make.client(app, county.users["office"])


def words(part: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", part)).strip()


def leaves(page: str) -> dict[str, tuple[str, str]]:
    """Leaf → its points and what the engine says of it."""
    found = {}
    for leaf, body in re.findall(r'<article class="leaf" id="leaf-([\w-]+)".*?>(.*?)</article>', page, re.DOTALL):
        points = re.search(r'<span class="points-fig">.*?<b>(.*?)</b>', body, re.DOTALL)
        said = re.search(r'<div class="outcome".*?>(.*?)</div>', body, re.DOTALL)[1]
        found[leaf] = (points[1] if points else "", words(said))
    return found


def total(page: str) -> str:
    return words(re.search(r'<p class="total">(.*?)</p>', page, re.DOTALL)[1])


def test_an_empty_trial_shows_the_form_of_the_first_group(app: Flask) -> None:
    page = text(desk(app, TWO).get(TRY))
    assert leaves(page) == dict.fromkeys(("disclosure", "plan", "replies", "staff", "quality"), ("—", ""))
    assert (total(page), re.search(r"<option selected>(.*?)<", page)[1]) == ("0 / 100 分", "乡镇")


def test_another_group_has_another_form(app: Flask) -> None:
    page = text(desk(app, TWO).post(TRY, data={"group": "县直部门", "hall.fact-count": "4"}))
    assert list(leaves(page)) == ["disclosure", "plan", "replies", "staff", "hall"]
    assert (leaves(page)["hall"], total(page)) == (("8", "4 条 × 2 分 = 8 分"), "8 / 100 分")


@pytest.mark.parametrize("group", ["", "没有的组", "x" * 5000])
@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_group_that_is_not_there_is_the_first(app: Flask, group: str) -> None:
    assert 'name="hall.fact-count"' not in text(desk(app, TWO).post(TRY, data={"group": group}))


def test_facts_are_scored_with_every_step(app: Flask) -> None:
    page = text(desk(app).post(TRY, data=FULL))
    card = score(make.read_once(make.RULESET), Sheet("甲", "乡镇", {
        "disclosure": {"count": 99}, "plan": {"answer": True}, "replies": {"done": 9, "of": 10},
        "staff": {"ticks": ("机构",)}, "quality": {"level": "良"}}), "claimed")
    assert leaves(page) == {leaf: (p.show(line.points), " ".join(line.steps)) for leaf, line in card.lines.items()}
    assert leaves(page)["disclosure"] == ("49.5", "99 条 × 0.5 分 = 49.5 分")
    assert total(page) == "90.5 / 100 分"
    rail = words(re.search(r'<div id="rail".*?</div>', page, re.DOTALL)[0])
    assert rail == ("试算合计 90.5 / 100 分 等次：优秀 各项小计 1 主动公开 49.5 / 50 分 2 基础工作 33 / 40 分 3 信息质量 8 / 10 分 "
                    "合计怎么来的 90.5 分，不低于 90 分，评为“优秀”")


def test_what_was_typed_stands_in_the_form_again(app: Flask) -> None:
    page = text(desk(app).post(TRY, data=FULL | {"as_of": "2025-06-30"}))
    assert re.findall(r'<input [^>]*value="(99|9|10)"', page) == ["99", "9", "10"]
    assert re.findall(r'<input checked [^>]*name="([^"]+)"[^>]*value="([^"]+)"', page) == [
        ("plan.fact-answer", "yes"), ("staff.fact-ticks", "机构"), ("quality.fact-level", "良")]
    assert 'value="2025-06-30"' in page


def test_a_leaf_that_does_not_apply_leaves_the_maximum(app: Flask) -> None:
    page = text(desk(app).post(TRY, data=FULL | {"replies.claimed": "y"}))
    assert leaves(page)["replies"] == ("—", "本项不适用，不计分值")
    assert total(page) == "90.63 / 100 分"      # (49.5 + 10 + 5 + 8) ÷ 80 × 100


def test_what_cannot_be_read_is_said_at_its_field_and_does_not_count(app: Flask) -> None:
    answer = desk(app).post(TRY, data=FULL | {"disclosure.fact-count": "一百"})
    page = text(answer)
    said = re.search(r'<div class="field-error" id="leaf-disclosure--count-error">(.*?)</div>', page)[1]
    assert answer.status_code == 422
    assert leaves(page)["disclosure"] == ("—", f"没有计入：{said}")
    assert total(page) == "41 / 100 分"
    assert f'<a href="#leaf-disclosure--count">1 主动公开</a>：{said}</li>' in page


def test_figures_that_do_not_agree_are_said_beside_the_total(app: Flask) -> None:
    checked = make.RULESET + 'checks: [{at_most: [replies.of, disclosure], say: 应办数不会多于公开条数}]\n'
    office = desk(app, checked)
    page = text(office.post(TRY, data=FULL | {"disclosure.fact-count": "5"}))
    assert re.findall(r'<li><a href="(#leaf-[^"]+)">([^<]+)</a></li>', page) == [
        ("#leaf-replies", "应办数不会多于公开条数：留言办结“应办” 10 大于主动公开 5。")]
    assert "数据对不上" not in text(office.post(TRY, data=FULL))


def test_an_example_fills_its_leaf_and_leaves_the_others(app: Flask) -> None:
    page = text(desk(app).post(TRY, data=FULL | {"fill": "disclosure.0"}))
    assert (leaves(page)["disclosure"][0], leaves(page)["replies"][0], total(page)) == ("50", "18", "91 / 100 分")
    assert re.findall(r'name="disclosure.fact-count"[^>]*value="(\d+)"', page) == ["100"]


@pytest.mark.parametrize("fill", ["disclosure.9", "disclosure.x", "disclosure", "nothing.0", ".", "disclosure.²"])
@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_an_example_that_is_not_there_fills_nothing_strange(app: Flask, fill: str) -> None:
    page = text(desk(app).post(TRY, data=FULL | {"fill": fill}))
    assert leaves(page)["disclosure"][0] in ("49.5", "50")


@pytest.mark.parametrize("name", sorted(f.stem for f in places.rulesets().glob("*.yaml")))
@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_every_shipped_ruleset_can_be_tried_with_its_examples(app: Flask, name: str) -> None:
    """Each first example earns in the trial what it earns in the file."""
    yaml = (places.rulesets() / f"{name}.yaml").read_text(encoding="utf-8")
    ruleset = make.read_once(yaml)
    answer = desk(app, yaml).post(TRY, data={"fill": "*.0"})
    found = leaves(text(answer))
    wanted = {leaf.id: p.show(leaf.examples[0].points)
              for leaf in ruleset.asked_of(next(iter(ruleset.groups), ""))
              if leaf.examples and leaf.points is not None and leaf.pool != "veto" and not leaf.rule.compares
              and leaf.asks_if is None and leaf.multiply is None and not leaf.requires}
    assert (answer.status_code, {leaf: found[leaf][0] for leaf in wanted}) == (200, wanted)


def test_a_trial_keeps_nothing(app: Flask) -> None:
    office = desk(app)
    office.get("/office/")
    with app.app_context():
        before = db.session.scalars(select(func.count()).select_from(AuditRow)).one()
    assert office.post(TRY, data=FULL).status_code == 200
    with app.app_context():
        assert db.session.scalars(select(func.count()).select_from(AuditRow)).one() == before
        assert db.session.query(Answer).count() == 0
        assert db.session.query(RulesetDraft).one().version == 1


def test_a_draft_with_faults_cannot_be_tried_yet(app: Flask) -> None:
    office = desk(app, make.RULESET.replace("points: 50", "points: 五十", 1))
    for answer in (office.get(TRY), office.post(TRY, data=FULL)):
        assert (answer.status_code, "还有 1 处要改" in text(answer)) == (200, True)


@pytest.mark.parametrize("data", [
    {"nothing.fact-count": "1"}, {"disclosure.": "1"}, {".fact-count": "1"}, {"disclosure.fact-count": ["1", "2"]},
    {"replies.fact-done": "1"}, {"as_of": "明天"}, {"as_of": "9999-12-31"}, {"plan.fact-answer": "x"},
    {"staff.fact-ticks": ["机构", "none-of-them"]}])
@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_what_no_browser_sends_breaks_nothing(app: Flask, data: dict[str, Any]) -> None:
    assert desk(app).post(TRY, data=data).status_code in (200, 422)
