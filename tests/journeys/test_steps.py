"""What the journeys find nothing of, they must be able to find: the controls of the page objects."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys.steps import Visit, spelt


def test_complaints_and_foreign_requests_are_kept(page: Page, axe: Callable[[Any], None]) -> None:
    visit = Visit(page, "http://127.0.0.1:9", axe)
    visit.is_clean()
    with page.expect_event("requestfailed"):
        page.set_content('<img src="http://stranger.invalid/a.png" alt="">')
    page.evaluate("console.error('wrong')")
    assert visit.strangers == ["http://stranger.invalid/a.png"]
    assert visit.complaints[-1].endswith(": wrong")
    with pytest.raises(AssertionError):
        visit.is_clean()


def test_a_page_wider_than_a_phone_is_found(page: Page) -> None:
    visit = Visit(page, "http://127.0.0.1:9", lambda page: None)
    page.set_content("<div style='width: 389px; height: 1px'></div><style>body { margin: 0 }</style>")
    visit.narrow()
    page.set_content("<div style='width: 391px; height: 1px'></div><style>body { margin: 0 }</style>")
    with pytest.raises(AssertionError, match="391 px wide"):
        visit.narrow()


def test_a_fault_of_accessibility_is_told_with_its_page(page: Page, axe: Callable[[Any], None]) -> None:
    page.set_content("<html lang='zh-CN'><title>图</title><main><h1>图</h1><img src='data:,'></main></html>")
    with pytest.raises(AssertionError, match="image-alt") as caught:
        Visit(page, "http://127.0.0.1:9", axe).look_again()
    assert caught.value.__notes__ == ["on blank at {'width': 1280, 'height': 900}"]


def test_tab_says_what_it_does_not_reach(page: Page) -> None:
    page.set_content("<button>一</button><button disabled>二</button>")
    visit = Visit(page, "http://127.0.0.1:9", lambda page: None)
    visit.tab_to(page.get_by_role("button", name="一"))
    with pytest.raises(AssertionError, match="Tab does not reach"):
        visit.tab_to(page.get_by_role("button", name="二"))


def test_a_name_is_that_name_and_no_other() -> None:
    assert [bool(spelt("采用《规则》").search(text)) for text in ("采用 《规则》", "采用《规则》", "再采用《规则》", "采用《规则》吗")] \
        == [True, True, False, False]
