"""Outlines of publications, kept under the digest of the snapshot: a file is read the first time a list needs it."""
from __future__ import annotations

import logging
from collections.abc import Iterable

from sqlalchemy import select

from ..core.canonical import CanonicalError
from ..core.outline import Outline, outline_of
from .database import db
from .results import Publication

log = logging.getLogger(__name__)
MOST_KEPT = 500
_kept: dict[str, Outline] = {}


def outlines(rows: Iterable[Publication]) -> dict[int, Outline]:
    """Id → outline, of the publications that can be read: one that needs a missing plugin does not hide the others.

    The files of those not seen before are read one after the other by one statement.
    """
    wanted = {row.id: row.digest for row in rows}
    found = {key: kept for key, digest in wanted.items() if (kept := _kept.get(digest)) is not None}
    unknown = sorted(wanted.keys() - found.keys())
    if unknown:
        files = select(Publication.id, Publication.file).where(Publication.id.in_(unknown))
        for key, text in db.session.execute(files.execution_options(yield_per=1)):
            try:
                found[key] = _kept[wanted[key]] = outline_of(text)
            except CanonicalError as error:
                log.error("publication %s: %s", key, error)
    for digest in list(_kept)[:-MOST_KEPT]:
        _kept.pop(digest, None)
    return found


def forget() -> None:
    """Forgets every outline; what cannot be read any more is found out again."""
    _kept.clear()
