"""The only place that reads the clock."""
from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """A moment as pages and paper show it (Asia/Shanghai)."""
    return moment.astimezone(ZONE)


def today(moment: datetime | None = None) -> date:
    """The day of a moment (default: now) in Asia/Shanghai."""
    return local(moment or now()).date()
