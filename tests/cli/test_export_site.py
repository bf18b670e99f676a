"""`scoring export-site DIR`: the public pages as files; every link leads to a file, nothing leads out."""
from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from flask import Flask

from scoring import create_app
from scoring.cli import main
from scoring.cli._crawl import BrokenLink, Crawl
from scoring.store.schema import upgrade_schema
from tests import make, publishing

LINKS = re.compile(r'(?:href|src)="([^"#]*)')


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of its own with one publication."""
    folder = tmp_path / "site"
    app = create_app(folder)
    upgrade_schema(app)
    with app.app_context():
        county = make.county(state="published")
        publishing.publication(county.assessment, county.users["office"])
    return folder


def export(site: Path, folder: Path, *more: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["export-site", str(folder), "--site", str(site), *more])
    return done.exit_code, done.stdout + (done.stderr if done.exit_code else "")


def links(folder: Path) -> list[tuple[str, Path]]:
    """Every link of every page with the file it means."""
    return [(f"{page.relative_to(folder)}: {found}", (page.parent / unquote(unescape(found))).resolve())
            for page in sorted(folder.rglob("*.html")) for found in LINKS.findall(page.read_text(encoding="utf-8"))
            if found and not found.startswith("data:")]


def test_every_link_leads_to_a_file_inside(site: Path, tmp_path: Path) -> None:
    folder = tmp_path / "公开"
    code, said = export(site, folder)
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert (code, said) == (
        0, f"已写出 {len(files) - 1} 个文件到 {folder}。打开其中的 index.html 即可；整个文件夹可以原样放到任何网站上。\n")
    found = links(folder)
    assert len(found) > 100
    assert [where for where, file in found if not file.is_file() or folder not in file.parents] == []
    assert {file.suffix for file in files} >= {".html", ".css", ".js", ".json", ".pdf", ".xlsx"}


def test_what_needs_a_server_is_left_out(site: Path, tmp_path: Path) -> None:
    export(site, tmp_path / "out")
    pages = [page.read_text(encoding="utf-8") for page in (tmp_path / "out").rglob("*.html")]
    assert [word for word in ("csrf", 'type="module"', "<form", "sign-in", 'method="post"')
            for page in pages if word in page] == []


def test_equal_sites_give_equal_files_and_an_export_is_replaced_whole(site: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    export(site, folder)
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    (folder / "old.html").write_text("旧", encoding="utf-8")
    assert export(site, folder)[0] == 0
    assert {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == before


def test_the_feed_names_where_the_files_will_be(site: Path, tmp_path: Path) -> None:
    assert export(site, tmp_path / "none")[0] == export(site, tmp_path / "out", "--address", "https://zw.example.cn")[0] == 0
    feed = (tmp_path / "out" / "feed.xml").read_text(encoding="utf-8")
    found = re.findall(r'<link [^>]*href="(https?://[^"]*)"', feed)
    assert ({link.split("/")[2] for link in found}, (tmp_path / "none" / "feed.xml").exists()) == ({"zw.example.cn"}, False)


@pytest.mark.parametrize("address", ["www.example.cn", "https://a.cn/b", "ftp://a.cn", "https://a b"])
def test_an_address_that_is_none(site: Path, tmp_path: Path, address: str) -> None:
    assert export(site, tmp_path / "out", "--address", address) == (
        1, f"“{address}”不是网站的地址，应像 https://www.example.gov.cn 这样，后面不带路径。\n")


def test_a_folder_with_other_files_is_left_alone(site: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "信.txt").write_text("留着", encoding="utf-8")
    assert export(site, folder) == (1, f"{folder} 里已经有别的文件。换一个空文件夹，或者换一个名字。\n")
    assert [file.name for file in folder.iterdir()] == ["信.txt"]


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_link_to_nothing_stops_the_export(app: Flask, tmp_path: Path) -> None:
    with pytest.raises(BrokenLink) as refused:
        Crawl(app, tmp_path).run("/results/9/")
    assert refused.value.sentence == "“”里的链接“/results/9/”打不开（404），没有导出。"
