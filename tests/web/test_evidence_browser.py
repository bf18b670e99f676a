"""Evidence on a sheet in a browser: several files at once, sentences that stay, links, taking off, the keyboard."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from scoring.store.database import db
from scoring.store.sheets import Evidence
from tests import make
from tests.corpus import upload_files as made
from tests.sites import make_site

COUNTY: dict[str, make.County] = {}
BLOCK = "#leaf-disclosure .evidence-block"
Visit = Callable[..., Page]


@pytest.fixture
def live_app(tmp_path: Path, sqlite_url: str) -> Flask:
    """A county with an open assessment."""
    app = make_site(tmp_path, sqlite_url)
    with app.app_context():
        COUNTY["here"] = make.county()
    return app


@pytest.fixture
def visit(live_app: Flask, live_server: str) -> Visit:
    """Opens 甲乡's sheet as its clerk in a page."""
    def open_in(page: Page, width: int = 1280) -> Page:
        with live_app.app_context():
            client = make.client(live_app, COUNTY["here"].users["clerk"])
        client.get("/unit/")
        cookie = client.get_cookie("scoring")
        assert cookie is not None
        page.context.add_cookies([{"name": "scoring", "value": cookie.value, "url": live_server}])
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{live_server}/unit/sheets/{COUNTY['here'].submissions['甲乡']}")
        return page
    return open_in


def file(name: str, data: bytes) -> dict[str, Any]:
    """A file as Chromium is handed it."""
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def stored(app: Flask) -> list[str]:
    """The titles of what is on the sheet."""
    with app.app_context():
        return [e.title for e in db.session.query(Evidence).order_by(Evidence.id) if e.removed_at is None]


def sideways(page: Page) -> int:
    """How many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.mark.parametrize("width", [1280, 390])
def test_several_files_at_once_and_what_is_wrong_stays(
        page: Page, visit: Visit, live_app: Flask, axe: Callable[[Page], None], width: int) -> None:
    visit(page, width)
    page.set_input_files("#leaf-disclosure-evidence-file", [
        file("公开目录.pdf", made.pdf()), file("名单.exe", b"MZ"), file("通知.docx", made.docx("机密★10年")),
        file("内部资料.png", made.picture()), file("空.pdf", b"")])
    lines = page.locator(f"{BLOCK} .drop-list li")
    expect(page.locator(f"{BLOCK} .drop-list progress")).to_have_count(0, timeout=20_000)
    expect(lines.locator(".clip")).to_have_text(["名单.exe", "通知.docx", "内部资料.png", "空.pdf"])
    expect(lines.locator(".cautions")).to_have_text(
        ["已上传，请注意：文件名里有“内部资料”字样，请确认它可以放在本系统、可以公开。"])
    expect(page.locator(f"{BLOCK} .evidence-name")).to_have_text(["公开目录.pdf", "内部资料.png"])
    axe(page)
    assert (stored(live_app), sideways(page)) == (["公开目录.pdf", "内部资料.png"], 0)
    lines.get_by_role("button").first.click()
    expect(lines.locator(".clip")).to_have_text(["通知.docx", "内部资料.png", "空.pdf"])


def test_a_file_is_dropped_and_one_beside_the_zone_is_not_opened(page: Page, visit: Visit, live_app: Flask) -> None:
    visit(page)
    here = page.url
    drop = """(place, [name, bytes]) => {
        const held = new DataTransfer();
        held.items.add(new File([Uint8Array.from(bytes)], name));
        place.dispatchEvent(new DragEvent('dragover', {dataTransfer: held, bubbles: true, cancelable: true}));
        const over = place.classList.contains('over');
        const event = new DragEvent('drop', {dataTransfer: held, bubbles: true, cancelable: true});
        place.dispatchEvent(event);
        return [over, event.defaultPrevented];
    }"""
    picture = list(made.picture())
    assert page.locator("h1").evaluate(drop, ["旁边.png", picture]) == [False, True]
    assert page.locator(f"{BLOCK} .drop").evaluate(drop, ["照片.png", picture]) == [True, True]
    expect(page.locator(f"{BLOCK} .evidence-name")).to_have_text(["照片.png"])
    assert (stored(live_app), page.url, page.locator(".drop.over").count()) == (["照片.png"], here, 0)


def test_a_link_is_added_and_taken_off_by_keyboard_alone(page: Page, visit: Visit, live_app: Flask) -> None:
    visit(page)
    page.locator(f"{BLOCK} > details > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("www.example.gov.cn/a")
    page.keyboard.press("Enter")
    wrong = page.locator("#leaf-disclosure-evidence-url-error")
    expect(wrong).to_have_text("网址要以 http:// 或 https:// 开头：请从浏览器地址栏复制完整的网址。")
    expect(page.get_by_label("网址").first).to_have_value("www.example.gov.cn/a")
    page.keyboard.press("Home")
    page.keyboard.type("https://")
    page.keyboard.press("Enter")
    expect(page.locator(f"{BLOCK} .evidence-name")).to_have_text(["www.example.gov.cn/a（在新窗口打开）"])
    expect(wrong).to_be_hidden()
    assert stored(live_app) == ["www.example.gov.cn/a"]
    page.locator(f"{BLOCK} .evidence-remove summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(f"{BLOCK} .evidence-none")).to_have_text("还没有佐证。")
    assert (stored(live_app), page.evaluate("document.activeElement.id")) == ([], "leaf-disclosure-evidence")


def test_it_works_without_scripts(browser: Browser, visit: Visit, live_app: Flask) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = visit(context.new_page())
    page.set_input_files("#leaf-disclosure-evidence-file", [file("a.png", made.picture()), file("b.exe", b"MZ")])
    page.locator(BLOCK).get_by_role("button", name="上传所选文件").click()
    expect(page.locator(".notice p")).to_have_text([
        "完成已上传“a.png”。", "注意“b.exe”没有保存。不能上传 .exe 文件。请另存为 PDF 再上传。可以上传：PDF、图片（JPG、PNG、GIF、"
        "WebP、BMP）、Word、Excel、OFD、WPS 文字和表格、zip。"])
    assert (page.url.rpartition("#")[2], stored(live_app)) == ("leaf-disclosure", ["a.png"])
    page.locator(f"{BLOCK} .evidence-remove summary").click()
    page.locator(BLOCK).get_by_role("button", name="删除文件").click()
    expect(page.locator(".notice p").first).to_have_text("完成已删除“a.png”。")
    assert stored(live_app) == []
    context.close()
