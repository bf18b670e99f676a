"""Backing a site up: the copy, and the note in the log that it was made."""
from __future__ import annotations

from pathlib import Path

from ..core.policy import COMMAND_LINE, Actor
from ..store.backup import back_up
from ..store.database import db
from ..store.files import store
from ..store.writing import audit_head
from .acting import action, record


def make(site: Path, target: Path) -> bool:
    """Backs the site up into a new folder and notes it; True if the database is in it."""
    head = audit_head(db.session())
    inside = back_up(site, db.engine, store().folder, target)
    note(COMMAND_LINE, head=head, whole=inside)
    return inside


@action("site.back_up")
def note(actor: Actor, head: str, whole: bool) -> None:
    """Note that the site was backed up, and the head of the log that the copy holds at least."""
    record(head=head, whole=whole)
