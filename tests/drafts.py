"""Drafts of rulesets for tests: an office with some at hand, and what its pages say."""
from __future__ import annotations

import html
import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from scoring.store.database import db
from scoring.store.drafts import RulesetDraft
from tests import make

MINE = make.RULESET.lstrip().replace("ruleset: small", "ruleset: mine")
FAULTY = MINE.replace("points: 50", "points: 五十", 1).replace("title: 留言办结", "titel: 留言办结")


def desk(app: Flask, *texts: str) -> FlaskClient:
    """An office signed in, with drafts of these texts from key 1 on."""
    with app.app_context():
        county = make.county()
        for n, text in enumerate(texts, 1):
            make.draft(text, f"草稿{n}", county.users["office"])
        client = make.client(app, county.users["office"])
    client.get("/office/")  # the session's last sight is written now
    return client


def text(answer: Any) -> str:
    return html.unescape(answer.get_data(as_text=True))


def words(part: str) -> str:
    """A piece of page without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", part)).strip()


def kept(app: Flask) -> list[tuple[str, str, int]]:
    with app.app_context():
        return [(r.name, r.text, r.version) for r in db.session.query(RulesetDraft).order_by(RulesetDraft.id)]
