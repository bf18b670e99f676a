"""The roster's own workbooks: the template to fill in, and the one-time links of new accounts. Text stays text."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from ..core.roster import EVERY
from .roster import NOTES_SHEET

_WIDTHS = (14, 34, 20, 14, 18, 18, 34)
_NOTES = (
    "怎么填",
    "1. 在“名册”里一行填一个账号；同一个单位有几个人，就填几行，单位和组别每行都写全，不要合并单元格。",
    "2. 组别、单位、账号、姓名、角色必填；列的顺序可以变，表头的字不能改，也不要加别的列。",
    "3. 角色填“填报员”或“签审人”；一人兼任写成“填报员、签审人”。",
    "4. 职务要和签审环节里写的职务一样（例如 股室负责人、分管领导、保密审查员），签审人凭职务签审。",
    "5. 上级单位选填：要汇总到上级的单位（例如村）写上级单位的名称，名册里或这个文件里要有它；一个单位写一行就够。",
    "6. 账号 2 到 60 个字符：字母、数字、汉字，中间可以用点、横线或下划线；全站不能重复。",
    "7. 一次最多 5000 行，文件不超过 5 MB，存成 .xlsx。公式、日期和数字格式的单元格不收，请设成“文本”。",
    "8. 有一处错就整个不导入，会逐条列出行和列；改好再传即可。",
    "9. 导入后得到每个账号的激活链接，只出现一次，7 天内有效，请当面或用安全的方式交给本人。",
    "（这一页不会导入，可以删掉。）",
)


def template() -> bytes:
    """An empty roster with two lines as an example, and a sheet of notes."""
    rows = (("乡镇", "示例镇人民政府", "shili.tianbao", "示例·填报", "填报员", "", ""),
            ("乡镇", "示例镇人民政府", "shili.shenhe", "示例·签审", "签审人", "分管领导", ""))
    return _book([("名册", EVERY, rows, _WIDTHS)], notes=_NOTES)


def links_file(rows: Iterable[Sequence[str]]) -> bytes:
    """Unit, account, name and one-time link of every new account; made for the answer, kept nowhere."""
    columns = ("单位", "账号", "姓名", "激活链接（7 天内有效，只能用一次）")
    return _book([("激活链接", columns, list(rows), (34, 20, 14, 90))])


def _book(sheets: Sequence[tuple[str, Sequence[str], Iterable[Sequence[str]], Sequence[int]]],
          notes: Sequence[str] = ()) -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                     "strings_to_numbers": False})
    text = book.add_format({"num_format": "@", "valign": "top"})
    bold = book.add_format({"num_format": "@", "bold": True, "bottom": 1})
    for title, columns, rows, widths in sheets:
        _sheet(book.add_worksheet(title), columns, rows, widths, text, bold)
    if notes:
        page = book.add_worksheet(NOTES_SHEET)
        page.set_column(0, 0, 110, book.add_format({"text_wrap": True, "valign": "top"}))
        for n, sentence in enumerate(notes):
            page.write_string(n, 0, sentence)
    book.close()
    return out.getvalue()


def _sheet(page: Any, columns: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int], text: Any,
           bold: Any) -> None:
    for n, (column, width) in enumerate(zip(columns, widths, strict=True)):
        page.set_column(n, n, width, text)
        page.write_string(0, n, column, bold)
    for r, row in enumerate(rows, 1):
        for n, value in enumerate(row):
            page.write_string(r, n, value, text)
    page.freeze_panes(1, 0)
