"""A draft beside another version: which there are to choose from, and what differs in meaning."""
from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import render_template, request

from .. import places
from ..core import canonical
from ..core.ruleset import Ruleset
from ..errors import NotFound
from ..rulebook.comparing import TITLES, compare
from ..store.assessments import AdoptedRuleset
from ..store.database import db
from ..store.drafts import RulesetDraft, latest_of, twin_of
from ..store.queries import many_for, one_for
from .gate import actor, names
from .office import Answer, desk
from .office_rulesets import read_shipped, shipped_text
from .office_rulesets_checks import checked


@dataclass(frozen=True)
class Chosen:
    """A ruleset that a draft can begin from or be compared with."""

    code: str          # adopted-3, shipped-self-check
    title: str
    text: str
    ruleset: Ruleset | None


@dataclass(frozen=True)
class Standing:
    """How a draft stands to what is adopted: the same id and version, and the latest version of its id."""

    twin: AdoptedRuleset | None = None
    same: bool = False
    latest: AdoptedRuleset | None = None


def base_of(code: str) -> Chosen:
    """The ruleset named by a code; NotFound if there is none."""
    kind, _, name = code.partition("-")
    if kind == "adopted" and name.isascii() and name.isdigit() and len(name) < 12:
        row = one_for(actor(), AdoptedRuleset, int(name))
        return Chosen(code, row.title, row.yaml, row.ruleset)
    if kind == "shipped":
        found = shipped_text(name)
        return Chosen(code, found.ruleset.title if found.ruleset else name, found.text, found.ruleset)
    raise NotFound


def standing_of(ruleset: Ruleset, text: str) -> Standing:
    """How a ruleset read from a draft stands to what is adopted."""
    session = db.session()
    twin = twin_of(session, ruleset.ruleset, ruleset.version)
    same = twin is not None and twin.sha256 == canonical.digest(text.encode("utf-8"))
    return Standing(twin, same, latest_of(session, ruleset.ruleset))


def choices() -> list[tuple[str, str]]:
    """Code and words of every ruleset to compare with: the adopted ones, the latest first, then the shipped ones."""
    found = [(f"adopted-{r.id}", f"{r.title}（{r.ruleset_id} {r.ruleset_version}，已采用）")
             for r in reversed(many_for(actor(), AdoptedRuleset))]
    for file in sorted(places.rulesets().glob("*.yaml")):
        rules = read_shipped(file.stem, file.read_bytes()).ruleset
        if rules is not None:
            found.append((f"shipped-{file.stem}", f"{rules.title}（{rules.ruleset} {rules.version}，随产品提供）"))
    return found


def differences(old: Ruleset, new: Ruleset) -> dict[str, Any]:
    """What differs in meaning, grouped by kind of change, and how many differences there are."""
    found = compare(old, new)
    groups = [(TITLES[kind], list(some)) for kind, some in groupby(found.changes, key=lambda change: change.kind)]
    return {"groups": groups, "changes": len(found.changes), "words_only": found.words_only}


@desk.get("/rulesets/drafts/<int:draft>/compare")
@names("ruleset.read")
def compare_draft(draft: int) -> Answer:
    """What a draft changes, beside the version chosen; by default the latest of its id."""
    row = one_for(actor(), RulesetDraft, draft)
    rules, known = checked(row.text).ruleset, choices()
    code = request.args.get("with", "")
    code = code or (_usual(rules, [c for c, _ in known]) if rules else "")
    chosen = base_of(code) if rules and code else None
    told = differences(chosen.ruleset, rules) if rules and chosen and chosen.ruleset else {}
    return render_template("office/ruleset_compare.html", draft=row, loaded=checked(row.text), choices=known,
                           chosen=chosen, **told)


def _usual(rules: Ruleset, known: list[str]) -> str:
    """What to compare with unasked: the latest adopted version, the shipped one of the same id, '' for neither."""
    latest = latest_of(db.session(), rules.ruleset)
    if latest is not None:
        return f"adopted-{latest.id}"
    shipped = f"shipped-{rules.ruleset}"
    return shipped if shipped in known else ""
