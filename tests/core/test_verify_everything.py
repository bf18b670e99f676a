"""Snapshots of every pattern and shipped ruleset stand, and fall with what decides who is compared with whom."""
from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scoring import places
from scoring.core import canonical, snapshot
from scoring.core.building import build_ruleset
from scoring.core.ruleset import Ruleset
from scoring.core.sheet import Sheet, read_sheet
from scoring.core.verify import verify
from scoring.core.vocabulary import builtin
from scoring.rulebook.cases import read_case
from scoring.rulebook.loading import load
from tests.forging import resealed

FILES = sorted([*places.rulesets().glob("*.yaml"), *(Path(__file__).parent.parent / "patterns").glob("*.yaml")])


def composed(ruleset: Ruleset, sheets: tuple[Sheet, ...], text: str = "", as_of: date = date(2024, 12, 31), seed: str = "") -> str:
    salts = (f"{n:032x}" for n in itertools.count(1))
    about = snapshot.About("考核", (), date(2024, 1, 1), date(2024, 12, 31), as_of, "考核办", seed=seed,
                           drawn_at="2024-12-20T09:30:00Z" if seed else "")
    return snapshot.compose(about, ruleset, text, tuple(map(snapshot.Participant, sheets)), lambda: next(salts))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_cases_of_a_ruleset_as_a_publication(file: Path) -> None:
    ruleset = load(file.read_bytes(), file.name).ruleset
    assert ruleset is not None
    again, _ = build_ruleset(canonical.decode(canonical.encode(dict(ruleset.data)).decode()), builtin())
    assert again is not None
    assert canonical.encode(dict(again.data)) == canonical.encode(dict(ruleset.data))
    for case in ruleset.cases:
        problems: list[Any] = []
        sheets, frame = read_case(ruleset, case, (), problems)
        assert problems == []
        if len({sheet.unit for sheet in sheets}) == len(sheets):
            assert verify(composed(ruleset, sheets, "", frame.as_of or date(2024, 12, 31), frame.seed)).problems == ()


TREE: dict[str, Any] = {
    "ruleset": "t", "version": "1", "title": "测试", "points": "100", "groups": ["县直部门", "乡镇", "村"],
    "draw": {"of": "lots", "take": "1"}, "indicators": [
        {"id": "r", "title": "汇总", "points": "40", "combine": {"rollup": {"own": "5", "groups": {"村": "5"}, "sample": "1"}},
         "indicators": [{"id": "own", "title": "自身", "points": "10", "score": {"rule": "per_entry", "each": "1"}}]},
        {"id": "lots", "title": "抽查", "points": "10", "indicators": [
            {"id": f"lot-{n}", "title": f"第 {n} 类", "points": "10", "score": {"rule": "per_entry", "each": "1"}} for n in range(5)]},
        {"id": "rows", "title": "信息", "points": "50",
         "score": {"rule": "per_entry", "kinds": {"省": "3", "市": "2", "县": "1"}, "register": ["title", "kind"]}}]}
FACTS = {"own": "7", **{f"lot-{n}": str(2 * n) for n in range(5)}, "rows": [
    {"title": "甲", "kind": "市"}, {"title": "乙", "kind": "省"}, {"title": "丙", "kind": "县", "struck": "与第 1 行重复"}]}
SHEETS = ({"unit": "月山乡", "group": "乡镇", "facts": FACTS}, {"unit": "东村", "group": "村", "parent": "月山乡", "facts": FACTS},
          {"unit": "西村", "group": "村", "parent": "月山乡", "facts": {"own": "2"}},
          {"unit": "示例局", "group": "县直部门", "facts": FACTS, "subordinates": {"r": {"村": {"南村": "60"}}}})


def _move(body: dict[str, Any]) -> None:
    body["units"][1]["parent"] = "示例局"
    body["units"][2]["parent"] = "示例局"


def _other_score(body: dict[str, Any]) -> None:
    body["units"][3]["subordinates"]["r"]["村"]["南村"] = "61"


def _other_seed(body: dict[str, Any]) -> None:
    body["draw"]["seed"] = "又一个种子"


def _plugin(body: dict[str, Any]) -> None:
    body["plugins"] = ["sample 1.0"]


def _stands_again(body: dict[str, Any]) -> None:
    del body["units"][0]["facts"]["rows"]["rows"][2]["struck"]


def _struck_too(body: dict[str, Any]) -> None:
    rows = body["units"][0]["facts"]["rows"]["rows"]
    rows[0]["struck"] = rows[2]["struck"]


def _other_group(body: dict[str, Any]) -> None:
    body["units"][3]["subordinates"]["r"]["乡镇"] = {"南村": "61"}


CHANGES: tuple[Callable[[dict[str, Any]], None], ...] = (
    _move, _other_score, _other_seed, _plugin, _stands_again, _struck_too, _other_group)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_of_what_decides_falls_though_the_hash_is_mended(change: Callable[[dict[str, Any]], None]) -> None:
    ruleset, problems = build_ruleset(TREE, builtin())
    assert ruleset is not None, problems
    unread: list[Any] = []
    sheets = tuple(read_sheet(one, ruleset, (), unread) for one in SHEETS)
    assert unread == []
    text = composed(ruleset, sheets, seed="种子")
    assert verify(text).problems == ()
    file = canonical.decode(text)
    change(file["snapshot"])
    assert verify(resealed(file)).problems != ()
