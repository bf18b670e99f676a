"""`pdf_booklet`: a group's ranking, figures and scorecards in one PDF, with cover, contents and outline.

It holds the units that the publication lists to everyone; where those are not all, no figures of the whole group.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from scoring.core.published import Group, Published, Result
from scoring.errors import NotFound

from . import _ranking
from . import _wording as say
from ._card import BODY, HEADLINE, SECTION, card, checking, notes, signatures
from ._paper import FIELD, MM, About, Late, Paper, absent_note
from ._spread import losses, spread
from ._table import Cell, Row, Table
from ._text import file_name
from ._type import INK, QUIET, Block, Space, Style, Words

NAME = "pdf_booklet"
TITLE = "排名与评分卡汇编（PDF）"
MEDIA_TYPE = "application/pdf"
SCOPE = "group"

FIGURES = "总分分布和失分"
COVER = HEADLINE.but(size=27, leading=42)
CHAPTER = SECTION.but(size=16, leading=26, role="H1")
SIGNED = ("考核机关（盖章）", "复核负责人（签字）", "经办人（签字）")
PLAIN = Style(12, 20, align="centre")
ENTRY = Style(10, 14.5)


def filename(published: Published, subject: str) -> str:
    """'苍溪县 2024 年考核-乡镇-评分卡汇编.pdf'."""
    return file_name(published.title, subject, "评分卡汇编", suffix="pdf")


def render(published: Published, subject: str, told: Callable[[], object] = lambda: None) -> bytes:
    """The booklet of the group named `subject`; NotFound where the publication lists no unit of it.

    `told` is called after each scorecard that is set.
    """
    whole = published.group(subject)
    group = listed(published, whole) if whole is not None else None
    if whole is None or group is None:
        raise NotFound
    title = f"{published.title}：{_named(group)}评分卡汇编"
    paper = Paper(About(title, published.office, say.proof(published)), published.title, _named(group))
    keys = {result.unit: f"unit{n}" for n, result in enumerate(group.results, 1)}
    _cover(paper, published, whole, group)
    figures = _figures(published, whole)
    _contents(paper, group, keys, bool(figures))
    _ranking_page(paper, published, whole, group, keys)
    if figures:
        _page(paper, FIGURES, "figures", figures)
    for n, result in enumerate(group.results):
        paper.new_page()
        paper.right = result.unit
        if n == 0:
            paper.mark("cards", "评分卡")
        paper.mark(keys[result.unit], _entry(result), 1)
        card(paper, published, whole, result, alone=False)
        told()
    _annex(paper, published, group)
    return paper.bytes()


def listed(published: Published, group: Group) -> Group | None:
    """The group with the units that the publication lists to everyone; None if that is nobody."""
    some = tuple(result for result in group.results if published.release.lists(result.place))
    return replace(group, results=some) if some else None


def _figures(published: Published, group: Group) -> list[Block]:
    """How the group did as a whole: nothing where not everybody may see every unit's figures."""
    if not published.release.whole:
        return []
    parts = (("总分分布", spread(published, group)), ("失分最多的指标", losses(published, group)))
    return [block for title, blocks in parts if blocks for block in (Words(title, SECTION), *blocks)]


def _named(group: Group) -> str:
    return f"{group.name}组" if group.name and not group.name.endswith("组") else group.name


def _entry(result: Result) -> str:
    """'第 3 名　月山乡'."""
    return f"第 {result.place} 名　{result.unit}" if result.place is not None else f"不参加排名　{result.unit}"


def _cover(paper: Paper, published: Published, whole: Group, group: Group) -> None:
    paper.new_page(bare=True)
    paper.mark("cover", "封面")
    quiet = PLAIN.but(size=10.5, leading=18, color=QUIET)
    paper.put(Space(1), Space(92 * MM - 40))
    below = COVER.but(size=17, stroke=0.3, before=14, role="P")
    paper.put(Words(published.title, COVER), Words("排名与评分卡汇编", below),
              Words(f"{_named(group)}（{_count(whole, group)}）", PLAIN.but(before=26)))
    if published.replaces:
        paper.put(Words("更正公布（取代此前公布的结果，原因见附页）", PLAIN.but(before=18, size=10.5)))
    foot: list[Block] = [Words(published.office, PLAIN.but(size=13, leading=22)),
                         Words(f"数据截至 {say.day(published.as_of)}", quiet)]
    foot += [Words(f"依据：{'、'.join(published.basis)}", quiet)] if published.basis else []
    paper.down_to(sum(block.height(FIELD) for block in foot) + 16 * MM)
    paper.put(*foot)


def _count(whole: Group, group: Group) -> str:
    """'22 个单位', or also how many of them are listed."""
    units, some = len(whole.results), len(group.results)
    return f"{units} 个单位" if some == units else f"{units} 个单位，按公布范围列前 {some} 个"


def _contents(paper: Paper, group: Group, keys: dict[str, str], figures: bool) -> None:
    paper.new_page()
    paper.mark("contents", "目录")
    lines = [("排名", "ranking"), *([(FIGURES, "figures")] if figures else []),
             *((_entry(r), keys[r.unit]) for r in group.results), ("附：说明", "annex")]
    rows = tuple(Row((Cell((Words(title, ENTRY),)), Cell((Late(f"page {key}", ENTRY.but(color=QUIET)),))),
                     "none" if n == 0 else "thin", link=key, pad=4) for n, (title, key) in enumerate(lines))
    paper.put(Words("目录", CHAPTER),
              Table((FIELD - 18 * MM, 18 * MM), (Row((Cell(), Cell()), "thick", pad=0),), rows))


def _ranking_page(paper: Paper, published: Published, whole: Group, group: Group, keys: dict[str, str]) -> None:
    told = _ranking.summary(whole) if len(group.results) == len(whole.results) else f"{_count(whole, group)}。"
    _page(paper, f"{_named(group)}排名", "ranking", [Words(told, BODY.but(before=4)),
          _ranking.table(published, group, lambda r: keys[r.unit])], "排名")


def _page(paper: Paper, title: str, key: str, blocks: list[Block], entry: str = "") -> None:
    """A part that begins on a page of its own, with its bookmark."""
    paper.new_page()
    paper.mark(key, entry or title)
    paper.put(Words(title, CHAPTER), *blocks)


def _annex(paper: Paper, published: Published, group: Group) -> None:
    paper.new_page()
    paper.right = _named(group)
    paper.mark("annex", "附：说明")
    paper.put(Words("附：说明", CHAPTER))
    if published.replaces:
        paper.put(Words("更正说明", SECTION), Words(say.correction(published), BODY.but(before=2)))
    if published.ruleset.notes:
        paper.put(Words("评分规则说明", SECTION), *notes(published))
    paper.put(*absent_note(paper, BODY.but(size=9, color=INK, before=8)))
    paper.together(Words("如何核对", SECTION), *checking(published), *signatures(*SIGNED))
