"""The workshop in a browser: fits and is accessible at both widths; the editor goes to a line; points follow typing."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests import make
from tests.sites import make_site
from tests.web import browsing

HERE: dict[str, make.County] = {}
LONG = "示例县某某经济技术开发区管理委员会政务服务和数据资源管理综合协调办公室公开工作情况"
FAULTY = make.RULESET.replace("points: 50", "points: 五十", 1).replace("title: 制定方案", f"titel: {LONG}")
MANY = "ruleset: x\nindicators:\n" + "".join(f"  - id: A{n}\n    titel: {LONG}\n" for n in range(40))
NEXT = make.RULESET.replace('version: "1"', 'version: "2"').replace("title: 制定方案", f"title: {LONG}")
PATHS = ("", "/drafts/new", "/drafts/1", "/drafts/1/edit", "/drafts/2", "/drafts/2/edit", "/drafts/3", "/drafts/3/edit",
         "/drafts/3/try", "/drafts/3/compare", "/drafts/3/adopt", "/drafts/4", "/drafts/4/compare", "/drafts/4/adopt",
         "/drafts/1/try", "/1")


@pytest.fixture
def live_app(tmp_path: Path, sqlite_url: str) -> Flask:
    """Drafts with some faults, with many, without any, and the same as what is adopted."""
    app = make_site(tmp_path, sqlite_url)
    with app.app_context():
        county = HERE["county"] = make.county()
        for text, name in ((FAULTY, "写错的"), (MANY, LONG), (NEXT, "改好的"), (make.RULESET, "一样的")):
            make.draft(text, name, county.users["office"])
    return app


@pytest.fixture
def visit(page: Page, live_app: Flask, live_server: str) -> Callable[..., Page]:
    """The office's browser on one of the rulesets' pages."""
    return browsing.signed_in(page, live_app, live_server, HERE["county"].users["office"], "/office/rulesets")


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_fits_and_is_accessible(visit: Any, axe: Any, width: int) -> None:
    browsing.fits(visit, axe, PATHS, width)


def selected(page: Page) -> str:
    return page.evaluate("(() => { const t = document.activeElement; "
                         "return t.value.slice(t.selectionStart, t.selectionEnd); })()")


def test_a_fault_leads_to_its_line(visit: Any) -> None:
    page = visit("/drafts/1")
    page.get_by_role("link", name="第 11 行第 13 列").click()
    expect(page.locator("#L11")).to_be_focused()
    page.locator("#L11").get_by_role("link").click()
    expect(page.locator("#f1")).to_be_focused()
    page.locator("#f1").get_by_role("link", name="改这里").click()
    expect(page.get_by_label("规则全文")).to_be_focused()
    assert selected(page) == "五十"
    page.get_by_role("link", name="第 22 行", exact=True).click()
    assert selected(page) == f"titel: {LONG}"
    expect(page.locator("#caret")).to_have_text("光标在第 22 行第 9 列")


def test_a_draft_goes_from_paste_to_adoption(visit: Any) -> None:
    page = visit("/drafts/new")
    page.get_by_label("草稿名称").fill("手写的")
    page.get_by_label("规则全文").fill(FAULTY.replace("ruleset: small", "ruleset: mine"))
    page.get_by_role("button", name="存为草稿并检查").click()
    expect(page.locator(".notice.tone-need")).to_contain_text("有 3 处要改")
    page.get_by_role("link", name="修改", exact=True).click()
    page.get_by_label("规则全文").fill(make.RULESET.replace("ruleset: small", "ruleset: mine"))
    page.get_by_role("button", name="保存并检查").click()
    expect(page.get_by_role("status").first).to_contain_text("已保存，没有错误。")
    page.get_by_role("link", name="采用", exact=True).click()
    page.get_by_role("button", name="采用 mine 1").click()
    expect(page.get_by_role("status").first).to_contain_text("已采用《小规则》")
    page.get_by_role("button", name="以此为底稿").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("小规则（修改）")


def test_points_follow_what_is_typed(visit: Any) -> None:
    page = visit("/drafts/3/try")
    page.get_by_label("公开政府信息条数").fill("99")
    expect(page.locator("#leaf-disclosure-outcome")).to_contain_text("99 条 × 0.5 分 = 49.5 分")
    expect(page.locator("#rail .total")).to_have_text("49.5 / 100 分")
    expect(page.get_by_label("公开政府信息条数")).to_be_focused()
    page.get_by_label("公开政府信息条数").fill("很多")
    expect(page.locator("#leaf-disclosure-outcome")).to_contain_text("没有计入")
    expect(page.locator("#rail .total")).to_have_text("0 / 100 分")
    page.locator("#leaf-disclosure").get_by_text("填入算例").click()
    page.get_by_role("button", name="填入 主动公开，100 条").click()
    expect(page.locator("#rail .total")).to_have_text("50 / 100 分")
    expect(page.get_by_label("公开政府信息条数")).to_have_value("100")


def test_without_scripts_a_button_works_it_out(visit: Any, browser: Any, page: Page) -> None:
    visit("/drafts/3/try")
    plain = browser.new_context(java_script_enabled=False, storage_state=page.context.storage_state()).new_page()
    plain.goto(page.url)
    plain.get_by_label("公开政府信息条数").fill("99")
    plain.get_by_role("button", name="试算").first.click()
    assert plain.locator("#rail .total").inner_text() == "49.5 / 100 分"
    plain.context.close()
