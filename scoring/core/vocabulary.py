"""The words a ruleset may use: rules, combiners and stages, found by folder; plugins add more."""
from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from . import combiners, rules, stages
from .combiner import Combiner
from .rule import Rule
from .stage import Stage


@dataclass(frozen=True)
class Vocabulary:
    """YAML word → class, for each drawer."""

    rules: Mapping[str, type[Rule]]
    combiners: Mapping[str, type[Combiner]]
    stages: Mapping[str, type[Stage]]


def classes_in(package: ModuleType, contract: type[Any]) -> dict[str, type[Any]]:
    """Module name → the one class of `contract` it defines, for every module of a drawer."""
    found: dict[str, type[Any]] = {}
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda i: i.name):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        own = [c for c in vars(module).values()
               if isinstance(c, type) and issubclass(c, contract) and c.__module__ == module.__name__]
        if len(own) != 1:
            raise TypeError(f"{module.__name__} must define exactly one {contract.__name__}, found {len(own)}")
        found[info.name] = own[0]
    return found


@functools.cache
def builtin() -> Vocabulary:
    """The vocabulary the product ships."""
    return Vocabulary(classes_in(rules, Rule), classes_in(combiners, Combiner), classes_in(stages, Stage))
