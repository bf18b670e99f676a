"""Saves a site's public pages as files: follows every link from the first page, and rewrites links to be relative.

Pages come from the site's own views, asked without a server. What a page links to and is not saved is a fault.
"""
from __future__ import annotations

import posixpath
import re
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from scoring.errors import ScoringError

# In our own pages these attributes hold addresses, always in double quotes; a quote in a text is escaped.
LINK = re.compile(r'(?<=[\s])(href|src)="(/[^"]*)"')
# In style sheets and in the feed nothing is linked relative to the page.
PAGES = ("text/html",)
LONGEST = 100       # characters of one file's name


class BrokenLink(ScoringError):
    """A page of the site links to something that is not there."""


class Crawl:
    """One walk through the pages a visitor sees; `said` is told how many files there are so far.

    `host` is where the files will be found, for what must name it: the feed.
    """

    def __init__(self, app: Flask, folder: Path, said: Callable[[int], None] = lambda count: None,
                 host: str = "http://localhost") -> None:
        self.client: FlaskClient = app.test_client()
        self.host = host
        self.folder, self.said = folder, said
        self.files: dict[str, str] = {}             # address → file, both from the top
        self.answers: dict[str, TestResponse] = {}
        self.waiting: deque[str] = deque()

    def run(self, start: str = "/") -> int:
        """Saves everything that can be reached; how many files that are."""
        self._file_of(start, "")
        while self.waiting:
            address = self.waiting.popleft()
            answer, name = self.answers.pop(address), self.files[address]
            data = answer.get_data()
            if answer.mimetype in PAGES:
                data = self._rewritten(data.decode("utf-8"), address, name).encode("utf-8")
            answer.close()
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            self.said(len(self.files) - len(self.waiting))
        return len(self.files)

    def _rewritten(self, text: str, address: str, name: str) -> str:
        here = posixpath.dirname(name)

        def relative(found: re.Match[str]) -> str:
            target, _, anchor = found[2].replace("&amp;", "&").partition("#")
            file = self._file_of(target, address) if target else name
            path = quote(posixpath.relpath(file, here or "."))
            return f'{found[1]}="{path}{"#" + anchor if anchor else ""}"'

        return LINK.sub(relative, text)

    def _file_of(self, address: str, page: str) -> str:
        """The file an address is saved as; asks for it when it is met for the first time."""
        if address in self.files:
            return self.files[address]
        answer = self.client.get(address, base_url=self.host)
        if answer.status_code in (301, 302, 308) and answer.location.startswith("/"):
            self.files[address] = self._file_of(answer.location, page)
            return self.files[address]
        if answer.status_code != 200:
            raise BrokenLink(f"“{page}”里的链接“{address}”打不开（{answer.status_code}），没有导出。")
        self.files[address] = self._free(named(address, answer))
        self.answers[address] = answer
        self.waiting.append(address)
        return self.files[address]

    def _free(self, name: str) -> str:
        """The name, or one beside it where two addresses would share a file."""
        taken, stem, suffix, n = set(self.files.values()), *posixpath.splitext(name), 2
        while name in taken:
            name, n = f"{stem}-{n}{suffix}", n + 1
        return name


def named(address: str, answer: TestResponse) -> str:
    """The file an answer is saved as: a page ends in .html, a download keeps its own name."""
    parts = urlsplit(address)
    path = "/".join(_safe(part) for part in unquote(parts.path).split("/") if part)
    if answer.mimetype not in PAGES:
        said = answer.headers.get("Content-Disposition", "")
        given = re.findall(r"filename\*=UTF-8''([^;]+)|filename=\"?([^\";]+)", said)
        own = _safe(unquote("".join(given[-1]))) if given else ""
        return posixpath.join(posixpath.dirname(path), *_numbers(path), own) if own else path
    asked = "".join(f"-{_safe(value)}" for _, value in parse_qsl(parts.query))
    if not parts.path.endswith("/") and path:
        return f"{path}{asked}.html"
    return posixpath.join(path, f"index{asked}.html")


def _numbers(path: str) -> Iterator[str]:
    """The last part of a download's address, where it is a number: two units may have files of one name."""
    last = posixpath.basename(path)
    if last.isdecimal():
        yield last


def _safe(part: str) -> str:
    """A part of an address as every file system takes it; it never leads upwards."""
    plain = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", part)[:LONGEST].rstrip(". ")
    return plain or "_"
