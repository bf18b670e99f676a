"""`docx_circular`: the circular of a publication as a Word file for the office to finish, in the official format.

Text from the snapshot is text and nothing else: it is never read as markup or a field.
"""
from __future__ import annotations

from scoring.core.published import Published

from ._circular import Circular, circular, named
from ._text import file_name
from ._word import WordFile
from ._wording import proof

NAME = "docx_circular"
TITLE = "结果通报，公文格式（Word）"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SCOPE = "all"
OFFICE_ONLY = True
LOOKS = {"to": "主送机关", "text": "公文正文", "heading": "一级标题", "subheading": "二级标题", "note": "附件说明",
         "office": "落款", "date": "落款"}


def filename(published: Published, subject: str) -> str:
    """'苍溪县 2024 年考核-结果通报.docx'."""
    return file_name(published.title, "结果通报", suffix="docx")


def render(published: Published, subject: str) -> bytes:
    """The circular of a whole publication."""
    told = circular(published)
    file = WordFile(named(published), published.office, proof(published), published.as_of)
    file.add("\n".join(told.title), "公文标题")
    file.add("", "空行")
    _body(file, told)
    _annex(file, told)
    return file.bytes()


def _body(file: WordFile, told: Circular) -> None:
    """The paragraphs. The last of the text stays with the signature, which must not stand alone on a page."""
    parts = told.parts
    last = max(n for n, part in enumerate(parts) if part.kind in ("text", "to"))
    for n, part in enumerate(parts):
        if part.kind in ("note", "office") or (part.kind == "date" and parts[n - 1].kind != "office"):
            file.add("", "空行")
        file.add(part.text, LOOKS[part.kind], part.right, bound=n == last or part.kind == "office")


def _annex(file: WordFile, told: Circular) -> None:
    """The tables, each under its heading; the heading of the attachment stands on its third line."""
    file.add("附件", "附件标识", new_page=True)
    file.add("", "空行")
    file.add(told.annex, "公文标题")
    for roll in told.rolls:
        file.add("", "空行")
        file.add(roll.title, "表题")
        file.table([c.title for c in roll.columns], [c.share for c in roll.columns],
                   ["表中数字" if c.centre else "表中文字" for c in roll.columns], roll.rows)
    file.add("", "表后")
