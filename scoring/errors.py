"""What can go wrong, each with its HTTP status and a sentence the reader can act on."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class ScoringError(Exception):
    """A refusal with a sentence in Chinese: what, where, how to mend it.

    `details` is JSON-able and goes to the page or the fetch answer beside the sentence.
    """

    status = 500

    def __init__(self, sentence: str, **details: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.details: Mapping[str, Any] = details


class NotSignedIn(ScoringError):
    """Nobody is signed in, or the session has ended."""

    status = 401

    def __init__(self, sentence: str = "登录已失效，请重新登录；已填写的内容不会丢失。", **details: Any) -> None:
        super().__init__(sentence, **details)


class Refused(ScoringError):
    """The actor may not do this; the sentence says why."""

    status = 403


class NotFound(ScoringError):
    """Absent, or not visible to the actor: the two must look alike."""

    status = 404

    SENTENCE = "没有找到这项内容，它可能已删除，或者不在你的权限范围内。"

    def __init__(self, sentence: str = SENTENCE, **details: Any) -> None:
        super().__init__(sentence, **details)


class Stale(ScoringError):
    """Somebody saved in between; `details` hold both values."""

    status = 409


class WrongState(ScoringError):
    """The thing is not in a state that allows this."""

    status = 409


class TooLarge(ScoringError):
    """More bytes than the site takes."""

    status = 413


class Invalid(ScoringError):
    """What was typed cannot be taken; `details['problems']` may list the places."""

    status = 422


class Busy(ScoringError):
    """Another process holds the database; the same request may be sent again."""

    status = 503
