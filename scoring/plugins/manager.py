"""Finds the installed plugins (entry points `scoring.plugins`), lists them, and calls their hooks.

A plugin that fails to load, or brings something unfit, is logged and left out as a whole; the site goes on.
"""
from __future__ import annotations

import functools
import logging
import os
from collections.abc import Callable, Iterable
from importlib.metadata import entry_points
from types import MappingProxyType, ModuleType
from typing import Any

import pluggy

from ..core import vocabulary as words
from ..core.policy import Actor
from ..core.vocabulary import Addition, Unfit, Vocabulary
from . import hooks
from .checking import check_combiner, check_rule, check_stage

log = logging.getLogger(__name__)
SAFE_MODE = "SCORING_SAFE_MODE"
GROUP = "scoring.plugins"
REFUSED = "插件出错，这项操作没有办成。请告诉系统管理员。"
_faults: dict[str, str] = {}


@functools.cache
def manager() -> pluggy.PluginManager:
    """The plugin manager; with SCORING_SAFE_MODE=1 no plugin is loaded."""
    found = pluggy.PluginManager("scoring")
    found.add_hookspecs(hooks)
    if os.environ.get(SAFE_MODE) != "1":
        for entry in sorted(entry_points(group=GROUP), key=lambda e: e.name):
            name = f"{entry.name} {entry.dist.version if entry.dist else ''}".strip()
            _load(found, name, entry.load)
    return found


def names() -> list[str]:
    """The names and versions of the plugins in use."""
    return sorted(name for name, plugin in manager().list_name_plugin() if plugin is not None)


def faulty() -> MappingProxyType[str, str]:
    """The plugins that are installed but not in use, each with the sentence why."""
    manager()
    return MappingProxyType(_faults)


def enlist(take_exports: Callable[[Iterable[ModuleType]], None]) -> None:
    """Puts the words that plugins bring into use, and hands their export formats to `take_exports`.

    Called by the composition root; calling it again gives the same.
    """
    known = words.builtin()
    for name, plugin in sorted(manager().list_name_plugin(), key=lambda pair: pair[0]):
        if plugin is None:
            continue
        try:
            wider = words.joined(known, _additions(name, plugin))
            _promised(known, wider)
            take_exports(_brought(plugin, "exports"))
            known = wider
        except (Exception, SystemExit) as error:  # a stranger's code: anything may come
            manager().unregister(plugin)
            _set_aside(name, error)
    words.use(known)


def tell(action: str, kind: str, key: int | None, actor: Actor) -> None:
    """Tells the plugins that something was done; a plugin that fails is logged and never undoes it."""
    try:
        manager().hook.acted(action=action, kind=kind, key=key, actor=actor)
    except Exception:  # a stranger's code: anything may come, and the action is already committed
        log.exception("a plugin failed after %s", action)


def refusal(action: str, actor: Actor) -> str | None:
    """The first plugin's sentence against an action, or None; a plugin that fails to answer refuses."""
    try:
        said = manager().hook.deny(action=action, actor=actor)
    except Exception:  # a stranger's code: anything may come, and what guards must not fail open
        log.exception("a plugin failed when asked about %s", action)
        return REFUSED
    return next((sentence for sentence in said if sentence), None)


def _load(found: pluggy.PluginManager, name: str, load: Callable[[], Any]) -> None:
    """Registers one plugin, or sets it aside."""
    plugin = None
    try:
        plugin = load()
        found.register(plugin, name=name)
        found.check_pending()
    except (Exception, SystemExit) as error:  # a stranger's code: anything may come
        if plugin is not None and found.is_registered(plugin):
            found.unregister(plugin)
        _set_aside(name, error)


def _set_aside(name: str, error: BaseException) -> None:
    sentence = error.sentence if isinstance(error, Unfit) else f"{type(error).__name__}：{error}"
    _faults[name] = sentence if len(sentence) <= 300 else f"{sentence[:300]}……"
    log.error("plugin %s is not in use: %s", name, sentence, exc_info=error)


def _brought(plugin: object, name: str) -> list[ModuleType]:
    """What one plugin answers to a hook; nothing where it does not implement it."""
    hook = getattr(manager().hook, name)
    return [module for one in hook.get_hookimpls() if one.plugin is plugin for module in one.function()]


def _additions(name: str, plugin: object) -> list[Addition]:
    drawers = {"rules": words.RULE, "combiners": words.COMBINER, "stages": words.STAGE}
    return [Addition(drawer, module, name) for hook, drawer in drawers.items() for module in _brought(plugin, hook)]


def _promised(known: Vocabulary, wider: Vocabulary) -> None:
    """Raises Unfit where a rule or combiner that is new in `wider` does not keep what all of them promise."""
    broken = [fault for word, kind in wider.rules.items() if word not in known.rules for fault in check_rule(kind)]
    broken += [fault for word, kind in wider.combiners.items() if word not in known.combiners
               for fault in check_combiner(kind)]
    broken += [fault for word, kind in wider.stages.items() if word not in known.stages for fault in check_stage(kind)]
    if broken:
        raise Unfit("；".join(broken))
