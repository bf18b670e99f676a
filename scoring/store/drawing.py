"""The draws of an assessment: what they decide, and what the seed has drawn."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ..core.draws import needed, samples, what_is_drawn
from ..core.frame import drawn
from ..core.ruleset import Ruleset, applies
from .assessments import Assessment
from .progress import SheetLine


@dataclass(frozen=True)
class Drawn:
    """One draw: among whom, how many there were, which were chosen, and the place that goes into the hash."""

    title: str
    of: int
    chosen: tuple[str, ...]
    place: str


@dataclass(frozen=True)
class Draw:
    """All draws of an assessment. `seed` is '' before they are made."""

    what: tuple[str, ...]
    seed: str
    at: datetime | None
    indicators: tuple[Drawn, ...] = ()
    units: tuple[Drawn, ...] = ()


def draw_of(assessment: Assessment, lines: Sequence[SheetLine]) -> Draw | None:
    """The draws of an assessment, with what they came to on these sheets; None where there is nothing to draw."""
    ruleset = assessment.ruleset
    if not needed(ruleset):
        return None
    if not assessment.seed:
        return Draw(what_is_drawn(ruleset), "", None)
    groups = tuple(dict.fromkeys(line.group for line in lines))
    return Draw(what_is_drawn(ruleset), assessment.seed, assessment.drawn_at,
                tuple(one for group in groups for one in _indicators(ruleset, assessment.seed, group)),
                _units(ruleset, assessment.seed, lines))


def _indicators(ruleset: Ruleset, seed: str, group: str) -> list[Drawn]:
    """What was drawn for a group; where a condition decides what a unit is asked, its card says what was drawn."""
    found = []
    for key, take in ruleset.draws.items():
        node = ruleset.find(key)
        if node is None or not applies(node, group):
            continue
        asked = [child for child in node.children if not child.obsolete and applies(child, group)]
        if any(child.asks_if for child in asked):
            continue
        chosen = set(drawn(seed, key, [child.id for child in asked], take))
        titles = tuple(f"{c.number} {c.title}（{c.id}）" for c in asked if c.id in chosen)
        found.append(Drawn(f"{group}：{node.title}", len(asked), titles, key))
    return found


def _units(ruleset: Ruleset, seed: str, lines: Sequence[SheetLine]) -> tuple[Drawn, ...]:
    """The units drawn below each unit, where there are more than are taken."""
    below: dict[tuple[str, str], list[str]] = {}
    for line in lines:
        parent = line.submission.unit.parent
        if parent is not None and line.claimed is not None and line.max > 0:
            below.setdefault((parent.name, line.group), []).append(line.unit)
    found = []
    for node, take, groups in samples(ruleset):
        for line in lines:
            for group in groups if applies(node, line.group) else ():
                names = sorted(below.get((line.unit, group), ()))
                if len(names) > take:
                    place = f"{line.unit}/{node.id}/{group}"
                    found.append(Drawn(f"{line.unit}：{group}", len(names), drawn(seed, place, names, take), place))
    return tuple(found)
