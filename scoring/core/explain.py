"""Says in words why points were lost."""
from __future__ import annotations

from .stage import Line


def why_lost(line: Line, reason: str = "") -> str:
    """The reviewer's reason, if any, and the arithmetic; '' where nothing was lost."""
    if line.lost <= 0:
        return ""
    arithmetic = "；".join(line.steps)
    return f"{reason.rstrip('。')}。{arithmetic}" if reason else arithmetic
