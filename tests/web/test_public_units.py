"""A unit's history, the list of publications page by page, the feed, and the page that tells how to verify."""
from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from scoring.core.release import Release
from scoring.store import signing_keys
from scoring.store.writing import writing
from scoring.web.public_history import key_of
from tests import make, publishing
from tests.reviewing import text_of
from tests.statements import counted

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])
ATOM = "{http://www.w3.org/2005/Atom}"
FIRST = datetime(2020, 3, 1, 4, tzinfo=UTC)


def published(app: Flask, many: int, **more: object) -> None:
    """So many assessments, a year apart, each published in March of the year after."""
    with app.app_context():
        office = make.user("office", "office").id
        adopted = make.adopted().id
        for n in range(many):
            sheets = publishing.SHEETS if n % 2 else ({**publishing.SHEETS[0], "facts": {}, "rulings": {}},
                                                      *publishing.SHEETS[1:])
            file = publishing.file_text(f"{2019 + n} 年度考核", year=2019 + n, sheets=sheets, **more)  # type: ignore[arg-type]
            row = publishing.publication(make.assessment(adopted, f"第 {n} 次", "published").id, office, file=file)
            with writing() as session:
                session.merge(row).published_at = FIRST + timedelta(days=365 * n)


def test_a_history_lists_every_outcome_and_draws_places_and_totals(app: Flask, client: FlaskClient) -> None:
    published(app, 3)
    page = client.get(f"/units/{key_of('甲乡')}").text
    words = text_of(page)
    assert re.findall(r'<th scope="row"><a href="(/results/\d/)">([^<]+)</a>', page) == [
        ("/results/3/", "2021 年度考核"), ("/results/2/", "2020 年度考核"), ("/results/1/", "2019 年度考核")]
    assert re.findall(r"第 \d 名，共 2 个 (\S+(?: \d 名)?) ([\d.]+) / 100", words) == [
        ("降 1 名", "0"), ("升 1 名", "88"), ("—", "0")]
    assert re.findall(r'href="(/results/\d/units/\d)">看评分卡', page) == [
        "/results/3/units/2", "/results/2/units/1", "/results/1/units/2"]
    assert re.findall(r'role="img" aria-label="([^"]+)"', page) == [
        "名次（越高越靠前）：2019-12 第 2 名，2020-12 第 1 名，2021-12 第 2 名", "总分（占满分的比例）：2019-12 0，2020-12 88，2021-12 0"]
    assert re.findall(r'<polyline class="course-line" points="([^"]+)"', page) == [
        "48,112 144,32 240,112", "48,112 144,42 240,112"]


def test_one_outcome_is_no_line_and_the_newest_six_are_drawn(app: Flask, client: FlaskClient) -> None:
    published(app, 1)
    page = client.get(f"/units/{key_of('乙乡')}").text
    assert ("<polyline" in page, "以后再有公布，这里会画出名次和总分的变化" in page) == (False, True)


def test_of_many_outcomes_the_newest_are_drawn(app: Flask, client: FlaskClient) -> None:
    published(app, 8)
    page = client.get(f"/units/{key_of('乙乡')}").text
    assert ("图上是最近 6 次。" in page, page.count("2026-12"), page.count("2020-12<")) == (True, 4, 0)


@pytest.mark.parametrize("key", ["甲乡", "0" * 16, "../..", "x" * 300])
def test_a_unit_nobody_knows_is_absent(app: Flask, client: FlaskClient, key: str) -> None:
    published(app, 1)
    assert client.get(f"/units/{key}").status_code == 404


@pytest.mark.parametrize("many", [1, 3])
@pytest.mark.parametrize(("address", "statements"), [("/", 2), ("/feed.xml", 2), (f"/units/{key_of('甲乡')}", 1)])
def test_a_list_takes_so_many_statements_however_many_there_are(app: Flask, many: int, address: str,
                                                                statements: int) -> None:
    published(app, many)
    client = app.test_client()
    client.get(address)     # the files are read the first time
    with counted(app) as sent:
        assert client.get(address).status_code == 200
    assert len(sent) == statements


def test_more_than_twenty_are_turned_page_by_page_under_their_years(app: Flask, client: FlaskClient) -> None:
    published(app, 22)
    first, last = client.get("/").text, client.get("/page/2").text
    titles = [re.findall(r'docket-title"><a href="[^"]+">(\d+) 年度', page) for page in (first, last)]
    assert [titles[0][0], titles[0][-1], *titles[1]] == ["2040", "2021", "2020", "2019"]
    assert re.findall(r'<h2 class="year">(\d+) 年公布', last) == ["2021", "2020"]
    assert re.findall(r'rel="(prev|next)" href="([^"]+)"', first + last) == [("next", "/page/2"), ("prev", "/")]


@pytest.mark.parametrize("address", ["/page/0", "/page/2", "/page/99999999999999999999"])
def test_a_page_beyond_the_ends_is_absent(app: Flask, client: FlaskClient, address: str) -> None:
    published(app, 1)
    assert client.get(address).status_code == 404


def test_a_few_stand_without_years(app: Flask, client: FlaskClient) -> None:
    published(app, 3)
    assert 'class="year"' not in client.get("/").text


def test_the_feed_tells_of_publications_and_corrections(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        county = make.county(state="published", sheets="final")
        by = county.users["office"]
        old = publishing.publication(county.assessment, by, "superseded", file=publishing.file_text("甲 & <乙>"))
        file = publishing.file_text("甲 & <乙>", release=Release(document="示例办〔2027〕3号"),
                                    replaces={"digest": old.digest, "reason": "漏计"})
        new = publishing.publication(county.assessment, by, edition=2, file=file, replaces_id=old.id,
                                     reason="漏计\x0b了 ]]> \ufffe")
        digests = [new.digest, old.digest]
    answer = client.get("/feed.xml", base_url="http://127.0.0.1:8123")
    feed = ElementTree.fromstring(answer.data)  # noqa: S314 - our own
    entries = feed.findall(f"{ATOM}entry")
    assert answer.mimetype == "application/atom+xml"
    assert [e.findtext(f"{ATOM}id") for e in entries] == [f"urn:scoring-snapshot:{digest}" for digest in digests]
    assert [e.findtext(f"{ATOM}title") for e in entries] == ["更正公布：甲 & <乙>", "公布：甲 & <乙>"]
    assert [link.get("href") for e in entries for link in e.findall(f"{ATOM}link")] == [
        "http://127.0.0.1:8123/results/2/", "http://127.0.0.1:8123/results/1/"]
    assert [e.findtext(f"{ATOM}summary") for e in entries] == [
        "更正原因：漏计了 ]]> \ufffd。乡镇 2 个单位，县直部门 1 个单位。公布范围：向社会公开，各单位全部列出。据以公布的文件：示例办〔2027〕3号。",
        "乡镇 2 个单位，县直部门 1 个单位。公布范围：向社会公开，各单位全部列出。据以公布的文件：没有登记。这次公布后来又更正过。"]
    times = [feed.findtext(f"{ATOM}updated"), entries[0].findtext(f"{ATOM}updated")]
    assert (times[0] == times[1], bool(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", times[0] or ""))) == (True, True)


def test_an_empty_feed_is_a_feed_and_every_public_page_names_it(app: Flask, client: FlaskClient) -> None:
    feed = ElementTree.fromstring(client.get("/feed.xml").data)  # noqa: S314 - our own
    assert (feed.tag, feed.findall(f"{ATOM}entry")) == (f"{ATOM}feed", [])
    published(app, 1)
    for address in ("/", "/verify", "/verify/here", "/results/1/", "/results/1/units/1", "/results/1/compare"):
        assert (address, '<link rel="alternate" type="application/atom+xml" title="考核结果公布" href="/feed.xml">'
                in client.get(address).text) == (address, True)


def test_the_page_on_verifying_lists_the_keys_and_every_way(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        old = signing_keys.listed()[-1]
        new = signing_keys.rotate()
    page = client.get("/verify").text
    words = text_of(page)
    assert (f"{new.public} {new.made_at[:10]} 正在使用 {old.public} {old.made_at[:10]} {new.made_at[:10]}" in words) is True
    assert re.findall(r'<li><a href="(/verify/[^"]+)">', page) == ["/verify/here", "/verify/page", "/verify/program"]
    assert ("评分卡 PDF 也能核验" in words, "它不能说明填报的材料是否属实" in words) == (True, True)
