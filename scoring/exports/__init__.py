"""DRAWER: a publication → bytes. One file here is one format; a new file changes no other file.

Each module declares NAME (its file's name), TITLE (Chinese), MEDIA_TYPE, SCOPE, and two functions:

- `filename(published, subject) -> str`, fit for every system;
- `render(published, subject) -> bytes`; equal snapshots give equal bytes.

SCOPE says what the subject is: "unit" a unit's name, "group" a group's name, "all" the text of the
published file. A subject that is not in the publication raises NotFound. A format may also declare
OFFICE_ONLY = True: it is offered to the office beside the result; or, of a unit, OWN_ONLY = True: it is the unit's own
paper, for it and the office. Neither is ever offered on public pages. UNCUT = True: it cannot leave units out.
What everybody is offered of a group or of all is given only the units that the release lists. What stands in Chinese
after the first line of the module's docstring is its manual.
"""
from __future__ import annotations

import functools
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType, ModuleType

from scoring.core.published import Published

from ._listed import listed

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
    make: Callable[[Published, str], bytes]
    office_only: bool = False
    own_only: bool = False
    uncut: bool = False     # it cannot leave units out: whoever does not see all of them does not get it
    manual: str = ""        # for whoever reads the files, in Chinese; '' where there is nothing to know

    @property
    def public(self) -> bool:
        """Whether everyone who reads a publication may have it in this format."""
        return not (self.office_only or self.own_only)

    def render(self, published: Published, subject: str) -> bytes:
        """The file. What is for everybody names no unit that the release does not list, whoever wrote the format."""
        whole = self.office_only or self.scope == "unit"
        return self.make(published if whole else listed(published), subject)


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
    return tuple(export for export in _added.values() if export.scope == scope and export.public)


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
                  getattr(module, "OFFICE_ONLY", False), getattr(module, "OWN_ONLY", False),
                  getattr(module, "UNCUT", False), _manual(module))


def _manual(module: ModuleType) -> str:
    """What the docstring says in Chinese after its first line; what is in English there is for maintainers."""
    parts = inspect.cleandoc(module.__doc__ or "").split("\n\n")[1:]
    return "\n\n".join(part for part in parts if sum(not char.isascii() for char in part) * 4 > len(part))
