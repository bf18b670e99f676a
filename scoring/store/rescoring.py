"""An assessment's sheets with the ruleset they were read by: from the published snapshot, or as they stand now."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from ..core import canonical
from ..core.building import build_ruleset
from ..core.frame import Frame
from ..core.ruleset import Ruleset
from ..core.sheet import Sheet, read_sheet
from ..core.vocabulary import in_use
from ..core.workdays import Workdays
from ..errors import Invalid
from .assessments import Assessment
from .freezing import asked_sheet, current_publication, frozen_publication, submissions_of


@dataclass(frozen=True)
class Material:
    """What a second scoring needs."""

    title: str
    ruleset: Ruleset
    sheets: tuple[Sheet, ...]
    frame: Frame
    source: str     # in words: where the facts come from


def material(session: Session, assessment: Assessment) -> Material:
    """The sheets of an assessment as they were published, or as they stand while it runs."""
    kept = None
    if assessment.state == "frozen":
        kept = frozen_publication(session, assessment.id)
    elif assessment.state in ("published", "closed"):
        kept = current_publication(session, assessment.id)
    if kept is not None:
        words = "定版的快照" if assessment.state == "frozen" else f"公布的快照（第 {kept.edition} 版）"
        return _of_snapshot(assessment, kept.file, words)
    submissions = submissions_of(session, assessment.id)
    return Material(assessment.title, assessment.ruleset, tuple(asked_sheet(s) for s in submissions),
                    assessment.frame, "各单位的自查表（现在的内容）")


def _of_snapshot(assessment: Assessment, text: str, words: str) -> Material:
    body = canonical.decode(text)["snapshot"]
    ruleset, faults = build_ruleset(body["ruleset"], in_use())
    if ruleset is None:
        raise Invalid(f"快照里的规则现在读不出来：{faults[0].sentence}。可能少了一个插件。")
    sheets = tuple(read_sheet({**unit, "unit": unit["name"]}, ruleset, (), []) for unit in body["units"])
    about = body["assessment"]
    period = (date.fromisoformat(about["period"]["from"]), date.fromisoformat(about["period"]["to"]))
    frame = Frame(date.fromisoformat(about["as_of"]), Workdays(body["calendar"]), body["draw"]["seed"], True, period)
    return Material(assessment.title, ruleset, sheets, frame, words)
