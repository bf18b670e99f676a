"""Where things lie: templates, rulesets and instance data, in a checkout or in an installed package."""
from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
_TREE = PACKAGE.parent
_SHIPPED = PACKAGE / "shipped"


def _carried(name: str) -> Path:
    """A folder that lies at the top of a checkout and inside the package once installed."""
    inside = _SHIPPED / name
    return inside if inside.is_dir() else _TREE / name


def in_checkout() -> bool:
    """Whether the program runs from a checkout (and not from an installed wheel)."""
    return not _SHIPPED.is_dir()


def templates() -> Path:
    """The folder of Jinja pages."""
    return _carried("templates")


def rulesets() -> Path:
    """The folder of shipped rulesets, one YAML file each."""
    return _carried("rulesets")


def documents() -> Path:
    """The folder of documentation; only a checkout has it."""
    return _TREE / "docs"


def instance() -> Path:
    """What running sites own: SCORING_INSTANCE, else instance/ in the checkout or the working folder."""
    named = os.environ.get("SCORING_INSTANCE", "").strip()
    if named:
        return Path(named).resolve()
    return (_TREE if in_checkout() else Path.cwd()) / "instance"


def fonts() -> Path:
    """The folder of converted fonts, shared by all sites of this machine."""
    return instance() / "fonts"
