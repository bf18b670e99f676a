"""Publications for tests: a snapshot of two towns and a department, put into the database as published."""
from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from scoring import clock
from scoring.core import snapshot
from scoring.core.published import open_file
from scoring.core.release import Release
from scoring.core.sheet import read_sheet
from scoring.rulebook.loading import load
from scoring.store.results import Publication
from scoring.store.writing import writing
from tests import make

REASON = "其中 40 条是转载，不是本单位公开的信息"
EVERYTHING = Release()
SHEETS = (
    {"unit": "甲乡", "group": "乡镇",
     "facts": {"disclosure": "134", "plan": "yes", "replies": {"done": "8", "of": "10"}, "staff": ["机构"]},
     "rulings": {"disclosure": {"kind": "corrected", "facts": {"count": "94"}, "reason": REASON}, "quality": "优"}},
    {"unit": "乙乡", "group": "乡镇", "facts": {"disclosure": "60", "plan": "yes"}},
    {"unit": "丙局", "group": "县直部门", "facts": {"disclosure": "99"}, "not_applicable": {"replies": "没有留言渠道"}},
)


def file_text(title: str = "2026 年度政务公开考核", units: int = 3, replaces: dict[str, str] | None = None,
              release: Release | None = None, replaced: str = "", before: str = "", year: int = 2026,
              sheets: Sequence[dict[str, Any]] = SHEETS, yaml: str = make.RULESET, names: Sequence[str] = ()) -> str:
    """The snapshot file; with more units, or names, copies of 乙乡 under other names.

    `replaced` is the file that it corrects, `before` the file of the assessment before.
    """
    ruleset = load(yaml.encode(), "small.yaml").ruleset
    assert ruleset is not None
    more = [SHEETS[1] | {"unit": name} for name in (*(f"示例{n}乡" for n in range(units - 3)), *names)]
    outcomes = snapshot.outcomes_of(json.loads(before)) if before else {}
    parts = []
    for tree in (*sheets, *more):
        problems: list[object] = []
        sheet = read_sheet(tree, ruleset, (), problems)  # type: ignore[arg-type]
        assert problems == []
        parts.append(snapshot.Participant(sheet, evidence={"disclosure": (("link", "b" * 64),)},
                                          before=outcomes.get(sheet.unit)))
    salts = (f"{n:032x}" for n in itertools.count(1))
    about = snapshot.About(title, ruleset.basis, date(year, 1, 1), date(year, 12, 31), date(year, 12, 31),
                           "示例县考核办", {}, "a" * 64, replaces, release=release or Release(),
                           replaced=json.loads(replaced)["snapshot"] if replaced else None)
    return snapshot.compose(about, ruleset, yaml, tuple(parts), lambda: next(salts))


def publication(assessment_id: int, by: int, state: str = "published", edition: int = 1, file: str = "",
                replaces_id: int | None = None, reason: str = "") -> Publication:
    """A publication of the assessment in that state, as far as the file says it goes."""
    text = file or file_text()
    opened = open_file(text)
    with writing() as session:
        row = Publication(assessment_id=assessment_id, edition=edition, state=state, file=text, digest=opened.digest,
                          audience=opened.release.audience, top=opened.release.top, frozen_at=clock.now(), frozen_by=by,
                          published_at=clock.now(), published_by=by, replaces_id=replaces_id, reason=reason)
        session.add(row)
    return row

