"""`xlsx_ranking`: the ranking and every leaf of every unit as an Excel workbook of plain text and figures.

Nothing in it is a formula: text that begins with = stays text.
"""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from scoring.core.published import Published, Result, Row
from scoring.core.ruleset import Indicator

from . import _wording as say
from ._text import cell, file_name

NAME = "xlsx_ranking"
TITLE = "排名与得分明细（Excel）"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SCOPE = "all"

MOST_ROWS = 1_048_575       # of a sheet, without its head
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
           "nan_inf_to_errors": True}

Value = str | int | Decimal | None


@dataclass(frozen=True)
class Column:
    """A column: its head, its width in characters, how its figures are shown, whether text wraps."""

    title: str
    width: float
    format: str = ""
    wrap: bool = False


def filename(published: Published, subject: str) -> str:
    """'苍溪县 2024 年考核-排名与得分明细.xlsx'."""
    return file_name(published.title, "排名与得分明细", suffix="xlsx")


def render(published: Published, subject: str) -> bytes:
    """The workbook of a whole publication: 排名, 得分明细, 说明."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, OPTIONS)
    book.set_properties({
        "title": cell(published.title), "author": cell(published.office),
        "comments": say.proof(published),
        "created": datetime.combine(published.as_of, time()),
    })
    _Sheets(book, "排名", _ranking_columns(published)).fill(_ranking(published))
    _Sheets(book, "得分明细", DETAILS).fill(_details(published))
    _Sheets(book, "说明", (Column("项目", 16), Column("内容", 90, wrap=True))).fill(_about(published))
    book.close()
    return file.getvalue()


class _Sheets:
    """A sheet of rows under a head; goes on in a second one (得分明细 2) where the first is full."""

    def __init__(self, book: Any, name: str, columns: Sequence[Column]) -> None:
        self.book, self.name, self.columns, self.count = book, name, columns, 0
        self.head = book.add_format({"bold": True, "font_color": "#1f3a5f", "bottom": 1, "bottom_color": "#1f3a5f",
                                     "text_wrap": True, "valign": "vcenter"})
        self.formats = [book.add_format({"valign": "top", "text_wrap": c.wrap, "num_format": c.format or "General"})
                        for c in columns]

    def fill(self, rows: Iterable[Sequence[Value]]) -> None:
        """Writes every row."""
        sheet, at = self._begin(), 0
        for row in rows:
            if at == MOST_ROWS:
                self._end(sheet, at)
                sheet, at = self._begin(), 0
            at += 1
            for n, value in enumerate(row):
                self._write(sheet, at, n, value)
        self._end(sheet, at)

    def _begin(self) -> Any:
        self.count += 1
        sheet = self.book.add_worksheet(self.name if self.count == 1 else f"{self.name} {self.count}")
        for n, column in enumerate(self.columns):
            sheet.set_column(n, n, column.width)
            sheet.write_string(0, n, cell(column.title), self.head)
        sheet.freeze_panes(1, 0)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer("&C第 &P 页，共 &N 页")
        return sheet

    def _end(self, sheet: Any, rows: int) -> None:
        sheet.autofilter(0, 0, max(rows, 1), len(self.columns) - 1)

    def _write(self, sheet: Any, row: int, column: int, value: Value) -> None:
        if value is None or value == "":
            return
        if isinstance(value, str):
            sheet.write_string(row, column, cell(value), self.formats[column])
        else:
            sheet.write_number(row, column, float(value), self.formats[column])


def _tops(published: Published) -> tuple[Indicator, ...]:
    return tuple(t for t in published.ruleset.indicators if t.pool != "veto" and not t.obsolete)


def _ranking_columns(published: Published) -> tuple[Column, ...]:
    """The points of each first-level indicator stand between the totals and the rest."""
    words = {"bonus": "（加分）", "deduction": "（扣分）"}
    tops = (Column(f"{t.title}{words.get(t.pool, '')}", 14, "General") for t in _tops(published))
    return (Column("组别", 12), Column("名次", 7), Column("单位", 28), Column("总分", 10, "0.00##"),
            Column("自评总分", 10, "0.00##"), Column("满分", 8), Column("等次", 9), *tops,
            Column("一票否决", 20, wrap=True), Column("提交时间", 22), Column("内容校验值", 20))


def _ranking(published: Published) -> Iterable[Sequence[Value]]:
    for group in published.groups:
        for result in group.results:
            card = result.verified
            tops = [card.subtotals[t.id].points if t.id in card.subtotals else None for t in _tops(published)]
            yield (group.name, result.place, result.unit, card.total, result.claimed.total, card.max, card.grade, *tops,
                   "、".join(say.vetoes(published, result)),
                   say.moment(result.submitted_at), result.receipt)


DETAILS = (
    Column("组别", 12), Column("单位", 24), Column("名次", 7), Column("序号", 8), Column("一级指标", 20, wrap=True),
    Column("指标", 36, wrap=True), Column("计入", 8), Column("分值", 8), Column("自评数据", 22, wrap=True),
    Column("自评分", 9), Column("复核数据", 22, wrap=True), Column("复核分", 9), Column("失分", 9),
    Column("失分原因", 44, wrap=True), Column("计算步骤", 40, wrap=True), Column("复核意见", 14),
    Column("复核理由", 44, wrap=True), Column("不适用理由", 30, wrap=True), Column("单位说明", 30, wrap=True),
    Column("链接", 6), Column("文件", 6),
)
POOLS = {"base": "基本分", "bonus": "加分", "deduction": "扣分", "veto": "一票否决"}


def _details(published: Published) -> Iterable[Sequence[Value]]:
    for group in published.groups:
        for result in group.results:
            for row in result.rows:
                yield _detail(group.name, result, row)


def _detail(group: str, result: Result, row: Row) -> Sequence[Value]:
    leaf, veto = row.leaf, row.leaf.pool == "veto"
    kind = say.RULINGS.get(row.ruling.kind, row.ruling.kind) if row.ruling else ""
    return (group, result.unit, result.place, leaf.number, (*row.parents, leaf.title)[0], say.path(row),
            POOLS.get(leaf.pool, leaf.pool), None if veto else leaf.points, row.claimed_fact,
            None if veto else _points(row, claimed=True), row.verified_fact,
            None if veto else _points(row, claimed=False), None if veto else row.verified.lost, row.lost_reason,
            "\n".join(row.verified.steps), kind, row.reason, row.claim, row.note, row.links, row.files)


def _points(row: Row, claimed: bool) -> Value:
    line = row.claimed if claimed else row.verified
    return "不适用" if line.state == "not_applicable" and line.max <= 0 else line.points


def _about(published: Published) -> Iterable[Sequence[Value]]:
    yield "考核", published.title
    yield from (("依据", basis) for basis in published.basis)
    yield "考核期间", say.period(published)
    yield "数据截至", say.day(published.as_of)
    yield "考核机关", published.office
    yield from (("评分规则说明", note) for note in published.ruleset.notes)
    if published.replaces:
        yield "更正公布", say.correction(published)
    yield f"快照 {published.algorithm.title}", published.digest
    yield "如何核对", ("下载结果快照（JSON 文件），其中 digest 一项应与上一行一致；运行“scoring verify 文件名”，"
                      "重算每一项得分、总分、等次和名次。")
    yield "", "核对只证明计算和排序没有差错，不证明佐证材料真实。"
