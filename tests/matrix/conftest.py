"""The site of the matrix, one for each file of tests."""
from __future__ import annotations

from pathlib import Path

import pytest

from tests.matrix.world import World, build
from tests.sites import make_site


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    place = tmp_path_factory.mktemp("matrix")
    (place / "scoring.db").write_bytes(sqlite_template.read_bytes())
    return place


@pytest.fixture(scope="module")
def world(folder: Path) -> World:
    return build(make_site(folder, f"sqlite:///{folder / 'scoring.db'}"))
