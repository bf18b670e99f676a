"""A browser that is signed in: the pages of one account, and whether they fit and can be read by everyone."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask
from playwright.sync_api import Page

from tests import make


def signed_in(page: Page, app: Flask, server: str, user: int, under: str) -> Callable[[str], Page]:
    """Goes to a page of that account: its path follows `under`, e.g. '/office/'."""
    with app.app_context():
        client = make.client(app, user)
    client.get(under)
    cookie = client.get_cookie("scoring")
    assert cookie is not None
    page.context.add_cookies([{"name": "scoring", "value": cookie.value, "url": server}])

    def go(path: str) -> Page:
        page.goto(f"{server}{under}{path}")
        return page
    return go


def fits(visit: Callable[[str], Page], axe: Any, paths: Iterable[str], width: int) -> None:
    """Each page stays within a window of that width, and axe finds no fault."""
    for path in paths:
        page = visit(path)
        page.set_viewport_size({"width": width, "height": 900})
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert (path, over) == (path, 0)
        axe(page)
