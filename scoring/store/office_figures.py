"""The office's figures of an assessment: what is entered and missing, and a filled-in table against it."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from ..core import office_figures as figures
from ..core.facts import FactError
from ..core.office_figures import CLEAR, NOT_ASKED, Column
from ..core.points import shorten
from ..core.roster import CellFault, key
from ..core.ruleset import Indicator
from .assessments import Assessment
from .sheets import OfficeFigure, Submission


@dataclass(frozen=True)
class Typed:
    """One line of a filled-in table: its number, the unit's name, and code and text of each cell with content."""

    row: int
    unit: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Change:
    """One field of one unit that gets another value; texts are '' where there is none."""

    submission_id: int
    unit: str
    column: Column
    before: str
    after: str

    @property
    def words(self) -> str:
        """The change in one line, for the audit log."""
        return f"{self.unit} {self.column.title}：{self.before or '无'} → {self.after or '无'}"


@dataclass(frozen=True)
class Entry:
    """One unit at one leaf: what is entered and what is missing."""

    submission: Submission
    facts: dict[str, Any]
    shown: dict[str, str]
    missing: tuple[str, ...]
    at: datetime | None


@dataclass(frozen=True)
class Outcome:
    """What a table would do: facts to store by sheet and leaf, changes in words, and every fault by cell."""

    facts: dict[tuple[int, str], dict[str, Any]]
    changes: tuple[Change, ...]
    faults: tuple[CellFault, ...]


def sheets_of(session: Session, assessment: Assessment) -> list[Submission]:
    """The sheets of an assessment with unit, group and figures: two statements."""
    return list(session.scalars(select(Submission).where(Submission.assessment_id == assessment.id).order_by(
        Submission.group_id, Submission.unit_id).options(
        joinedload(Submission.unit), joinedload(Submission.group), selectinload(Submission.figures))))


def entry_of(submission: Submission, leaf: Indicator) -> Entry:
    """What the office entered for a unit at a leaf."""
    row = _row(submission, leaf.id)
    facts = dict(row.facts) if row is not None else {}
    return Entry(submission, facts, figures.shown(leaf, facts), figures.missing(leaf, facts), row.at if row else None)


def entries_of(assessment: Assessment, submissions: Sequence[Submission], leaf: Indicator) -> list[Entry]:
    """An entry for every unit whose group is asked the leaf."""
    groups = {s.group.name for s in submissions}
    asked = {g for g in groups if leaf.id in {x.id for x in figures.office_leaves(assessment.ruleset, g)}}
    return [entry_of(s, leaf) for s in submissions if s.group.name in asked]


def put(session: Session, submission: Submission, leaf_id: str, facts: dict[str, Any], at: datetime,
        by: int | None) -> None:
    """Stores what the office says of a leaf; nothing said leaves no row. Call it inside a write."""
    row = _row(submission, leaf_id)
    if row is None:
        if facts:
            submission.figures.append(OfficeFigure(leaf=leaf_id, facts=facts, at=at, by=by))
    elif facts:
        row.facts, row.at, row.by = facts, at, by
    else:
        submission.figures.remove(row)
        session.delete(row)


def compare(submission: Submission, leaf: Indicator, facts: dict[str, Any]) -> list[Change]:
    """What storing these facts changes, field by field."""
    before = entry_of(submission, leaf).facts
    return [Change(submission.id, submission.unit.name, column, _cell(column, before), _cell(column, facts))
            for column in figures.columns_of([leaf])
            if before.get(column.field.name) != facts.get(column.field.name)]


def check(assessment: Assessment, submissions: Sequence[Submission], lines: Sequence[Typed]) -> Outcome:
    """What a filled-in table comes to. With a fault nothing of it may be stored."""
    units = {key(s.unit.name): s for s in submissions}
    seen: dict[str, int] = {}
    out, faults = Outcome({}, (), ()), []
    changes: list[Change] = []
    for line in lines:
        submission = units.get(key(line.unit))
        if submission is None:
            faults.append(CellFault(line.row, figures.UNIT, _unknown(line.unit)))
        elif key(line.unit) in seen:
            faults.append(CellFault(line.row, figures.UNIT,
                                    f"“{line.unit}”和第 {seen[key(line.unit)]} 行重复，请只留一行"))
        else:
            seen[key(line.unit)] = line.row
            changes += _line(assessment, submission, line, out.facts, faults)
    return Outcome(out.facts, tuple(changes), tuple(sorted(faults, key=lambda f: f.row)))


def _unknown(name: str) -> str:
    if not name.strip():
        return "没有写单位名称"
    return f"“{shorten(name, 30)}”没有参加这次考核，请核对名称，或者删掉这一行"


def _line(assessment: Assessment, submission: Submission, line: Typed,
          found: dict[tuple[int, str], dict[str, Any]], faults: list[CellFault]) -> list[Change]:
    leaves = figures.office_leaves(assessment.ruleset)
    asked = {leaf.id for leaf in figures.office_leaves(assessment.ruleset, submission.group.name)}
    changes: list[Change] = []
    for leaf in leaves:
        given = [(c, text) for c in figures.columns_of([leaf]) for code, text in line.cells if code == c.code]
        given = [(c, text.strip()) for c, text in given if text.strip() not in ("", NOT_ASKED)]
        if not given:
            continue
        if leaf.id not in asked:
            faults.append(CellFault(line.row, given[0][0].title,
                                    f"“{submission.group.name}”不填这一项，请清掉这个格子"))
            continue
        facts = _settled(submission, line.row, leaf, given, faults)
        if facts is not None and (here := compare(submission, leaf, facts)):
            found[submission.id, leaf.id] = facts
            changes += here
    return changes


def _settled(submission: Submission, row: int, leaf: Indicator, given: Sequence[tuple[Column, str]],
             faults: list[CellFault]) -> dict[str, Any] | None:
    """The leaf's facts after these cells; None with a fault at each cell that cannot be taken."""
    raw, before = dict(entry_of(submission, leaf).facts), len(faults)
    for column, text in given:
        name = column.field.name
        raw.pop(name, None)
        try:
            if text != CLEAR:
                raw[name] = figures.canonical_of(column.field, figures.typed(column.field, text))
        except FactError as error:
            faults.append(CellFault(row, column.title, error.sentence))
    if len(faults) > before:
        return None
    try:
        return figures.settle(leaf, raw)
    except FactError as error:
        titles = {c.field.name: c.title for c in figures.columns_of([leaf])}
        faults.append(CellFault(row, titles.get(error.path[0], "") if error.path else "", error.sentence))
        return None


def _row(submission: Submission, leaf_id: str) -> OfficeFigure | None:
    return next((f for f in submission.figures if f.leaf == leaf_id), None)


def _cell(column: Column, facts: dict[str, Any]) -> str:
    return figures.shown(column.leaf, facts).get(column.field.name, "")
