"""DRAWER: a publication → bytes. One file here is one format; a new file changes no other file.

Each module declares NAME (its file's name), TITLE (Chinese), MEDIA_TYPE, SCOPE, and two functions:

- `filename(published, subject) -> str`, fit for every system;
- `render(published, subject) -> bytes`; equal snapshots give equal bytes.

SCOPE says what the subject is: "unit" a unit's name, "group" a group's name, "all" the text of the
published file. A subject that is not in the publication raises NotFound. A format may also declare
OFFICE_ONLY = True: it is offered to the office beside the result and never on public pages.
"""
from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType, ModuleType

from scoring.core.published import Published

# What others need too: text without control characters, a file name that every system takes, a cell that is no formula.
from ._text import clean as clean
from ._text import file_name as file_name
from ._text import guarded as guarded

SCOPES = ("unit", "group", "all")


@dataclass(frozen=True)
class Export:
    """One format of the drawer."""

    name: str
    title: str
    media_type: str
    scope: str
    filename: Callable[[Published, str], str]
    render: Callable[[Published, str], bytes]
    office_only: bool = False


_added: dict[str, Export] = {}


@functools.cache
def drawer() -> Mapping[str, Export]:
    """Every format by name, in the order of their names; those that were added come last."""
    own = {name: _export(name, importlib.import_module(f"{__name__}.{name}")) for name in _own()}
    return MappingProxyType(own | _added)


def add(modules: Iterable[ModuleType]) -> None:
    """Puts formats from outside into the drawer, all or none; raises TypeError with what is wrong.

    Adding the same module again changes nothing.
    """
    made = dict(_added)
    for module in modules:
        name = module.__name__.rpartition(".")[2]
        export = _export(name, module)
        if made.setdefault(name, export) != export or name in _own():
            raise TypeError(f"导出格式“{name}”已经有了，请换一个文件名")
    _added.update(made)
    drawer.cache_clear()


def added(scope: str) -> tuple[Export, ...]:
    """The public formats from outside for a scope, which pages list after their own."""
    return tuple(export for export in _added.values() if export.scope == scope and not export.office_only)


def for_office() -> tuple[Export, ...]:
    """The formats of a whole publication that only the office is offered."""
    return tuple(export for export in drawer().values() if export.office_only and export.scope == "all")


def take_out() -> None:
    """Leaves only the product's own formats."""
    _added.clear()
    drawer.cache_clear()


def _own() -> list[str]:
    """The names of the files here; those that begin with _ are parts of others."""
    return sorted(info.name for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_"))


def _export(name: str, module: ModuleType) -> Export:
    missing = [part for part in ("NAME", "TITLE", "MEDIA_TYPE", "SCOPE", "filename", "render")
               if not hasattr(module, part)]
    if missing:
        raise TypeError(f"导出格式“{name}”缺少 {'、'.join(missing)}")
    if name != module.NAME or module.SCOPE not in SCOPES:
        raise TypeError(f"导出格式“{name}”要写 NAME = \"{name}\"，SCOPE 要写 {'、'.join(SCOPES)} 中的一个")
    return Export(module.NAME, module.TITLE, module.MEDIA_TYPE, module.SCOPE, module.filename, module.render,
                  getattr(module, "OFFICE_ONLY", False))
