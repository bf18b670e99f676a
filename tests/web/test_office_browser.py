"""The office's pages in a browser: no accessibility fault, nothing sideways on a phone, import and preview by hand."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from scoring.actions import publishing
from scoring.core.openings import texts_of
from scoring.core.roster import COLUMNS
from scoring.store.assessments import Assessment
from scoring.store.database import db
from scoring.store.people import Unit
from scoring.store.sheets import Answer
from scoring.store.writing import writing
from tests import make
from tests.sites import make_site
from tests.web import browsing

HERE: dict[str, Any] = {}
LONG = "示例县某某经济技术开发区管理委员会政务服务和数据资源管理综合协调办公室（筹）"
PATHS = ("", "units", "rulesets", "rulesets/1", "assessments/new", "assessments/1", "assessments/1/edit",
         "assessments/1/units", "assessments/1/duties", "assessments/1/draft", "assessments/1/firmness",
         "assessments/2", "assessments/2/result",
         "assessments/3/result", "assessments/4/result", "publications/1/texts", "publications/2/texts",
         "sheets/1")


@pytest.fixture
def live_app(tmp_path: Path, sqlite_url: str) -> Flask:
    """Four assessments: open, in review with a sheet not handed in, frozen, and a frozen correction of a published
    one; one unit has a long name."""
    app = make_site(tmp_path, sqlite_url)
    with app.app_context():
        county = HERE["county"] = make.county()
        towns = [make.unit(LONG, county.groups["乡镇"]), db.session.get(Unit, county.units["甲乡"])]
        for title, states in (("第二次", ("draft", "reviewed")), ("第三次", ("reviewed", "reviewed")),
                              ("第四次", ("reviewed", "reviewed"))):
            row = make.assessment(db.session.get(Assessment, county.assessment).adopted_id, title, state="reviewing")
            for unit, state in zip(towns, states, strict=True):
                sheet = make.submission(row.id, unit, state).id
                make.answer(sheet, "disclosure", {"count": 94}, note=f"清单见{LONG}网站，" * 8)
        publishing.freeze(make.actor(county, "office"), row.id - 1, office="示例办")
        _correct(county, row.id, sheet)
    return app


def _correct(county: make.County, key: int, sheet: int) -> None:
    """Published, with texts of which one is kept in mind; then corrected and frozen again."""
    who = make.actor(county, "office")
    first = publishing.freeze(who, key, office="示例办")
    publishing.publish(make.actor(county, "publisher"), key)
    HERE["text"] = texts_of(first.opened.file)[0].commitment
    publishing.correct(who, key, reason=f"{LONG}的条数核错了")
    with writing() as session:
        session.query(Answer).filter_by(submission_id=sheet).one().facts = {"count": 100}
    publishing.freeze(who, key, office="示例办")


@pytest.fixture
def visit(page: Page, live_app: Flask, live_server: str) -> Callable[..., Page]:
    """The office's browser on one of its pages."""
    return browsing.signed_in(page, live_app, live_server, HERE["county"].users["office"], "/office/")


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_fits_and_is_accessible(visit: Any, axe: Any, width: int) -> None:
    browsing.fits(visit, axe, (*PATHS, f"publications/2/texts/{HERE['text']}"), width)


def test_a_roster_goes_from_file_to_links(visit: Any, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (COLUMNS, ("乡镇", "戊镇", "wu.tian", "示例·戊", "填报员", "")):
        book.active.append(row)
    book.save(tmp_path / "roster.xlsx")
    page = visit("units")
    page.get_by_label("文件").set_input_files(tmp_path / "roster.xlsx")
    page.get_by_role("button", name="预览").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("核对名册")
    with page.expect_download() as given:
        page.get_by_role("button", name="导入并下载激活链接").click()
    assert given.value.suggested_filename == "激活链接-1个账号.xlsx"
    expect(page.locator("#status")).to_have_text(
        "已开始导入，链接文件正在下载，请存好；下载完成后回到单位和账号查看。")
    expect(page.get_by_role("button", name="导入并下载激活链接")).to_be_disabled()
    page.get_by_role("link", name="回到单位和账号").click()
    expect(page.get_by_role("row", name="戊镇")).to_be_visible()


def test_a_freeze_asks_for_the_units_that_are_missing(visit: Any) -> None:
    page = visit("assessments/2/result")
    page.get_by_role("button", name="定版", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("请核对名单并勾选确认")
    page.get_by_label("我已核对名单").check()
    page.get_by_role("button", name="定版", exact=True).click()
    expect(page.get_by_text("已定版。请考核办的另一个人核对送审稿，无误后公布。")).to_be_visible()
