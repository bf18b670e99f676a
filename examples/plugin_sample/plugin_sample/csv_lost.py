"""`csv_lost`: what the units of a group lost, one row per unit and indicator, as CSV for spreadsheets."""
from __future__ import annotations

import csv
import io

from scoring.core import points as p
from scoring.core.published import Published
from scoring.errors import NotFound
from scoring.exports import clean, file_name

NAME = "csv_lost"
TITLE = "本组失分清单（CSV）"
MEDIA_TYPE = "text/csv"
SCOPE = "group"
HEAD = ("单位", "序号", "指标", "分值", "得分", "失分", "原因")


def filename(published: Published, subject: str) -> str:
    """'2024 年度考核-乡镇-失分清单.csv'."""
    return file_name(published.title, subject, "失分清单", suffix="csv")


def render(published: Published, subject: str) -> bytes:
    """The rows of the group `subject`, in the order of its ranking; a mark in front tells Excel that it is UTF-8."""
    group = published.group(subject)
    if group is None:
        raise NotFound
    rows = [(_text(result.unit), row.leaf.number, _text(row.leaf.title), p.show(row.verified.max),
             p.show(row.verified.points), p.show(row.verified.lost), _text(row.lost_reason))
            for result in group.results for row in result.rows if row.verified.lost > 0]
    out = io.StringIO()
    csv.writer(out).writerows([HEAD, *rows])
    return ("\ufeff" + out.getvalue()).encode("utf-8")


def _text(words: str) -> str:
    """Text on one line that no spreadsheet takes for a formula."""
    plain = " ".join(clean(words).split())
    return f"'{plain}" if plain.startswith(("=", "+", "-", "@")) else plain
