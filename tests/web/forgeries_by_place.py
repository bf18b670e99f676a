"""Forgeries made place by place: everything in a published file left out, or put in another form, or changed."""
from __future__ import annotations

import copy
import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.forging import resealed
from tests.web.specimen import written

Path = tuple[str | int, ...]
FORMS: Mapping[str, Callable[[Any], Any]] = {
    "null": lambda old: None, "true": lambda old: True, "a list": lambda old: [["x"]] if isinstance(old, list) else [],
    "a mapping": lambda old: {"x": {}} if isinstance(old, dict) else {},
    "a number": lambda old: str(old) if isinstance(old, int) else 7,
}

ALIKE = {"openings", "cards", "claimed", "verified", "lines", "subtotals", "groups"}   # what stands in these is alike


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """The path to everything in a JSON value, and to one of all that is alike; of a list, to its first item."""
    if path:
        yield path
    if isinstance(value, dict):
        for key in list(value)[:1] if path and path[-1] in ALIKE else value:
            yield from places(value[key], (*path, key))
    elif isinstance(value, list) and value:
        yield from places(value[0], (*path, 0))


def at(file: Any, path: Path) -> Any:
    """What stands at a path."""
    for key in path:
        file = file[key]
    return file


def changed(file: dict[str, Any], path: Path, change: Callable[[Any], Any]) -> dict[str, Any]:
    """A copy of the file with another value at a path."""
    out = copy.deepcopy(file)
    at(out, path[:-1])[path[-1]] = change(at(out, path))
    return out


def left_out(file: dict[str, Any], path: Path) -> dict[str, Any]:
    """A copy of the file without what stands at a path."""
    out = copy.deepcopy(file)
    del at(out, path[:-1])[path[-1]]
    return out


def named(path: Path) -> str:
    """A path in words."""
    return " › ".join(str(key)[:12] for key in path)


def in_other_forms(file: dict[str, Any], paths: list[Path]) -> Iterator[tuple[str, str]]:
    """Each place left out, in one other form, and with a key more; the digest is mended."""
    forms = itertools.cycle(FORMS)
    for path in paths:
        old, form = at(file, path), next(forms)
        yield f"{named(path)}: left out", sealed(left_out(file, path), path)
        if FORMS[form](old) != old or type(FORMS[form](old)) is not type(old):
            yield f"{named(path)}: {form}", sealed(changed(file, path, FORMS[form]), path)
        if isinstance(old, dict):
            yield f"{named(path)}: a key more", sealed(changed(file, path, lambda some: {**some, "more": ""}), path)


def sealed(file: dict[str, Any], path: Path) -> str:
    """The text of a changed file, with a mended digest where its snapshot was changed."""
    return resealed(file) if path[0] in ("snapshot", "openings") else written(file)


def unmended(file: dict[str, Any], paths: list[Path]) -> Iterator[tuple[str, str]]:
    """Each text and number changed in the file alone: the digest is not mended."""
    for path in paths:
        old = at(file, path)
        if isinstance(old, str | int):
            yield f"{named(path)}: changed", written(changed(file, path, other))


def other(old: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(old, bool):
        return not old
    return old + 1 if isinstance(old, int) else f"{old}0"
