"""What the auditor does beyond reading: taking the log out, which the log notes."""
from __future__ import annotations

from ..core.policy import Actor
from .acting import action, record


@action("audit.export")
def export_log(actor: Actor, chosen: dict[str, str]) -> None:
    """Notes that the log was taken out, and with which filter; the log holds names."""
    record(filter={key: value for key, value in chosen.items() if value})
