"""Working days from a calendar handed in: weekends off, with the year's holidays and make-up days as exceptions."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass(frozen=True)
class Workdays:
    """Exceptions to Monday-to-Friday: ISO day → 'off' (a holiday) or 'work' (a make-up day)."""

    exceptions: Mapping[str, str] = field(default_factory=dict)

    def is_workday(self, day: date) -> bool:
        """Whether `day` is worked."""
        return self.exceptions.get(day.isoformat(), "work" if day.weekday() < 5 else "off") == "work"

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; 0 if `end` is not later."""
        return sum(self.is_workday(start + timedelta(n)) for n in range(1, (end - start).days + 1))
