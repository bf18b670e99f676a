"""Finds the head of an indicator table: which column holds names, points, standards and notes."""
from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from .table_grid import Grid

_LOOK_AT = 40
_LEVELS = {
    "一级指标": 1, "一级": 1, "一级指标名称": 1, "考核项目": 1, "评估项目": 1, "考评项目": 1,
    "测评项目": 1, "检查项目": 1, "评价项目": 1, "评分项目": 1, "项目": 1,
    "项目名称": 1, "类别": 1, "指标类别": 1, "考核类别": 1, "考核指标": 1,
    "评估指标": 1, "考评指标": 1, "评价指标": 1, "大类": 1, "考核内容及指标": 1,
    "二级指标": 2, "二级": 2, "二级指标名称": 2, "考核内容": 2, "评估内容": 2, "考评内容": 2,
    "测评内容": 2, "检查内容": 2, "评价内容": 2, "工作内容": 2, "工作任务": 2,
    "内容": 2, "指标": 2, "指标名称": 2, "指标内容": 2, "具体内容": 2,
    "三级指标": 3, "三级": 3, "三级指标名称": 3, "考核要点": 3, "评估要点": 3, "考评要点": 3,
    "测评要点": 3, "评价要点": 3, "观测点": 3, "观测指标": 3, "具体指标": 3, "要点": 3,
}
_OTHERS = {
    "number": ("序号", "编号", "号"),
    "points": ("分值", "权重", "标准分", "标准分值", "满分", "分数", "配分", "赋分", "基本分", "权重分", "分值权重",
               "指标分值", "考核分值", "总分值", "满分值"),
    "standard": ("评分标准", "评分细则", "计分办法", "评分办法", "评分方法", "计分方法", "计分标准", "考核标准",
                 "考评标准", "考核办法", "考核细则", "评估标准", "评价标准", "评价方法", "扣分标准", "打分标准",
                 "评分说明", "计分说明", "评分规则", "计分规则", "评分依据", "考核评分标准", "考核评分办法",
                 "评分标准及办法", "标准"),
    "note": ("备注", "说明", "注", "附注"),
}
_ROLES = {word: role for role, found in _OTHERS.items() for word in found}


@dataclass(frozen=True)
class Head:
    """Where the columns are. `levels` from the first level down; `first`…`last` are the head's rows."""

    first: int
    last: int
    levels: tuple[int, ...]
    points: tuple[int, ...]
    standard: int | None
    notes: tuple[int, ...]
    number: int | None
    unused: tuple[tuple[int, str], ...]

    def level_of(self, column: int) -> int | None:
        """Which level a points column speaks of where there are several: the nearest one to its left."""
        if len(self.points) < 2:
            return None
        left = [i for i, c in enumerate(self.levels) if c < column]
        return max(left, key=lambda i: self.levels[i]) if left else len(self.levels) - 1


def plain(text: str) -> str:
    """`text` for comparing: NFKC and without any white space."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def find_head(grid: Grid) -> Head | None:
    """The first row, of the upper ones, that names its columns as an indicator table does."""
    for row in range(1, min(grid.rows, _LOOK_AT) + 1):
        found = _head_at(grid, row)
        if found is not None:
            return found
    return None


def is_head(grid: Grid, row: int, head: Head) -> bool:
    """Whether the head is repeated in this row, as on a new printed page."""
    columns = [*head.levels, *head.points]
    return all(grid.own(row, c).text and plain(grid.own(row, c).text) in _names(grid, head, c) for c in columns)


def _names(grid: Grid, head: Head, column: int) -> set[str]:
    return {plain(grid.own(r, column).text) for r in range(head.first, head.last + 1)}


def _head_at(grid: Grid, row: int) -> Head | None:
    found = {c: _role(grid.own(row, c).text) for c in grid.filled(row)}
    if "points" not in found.values() and "standard" not in found.values():
        return None
    last = max(grid.last(row, c)[0] for c, role in found.items() if role)
    if last > row + 2:
        return None
    for below in range(row + 1, last + 1):
        for column in grid.filled(below):
            found[column] = _role(grid.own(below, column).text) or found.get(column)
    return _made(grid, row, last, found)


def _made(grid: Grid, row: int, last: int, found: dict[int, str | int | None]) -> Head | None:
    levels = tuple(sorted((c for c, role in found.items() if isinstance(role, int)), key=lambda c: (found[c], c)))
    points = tuple(sorted(c for c, role in found.items() if role == "points"))
    standards = sorted(c for c, role in found.items() if role == "standard")
    notes = tuple(sorted(c for c, role in found.items() if role == "note"))
    if not levels or not (points or standards):
        return None
    numbers = sorted(c for c, role in found.items() if role == "number")
    spare = sorted([c for c, role in found.items() if role is None] + standards[1:])
    unused = tuple((c, grid.own(last, c).text or grid.own(row, c).text) for c in spare)
    return Head(row, last, levels[:4], points, next(iter(standards), None), notes, next(iter(numbers), None), unused)


def _role(text: str) -> str | int | None:
    word = re.sub(r"\(.*?\)|[::]|[^\w]", "", plain(text))
    return _LEVELS.get(word) or _ROLES.get(word)
