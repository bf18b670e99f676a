"""The whole language in a browser: a condition reloads the page and keeps the place, a register is pasted, a phone."""
from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from scoring.store.assessments import Assessment
from scoring.store.sheets import Submission
from scoring.store.writing import writing
from tests import language, make
from tests.sites import make_site

COUNTY: dict[str, make.County] = {}
PASTED = "标题\t日期\t网址\t类别\n甲\t2026-03-02\thttps://www.example.gov.cn/a\t省\n乙\t2026-04-02\t\t市"


@pytest.fixture
def live_app(tmp_path: Path, sqlite_url: str) -> Flask:
    """A county with every kind of leaf."""
    app = make_site(tmp_path, sqlite_url)
    with app.app_context():
        COUNTY["here"] = language.filled()
    return app


@pytest.fixture
def visit(page: Page, live_app: Flask, live_server: str) -> Callable[..., Page]:
    """A browser of that account on a page of 甲乡's sheet."""
    def go(path: str = "/unit/sheets/{}", name: str = "clerk", width: int = 1280) -> Page:
        with live_app.app_context():
            client = make.client(live_app, COUNTY["here"].users[name])
        client.get("/")
        cookie = client.get_cookie("scoring")
        assert cookie is not None
        page.context.add_cookies([{"name": "scoring", "value": cookie.value, "url": live_server}])
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(live_server + path.format(COUNTY["here"].submissions["甲乡"]))
        return page
    return go


def test_a_condition_met_brings_its_leaf_and_keeps_the_place(visit: Any) -> None:
    page = visit()
    page.locator("#leaf-late--count").fill("3")          # typed elsewhere and not yet saved
    leaf = page.locator("#leaf-has")
    leaf.scroll_into_view_if_needed()
    top = leaf.bounding_box()["y"]
    leaf.get_by_label("是", exact=True).check()
    expect(page.locator("#status")).to_have_text("按你刚才填的，要填的项目有变化，页面已更新。")
    expect(page.locator("#leaf-uptime .leaf-form")).to_have_count(1)
    expect(leaf.get_by_label("是", exact=True)).to_be_focused()
    assert abs(leaf.bounding_box()["y"] - top) < 3
    expect(page.locator("#leaf-late--count")).to_have_value("3")
    expect(page.locator("#leaf-late-points b")).to_have_text("5")      # 3 × 1 doubled, at most 5
    leaf.get_by_label("否", exact=True).check()
    expect(page.locator("#leaf-uptime .leaf-form")).to_have_count(0)
    assert page.evaluate("Object.keys(sessionStorage).length") == 0


def test_a_register_is_pasted_and_read_row_by_row(visit: Any) -> None:
    page = visit()
    book = page.get_by_label("采用的信息")
    book.fill(PASTED)
    book.blur()
    expect(page.locator("#leaf-news-register tbody tr")).to_have_count(2)
    expect(page.locator("#leaf-news-needed")).to_contain_text("应附 1 件，已附 0 件")
    expect(page.locator("#leaf-news-points b")).to_have_text("5")
    book.fill(PASTED.replace("2026-04-02", "四月"))
    book.blur()
    expect(page.locator("#leaf-news--rows-error")).to_contain_text("第 2 行“日期”")
    expect(page.locator("#leaf-news-register tbody tr")).to_have_count(2)


def test_a_rate_half_typed_waits_for_its_other_half(visit: Any) -> None:
    page = visit()
    done, of = page.get_by_label("分子"), page.get_by_label("分母")
    of.fill("")
    done.fill("18")
    page.wait_for_timeout(2000)
    expect(page.locator("#leaf-rate-form .field-error")).to_have_count(0)
    of.fill("20")
    of.press("Tab")
    expect(page.locator("#leaf-rate-outcome")).to_contain_text("18 ÷ 20 × 100 = 90 %")


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_is_accessible_and_fits(visit: Any, live_app: Flask, axe: Any, width: int) -> None:
    with live_app.app_context(), writing() as session:
        sheet = session.get_one(Submission, COUNTY["here"].submissions["甲乡"])
        next(a for a in sheet.answers if a.leaf == "requests").facts = {"received": 600, "answered": 8, "left": 2}
    for path in ("/unit/sheets/{}", "/unit/sheets/{}/sign"):
        page = visit(path, width=width)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") == width
    with live_app.app_context(), writing() as session:
        sheet = session.get_one(Submission, COUNTY["here"].submissions["甲乡"])
        sheet.state, sheet.times_submitted = "submitted", 1
        session.get_one(Assessment, COUNTY["here"].assessment).state = "reviewing"
    for path in ("/review/sheets/{}", "/review/sheets/{}/news", "/review/sheets/{}/rate"):
        page = visit(path, "reviewer", width)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_row_is_struck_on_the_bench_with_the_points_shown_before(visit: Any, live_app: Flask) -> None:
    with live_app.app_context(), writing() as session:
        sheet = session.get_one(Submission, COUNTY["here"].submissions["甲乡"])
        sheet.state, sheet.times_submitted = "submitted", 1
        session.get_one(Assessment, COUNTY["here"].assessment).state = "reviewing"
    page = visit("/review/sheets/{}/news", "reviewer")
    page.get_by_label("划去第 3 行", exact=True).check()
    page.get_by_label("划去第 3 行的理由").fill("与第 2 行重复")
    expect(page.locator("#preview")).to_contain_text("保存后 5 分")
    page.get_by_role("button", name=re.compile("^更正")).click()
    expect(page.locator("h1")).to_have_text("2 按期答复率")
