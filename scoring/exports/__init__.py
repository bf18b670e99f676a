"""DRAWER: a publication → bytes. One file here is one format; a new file changes no other file.

Each module declares NAME (its file's name), TITLE (Chinese), MEDIA_TYPE, SCOPE, and two functions:

- `filename(published, subject) -> str`, fit for every system;
- `render(published, subject) -> bytes`; equal snapshots give equal bytes.

SCOPE says what the subject is: "unit" a unit's name, "group" a group's name, "all" the text of the
published file. A subject that is not in the publication raises NotFound.
"""
from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from scoring.core.published import Published

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


@functools.cache
def drawer() -> Mapping[str, Export]:
    """Every format by name, in the order of their names; files that begin with _ are parts of others."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_"))
    return MappingProxyType({name: _export(name) for name in names})


def _export(name: str) -> Export:
    module = importlib.import_module(f"{__name__}.{name}")
    if name != module.NAME or module.SCOPE not in SCOPES:
        raise TypeError(f"{module.__name__} must declare NAME = {name!r} and a SCOPE of {SCOPES}")
    return Export(module.NAME, module.TITLE, module.MEDIA_TYPE, module.SCOPE, module.filename, module.render)
