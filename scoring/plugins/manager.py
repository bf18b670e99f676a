"""Finds the installed plugins (entry points `scoring.plugins`), lists them, and calls their hooks."""
from __future__ import annotations

import functools
import logging
import os

import pluggy

from ..core.policy import Actor
from . import hooks

log = logging.getLogger(__name__)
SAFE_MODE = "SCORING_SAFE_MODE"


@functools.cache
def manager() -> pluggy.PluginManager:
    """The plugin manager; with SCORING_SAFE_MODE=1 no plugin is loaded."""
    found = pluggy.PluginManager("scoring")
    found.add_hookspecs(hooks)
    if os.environ.get(SAFE_MODE) != "1":
        found.load_setuptools_entrypoints("scoring.plugins")
    return found


def names() -> list[str]:
    """The names of the plugins in use."""
    return sorted(name for name, _ in manager().list_name_plugin())


def tell(action: str, kind: str, key: int | None, actor: Actor) -> None:
    """Tells the plugins that something was done; a plugin that fails is logged and never undoes it."""
    try:
        manager().hook.acted(action=action, kind=kind, key=key, actor=actor)
    except Exception:  # a stranger's code: anything may come, and the action is already committed
        log.exception("a plugin failed after %s", action)


def refusal(action: str, actor: Actor) -> str | None:
    """The first plugin's sentence against an action, or None."""
    return next((sentence for sentence in manager().hook.deny(action=action, actor=actor) if sentence), None)
