"""What an examination has seen so far: it stops at a secrecy mark, collects cautions, and watches its time."""
from __future__ import annotations

import time

from ..core.marking import cautions, is_marked
from ..errors import Invalid

SECONDS = 4.0     # for reading one upload; what is left unread then is said, not refused


class Marked(Invalid):
    """The upload carries the mark of a state secret. Its sentence names neither file nor place nor mark."""

    def __init__(self) -> None:
        super().__init__("这份材料带有国家秘密标志。本系统不得存储、处理涉密内容，已经拒收，没有留存任何部分。"
                         "请立即停止在本系统和互联网上传输它，并报告本单位保密工作机构。")


class Unreadable(Exception):
    """The bytes are not what their kind wants; the examiner of the kind puts it into a sentence."""


class Look:
    """One examination, shared by a file and what lies inside it."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._until = time.monotonic() + seconds
        self._notes: dict[str, None] = {}

    def at(self, text: str, where: str = "内容") -> None:
        """Looks at text: raises Marked for a mark, keeps a caution for words that call for care."""
        if is_marked(text):
            raise Marked
        for word in cautions(text):
            self.note(f"{where}里有“{word}”字样，请确认它可以放在本系统、可以公开。")

    def note(self, sentence: str) -> None:
        """Keeps something the uploader should know; the same sentence once."""
        self._notes.setdefault(sentence)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the uploader should know, in the order found, at most five sentences."""
        return tuple(self._notes)[:5]

    def is_late(self) -> bool:
        """Whether the time for reading is used up."""
        return time.monotonic() > self._until
