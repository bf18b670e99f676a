"""The rulesets an office may use: those adopted, those shipped, and a file of its own."""
from __future__ import annotations

import functools
from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from sqlalchemy import select

from .. import places
from ..actions import managing
from ..errors import Invalid, NotFound
from ..rulebook.describing import rule_words
from ..rulebook.loading import Loaded, load
from ..store.assessments import AdoptedRuleset
from ..store.database import db
from ..store.queries import many_for, one_for
from .gate import actor, names
from .office import Answer, desk
from .office_forms import UploadForm

LARGEST = 1024 * 1024


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
    """What is adopted, what may be."""
    return _page(UploadForm())


@desk.post("/rulesets")
@names("ruleset.adopt")
def upload_ruleset() -> Answer:
    """Adopts a file of the office's own; its faults are listed by line."""
    form = UploadForm()
    if not form.validate():
        return _page(form, fault="请先选一个 YAML 文件。")
    data = form.file.data.read(LARGEST + 1)
    if len(data) > LARGEST:
        return _page(form, fault="文件超过 1 MB，评分规则不会这么大，请核对是不是选错了文件。")
    found = load(data, (form.file.data.filename or "ruleset.yaml")[-60:])
    return _adopt(form, found)


@desk.post("/rulesets/shipped/<name>")
@names("ruleset.adopt")
def adopt_shipped(name: str) -> Answer:
    """Adopts a ruleset that comes with the product."""
    file = next((f for f in places.rulesets().glob("*.yaml") if f.stem == name), None)
    if file is None:
        raise NotFound
    return _adopt(UploadForm(formdata=None), load(file.read_bytes(), file.name))


@desk.get("/rulesets/<int:adopted>")
@names("ruleset.read")
def ruleset(adopted: int) -> Answer:
    """An adopted ruleset in words."""
    row = one_for(actor(), AdoptedRuleset, adopted)
    nodes = [(node, rule_words(node)) for node in row.ruleset.walk() if not node.obsolete]
    return render_template("office/ruleset.html", adopted=row, ruleset=row.ruleset, nodes=nodes)


def _adopt(form: UploadForm, found: Loaded) -> Answer:
    if found.ruleset is None:
        return _page(form, loaded=found)
    try:
        row = managing.adopt(actor(), loaded=found)
    except Invalid as refusal:
        return _page(form, fault=refusal.sentence)
    flash(f"已采用《{row.title}》，规则自带的 {found.examples} 个算例都算对了。", "done")
    return redirect(url_for("office.ruleset", adopted=row.id))


def _page(form: UploadForm, loaded: Loaded | None = None, fault: str = "") -> Answer:
    adopted = list(reversed(many_for(actor(), AdoptedRuleset)))
    page = render_template("office/rulesets.html", adopted=adopted, shipped=_shipped(), form=form, loaded=loaded,
                           fault=fault)
    return (page, 422) if fault or loaded else page


def _shipped() -> list[Shipped]:
    there = {(i, v) for i, v in db.session.execute(
        select(AdoptedRuleset.ruleset_id, AdoptedRuleset.ruleset_version))}
    found = []
    for file in sorted(places.rulesets().glob("*.yaml")):
        known = _glance(file.stem, file.read_bytes())
        rules = known.ruleset
        if rules is None:
            found.append(Shipped(file.stem, file.stem, "", "", 0, False, len(known.errors)))
        else:
            found.append(Shipped(file.stem, rules.title, rules.version, str(rules.points), len(rules.leaves),
                                 (rules.ruleset, rules.version) in there, 0))
    return found


@functools.lru_cache(maxsize=16)
def _glance(name: str, data: bytes) -> Loaded:
    return load(data, f"{name}.yaml")
