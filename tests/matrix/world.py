"""The county of the matrix: every kind of actor, and for every argument of an address what is own, foreign and absent."""
from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import Any

from flask import Flask

from scoring import clock
from scoring.core.openings import texts_of
from scoring.core.policy import Actor
from scoring.core.release import Release
from scoring.store.access import new_link
from scoring.store.assessments import AdoptedRuleset, Assessment
from scoring.store.database import db
from scoring.store.drafts import RulesetDraft
from scoring.store.files import store
from scoring.store.jobs import Job
from scoring.store.papers import name_of, papers, written
from scoring.store.people import LoginSession, Recusal, Unit, User
from scoring.store.queries import actor_of
from scoring.store.results import Publication
from scoring.store.sheets import Evidence, EvidenceCheck, Submission
from scoring.store.writing import writing
from scoring.web.public_history import key_of
from tests import make, publishing

CANARY = "只有该看的人看得到的说明"   # followed by the unit's name
ABSENT, HUGE = 999_999, 2**70
# Who knocks at every door. The last four are signed in no more, or never were.
ACTORS = ("clerk", "signer", "rival", "reviewer", "reviewer_idle", "reviewer_recused", "reviewer_basics", "office",
          "system", "security", "auditor", "visitor", "stopped", "ended", "idle_too_long")
OUTSIDE = ("visitor", "stopped", "ended", "idle_too_long")


@dataclass
class World:
    """The site, its actors with their cookies, and the keys that addresses are filled with."""

    app: Flask
    cookies: dict[str, str] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    # argument (or endpoint:argument, or rule:argument) → label → value
    values: dict[str, dict[str, Any]] = field(default_factory=dict)


# A ruleset in which the office enters a figure for each unit, with a register.
WITH_FIGURES = make.RULESET.replace("        score: {rule: ratio}\n", """        score: {rule: ratio}
        fields: {of: {label: 目标数, filled_by: office}}
""").replace("grades:", """  - id: news
    title: 信息采用
    points: 5
    pool: bonus
    score: {rule: per_entry, each: 1, register: [title]}
grades:""")
# The row an argument names; arguments that name no row of their own are left out.
KINDS: dict[str, type[Any]] = {
    "sheet": Submission, "evidence": Evidence, "check": EvidenceCheck, "assessment": Assessment,
    "publication": Publication, "user": User, "adopted": AdoptedRuleset, "unit": Unit,
    "draft": RulesetDraft, "job": Job,
}
# What a POST says where an empty form would be refused before anybody looks at the thing.
BODIES = {"evidence.add": {"url": "https://www.example.gov.cn/zwgk/", "title": "示例"},
          "office.erase_text": {"basis": "示例法第一条第二款"}}
HOW_TO_ADD = ("tests/matrix/world.py does not know the argument <{argument}> of {endpoint}: add to fill() what is own, "
              "foreign, early (not yet handed in) and absent under '{argument}' (or '{endpoint}:{argument}' if it means "
              "something else there), and to KINDS the row it names, if any.")


def build(app: Flask) -> World:
    """Fills an empty site. 甲乡 is everybody's own, 乙乡 foreign, 丙局 has handed in nothing yet."""
    world = World(app)
    with app.app_context():
        county = make.county(WITH_FIGURES, state="reviewing", sheets="submitted")
        _people(county)
        with writing() as session:
            session.get_one(Submission, county.submissions["丙局"]).state = "draft"
            for name in ("甲乡", "乙乡"):
                sheet = session.get_one(Submission, county.submissions[name])
                sheet.receipt_no, sheet.receipt_head, sheet.submitted_at = f"2026-{name}", "a" * 64, clock.now()
        evidence, checks = _papers(county)
        fill(world, county, evidence, checks)
        for name in ACTORS:
            world.cookies[name] = _cookie(app, name, county)
            user = db.session.get(User, county.users.get(name, 0))
            world.actors[name] = actor_of(user) if user else Actor(None, "访客")
    return world


def fill(world: World, county: make.County, evidence: dict[str, int], checks: dict[str, int]) -> None:
    """What every argument of an address may stand for."""
    def by_unit(keys: dict[str, int]) -> dict[str, Any]:
        return {"own": keys["甲乡"], "foreign": keys["乙乡"], "early": keys["丙局"], "absent": ABSENT, "huge": HUGE}

    other = make.adopted(make.RULESET.replace("ruleset: small", "ruleset: other")).id
    closed = make.assessment(other, "2025 年度政务公开考核", "published").id
    world.values = {
        "sheet": by_unit(county.submissions), "evidence": by_unit(evidence), "check": by_unit(checks),
        "unit": by_unit(county.units),
        "assessment": {"own": county.assessment, "foreign": make.assessment(other, "另一次考核", "open").id,
                       "early": make.assessment(other, "筹备中的考核", "draft").id, "absent": ABSENT, "huge": HUGE},
        **_published(county, closed),
        "group": {"own": county.groups["乡镇"], "absent": ABSENT, "huge": HUGE},
        "user": {"own": county.users["reviewer_recused"], "absent": ABSENT, "huge": HUGE},
        "adopted": {"own": other, "absent": ABSENT, "huge": HUGE},
        "draft": {"own": make.draft().id, "absent": ABSENT, "huge": HUGE},
        "number": {"own": 0, "absent": ABSENT, "huge": HUGE},
        "leaf": {"own": "disclosure", "absent": "no-such-leaf", "huge": "x" * 3000},
        **{f"unit.register_{what}:leaf": {"own": "news", "absent": "no-such-leaf", "huge": "x" * 3000}
           for what in ("template", "import")},
        "office.figure:leaf": {"own": "replies", "absent": "no-such-leaf", "huge": "x" * 3000},
        "office.adopt_shipped:name": {"own": "self-check", "absent": "no-such-ruleset", "huge": "x" * 3000},
        "office.circular:name": {"own": "docx_circular", "absent": "no-such-format", "huge": "x" * 3000},
        "public.download:name": {"own": "json_snapshot", "absent": "no-such-format", "huge": "x" * 3000},
        "/results/<int:publication>/files/<name>/<int:of>:name": {"own": "pdf_scorecard", "absent": "no-such-format"},
        "public.download:of": {"own": 1, "absent": ABSENT, "huge": HUGE},
        # no receipt before a sheet is handed in; no recusal but the one
        "unit.receipt:sheet": {label: key for label, key in by_unit(county.submissions).items() if label != "early"},
        "accounts.unrecuse:unit": {"own": county.units["甲乡"], "absent": ABSENT, "huge": HUGE},
        "signing_in.activate:token": {"own": _link("activate", county.users["clerk"]), "absent": "no-such-token"},
        "signing_in.set_up:token": {"own": _link("set_up", None), "absent": "no-such-token"},
    }


def _published(county: make.County, closed: int) -> dict[str, dict[str, Any]]:
    """Publications of every audience and the words of their pages' addresses."""
    edition = functools.partial(publishing.publication, by=county.users["office"])
    gone = {"absent": ABSENT, "huge": HUGE}
    first = edition(closed)
    own = first.id
    corrected = publishing.file_text(replaces={"digest": "d" * 64, "reason": "漏计"})
    return {
        "publication": {
            "own": own, "early": edition(closed, state="frozen", edition=2).id,
            "inside": edition(closed, edition=3, file=publishing.file_text(release=Release("inside"))).id,
            "told": edition(county.assessment, file=publishing.file_text(release=Release("unit"))).id, **gone},
        "public.changes:publication": {"own": edition(closed, edition=4, replaces_id=own, file=corrected).id, **gone},
        "job": {"own": _made(own, county.users["office"]), **gone},
        "commitment": {"own": _text(first), "absent": "0" * 64, "huge": "x" * 3000},
        "public.scorecards:publication": {"own": own, **gone},
        "public.home:page": {"own": 1, **gone},
        "public.indicator:indicator": {"own": "disclosure", "absent": "no-such-indicator", "huge": "x" * 3000},
        "public.unit:key": {"own": key_of("甲乡"), "absent": "no-such-unit", "huge": "x" * 3000},
    }
def _made(publication: int, by: int) -> int:
    """A job whose file lies ready."""
    name = name_of("made")
    with written(papers().path(name)) as out:
        out.write(b"PK")
    with writing() as session:
        row = Job(publication_id=publication, form="zip", state="done", file=name, asked_by=by, asked_at=clock.now())
        session.add(row)
    return row.id


def _people(county: make.County) -> None:
    town = county.groups["乡镇"]
    for name in ("reviewer_idle", "reviewer_recused", "reviewer_basics"):
        county.users[name] = make.user(name, "reviewer").id
    county.users |= {name: make.user(name, "office").id for name in ("stopped", "ended", "idle_too_long")}
    make.duty(county.assessment, county.users["reviewer_recused"])
    make.duty(county.assessment, county.users["reviewer_basics"], town, "basics")
    with writing() as session:
        session.get_one(User, county.users["stopped"]).stopped = True
        session.add(Recusal(user_id=county.users["reviewer_recused"], unit_id=county.units["甲乡"], reason="示例"))


def _papers(county: make.County) -> tuple[dict[str, int], dict[str, int]]:
    """An answer, a piece of evidence and a check with a file for every sheet, each with the unit's canary."""
    evidence, checks = {}, {}
    for name, sheet in county.submissions.items():
        make.answer(sheet, "disclosure", {"count": 134}, note=CANARY + name)
        digest = store().put(b"%PDF-1.4 " + name.encode())
        with writing() as session:
            piece = Evidence(submission_id=sheet, leaf="disclosure", kind="file", title=f"{CANARY}{name}.pdf",
                             sha256=digest, size=store().size(digest) or 0, media_type="application/pdf",
                             added_at=clock.now(), added_by=county.users["clerk"])
            session.add(piece)
            session.flush()
            check = EvidenceCheck(evidence_id=piece.id, verdict="doubt", note=CANARY + name, file_title="核验.pdf",
                                  sha256=digest, size=piece.size, media_type="application/pdf", at=clock.now(),
                                  by=county.users["reviewer"])
            session.add(check)
            session.flush()
            evidence[name], checks[name] = piece.id, check.id
    return evidence, checks


def _text(published: Publication) -> str:
    """The commitment of a text that the publication shows; the other editions have it too."""
    return next(text.commitment for text in texts_of(published.opened.file) if text.words)


def _link(purpose: str, user_id: int | None) -> str:
    with writing() as session:
        return new_link(session, purpose, user_id)


def _cookie(app: Flask, name: str, county: make.County) -> str:
    """The cookie of a browser in which the actor signed in; what became of the session since is in the database."""
    browser = make.client(app, county.users.get(name))
    with writing() as session:
        if name in ("ended", "idle_too_long"):
            row = session.query(LoginSession).filter_by(user_id=county.users[name]).one()
            row.ended_at = clock.now() if name == "ended" else None
            row.seen_at = row.seen_at if name == "ended" else row.seen_at.replace(year=2020)
    found = browser.get_cookie("scoring")
    assert found is not None
    return found.value
