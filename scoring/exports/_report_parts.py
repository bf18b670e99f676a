"""The pieces of a self-inspection report (自查报告), and the unit it is about: its facts and points in one view."""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scoring.core.facts import Facts
from scoring.core.published import Published, Result, Row
from scoring.core.sheet import Sheet, View, read_sheet
from scoring.core.stage import Card, Line

from ._circular import numeral, plain
from ._text import clean
from ._word import Hole, Text

PERCENT = re.compile(r" ?%( (?=[⺀-鿿]))?")
ENOUGH = 20     # so many items are counted 一是、二是; more are numbered


@dataclass(frozen=True)
class Part:
    """One paragraph. Kinds: to, text, heading (一、), subheading (（一）), note (附件说明), office, date."""

    kind: str
    text: Text
    right: float = 0        # of office and date: how many characters from the right edge they end


@dataclass(frozen=True)
class Table:
    """A small table in the text; every cell is plain text. Columns take their share of the width."""

    heads: tuple[str, ...]
    shares: tuple[float, ...]
    centred: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    strong: frozenset[int] = frozenset()    # rows set like the head


Piece = Part | Table


@dataclass(frozen=True)
class Inspected:
    """One unit's result seen as it was claimed, or as it stands after the review."""

    published: Published
    result: Result
    view: View
    sheet: Sheet

    @property
    def claimed(self) -> bool:
        """Whether only the unit itself has spoken so far."""
        return self.view == "claimed"

    @property
    def card(self) -> Card:
        """The card of this view."""
        return self.result.claimed if self.claimed else self.result.verified

    def line(self, row: Row) -> Line:
        """A leaf's outcome in this view."""
        return row.claimed if self.claimed else row.verified

    def facts(self, row: Row) -> Facts | None:
        """A leaf's facts in this view; None if there are none."""
        return self.sheet.facts_in(row.leaf.id, self.view)

    def waits(self, row: Row) -> bool:
        """Whether somebody else has still to say what a leaf is worth."""
        return self.line(row).state == "unanswered" and (row.leaf.filled_by != "unit" or not row.leaf.own_fields())


def inspected(published: Published, result: Result, view: View) -> Inspected:
    """A unit of a publication, with its facts read back."""
    unit = next(one for one in published.file["snapshot"]["units"] if one["name"] == result.unit)
    return Inspected(published, result, view, read_sheet({**unit, "unit": result.unit}, published.ruleset, (), []))


def hole(what: str) -> Hole:
    """'【请填写…】': what a person has still to write."""
    return Hole(f"【{what}】")


def line_of(text: str) -> str:
    """A name or title in one line, its spaces kept as they are."""
    return " ".join(clean(text).split())


def smooth(text: str) -> str:
    """Text of the product in one line, without spaces between words and figures or before a percent sign."""
    return PERCENT.sub("%", plain(text))


def stopped(text: str) -> str:
    """A sentence with one full stop, whatever it ended with."""
    told = text.rstrip(" 。；;，,、")
    return told if told.endswith(("！", "？", "…", "!", "?")) else f"{told}。" if told else ""


def paragraphs(text: str) -> tuple[str, ...]:
    """The lines of a text that somebody wrote, each a paragraph that ends with a stop."""
    return tuple(stopped(told) for line in clean(text).split("\n") if (told := plain(line)))


def counted(items: list[Text]) -> Iterator[Part]:
    """'一是…', '二是…', a paragraph each; numbered where they are many; alone as it is."""
    for n, item in enumerate(items, 1):
        first = "" if len(items) == 1 else f"{numeral(n)}是" if len(items) <= ENOUGH else f"{n}."
        yield Part("text", joined(first, item))


def joined(*texts: Text) -> Text:
    """Texts one after another, neighbouring words made one."""
    found: list[str | Hole] = []
    for part in (one for text in texts for one in ((text,) if isinstance(text, str) else text)):
        if isinstance(part, str) and found and isinstance(found[-1], str):
            found[-1] += part
        elif part != "":
            found.append(part)
    return tuple(found)


_NUMBERED = re.compile(r"(?P<name>[^《》（）]*(?:《[^》]*》[^《》（）]*)*)（(?P<number>[^（）]*号)）(?P<rest>.*)")
_NUMBER = re.compile(r"[^（）《》]{1,20}〔[0-9]{4}〕[0-9]+号")
_NAMED = re.compile(r".*(法|条例|办法|规定|意见|通知|方案|细则|标准|指标|指南|规范)(（试行）)?")


def cited(basis: str) -> str:
    """'《政府信息公开条例》（国务院令第711号）': the name of a document in brackets, its number behind them.

    A number alone becomes '国办发〔2019〕54号文件'.
    """
    told = plain(basis)
    if _NUMBER.fullmatch(told):
        return f"{told}文件"
    found = _NUMBERED.fullmatch(told)
    if found and found["name"] and not found["name"].startswith("《"):
        return f"《{_inner(found['name'])}》（{found['number']}）{found['rest']}"
    return f"《{_inner(told)}》" if _NAMED.fullmatch(told) and not told.startswith("《") else told


def _inner(name: str) -> str:
    return name.translate(str.maketrans("《》", "〈〉"))
