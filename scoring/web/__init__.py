"""Floor 3: thin blueprints of the same names as the desks, behind one gate."""
from __future__ import annotations

import importlib
import pkgutil

from flask import Blueprint, Flask

from . import faults, gate, hardening, sessions, showing


def prepare(app: Flask) -> None:
    """Puts the gate, the headers, the sign-in sessions, the error pages and every desk onto the app."""
    hardening.prepare(app)
    sessions.prepare(app)
    gate.prepare(app)
    faults.prepare(app)
    showing.prepare(app)
    for blueprint in desks():
        app.register_blueprint(blueprint)


def desks() -> list[Blueprint]:
    """The blueprint `desk` of every module here that has one, by module name."""
    found = []
    for info in sorted(pkgutil.walk_packages(__path__, f"{__name__}."), key=lambda i: i.name):
        blueprint = getattr(importlib.import_module(info.name), "desk", None)
        if isinstance(blueprint, Blueprint) and blueprint not in found:
            found.append(blueprint)
    return found
