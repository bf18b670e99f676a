"""The public pages in a browser: no fault of accessibility, nothing sideways on a phone, by keyboard and without scripts."""
from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from scoring import clock
from scoring.core.release import Release
from scoring.store.writing import writing
from scoring.web.public_history import key_of
from tests import make, publishing
from tests.sites import make_site, serving
from tests.web import browsing

LONG = "示例县某某经济技术开发区管理委员会政务服务和数据资源管理综合协调办公室（筹）"
HOSTILE = '<img src=x onerror="document.title=1">&amp;\'"{{7*7}}'
RULES = make.RULESET.replace("title: 主动公开", "title: 主动公开政府信息和重点领域信息以及基层政务公开标准化目录所列事项的情况")
SHEETS = (*publishing.SHEETS, {"unit": LONG, "group": "乡镇", "facts": {"disclosure": "80", "plan": "yes"}, "rulings": {
    "disclosure": {"kind": "corrected", "facts": {"count": "20"}, "reason": publishing.REASON}}},
    {"unit": HOSTILE, "group": "乡镇", "facts": {"disclosure": "10"}}, {"unit": "A" * 60, "group": "乡镇", "facts": {}})
TITLE = "2026 年度全县政务公开和政府信息公开工作绩效考核（含基层政务公开标准化规范化专项）"
PATHS = ("", "results/3/", "results/3/groups/2", "results/3/?sort=-disclosure&q=乡", "results/3/?q=没有", "results/2/",
         "results/3/units/1", "results/3/units/3", "results/3/groups/1/indicators/disclosure",
         "results/3/groups/1/indicators/basics", "results/3/groups/2/indicators/replies", "results/3/compare",
         "results/3/compare?a=1&b=3", "results/3/changes", f"units/{key_of(LONG)}", f"units/{key_of('丙局')}", "verify",
         "verify/here", "results/4/")


@pytest.fixture
def live_app(tmp_path: Path, sqlite_url: str) -> Flask:
    """Last year's result, this year's with its correction, and one that lists the first of each group alone."""
    app = make_site(tmp_path, sqlite_url)
    last = publishing.file_text("2025 年度考核", year=2025, sheets=SHEETS[::-1])
    old = publishing.file_text(TITLE, sheets=SHEETS, before=last)
    new = publishing.file_text(TITLE, sheets=SHEETS[:-1], yaml=RULES, before=last, replaced=old, release=Release(
        document="示例县人民政府办公室关于公布政务公开工作考核结果的通知（示例政办发〔2027〕3号）"), replaces={"digest": "d" * 64, "reason": "漏计"})
    with app.app_context():
        county = make.county(state="published", sheets="final")
        by, adopted = county.users["office"], make.adopted(RULES.replace("ruleset: small", "ruleset: other")).id
        earlier = make.assessment(adopted, "2025", "published").id
        row = publishing.publication(earlier, by, file=last)
        with writing() as session:
            session.merge(row).published_at = clock.now() - timedelta(365)
        first = publishing.publication(county.assessment, by, "superseded", file=old).id
        publishing.publication(county.assessment, by, edition=2, file=new, replaces_id=first, reason="漏计")
        publishing.publication(make.assessment(adopted, "只列第一", "published").id, by,
                               file=publishing.file_text("只列第一名", release=Release("public", 1)))
    return app


@pytest.fixture
def visit(page: Page, live_server: str) -> Callable[[str], Page]:
    def go(path: str) -> Page:
        answer = page.goto(f"{live_server}/{path}")
        assert answer is not None
        assert (path, answer.status) == (path, 200)
        return page
    return go


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_fits_and_is_accessible(visit: Any, axe: Any, width: int) -> None:
    browsing.fits(visit, axe, PATHS, width)


@pytest.mark.parametrize("width", [1280, 390])
def test_the_empty_site_fits_too(page: Page, tmp_path_factory: Any, sqlite_template: Path, axe: Any, width: int) -> None:
    folder = tmp_path_factory.mktemp("empty")
    (folder / "empty.db").write_bytes(sqlite_template.read_bytes())
    with serving(make_site(folder, f"sqlite:///{folder / 'empty.db'}")) as address:
        def go(path: str) -> Page:
            page.goto(f"{address}/{path}")
            return page
        browsing.fits(go, axe, ("", "verify"), width)
        expect(go("").get_by_text("还没有公布的考核结果")).to_be_visible()


def test_a_hostile_name_is_a_name(visit: Any) -> None:
    page = visit("results/3/")
    expect(page.get_by_role("link", name=HOSTILE, exact=True)).to_be_visible()
    page.get_by_role("link", name=HOSTILE, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE)
    page.get_by_role("link", name="历次结果").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE)
    assert page.title() != "1"


def test_one_sorts_searches_and_compares_by_keyboard_without_scripts(browser: Browser, live_server: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{live_server}/results/3/")
    focus(page, "link", "总分")
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="总分")).to_have_attribute("aria-sort", "descending")
    focus(page, "searchbox", "按单位查找")
    page.keyboard.type("乡")
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="总分")).to_have_attribute("aria-sort", "descending")
    expect(page.get_by_role("rowheader").get_by_role("link").filter(has_text="乡")).to_have_count(2)
    page.goto(f"{live_server}/results/3/units/1")
    focus(page, "link", "与……比较")
    page.keyboard.press("Enter")
    focus(page, "combobox", "第二个单位")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    focus(page, "button", "比较")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="逐项对照")).to_be_visible()
    context.close()


def focus(page: Page, role: Any, name: str) -> None:
    """Goes there by the tab key alone."""
    wanted = page.get_by_role(role, name=name, exact=True).first
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"the tab key does not lead to {name}")


def test_a_wide_ranking_is_reached_by_keyboard_where_it_scrolls(visit: Any) -> None:
    page = visit("results/3/")
    page.set_viewport_size({"width": 600, "height": 900})
    region = page.get_by_role("region", name="乡镇排名")
    assert (region.get_attribute("tabindex"), page.evaluate("document.documentElement.scrollWidth") <= 600) == ("0", True)
