"""Who opens which page of a publication, by its scope: what one may not see is absent."""
from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from scoring.core.release import Release
from scoring.store.people import Recusal
from scoring.store.writing import writing
from scoring.web.public_history import key_of
from tests import make, publishing

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])
WHO = ("visitor", "clerk", "rival", "reviewer", "recused", "auditor", "office")
RANKING, INDICATOR, COMPARE = "", "groups/1/indicators/disclosure", "compare"
CARDS = ("units/1", "units/2", "units/3", "files/pdf_scorecard/2")
FILES = ("files/json_snapshot", "files/xlsx_ranking", "files/pdf_booklet/1")


@pytest.fixture
def county(app: Flask) -> make.County:
    with app.app_context():
        made = make.county(state="published", sheets="final")
        made.users["recused"] = make.user("recused", "reviewer").id
        make.duty(made.assessment, made.users["recused"])
        with writing() as session:
            session.add(Recusal(user_id=made.users["recused"], unit_id=made.units["甲乡"], reason="示例"))
    return made


def browsers(app: Flask, county: make.County) -> dict[str, FlaskClient]:
    """A browser for each; to be used outside of an app context, which would keep who asked first."""
    with app.app_context():
        return {who: make.client(app, county.users.get(who)) for who in WHO}


def opened(app: Flask, county: make.County, release: Release, *tails: str) -> dict[str, list[int]]:
    """Who → the status of each page of a publication of that scope."""
    with app.app_context():
        key = publishing.publication(county.assessment, county.users["office"],
                                     file=publishing.file_text(release=release)).id
    return {who: [browser.get(f"/results/{key}/{tail}").status_code for tail in tails]
            for who, browser in browsers(app, county).items()}


def same(statuses: list[int], *who: str) -> dict[str, list[int]]:
    return dict.fromkeys(who, statuses)


def test_inside_is_for_whoever_is_signed_in(app: Flask, county: make.County) -> None:
    tails = (RANKING, INDICATOR, COMPARE, *CARDS, *FILES)
    assert opened(app, county, Release("inside"), *tails) == (
        same([404] * 10, "visitor") | same([200] * 10, *WHO[1:]))


def test_told_to_each_unit_is_its_own_card_and_nothing_else(app: Flask, county: make.County) -> None:
    assert opened(app, county, Release("unit"), RANKING, INDICATOR, COMPARE) == (
        same([404] * 3, "visitor", "clerk", "rival", "auditor") | same([200] * 3, "reviewer", "recused", "office"))


def test_told_to_each_unit_cards(app: Flask, county: make.County) -> None:
    assert opened(app, county, Release("unit"), *CARDS) == (
        same([404] * 4, "visitor", "auditor") | same([200] * 4, "reviewer", "office")
        | {"clerk": [200, 404, 404, 404], "rival": [404, 200, 404, 200], "recused": [404, 200, 200, 200]})


def test_told_to_each_unit_files(app: Flask, county: make.County) -> None:
    assert opened(app, county, Release("unit"), *FILES) == (
        same([404] * 3, "visitor", "clerk", "rival", "recused", "auditor") | same([200] * 3, "reviewer", "office"))


def test_the_first_alone_are_open_and_a_unit_has_its_own_card(app: Flask, county: make.County) -> None:
    assert opened(app, county, Release("public", 1), RANKING, INDICATOR, COMPARE, *CARDS) == (
        same([200, 200, 200, 200, 404, 200, 404], "visitor", "clerk", "reviewer", "recused", "auditor")
        | same([200] * 7, "rival", "office"))


def test_the_first_alone_files(app: Flask, county: make.County) -> None:
    assert opened(app, county, Release("public", 1), *FILES) == (
        same([404, 200, 200], *WHO[:-1]) | same([200] * 3, "office"))


@pytest.fixture
def short(app: Flask, county: make.County) -> int:
    """A publication that lists the first of each group, 甲乡 and 丙局, and corrects another."""
    with app.app_context():
        old = publishing.file_text(release=Release("public", 1), sheets=publishing.SHEETS[::-1])
        file = publishing.file_text(release=Release("public", 1), replaced=old,
                                    replaces={"digest": "d" * 64, "reason": "漏计"})
        return publishing.publication(county.assessment, county.users["office"], file=file, replaces_id=1,
                                      reason="漏计").id


@pytest.mark.parametrize("tail", [
    "results/1/", "results/1/?q=乙", "results/1/?sort=name", "results/1/groups/1/indicators/disclosure",
    "results/1/groups/1/indicators/basics", "results/1/compare", "results/1/compare?a=1&b=2", "results/1/changes",
    "results/1/units/1", "", "feed.xml"])
def test_the_name_of_whom_is_not_listed_stands_nowhere(app: Flask, county: make.County, short: int, tail: str) -> None:
    assert short == 1
    asking = browsers(app, county)
    for who in ("visitor", "clerk", "reviewer", "auditor"):
        page = asking[who].get(f"/{tail}")
        assert (who, page.status_code, "乙乡" in re.sub(r'value="[^"]*"|“乙”', "", page.text)) == (who, 200, False)


def test_the_office_finds_the_name_on_the_same_pages(app: Flask, county: make.County, short: int) -> None:
    """The control of the test above."""
    office = browsers(app, county)["office"]
    for tail in ("", "groups/1/indicators/disclosure", "compare"):
        assert (tail, "乙乡" in office.get(f"/results/{short}/{tail}").text) == (tail, True)


def test_a_history_has_what_its_reader_may_open(app: Flask, county: make.County, short: int) -> None:
    address = f"/units/{key_of('乙乡')}"
    seen = {who: browser.get(address).status_code for who, browser in browsers(app, county).items()}
    assert seen == dict.fromkeys(WHO, 404) | {"rival": 200, "office": 200}


def test_home_leads_a_unit_to_its_card_and_tells_the_others_nothing(app: Flask, county: make.County) -> None:
    with app.app_context():
        key = publishing.publication(county.assessment, county.users["office"],
                                     file=publishing.file_text(release=Release("unit"))).id
    links = {who: re.findall(r'class="docket-title"><a href="([^"]+)"', browser.get("/").text)
             for who, browser in browsers(app, county).items()}
    card, ranking = f"/results/{key}/units/", f"/results/{key}/"
    assert links == same([], "visitor", "auditor") | same([ranking], "reviewer", "recused", "office") | {
        "clerk": [f"{card}1"], "rival": [f"{card}2"]}


@pytest.mark.parametrize(("release", "said"), [
    (Release(), "公布范围：向社会公开，各单位全部列出。 据以公布的文件：没有登记。"),
    (Release("public", 5, "示例办〔2027〕3号"), "公布范围：向社会公开，每组只列前 5 名；你的账号看得到全部单位，不要外传。"
                                             " 据以公布的文件：示例办〔2027〕3号。"),
    (Release("inside"), "公布范围：只在本系统内部通报，登录后可看，各单位全部列出，不要外传。 据以公布的文件：没有登记。"),
    (Release("unit"), "公布范围：只告知各单位自己；你的账号看得到全部单位，不要外传。 据以公布的文件：没有登记。"),
])
def test_every_page_says_how_far_it_goes_and_by_which_document(app: Flask, county: make.County, release: Release,
                                                               said: str) -> None:
    file = publishing.file_text(release=release, replaces={"digest": "d" * 64, "reason": "漏计"})
    with app.app_context():
        publishing.publication(county.assessment, county.users["office"], file=file, replaces_id=1, reason="漏计")
    office = browsers(app, county)["office"]
    for tail in ("", "units/1", "groups/1/indicators/disclosure", "compare", "changes"):
        page = office.get(f"/results/1/{tail}").text
        assert re.findall(r'<p class="scope">(.*?)</p>', page, re.S) != []
        words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", re.findall(r'<p class="scope">(.*?)</p>', page, re.S)[0]))
        assert (tail, words.strip()) == (tail, said)


def test_what_is_corrected_out_of_sight_says_so(app: Flask, county: make.County) -> None:
    """The correction goes less far than what it corrects: a visitor learns that there is one, not where."""
    with app.app_context():
        by = county.users["office"]
        old = publishing.publication(county.assessment, by, "superseded").id
        file = publishing.file_text(release=Release("inside"), replaces={"digest": "d" * 64, "reason": "漏计"})
        publishing.publication(county.assessment, by, edition=2, file=file, replaces_id=old, reason="漏计")
    page, clerk = (browsers(app, county)[who].get(f"/results/{old}/").text for who in ("visitor", "clerk"))
    assert ("更正后的结果不在你能看到的范围内" in page, 'href="/results/2/"' in page) == (True, False)
    assert ("更正后的结果不在你能看到的范围内" in clerk, 'href="/results/2/"' in clerk) == (False, True)


def test_what_is_frozen_is_not_among_the_public_pages_even_for_the_office(app: Flask, county: make.County) -> None:
    with app.app_context():
        key = publishing.publication(county.assessment, county.users["office"], "frozen").id
    office = browsers(app, county)["office"]
    assert [office.get(f"/results/{key}/{tail}").status_code for tail in ("", "units/1", "files/json_snapshot")] == [404] * 3
