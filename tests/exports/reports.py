"""Publications of which self-inspection reports are made: shipped rulesets with their own cases, the demonstration."""
from __future__ import annotations

import functools
import itertools
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from scoring import places
from scoring.cli._demonstration import county
from scoring.core.published import Published, open_file
from scoring.core.ruleset import Ruleset
from scoring.core.sheet import read_sheet
from scoring.core.snapshot import About, Participant, compose
from scoring.rulebook.loading import load
from tests.exports import samples

OFFICE = "示例县政务公开工作考核办公室"
BEFORE = {"title": "示例县 2023 年度政务公开考核", "digest": "b" * 64, "total": "84.5", "max": "100", "grade": "良好",
          "place": 5, "of": 22}


@functools.cache
def shipped(name: str) -> Ruleset:
    """A ruleset that is shipped."""
    loaded = load((places.rulesets() / f"{name}.yaml").read_bytes(), name)
    assert loaded.ruleset is not None, loaded.faults
    return loaded.ruleset


def names() -> list[str]:
    """The shipped rulesets."""
    return sorted(path.stem for path in places.rulesets().glob("*.yaml"))


def publication(rules: Ruleset, tree: Mapping[str, Any], notes: Mapping[str, str] | None = None,
                title: str = "2024 年政务公开工作自查评分", **about: Any) -> Published:
    """A publication of one unit, 月山乡 unless the tree names another; `before` is its last outcome."""
    problems: list[Any] = []
    sheet = read_sheet({"unit": "月山乡", **tree}, rules, (), problems)
    assert problems == []
    before = about.pop("before", None)
    said = replace(About(title, rules.basis, date(2024, 1, 1), date(2024, 12, 31), date(2024, 12, 31), OFFICE,
                         audit_head="a" * 64), **about)
    salts = (f"{n:032x}" for n in itertools.count(1))
    return open_file(compose(said, rules, "x", (Participant(sheet, notes or {}, before=before),), lambda: next(salts)))


def worked(name: str, case: int = 0, notes: Mapping[str, str] | None = None, **about: Any) -> Published:
    """A case of a shipped ruleset as a publication of its one unit."""
    told = shipped(name).cases[case]
    tree = {key: told[key] for key in ("group", "facts", "not_applicable", "rulings", "subordinates") if key in told}
    return publication(shipped(name), {"unit": "月山乡", **tree}, notes, **about)


def demonstration_claimed() -> Published:
    """月山乡's self-check as the demonstration fills it in, of 2024, with what it was last year."""
    facts = county.self_check("月山乡", 2024)
    return publication(shipped("self-check"), {"group": "乡镇", "facts": facts}, {
        "reply-rate": "含热线、网站留言和现场来访。\n均在规定时限内办结；"}, before=BEFORE)


def demonstration_published() -> Published:
    """月山乡's targets as the demonstration publishes them, with the reviewer's correction."""
    website, items, done, of = county.TARGETS["月山乡"]
    found = county.CORRECTIONS["月山乡"]
    ruling = {"kind": "corrected", "facts": {"count": found.facts}, "reason": found.reason}
    return publication(shipped("egov-targets"), {
        "group": "乡镇", "facts": {"website": website, "disclosure": items, "receipts": {"done": done, "of": of}},
        "rulings": {found.leaf: ruling}}, {"disclosure": "清单按公开日期排列，已与网站后台核对。"},
        title="2024 年电子政务建设目标任务考核")


def hostile(text: str) -> Published:
    """A publication with `text` wherever somebody may write: unit, title, office, basis, rule, note, claim, reason."""
    tree = {**samples.TARGETS, "title": text, "basis": [text], "groups": [text], "grades": [{"name": text}],
            "indicators": [{**top, "title": text} if top["id"] == "website" else top for top in samples.TARGETS["indicators"]
                           if top["id"] != "leak"]}
    rules = samples.ruleset(tree)
    facts = {key: value for key, value in samples.full().items() if key not in ("leak", "receipts")}
    sheet = samples.sheet(rules, text, text, facts, {"disclosure": ("corrected", "4", text)}, {"receipts": text})
    about = replace(samples.ABOUT, title=text, office=text, basis=(text,))
    return open_file(samples.snapshot((Participant(sheet, {"website": text}, before={**BEFORE, "title": text}),), rules, about))
