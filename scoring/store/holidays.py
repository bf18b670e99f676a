"""The seed of an assessment's calendar: public holidays and make-up days of the years that are known."""
from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

import chinese_calendar

WORDS = {"off": "休", "work": "班"}
_LINE = re.compile(r"(\d{4}-\d{2}-\d{2})\s*(休|班)")


def seed(first: date, last: date) -> dict[str, str]:
    """ISO day → off | work for every exception to Monday-to-Friday in the years from `first` to `last`.

    A year whose arrangement is not known gives nothing.
    """
    return {key: value for year in range(first.year, last.year + 1) for key, value in _year(year).items()}


def unknown_years(first: date, last: date) -> tuple[int, ...]:
    """The years whose arrangement is not known here."""
    return tuple(year for year in range(first.year, last.year + 1) if not _known(year))


def _known(year: int) -> bool:
    try:
        chinese_calendar.is_workday(date(year, 10, 1))
    except NotImplementedError:
        return False
    return True


def _year(year: int) -> dict[str, str]:
    if not _known(year):
        return {}
    days = (date(year, 1, 1) + timedelta(n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days))
    return {day.isoformat(): "work" if chinese_calendar.is_workday(day) else "off"
            for day in days if chinese_calendar.is_workday(day) != (day.weekday() < 5)}


def written(calendar: Mapping[str, str]) -> str:
    """A calendar as an office edits it: one day a line, '2026-02-16 休'."""
    return "\n".join(f"{day} {WORDS[kind]}" for day, kind in sorted(calendar.items()))


def read(text: str) -> tuple[dict[str, str], str]:
    """The calendar written so, and '' or a sentence on the first line that cannot be read."""
    found: dict[str, str] = {}
    for n, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.strip())
        day = _day(match[1]) if match else None
        if match is None or day is None:
            return {}, f"第 {n} 行“{line.strip()[:20]}”看不懂，请写成“2026-02-16 休”或“2026-02-14 班”"
        if match[1] in found:
            return {}, f"第 {n} 行：{match[1]} 写了两次"
        found[match[1]] = "off" if match[2] == "休" else "work"
    return found, ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
