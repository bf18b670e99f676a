"""A county whose ruleset uses the sample plugin's rule, from the form to the published files; run as a process.

`python -m tests.plugins.walk_with_sample RULESET FOLDER` writes what a reader gets to see into the folder.
"""
from __future__ import annotations

import sys
from pathlib import Path

from flask import Flask

from scoring.actions import publishing
from scoring.cli._pages import pages
from scoring.store.assessments import Assessment
from scoring.store.sheets import Submission
from scoring.store.writing import writing
from tests import make
from tests.sites import build_schema, make_site


def walk(rules: str, folder: Path) -> None:
    """Fills in, publishes, and keeps the pages and files."""
    address = f"sqlite:///{folder / 'scoring.db'}"
    build_schema(folder, address)
    app = make_site(folder, address)
    with app.app_context():
        county = make.county(rules)
    form = get(app, f"/unit/sheets/{county.submissions['甲乡']}", county.users["clerk"])
    (folder / "form.html").write_bytes(form)
    (folder / "system.html").write_bytes(get(app, "/system/", county.users["system"]))
    with app.app_context():
        publish(county)
    for name, path in (("ranking.html", ""), ("card.pdf", "files/pdf_scorecard/1"),
                       ("result.json", "files/json_snapshot"), ("lost.csv", "files/csv_lost/1")):
        (folder / name).write_bytes(get(app, f"/results/1/{path}"))
    (folder / "rules.md").write_text(pages()["rules.md"], encoding="utf-8")


def publish(county: make.County) -> None:
    """甲乡 answers, the others do not; the result is frozen and published."""
    make.answer(county.submissions["甲乡"], "calls", {"dialled": 10, "answered": 8, "polite": 6})
    with writing() as session:
        session.get_one(Assessment, county.assessment).state = "reviewing"
        for key in county.submissions.values():
            session.get_one(Submission, key).state = "reviewed"
    publishing.freeze(make.actor(county, "office"), county.assessment, office="示例县政务公开办公室")
    publishing.publish(make.actor(county, "publisher"), county.assessment)


def get(app: Flask, path: str, user: int | None = None) -> bytes:
    """What stands at the address, which must be there."""
    with app.app_context():
        client = make.client(app, user)
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code, answer.text)
    return answer.data


if __name__ == "__main__":
    walk(Path(sys.argv[1]).read_text(encoding="utf-8"), Path(sys.argv[2]))
