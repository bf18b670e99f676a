"""Tables as the sheets of an Excel workbook: figures are numbers, text is text and never a formula, link or date."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from io import BytesIO
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
A3, A4 = 8, 9
TITLE = 80      # so much of a title stands on top of each page; a header holds 255 characters with its codes


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
        looks = [{"valign": "top", "text_wrap": c.wrap, "num_format": c.figures or "General"} for c in table.columns]
        self.head = book.add_format(HEAD)
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
            for n, value in enumerate(row):
                self._write(sheet, at, n, value)
        self._end(sheet, at)

    def _begin(self) -> Any:
        self.count += 1
        table = self.table
        sheet = self.book.add_worksheet(table.name if self.count == 1 else f"{table.name} {self.count}")
        for n, column in enumerate(table.columns):
            sheet.set_column(n, n, column.width)
            sheet.write_string(0, n, cell(column.title), self.head)
        sheet.freeze_panes(1, table.frozen)
        sheet.set_paper(A3 if table.wide else A4)
        sheet.set_landscape()
        sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_header(f"&L{self.title.replace('&', '&&')}&R&A")
        sheet.set_footer("&C第 &P 页，共 &N 页")
        return sheet

    def _end(self, sheet: Any, rows: int) -> None:
        last = len(self.table.columns) - 1
        sheet.autofilter(0, 0, max(rows, 1), last)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{xlsxwriter.utility.xl_rowcol_to_cell(max(rows, 1), last)}"})

    def _write(self, sheet: Any, row: int, column: int, value: Value) -> None:
        if value is None or value == "":
            return
        if isinstance(value, str):
            text = cell(value)
            sheet.write_string(row, column, text, (self.quoted if like_formula(text) else self.plain)[column])
        else:
            sheet.write_number(row, column, float(value), self.plain[column])
