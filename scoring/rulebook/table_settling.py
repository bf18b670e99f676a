"""Makes the points of a table's indicators add up, and says where the table's own figures did not."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from scoring.core import points as p

from .table_amounts import NotPoints, amount, behind, spread
from .table_grid import Grid, Slip
from .table_guess import Case, Guess, guess, stated
from .table_head import Head, plain
from .table_tree import Node, Table


@dataclass
class Settled:
    """The whole table's points. `caps`: pool → the most it gives or takes. `said`: what did not add up."""

    points: Decimal = p.ZERO
    caps: dict[str, Decimal] = field(default_factory=dict)
    guesses: dict[int, Guess] = field(default_factory=dict)   # id() of the leaf → the rule its standard states
    said: list[Slip] = field(default_factory=list)


def settle(grid: Grid, head: Head, table: Table, year: int) -> Settled:
    """Points for every indicator; what cannot be settled is added to the table's faults."""
    out = Settled()
    fault = _teller(grid, head, table)
    _hoist(table)
    for top in table.tops:
        if top.pool == "base":
            _state(top, year)
            _share_out(top, None, grid, out, fault)
    for pool in ("bonus", "deduction"):
        _pool([t for t in table.tops if t.pool == pool], pool, grid, out)
    _read_standards(table, out, year)
    for top in table.tops:
        if top.pool in ("bonus", "deduction"):
            _pool_points(top, out, fault)
    out.points = sum((t.points or p.ZERO for t in table.tops if t.pool == "base"), p.ZERO)
    if out.points <= 0 and not table.faults:
        table.faults.append(Slip(grid.place(head.last), "表里没有计基本分的指标，只有加分、扣分或否决；请核对"))
    _totals(grid, head, table, out)
    return out


Teller = Callable[[Node, str], None]


def _teller(grid: Grid, head: Head, table: Table) -> Teller:
    column = head.points[-1] if head.points else 0

    def tell(node: Node, sentence: str) -> None:
        if any(slip.place == grid.place(node.row, column or node.column) for slip in table.faults):
            return  # the cell itself is told already
        table.faults.append(Slip(grid.place(node.row, column or node.column), f"“{p.shorten(node.title)}”{sentence}"))
    return tell


def _whole(node: Node) -> Decimal | None:
    """What a node is worth by its own figure, or by those below it; None if nobody says."""
    if node.figure is not None or not node.children:
        return node.figure
    below = [_whole(c) for c in node.children]
    return None if None in below else sum((x for x in below if x is not None), p.ZERO)


def _share_out(node: Node, given: Decimal | None, grid: Grid, out: Settled, fault: Teller) -> None:
    """Points for a base indicator and all below it; `given` is its share where the table says nothing."""
    figure = node.figure if node.figure is not None else given
    if not node.children:
        node.points = figure
        if figure is None:
            fault(node, "没有分值；请在它自己或者上级指标那里写上")
        elif figure <= 0 and node.figure is not None:
            fault(node, f"的分值要大于 0，现在是 {p.show(figure)}")
        return
    lacking = [c for c in node.children if _whole(c) is None]
    shares = _shares(node, figure, lacking, fault)
    for child in node.children:
        share = shares.get(id(child))
        if share is not None:
            child.doubts.append(f"表上没有分值，“{p.shorten(node.title)}”的 {p.show(figure or p.ZERO)} 分暂按平均分给 "
                                f"{p.show(share)} 分，请核对")
        _share_out(child, share, grid, out, fault)
    node.points = sum((c.points or p.ZERO for c in node.children), p.ZERO)
    if figure is not None and node.points != figure and all(c.points is not None for c in node.children):
        said = f"表上写 {p.show(figure)} 分，下级合计 {p.show(node.points)} 分；草稿按下级合计，请核对"
        node.doubts.append(said)
        out.said.append(Slip(grid.place(node.row, node.column), f"“{p.shorten(node.title)}”{said}"))


def _hoist(table: Table) -> None:
    """Where every first-level indicator has its points in its first row only, they are meant for all its rows."""
    tops = [t for t in table.tops if t.pool == "base" and t.children]
    if len(tops) < 2 or any(t.figure is not None or not _only_first(t) for t in tops):
        return
    for top in tops:
        first = next(top.leaves())
        top.figure, first.figure = first.figure, None
        top.doubts.append(f"表上只在第一行写了 {p.show(top.figure or p.ZERO)} 分，草稿当作这一项的总分，请核对")


def _only_first(top: Node) -> bool:
    first, *rest = top.leaves()
    others = [n for n in top.walk() if n is not first]
    return bool(rest) and first.figure is not None and all(n.figure is None for n in others)


def _state(top: Node, year: int) -> None:
    """Give leaves without points what their own standards name, where that leaves their branch whole."""
    for node in [n for n in top.walk() if n.children and n.figure is not None]:
        lacking = [c for c in node.children if _whole(c) is None and not c.children]
        named = {id(c): stated("\n".join(c.standards), year) for c in lacking}
        known = sum((_whole(c) or named.get(id(c)) or p.ZERO for c in node.children), p.ZERO)
        rest = sum(1 for c in node.children if _whole(c) is None and named.get(id(c)) is None)
        if known + (Decimal("0.01") if rest else 0) > (node.figure or p.ZERO):
            continue
        for child in lacking:
            child.figure = named[id(child)]
            if child.figure is not None:
                child.doubts.append(f"表上没有分值，按评分标准里写的 {p.show(child.figure)} 分，请核对")


def _shares(node: Node, figure: Decimal | None, lacking: list[Node], fault: Teller) -> dict[int, Decimal]:
    """Equal shares of what is left of a branch's figure for the children without one of their own."""
    if figure is None or not lacking:
        return {}
    left = figure - sum((_whole(c) or p.ZERO for c in node.children), p.ZERO)
    parts = spread(left, len(lacking)) if left > 0 else None
    if parts is None:
        for child in lacking:
            fault(child, f"没有分值，上级“{p.shorten(node.title)}”的 {p.show(figure)} 分也没有剩余可分；请写上分值")
            child.figure = Decimal(1)  # told once; what stands below it is not told again
        return {}
    return {id(child): share for child, share in zip(lacking, parts, strict=True)}


def _pool(tops: list[Node], pool: str, grid: Grid, out: Settled) -> None:
    """The cap of a pool, from the figures of its first-level indicators; figures of branches below are not kept."""
    figures = [t.figure for t in tops if t.children]
    if figures and None not in figures and all(t.children for t in tops):
        out.caps[pool] = sum((f for f in figures if f is not None), p.ZERO)
    for node in [n for t in tops for n in t.walk() if n.children and n.figure is not None]:
        below = sum((x.figure or p.ZERO for x in node.leaves()), p.ZERO)
        word = "加" if pool == "bonus" else "扣"
        if node in tops and pool in out.caps:
            said = f"表上写 {p.show(node.figure or p.ZERO)} 分，草稿当作最多{word}几分，写在 stages 里，请核对"
            node.doubts.append(said)
        elif below != node.figure:
            said = f"表上写 {p.show(node.figure or p.ZERO)} 分，草稿没有用这个数，请核对"
            node.doubts.append(said)
            out.said.append(Slip(grid.place(node.row, node.column), f"“{p.shorten(node.title)}”{said}"))


def _read_standards(table: Table, out: Settled, year: int) -> None:
    for leaf in [n for top in table.tops for n in top.leaves()]:
        most = leaf.points if leaf.pool == "base" else leaf.figure
        found = guess("\n".join(leaf.standards), Case(most, leaf.pool, year, out.caps.get(leaf.pool)))
        if found is not None and leaf.pool != "veto":
            out.guesses[id(leaf)] = found


def _pool_points(top: Node, out: Settled, fault: Teller) -> None:
    """Points of the leaves of a bonus or deduction pool: their own, what the text says, or the pool's cap."""
    cap = out.caps.get(top.pool)
    for leaf in top.leaves():
        found = out.guesses.get(id(leaf))
        leaf.points = leaf.figure or (found.points if found else None)
        if leaf.points is None and found is None and cap is not None:
            leaf.points = cap
            leaf.doubts.append(f"表上没有分值，暂写这一类的上限 {p.show(cap)} 分，请核对")
        if leaf.points is None and cap is None and (found is None or top.pool == "bonus"):
            fault(leaf, "没有分值，也没有写最多加几分、扣几分；请写上")


def _totals(grid: Grid, head: Head, table: Table, out: Settled) -> None:
    """Compare totals rows with what was added up."""
    for row, label in table.totals:
        told = _told(grid, head, row, label)
        if told is None:
            continue
        name = plain(grid.own(row, label).text)
        before = [t for t in table.tops if t.row <= row]
        mine = (before[-1].points or p.ZERO) if name.startswith("小计") and before else out.points
        extra = sum((x.points or p.ZERO for t in table.tops if t.pool == "bonus" for x in t.leaves()), p.ZERO)
        if told not in (mine, mine + extra):
            said = f"“{p.shorten(name)}”写 {p.show(told)} 分，各项相加是 {p.show(mine)} 分；草稿按相加的数，请核对"
            out.said.append(Slip(grid.place(row, label), said))


def _told(grid: Grid, head: Head, row: int, label: int) -> Decimal | None:
    """The figure of a totals row; None where it has none that can be read."""
    for column in head.points:
        try:
            value = amount(grid.own(row, column))
        except NotPoints:
            continue
        if value is not None:
            return value
    text = grid.own(row, label).text
    digits = "".join(c for c in plain(text) if c.isdigit() or c == ".")
    return behind(f"（{digits}分）") if digits else None
