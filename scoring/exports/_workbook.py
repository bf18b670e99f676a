"""Tables as the sheets of an Excel workbook: figures are numbers, text is text and never a formula, link or date."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from io import BytesIO
from math import ceil
from typing import Any

import xlsxwriter

from scoring.core.published import Published

from . import _wording as say
from ._tables import Table, Value
from ._text import cell, like_formula, one_line

MOST_ROWS = 1_048_575       # of a sheet, without its head
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
           "nan_inf_to_errors": True}
INK = "#1f3a5f"
HEAD = {"bold": True, "font_color": INK, "bottom": 1, "bottom_color": INK, "text_wrap": True, "valign": "vcenter"}
WORDS, FIGURES = {"align": "left", "indent": 1}, {"align": "right"}
LINE, TALLEST = 15, 409     # points: of a line, and of the tallest row there can be
A4 = 9
ACROSS = 200    # characters across a page of A4 lying on its side, in type that can still be read
TITLE = 80      # so much of a title stands on top of each page; a header holds 255 characters


def workbook(published: Published, tables: Sequence[Table]) -> bytes:
    """The file; equal tables give equal bytes."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, OPTIONS)
    book.set_properties({"title": cell(published.title), "author": cell(published.office),
                         "comments": say.proof(published), "created": datetime.combine(published.as_of, time())})
    for table in tables:
        _Sheets(book, table, one_line(published.title)[:TITLE]).fill()
    book.close()
    return file.getvalue()


class _Sheets:
    """A table as a sheet; goes on in a second one (得分明细 2) where the first is full."""

    def __init__(self, book: Any, table: Table, title: str) -> None:
        self.book, self.table, self.title, self.count = book, table, title, 0
        sides = [FIGURES if c.figures else WORDS for c in table.columns]
        looks = [{"valign": "top", "text_wrap": c.wrap, "num_format": c.figures or "General", **side}
                 for c, side in zip(table.columns, sides, strict=True)]
        self.heads = [book.add_format(HEAD | side) for side in sides]
        self.plain = [book.add_format(look) for look in looks]
        # Stays text even when somebody edits the cell and leaves it.
        self.quoted = [book.add_format({**look, "quote_prefix": True}) for look in looks]

    def fill(self) -> None:
        """Writes every row."""
        sheet, at = self._begin(), 0
        for row in self.table.rows():
            if at == MOST_ROWS:
                self._end(sheet, at)
                sheet, at = self._begin(), 0
            at += 1
            high = max(self._write(sheet, at, n, value) for n, value in enumerate(row))
            if high > 1:
                sheet.set_row(at, min(high * LINE, TALLEST))
        self._end(sheet, at)

    def _begin(self) -> Any:
        self.count += 1
        table = self.table
        sheet = self.book.add_worksheet(table.name if self.count == 1 else f"{table.name} {self.count}")
        for n, column in enumerate(table.columns):
            sheet.set_column(n, n, column.width)
            sheet.write_string(0, n, cell(column.title), self.heads[n])
        sheet.set_row(0, LINE * max(lines_of(column.title, column.width) for column in table.columns) + 6)
        sheet.freeze_panes(1, table.frozen)
        self._paper(sheet)
        return sheet

    def _paper(self, sheet: Any) -> None:
        across = ceil(sum(column.width for column in self.table.columns) / ACROSS)
        sheet.set_paper(A4)
        sheet.set_landscape()
        sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.6)
        sheet.fit_to_pages(across, 0)
        sheet.repeat_rows(0)
        if across > 1 and self.table.frozen:
            sheet.repeat_columns(0, self.table.frozen - 1)
        sheet.set_header(f"&L{self.title.replace('&', '＆')}&R&A")     # a plain one begins a code
        sheet.set_footer("&C第 &P 页，共 &N 页")

    def _end(self, sheet: Any, rows: int) -> None:
        last = len(self.table.columns) - 1
        sheet.autofilter(0, 0, max(rows, 1), last)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{xlsxwriter.utility.xl_rowcol_to_cell(max(rows, 1), last)}"})

    def _write(self, sheet: Any, row: int, column: int, value: Value) -> int:
        """How many lines the cell takes."""
        if value is None or value == "":
            return 1
        if not isinstance(value, str):
            sheet.write_number(row, column, float(value), self.plain[column])
            return 1
        text, about = cell(value), self.table.columns[column]
        sheet.write_string(row, column, text, (self.quoted if like_formula(text) else self.plain)[column])
        return lines_of(text, about.width) if about.wrap else 1


def lines_of(text: str, width: float) -> int:
    """How many lines wrapped text takes in a column of `width` characters; Chinese ones are two wide.

    Only Excel works this out by itself when it opens a file.
    """
    room = width - 2
    return sum(max(1, ceil(sum(1 if char.isascii() else 2 for char in line) / room)) for line in text.split("\n"))
