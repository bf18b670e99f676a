"""What of a publication somebody sees: everything, what its scope lists, and a unit always its own card."""
from __future__ import annotations

from dataclasses import dataclass, replace

from .policy import Actor, reviews_in
from .published import Group, Published
from .release import Release


@dataclass(frozen=True)
class Reach:
    """What of one publication a reader sees. `own` is the name of its unit, `away` of units it must keep away from."""

    release: Release
    everything: bool
    own: str = ""
    away: frozenset[str] = frozenset()

    @property
    def ranked(self) -> bool:
        """Whether there is a ranking for the reader at all."""
        return self.everything or self.release.audience != "unit"

    @property
    def whole(self) -> bool:
        """Whether every unit is seen: only then are files of more than one unit handed out."""
        return self.release.whole or (self.everything and not self.away)

    def lists(self, unit: str, place: int | None) -> bool:
        """Whether the unit stands in rankings, figures and comparisons."""
        return (self.everything and unit not in self.away) or self.release.lists(place)

    def opens(self, unit: str, place: int | None) -> bool:
        """Whether the unit's card may be read."""
        return unit == self.own or self.lists(unit, place)


    def listed(self, published: Published) -> Published:
        """The publication with the units that stand in its rankings for the reader.

        Where some are left out there are no means: with them and the others one could work out who is missing.
        """
        if self.whole:
            return published
        return replace(published, groups=tuple(self._listed(group) for group in published.groups))

    def _listed(self, group: Group) -> Group:
        seen = [(placed, result) for placed, result in zip(group.places, group.results, strict=True)
                if self.lists(placed.unit, placed.place)]
        return Group(group.name, tuple(placed for placed, _ in seen), tuple(result for _, result in seen), {}, None)


@dataclass(frozen=True)
class Reader:
    """Somebody who reads publications, with the names that matter to what is seen of them."""

    actor: Actor
    own: str = ""
    away: frozenset[str] = frozenset()

    def reach(self, release: Release, assessment_id: int) -> Reach:
        """What the reader sees of a publication that `publication.read` allows."""
        told = release.audience == "unit" and reviews_in(self.actor, assessment_id)
        office = self.actor.has("office")
        return Reach(release, office or told, self.own, frozenset() if office else self.away)

