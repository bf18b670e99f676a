"""The sheet in a browser: it saves itself, says what is wrong beside the field, settles two hands, fits a phone."""
from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from scoring.store.database import db
from scoring.store.sheets import Answer
from tests import make
from tests.sites import make_site

COUNTY: dict[str, make.County] = {}


@pytest.fixture
def live_app(tmp_path: Path, sqlite_url: str) -> Flask:
    """A county with an open assessment."""
    app = make_site(tmp_path, sqlite_url)
    with app.app_context():
        COUNTY["here"] = make.county()
    return app


@pytest.fixture
def sheet(page: Page, live_app: Flask, live_server: str) -> Callable[..., Page]:
    """The clerk's browser on 甲乡's sheet."""
    def visit(path: str = "", width: int = 1280) -> Page:
        with live_app.app_context():
            client = make.client(live_app, COUNTY["here"].users["clerk"])
        client.get("/unit/")
        cookie = client.get_cookie("scoring")
        assert cookie is not None
        page.context.add_cookies([{"name": "scoring", "value": cookie.value, "url": live_server}])
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{live_server}/unit/sheets/{COUNTY['here'].submissions['甲乡']}{path}")
        return page
    return visit


def stored(app: Flask, leaf: str) -> Any:
    with app.app_context():
        row = db.session.scalars(select(Answer).where(Answer.leaf == leaf)).one_or_none()
        return row and row.facts


def test_a_leaf_saves_itself_and_shows_the_engines_points(sheet: Any, live_app: Flask) -> None:
    page = sheet()
    count = page.get_by_label("公开政府信息条数")
    count.fill("134")
    count.press("Enter")          # saves, and leaves the page where it is
    expect(page.locator("#leaf-disclosure-saved")).to_have_text(re.compile(r"^已保存 \d\d:\d\d$"))
    expect(page.locator("#leaf-disclosure-points b")).to_have_text("50")
    expect(page.locator("#rail .total")).to_have_text("50 / 100 分")
    expect(page.locator("#leaf-disclosure-outcome .bound")).to_have_text("封顶 50 分")
    assert stored(live_app, "disclosure") == {"count": 134}
    page.get_by_role("group", name="是否做到").get_by_label("是", exact=True).check()
    expect(page.locator("#tree-s-basics")).to_have_text("1 / 3")
    expect(page.locator("#rail .total")).to_have_text("60 / 100 分")
    page.locator("#leaf-plan").get_by_role("button", name="清空这一项").click()
    expect(page.locator("#rail .total")).to_have_text("50 / 100 分")
    assert stored(live_app, "plan") is None


def test_what_was_refused_and_typed_back_is_no_fault_any_more(sheet: Any, live_app: Flask) -> None:
    page = sheet()
    count, saved = page.get_by_label("公开政府信息条数"), page.locator("#leaf-disclosure-saved")
    count.fill("134")
    count.press("Enter")
    expect(saved).to_have_text(re.compile(r"^已保存 \d\d:\d\d$"))
    count.fill("许多")
    count.press("Enter")
    expect(saved).to_have_text("没有保存，请看上面的提示；填过的内容还在。")
    count.fill("134")
    expect(saved).to_have_text("改回了原来的内容，不用再保存。")
    expect(page.locator("#leaf-disclosure-form .field-error")).to_have_count(0)
    expect(page.locator("form[data-failed]")).to_have_count(0)
    assert stored(live_app, "disclosure") == {"count": 134}


def test_half_an_answer_waits_and_leaving_says_what_is_missing(sheet: Any, live_app: Flask) -> None:
    page = sheet()
    page.get_by_label("已办").fill("90")
    page.get_by_label("应办").focus()
    page.get_by_label("应办").fill("100")
    page.get_by_label("公开政府信息条数").focus()
    expect(page.locator("#leaf-replies-points b")).to_have_text("18")
    page.get_by_label("应办").fill("")
    page.get_by_label("公开政府信息条数").focus()
    expect(page.locator("#leaf-replies--of-error")).to_have_text("还缺“应办”。")
    assert stored(live_app, "replies") == {"done": 90, "of": 100}


def test_a_refused_value_stays_in_the_field_and_outlives_a_reload(sheet: Any, live_app: Flask, axe: Any) -> None:
    page = sheet()
    count = page.get_by_label("公开政府信息条数")
    count.fill("一百")
    count.blur()
    error = page.locator("#leaf-disclosure--count-error")
    expect(error).to_contain_text("“一百”不是可用的数字")
    expect(page.locator("#leaf-disclosure-saved")).to_have_text("没有保存，请看上面的提示；填过的内容还在。")
    axe(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_label("公开政府信息条数")).to_have_value("一百")
    expect(error).to_contain_text("“一百”不是可用的数字")
    page.get_by_label("公开政府信息条数").fill("100")
    page.get_by_label("公开政府信息条数").blur()
    expect(error).to_have_count(0)
    assert page.evaluate("Object.keys(sessionStorage).length") == 0
    assert stored(live_app, "disclosure") == {"count": 100}


@pytest.mark.parametrize(("choice", "shown"), [("用我的", "90"), ("用对方的", "100")])
def test_two_hands_are_settled_in_place(sheet: Any, live_app: Flask, axe: Any, choice: str, shown: str) -> None:
    page = sheet()
    county = COUNTY["here"]
    with live_app.app_context():
        make.answer(county.submissions["甲乡"], "disclosure", {"count": 100}, by=county.users["leader"])
    page.get_by_label("公开政府信息条数").fill("90")
    page.get_by_label("公开政府信息条数").blur()
    conflict = page.locator("#leaf-disclosure-conflict")
    expect(conflict).to_contain_text("示例·leader在")
    expect(conflict.locator("dd")).to_have_text(["90 条", "100 条"])
    axe(page)
    conflict.get_by_role("button", name=choice).click()
    expect(page.get_by_label("公开政府信息条数")).to_have_value(shown)
    expect(page.locator("#leaf-disclosure-conflict")).to_be_hidden()
    expect(page.locator("#leaf-disclosure-saved")).to_contain_text("已保存")
    assert stored(live_app, "disclosure") == {"count": int(shown)}


def test_a_failure_stays_in_sight_until_it_is_mended(sheet: Any, live_app: Flask) -> None:
    page = sheet()
    page.context.set_offline(True)
    page.get_by_label("公开政府信息条数").fill("7")
    page.get_by_label("公开政府信息条数").blur()
    saved = page.locator("#leaf-disclosure-saved")
    expect(saved).to_contain_text("没有保存：没有连上服务器，填过的内容还在这一页。")
    page.context.set_offline(False)
    expect(saved).to_contain_text("已保存")
    assert stored(live_app, "disclosure") == {"count": 7}


def test_by_keyboard_alone(sheet: Any, live_app: Flask) -> None:
    """Tab order is reading order; Enter in a field never hands anything in."""
    page = sheet()
    page.get_by_label("公开政府信息条数").focus()
    page.keyboard.type("12")
    expect(page.locator("#leaf-disclosure-saved")).to_contain_text("已保存")   # by itself, after a pause
    order = []
    for _ in range(3):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.textContent.trim() || document.activeElement.id"))
    assert order == ["写一句说明", "这项不适用", "清空这一项"]
    page.get_by_label("机构").focus()
    page.keyboard.press("Space")
    expect(page.locator("#leaf-staff-points b")).to_have_text("5")
    page.get_by_label("一项也没有").focus()
    page.keyboard.press("Space")
    expect(page.locator("#leaf-staff-points b")).to_have_text("0")
    assert stored(live_app, "staff") == {"ticks": []}
    assert page.url.endswith(f"/unit/sheets/{COUNTY['here'].submissions['甲乡']}")


@pytest.mark.parametrize("path", ["", "/sign"])
@pytest.mark.parametrize("width", [1280, 390])
def test_it_fits_and_axe_is_content(sheet: Any, axe: Any, path: str, width: int) -> None:
    page = sheet(path, width)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    axe(page)


def test_new_evidence_is_no_longer_missing(sheet: Any) -> None:
    page = sheet()
    page.get_by_label("公开政府信息条数").fill("100")
    page.get_by_label("公开政府信息条数").blur()
    lacking = page.locator("#rail").get_by_text("1 主动公开：要附佐证")
    expect(lacking).to_be_visible()
    block = page.locator("#leaf-disclosure")
    block.get_by_text("添加网页链接").click()
    block.get_by_label("网址").fill("https://example.test/list")
    block.get_by_role("button", name="添加链接").click()
    expect(lacking).to_have_count(0)


def test_drafts_end_with_the_session(sheet: Any) -> None:
    page = sheet()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_label("公开政府信息条数").fill("一百")
    page.get_by_label("公开政府信息条数").blur()
    expect(page.locator("#leaf-disclosure--count-error")).to_be_visible()
    page.get_by_role("button", name="退出").click()
    page.wait_for_url("**/sign-in*")
    assert page.evaluate("Object.keys(sessionStorage).length") == 0
