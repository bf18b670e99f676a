"""A file as read: its plain tree, where everything in it stands, and what is wrong with it."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Path = tuple[str | int, ...]
Tree = dict[str, Any] | list[Any] | str


@dataclass(frozen=True)
class Mark:
    """A place in a file, both counted from 1."""

    line: int
    column: int


START = Mark(1, 1)


@dataclass(frozen=True, order=True)
class Fault:
    """Something for a person to mend: where, what and how. `level`: error | warning."""

    file: str
    line: int
    column: int
    sentence: str
    level: str = "error"

    def __str__(self) -> str:
        """`FILE:LINE:COL: sentence`, the form editors jump to."""
        note = "提醒：" if self.level == "warning" else ""
        return f"{self.file}:{self.line}:{self.column}: {note}{self.sentence}"


@dataclass(frozen=True)
class Source:
    """A file read strictly: every scalar of `tree` is text; `tree` is None where nothing could be built.

    `values` and `keys` say where each path's value and key stand. `spoiled` are the paths of parts that are
    reported already, so that nobody complains twice.
    """

    name: str
    text: str
    tree: dict[str, Any] | None
    problems: tuple[Fault, ...] = ()
    values: Mapping[Path, Mark] = field(default_factory=dict)
    keys: Mapping[Path, Mark] = field(default_factory=dict)
    spoiled: frozenset[Path] = frozenset()

    def place(self, path: Path, of_key: bool = False) -> Mark:
        """Where `path` stands, or its nearest ancestor that the file has.

        A single value is pointed at itself; a key at fault, a mapping or a list at the key that opens it.
        """
        path = tuple(path)
        while path and path not in self.values:
            path, of_key = path[:-1], False
        node = self.at(path)
        if path in self.keys and (of_key or not isinstance(node, str)):
            return self.keys[path]
        return self.values.get(path, START)

    def at(self, path: Path) -> Any:
        """The part of the tree at `path`; None where the tree has none, as under a duplicate key."""
        node: Any = self.tree
        for step in path:
            inside = isinstance(node, dict) and step in node or (
                isinstance(node, list) and isinstance(step, int) and step < len(node))
            node = node[step] if inside else None
        return node

    def fault(self, path: Path, sentence: str, level: str = "error", of_key: bool = False) -> Fault:
        """A fault at the place of `path`."""
        mark = self.place(path, of_key)
        return Fault(self.name, mark.line, mark.column, sentence, level)

    def is_spoiled(self, path: Path) -> bool:
        """Whether `path` lies in a part that is reported already."""
        return any(path[: len(bad)] == bad for bad in self.spoiled)
