"""A thousand drawn assessments: both verifiers give the same verdict, and recompute the same bytes."""
from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from scoring.core import canonical
from scoring.core.frame import Frame
from scoring.core.ruleset import Ruleset
from scoring.core.verify import verify
from tests.core.cards import FRAMES, built, sheets_of
from tests.forging import resealed
from tests.web.verifying import alone, composed

MOST = 1000
MANY = settings(max_examples=1100, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
                suppress_health_check=list(HealthCheck))
_AGAIN = """texts => texts.map(text => {
  const one = ScoringVerify.check(text);
  return [one.differences.length === 0, one.units, one.lines, ScoringVerify.json.canonical(
    new Map([['cards', one.cards], ['ranking', new Map([['groups', one.ranking]])]]))];
})"""


@pytest.fixture
def here(page: Page, tmp_path: Path) -> Page:
    """The page of one file, opened from the disk with the network off."""
    return alone(page, tmp_path)


def drawn() -> list[str]:
    """Published files of drawn rulesets and sheets, no two alike."""
    found: dict[str, None] = {}

    @given(st.data(), built(), FRAMES)
    @MANY
    def draw(data: st.DataObject, ruleset: Ruleset, frame: Frame) -> None:
        found[composed(ruleset, data.draw(sheets_of(ruleset)), frame)] = None

    draw()
    return list(found)[:MOST]


def forged(text: str, chance: random.Random) -> str:
    """The file with one figure of one card changed, and its digest mended."""
    file = canonical.decode(text)
    view = file["snapshot"]["cards"][chance.choice(["claimed", "verified"])]
    card = view[chance.choice(sorted(view))]
    line = card["lines"][chance.choice(sorted(card["lines"]))] if card["lines"] else card
    line["max"] += "1"
    return resealed(file)


def recomputed(text: str) -> tuple[bool, int, int, str]:
    """What the program says of a file, with the cards and the ranking that stand in it."""
    found = verify(text)
    body: dict[str, Any] = canonical.decode(text)["snapshot"]
    return found.stands, found.units, found.lines, canonical.encode({k: body[k] for k in ("cards", "ranking")}).decode()


def test_a_thousand_assessments_and_a_hundred_forged_ones(here: Page) -> None:
    texts = drawn()
    assert len(texts) == MOST
    for start in range(0, MOST, 50):
        batch = texts[start:start + 50]
        there = [tuple(one) for one in here.evaluate(_AGAIN, batch)]
        assert there == [recomputed(text) for text in batch]
        assert {one[0] for one in there} == {True}
    chance, some = random.Random(7), texts[::10]
    twins = [forged(text, chance) for text in some]
    there = here.evaluate(_AGAIN, twins)
    assert [one[0] for one in there] == [False] * len(twins) == [verify(text).stands for text in twins]
    assert [one[3] for one in there] == [recomputed(text)[3] for text in some]
