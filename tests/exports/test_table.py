"""Tables over pages: nothing is lost or doubled, every page's part fits, bound rows stay together."""
from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from scoring.exports._table import WHOLE, Cell, Row, Table
from scoring.exports._type import Style, Words

STYLE = Style(10, 15)
HEAD = (Row((Cell((Words("序号", STYLE),)), Cell((Words("说明", STYLE),)))),)
ROWS = st.lists(st.tuples(st.integers(1, 1500), st.booleans()), min_size=1, max_size=30)


def table(sizes: list[tuple[int, bool]]) -> Table:
    rows = tuple(Row((Cell((Words(str(n), STYLE),)), Cell((Words("政" * size, STYLE),))), keep=keep)
                 for n, (size, keep) in enumerate(sizes))
    return Table((60, 207), HEAD, rows)


def pages(whole: Table, room: float) -> list[Table]:
    """What is set on each page of `room` points."""
    made, rest = [], whole
    while rest is not None:
        part, rest = rest.cut(267, room)
        assert part is not None
        made.append(part)
    return made


def lines(row: Row, column: int) -> list[str]:
    return [line for block in row.cells[column].blocks for line, _ in block.lines(200)]


@given(ROWS, st.integers(160, 700))
def test_nothing_is_lost_and_every_part_fits(sizes: list[tuple[int, bool]], room: int) -> None:
    made = pages(table(sizes), room)
    assert [p for p in made if p.height(267) > room + 0.1] == []
    assert "".join("".join(lines(row, 0)) for p in made for row in p.rows) == "".join(map(str, range(len(sizes))))
    assert sum(len("".join(lines(row, 1))) for p in made for row in p.rows) == sum(size for size, _ in sizes)
    assert {p.head for p in made} == {HEAD}


@given(ROWS, st.integers(400, 700))
def test_a_small_row_is_not_divided(sizes: list[tuple[int, bool]], room: int) -> None:
    whole = table(sizes)
    small = {"".join(lines(row, 0)) for row in whole.rows if replace(whole, rows=(row,), head=()).height(267) <= WHOLE}
    made = pages(whole, room)
    divided = {"".join(lines(page.rows[-1], 0)) for page, after in zip(made, made[1:], strict=False)
               if not lines(after.rows[0], 0)}
    assert small & divided == set()


def test_a_branch_stays_with_its_first_leaf() -> None:
    # A row of one line is 21.4 points tall: the head, eight rows and the branch fit, its first leaf does not.
    made = pages(table([(20, False)] * 8 + [(1, True), (20, False)]), 10 * 21.4 + 1)
    assert [[lines(row, 0) for row in p.rows] for p in made] == [[[str(n)] for n in range(8)], [["8"], ["9"]]]
