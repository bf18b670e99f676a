"""The sign-off sheet of a live sheet: its figures, its evidence by indicator, who signed, and the file that is served."""
from __future__ import annotations

from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient

from scoring import clock
from scoring.exports._signoff import Proof, Section, SignOff, Stage, Step
from scoring.store import tallying
from scoring.store.people import User
from scoring.store.queries import actor_of, one_for
from scoring.store.sheets import Evidence, Submission
from scoring.store.sheets import SignOff as Signature
from scoring.store.writing import writing
from scoring.web.unit_flow import ATTEST, ATTEST_SECRECY
from scoring.web.unit_signing_paper import sign_off_of
from tests import make


@pytest.fixture
def county(app: Flask) -> make.County:
    """A sheet on which two leaves are answered, with two pieces of evidence and one that was removed."""
    with app.app_context():
        made = make.county()
        sheet, clerk = made.submissions["甲乡"], made.users["clerk"]
        make.answer(sheet, "disclosure", {"count": 80}, by=clerk)
        make.answer(sheet, "plan", {"answer": True}, by=clerk)
        with writing() as session:
            for leaf, title, removed in (("plan", "方案", None), ("disclosure", "清单", None), ("plan", "旧", clock.now())):
                session.add(Evidence(submission_id=sheet, leaf=leaf, kind="link", title=title, url="http://example.test/",
                                     added_at=clock.now(), added_by=clerk, removed_at=removed))
    return made


def told(app: Flask, county: make.County) -> SignOff:
    with app.test_request_context():
        who = actor_of(make.row(User, county.users["clerk"]))
        return sign_off_of(who, one_for(who, Submission, county.submissions["甲乡"], *tallying.LOADED))


def put(app: Flask, county: make.County, **values: object) -> None:
    with app.app_context(), writing() as session:
        row = session.get_one(Submission, county.submissions["甲乡"])
        for name, value in values.items():
            setattr(row, name, value)


def test_what_the_sheet_says(app: Flask, county: make.County) -> None:
    with app.app_context():
        row = make.row(Submission, county.submissions["甲乡"])
        digests = tallying.content_hash(row), tallying.evidence_hash(row)
    assert told(app, county) == SignOff(
        "2026 年度政务公开考核", "甲乡", "乡镇", Decimal(50), Decimal(100), 2, 4, ("2.2 留言办结", "2.3 人员保障"),
        (Section("1", "主动公开", Decimal(40), Decimal(50)), Section("2", "基础工作", Decimal(10), Decimal(40)),
         Section("3", "信息质量（由复核员评定）", Decimal(0), Decimal(10))),
        (Stage("评定等次", ("50 分，评为“不合格”",), Decimal(50)),),
        (Proof("1 主动公开", "清单", "链接"), Proof("2.1 制定方案", "方案", "链接")),
        (Step("股室负责人审核", "股室负责人", ATTEST), Step("分管领导审签", "分管领导", ATTEST),
         Step("保密审查", "保密审查员", ATTEST_SECRECY)), *digests)


def test_who_signed_stands_on_it_until_the_sheet_is_sent_back(app: Flask, county: make.County) -> None:
    put(app, county, state="signing")
    at = clock.now()
    with app.app_context(), writing() as session:
        session.add(Signature(submission_id=county.submissions["甲乡"], step_title="股室负责人审核", opinion="同意",
                              user_id=county.users["signer"], at=at, content_hash="0" * 64, evidence_hash="0" * 64))
    when = clock.local(at).strftime("%Y-%m-%d %H:%M")
    assert told(app, county).steps[:2] == (
        Step("股室负责人审核", "股室负责人", ATTEST, "示例·signer", when, "同意"), Step("分管领导审签", "分管领导", ATTEST))
    put(app, county, state="returned")
    assert [step.signer for step in told(app, county).steps] == ["", "", ""]


@pytest.mark.parametrize(("state", "receipt"), [
    ("draft", ""), ("signing", ""), ("returned", ""), ("submitted", "2026-0001-1-ABCD"), ("final", "2026-0001-1-ABCD")])
def test_a_receipt_only_while_it_counts(app: Flask, county: make.County, state: str, receipt: str) -> None:
    put(app, county, state=state, receipt_no="2026-0001-1-ABCD", submitted_at=clock.now())
    assert told(app, county).receipt == receipt


def test_the_page_leads_to_the_file(app: Flask, county: make.County) -> None:
    with app.app_context():
        clerk: FlaskClient = make.client(app, county.users["clerk"])
    path = f"/unit/sheets/{county.submissions['甲乡']}"
    assert clerk.get(f"{path}/sign").text.count(f'href="{path}/sign-off.pdf"') == 1
    answer = clerk.get(f"{path}/sign-off.pdf")
    assert (answer.status_code, answer.mimetype, answer.data[:5]) == (200, "application/pdf", b"%PDF-")
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    put(app, county, state="submitted", times_submitted=1, receipt_no="2026-0001-1-ABCD", submitted_at=clock.now())
    assert clerk.get(f"{path}/receipt").text.count(f'href="{path}/sign-off.pdf"') == 1
