"""Three hundred numbers of persons, planted in every text a person can write: none is in the snapshot, which stands."""
from __future__ import annotations

import itertools
from datetime import date

from scoring.core import snapshot
from scoring.core.sheet import read_sheet
from scoring.core.verify import verify
from scoring.rulebook.loading import load

RULESET = """
ruleset: masked
version: "1"
title: 遮去个人信息
points: 20
indicators:
  - id: items
    title: 登记簿
    guide: 咨询电话 0577-88881234，邮箱 zixun@example.gov.cn
    points: 10
    score: {rule: per_entry, each: 1, register: [title, number, date]}
  - {id: mark, title: 引用得分, points: 10, score: {rule: imported}}
  - id: kept
    title: 登记
    score: {rule: record, keep: {who: {label: 联系人, kind: name}, more: {label: 备注, kind: text}}}
"""
KINDS = ("3303271980010{n:05}", "33032719850{n:04}123X", "138{n:08}", "0577-8{n:07}", "6222021234567{n:05}", "user{n}@example.com")


def planted(n: int) -> str:
    """The n-th number of a person."""
    return KINDS[n % len(KINDS)].format(n=n)


def test_none_of_three_hundred_is_published() -> None:
    numbers = [planted(n) for n in range(300)]
    ruleset = load(RULESET.encode(), "masked.yaml").ruleset
    assert ruleset is not None
    take = iter(numbers)

    def text() -> str:
        return f"王某{next(take)}说明"

    parts = []
    for n in range(30):
        sheet = read_sheet({
            "unit": f"单位{n}", "facts": {
                "items": [{"title": text(), "number": text()}, {"title": text()}],
                "mark": {"value": "80", "source": text(), "date": "2024-05-01"}, "kept": {"who": "王小明", "more": text()}},
            "not_applicable": {"mark": text()} if n % 2 else {},
            "rulings": {"items": {"kind": "corrected", "reason": text(), "facts": [{"title": text(), "struck": text()}]}},
        }, ruleset, (), problems := [])
        assert problems == []
        parts.append(snapshot.Participant(sheet, {"items": text()}))
    used = 300 - len(list(take))
    about = snapshot.About("考核", (), date(2024, 1, 1), date(2024, 12, 31), date(2024, 12, 31), "考核办")
    salts = (f"{n:032x}" for n in itertools.count(1))
    file = snapshot.compose(about, ruleset, RULESET, tuple(parts), lambda: next(salts))
    assert used == 285
    assert [number for number in (*numbers, "0577-88881234", "zixun@", "王小明") if number in file] == []
    assert verify(file).problems == ()
