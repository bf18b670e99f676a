"""`csv_lines`: every leaf of every unit as CSV, one line per unit and leaf.

与 Excel 的“得分明细”表同样的列，编码、引号和撇号与 `csv_ranking` 相同：以 = + - @ 开头的文字前面加一个半角撇号 '，
读的时候去掉一个就是原文。“序号”如 2.10，有的表格软件打开时会当成数 2.1，对照指标请用“指标编号”。
"""
from __future__ import annotations

from scoring.core.published import Published

from ._comma import comma_separated
from ._lines import lines
from ._text import file_name

NAME = "csv_lines"
TITLE = "得分明细（CSV）"
MEDIA_TYPE = "text/csv"
SCOPE = "all"


def filename(published: Published, subject: str) -> str:
    """'苍溪县 2024 年考核-得分明细-0123456789ab.csv'."""
    return file_name(published.title, "得分明细", published.digest[:12], suffix="csv")


def render(published: Published, subject: str) -> bytes:
    """The lines of all groups."""
    return comma_separated(lines(published))
