"""The office's desk: the whole round from ruleset to corrected publication, its refusals, and its statement counts."""
from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from scoring import clock
from scoring.actions import managing, publishing
from scoring.core.verify import verify
from scoring.store import freezing
from scoring.store.assessments import AdoptedRuleset, Assessment, ReviewDuty
from scoring.store.database import db
from scoring.store.people import User
from scoring.store.queries import actor_of
from scoring.store.results import Publication
from scoring.store.sheets import Submission
from tests import make

PAGES = ("", "units", "units/template.xlsx", "rulesets", "rulesets/{adopted}", "assessments/new", "assessments/{a}",
         "assessments/{a}/edit", "assessments/{a}/units", "assessments/{a}/duties", "assessments/{a}/draft",
         "assessments/{a}/result", "sheets/{s}", "sheets/{s}/scorecard.pdf")


@pytest.mark.parametrize("state", ["draft", "open", "reviewing", "frozen", "published", "closed"])
@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_every_page_opens_in_every_state(app: Flask, state: str) -> None:
    with app.app_context():
        county = make.county(state=state)
        office = make.client(app, county.users["office"])
        adopted = db.session.get(Assessment, county.assessment).adopted_id
    for page in PAGES:
        path = "/office/" + page.format(a=county.assessment, s=county.submissions["甲乡"], adopted=adopted)
        assert (path, office.get(path).status_code) == (path, 200)
