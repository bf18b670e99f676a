"""Reads declared dataclasses from a plain tree whose scalars are all text.

The tree comes from YAML, or from the canonical JSON in a snapshot; nothing is typed until the declaration
says what it is, so `no`, `010` and `12:30` stay what the author typed.
"""
from __future__ import annotations

import dataclasses
import difflib
import functools
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

from . import points
from .facts import Day, FactError

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """A fault for a person to mend: where (a path of keys and positions), what and how.

    `of_key` says that the last key of the path is at fault, not its value.
    """

    path: Path
    sentence: str
    level: str = "error"
    of_key: bool = False


class _Unreadable(Exception):
    """The part was reported; its caller has nothing to build."""


def read(kind: Any, data: Any, path: Path, problems: list[Problem], also: tuple[str, ...] = ()) -> Any:
    """An instance of `kind` made from `data`, or None after adding to `problems`.

    `also` names keys of the outermost mapping that somebody else reads.
    """
    try:
        return _read(kind, data, path, problems, also)
    except _Unreadable:
        return None


def fail(problems: list[Problem], path: Path, sentence: str) -> typing.NoReturn:
    problems.append(Problem(path, sentence))
    raise _Unreadable


def _read(kind: Any, data: Any, path: Path, problems: list[Problem], also: tuple[str, ...] = ()) -> Any:
    if kind is Any:     # somebody else reads it
        return data
    origin = get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return _read_union(get_args(kind), data, path, problems)
    if origin is Literal:
        return _read_word(get_args(kind), data, path, problems)
    if origin is tuple:
        return _read_list(get_args(kind)[0], data, path, problems)
    if origin in (dict, Mapping):
        return _read_mapping(get_args(kind)[1], data, path, problems)
    if dataclasses.is_dataclass(kind):
        return read_record(kind, data, path, problems, also)
    return _read_scalar(kind, data, path, problems)


def _read_union(options: tuple[Any, ...], data: Any, path: Path, problems: list[Problem]) -> Any:
    options = tuple(o for o in options if o is not type(None))
    words = tuple(w for o in options if get_origin(o) is Literal for w in get_args(o))
    if isinstance(data, str) and data in words:
        return data
    rest = [o for o in options if get_origin(o) is not Literal]
    fitting = [o for o in rest if _fits(o, data)]
    if not rest:
        return _read_word(words, data, path, problems)
    if words and not fitting:
        fail(problems, path, f"这里要写 {' 或 '.join(words)}，或者{_wanted(rest[0])}，现在是{_found(data)}")
    return _read((fitting or rest)[0], data, path, problems)


def _fits(kind: Any, data: Any) -> bool:
    origin = get_origin(kind)
    if isinstance(data, Mapping):
        return origin in (dict, Mapping) or dataclasses.is_dataclass(kind)
    if isinstance(data, list):
        return origin in (tuple, dict, Mapping)
    return not (origin in (dict, Mapping, tuple) or dataclasses.is_dataclass(kind)) or hasattr(kind, "BARE")


def _wanted(kind: Any) -> str:
    if get_origin(kind) is tuple:
        return "一个列表"
    if get_origin(kind) in (dict, Mapping) or dataclasses.is_dataclass(kind):
        return "一组“键: 值”"
    return {Decimal: "一个数字", int: "一个整数", date: "一个日期"}.get(kind, "一个值")


def _found(data: Any) -> str:
    if isinstance(data, Mapping):
        return "一组“键: 值”"
    if isinstance(data, list):
        return "一个列表"
    return f"“{points.shorten(str(data))}”"


def _read_word(words: tuple[str, ...], data: Any, path: Path, problems: list[Problem]) -> str:
    if isinstance(data, str) and data in words:
        return data
    hint = nearest(data, words) if isinstance(data, str) else ""
    fail(problems, path, f"{_found(data)}不在可选的词里：{'、'.join(words)}{hint}")


def _read_list(kind: Any, data: Any, path: Path, problems: list[Problem]) -> tuple[Any, ...]:
    if not isinstance(data, list):
        fail(problems, path, f"这里要写一个列表，例如 [甲, 乙]，现在是{_found(data)}")
    read_items = [read(kind, item, (*path, i), problems) for i, item in enumerate(data)]
    return tuple(item for item in read_items if item is not None)


def takes_mapping(kind: Any) -> bool:
    """Whether a declared type is a mapping, alone or beside None."""
    return get_origin(kind) in (dict, Mapping) or any(get_origin(k) in (dict, Mapping) for k in get_args(kind))


def in_order(data: Any) -> Any:
    """A mapping as a list of single-key mappings: canonical JSON sorts keys, a list keeps the author's order."""
    return [{key: item} for key, item in data.items()] if isinstance(data, Mapping) else data


def _read_mapping(kind: Any, data: Any, path: Path, problems: list[Problem]) -> dict[str, Any]:
    if isinstance(data, list) and data and all(isinstance(x, Mapping) and len(x) == 1 for x in data):
        keys = [key for one in data for key in one]
        twice = next((key for key in keys if keys.count(key) > 1), None)
        if twice is not None:
            fail(problems, path, f"键“{points.shorten(twice)}”写了两次")
        data = {key: item for one in data for key, item in one.items()}
    if not isinstance(data, Mapping):
        fail(problems, path, f"这里要写一组“键: 值”，现在是{_found(data)}")
    read_items = {key: read(kind, item, (*path, key), problems) for key, item in data.items()}
    return {key: item for key, item in read_items.items() if item is not None}


def read_record(kind: Any, data: Any, path: Path, problems: list[Problem], also: tuple[str, ...] = ()) -> Any:
    """A dataclass from a mapping; unknown and missing keys are problems. `kind.BARE` names the field that
    a bare scalar fills."""
    if isinstance(data, str) and hasattr(kind, "BARE"):
        data = {kind.BARE: data}
    if not isinstance(data, Mapping):
        fail(problems, path, f"这里要写一组“键: 值”，现在是{_found(data)}")
    hints = hints_of(kind)
    declared = {f.name: f for f in dataclasses.fields(kind)}
    keys = {yaml_key(name): name for name in declared}
    good = True
    for key in data:
        if key not in keys and key not in also:
            sentence = f"不认识的键“{points.shorten(key)}”{nearest(key, (*keys, *also))}"
            problems.append(Problem((*path, key), sentence, of_key=True))
            good = False
    values: dict[str, Any] = {}
    for key, name in keys.items():
        if key in data:
            value = read(hints[name], data[key], (*path, key), problems)
            good = good and value is not None
            values[name] = value
        elif declared[name].default is dataclasses.MISSING and declared[name].default_factory is dataclasses.MISSING:
            problems.append(Problem(path, f"缺少“{key}”{_label(declared[name])}"))
            good = False
    if not good:
        raise _Unreadable
    return kind(**values)


@functools.cache
def hints_of(kind: Any) -> dict[str, Any]:
    """The types of a dataclass's fields."""
    return typing.get_type_hints(kind)


def yaml_key(name: str) -> str:
    """The YAML key of a Python field: a trailing underscore hides a Python keyword (`from_` → `from`)."""
    return name.rstrip("_")


def _label(declared: Any) -> str:
    label = declared.metadata.get("label", "")
    return f"（{label}）" if label else ""


def nearest(word: str, known: tuple[str, ...]) -> str:
    """'，是不是想写“x”？' for the nearest known word, or ''."""
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return f"，是不是想写“{close[0]}”？" if close else ""


def _read_scalar(kind: Any, data: Any, path: Path, problems: list[Problem]) -> Any:
    if not isinstance(data, str):
        fail(problems, path, f"这里要写{_wanted(kind)}，现在是{_found(data)}")
    if kind is str:
        if len(data) > 2000:
            fail(problems, path, f"文字最长 2000 字，这里有 {len(data)} 字")
        return data
    if kind is Decimal or kind is int:
        return _read_number(kind, data, path, problems)
    if kind is bool:
        if data not in ("true", "false", "yes", "no"):
            fail(problems, path, f"这里要写 true 或 false，现在是{_found(data)}")
        return data in ("true", "yes")
    if kind is date:
        try:
            return Day().parse(data)
        except FactError as error:
            fail(problems, path, error.sentence)
    raise TypeError(f"a declaration uses a type that cannot be read: {kind!r}")


def _read_number(kind: Any, data: str, path: Path, problems: list[Problem]) -> Any:
    try:
        value = points.read(data)
    except points.NumberError as error:
        fail(problems, path, str(error))
    if len(data) > 1 and data.lstrip("-").startswith("0") and not data.lstrip("-").startswith("0."):
        fail(problems, path, f"“{points.shorten(data)}”有多余的前导 0，是数字就去掉 0，是编号就放在文字键里")
    if kind is int:
        if value != value.to_integral_value():
            fail(problems, path, f"这里要写一个整数，现在是“{data}”")
        return int(value)
    return value
