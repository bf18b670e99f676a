"""The verifier of the browser as tests drive it: a page of one file, opened from the disk without a network."""
from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from scoring.core import canonical, snapshot
from scoring.core.frame import Frame
from scoring.core.ruleset import Ruleset
from scoring.core.sheet import Sheet
from scoring.exports._verifier import verifier_page

CALENDAR = {"2024-02-10": "off", "2024-02-11": "work"}
_CHECK = """texts => texts.map(text => {
  const one = ScoringVerify.check(text);
  return {differences: one.differences, units: one.units, lines: one.lines, steps: one.steps, stopped: one.stopped};
})"""


@dataclass(frozen=True)
class Verdict:
    """What the browser said of a file."""

    differences: tuple[str, ...]
    units: int
    lines: int
    steps: int
    stopped: bool

    @property
    def stands(self) -> bool:
        """Whether the file was accepted."""
        return not self.differences


def alone(page: Page, folder: Path) -> Page:
    """The page on the self-contained file, with the network off."""
    file = folder / "核验.html"
    file.write_text(verifier_page(), encoding="utf-8")
    page.context.set_offline(True)
    page.goto(file.as_uri())
    return page


def verdicts(page: Page, texts: Sequence[str]) -> list[Verdict]:
    """What the page says of each text, in one call."""
    return [Verdict(tuple(_said(one) for one in found["differences"]), found["units"], found["lines"], found["steps"],
                    found["stopped"]) for found in page.evaluate(_CHECK, list(texts))]


def _said(difference: dict[str, Any]) -> str:
    if "given" not in difference:
        return str(difference["where"])
    return f"{difference['where']}：公布的是 {difference['given']}，重算是 {difference['found']}"


def composed(ruleset: Ruleset, sheets: Iterable[Sheet], frame: Frame | None = None) -> str:
    """A snapshot of the sheets, without what their groups are not asked."""
    frame = frame or Frame(date(2024, 12, 31))
    salts = (f"{n:032x}" for n in itertools.count(1))
    about = snapshot.About("核验的考核", ("一号文件",), date(2024, 1, 1), date(2024, 12, 31), frame.as_of or date(2024, 12, 31),
                           "考核办", CALENDAR, "a" * 64, None, frame.seed)
    parts = tuple(snapshot.Participant(_asked(ruleset, sheet)) for sheet in sheets)
    return snapshot.compose(about, ruleset, "", parts, lambda: next(salts))


def _asked(ruleset: Ruleset, sheet: Sheet) -> Sheet:
    asked = {leaf.id for leaf in ruleset.asked_of(sheet.group)}

    def kept(some: Any) -> dict[str, Any]:
        return {key: value for key, value in some.items() if key in asked}

    return replace(sheet, facts=kept(sheet.facts), not_applicable=kept(sheet.not_applicable),
                   rulings=kept(sheet.rulings))


def counted(text: str) -> tuple[int, int, int]:
    """Units, lines and steps of a published file, counted in the file itself."""
    body = canonical.decode(text)["snapshot"]
    cards = [card for some in body["cards"].values() for card in some.values()]
    parts = [part for card in cards
             for part in (*card["lines"].values(), *card["subtotals"].values(), *card["stages"])]
    return len(body["units"]), sum(len(card["lines"]) for card in cards), sum(len(part["steps"]) for part in parts)
