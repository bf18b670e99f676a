"""`xlsx_ranking`: the ranking, every leaf of every unit and why points were lost, as an Excel workbook to pivot.

有排名、得分明细、失分原因、一级指标、指标汇总、说明六张表，一行一条，数是数、文字是文字，可以直接筛选、排序、做数据透视表。
没有公式、链接和宏；以 = + - @ 开头的文字仍是文字。控制字符、改变文字方向的和看不见的字符去掉，制表符换成空格；
一格装不下的长文字截断并注明。不列全部单位的公布，只有列出的单位，指标汇总也只按这些单位算。
"""
from __future__ import annotations

from collections.abc import Iterator

from scoring.core.published import Published

from . import _wording as say
from ._by_leaf import by_leaf
from ._lines import lines
from ._losses import losses
from ._ranked import by_first_level, ranking
from ._tables import Column, Table
from ._text import file_name
from ._workbook import workbook

NAME = "xlsx_ranking"
TITLE = "排名与得分明细（Excel）"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SCOPE = "all"

SHEETS = (
    ("排名", "一个单位一行。"), ("得分明细", "一个单位的一项末级指标一行，填报、复核、计算步骤都在。"),
    ("失分原因", "失了分、被更正、不适用没有采纳或者被一票否决的，一项一行，写明原因和下一步。"),
    ("一级指标", "一个单位的一项一级指标一行。"),
    ("指标汇总", "一个组别的一项末级指标一行：几个单位要评、平均几分、失了多少分、相差多大。"),
)
READING = (
    ("怎样用", "第一行是列名，一行一条，可以筛选、排序；要汇总，点表里任意一格，插入数据透视表。"
               "“指标编号”是规则里的编号，各表一致。"),
    ("不适用", "不适用的指标“状态”写“不适用”，分数留空，不参加平均。"),
    ("扣分", "“计入”为扣分的，复核分和失分都是扣掉的分，写成正数。"),
    ("标准差", "按全部适用单位算，不是抽样估计。"),
    ("文字", "格子里的文字都是文字，不是公式；控制字符和看不见的字符已去掉。"),
)


def filename(published: Published, subject: str) -> str:
    """'苍溪县 2024 年考核-排名与得分明细.xlsx'."""
    return file_name(published.title, "排名与得分明细", suffix="xlsx")


def render(published: Published, subject: str) -> bytes:
    """The workbook of a whole publication."""
    about = Table("说明", (Column("项目", 16), Column("内容", 90, wrap=True)), lambda: _about(published))
    return workbook(published, (ranking(published), lines(published), losses(published), by_first_level(published),
                                by_leaf(published), about))


def _about(published: Published) -> Iterator[tuple[str, str]]:
    yield "考核", published.title
    yield from (("依据", basis) for basis in published.basis)
    yield "考核期间", say.period(published)
    yield "数据截至", say.day(published.as_of)
    yield "考核机关", published.office
    yield "公布范围", say.release(published)
    yield from (("评分规则说明", note) for note in published.ruleset.notes)
    if published.replaces:
        yield "更正公布", say.correction(published)
    yield from SHEETS
    yield from READING
    yield f"快照 {published.algorithm.title}", published.digest
    yield from _checking(published)


def _checking(published: Published) -> Iterator[tuple[str, str]]:
    if published.release.whole:
        yield "如何核对", ("下载结果快照（JSON 文件），其中 digest 一项应与上一行一致；运行“scoring verify 文件名”，"
                          "重算每一项得分、总分、等次和名次。")
    else:
        yield "如何核对", "各单位评分卡（PDF）附有本单位的摘录，运行“scoring verify 文件名”，重算本单位的每一项得分。"
    yield "", "核对只证明计算和排序没有差错，不证明佐证材料真实。"
