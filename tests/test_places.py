"""Templates, rulesets and instance data are found in a checkout and in an installed wheel."""
from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import scoring
from scoring import places

ROOT = Path(__file__).resolve().parent.parent


def test_a_checkout_uses_its_own_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SCORING_INSTANCE", raising=False)
    assert (places.templates(), places.rulesets(), places.instance(), places.fonts(), places.in_checkout()) == (
        ROOT / "templates", ROOT / "rulesets", ROOT / "instance", ROOT / "instance" / "fonts", True)


def test_the_instance_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SCORING_INSTANCE", str(tmp_path))
    assert places.fonts() == tmp_path / "fonts"


LOOK = """
import scoring
from scoring import places
for place in (places.templates(), places.rulesets(), places.instance()):
    print(place)
print(places.in_checkout())
"""


def test_a_wheel_carries_templates_rulesets_and_pages(tmp_path: Path) -> None:
    built = subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
                           cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    scoring = installed / "scoring"
    for ours, theirs in (("templates", "shipped/templates"), ("rulesets", "shipped/rulesets"),
                         ("scoring/web/static", "web/static"), ("scoring/store/migrations", "store/migrations")):
        assert listed(scoring / theirs) == listed(ROOT / ours)
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(installed)}
    seen = subprocess.run([sys.executable, "-S", "-c", LOOK], cwd=tmp_path, env=env, capture_output=True, text=True,
                          check=True).stdout.splitlines()
    assert seen == [str(scoring / "shipped/templates"), str(scoring / "shipped/rulesets"), str(tmp_path / "instance"),
                    "False"]


def listed(folder: Path) -> set[str]:
    """The files of a folder that git would keep."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts}


def test_the_version_is_told_once_more_alike() -> None:
    """pyproject.toml is read by packagers, the module by the running program."""
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == scoring.__version__
