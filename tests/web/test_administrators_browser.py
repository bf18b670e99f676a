"""The administrators' desks in Chromium: keyboard alone, at a desk and on a phone, without a fault that axe finds."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from scoring import clock
from scoring.store.access import hash_password
from scoring.store.people import User
from scoring.store.writing import writing
from tests import make
from tests.sites import make_site

GOOD = "Qing-Chuan-2031"


@pytest.fixture
def live_app(tmp_path: Path, sqlite_url: str) -> Flask:
    app = make_site(tmp_path, sqlite_url)
    with app.app_context():
        county = make.county()
        make.user("a" * 60, "clerk", "signer", "reviewer", unit_id=county.units["甲乡"], position="职" * 60)
        with writing() as session:
            session.execute(update(User).values(password_hash=hash_password(GOOD), password_at=clock.now()))
    return app


def sign_in(page: Any, address: str, account: str) -> None:
    """With the keyboard, as the labels say."""
    page.goto(f"{address}/sign-in")
    page.get_by_label("账号").fill(account)
    page.get_by_label("密码").fill(GOOD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)


def sideways(page: Any) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize(("account", "paths"), [
    ("security", ["/accounts/", "/accounts/6", "/accounts/11", "/accounts/new", "/accounts/?q=nobody", "/password"]),
    ("auditor", ["/audit/", "/audit/chain", "/audit/?who=nobody"]),
    ("system", ["/system/"]),
])
def test_the_desks_are_set_at_both_widths(page: Any, live_server: str, axe: Callable[[Any], None], account: str,
                                         paths: list[str]) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    sign_in(page, live_server, account)
    for path in paths:
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.goto(live_server + path).status == 200
            assert (path, width, sideways(page)) == (path, width, 0)
            axe(page)
    assert complaints == []


def test_a_refused_sign_in_and_an_account_made_by_keyboard(page: Any, live_server: str, axe: Callable[[Any], None]) -> None:
    page.goto(f"{live_server}/sign-in")
    page.get_by_label("账号").fill("security")
    page.get_by_label("密码").fill("wrong")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    axe(page)
    assert page.get_by_label("账号").input_value() == "security"
    sign_in(page, live_server, "security")
    page.get_by_role("link", name="新建账号").click()
    page.get_by_label("账号").fill("fuhe01")
    page.get_by_role("button", name="建立账号").press("Enter")
    page.get_by_role("alert").get_by_role("link", name="姓名").press("Enter")
    page.keyboard.type("示例·复核员")
    page.get_by_label("复核员").check()
    page.get_by_role("button", name="建立账号").press("Enter")
    link = page.get_by_text("/activate/").inner_text()
    axe(page)
    page.get_by_role("button", name="退出").press("Enter")
    page.goto(link)
    axe(page)
    page.get_by_label("新密码").fill(GOOD)
    page.get_by_label("再输一次").fill(GOOD)
    page.keyboard.press("Enter")
    page.get_by_text("密码设好了").wait_for()
    sign_in(page, live_server, "fuhe01")
    assert page.url == f"{live_server}/review/"
