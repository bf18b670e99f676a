"""Reads the rows below the head of an indicator table into a tree of indicators."""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from scoring.core import points as p

from .encoding import REFUSED, refusal
from .table_amounts import NotPoints, amount, behind
from .table_grid import Grid, Slip
from .table_head import Head, is_head, plain

Pool = Literal["base", "bonus", "deduction", "veto"]
LONGEST = 2000
_TOTAL = re.compile(r"(?:合计|总计|总分|共计|满分|小计)(?:\(.*\))?[::]?(?:-?\d+(?:\.\d+)?)?分?")
_NOTE = re.compile(r"(?:注|附注|说明|备注|填表|填报说明|有关说明)[\d一二三]*[::、]|[※*]|注意事项")
_SIGNED = re.compile(r"(?:填表人|填报人|审核人|复核人|经办人|联系人|联系电话|负责人|单位负责人|分管领导|制表人|"
                     r"填报单位|考核组)[::(]")
_ORDINAL = re.compile(r"[\d.、()一二三四五六七八九十]+")
_POOLS: tuple[tuple[Pool, re.Pattern[str]], ...] = (
    ("veto", re.compile(r"否决")), ("bonus", re.compile(r"加分|附加分|奖励分")),
    ("deduction", re.compile(r"扣分|减分|负面清单")))


@dataclass
class Node:
    """An indicator of the table. `figure` is what the table gives it; `points` what the draft gives it."""

    title: str
    row: int
    column: int
    last: int
    children: list[Node] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)    # a leaf's rows
    figures: list[tuple[int, Decimal]] = field(default_factory=list)   # as found: row, points
    figure: Decimal | None = None
    points: Decimal | None = None
    pool: Pool = "base"
    standards: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def leaves(self) -> Iterator[Node]:
        """The leaves below, or the node itself."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()

    def walk(self) -> Iterator[Node]:
        """The node and everything below it."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass
class Table:
    """What was read: first-level indicators, totals rows as (row, column of the label), notes below, faults."""

    tops: list[Node] = field(default_factory=list)
    totals: list[tuple[int, int]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    faults: list[Slip] = field(default_factory=list)


def read_table(grid: Grid, head: Head) -> Table:
    """Every indicator of the table, each with the figure the table gives it."""
    reader = _Reader(grid, head)
    for row in range(head.last + 1, grid.rows + 1):
        if grid.filled(row) and not is_head(grid, row, head):
            reader.take(row)
    reader.finish()
    return reader.table


def pool_of(title: str) -> tuple[Pool, ...]:
    """The pools a first-level title speaks of; () for an ordinary one."""
    word = plain(title).replace("加减分", "加分减分").replace("加扣分", "加分扣分").replace("奖惩分", "加分扣分")
    return tuple(pool for pool, pattern in _POOLS if pattern.search(word))


class _Reader:
    """Takes the rows one by one, remembering the path of the row before."""

    def __init__(self, grid: Grid, head: Head) -> None:
        self.grid, self.head, self.table = grid, head, Table()
        self.path: list[Node | None] = [None] * (len(head.levels) + 1)   # a banner row, then the levels
        self.banner_open = self.over = False
        self.rows: set[int] = set()

    def take(self, row: int) -> None:
        """One row with something in it."""
        columns = self.grid.filled(row)
        first = plain(self.grid.own(row, columns[0]).text)
        alone = len(columns) == 1 and columns[0] not in (self.head.standard, *self.head.points, *self.head.notes)
        if label := self.total_label(row, columns):
            self.table.totals.append((row, label))
            self.over = not plain(self.grid.own(row, label).text).startswith("小计")
        elif _SIGNED.match(first) or (alone and _NOTE.match(first)):
            self.note(row, columns)
        elif alone and len(first) <= 60 and self.is_wide(row, columns[0]):
            self.banner(row, columns[0])
        elif alone and self.over:
            self.note(row, columns)
        else:
            self.over = False
            self.indicator(row)

    def note(self, row: int, columns: list[int]) -> None:
        """A row below the table, or between its parts, that is no indicator."""
        self.over = True
        self.table.notes.append("　".join(self.text(row, c, None) for c in columns))

    def total_label(self, row: int, columns: list[int]) -> int:
        """The column whose cell says that this is a row of totals; 0 if it is none."""
        names = [c for c in columns if c not in self.head.points and c != self.head.standard]
        return next((c for c in names[:2] if _TOTAL.fullmatch(plain(self.grid.own(row, c).text))), 0)

    def is_wide(self, row: int, column: int) -> bool:
        """Whether a lone cell is a title across the table, or stands where only numbers stand."""
        if column == self.head.number and not _ORDINAL.fullmatch(plain(self.grid.own(row, column).text)):
            return True
        roles = {c for c in (*self.head.levels, *self.head.points, self.head.standard) if c is not None}
        right = self.grid.last(row, column)[1]
        return sum(column <= c <= right for c in roles) >= max(3, len(roles) - 1)

    def banner(self, row: int, column: int) -> None:
        """A title across the whole table: what follows stands below it."""
        self.close_banner()
        node = Node(self.text(row, column, 200), row, column, row)
        self.path = [node, *[None] * len(self.head.levels)]
        self.banner_open = True

    def close_banner(self) -> None:
        """A banner that nothing followed was a note."""
        if self.path[0] is not None and self.banner_open:
            self.table.notes.append(self.path[0].title)

    def indicator(self, row: int) -> None:
        same = not self.banner_open
        path: list[Node | None] = [self.path[0]]
        for level, column in enumerate(self.head.levels, 1):
            before = self.path[level]
            node, same = self.step(row, column, before, same)
            path.append(node)
        self.hang(row, path)

    def step(self, row: int, column: int, before: Node | None, same: bool) -> tuple[Node | None, bool]:
        """The node of one level in this row, and whether the row still runs along the one before."""
        text = self.grid.seen(row, column).text
        if same and (not text or (before is not None and text == before.title)):
            return before, True
        if same and not text:
            return None, True
        if not text and not self.grid.seen(row, column).wrong:
            return None, False
        top, _ = self.grid.anchor(row, column)
        return Node(self.text(top, column, 200), row, column, row), False

    def hang(self, row: int, path: list[Node | None]) -> None:
        """Put the new nodes of a row into the tree, and the row's texts to its leaf."""
        known = [n for n in path if n is not None]
        if not known[bool(path[0]):]:
            self.fault(row, 0, "这一行有内容，却没有指标名称；请补上名称，或者删掉这一行")
            return
        siblings = self.table.tops
        for node in known:
            if not any(node is x for x in siblings):
                siblings.append(node)
            node.last = row
            siblings = node.children
        self.path, self.banner_open = path, False
        known[-1].parts.append(row)
        self.rows.add(row)

    def finish(self) -> None:
        """Read points, standards and remarks, once it is known which rows each indicator has."""
        self.close_banner()
        for node in [n for top in self.table.tops for n in top.walk()]:
            if node.children and node.parts:
                self.branch_rows(node)
        titles: dict[str, Node] = {}
        for top in self.table.tops:
            if titles.setdefault(top.title, top) is not top:
                first = self.grid.place(titles[top.title].row, titles[top.title].column)
                said = f"一级指标“{p.shorten(top.title)}”在 {first} 已经有了；请放在一起，或者改名"
                self.fault(top.row, top.column, said)
            self.pool(top)
            self.figures(top)
        for leaf in [n for top in self.table.tops for n in top.leaves()]:
            self.texts(leaf)

    def branch_rows(self, node: Node) -> None:
        """Rows that stop at a branch: what they ask stands in a leaf of the same name below it."""
        asked = [r for r in node.parts if self.head.standard and self.grid.own(r, self.head.standard).text]
        if asked:
            node.children.insert(0, Node(node.title, asked[0], node.column, asked[-1], parts=asked))
        node.parts = []

    def pool(self, top: Node) -> None:
        pools = pool_of(top.title)
        if len(pools) > 1 and "veto" not in pools:
            said = f"“{p.shorten(top.title)}”既加分又扣分；请在表里分成“加分项”和“扣分项”两个一级指标"
            self.fault(top.row, top.column, said)
        for node in top.walk():
            node.pool = pools[0] if pools else "base"

    def figures(self, top: Node) -> None:
        """Give each points cell to the indicator whose rows it covers."""
        nodes = list(top.walk())
        for row in range(top.row, top.last + 1):
            path = [n for n in nodes if n.row <= row <= n.last] if row in self.rows else []
            for column in self.head.points if path else ():
                self.figure(row, column, path)
        for node in nodes:
            if len(node.figures) > 1 and not node.children and len(node.parts) > 1:
                _split(node)
            node.figure = node.figures[0][1] if node.figures else behind(node.title)

    def figure(self, row: int, column: int, path: list[Node]) -> None:
        cell = self.grid.own(row, column)
        if cell.wrong:
            self.fault(row, column, cell.wrong)
            return
        try:
            value = amount(cell)
        except NotPoints as error:
            self.fault(row, column, str(error))
            return
        if value is not None:
            self.owner(row, column, path).figures.append((row, self.positive(row, column, value, path[-1])))

    def positive(self, row: int, column: int, value: Decimal, node: Node) -> Decimal:
        if value < 0 and node.pool == "deduction":   # offices write what is taken away either way
            return -value
        if value < 0:
            self.fault(row, column, f"分值不能是负数，现在是 {p.show(value)}；扣分的指标请放在名称带“扣分”的一级指标下")
        return value

    def owner(self, row: int, column: int, path: list[Node]) -> Node:
        """The indicator a points cell belongs to: by its column where there are several, else by its rows."""
        level = self.head.level_of(column)
        if level is not None:
            return next((n for n in path if n.column == self.head.levels[level]), path[-1])
        end = self.grid.last(row, column)[0]
        inside = [n for n in path if n.row == row and n.last <= end]
        most = max((n.last for n in inside), default=0)
        return next((n for n in reversed(inside) if n.last == most), path[-1])

    def texts(self, leaf: Node) -> None:
        if self.head.standard is not None:
            found = [self.text(r, self.head.standard, LONGEST) for r in leaf.parts]
            leaf.standards = [x for x in found if x]
        leaf.remarks = [x for c in self.head.notes for r in leaf.parts if (x := self.text(r, c, None))]

    def text(self, row: int, column: int, longest: int | None) -> str:
        """A cell's text; what cannot stand in a ruleset is a fault."""
        cell = self.grid.own(row, column)
        if cell.wrong:
            self.fault(row, column, cell.wrong)
        elif found := REFUSED.search(cell.text):
            self.fault(row, column, refusal(found.group()))
        elif longest is not None and len(cell.text) > longest:
            self.fault(row, column, f"这里有 {len(cell.text)} 个字，最多 {longest} 个；请精简")
        return cell.text

    def fault(self, row: int, column: int, sentence: str) -> None:
        slip = Slip(self.grid.place(row, column), sentence)
        if slip not in self.table.faults:
            self.table.faults.append(slip)


def _split(leaf: Node) -> None:
    """A leaf whose rows have points of their own becomes a branch of numbered rows."""
    starts = [row for row, _ in leaf.figures]
    for number, (row, value) in enumerate(leaf.figures, 1):
        ends = starts[number] if number < len(starts) else leaf.last + 1
        rows = [r for r in leaf.parts if (row <= r or number == 1) and r < ends]
        part = Node(f"{leaf.title}（{number}）", row, leaf.column, rows[-1], parts=rows, figure=value, pool=leaf.pool)
        part.doubts.append("表上这几行同名，名称里的编号是起草时加的，请改成合适的名称")
        leaf.children.append(part)
    leaf.parts, leaf.figures = [], []
