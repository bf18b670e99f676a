"""A published file in outline: what lists and histories need of it, without the lines of its cards."""
from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .building import build_ruleset
from .canonical import CanonicalError
from .release import Release, release_of
from .vocabulary import in_use


@dataclass(frozen=True)
class Standing:
    """A unit's outcome; `number` is its place in the order of the whole file, from 1, `of` the ranked of its group."""

    unit: str
    group: str
    number: int
    place: int | None
    of: int
    total: Decimal | None
    max: Decimal
    grade: str | None


@dataclass(frozen=True)
class Outline:
    """The head of a publication, its groups with the number of their units, and every unit's standing by name."""

    title: str
    basis: tuple[str, ...]
    period: tuple[date, date]
    as_of: date
    digest: str
    release: Release
    groups: tuple[tuple[str, int], ...]
    standings: Mapping[str, Standing]


def outline_of(text: str) -> Outline:
    """The outline of a file this product wrote; CanonicalError where its ruleset cannot be read here."""
    file = json.loads(text)     # the strict reader takes thrice as long and is asked when the whole is opened
    body = file["snapshot"]
    ruleset, faults = build_ruleset(body["ruleset"], in_use())
    if ruleset is None:
        raise CanonicalError("；".join(fault.sentence for fault in faults))
    about, ranking, cards = body["assessment"], body["ranking"]["groups"], body["cards"]["verified"]
    standings: dict[str, Standing] = {}
    for group in body["groups"]:
        ranked = sum(row["place"] is not None for row in ranking[group])
        for row in ranking[group]:
            total = None if row["total"] is None else Decimal(row["total"])
            standings[row["unit"]] = Standing(row["unit"], group, len(standings) + 1, row["place"], ranked, total,
                                              Decimal(cards[row["unit"]]["max"]), row["grade"])
    return Outline(
        about["title"], tuple(about["basis"]),
        (date.fromisoformat(about["period"]["from"]), date.fromisoformat(about["period"]["to"])),
        date.fromisoformat(about["as_of"]), file["digest"], release_of(body["release"]),
        tuple((group, len(ranking[group])) for group in body["groups"]), standings)
