"""Floor 2: what an actor can do; each function's decorator names its policy row, move, audit row and event."""
from __future__ import annotations

import importlib
import pkgutil


def every() -> None:
    """Loads every module of this folder, so that the register of actions is whole."""
    for info in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{info.name}")
