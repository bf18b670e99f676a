"""Drafts a ruleset from an indicator table in Excel; what the table leaves open is marked for the author."""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scoring.core import points as p
from scoring.core.building import MOST_LEAVES
from scoring.core.lint import LONGEST_TITLE

from .encoding import LIMIT, REFUSED
from .loading import load
from .table_amounts import fine_step
from .table_grid import Grid, Slip, Unreadable, grids
from .table_head import Head, find_head, plain
from .table_ids import Ids, romanised
from .table_settling import Settled, settle
from .table_tree import Node, Table, read_table
from .table_yaml import comments, entry, flow, quote, scalar

_NOT_TITLE = re.compile(r"(?:附件|附表|单位|填报|填表|被考核|考核时间|日期|\()")
_WORDS = {"bonus": "加分项", "deduction": "扣分项", "veto": "一票否决"}


@dataclass(frozen=True)
class Draft:
    """The YAML text, or None with the faults that stand in the way; `remarks` are for the author to know."""

    text: str | None
    faults: tuple[Slip, ...] = ()
    remarks: tuple[Slip, ...] = ()


def draft(data: bytes, name: str, year: int) -> Draft:
    """A draft from the first sheet with an indicator table. `year`: of periods that the table leaves open."""
    try:
        for grid in grids(data):
            head = find_head(grid)
            if head is not None:
                return _drafted(grid, head, name, year)
    except Unreadable as error:
        return Draft(None, (Slip(p.shorten(name, 60), str(error)),))
    sentence = ("没有找到指标表的表头：要有一行写着“一级指标”“二级指标”（或“考核项目”“考核内容”）"
                "和“分值”“评分标准”这样的列名；隐藏的工作表不读")
    return Draft(None, (Slip(p.shorten(name, 60), sentence),))


def _drafted(grid: Grid, head: Head, name: str, year: int) -> Draft:
    table = read_table(grid, head)
    if not table.tops:
        table.faults.append(Slip(grid.place(head.last), "表头下面没有指标"))
    settled = settle(grid, head, table, year) if table.tops else Settled()
    leaves = sum(1 for top in table.tops for _ in top.leaves())
    if leaves > MOST_LEAVES:
        table.faults.append(Slip(grid.place(head.last), f"有 {leaves} 个末级指标，最多 {MOST_LEAVES} 个；请拆成几张表"))
    if table.faults:
        return Draft(None, tuple(sorted(table.faults, key=_by_row)))
    writer = _Writer(grid, head, table, settled, name, year)
    text = "\n".join(writer.lines()) + "\n"
    if len(text.encode()) > LIMIT:
        return Draft(None, (Slip(grid.place(head.last), "表里的文字太多，草稿会超过 1 MB；请拆成几张表"),))
    refused = [Slip("", str(f)) for f in load(text.encode(), "草稿").errors]
    return Draft(None if refused else text, tuple(refused), (*writer.remarks(), *settled.said))


class _Writer:
    """Writes the draft line by line, counting what is decided, guessed and undecided."""

    def __init__(self, grid: Grid, head: Head, table: Table, settled: Settled, name: str, year: int) -> None:
        self.grid, self.head, self.table, self.settled, self.name = grid, head, table, settled, name
        self.title = _title(grid, head, name)
        found = re.search(r"20\d\d", plain(self.title))
        self.year = int(found.group()) if found else year
        self.ids = Ids()
        self.decided = self.guessed = self.undecided = 0

    def lines(self) -> list[str]:
        """The whole file."""
        body = [line for top in self.table.tops for line in self.indicator(top, "  ", True)]
        return [*self.opening(), f"ruleset: {romanised(self.title, 40) or 'draft'}", f'version: "{self.year}"',
                f"title: {scalar(self.title)}", *self.notes(), f"points: {p.show(self.settled.points)}", "indicators:",
                *body, *self.stages()]

    def remarks(self) -> Iterator[Slip]:
        """What was read and what was left aside."""
        yield Slip("", f"读的是工作表“{p.shorten(self.grid.sheet, 31)}”，表头在第 {self.head.last} 行。{self.count()}")
        for column, title in self.head.unused:
            yield Slip(self.grid.place(self.head.last, column), f"“{p.shorten(title)}”这一列没有用到")

    def count(self) -> str:
        """How many rules are decided, guessed and undecided."""
        whole = self.decided + self.guessed + self.undecided
        return (f"末级指标 {whole} 项：计分规则已定 {self.decided} 项，推断 {self.guessed} 项，"
                f"待定 {self.undecided} 项。")

    def opening(self) -> list[str]:
        told = [f"这是由“{quote(self.name)}”的工作表“{quote(self.grid.sheet)}”起草的评分规则，还不是定稿。",
                self.count(),
                "标“推断”的请核对；标“待定”的请改定。改好后删去这些注释，再用 scoring ruleset check 检查。",
                *(f"表下说明：{note}" for note in self.table.notes)]
        return comments(told, "")

    def notes(self) -> list[str]:
        if not self.settled.said:
            return []
        return ["notes:", *(f"  - {scalar(f'待定：{slip.place} {slip.sentence}。')}" for slip in self.settled.said)]

    def stages(self) -> list[str]:
        caps = self.settled.caps
        if not caps:
            return []
        named = [f"{pool}: {{cap: {p.show(caps[pool])}}}" if pool in caps else pool for pool in ("deduction", "bonus")]
        return ["stages:", *(f"  - {x}" for x in ("not_applicable", *named, "veto", "round", "grade"))]

    def indicator(self, node: Node, indent: str, top: bool = False) -> list[str]:
        """One indicator with everything below it."""
        inner = indent + "  "
        head = [f"{indent}- id: {self.ids.take(node.title)}", f"{inner}title: {scalar(node.title)}"]
        head += comments([f"备注：{x}" for x in node.remarks] + [f"待定：{x}" for x in node.doubts], inner)
        if top and node.pool != "base":
            head.append(f"{inner}pool: {node.pool}")
        shown = node.pool == "base" or not node.children
        if node.points is not None and node.pool != "veto" and shown:
            head.append(f"{inner}points: {p.show(node.points)}")
        if node.children:
            below = [line for child in node.children for line in self.indicator(child, inner + "  ")]
            return [*head, f"{inner}indicators:", *below]
        guide = "\n".join(node.standards)
        return [*head, *self.score(node, inner), *(entry("guide", guide, inner) if guide else [])]

    def score(self, leaf: Node, indent: str) -> list[str]:
        """The leaf's rule, marked where the author must look."""
        found = self.settled.guesses.get(id(leaf))
        if leaf.pool == "veto":
            self.decided += 1
            return [*comments(["待定：触发后定为什么等次、总分最多几分，请写 effect；不写就定为最低一档"], indent),
                    f"{indent}score: {{rule: yes_no}}"]
        if found is None:
            self.undecided += 1
            said = quote("；".join(leaf.standards))
            told = f"待定：原文是“{said}”，请改成合适的计分规则" if said else "待定：表上没有评分标准，请写上计分规则"
            return [*comments([told], indent), *_judged(leaf, indent)]
        if found.plain:
            self.decided += 1
            return _judged(leaf, indent)
        self.guessed += 1
        return [*comments(["推断：请核对"], indent), f"{indent}score: {flow(found.score)}"]


def _by_row(slip: Slip) -> int:
    return int(re.sub(r".*!|\D", "", slip.place) or 0)


def _judged(leaf: Node, indent: str) -> list[str]:
    step = fine_step(leaf.points or p.ZERO)
    score = {"rule": "judged"} | ({} if step is None else {"step": p.show(step)})
    return [f"{indent}filled_by: reviewer", f"{indent}score: {flow(score)}"]


def _title(grid: Grid, head: Head, name: str) -> str:
    """The longest line above the head, else the sheet's or the file's name."""
    above = [grid.own(r, c).text for r in range(1, head.first) for c in grid.filled(r)]
    usable = [x for x in above if 4 <= len(x) <= LONGEST_TITLE and not _NOT_TITLE.match(plain(x))]
    for text in (max(usable, key=len, default=""), grid.sheet.strip(), re.sub(r"\.\w+$", "", name).strip()):
        if text and not REFUSED.search(text) and not re.fullmatch(r"(?i)sheet\d*|工作表\d*", text):
            return text[:LONGEST_TITLE]
    return "评分规则草稿"
