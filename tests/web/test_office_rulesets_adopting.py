"""A draft beside other versions, and its adoption: what differs, what is refused, what it leaves behind."""
from __future__ import annotations

import re

import pytest
from flask import Flask

from scoring.rulebook.comparing import TITLES
from scoring.store.assessments import AdoptedRuleset
from scoring.store.database import db
from tests import make
from tests.drafts import FAULTY, MINE, desk, kept, text, words


def changes(page: str) -> list[list[str]]:
    """The rows of the table of changes: one cell for a heading, else where, what, before, after."""
    table = re.search(r"<table class=\"table table-stack changes\">(.*?)</table>", page, re.DOTALL)[1]
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", table, re.DOTALL)[1:]
    return [[words(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in rows]


NEXT = make.RULESET.replace('version: "1"', 'version: "2"').replace("each: 5}", "each: 4}")
CHANGED = [f"{TITLES['head']} 1", "整份规则", f"{TITLES['rule']} 1", "人员保障 staff"]


def test_a_draft_is_compared_with_the_latest_of_its_id(app: Flask) -> None:
    page = text(desk(app, NEXT).get("/office/rulesets/drafts/1/compare"))
    assert re.search(r'<option value="([^"]+)" selected>', page)[1] == "adopted-1"
    assert [row[0] for row in changes(page)] == CHANGED
    assert changes(page)[1][1:] == ["版本", "1", "2"]


def test_another_way_of_writing_changes_no_meaning(app: Flask) -> None:
    page = text(desk(app, make.RULESET + "# 一句注释\n").get("/office/rulesets/drafts/1/compare?with=adopted-1"))
    assert "含义没有变化" in page
    assert "<table" not in page


def test_adoption_shows_the_differences_and_uses_the_draft_up(app: Flask) -> None:
    office = desk(app, NEXT)
    path = "/office/rulesets/drafts/1/adopt"
    assert [row[0] for row in changes(text(office.get(path)))] == CHANGED
    assert office.post(path, data={"version": "1"}).location == "/office/rulesets/2"
    assert kept(app) == []
    with app.app_context():
        rows = db.session.query(AdoptedRuleset).order_by(AdoptedRuleset.id)
        assert [(r.ruleset_id, r.ruleset_version, r.yaml) for r in rows] == [
            ("small", "1", make.RULESET), ("small", "2", NEXT)]


@pytest.mark.parametrize(("said", "sentence"), [
    (make.RULESET, "small 1 和这份草稿一字不差"), (make.RULESET + "# 改\n", "small 1 已经采用过，内容不同"),
    (FAULTY, "还有 3 处要改")])
def test_what_cannot_be_adopted_has_no_button(app: Flask, said: str, sentence: str) -> None:
    office = desk(app, said)
    page = text(office.get("/office/rulesets/drafts/1/adopt"))
    assert (sentence in words(page), 'name="version"' in page) == (True, False)
    assert office.post("/office/rulesets/drafts/1/adopt", data={"version": "1"}).status_code == 422
    assert len(kept(app)) == 1


def test_an_overtaken_adoption_is_refused(app: Flask) -> None:
    office = desk(app, MINE)
    answer = office.post("/office/rulesets/drafts/1/adopt", data={"version": "2"})
    assert (answer.status_code, "这份草稿刚才有人改过" in text(answer), len(kept(app))) == (409, True, 1)
