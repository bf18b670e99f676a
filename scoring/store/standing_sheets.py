"""The sheets behind a result as it stands: out of the file that was frozen, or out of the rows while it can change."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from ..core import canonical
from ..core.frame import Frame
from ..core.ruleset import Ruleset
from ..core.sheet import Sheet, read_sheet
from ..core.workdays import Workdays
from .assessments import Assessment
from .freezing import kept, participant, submissions_of


@dataclass(frozen=True)
class Given:
    """What a result is scored from. Equal results have equal fingerprints."""

    ruleset: Ruleset
    sheets: tuple[Sheet, ...]
    frame: Frame

    @property
    def fingerprint(self) -> str:
        """Hex SHA-256 of everything the places depend on."""
        said = repr((self.ruleset.data, self.sheets, self.frame))
        return canonical.digest(said.encode("utf-8"))


def standing_sheets(session: Session, assessment: Assessment) -> Given:
    """What the result as it stands is scored from, the sheets in the order of the file."""
    edition = kept(session, assessment)
    if edition is not None:
        return _of_file(canonical.decode(edition.file)["snapshot"], edition.opened.ruleset)
    sheets = tuple(participant(row).sheet for row in submissions_of(session, assessment.id))
    return Given(assessment.ruleset, sheets,
                 Frame(assessment.as_of, Workdays(assessment.calendar or {}), assessment.seed))


def _of_file(body: Mapping[str, Any], ruleset: Ruleset) -> Given:
    sheets = tuple(read_sheet({**unit, "unit": unit["name"]}, ruleset, (), []) for unit in body["units"])
    frame = Frame(date.fromisoformat(body["assessment"]["as_of"]), Workdays(body["calendar"]), body["draw"]["seed"])
    return Given(ruleset, sheets, frame)
