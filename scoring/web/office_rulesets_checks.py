"""What checking a draft found, as a page shows it: each fault with its line of the text, and the text with numbers."""
from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest

from ..rulebook.encoding import decode
from ..rulebook.loading import Loaded, load
from ..rulebook.source import Fault

BEFORE, AFTER, LONGEST_LINE = 60, 100, 400   # characters of a line that are shown
LINES = 1000                                 # lines of the text on one page
MOST_SHOWN = 500
_WORD = re.compile(r"[^\s:,{}\[\]\"'#：，]+|\S")
_UNSEEN = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True)
class Shown:
    """A fault with its line: what stands before the place, the place itself, and what follows."""

    id: str
    level: str
    line: int
    column: int
    sentence: str
    before: str
    marked: str
    after: str
    href: str          # the line in the numbered text


@dataclass(frozen=True)
class SourceLine:
    """A line of the text; `fault` is the id of the first fault that stands in it."""

    number: int
    text: str
    cut: int           # characters left out at its end
    level: str = ""
    fault: str = ""


@dataclass(frozen=True)
class Source:
    """One page of the numbered text."""

    lines: tuple[SourceLine, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True)
class Findings:
    """Everything a check found, errors first. `left` counts what is not shown."""

    loaded: Loaded
    faults: tuple[Shown, ...]
    left: int

    @property
    def errors(self) -> int:
        """How many places must be mended."""
        return len(self.loaded.errors)

    @property
    def warnings(self) -> int:
        """How many places are worth a look."""
        return len(self.loaded.warnings)


@functools.lru_cache(maxsize=64)
def checked(text: str) -> Loaded:
    """The ruleset in a draft's text, with its faults; the same text is read once."""
    return load(text.encode("utf-8", "surrogatepass"), "")


def text_of(data: bytes) -> tuple[str | None, tuple[Fault, ...]]:
    """The text of an uploaded file, or None with the faults if its bytes are no text that could be kept.

    Odd characters inside a text do not matter here: they are found when the draft is checked.
    """
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    refused = decode(data)[1]
    strange = "\0" in text or data.startswith((b"PK\x03\x04", b"%PDF"))
    if strange and refused:
        return None, tuple(Fault("", mark.line, mark.column, sentence) for mark, sentence in refused)
    return text, ()


def findings(text: str) -> Findings:
    """The check of a text as a page shows it."""
    loaded = checked(text)
    lines = text.split("\n")
    ordered = [*loaded.errors, *loaded.warnings]
    shown = tuple(_shown(n, fault, lines) for n, fault in enumerate(ordered[:MOST_SHOWN], 1))
    return Findings(loaded, shown, len(ordered) - len(shown))


def _shown(n: int, fault: Fault, lines: list[str]) -> Shown:
    text = lines[fault.line - 1] if fault.line <= len(lines) else ""
    at = fault.column - 1
    word = _WORD.match(text, at)
    end = min(word.end() if word else at, at + AFTER)
    before = text[max(0, at - BEFORE):at]
    before = before.lstrip() if at <= BEFORE else "…" + before
    after = text[end:end + AFTER] + ("…" if len(text) > end + AFTER else "")
    page = (fault.line - 1) // LINES + 1
    return Shown(f"f{n}", fault.level, fault.line, fault.column, fault.sentence, seen(before), seen(text[at:end]),
                 seen(after), f"{'?page=' + str(page) if page > 1 else ''}#L{fault.line}")


def seen(text: str) -> str:
    """The text with every character that cannot be seen as '␣'."""
    return _UNSEEN.sub("␣", text)


def first_difference(one: str, other: str) -> int:
    """The first line, from 1, in which two texts differ."""
    pairs = enumerate(zip_longest(one.split("\n"), other.split("\n")), 1)
    return next((n for n, (a, b) in pairs if a != b), 1)


def source(text: str, found: Findings, page: int) -> Source:
    """A page of the numbered text; lines with faults say which."""
    lines = text.removesuffix("\n").split("\n")
    pages = max(1, -(-len(lines) // LINES))
    page = min(max(page, 1), pages)
    at: dict[int, Shown] = {}
    for fault in found.faults:
        at.setdefault(fault.line, fault)
    start = (page - 1) * LINES
    shown = tuple(_line(n, line, at) for n, line in enumerate(lines[start:start + LINES], start + 1))
    return Source(shown, page, pages, len(lines))


def _line(number: int, text: str, at: Mapping[int, Shown]) -> SourceLine:
    fault, cut = at.get(number), max(0, len(text) - LONGEST_LINE)
    return SourceLine(number, seen(text[:LONGEST_LINE]), cut, fault.level if fault else "", fault.id if fault else "")
