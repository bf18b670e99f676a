"""The demonstration in a browser: every door leads to its desk, and every state of a sheet is there to be seen."""
from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from scoring.cli._demonstration import story
from scoring.core.workflow import SUBMISSION
from scoring.store.database import db
from tests.journeys.steps import Visit
from tests.sites import make_site, serving

DOORS = (("填报员", "/unit/"), ("签审人", "/unit/"), ("复核员", "/review/"), ("考核办", "/office/"), ("公布人", "/office/"),
         ("安全管理员", "/accounts/"), ("审计员", "/audit/"), ("系统管理员", "/system/"))


@pytest.fixture
def demonstration(tmp_path: Path, sqlite_url: str) -> Iterator[str]:
    """The address of a site filled with the demonstration."""
    app = make_site(tmp_path, sqlite_url, demo=True)
    with app.app_context():
        story.tell(lambda line: None)
        db.session.remove()
    with serving(app) as address:
        yield address


def test_every_door_of_the_demonstration_leads_to_its_desk(
        page: Page, demonstration: str, axe: Callable[[Any], None]) -> None:
    visit = Visit(page, demonstration, axe)
    for title, path in DOORS:
        visit.go("/sign-in")
        with page.expect_navigation() as coming:
            page.get_by_role("button", name=re.compile(f"^{title}")).click()
        assert (title, visit.path, coming.value.status) == (title, path, 200)
        visit.look_again()
        visit.narrow()
        if title == "考核办":
            assert states_shown(visit) == {state.title for state in SUBMISSION.values()} - {"申诉中"}
        visit.leave()
    visit.go("/sign-in")
    visit.narrow()
    visit.is_clean()


def states_shown(visit: Visit) -> set[str]:
    """The states of a sheet that the office's progress pages tell of, over all assessments."""
    titles = visit.page.get_by_role("main").get_by_role("link", name="查看进度")
    paths = [titles.nth(n).get_attribute("href") or "" for n in range(titles.count())]
    found: set[str] = set()
    for path in paths:
        visit.go(path)
        visit.narrow()
        tabs = visit.page.get_by_role("navigation", name="按状态筛选").get_by_role("link").all_inner_texts()
        found |= {tab.split()[0] for tab in tabs}
    return found - {"全部", "还没有开始", "逾期未交"}
