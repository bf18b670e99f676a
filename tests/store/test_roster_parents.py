"""The column 上级单位 of the roster: taken over with the units, every fault told by its cell."""
from __future__ import annotations

import pytest
from flask import Flask

from scoring.actions.importing import import_units
from scoring.core.policy import Actor
from scoring.core.roster import Line
from scoring.errors import Invalid
from scoring.store.database import db
from scoring.store.people import Unit, User
from scoring.store.queries import actor_of
from scoring.store.sheets import Submission
from scoring.store.tallying import card_of, sheet_of
from tests import make

TWO_LEVELS = """
ruleset: villages
version: "1"
title: 村镇公开
points: 100
groups: [乡镇, 村]
indicators:
  - id: whole
    title: 公开工作
    points: 100
    combine: {rollup: {own: 6, groups: {村: 4}}}
    indicators:
      - {id: items, title: 公开条数, points: 100, score: {rule: per_entry, each: 1}}
"""


def office(county: make.County) -> Actor:
    return actor_of(db.session.get(User, county.users["office"]))


def line(row: int, unit: str, parent: str, group: str = "村") -> Line:
    return Line(row, (group, unit, f"a{row}", "示例", "填报员", "", parent))


def parents() -> dict[str, str]:
    db.session.expire_all()
    return {u.name: u.parent.name for u in db.session.query(Unit) if u.parent}


def test_units_come_with_those_above_them_known_or_new(app: Flask) -> None:
    with app.app_context():
        county = make.county()
        import_units(office(county), lines=[line(2, "一村", "甲 乡"), line(3, "二村", "丁镇"), line(4, "丁镇", "", "乡镇"),
                                            line(5, "一村", "")])
        assert parents() == {"一村": "甲乡", "二村": "丁镇"}


@pytest.mark.parametrize(("lines", "said"), [
    ([line(2, "一村", "庚镇")], ["第 2 行“上级单位”列：没有“庚镇”这个单位，名册和这个文件里都没有，请核对名称"]),
    ([line(2, "一村", "一 村")], ["第 2 行“上级单位”列：上级单位不能是本单位自己"]),
    ([line(2, "一村", "甲乡"), line(3, "一村", "乙乡")],
     ["第 3 行“上级单位”列：“一村”的上级单位在第 2 行是“甲乡”，这里写的是“乙乡”，只能有一个"]),
    ([line(2, "一村", "二村"), line(3, "二村", "一村")],
     ["第 2 行“上级单位”列：上级单位绕成了一圈：一村 → 二村 → 一村", "第 3 行“上级单位”列：上级单位绕成了一圈：二村 → 一村 → 二村"])])
def test_faults_are_told_by_cell_and_nothing_is_taken_over(app: Flask, lines: list[Line], said: list[str]) -> None:
    with app.app_context():
        county = make.county()
        with pytest.raises(Invalid) as refusal:
            import_units(office(county), lines=lines)
        assert (refusal.value.details["problems"], db.session.query(Unit).count()) == (said, 3)


def test_a_parent_that_stands_is_changed_on_the_page_alone(app: Flask) -> None:
    with app.app_context():
        county = make.county()
        import_units(office(county), lines=[line(2, "一村", "甲乡")])
        with pytest.raises(Invalid) as refusal:
            import_units(office(county), lines=[line(9, "一村", "乙乡")])
        assert refusal.value.details["problems"] == [
            "第 9 行“上级单位”列：“一村”的上级单位是“甲乡”，这里写的是“乙乡”；要换，请在“单位和账号”页上改"]


def test_a_town_rolls_up_its_villages_in_one_assessment(app: Flask) -> None:
    with app.app_context():
        county = make.county()
        import_units(office(county), lines=[line(2, "一村", "甲乡"), line(3, "二村", "甲乡")])
        made = make.assessment(make.adopted(TWO_LEVELS).id, "村镇考核")
        units = {u.name: u for u in db.session.query(Unit)}
        sheets = {name: make.submission(made.id, units[name]).id for name in ("甲乡", "一村", "二村")}
        for name, count in (("甲乡", 80), ("一村", 50), ("二村", 70)):
            make.answer(sheets[name], "items", {"count": count})
        assert sheet_of(make.row(Submission, sheets["一村"])).parent == "甲乡"
        assert card_of(make.row(Submission, sheets["甲乡"])).total == 72      # (6 x 80 + 4 x 60) / 10
