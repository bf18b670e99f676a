"""What a forger does: changes a published file and mends its digest, so that only recomputing can tell."""
from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from scoring.core import canonical
from scoring.core.digests import ALGORITHMS
from scoring.core.parts import digest_of


def resealed(file: dict[str, Any]) -> str:
    """The file's text with the digest of what its snapshot now says, or its old one where no digest can be made."""
    try:
        digest = digest_of(file["snapshot"], ALGORITHMS[file["algorithm"]])
    except (KeyError, TypeError, ValueError, AttributeError):
        digest = file["digest"]
    return canonical.encode({key: value for key, value in file.items() if key != "signature"} | {
        "digest": digest}).decode()


def forged(text: str, change: Callable[[dict[str, Any]], None]) -> str:
    """The published file `text` with its snapshot changed and its digest mended."""
    file = json.loads(text)
    change(file["snapshot"])
    return resealed(file)
