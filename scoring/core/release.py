"""How far a publication goes: who sees it, how many of a ranking are listed, and the document that authorises it."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

AUDIENCES: Mapping[str, str] = {
    "public": "向社会公开", "inside": "本系统内部通报", "unit": "只告知各单位自己",
}


def as_wide_as(audience: str) -> tuple[str, ...]:
    """The audiences that reach at least the people whom this one reaches."""
    order = tuple(AUDIENCES)
    return order[:order.index(audience) + 1]


@dataclass(frozen=True)
class Release:
    """The scope of a publication. `top`: only so many places of each group's ranking are listed; None lists all."""

    audience: str = "public"
    top: int | None = None
    document: str = ""

    @property
    def whole(self) -> bool:
        """Whether everyone it reaches sees every unit: only then may the whole file be handed out."""
        return self.audience != "unit" and self.top is None

    def lists(self, place: int | None) -> bool:
        """Whether a unit at this place is listed to everyone the publication reaches."""
        return self.audience != "unit" and (self.top is None or (place is not None and place <= self.top))

    def to_json(self) -> dict[str, Any]:
        """As the snapshot has it."""
        return {"audience": self.audience, "top": self.top, "document": self.document}


def release_of(data: Mapping[str, Any]) -> Release:
    """What `to_json` wrote."""
    return Release(data["audience"], data["top"], data["document"])
