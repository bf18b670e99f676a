"""What tests of plugins ask for: modules written on the spot, and a house as it was afterwards."""
from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from scoring import exports
from scoring.core import vocabulary
from scoring.plugins import manager

Write = Callable[[str, str], ModuleType]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Write]:
    """Writes a module of that name and imports it."""
    folder, made = tmp_path / "modules", []
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))

    def writing(name: str, text: str) -> ModuleType:
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
        importlib.invalidate_caches()
        made.append(name)
        return importlib.import_module(name)

    yield writing
    for name in made:
        sys.modules.pop(name, None)


@pytest.fixture
def plugged() -> Iterator[list[object]]:
    """Plugins that a test put in; they are taken out again, with all they brought."""
    used: list[object] = []
    yield used
    for plugin in used:
        if manager.manager().is_registered(plugin):
            manager.manager().unregister(plugin)
    manager._faults.clear()
    vocabulary.use(None)
    exports.take_out()
