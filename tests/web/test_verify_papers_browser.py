"""A scorecard as PDF with anything changed is refused by both verifiers; as it was made it is accepted."""
from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.web import forged_papers
from tests.web.verifying import accepted, alone


@pytest.fixture
def here(page: Page, tmp_path: Path) -> Page:
    """The page of one file, opened from the disk with the network off."""
    return alone(page, tmp_path)


def test_every_forgery_of_a_scorecard_falls(here: Page) -> None:
    right = {"plain": forged_papers.plain(), "signed": forged_papers.signed()}
    forged = forged_papers.forged()
    assert len(forged) >= 170
    assert [name for name, other in forged.items() if other in right.values()] == []
    assert accepted(here, right) == {"python": ["plain", "signed"], "browser": ["plain", "signed"]}
    assert accepted(here, forged) == {"python": [], "browser": []}
