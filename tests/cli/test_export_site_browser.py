"""The exported site as a visitor meets it: opened from a folder with the network off."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.cli.test_export_site import export, site

__all__ = ["site"]


@pytest.fixture
def folder(site: Path, tmp_path: Path) -> Path:
    made = tmp_path / "公开 结果"
    assert export(site, made)[0] == 0
    return made


@pytest.fixture
def offline(page: Page) -> Page:
    """A page that fails the test at any fault in its console and any file it does not find."""
    page.context.set_offline(True)
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("requestfailed", lambda request: faults.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.faults = faults  # type: ignore[attr-defined]
    return page


def kinds(folder: Path) -> list[Path]:
    """One page of each kind: the first of every folder, numbers in names aside."""
    seen: dict[str, Path] = {}
    for file in sorted(folder.rglob("*.html")):
        path = file.relative_to(folder).as_posix()
        seen.setdefault("".join("#" if c.isdigit() else c for c in path).replace("##", "#"), file)
    return list(seen.values())


def test_pages_open_without_a_network(folder: Path, offline: Page) -> None:
    pages = kinds(folder)
    for file in pages:
        offline.goto(file.as_uri())
        expect(offline.locator("h1")).to_have_count(1)
        for width in (1280, 390):
            offline.set_viewport_size({"width": width, "height": 900})
            over = offline.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert (file.name, width, over) == (file.name, width, 0)
    assert (len(pages) >= 8, offline.faults) == (True, [])  # type: ignore[attr-defined]


def test_pages_can_be_read_by_everyone(folder: Path, page: Page, axe: Any) -> None:
    page.context.set_offline(True)
    for file in kinds(folder):
        page.goto(file.as_uri())
        axe(page)


def test_by_clicking_from_the_list_to_a_card_and_a_verified_file(folder: Path, offline: Page) -> None:
    offline.goto((folder / "index.html").as_uri())
    offline.get_by_role("link", name="看排名").first.click()
    offline.get_by_role("link", name="甲乡").first.click()
    expect(offline.locator("h1")).to_have_text("甲乡")
    offline.get_by_role("link", name="怎样核验").first.click()
    offline.get_by_role("link", name="在浏览器里核验").first.click()
    for suffix, words in ((".json", "文件没有改动"), (".pdf", "甲乡")):
        files = sorted(file for file in folder.rglob(f"*{suffix}") if "汇编" not in file.name and "excerpt" not in file.name)
        offline.locator("#verify-file").set_input_files(next(f for f in files if suffix == ".json" or "甲乡" in f.name))
        expect(offline.locator("#verify-outcome")).to_contain_text("通过")
        expect(offline.locator("#verify-outcome")).to_contain_text(words)
    assert offline.faults == []  # type: ignore[attr-defined]
