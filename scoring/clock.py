"""The only place that reads the clock."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


_set: ContextVar[datetime | None] = ContextVar("scoring_clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC; the moment of `at` while inside it."""
    return _set.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within it, `now()` is `moment` (aware): for tests, and for a demonstration with a past."""
    token = _set.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set.reset(token)


def local(moment: datetime) -> datetime:
    """A moment as pages and paper show it (Asia/Shanghai)."""
    return moment.astimezone(ZONE)


def today(moment: datetime | None = None) -> date:
    """The day of a moment (default: now) in Asia/Shanghai."""
    return local(moment or now()).date()
