"""Scorecards being made, in Chromium: figures move in place, a state changes without a reload, every state fits."""
from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from scoring import clock
from scoring.store.papers import name_of, papers, written
from tests import make, publishing
from tests.making import age
from tests.web.browsing import fits, signed_in
from tests.web.test_office_papers import put

RESULT = "assessments/1/result"
NAME = name_of("made")


def site(app: Flask, *jobs: dict[str, Any]) -> int:
    """A publication with these jobs; the office's key."""
    with app.app_context():
        county = make.county(state="published", sheets="final")
        publishing.publication(county.assessment, county.users["office"])
        for given in jobs:
            put(county.users["office"], **given)
        with written(papers().path(NAME)) as out:
            out.write(b"PK")
    return county.users["office"]


def test_it_moves_by_itself(page: Page, live_app: Flask, live_server: str) -> None:
    user = site(live_app, {"state": "running", "seen_at": clock.now(), "done": 1, "total": 3})
    go = signed_in(page, live_app, live_server, user, "/office/")
    go(RESULT)
    reason = page.get_by_label("理由")
    reason.fill("乙乡漏计一项")
    page.locator("#papers-group").select_option("县直部门")
    bar, stop = page.locator("#papers progress"), page.get_by_role("button", name="停止 制作全部评分卡（ZIP）")
    expect(bar).to_have_js_property("value", 1)
    expect(page.get_by_role("link", name="刷新看进度")).to_be_hidden()
    stop.focus()
    with live_app.app_context():
        age(1, done=2)
    expect(page.locator("#papers")).to_contain_text("已制作 2 / 3 份")
    expect(bar).to_have_js_property("value", 2)
    expect(stop).to_be_focused()
    with live_app.app_context():
        age(1, state="done", done=3, file=NAME, size=2, ended_at=clock.now())
    expect(page.get_by_role("link", name="下载 全部评分卡（ZIP）")).to_be_focused()
    expect(page.get_by_role("status").last).to_have_text("全部评分卡（ZIP）：已做好")
    expect(reason).to_have_value("乙乡漏计一项")     # nothing that was typed is lost
    expect(page.locator("#papers-group")).to_have_value("县直部门")
    with page.expect_download() as coming:
        page.get_by_role("link", name="下载 全部评分卡（ZIP）").click()
    assert coming.value.suggested_filename == "2026 年度政务公开考核-全部评分卡.zip"


def test_an_ended_session_is_said(page: Page, live_app: Flask, live_server: str) -> None:
    user = site(live_app, {"state": "running", "seen_at": clock.now(), "done": 1, "total": 3})
    signed_in(page, live_app, live_server, user, "/office/")(RESULT)
    page.context.clear_cookies()
    expect(page.locator("#status")).to_contain_text("登录已失效")


@pytest.mark.parametrize("width", [1280, 390])
def test_every_state_fits(page: Page, live_app: Flask, live_server: str, axe: Any, width: int) -> None:
    long = "示例县" * 14
    user = site(
        live_app, {"state": "running", "seen_at": clock.now(), "done": 213, "total": 530},
        {"form": "booklet", "state": "failed", "fault": f"“{long}”的评分卡没有做成：文件写不进去，磁盘满了。请系统管理员检查站点文件夹所在的磁盘，再重试。"},
        {"form": "booklet", "group": "乡镇", "state": "done", "file": NAME, "size": 83_200_000, "total": 530, "ended_at": clock.now()},
        {"form": "booklet", "group": "县直部门", "state": "stopped", "done": 12, "total": 530})
    fits(signed_in(page, live_app, live_server, user, "/office/"), axe, [RESULT], width)


def test_without_scripts_there_is_a_link_that_refreshes(browser: Any, live_app: Flask, live_server: str) -> None:
    user = site(live_app, {"state": "running", "seen_at": clock.now(), "done": 1, "total": 3})
    page = browser.new_context(java_script_enabled=False).new_page()
    signed_in(page, live_app, live_server, user, "/office/")(RESULT)
    with live_app.app_context():
        age(1, done=2)
    page.get_by_role("link", name="刷新看进度").click()
    expect(page.locator("#papers")).to_contain_text("已制作 2 / 3 份")
    page.get_by_role("button", name="停止 制作全部评分卡（ZIP）").click()
    expect(page.locator("#papers")).to_contain_text("已停止")
