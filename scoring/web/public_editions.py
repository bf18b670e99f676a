"""Publications as the reader of this request may see them: one opened, or many in outline."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask import url_for
from sqlalchemy import or_, select
from sqlalchemy.orm import defer

from .. import clock
from ..core.masking import mask
from ..core.outline import Outline, Standing
from ..core.published import Group, Published, Result
from ..core.reach import Reach, Reader
from ..core.release import Release
from ..errors import NotFound
from ..exports import Export
from ..store.outlines import outlines
from ..store.people import Unit
from ..store.queries import many_for, one_for, reader_of
from ..store.results import Publication
from ..store.sheets import Submission
from .gate import actor
from .papers import LIGHT

WITHOUT_FILE = defer(Publication.file)      # megabytes that a list does not need
FAR = {"public": "向社会公开", "inside": "只在本系统内部通报，登录后可看", "unit": "只告知各单位自己"}


@dataclass(frozen=True)
class Edition:
    """A publication that the reader may see: `published` holds the units that stand in its rankings for the reader.

    `older` and `newer` are the publications it corrects and is corrected by, where the reader may see them.
    """

    id: int
    number: int
    published: Published
    reach: Reach
    published_at: datetime
    reason: str
    corrects: bool
    superseded: bool
    older: int | None
    newer: int | None
    numbers: Mapping[str, int]      # unit → its number in the publication's addresses
    opened: Published               # with every unit: pages show what `result`, `group` and `published` give
    file: str

    @property
    def scope(self) -> str:
        """How far it goes, in plain words."""
        return scope_of(self.published.release)

    @property
    def for_files(self) -> Published:
        """As files of many units have it: who sees all of it gets all, whatever is listed to others."""
        if self.opened.release.whole:
            return self.opened
        return replace(self.opened, release=Release()) if self.reach.whole else self.published

    def gives(self, export: Export) -> bool:
        """Whether the reader gets files of that format: of many units, cut to those listed, or whole."""
        if not export.public or export.scope == "unit":
            return export.public
        return self.reach.whole or (self.published.release.audience != "unit" and not export.uncut)

    def result(self, number: int) -> Result:
        """The unit of that number; NotFound if there is none, or not for this reader."""
        results = [r for g in self.opened.groups for r in g.results]
        if not 1 <= number <= len(results):
            raise NotFound()
        found = results[number - 1]
        if not self.reach.opens(found.unit, found.place):
            raise NotFound()
        return found

    def group(self, number: int) -> Group:
        """The group of that number with the units listed in it; NotFound if there is none, or no ranking at all."""
        if not self.reach.ranked or not 1 <= number <= len(self.published.groups):
            raise NotFound()
        return self.published.groups[number - 1]

    def group_number(self, name: str) -> int:
        """A group's number in the publication's addresses."""
        return [g.name for g in self.published.groups].index(name) + 1

    def lists(self, result: Result) -> bool:
        """Whether the unit stands in rankings, figures and comparisons."""
        return self.reach.lists(result.unit, result.place)


@dataclass(frozen=True)
class Entry:
    """A publication in a list: its outline, where it leads to, and the standing of the reader's own unit."""

    id: int
    outline: Outline
    published_at: datetime
    reason: str
    corrects: bool
    superseded: bool
    reach: Reach
    own: Standing | None

    @property
    def year(self) -> int:
        """The year in which it was published."""
        return clock.local(self.published_at).year

    @property
    def scope(self) -> str:
        """How far it goes, in plain words."""
        return scope_of(self.outline.release)

    @property
    def address(self) -> str:
        """Its ranking; the unit's own card where there is no ranking for the reader."""
        return self._address(False)

    @property
    def absolute(self) -> str:
        """The address with the name of the host, for readers elsewhere."""
        return self._address(True)

    def _address(self, external: bool) -> str:
        if self.reach.ranked or self.own is None:
            return url_for("public.ranking", publication=self.id, _external=external)
        return url_for("public.card", publication=self.id, unit=self.own.number, _external=external)


def edition_for(publication: int) -> Edition:
    """The publication of that key for the reader of this request; NotFound where it must look absent."""
    row = one_for(actor(), Publication, publication)
    if not row.public:      # the office sees what is frozen at its own desk
        raise NotFound()
    opened = row.opened
    reach = reader_of(actor()).reach(opened.release, row.assessment_id)
    beside = [one for one in many_for(
        actor(), Publication, or_(Publication.replaces_id == row.id, Publication.id == row.replaces_id),
        options=(WITHOUT_FILE,)) if one.public]
    return Edition(
        row.id, row.edition, reach.listed(opened), reach, row.published_at or row.frozen_at,
        (opened.replaces or {}).get("reason", ""), row.replaces_id is not None, row.state == "superseded",
        next((one.id for one in beside if one.id == row.replaces_id), None),
        next((one.id for one in beside if one.replaces_id == row.id), None),
        {r.unit: n for n, r in enumerate((r for g in opened.groups for r in g.results), 1)}, opened, row.file)


def outline_for(publication: int) -> tuple[Publication, Reach]:
    """The publication of that key without its file, and what the reader sees of it; NotFound as for `edition_for`."""
    row = one_for(actor(), Publication, publication, *LIGHT)
    if not row.public:
        raise NotFound()
    return row, reader_of(actor()).reach(Release(row.audience, row.top), row.assessment_id)


def report_of(publication: int, unit: str) -> str:
    """Where the unit itself and the office find its self-inspection report; '' for everyone else."""
    if not actor().has("clerk", "signer", "office"):
        return ""
    same = select(Publication.assessment_id).where(Publication.id == publication).scalar_subquery()
    here = (Submission.assessment_id == same, Submission.unit.has(Unit.name == unit))
    sheets = many_for(actor(), Submission, *here, most=1)
    return url_for("unit.report", sheet=sheets[0].id) if sheets else ""


def entries_of(rows: Sequence[Publication], reader: Reader) -> list[Entry]:
    """Those of the publications that can be read, in their order."""
    known = outlines(rows)
    return [_entry(row, known[row.id], reader) for row in rows if row.id in known]


def _entry(row: Publication, outline: Outline, reader: Reader) -> Entry:
    return Entry(row.id, outline, row.published_at or row.frozen_at, mask(row.reason), row.replaces_id is not None,
                 row.state == "superseded", reader.reach(outline.release, row.assessment_id),
                 outline.standings.get(reader.own))


def scope_of(release: Release) -> str:
    """How far a publication goes, in plain words."""
    if release.audience == "unit":
        return FAR["unit"]
    return f"{FAR[release.audience]}，" + ("各单位全部列出" if release.top is None else f"每组只列前 {release.top} 名")
