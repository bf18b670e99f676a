"""`scoring ruleset impact`: a running or published assessment under another ruleset, and who moves."""
from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from scoring import create_app
from scoring.actions import publishing
from scoring.cli import main
from scoring.store.database import db
from scoring.store.people import User
from scoring.store.queries import actor_of
from scoring.store.schema import upgrade_schema
from tests import make

OLD = """\
ruleset: small
version: "1"
title: 小规则
points: 100
groups: [乡镇, 县直部门]
indicators:
  - {id: items, title: 公开条数, points: 60, score: {rule: per_entry, each: 1}}
  - {id: plan, title: 制定方案, points: 40, score: {rule: yes_no}}
grades: [{name: 优秀, at_least: 90}, {name: 合格}]
"""
NEW = OLD.replace('"1"', '"2"').replace("each: 1", "each: 2").replace(
    "{id: plan, title: 制定方案, points: 40, score: {rule: yes_no}}",
    "{id: plan, title: 制定方案, points: 40, score: {rule: levels, levels: {好: 40, 差: 0}}}")
SAID = """\
考核：2026 年度政务公开考核（数据取自各单位的自查表（现在的内容））
旧：小规则（small，版本 1）
新：小规则（small，版本 2）
3 个单位里有 3 个的名次、总分或等次会变。

乡镇
单位  原名次  新名次  名次变化  原总分  新总分  总分变化  等次
──────────────────────────────────────────────────────────────
甲乡       1       2      降 1      60      40       -20  合格
乙乡       2       1      升 1      50      60       +10  合格
平均分：55 → 50（-5）

县直部门
单位  原名次  新名次  名次变化  原总分  新总分  总分变化  等次
─────────────────────────────────────────────────────────────────────
丙局       1       1      不变     100      60       -40  优秀 → 合格
平均分：100 → 60（-40）

新规则读不出的（按没有填计算）：
  甲乡：“制定方案”这里要填一个值，收到的是别的结构
  丙局：“制定方案”这里要填一个值，收到的是别的结构
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A reviewed county: 甲乡 20 items and a plan, 乙乡 50 items without one, 丙局 60 items and a plan."""
    monkeypatch.chdir(tmp_path)
    app = create_app(tmp_path / "site")
    upgrade_schema(app)
    with app.app_context():
        county = make.county(OLD, state="reviewing", sheets="reviewed")
        for unit, count, plan in (("甲乡", 20, True), ("乙乡", 50, False), ("丙局", 60, True)):
            make.answer(county.submissions[unit], "items", {"count": count})
            if plan:
                make.answer(county.submissions[unit], "plan", {"answer": True})
        db.engine.dispose()
    for name, text in (("old.yaml", OLD), ("new.yaml", NEW)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / "site"


def run(site: Path, *words: str) -> tuple[int, str]:
    found = CliRunner().invoke(main, ["ruleset", "impact", *words, "--site", str(site)])
    return found.exit_code, found.output


def test_who_moves_in_a_running_assessment(site: Path) -> None:
    assert run(site, "--own", "new.yaml", "--assessment", "1") == (0, SAID)


def test_a_published_one_is_scored_from_its_snapshot(site: Path) -> None:
    app = create_app(site)
    with app.app_context():
        office, publisher = (actor_of(db.session.query(User).filter_by(account=account).one())
                             for account in ("office", "publisher"))
        publishing.freeze(office, 1, office="示例办")
        publishing.publish(publisher, 1)
        make.answer(2, "plan", {"answer": True})     # whatever is written afterwards does not count
        db.engine.dispose()
    code, text = run(site, "old.yaml", "new.yaml", "--assessment", "1", "--json")
    said = json.loads(text)
    assert (code, said["source"], said["moved"]) == (0, "公布的快照（第 1 版）", 3)
    assert [(u["unit"], u["before"]["total"], u["after"]["total"], u["places"])
            for u in said["groups"]["乡镇"]["units"]] == [("甲乡", "60", "40", -1), ("乙乡", "50", "60", 1)]
    assert said["unread"]["new"] == [{"unit": unit, "leaf": "制定方案", "why": "这里要填一个值，收到的是别的结构"}
                                     for unit in ("甲乡", "丙局")]


def test_the_same_ruleset_moves_nobody(site: Path) -> None:
    code, text = run(site, "--own", "old.yaml", "--assessment", "1")
    assert (code, text.splitlines()[3]) == (0, "3 个单位里有 0 个的名次、总分或等次会变。")


def test_a_group_and_an_indicator_that_are_gone(site: Path) -> None:
    text = NEW.replace("[乡镇, 县直部门]", "[乡镇]").replace("  - {id: items", "  - {id: pieces").replace("每条", "")
    (site.parent / "less.yaml").write_text(text, encoding="utf-8")
    code, said = run(site, "--own", "less.yaml", "--assessment", "1", "--json")
    found = json.loads(said)
    assert (code, found["gone"]) == (0, ["公开条数"])
    assert {"unit": "丙局", "leaf": "", "why": "新规则没有“县直部门”这个组别，不能计分"} in found["unread"]["new"]
    assert found["groups"]["县直部门"]["units"][0]["after"] == {"place": None, "total": None, "grade": None}


@pytest.mark.parametrize(("words", "code", "said"), [
    (("--own", "new.yaml", "--assessment", "9"), 1, "没有编号为 9 的考核。现有：1 2026 年度政务公开考核。\n"),
    (("new.yaml", "--assessment", "1"), 2, "要写旧规则、新规则两个文件；旧规则用考核自己的，请加 --own。 "
                                          "用 scoring ruleset impact --help 查看用法。\n")])
def test_what_is_misused_is_said(site: Path, words: tuple[str, ...], code: int, said: str) -> None:
    assert run(site, *words) == (code, said)
