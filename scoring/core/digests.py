"""The digest algorithms a published file may be made with. The file names its own; an unknown name is refused."""
from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .sm3 import sm3


@dataclass(frozen=True)
class Algorithm:
    """An algorithm as files name it, as people call it, and the function from bytes to its 32 bytes."""

    name: str
    title: str
    digest: Callable[[bytes], bytes]

    def hex(self, data: bytes) -> str:
        """The digest in lower-case hex."""
        return self.digest(data).hex()


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _sm3(data: bytes) -> bytes:
    try:
        return hashlib.new("sm3", data).digest()    # a hundred times faster, where OpenSSL has it
    except ValueError:
        return sm3(data)


SHA256 = Algorithm("sha256", "SHA-256", _sha256)
ALGORITHMS: Mapping[str, Algorithm] = {a.name: a for a in (SHA256, Algorithm("sm3", "SM3", _sm3))}
