"""What a ruleset leaves to a draw: children of a branch, and units below that are rolled up."""
from __future__ import annotations

from .ruleset import Indicator, Ruleset


def samples(ruleset: Ruleset) -> tuple[tuple[Indicator, int, tuple[str, ...]], ...]:
    """The branches that take a sample of the units below: branch, how many, and of which groups."""
    found = []
    for node in ruleset.walk():
        take = getattr(node.combiner, "sample", None)
        if take is not None and not node.obsolete:
            found.append((node, int(take), tuple(getattr(node.combiner, "groups", ()))))
    return tuple(found)


def needed(ruleset: Ruleset) -> bool:
    """Whether a ruleset leaves something to a draw."""
    return bool(ruleset.draws or samples(ruleset))


def what_is_drawn(ruleset: Ruleset) -> tuple[str, ...]:
    """A sentence for each draw."""
    said = []
    for key, take in ruleset.draws.items():
        node = ruleset.find(key)
        if node is not None:
            said.append(f"“{node.title}”下面的指标抽 {take} 项计分")
    for node, take, groups in samples(ruleset):
        said.append(f"“{node.title}”：每个单位的下级单位（{'、'.join(groups)}）每组抽 {take} 个计入")
    return tuple(said)
