"""Tables as CSV: UTF-8 with a mark in front, lines that end in CRLF, quotes as RFC 4180 has them."""
from __future__ import annotations

import csv
import io

from scoring.core import points as p

from ._tables import Table, Value
from ._text import clean, like_formula

MARK = "'"


def comma_separated(table: Table) -> bytes:
    """The head and every row. Figures are plain decimal figures, what is empty is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([harmless(column.title) for column in table.columns])
    writer.writerows([_field(value) for value in row] for row in table.rows())
    return ("\ufeff" + out.getvalue()).encode("utf-8")


def harmless(text: str) -> str:
    """Clean text that no spreadsheet program runs: an apostrophe stands before what it may take for a formula.

    It stands before an apostrophe too, so that taking one away always gives back the text.
    """
    plain = clean(text)
    return MARK + plain if like_formula(plain) or plain.startswith(MARK) else plain


def _field(value: Value) -> str:
    if value is None:
        return ""
    return harmless(value) if isinstance(value, str) else p.show(value)
