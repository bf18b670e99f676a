"""Loads a ruleset file: read strictly, built, looked over, and its examples and cases run."""
from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from scoring.core import vocabulary as words
from scoring.core.building import MOST_LEAVES, build_ruleset
from scoring.core.ruleset import Ruleset
from scoring.core.shape import Problem
from scoring.core.vocabulary import Vocabulary

from . import cases, crowding
from .encoding import mark_of
from .source import Fault, Source
from .strict import read_text

# A leaf's key in any style: on a line of its own, in braces, in quotes.
_LEAF = re.compile(rb"(?:^ *(?:- +)*|[{,]\s*)(['\"]?score['\"]?) *:", re.MULTILINE)


_NODE = re.compile(rb"(?:^ *(?:- +)*|[{,]\s*)(['\"]?id['\"]?) *:", re.MULTILINE)
MOST_NODES = 3 * MOST_LEAVES    # leaves and the branches above them


@dataclass(frozen=True)
class Loaded:
    """A ruleset, or None with the faults that stand in the way; warnings may come with either.

    `examples` and `cases` count what was run; they come out, or there is no ruleset.
    """

    ruleset: Ruleset | None
    faults: tuple[Fault, ...]
    text: str = ""
    examples: int = 0
    cases: int = 0

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that refuse the file."""
        return tuple(f for f in self.faults if f.level == "error")

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """What the author should look at again."""
        return tuple(f for f in self.faults if f.level == "warning")


def load(data: bytes, name: str, vocabulary: Vocabulary | None = None) -> Loaded:
    """The ruleset in `data`, with every fault as FILE:LINE:COL; never raises."""
    crowd = _too_many(data, name)
    if crowd:
        return Loaded(None, crowd)
    source = read_text(data, name)
    if source.tree is None:
        return Loaded(None, source.problems, source.text)
    if crowd_within := crowding.crowded(source.tree):
        return Loaded(None, place(source, crowd_within), source.text)
    ruleset, problems = build_ruleset(source.tree, vocabulary or words.in_use())
    done = cases.Run(0, 0, ())
    if ruleset is not None and not source.problems:
        problems += (much := crowding.toilsome(ruleset))
        done = cases.Run(0, 0, ()) if much else cases.run(ruleset)
    faults = place(source, [*problems, *done.problems])
    refused = any(f.level == "error" for f in faults)
    return Loaded(None if refused else ruleset, faults, source.text, done.examples, done.cases)


def place(source: Source, problems: Iterable[Problem]) -> tuple[Fault, ...]:
    """The reader's faults and `problems` as faults at their places, in the order of the file.

    A part that the reader reported already is not complained about twice.
    """
    found = [source.fault(x.path, x.sentence, x.level, x.of_key) for x in problems
             if not source.is_spoiled(x.path)]
    return tuple(dict.fromkeys(sorted([*source.problems, *found])))


def same_rules(yaml_text: str, tree: Mapping[str, Any]) -> bool:
    """Whether a ruleset's YAML text says exactly what `tree` says; a tree keeps an order by writing lists."""
    data = yaml_text.encode("utf-8", "surrogatepass")
    if _too_many(data, ""):
        return False
    source = read_text(data, "")
    if source.tree is None or source.problems or crowding.crowded(source.tree):
        return False
    ruleset = None if source.tree == tree else build_ruleset(source.tree, words.in_use())[0]
    return source.tree == tree or (ruleset is not None and ruleset.data == tree)


def _too_many(data: bytes, name: str) -> tuple[Fault, ...]:
    """A file with far too many indicators is refused before it costs seconds to parse."""
    for pattern, most, what in ((_LEAF, MOST_LEAVES, "末级指标"), (_NODE, MOST_NODES, "指标（连同上级）")):
        match = next(itertools.islice(pattern.finditer(data), most, None), None)
        if match is not None:
            before = data[:match.start(1)].decode("utf-8", "replace")
            mark = mark_of(before, len(before))
            sentence = f"一个规则最多 {most} 个{what}，从这一个起超出了；请拆成几个评分规则"
            return (Fault(name, mark.line, mark.column, sentence),)
    return ()
