"""An excerpt with anything changed is refused by both verifiers."""
from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.web import forged_excerpts
from tests.web.specimen import excerpt, written
from tests.web.verifying import accepted, alone


@pytest.fixture
def here(page: Page, tmp_path: Path) -> Page:
    """The page of one file, opened from the disk with the network off."""
    return alone(page, tmp_path)


def test_every_forgery_of_an_excerpt_falls(here: Page) -> None:
    text = written(excerpt(forged_excerpts.whole()))
    forged = forged_excerpts.forged()
    assert len(forged) >= 300
    assert [name for name, other in forged.items() if other == text] == []
    assert accepted(here, {"the excerpt": text}) == {"python": ["the excerpt"], "browser": ["the excerpt"]}
    assert accepted(here, forged) == {"python": [], "browser": []}


# What says nothing of 甲乡, or what only the whole file proves of it.
OF_OTHERS = [
    "a stage dropped", "a veto forgotten", "a place", "no place", "places swapped", "a total of the ranking",
    "groups in another order", "a claim refused that was accepted", "a claim confirmed", "a claim dropped",
    "a branch without scores", "a grade's line", "an opening of nothing",
]


def test_the_excerpts_of_forged_files_fall_where_they_say_something_of_the_unit(here: Page) -> None:
    forged = forged_excerpts.of_forged_files("甲乡")
    assert len(forged) >= 100
    assert accepted(here, forged) == {"python": OF_OTHERS, "browser": OF_OTHERS}


@pytest.mark.parametrize("unit", ["乙乡", "丁局"])
def test_both_verifiers_hold_the_same_excerpts_of_forged_files(here: Page, unit: str) -> None:
    forged = forged_excerpts.of_forged_files(unit)
    found = accepted(here, forged)
    assert found["python"] == found["browser"]
    assert len(forged) - len(found["python"]) >= 20
