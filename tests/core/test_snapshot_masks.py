"""Three hundred numbers of persons, planted in every text that goes into a snapshot: none is in it, and it stands."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from scoring.core import masking, snapshot
from scoring.core.published import open_file
from scoring.core.roster import Line, read
from scoring.core.verify import verify
from scoring.errors import Invalid
from scoring.rulebook.loading import load, same_rules
from tests import persons


def test_none_of_three_hundred_is_in_the_file() -> None:
    file = persons.file()
    assert (persons.found(file), "王小明" in file, "王**" in file) == (set(), False, True)
    assert verify(file).problems == ()


def test_the_control_finds_every_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (masking, snapshot):
        monkeypatch.setattr(module, "mask", lambda text: text)
    monkeypatch.setattr(masking, "mask_link", lambda text: text)
    assert persons.found(persons.file()) == set(persons.PLANTED)


def test_the_rules_as_text_still_say_what_the_rules_say() -> None:
    published = open_file(persons.file())
    assert same_rules(published.file["snapshot"]["ruleset_yaml"], published.ruleset.data)


def test_what_was_chosen_is_still_among_the_choices() -> None:
    result = open_file(persons.file()).result("单位0")
    assert result is not None
    told = {row.leaf.id: (row.verified_fact, row.verified.points) for row in result.rows}
    assert [told[leaf] for leaf in ("ticks", "kinds", "level")] == [
        ("电话(099*) *****11畅通", 2), ("来信629**************37 2", 2), ("优099*-*****15", 4)]


def test_a_ruleset_whose_choices_become_one_is_not_published() -> None:
    text = """
ruleset: alike
version: "1"
title: 名称
points: 4
indicators:
  - {id: ticks, title: 勾选, points: 4, score: {rule: checklist, of: [电话0990-8000011, 电话0990-8990011], each: 2}}
"""
    ruleset = load(text.encode(), "alike.yaml").ruleset
    assert ruleset is not None
    about = snapshot.About("考核", (), date(2024, 1, 1), date(2024, 12, 31), date(2024, 12, 31), "考核办")
    with pytest.raises(Invalid, match="请在规则里删去这些号码"):
        snapshot.compose(about, ruleset, text, (), lambda: "0" * 32)


@pytest.mark.parametrize(("address", "masked"), [
    ("https://a.example.cn/art_1229413414_59065713.html", "https://a.example.cn/art_1229413414_59065713.html"),
    ("https://a.example.cn/2024/t20240506_13812345.html?id=999001195001010005", "https://a.example.cn/2024/t20240506_13812345.html?id=999*************05"),
    ("https://a.example.cn/?tel=19900000002&to=li.si@example.com", "https://a.example.cn/?tel=199******02&to=l****@example.com"),
    ("https://a.example.cn/0990-8000003/6299990000000000012", "https://a.example.cn/099*******03/629**************12"),
])
def test_an_address_keeps_the_numbers_of_articles(address: str, masked: str) -> None:
    assert masking.mask_link(address) == masked


@pytest.mark.parametrize("column", [0, 1])
def test_a_name_with_a_number_in_it_does_not_come_in(column: int) -> None:
    """Names of units and groups are published as they are, so the roster takes none."""
    def faults(words: Callable[[str], str]) -> list[str]:
        lines = []
        for n, number in enumerate(persons.PLANTED):
            texts = ["乡镇", f"单位{n}", f"clerk{n}", "王小明", "填报员", ""]
            texts[column] = words(number)
            lines.append(Line(n + 2, tuple(texts)))
        return [fault.sentence for fault in read(lines)[1] if "会向社会公布" in fault.sentence]

    assert len(faults(lambda number: f"某{number}")) == persons.COUNT
    assert faults(lambda number: "12345 热线办公室") == []
