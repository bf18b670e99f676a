"""Three hundred made-up numbers of persons, with check digits that hold, and a publication that has them everywhere.

Area 999001, exchange 0990, card prefix 629999 and the domain example.com belong to nobody.
"""
from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from scoring.core import snapshot
from scoring.core.release import Release
from scoring.core.sheet import Sheet, read_sheet
from scoring.rulebook.loading import load

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def identity(n: int) -> str:
    """An identity number: its last character is the ISO 7064 check of the others."""
    body = f"999001{1950 + n % 50}{n % 12 + 1:02}{n % 28 + 1:02}{n % 1000:03}"
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, WEIGHTS, strict=True)) % 11]


def card(n: int) -> str:
    """A bank card: its last digit is the Luhn check of the others."""
    body = f"629999{n:012}"
    total = sum(sum(divmod(int(c) * (2 - k % 2), 10)) for k, c in enumerate(reversed(body)))
    return body + str(-total % 10)


KINDS: tuple[Callable[[int], str], ...] = (
    identity, card, lambda n: f"1990{n:07}", lambda n: f"0990-8{n:06}", lambda n: f"person{n}@example.com",
    lambda n: f"(0990) 7{n:06}")
COUNT = 300
PLANTED = tuple(KINDS[n % len(KINDS)](n) for n in range(COUNT))

RULES = """# 联系人 {0}
ruleset: planted
version: "1"
title: 规则{1}
points: 34
basis: [依据{2}]
notes: [说明{3}]
groups: [乡镇, 组别{4}]
indicators:
  - {{id: items, title: 登记簿{5}, guide: 指引{6}, ask: 栏名{7}, basis: 条款{8}, points: 10,
     score: {{rule: per_entry, each: 1, register: [title, number, date, link]}}}}
  - {{id: mark, title: 引用{9}, points: 10, score: {{rule: imported}}}}
  - {{id: ticks, title: 勾选{10}, points: 4, score: {{rule: checklist, of: [电话{11}畅通, 牌子], each: 2}}}}
  - {{id: kinds, title: 分类{12}, points: 6, score: {{rule: per_entry, kinds: {{来信{13}: 1, 来访: 1}}}}}}
  - {{id: level, title: 档次{14}, points: 4, score: {{rule: levels, levels: {{"优{15}": 4, 差: 0}}}}}}
  - {{id: kept, title: 登记{16}, score: {{rule: record, keep: {{who: {{label: 联系人, kind: name}},
     more: {{label: 备注{17}, kind: text}}}}}}}}
grades: [{{name: 好{18}, at_least: 20}}, {{name: 差{19}}}]
"""
IN_RULES = 20
ABOUT = 8       # so many stand in what is said of the assessment
ON_SHEET = 17   # and so many on a sheet
ARTICLE = "https://a.example.cn/art_1229413414_59065713.html?"
UNITS = (COUNT - IN_RULES - ABOUT) // ON_SHEET


def squeezed(text: str) -> str:
    """Without blanks and line ends, which paper puts anywhere."""
    return re.sub(r"\s", "", text)


def found(text: str) -> set[str]:
    """The planted numbers in a text."""
    plain = squeezed(text)
    return {number for number in PLANTED if squeezed(number) in plain}


def file(release: Release | None = None) -> str:
    """The published file: two groups, one named with a number, and every number in some text."""
    take = iter(PLANTED)
    rules = RULES.format(*itertools.islice(take, IN_RULES))
    ruleset = load(rules.encode(), "planted.yaml").ruleset
    assert ruleset is not None
    about = snapshot.About(
        f"考核{next(take)}", (f"依据{next(take)}", f"依据{next(take)}"), date(2024, 1, 1), date(2024, 12, 31),
        date(2024, 12, 31), f"考核办{next(take)}", replaces={"digest": "a" * 64, "reason": f"更正{next(take)}"},
        release=Release("public", None, f"通知{next(take)}"))
    before = (f"上次{next(take)}", f"好{next(take)}")
    parts = tuple(_participant(take, ruleset, n, before) for n in range(UNITS))
    assert len(list(take)) == 0
    salts = (f"{n:032x}" for n in itertools.count(1))
    return snapshot.compose(replace(about, release=release or about.release), ruleset, rules, parts, lambda: next(salts))


def _participant(take: Iterator[str], ruleset: snapshot.Ruleset, n: int, before: tuple[str, str]) -> snapshot.Participant:
    def text() -> str:
        return f"王某{next(take)}说明"

    choice = ruleset.groups[1], ruleset.leaf("ticks"), ruleset.leaf("kinds"), ruleset.leaf("level")
    facts = {
        "items": [{"title": text(), "number": text(), "link": ARTICLE + next(take).replace(" ", "")}
                  for _ in range(2)],
        "mark": {"value": "80", "source": text(), "date": "2024-05-01"}, "kept": {"who": "王小明", "more": text()},
        "ticks": [choice[1].rule.of[0].key], "kinds": {next(iter(choice[2].rule.kinds)): 2},
        "level": next(iter(choice[3].rule.levels))}
    corrected = [{"title": text(), "number": text()}, {"title": text(), "struck": text()}]
    tree = {"unit": f"单位{n}", "group": ruleset.groups[n % 2], "facts": facts,
            "rulings": {"items": {"kind": "corrected", "reason": text(), "facts": corrected},
                        "mark": {"kind": "not_applicable", "reason": text()}},
            "not_applicable": {"mark": text()}}
    problems: list[object] = []
    sheet: Sheet = read_sheet(tree, ruleset, (), problems)  # type: ignore[arg-type]
    assert problems == []
    outcome = {"title": before[0], "digest": "b" * 64, "total": "20", "max": "34", "grade": before[1], "place": 1, "of": 3}
    return snapshot.Participant(sheet, {"items": text(), "mark": text()}, before=outcome if n == 0 else None)
