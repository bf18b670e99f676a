"""Before an assessment is opened: a ruleset made for other days than the assessment's is pointed out."""
from __future__ import annotations

import pytest
from flask import Flask

from scoring.store import setting_up
from scoring.store.assessments import Assessment
from scoring.store.database import db
from tests import make


@pytest.mark.parametrize(("held", "told"), [
    ("{from: 2024-01-01, to: 2024-12-31}",
     ["评分规则的适用期间是 2024-01-01 至 2024-12-31，和考核期间不重合，规则里的期限可能是别的年度的"]),
    ("{from: 2026-12-31, to: 2027-12-31}", []),
])
def test_a_ruleset_of_other_days_is_pointed_out(app: Flask, held: str, told: list[str]) -> None:
    with app.app_context():
        adopted = make.adopted(make.RULESET.replace("points:", f"effective: {held}\npoints:", 1))
        row = make.assessment(adopted.id, state="draft")
        make.submission(row.id, make.unit("甲乡", make.group("乡镇").id))
        found = setting_up.conditions(db.session(), db.session.get(Assessment, row.id))
        assert [c.what for c in found if "适用期间" in c.what] == told
