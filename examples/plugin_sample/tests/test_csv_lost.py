"""The list of lost points: its name, its rows, and text that begins like a formula."""
from __future__ import annotations

import csv
import io
import itertools
from datetime import date

import pytest
from plugin_sample import csv_lost

from scoring.core import snapshot
from scoring.core.published import Published, open_file
from scoring.core.sheet import read_sheet
from scoring.errors import NotFound
from scoring.rulebook.loading import load

RULES = """
ruleset: small
version: "1"
title: 小规则
points: 20
groups: [乡镇]
indicators:
  - {id: plan, title: "=制定方案", points: 10, score: {rule: yes_no}}
  - {id: hall, title: 设置大厅, points: 10, score: {rule: yes_no}}
"""


def published() -> Published:
    ruleset = load(RULES.encode(), "small.yaml").ruleset
    assert ruleset is not None
    answers = {"甲乡": {"plan": "no", "hall": "yes"}, "乙乡": {"plan": "yes", "hall": "yes"}}
    sheets = [read_sheet({"unit": unit, "group": "乡镇", "facts": facts}, ruleset, (), [])
              for unit, facts in answers.items()]
    day = date(2024, 12, 31)
    about = snapshot.About("2024 年度考核", (), day, day, day, "示例考核办", {}, "a" * 64, None)
    salts = (f"{n:032x}" for n in itertools.count(1))
    parts = tuple(snapshot.Participant(sheet) for sheet in sheets)
    return open_file(snapshot.compose(about, ruleset, RULES, parts, lambda: next(salts)))


def test_rows_of_what_was_lost() -> None:
    text = csv_lost.render(published(), "乡镇").decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["单位", "序号", "指标", "分值", "得分", "失分", "原因"],
        ["甲乡", "1", "'=制定方案", "10", "0", "10", "否，得 0 分"]]


def test_the_name_of_the_file() -> None:
    assert csv_lost.filename(published(), "乡镇") == "2024 年度考核-乡镇-失分清单.csv"


def test_an_unknown_group_is_not_found() -> None:
    with pytest.raises(NotFound):
        csv_lost.render(published(), "县直部门")
