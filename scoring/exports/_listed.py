"""What of a publication may stand in a file for everybody it reaches."""
from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from scoring.core.published import Group, Published
from scoring.core.release import Release


def listed(published: Published) -> Published:
    """The publication with its groups cut to the units that its release lists; itself where that is all of them.

    The means of a group go too: they are of everybody, and beside all units but one they would betray the one.
    """
    if published.release.whole:
        return published
    return replace(published, groups=tuple(_cut(group, published.release) for group in published.groups))


def _cut(group: Group, release: Release) -> Group:
    return Group(group.name, tuple(placed for placed in group.places if release.lists(placed.place)),
                 tuple(result for result in group.results if release.lists(result.place)), MappingProxyType({}), None)
