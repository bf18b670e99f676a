"""The texts beside a snapshot: every one is found where it stands, and one can go without the others."""
from __future__ import annotations

import pytest

from scoring.core import canonical
from scoring.core.openings import Text, erased, sealed, texts_of
from scoring.core.published import open_file
from scoring.core.verify import verify
from tests import publishing


@pytest.fixture(scope="module")
def file() -> str:
    return publishing.file_text()


def test_each_text_is_told_with_its_place(file: str) -> None:
    found = [(t.unit, t.leaf, t.kind, t.title, t.words) for t in texts_of(canonical.decode(file))]
    assert found == [("甲乡", "disclosure", "ruling", "复核理由", publishing.REASON),
                     ("丙局", "replies", "claim", "不适用申请的理由", "没有留言渠道")]


def test_an_erased_text_is_told_without_its_words_and_the_file_stands(file: str) -> None:
    before = texts_of(canonical.decode(file))
    text = erased(file, before[0].commitment)
    assert texts_of(canonical.decode(text)) == (
        Text(before[0].commitment, "甲乡", "disclosure", "ruling", None), before[1])
    outcome, whole = verify(text), verify(file)
    assert (outcome.problems, outcome.digest, outcome.opened, outcome.erased) == (
        (), whole.digest, whole.opened - 1, 1)
    assert whole.erased == 0
    assert publishing.REASON not in text
    assert [r.reason for r in open_file(text).result("甲乡").rows if r.leaf.id == "disclosure"] == [
        "（文字已依法删除）"]


def test_what_is_not_there_cannot_be_erased(file: str) -> None:
    key = texts_of(canonical.decode(file))[0].commitment
    with pytest.raises(KeyError):
        erased(erased(file, key), key)


def test_the_reason_for_a_struck_row_is_a_text_too() -> None:
    unit = {"not_applicable": {}, "notes": {"a": "n"}, "facts": {"a": {"count": 1, "rows": [{"title": "x"}]}},
            "rulings": {"a": {"reason": "r", "facts": {"rows": [{"title": "x", "struck": "s"}, {"title": "y"}]}},
                        "b": {"reason": "q", "facts": None}}}
    assert list(sealed(unit)) == [("note", "a", "n"), ("ruling", "a", "r"), ("ruling", "b", "q"), ("struck", "a", "s")]
