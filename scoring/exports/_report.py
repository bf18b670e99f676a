"""The self-inspection report (自查报告) of one unit as text, in the customary order.

What the sheet says is written out with its figures; what only the unit knows stands as a marked gap. Nothing else is
said. Before a result is published the report speaks of the unit's own points (自评), afterwards of both.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.core import points as p
from scoring.core.published import Published, Result, Row
from scoring.core.ruleset import Indicator
from scoring.core.sheet import View

from ._circular import BLANK, numeral, plain, signed
from ._circular_figures import comparable, lost_on
from ._report_annex import annex, annex_title
from ._report_parts import (
    Inspected,
    Part,
    Piece,
    Table,
    cited,
    counted,
    hole,
    inspected,
    joined,
    line_of,
    smooth,
)
from ._report_parts import paragraphs as lines
from ._report_sections import sections, sentence, unanswered
from ._title import title_lines
from ._word import Hole, Text

ACROSS = 19         # characters in a line of the title
LONG = 60           # a standard with more characters is left to the scoring table
TOLD_BY_FACTS = ("yes_no", "checklist")     # rules whose sentence already says what is wanted


@dataclass(frozen=True)
class Report:
    """A whole report: the lines of its title, its pieces, and the scoring table that is attached."""

    title: tuple[str, ...]
    pieces: tuple[Piece, ...]
    annex: str
    table: Table
    stages: tuple[str, ...]     # how the total came about, a line for each stage


def report(published: Published, result: Result, view: View) -> Report:
    """The report of a unit of a publication."""
    unit = inspected(published, result, view)
    body: list[Piece] = [Part("to", _to(published)), Part("text", _opening(unit)), Part("text", _points(unit))]
    problems = list(_problems(unit))
    headed: list[tuple[str, Sequence[Piece]]] = [
        *sections(unit), ("存在的问题", list(_faults(problems))), ("改进措施", list(_measures(problems))),
        ("下一步工作计划", [Part("text", (hole("请填写下一步工作计划"),))])]
    for n, (title, pieces) in enumerate(headed, 1):
        body += [Part("heading", f"{numeral(n) if n < 100 else n}、{title}"), *pieces]
    body += [Part("note", f"附件：{annex_title(unit)}"), *_signed(result.unit)]
    table, stages = annex(unit)
    return Report(title_lines(named(published, result), ACROSS), tuple(body), annex_title(unit), table, stages)


def named(published: Published, result: Result) -> str:
    """'月山乡关于《2024年度政务公开考核》的自查报告'."""
    title = plain(published.title).translate(str.maketrans("《》", "〈〉"))
    return f"{line_of(result.unit)}关于《{title}》的自查报告"


def _signed(unit: str) -> Iterator[Part]:
    """Who reports and when; the date is a gap."""
    for part in signed(line_of(unit)):
        yield Part(part.kind, (Hole(BLANK),) if part.kind == "date" else part.text, part.right)


# ── the opening ──────────────────────────────────────────────────────────────

def _to(published: Published) -> Text:
    office = plain(published.office)
    return f"{office}：" if office else (hole("请填写主送机关"), "：")


def _opening(unit: Inspected) -> Text:
    published = unit.published
    start, end = (f"{day.year}年{day.month}月{day.day}日" for day in published.period)
    named_basis = "、".join(cited(one) for one in (*published.basis, published.release.document) if one.strip())
    basis: Text = named_basis or (hole("请填写部署自查的文件名称和文号"),)
    scored = cited(f"《{plain(published.ruleset.title).translate(str.maketrans('《》', '〈〉'))}》")
    return joined("根据", basis, f"，我单位对照{scored}，对{start}至{end}的工作进行了自查。现将有关情况报告如下。")


def _points(unit: Inspected) -> str:
    """The totals in this view, and what nobody has judged yet."""
    own, card = unit.result.claimed, unit.result.verified
    if unit.claimed:
        return f"经自查，{_total('自评总分', own.total, own.max)}{_pending(unit)}。"
    if own.total is None and card.total is None:
        return f"经自查和复核，{_total('', None, own.max)}。"
    veto = "，被一票否决" if card.vetoes else ""
    grade = f"，等次为{plain(card.grade)}" if card.grade else ""
    place = "，不参加排名"
    if unit.result.place is not None:
        place = f"，在{unit.result.of}个单位中列第{unit.result.place}名"
    return (f"经自查，{_total('自评总分', own.total, own.max)}；经复核，{_total('总分', card.total, card.max)}"
            f"{veto}{grade}{place}。")


def _total(word: str, total: Decimal | None, most: Decimal) -> str:
    if total is None:
        return "各项指标均不适用，没有总分"
    return f"{word}{p.show(total)}分（满分{p.show(most)}分{'，含加分' if total > most else ''}）"


def _pending(unit: Inspected) -> str:
    """What others have still to judge or enter, and that it counts 0 until then."""
    rows = [row for row in unit.result.rows if unit.waits(row) and row.claimed.max > 0]
    listed = []
    for words, some in (("由复核员评定", [row for row in rows if row.leaf.filled_by == "reviewer"]),
                        ("由考核机关录入数据", [row for row in rows if row.leaf.filled_by != "reviewer"])):
        if some:
            titles = "、".join(f"“{plain(row.leaf.title)}”{p.show(row.claimed.max)}分" for row in some)
            listed.append(f"{titles}{words}")
    return f"，其中{'，'.join(listed)}，暂按0分计" if listed else ""


# ── 存在的问题、改进措施 ─────────────────────────────────────────────────────

@dataclass(frozen=True)
class Problem:
    """Something that cost points: a short name for it, and the sentences that tell it."""

    name: str
    said: Text


def _problems(unit: Inspected) -> Iterator[Problem]:
    rows = {row.leaf.id: row for row in unit.result.rows}
    for key in unit.card.vetoes:
        title = plain(rows[key].leaf.title)
        yield Problem(title, f"发生一票否决事项“{title}”。")
    for top in unit.published.ruleset.indicators:
        if top.pool in ("base", "deduction"):
            for node, _ in comparable(top, Fraction(1)):
                row = rows.get(node.id)
                if lost_on(unit.card, node) > 0 and not (row is not None and unit.claimed and unit.waits(row)):
                    yield Problem(plain(node.title), _lost(unit, node, row))


def _lost(unit: Inspected, node: Indicator, row: Row | None) -> Text:
    """'机构和人员：…，尚缺专职人员。该项分值4分，失1分。' and what the reviewer said of it."""
    lost, title = p.show(lost_on(unit.card, node)), plain(node.title)
    if row is None:
        sub = unit.card.subtotals[node.id]
        return f"{title}。该项分值{p.show(sub.max)}分，得{p.show(sub.points)}分，失{lost}分。"
    said = sentence(unit, row) if unit.facts(row) is not None else (unanswered(row), "。")
    opens = isinstance(said, str) and said.startswith(title)
    standard = _standard(node)
    cost = f"该项扣{lost}分" if node.pool == "deduction" else f"该项分值{p.show(unit.line(row).max)}分，失{lost}分"
    reason = "" if unit.claimed else "".join(lines(row.reason))
    return joined("" if opens else f"{title}。", said, f"{cost}{standard}。", f"复核意见：{reason}" if reason else "")


def _standard(node: Indicator) -> str:
    """'（评分标准：每次1.5分）', where the sentence does not show by itself what was wanted."""
    if node.rule is None or node.rule_name in TOLD_BY_FACTS:
        return ""
    told = smooth(node.rule.standard(node.setting())).rstrip("。")
    return f"（评分标准：{told}）" if told and len(told) <= LONG else ""


def _faults(problems: list[Problem]) -> Iterator[Part]:
    more = hole("评分表以外还有问题的，请补充；没有的，删去这一句")
    if not problems:
        yield Part("text", ("对照评分标准，各项指标均没有失分。", more))
        return
    yield Part("text", f"对照评分标准，有{len(problems)}个方面存在问题。")
    yield from counted([problem.said for problem in problems])
    yield Part("text", (more,))


def _measures(problems: list[Problem]) -> Iterator[Part]:
    if not problems:
        yield Part("text", (hole("请填写改进措施、责任人和完成时限"),))
        return
    what, who, when = hole("请填写改进措施"), hole("请填写责任单位、责任人"), hole("请填写完成时限")
    yield from counted([(f"针对“{problem.name}”方面的问题，", what, "，由", who, "负责，于", when, "前完成。")
                        for problem in problems])
