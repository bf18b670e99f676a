"""A sample plugin: the hooks it implements, each answering with the modules that do the work."""
from __future__ import annotations

from types import ModuleType

from scoring.plugins.hooks import hook

from . import csv_lost, mystery_call


@hook
def rules() -> list[ModuleType]:
    """The rule `mystery_call`."""
    return [mystery_call]


@hook
def exports() -> list[ModuleType]:
    """The format `csv_lost`."""
    return [csv_lost]
