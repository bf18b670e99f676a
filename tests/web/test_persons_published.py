"""Three hundred planted numbers of persons: none in any page, file, metadata or file name that the public can get.

The control masks nothing, and finds every one of them.
"""
from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient

from scoring import exports
from scoring.cli._crawl import Crawl
from scoring.core import masking, snapshot
from tests import make, persons, publishing
from tests.persons import found
from tests.web.test_public_hostile import Reader

ARTEFACTS = {"home", "ranking", "search", "group 2", "card 1", "card 16", "compare", "feed", "verify", "verify/here"}
SHOWN = 2       # units whose own files are looked at


def pages(visitor: FlaskClient, key: int) -> Iterator[tuple[str, str]]:
    """Every public page, source and text."""
    addresses = {"home": "/", "ranking": f"/results/{key}/", "search": f"/results/{key}/groups/1?q=单位",
                 "group 2": f"/results/{key}/groups/2", "card 1": f"/results/{key}/units/1",
                 "card 16": f"/results/{key}/units/{persons.UNITS}", "compare": f"/results/{key}/compare?a=1&b=2", "feed": "/feed.xml", "verify": "/verify",
                 "verify/here": "/verify/here"}
    for name, address in addresses.items():
        answer = visitor.get(address)
        assert (name, answer.status_code) == (name, 200)
        yield name, answer.text + Reader(answer.text).text


def files(visitor: FlaskClient, key: int, folder: Path) -> Iterator[tuple[str, str]]:
    """Every public file with its name, whatever it is packed in."""
    for export in exports.drawer().values():
        if export.public:
            for of in {"unit": range(1, SHOWN + 1), "group": (1, 2), "all": (0,)}[export.scope]:
                answer = visitor.get(f"/results/{key}/files/{export.name}" + (f"/{of}" if of else ""))
                assert (export.name, answer.status_code) == (export.name, 200)
                yield export.name, unquote(answer.headers["Content-Disposition"]) + said(answer.data, folder)


def said(content: bytes, folder: Path) -> str:
    """All that a file says: its text, its metadata, its attachments, and its bytes as they are."""
    raw = content.decode("utf-8", "ignore")
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return "".join(name + parts.read(name).decode("utf-8") for name in parts.namelist())
    if not content.startswith(b"%PDF-"):
        return raw
    path = folder / "read.pdf"
    path.write_bytes(content)
    reader = pypdf.PdfReader(path)
    inner = [*(f"{name}{data}" for name, data in reader.attachments.items()), str(reader.metadata),
             str(reader.xmp_metadata and reader.xmp_metadata.stream.get_data()), str(reader.outline)]
    told = [subprocess.run([program, *options, str(path), *tail], capture_output=True, check=True).stdout.decode()
            for program, options, tail in (("pdftotext", ["-raw"], ["-"]), ("pdfinfo", [], []), ("pdfinfo", ["-meta"], []))]
    return "".join((raw, *inner, *told))


def artefacts(app: Flask, folder: Path) -> list[tuple[str, set[str]]]:
    """Page or format → the planted numbers in it."""
    with app.app_context():
        county = make.county(state="published", sheets="final")
        key = publishing.publication(county.assessment, county.users["office"], file=persons.file(),
                                     reason=f"更正{persons.PLANTED[24]}").id
    visitor = app.test_client()
    return [(name, found(text)) for name, text in (*pages(visitor, key), *files(visitor, key, folder))]


def test_the_exported_site_has_none(app: Flask, tmp_path: Path) -> None:
    """Everything that a visitor reaches by links: histories, indicators, corrections, and every file with its name."""
    with app.app_context():
        county = make.county(state="published", sheets="final")
        publishing.publication(county.assessment, county.users["office"], file=persons.file())
    app.config["STATIC_SITE"] = True
    out = tmp_path / "out"
    count = Crawl(app, out).run()
    told = [(file.relative_to(out).as_posix(), found(str(file) + said(file.read_bytes(), tmp_path)))
            for file in sorted(out.rglob("*")) if file.is_file()]
    assert (len(told), len(told) > 100, [one for one in told if one[1]]) == (count, True, [])


@pytest.fixture
def unmasked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The product as it would be if nobody had thought of masking."""
    for module in (masking, snapshot):
        monkeypatch.setattr(module, "mask", lambda text: text)
    monkeypatch.setattr(masking, "mask_link", lambda text: text)


def test_none_is_published(app: Flask, tmp_path: Path) -> None:
    told = artefacts(app, tmp_path)
    public = {name for name, export in exports.drawer().items() if export.public}
    assert {name for name, _ in told} == ARTEFACTS | public
    assert [(name, numbers) for name, numbers in told if numbers] == []


@pytest.mark.usefixtures("unmasked")
def test_the_control_finds_every_one(app: Flask, tmp_path: Path) -> None:
    told = artefacts(app, tmp_path)
    assert set().union(*(numbers for _, numbers in told)) == set(persons.PLANTED)
    assert {name for name, numbers in told if not numbers} == {"verify", "verify/here"}


def test_the_circular_and_the_report_have_none_either(tmp_path: Path) -> None:
    """They are the office's and the unit's, who finish and send them."""
    published = publishing.open_file(persons.file())
    unit = published.groups[0].results[0].unit
    for export, subject in (*((one, "") for one in exports.for_office()), (exports.drawer()["docx_report"], unit)):
        assert found(said(export.render(published, subject), tmp_path)) == set()
