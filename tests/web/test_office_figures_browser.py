"""The office's figures, draws and parents in a browser: accessible, nothing sideways on a phone, by hand from end to end."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from scoring.store.database import db
from scoring.store.people import Unit
from tests import make
from tests.actions.test_drawing import DRAWS
from tests.actions.test_entering import RULES
from tests.sites import make_site
from tests.web import browsing

HERE: dict[str, make.County] = {}
LONG = "示例县某某经济技术开发区管理委员会政务服务和数据资源管理综合协调办公室（筹）"
PATHS = ("assessments/1/figures", "assessments/1/figures?leaf=bulletin&show=missing", "sheets/1/figures/bulletin",
         "assessments/2", "units", "units/1/parent")


@pytest.fixture
def live_app(tmp_path: Path, sqlite_url: str) -> Flask:
    """An assessment with figures to enter and a unit of a long name, and one with a draw to be made."""
    app = make_site(tmp_path, sqlite_url)
    with app.app_context():
        county = HERE["county"] = make.county(RULES)
        make.submission(county.assessment, make.unit(LONG, county.groups["乡镇"]))
        drawn = make.assessment(make.adopted(DRAWS).id, "抽项的考核")
        make.submission(drawn.id, db.session.get(Unit, county.units["甲乡"]))
    return app


@pytest.fixture
def visit(page: Page, live_app: Flask, live_server: str) -> Callable[..., Page]:
    """The office's browser on one of its pages."""
    return browsing.signed_in(page, live_app, live_server, HERE["county"].users["office"], "/office/")


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_fits_and_is_accessible(visit: Any, axe: Any, width: int) -> None:
    browsing.fits(visit, axe, PATHS, width)


def test_a_table_goes_down_and_up_again(visit: Any, axe: Any, tmp_path: Path) -> None:
    page = visit("assessments/1/figures")
    with page.expect_download() as given:
        page.get_by_role("link", name="下载表格").click()
    given.value.save_as(tmp_path / "figures.xlsx")
    book = openpyxl.load_workbook(tmp_path / "figures.xlsx")
    book["考核办录入的数据"]["C2"] = "四十"
    book.save(tmp_path / "bad.xlsx")
    book["考核办录入的数据"]["C2"] = 40
    book.save(tmp_path / "good.xlsx")
    page.get_by_label("文件").set_input_files(tmp_path / "bad.xlsx")
    page.get_by_role("button", name="预览").click()
    expect(page.get_by_role("alert")).to_contain_text("有 1 处要改，一个数也没有存")
    axe(page)
    page.get_by_label("文件").set_input_files(tmp_path / "good.xlsx")
    page.get_by_role("button", name="预览").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("核对要录入的数据")
    axe(page)
    page.get_by_role("button", name="录入这些数").click()
    expect(page.get_by_role("row", name="甲乡")).to_contain_text("40 件")


def test_a_draw_is_made_and_shown(visit: Any, axe: Any) -> None:
    page = visit("assessments/2")
    page.get_by_role("button", name="抽取").click()
    expect(page.get_by_text("3 项中抽出 2 项")).to_be_visible()
    page.get_by_text("怎样重做这次抽取").click()
    expect(page.get_by_text("算 SHA-256")).to_be_visible()
    axe(page)
