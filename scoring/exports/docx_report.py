"""`docx_report`: a unit's self-inspection report as a Word draft for its clerk to finish, in the official format.

Text from the snapshot is text and nothing else: it is never read as markup or a field.
"""
from __future__ import annotations

from scoring.core.published import Published
from scoring.core.sheet import View
from scoring.errors import NotFound

from ._report import Report, named, report
from ._report_parts import Part, Table
from ._text import file_name
from ._word import WordFile
from ._wording import proof

NAME = "docx_report"
TITLE = "自查报告初稿，公文格式（Word）"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SCOPE = "unit"
OWN_ONLY = True
LOOKS = {"to": "主送机关", "text": "公文正文", "heading": "一级标题", "subheading": "二级标题", "note": "附件说明",
         "office": "落款", "date": "落款"}
HANDS = "填报人：　　　　　　审核人：　　　　　　负责人："


def filename(published: Published, subject: str) -> str:
    """'苍溪县 2024 年考核-月山乡-自查报告.docx'."""
    return file_name(published.title, subject, "自查报告", suffix="docx")


def render(published: Published, subject: str) -> bytes:
    """The report on a published result."""
    return _written(published, subject, "verified", proof(published))


def draft(published: Published, subject: str) -> bytes:
    """The report that goes with a sheet nobody has reviewed yet: it tells the unit's own points alone."""
    return _written(published, subject, "claimed", "自评")


def _written(published: Published, subject: str, view: View, about: str) -> bytes:
    result = published.result(subject)
    if result is None:
        raise NotFound
    told = report(published, result, view)
    file = WordFile(named(published, result), subject, about, published.as_of)
    file.add("\n".join(told.title), "公文标题")
    file.add("", "空行")
    _body(file, told)
    _annex(file, told)
    return file.bytes()


def _body(file: WordFile, told: Report) -> None:
    """The pieces. The last of the text stays with the signature, which must not stand alone on a page."""
    last = max(n for n, piece in enumerate(told.pieces) if isinstance(piece, Part) and piece.kind == "text")
    for n, piece in enumerate(told.pieces):
        if isinstance(piece, Table):
            _table(file, piece)
            continue
        if piece.kind in ("note", "office"):
            file.add("", "空行")
        file.add(piece.text, LOOKS[piece.kind], piece.right, bound=n == last or piece.kind == "office")


def _annex(file: WordFile, told: Report) -> None:
    file.add("附件", "附件标识", new_page=True)
    file.add("", "空行")
    file.add(told.annex, "公文标题")
    file.add("", "空行")
    file.add(HANDS, "主送机关", bound=True)
    _table(file, told.table)
    file.add("", "表后")
    for line in told.stages:
        file.add(line, "小表文字")


def _table(file: WordFile, table: Table) -> None:
    looks = ["小表数字" if middle else "小表文字" for middle in table.centred]
    file.table(table.heads, table.shares, looks, table.rows, table.strong, "小表表头")
