"""Drafts of rulesets: kept however faulty, saved by version, thrown away, used up by adoption."""
from __future__ import annotations

import pytest
from flask import Flask

from scoring.actions import drafting, managing
from scoring.core.policy import Actor
from scoring.errors import Invalid, NotFound, Refused, Stale, TooLarge
from scoring.rulebook.loading import Loaded, load
from scoring.store.assessments import AdoptedRuleset
from scoring.store.audit import AuditRow
from scoring.store.database import db
from scoring.store.drafts import RulesetDraft
from scoring.store.people import User
from scoring.store.queries import actor_of
from tests import make

MINE = make.RULESET.replace("ruleset: small", "ruleset: mine")


def who(name: str = "office") -> Actor:
    return actor_of(db.session.query(User).filter_by(account=name).one())


def read(text: str) -> Loaded:
    return load(text.encode(), "")


def kept() -> list[tuple[str, str, int]]:
    db.session.expire_all()
    return [(row.name, row.text, row.version) for row in db.session.query(RulesetDraft).order_by(RulesetDraft.id)]


def told(action: str) -> dict[str, object]:
    return db.session.query(AuditRow).filter_by(action=action, outcome="done").order_by(AuditRow.seq.desc()).first().detail


def test_what_is_typed_is_kept_with_its_faults(app: Flask) -> None:
    with app.app_context():
        make.county()
        drafting.start(who(), name="  写到\n一半 ", text="ruleset: [\r\n\t坏的：\r\n")
        assert kept() == [("写到 一半", "ruleset: [\n\t坏的：\n", 1)]


def test_a_save_counts_and_the_same_text_does_not(app: Flask) -> None:
    with app.app_context():
        make.county()
        key = drafting.start(who(), name="甲", text="a: 1\n").id
        assert drafting.save(who(), key, version=1, name="甲", text="a: 2\n").version == 2
        assert drafting.save(who(), key, version=1, name="甲", text="a: 2\r\n").version == 2
        assert (kept(), told("ruleset.edit")["unchanged"]) == ([("甲", "a: 2\n", 2)], True)


def test_a_stale_save_changes_nothing(app: Flask) -> None:
    with app.app_context():
        make.county()
        key = drafting.start(who(), name="甲", text="a: 1\n").id
        drafting.save(who(), key, version=1, name="甲", text="先\n")
        with pytest.raises(Stale):
            drafting.save(who(), key, version=1, name="甲", text="后\n")
        assert kept() == [("甲", "先\n", 2)]


@pytest.mark.parametrize(("text", "refusal"), [("a: \0", Invalid), ("字" * 333_334, TooLarge)])
def test_what_cannot_be_kept_is_refused(app: Flask, text: str, refusal: type[Exception]) -> None:
    with app.app_context():
        make.county()
        with pytest.raises(refusal):
            drafting.start(who(), name="甲", text=text)
        key = drafting.start(who(), name="甲", text="字" * 333_333).id
        with pytest.raises(refusal):
            drafting.save(who(), key, version=1, name="甲", text=text)
        assert [(name, len(said), version) for name, said, version in kept()] == [("甲", 333_333, 1)]


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_drafts_are_few(app: Flask) -> None:
    with app.app_context():
        make.county()
        for n in range(drafting.MOST_DRAFTS):
            make.draft(f"a: {n}\n")
        with pytest.raises(Invalid) as refusal:
            drafting.start(who(), name="再一份", text="a: 1\n")
        assert (refusal.value.sentence, len(kept())) == ("草稿最多存 40 份，请先删除不用的。", 40)


@pytest.mark.parametrize("account", ["clerk", "reviewer", "system", "security", "auditor"])
@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_only_the_office_writes(app: Flask, account: str) -> None:
    with app.app_context():
        make.county()
        key = make.draft("a: 1\n").id
        for act in (lambda: drafting.start(who(account), name="乙", text="b: 1\n"),
                    lambda: drafting.save(who(account), key, version=1, name="乙", text="b: 1\n"),
                    lambda: drafting.discard(who(account), key)):
            with pytest.raises(Refused):
                act()
        assert kept() == [("草稿", "a: 1\n", 1)]


def test_a_draft_is_thrown_away_once(app: Flask) -> None:
    with app.app_context():
        make.county()
        key = make.draft("a: 1\n").id
        drafting.discard(who(), key)
        with pytest.raises(NotFound):
            drafting.discard(who(), key)
        assert (kept(), told("ruleset.discard")["title"]) == ([], "草稿")


def test_adoption_uses_the_draft_up(app: Flask) -> None:
    with app.app_context():
        make.county()
        key = make.draft(MINE).id
        row = managing.adopt(who(), loaded=read(MINE), draft=(key, 1))
        assert (row.ruleset_id, row.yaml, kept()) == ("mine", MINE, [])


@pytest.mark.parametrize(("version", "text"), [(2, MINE), (1, MINE + "# 后来加的\n")])
def test_what_was_not_looked_at_is_not_adopted(app: Flask, version: int, text: str) -> None:
    """The draft was saved again, or says something else than what was checked."""
    with app.app_context():
        make.county()
        key = make.draft(text).id
        with pytest.raises(Stale):
            managing.adopt(who(), loaded=read(MINE), draft=(key, version))
        assert (kept(), db.session.query(AdoptedRuleset).count()) == ([("草稿", text, 1)], 1)


def test_a_refused_adoption_leaves_the_draft(app: Flask) -> None:
    """The same version with another content."""
    with app.app_context():
        make.county()
        other = make.RULESET.replace("小规则", "别的规则")
        key = make.draft(other).id
        with pytest.raises(Invalid):
            managing.adopt(who(), loaded=read(other), draft=(key, 1))
        with pytest.raises(NotFound):
            managing.adopt(who(), loaded=read(MINE), draft=(key + 1, 1))
        assert kept() == [("草稿", other, 1)]
