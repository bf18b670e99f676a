"""Downloads of published results: scorecards sealed by the site's key, PDFs signed by its certificate, or neither."""
from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from scoring.cli import main
from scoring.core import canonical, snapshot
from scoring.core.pdf_signature import unstamped
from scoring.core.policy import VISITOR
from scoring.core.published import open_file
from scoring.core.verify import verify_bytes
from scoring.exports import pdf_booklet, pdf_scorecard
from scoring.store import pdf_certificate, signing_keys
from scoring.store.queries import one_for
from scoring.store.results import Publication
from tests import certificates, make, publishing

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


def site(app: Flask, state: str = "published", signed: bool = True) -> tuple[int, FlaskClient]:
    """A county with a result of that state, signed by the site's key in use: its key, the office signed in."""
    with app.app_context():
        county = make.county(state=state, sheets="final" if state == "published" else "reviewed")
        file = canonical.decode(publishing.file_text())
        text = snapshot.file_text(file["snapshot"], file["openings"], signing_keys.signer() if signed else None)
        key = publishing.publication(county.assessment, county.users["office"], state, file=text).id
        return key, make.client(app, county.users["office"])


def certified(app: Flask, folder: Path) -> None:
    file, _ = certificates.certificate(folder)
    pdf_certificate.prepare(app, folder, file.name, "")


def card(app: Flask, key: int) -> bytes:
    return app.test_client().get(f"/results/{key}/files/pdf_scorecard/1").data


def test_a_card_is_sealed_with_the_sites_key(app: Flask, tmp_path: Path) -> None:
    pdf = card(app, site(app)[0])
    with app.app_context():
        own = signing_keys.listed()[-1].public
    outcome = verify_bytes(pdf)
    assert (outcome.problems, outcome.key, outcome.paper_key, outcome.stamp) == ((), own, own, None)
    file = tmp_path / "card.pdf"
    file.write_bytes(pdf)
    said = CliRunner().invoke(main, ["verify", str(file), "--key", own])
    assert (said.exit_code, f"  PDF 的页面没有改动过，签名有效，公钥 {own}。" in said.output.splitlines()) == (0, True)


def test_a_card_of_an_older_key_or_of_none_is_left_unsealed(app: Flask) -> None:
    rotated, _ = site(app)
    with app.app_context():
        signing_keys.rotate()
    bare = pdf_scorecard.render(open_file(publishing.file_text()), "甲乡")
    assert verify_bytes(card(app, rotated)).paper_key == ""
    with app.app_context():
        assert signing_keys.on_paper(bare) == bare


def test_forged_pages_do_not_stand_before_the_key(app: Flask, tmp_path: Path) -> None:
    """The seal made anew without the site's key verifies, as unsigned; with `--key` it is refused."""
    key, _ = site(app)
    with app.app_context():
        own = signing_keys.listed()[-1].public
    text = app.test_client().get(f"/results/{key}/files/json_snapshot").text
    (tmp_path / "forged.pdf").write_bytes(pdf_scorecard.render(open_file(text), "甲乡"))
    said = CliRunner().invoke(main, ["verify", str(tmp_path / "forged.pdf"), "--key", own])
    assert (said.exit_code, said.stderr.splitlines()[1:]) == (1, ["  - PDF 的页面没有用要求的公钥签名，不能与它对照"])


def test_with_a_certificate_every_paper_is_signed(app: Flask, tmp_path: Path) -> None:
    certified(app, tmp_path)
    key, office = site(app)
    papers = [card(app, key), app.test_client().get(f"/results/{key}/files/pdf_booklet/1").data,
              office.get(f"/office/publications/{key}/pdf_circular").data]
    stamps = [unstamped(pdf)[1] for pdf in papers]
    assert [stamp and (stamp.reason, stamp.location, len(stamp.at)) for stamp in stamps] == [
        ("公布考核结果", str(app.extensions["scoring"].office_name), 14)] * 3
    outcome = verify_bytes(papers[0])
    assert (outcome.problems, outcome.stamp) == ((), stamps[0])


def test_the_verifier_says_that_it_does_not_judge_certificates(app: Flask, tmp_path: Path) -> None:
    certified(app, tmp_path)
    (tmp_path / "card.pdf").write_bytes(card(app, site(app)[0]))
    said = CliRunner().invoke(main, ["verify", str(tmp_path / "card.pdf")])
    office = app.extensions["scoring"].office_name
    assert (said.exit_code, said.output.splitlines()[-3:]) == (0, [
        f"  PDF 末尾另有一个数字签名（公布考核结果，{office}）：它前面的内容都核验过了，",
        "  它自己没有改动页面。签名用的证书是谁的、是否有效，本程序不判断，请在 PDF 阅读器的签名栏里查看。",
        "  核验证明的是没有改动、算得对，不证明佐证材料属实。"])


def test_what_is_only_frozen_is_not_signed(app: Flask, tmp_path: Path) -> None:
    certified(app, tmp_path)
    key, office = site(app, "frozen")
    pdf = office.get(f"/office/publications/{key}/pdf_circular").data
    assert (pdf[:5], unstamped(pdf)) == (b"%PDF-", (pdf, None))


def test_without_a_certificate_files_are_as_the_snapshot_makes_them(app: Flask) -> None:
    key, _ = site(app)
    text = app.test_client().get(f"/results/{key}/files/json_snapshot").text
    assert app.test_client().get(f"/results/{key}/files/pdf_booklet/1").data == pdf_booklet.render(open_file(text), "乡镇")


def test_other_formats_are_not_touched(app: Flask, tmp_path: Path) -> None:
    certified(app, tmp_path)
    key, _ = site(app)
    with app.app_context():
        file = one_for(VISITOR, Publication, key).file
    assert app.test_client().get(f"/results/{key}/files/json_snapshot").text == file
