"""A backup opens as a site and holds what the site held, also while somebody writes."""
from __future__ import annotations

import threading
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from scoring import create_app
from scoring.actions import collecting
from scoring.cli import main
from scoring.core import chain
from scoring.core.policy import VISITOR
from scoring.store.audit import AuditRow
from scoring.store.database import db
from scoring.store.files import store
from scoring.store.papers import FOLDER, PaperStore, name_of, written
from scoring.store.people import User
from scoring.store.queries import actor_of
from scoring.store.schema import upgrade_schema
from scoring.store.sheets import Evidence
from scoring.store.writing import append_audit, writing
from tests import make

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    app = create_app(folder)
    upgrade_schema(app)
    with app.app_context():
        county = make.county()
        clerk = actor_of(db.session.get(User, county.users["clerk"]))
        digest = collecting.keep(PDF)
        collecting.add(clerk, county.submissions["甲乡"], leaf="disclosure", kind="file", title="公开清单.pdf",
                       data=PDF, sha256=digest, media_type="application/pdf")
        db.engine.dispose()
    return folder


def run(*words: str) -> tuple[int, str]:
    found = CliRunner().invoke(main, list(words), standalone_mode=True)
    return found.exit_code, found.output


def test_the_copy_opens_as_a_site_with_its_evidence(site: Path, tmp_path: Path) -> None:
    target = tmp_path / "备份"
    code, said = run("backup", str(target), "--site", str(site))
    assert (code, said) == (0, f"已备份到 {target}\n恢复时运行：scoring serve --site {target}\n")
    copy = create_app(target)
    with copy.app_context():
        row = db.session.scalars(select(Evidence)).one()
        assert store().open(row.sha256).read() == PDF
        assert (target / "secret_key").read_bytes() == (site / "secret_key").read_bytes()
        db.engine.dispose()


def test_papers_are_left_out_for_they_can_be_made_again(site: Path, tmp_path: Path) -> None:
    with written(PaperStore(site / FOLDER).path(name_of("made"))) as out:
        out.write(PDF)
    run("backup", str(tmp_path / "b"), "--site", str(site))
    assert sorted(path.name for path in (tmp_path / "b").iterdir()) == ["evidence", "scoring.db", "secret_key"]
    assert FOLDER in {path.name for path in site.iterdir()}


def test_nothing_is_overwritten(site: Path, tmp_path: Path) -> None:
    (tmp_path / "有").mkdir()
    code, said = run("backup", str(tmp_path / "有"), "--site", str(site))
    assert code == 1
    assert "已经存在，备份不覆盖已有的内容" in said
    assert list((tmp_path / "有").iterdir()) == []


def test_it_is_noted_in_the_log(site: Path, tmp_path: Path) -> None:
    run("backup", str(tmp_path / "b"), "--site", str(site))
    app = create_app(site)
    with app.app_context():
        last = db.session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
        assert (last.action, last.actor_name, last.detail["whole"]) == ("site.back_up", "命令行", True)
        db.engine.dispose()


def test_a_copy_made_under_load_is_whole(site: Path, tmp_path: Path) -> None:
    """Copying the file instead loses acknowledged rows or is corrupt; the online backup never."""
    app, stop, written = create_app(site), threading.Event(), []

    def load() -> None:
        with app.app_context():
            while not stop.is_set():
                with writing() as session:
                    written.append(append_audit(session, VISITOR, "session.sign_in", "", None, "done", {}).seq)

    writer = threading.Thread(target=load)
    writer.start()
    while len(written) < 20:
        pass
    before = written[-2]  # its commit was over before the next row began
    code, _ = run("backup", str(tmp_path / "b"), "--site", str(site))
    stop.set()
    writer.join()
    assert code == 0
    with create_app(tmp_path / "b").app_context():
        rows = db.session.scalars(select(AuditRow).order_by(AuditRow.seq)).all()
        assert chain.first_break((r.seq, r.previous, r.hash, r.content()) for r in rows) == ""
        assert (db.session.scalar(select(func.max(AuditRow.seq))) or 0) >= before
        db.engine.dispose()
