"""The keys that sign what is published: rotating them, noted in the log."""
from __future__ import annotations

from ..core.policy import COMMAND_LINE, Actor
from ..store import signing_keys
from .acting import action, record


def rotate() -> signing_keys.Key:
    """A new key in use, and the note that it was made. The key is made first: a note without a key would be a lie."""
    made = signing_keys.rotate()
    note(COMMAND_LINE, public=made.public)
    return made


@action("key.rotate")
def note(actor: Actor, public: str) -> None:
    """Note that results are signed with another key from now on."""
    record(public=public)
