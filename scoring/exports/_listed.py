"""What of a publication may stand in a file for everybody it reaches."""
from __future__ import annotations

from scoring.core.published import Published
from scoring.core.reach import Reach


def listed(published: Published) -> Published:
    """The publication with its groups cut to the units that its release lists; itself where that is all of them."""
    return Reach(published.release, everything=False).listed(published)
