"""Hostile texts on the public pages: shown as typed, without a tag, an attribute or an address of their own."""
from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

from flask import Flask

from scoring.core.published import open_file
from scoring.store.results import Publication
from scoring.store.writing import writing
from tests import make, publishing
from tests.exports.hostile import ABSENT, HOSTILE, hostile_file

SEEN = [3, 9, 11]     # how often the pages of `read` say it: in titles, crumbs, cells, reasons


class Reader(HTMLParser):
    """The tags with the names of their attributes, and the text between them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: Counter[tuple[str, tuple[str, ...]]] = Counter()
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag, tuple(name for name, _ in attrs)] += 1

    def handle_data(self, data: str) -> None:
        self.text += data


def test_shown_as_typed(app: Flask) -> None:
    with app.app_context():
        county = make.county(state="published", sheets="final")
        key = publishing.publication(county.assessment, county.users["office"], file=hostile_file("平常")).id
    quiet = read(app, key)
    assert [page.text.count("平常") for page in quiet] == SEEN
    for text in (text for text, _ in HOSTILE + ABSENT):
        publish(app, key, hostile_file(text))
        told = read(app, key)
        assert [(text, page.tags - before.tags) for page, before in zip(told, quiet, strict=True)] == [(text, Counter())] * 3
        counts = [page.text.count(text) for page in told]
        assert [(text, n >= seen) for n, seen in zip(counts, SEEN, strict=True)] == [(text, True)] * 3


def publish(app: Flask, key: int, file: str) -> None:
    """Puts another file into a publication."""
    with app.app_context(), writing() as session:
        row = session.get_one(Publication, key)
        row.file, row.digest = file, open_file(file).digest


def read(app: Flask, key: int) -> list[Reader]:
    """The home page, the ranking and the card of a publication."""
    visitor = app.test_client()
    return [Reader(visitor.get(page).text) for page in ("/", f"/results/{key}/", f"/results/{key}/units/1")]
