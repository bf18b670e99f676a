"""`pdf_scorecard`: one unit's scorecard as PDF."""
from __future__ import annotations

from scoring.core.paper import attached
from scoring.core.published import Published
from scoring.errors import NotFound

from . import _wording as say
from ._card import card
from ._paper import About, Paper
from ._text import file_name

NAME = "pdf_scorecard"
TITLE = "单位评分卡（PDF）"
MEDIA_TYPE = "application/pdf"
SCOPE = "unit"


def filename(published: Published, subject: str) -> str:
    """'苍溪县 2024 年考核-月山乡-评分卡.pdf'."""
    return file_name(published.title, subject, "评分卡", suffix="pdf")


def render(published: Published, subject: str) -> bytes:
    """The scorecard of the unit named `subject`, with its excerpt attached for verifiers."""
    result = published.result(subject)
    group = published.group(result.group) if result else None
    if result is None or group is None:
        raise NotFound
    paper = Paper(About(f"{published.title}：{subject}评分卡", published.office, say.proof(published)),
                  published.title, subject)
    card(paper, published, group, result)
    return attached(paper.bytes(), published.excerpt(subject))
