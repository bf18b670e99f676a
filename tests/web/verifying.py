"""The verifier of the browser as tests drive it: a page of one file, opened from the disk without a network."""
from __future__ import annotations

import itertools
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from scoring.core import canonical, snapshot
from scoring.core.frame import Frame
from scoring.core.pdf_signature import Stamp
from scoring.core.ruleset import Ruleset
from scoring.core.sheet import Sheet
from scoring.core.verify import Standing, verify_bytes
from scoring.exports._verifier import verifier_page

CHINESE = re.compile(r".*[\u4e00-\u9fff]", re.DOTALL)
CALENDAR = {"2024-02-10": "off", "2024-02-11": "work"}
_OPEN = """files => files.map(file => {
  const one = ScoringVerify.open(Uint8Array.from(atob(file), sign => sign.charCodeAt(0)));
  return {differences: one.differences, units: one.units, lines: one.lines, steps: one.steps, left: one.left,
    standing: one.standing, key: one.key, paperKey: one.paperKey, stamp: one.stamp};
})"""
File = str | bytes


@dataclass(frozen=True)
class Verdict:
    """What the browser said of a file."""

    differences: tuple[str, ...]
    units: int
    lines: int
    steps: int
    left: tuple[str, ...]
    standing: Standing | None
    key: str
    paper_key: str | None
    stamp: Stamp | None

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


def verdicts(page: Page, files: Sequence[File]) -> list[Verdict]:
    """What the page says of each file, in one call."""
    return [Verdict(tuple(_said(one) for one in found["differences"]), found["units"], found["lines"], found["steps"],
                    tuple(found["left"]), None if found["standing"] is None else Standing(**found["standing"]),
                    found["key"], found["paperKey"], None if found["stamp"] is None else Stamp(**found["stamp"]))
            for found in page.evaluate(_OPEN, [b64encode(_bytes(file)).decode() for file in files])]


def accepted(page: Page, forged: Mapping[str, File]) -> dict[str, list[str]]:
    """Which of some forgeries each verifier accepts or refuses without a reason in words; both reasons are printed."""
    found: dict[str, list[str]] = {"python": [], "browser": []}
    for (name, file), there in zip(forged.items(), verdicts(page, list(forged.values())), strict=True):
        here = verify_bytes(_bytes(file))
        print(f"{name}\n    python   {_reason(here.problems)}\n    browser  {_reason(there.differences)}")
        for who, reasons in (("python", here.problems), ("browser", there.differences)):
            if not (reasons and all(CHINESE.match(one) for one in reasons)):
                found[who].append(name)
    return found


def _bytes(file: File) -> bytes:
    return file.encode("utf-8") if isinstance(file, str) else file


def _reason(reasons: Sequence[str]) -> str:
    more = f"（共 {len(reasons)} 处）" if len(reasons) > 1 else ""
    return f"{reasons[0][:150]}{more}" if reasons else "ACCEPTED"


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
