"""The bench in a browser: keys, the preview, a correction with its reason, two reviewers at once, a phone."""
from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from scoring import clock
from scoring.actions import reviewing
from scoring.store.database import db
from scoring.store.people import User
from scoring.store.queries import actor_of
from scoring.store.sheets import Evidence, RulingRow
from scoring.store.writing import writing
from tests import make
from tests.sites import make_site

COUNTY: dict[str, make.County] = {}
REASON = "其中 40 条是转载，不是本单位公开的信息"
LONG = "关于印发示例镇政务公开工作实施方案及任务分解表的通知（盖章扫描件）第二次修订稿最终版.pdf"


@pytest.fixture
def live_app(tmp_path: Path, sqlite_url: str) -> Flask:
    """Three sheets handed in; 甲乡's first leaf has six pieces of evidence with long names."""
    app = make_site(tmp_path, sqlite_url)
    with app.app_context():
        county = COUNTY["here"] = make.county(state="reviewing", sheets="submitted")
        for sheet, count in zip(county.submissions.values(), (134, 60, 99), strict=True):
            make.answer(sheet, "disclosure", {"count": count}, note="含行权平台公开的 34 条，清单见附件第 2 页。" * 3)
            make.answer(sheet, "plan", {"answer": True})
            make.answer(sheet, "replies", None, claim="没有网上留言渠道")
        with writing() as session:
            session.add_all(Evidence(
                submission_id=county.submissions["甲乡"], leaf="disclosure", kind="link", title=LONG, added_at=clock.now(),
                url="https://www.example.gov.cn/list", added_by=county.users["clerk"]) for _ in range(6))
    return app


@pytest.fixture
def bench(page: Page, live_app: Flask, live_server: str) -> Callable[..., Page]:
    """The reviewer's browser at an address of the desk."""
    def visit(path: str, width: int = 1280, height: int = 800) -> Page:
        with live_app.app_context():
            client = make.client(live_app, COUNTY["here"].users["reviewer"])
        client.get("/review/")
        cookie = client.get_cookie("scoring")
        assert cookie is not None
        page.context.add_cookies([{"name": "scoring", "value": cookie.value, "url": live_server}])
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{live_server}/review/{path}")
        return page
    return visit


def stored(app: Flask) -> list[tuple[str, str, Any]]:
    with app.app_context():
        return [(r.leaf, r.kind, r.facts) for r in db.session.scalars(select(RulingRow).order_by(RulingRow.id))]


def at(page: Page, sheet: str, leaf: str) -> None:
    """The page is the bench of that leaf, and its script listens to keys."""
    expect(page).to_have_url(re.compile(rf"/review/sheets/{COUNTY['here'].submissions[sheet]}/{leaf}(\?|$)"))
    page.wait_for_load_state("domcontentloaded")


def test_keys_lead_through_a_sheet_and_a_correction_shows_its_points_first(
        bench: Any, live_app: Flask, axe: Callable[[Any], None]) -> None:
    page = bench("sheets/1/plan")
    expect(page.locator(".left-count")).to_have_text("5")
    page.keyboard.press("j")
    at(page, "甲乡", "replies")
    page.keyboard.press("c")          # a claim cannot be confirmed by a key
    page.keyboard.press("ArrowLeft")
    at(page, "甲乡", "plan")
    page.keyboard.press("c")
    at(page, "甲乡", "replies")
    assert stored(live_app) == [("plan", "confirmed", None)]
    expect(page.get_by_role("status").filter(has_text="确认已保存：2.1 制定方案。")).to_be_visible()
    page.goto(page.url.replace("replies", "disclosure"))
    page.get_by_label("公开政府信息条数").fill("94")
    expect(page.locator("#preview b")).to_have_text("47 分")
    expect(page.locator("#preview li")).to_have_text(["94 条 × 0.5 分 = 47 分"])
    reason = page.get_by_label("理由", exact=True)
    reason.fill("")
    reason.press_sequentially("jck")  # letters in a field are letters
    at(page, "甲乡", "disclosure")
    page.get_by_role("button", name="更正，并到下一项").click()
    expect(page.locator("#ruling-reason-error")).to_have_text("理由至少写 10 个字，说明依据了什么，现在有 3 个字。")
    expect(page.get_by_label("公开政府信息条数")).to_have_value("94")
    axe(page)
    page.get_by_label("理由", exact=True).fill(REASON)
    page.get_by_role("button", name="更正，并到下一项").click()
    at(page, "甲乡", "replies")
    assert stored(live_app)[1:] == [("disclosure", "corrected", {"count": 94})]
    axe(page)


def test_a_key_does_not_throw_a_typed_correction_away(bench: Any, live_app: Flask) -> None:
    page = bench("sheets/1/disclosure")
    page.get_by_label("公开政府信息条数").fill("94")
    page.locator("h1").click()
    page.keyboard.press("c")
    expect(page.locator("#status")).to_have_text("你写了更正，还没有保存；要放弃更正、确认填报，请再按一次。")
    assert stored(live_app) == []
    page.keyboard.press("c")
    at(page, "甲乡", "plan")
    assert stored(live_app) == [("disclosure", "confirmed", None)]


def test_down_one_indicator_with_a_reason_used_before(bench: Any, live_app: Flask, axe: Callable[[Any], None]) -> None:
    page = bench("1/indicators/disclosure")
    axe(page)
    page.get_by_role("button", name=re.compile("确认属实.?乙乡")).click()
    expect(page.locator("#sheet-2")).to_contain_text("已确认")
    expect(page.locator("#sheet-2")).to_be_focused()
    page.get_by_role("link", name="甲乡").click()
    page.get_by_label("公开政府信息条数").fill("94")
    page.get_by_label("理由", exact=True).fill(REASON)
    page.get_by_role("button", name="更正，并到下一项").click()
    at(page, "丙局", "disclosure")
    page.get_by_role("button", name=REASON).click()
    expect(page.get_by_label("理由", exact=True)).to_have_value(REASON)
    page.get_by_label("公开政府信息条数").fill("59")
    page.get_by_role("button", name="更正，并到下一项").click()
    expect(page).to_have_url(re.compile("/review/1/indicators$"))
    assert [facts for _, _, facts in stored(live_app)] == [None, {"count": 94}, {"count": 59}]


def test_two_reviewers_at_once_lose_nothing(bench: Any, live_app: Flask, axe: Callable[[Any], None]) -> None:
    page = bench("sheets/1/disclosure")
    page.get_by_label("公开政府信息条数").fill("94")
    page.get_by_label("理由", exact=True).fill(REASON)
    with live_app.app_context():
        other = make.user("colleague", "reviewer")
        make.duty(COUNTY["here"].assessment, other.id)
        user = db.session.get(User, other.id)
        assert user is not None
        reviewing.give(actor_of(user), 1, leaf="disclosure", kind="corrected", version=0, facts={"count": 90},
                       reason="第 2 页的 44 条超出考核期，不计")
    page.get_by_role("button", name="更正，并到下一项").click()
    conflict = page.locator(".conflict")
    expect(conflict).to_contain_text(f"更正为 94 条；理由：{REASON}")
    expect(conflict).to_contain_text("更正为 90 条；理由：第 2 页的 44 条超出考核期，不计")
    expect(page.get_by_label("理由", exact=True)).to_have_value(REASON)
    axe(page)
    page.get_by_role("button", name="更正，并到下一项").click()
    at(page, "甲乡", "plan")
    assert stored(live_app) == [("disclosure", "corrected", {"count": 94})]


def test_a_check_with_a_file_and_a_claim_settled(bench: Any, live_app: Flask) -> None:
    page = bench("sheets/1/disclosure")
    page.get_by_text("写核验意见").first.click()
    form = page.locator("#evidence-1 form")
    form.get_by_label("存疑").check()
    form.get_by_label("核验意见", exact=True).fill("第 3 页缺页")
    form.get_by_role("button", name="保存核验意见").click()
    expect(page.locator("#evidence-1 .evidence-check")).to_contain_text("存疑 第 3 页缺页")
    page.goto(page.url.split("/disclosure")[0] + "/replies")
    page.get_by_label("理由", exact=True).fill("部门没有留言渠道，由政府办统一受理")
    page.get_by_role("button", name="采纳不适用").click()
    at(page, "甲乡", "staff")
    assert stored(live_app) == [("replies", "not_applicable", None)]


def test_claim_evidence_and_ruling_in_one_view(bench: Any) -> None:
    """At 1280 the page itself does not scroll past the bench: its foot is in sight, each pane scrolls alone."""
    page = bench("sheets/1/disclosure")
    boxes = [page.locator(".bench > section").nth(n).bounding_box() for n in range(3)]
    assert all(box is not None for box in boxes)
    assert [box["x"] for box in boxes] == sorted({box["x"] for box in boxes})  # type: ignore[index]
    assert all(box["y"] + box["height"] <= 800 for box in boxes)  # type: ignore[index]
    save = page.get_by_role("button", name="更正，并到下一项").bounding_box()
    assert save is not None and save["y"] + save["height"] <= 800


@pytest.mark.parametrize("path", ["", "1/units", "1/indicators", "1/indicators/disclosure", "sheets/1",
                                  "sheets/1/disclosure", "sheets/1/replies", "sheets/1/quality?by=indicator"])
def test_on_a_phone_nothing_goes_sideways(bench: Any, axe: Callable[[Any], None], path: str) -> None:
    page = bench(path, 390, 844)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    axe(page)
