"""`csv_ranking`: the ranking as CSV, one line per unit, with the points of each first-level indicator.

与 Excel 的“排名”表同样的列。UTF-8 编码，带 BOM，行末是 CRLF，引号照 RFC 4180；小数点是“.”，没有千分位，没有的数留空。
以 = + - @（全角也算，前面有空格也算）开头的文字，表格软件可能当公式运行，所以前面加一个半角撇号 '；
本来就以撇号开头的也加一个。读的时候，以撇号开头的去掉一个就是原文。数不加撇号。控制字符、改变文字方向的和看不见的字符去掉，制表符换成空格。
不列全部单位的公布，只有列出的单位。
"""
from __future__ import annotations

from scoring.core.published import Published

from ._comma import comma_separated
from ._ranked import ranking
from ._text import file_name

NAME = "csv_ranking"
TITLE = "排名（CSV）"
MEDIA_TYPE = "text/csv"
SCOPE = "all"


def filename(published: Published, subject: str) -> str:
    """'苍溪县 2024 年考核-排名-0123456789ab.csv': the figures are those of that snapshot."""
    return file_name(published.title, "排名", published.digest[:12], suffix="csv")


def render(published: Published, subject: str) -> bytes:
    """The ranking of all groups."""
    return comma_separated(ranking(published))
