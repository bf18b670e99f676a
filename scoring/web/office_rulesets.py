"""The rulesets an office may use: drafts being written, those adopted, and those shipped with the product."""
from __future__ import annotations

import functools
from dataclasses import dataclass

from flask import Response, flash, redirect, render_template, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from .. import places
from ..actions import managing
from ..errors import Invalid, NotFound
from ..rulebook.describing import rule_words
from ..rulebook.loading import Loaded, load
from ..store.assessments import AdoptedRuleset
from ..store.database import db
from ..store.drafts import RulesetDraft
from ..store.queries import many_for, one_for
from .gate import actor, names
from .office import Answer, desk
from .office_rulesets_checks import checked


@dataclass(frozen=True)
class Shipped:
    """A ruleset that comes with the product, and whether this version is adopted already."""

    name: str
    title: str
    version: str
    points: str
    leaves: int
    adopted: bool
    faults: int


@desk.get("/rulesets")
@names("ruleset.read")
def rulesets() -> Answer:
    """What is being written, what is adopted, what may be."""
    return rulesets_page()


@desk.post("/rulesets/shipped/<name>")
@names("ruleset.adopt")
def adopt_shipped(name: str) -> Answer:
    """Adopts a ruleset that comes with the product, as it is."""
    found = shipped_text(name)
    if found.ruleset is None:
        return rulesets_page(f"随产品提供的 {name} 有 {len(found.errors)} 处错误，没有采用。"), 422
    try:
        row = managing.adopt(actor(), loaded=found)
    except Invalid as refusal:
        return rulesets_page(refusal.sentence), 422
    flash(f"已采用《{row.title}》，规则自带的 {found.examples} 个算例都算对了。", "done")
    return redirect(url_for("office.ruleset", adopted=row.id))


@desk.get("/rulesets/<int:adopted>")
@names("ruleset.read")
def ruleset(adopted: int) -> Answer:
    """An adopted ruleset in words."""
    row = one_for(actor(), AdoptedRuleset, adopted)
    nodes = [(node, rule_words(node)) for node in row.ruleset.walk() if not node.obsolete]
    return render_template("office/ruleset.html", adopted=row, ruleset=row.ruleset, nodes=nodes)


@desk.get("/rulesets/<int:adopted>/file")
@names("ruleset.read")
def ruleset_file(adopted: int) -> Response:
    """The YAML text of an adopted ruleset, to the byte as it was adopted."""
    row = one_for(actor(), AdoptedRuleset, adopted)
    answer = Response(row.yaml, mimetype="application/yaml")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{row.ruleset_id}-{row.ruleset_version}.yaml")
    return answer


def shipped_text(name: str) -> Loaded:
    """The shipped ruleset of that name, read; NotFound if there is none."""
    file = next((f for f in places.rulesets().glob("*.yaml") if f.stem == name), None)
    if file is None:
        raise NotFound
    return read_shipped(file.stem, file.read_bytes())


def rulesets_page(fault: str = "") -> str:
    """The page of all rulesets; `fault` is why nothing was adopted."""
    adopted = list(reversed(many_for(actor(), AdoptedRuleset)))
    drafts = many_for(actor(), RulesetDraft, options=(joinedload(RulesetDraft.saver),))
    drafts.sort(key=lambda row: row.saved_at, reverse=True)
    return render_template("office/rulesets.html", adopted=adopted, shipped=_shipped(), fault=fault,
                           drafts=[(row, checked(row.text)) for row in drafts])


def _shipped() -> list[Shipped]:
    there = {(i, v) for i, v in db.session.execute(
        select(AdoptedRuleset.ruleset_id, AdoptedRuleset.ruleset_version))}
    found = []
    for file in sorted(places.rulesets().glob("*.yaml")):
        known = read_shipped(file.stem, file.read_bytes())
        rules = known.ruleset
        if rules is None:
            found.append(Shipped(file.stem, file.stem, "", "", 0, False, len(known.errors)))
        else:
            found.append(Shipped(file.stem, rules.title, rules.version, str(rules.points), len(rules.leaves),
                                 (rules.ruleset, rules.version) in there, 0))
    return found


@functools.lru_cache(maxsize=64)
def read_shipped(name: str, data: bytes) -> Loaded:
    """A shipped file, read; the same bytes are read once."""
    return load(data, f"{name}.yaml")
