"""`scoring ruleset new` and `schema`: something to begin with, and help for the editor."""
from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result

from scoring import clock
from scoring.rulebook.loading import load
from scoring.rulebook.starter import starter_id

Run = Callable[..., Result]


def test_new_writes_what_passes_check_and_test(run: Run, tmp_path: Path) -> None:
    with clock.at(datetime(2025, 12, 31, 17, tzinfo=UTC)):  # 2026 in China
        made = run("ruleset", "new", "county-2026.yaml")
    assert (made.exit_code, made.output) == (
        0, "已写好 county-2026.yaml。改好以后运行：scoring ruleset check county-2026.yaml\n")
    checked, tested = run("ruleset", "check", "county-2026.yaml"), run("ruleset", "test", "county-2026.yaml")
    assert (checked.exit_code, checked.output) == (0, "")
    assert (tested.exit_code, tested.output) == (0, "county-2026.yaml：算例 6 个、案例 2 个，全部相符。\n")
    rules = load((tmp_path / "county-2026.yaml").read_bytes(), "f").ruleset
    assert rules is not None and rules.effective is not None
    assert (rules.ruleset, rules.version, rules.effective.to.isoformat()) == ("county-2026", "2026", "2026-12-31")
    assert sorted({leaf.rule_name for leaf in rules.leaves}) == ["checklist", "per_entry", "ratio"]
    assert (len(rules.indicators), len(rules.grades)) == (2, 4)


def test_new_without_a_name(run: Run, tmp_path: Path) -> None:
    assert run("ruleset", "new").exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["ruleset.yaml"]


def test_new_overwrites_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("我写的\n", encoding="utf-8")
    refused = run("ruleset", "new", "mine.yaml")
    assert (refused.exit_code, refused.stderr) == (1, "已经有“mine.yaml”，没有覆盖；请换一个文件名。\n")
    assert (tmp_path / "mine.yaml").read_text("utf-8") == "我写的\n"


def test_new_in_a_folder_that_is_not_there(run: Run) -> None:
    refused = run("ruleset", "new", "none/mine.yaml")
    assert (refused.exit_code, refused.stderr) == (
        1, "写不了“none/mine.yaml”（No such file or directory），请检查文件夹和写入权限。\n")


@pytest.mark.parametrize(("stem", "word"), [
    ("county-2026", "county-2026"), ("County Rules_2", "county-rules-2"), ("评分规则", "my-ruleset"), ("x" * 61, "my-ruleset"),
])
def test_the_id_comes_from_the_name_of_the_file(stem: str, word: str) -> None:
    assert starter_id(stem) == word


def test_schema_is_json_with_every_rule(run: Run) -> None:
    printed = run("ruleset", "schema")
    assert printed.exit_code == 0
    made = json.loads(printed.stdout)
    assert (made["$schema"], made["title"]) == ("http://json-schema.org/draft-07/schema#", "评分规则")
    rules = made["definitions"]["top"]["properties"]["score"]["anyOf"][1]["properties"]["rule"]["enum"]
    assert {"per_entry", "checklist", "ratio", "bands", "levels"} < set(rules)
