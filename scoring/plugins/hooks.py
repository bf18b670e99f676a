"""Every hook a plugin may implement: its signature and its manual. Plugins may deny, never allow."""
from __future__ import annotations

import pluggy

from ..core.policy import Actor

spec = pluggy.HookspecMarker("scoring")
hook = pluggy.HookimplMarker("scoring")


@spec
def acted(action: str, kind: str, key: int | None, actor: Actor) -> None:
    """An action was done and committed. Called after the commit; what it raises is logged and changes nothing."""


@spec
def deny(action: str, actor: Actor) -> str | None:
    """A Chinese sentence to refuse an action that the policy would allow, or None."""
