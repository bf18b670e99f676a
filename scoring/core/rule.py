"""The contract of a rule: what a leaf asks for, and what the facts are worth, with printed steps.

A rule is one file in `rules/`, named as YAML names it: its docstring is the manual, its parameters are the
fields of one frozen dataclass made with `param()`, its EXAMPLES are test, documentation and on-screen hint.
"""
from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from . import points
from .facts import Facts, Field
from .frame import Peers
from .workdays import Workdays

MISSING = dataclasses.MISSING


def param(label: str, unit: str = "", default: Any = MISSING, factory: Any = MISSING, told: str = "") -> Any:
    """A parameter of a rule, combiner or stage, or a key of the language: its Chinese label and unit, and a
    sentence where no manual explains it; required without a default."""
    about = {"label": label, "unit": unit, "told": told}
    if factory is not MISSING:
        return field(default_factory=factory, metadata=about)
    return field(default=default, metadata=about)


@dataclass(frozen=True)
class Setting:
    """What a rule may know besides the facts."""

    points: Decimal | None            # the leaf's maximum; None for a veto or a record
    pool: str = "base"                # base | bonus | deduction | veto
    as_of: date | None = None         # the day the assessment looks from
    workdays: Workdays = Workdays()   # the calendar handed in with the assessment
    ask: str = ""                     # the label the author gave the main field
    labels: Mapping[str, str] = field(default_factory=dict)  # labels by field name
    peers: Peers = Peers()            # what the others of the group answered, for a rule that compares
    period: tuple[date, date] | None = None   # the days an assessment is about

    @property
    def most(self) -> Decimal:
        """The leaf's maximum, 0 where it has none."""
        return self.points if self.points is not None else points.ZERO

    @property
    def deducts(self) -> bool:
        """Whether the leaf yields a positive loss instead of an award."""
        return self.pool == "deduction"


@dataclass(frozen=True)
class Award:
    """What facts are worth before the leaf's cap and floor; the last step shows `points`.

    `empty` says the facts give nothing to score (a rate of 0 of 0): the leaf is settled as not applicable.
    `loss` is what a rule that takes away took from the leaf's maximum; a rule that awards leaves it None.
    """

    points: Decimal
    steps: tuple[str, ...]
    empty: bool = False
    loss: Decimal | None = None


@dataclass(frozen=True)
class Example:
    """A worked figure: parameters as YAML would have them, the leaf's points, facts, and what comes of them.

    `peers` are the figures of the other units, for a rule that compares.
    """

    params: Mapping[str, Any]
    points: str | None
    facts: Any
    expect: str
    why: str
    pool: str = "base"
    as_of: str | None = None
    peers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fault:
    """Something wrong with a rule's parameters. `path` leads from `score` to the part at fault."""

    path: tuple[str | int, ...]
    sentence: str
    level: str = "error"


class Rule:
    """Base of every rule; subclasses are frozen dataclasses of their parameters."""

    EXAMPLES: ClassVar[tuple[Example, ...]] = ()
    needs_points: ClassVar[bool] = True
    compares: ClassVar[bool] = False    # whether the points depend on the figures of the group's other units

    def fields(self, setting: Setting) -> tuple[Field, ...]:
        """What the leaf asks for; the first is the main field."""
        raise NotImplementedError

    def award(self, facts: Facts, setting: Setting) -> Award:
        """Points and steps for complete facts; pure and the same for the same input."""
        raise NotImplementedError

    def standard(self, setting: Setting) -> str:
        """The scoring standard in one line of words, e.g. '每条 0.5 分'; '' leaves it to the parameters."""
        return ""

    def advice(self, facts: Facts | None, setting: Setting) -> str:
        """What would still earn points, in words; '' if nothing would."""
        return ""

    def faults(self, setting: Setting) -> list[Fault]:
        """What is wrong with the parameters taken together (gaps in bands, too long a list …)."""
        return []

    def figure(self, facts: Facts) -> Decimal:
        """The figure other units are compared with, for a rule that compares."""
        raise NotImplementedError

    def remarks(self, facts: Facts, setting: Setting) -> tuple[str, ...]:
        """What somebody should look at though it costs nothing: entries named twice, dates outside the period."""
        return ()

    def entries(self, facts: Facts) -> int:
        """How many entries need evidence of their own where the leaf asks for it per entry."""
        return 1


def label_for(setting: Setting, name: str, default: str) -> str:
    """The author's label of a field, or the rule's own."""
    return setting.labels.get(name, default)
