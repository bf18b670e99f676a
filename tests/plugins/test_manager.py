"""Plugins hear of what was done, may refuse, and cannot break or allow anything."""
from __future__ import annotations

import pytest
from flask import Flask

from scoring.actions import signing
from scoring.core.policy import Actor
from scoring.errors import Refused
from scoring.plugins.hooks import hook
from scoring.plugins.manager import REFUSED, manager, names
from scoring.store.database import db
from scoring.store.people import User
from scoring.store.queries import actor_of
from scoring.store.sheets import Submission
from tests import make


class Listener:
    """Keeps what it is told, then fails."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str, int | None, str, str]] = []

    @hook
    def acted(self, action: str, kind: str, key: int | None, actor: Actor) -> None:
        state = make.row(Submission, key or 0).state
        self.heard.append((action, kind, key, actor.name, state))
        raise RuntimeError("a plugin of little worth")


class Gatekeeper:
    """Refuses the sign-off."""

    @hook
    def deny(self, action: str, actor: Actor) -> str | None:
        return "节假日不送签审。" if action == "submission.start_signing" else None


def plug(used: list[object], plugin: object) -> None:
    manager().register(plugin, name=type(plugin).__name__)
    used.append(plugin)


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_listener_hears_after_the_commit_and_may_fail(app: Flask, plugged: list[object]) -> None:
    listener = Listener()
    plug(plugged, listener)
    with app.app_context():
        county = make.county()
        sheet = county.submissions["甲乡"]
        signing.start_signing(actor_of(db.session.get(User, county.users["clerk"])), sheet)
        assert listener.heard == [("submission.start_signing", "submission", sheet, "示例·clerk", "signing")]
        assert make.row(Submission, sheet).state == "signing"
    assert names() == ["Listener"]


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_plugin_may_refuse(app: Flask, plugged: list[object]) -> None:
    plug(plugged, Gatekeeper())
    with app.app_context():
        county = make.county()
        with pytest.raises(Refused, match="节假日不送签审。"):
            signing.start_signing(actor_of(db.session.get(User, county.users["clerk"])), county.submissions["甲乡"])
        assert make.row(Submission, county.submissions["甲乡"]).state == "draft"


class Stumbler:
    """Fails when it is asked."""

    @hook
    def deny(self, action: str, actor: Actor) -> str | None:
        raise RuntimeError("a plugin of little worth")


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_plugin_that_fails_when_asked_refuses(app: Flask, plugged: list[object]) -> None:
    plug(plugged, Stumbler())
    with app.app_context():
        county = make.county()
        with pytest.raises(Refused, match=f"^{REFUSED}$"):
            signing.start_signing(actor_of(db.session.get(User, county.users["clerk"])), county.submissions["甲乡"])
        assert make.row(Submission, county.submissions["甲乡"]).state == "draft"


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_no_plugin_can_allow(app: Flask, plugged: list[object]) -> None:
    """`deny` is asked only after the policy said yes, so its silence opens nothing."""
    plug(plugged, Gatekeeper())
    with app.app_context():
        county = make.county()
        with pytest.raises(Refused, match="这项操作由填报员办理"):
            signing.start_signing(actor_of(db.session.get(User, county.users["auditor"])), county.submissions["甲乡"])
