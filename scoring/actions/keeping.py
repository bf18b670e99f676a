"""Papers as they are downloaded: what was made before is handed out again, what takes long is kept once it is made."""
from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from .. import clock
from ..core.published import Published
from ..errors import Busy
from ..exports import Export, pdf_booklet, pdf_scorecard, xlsx_ranking
from ..store.papers import name_of, papers, written
from .making import edition_key

LONG = (pdf_booklet.NAME, xlsx_ranking.NAME)    # a booklet of 530 units takes a minute and more
OURS = (*LONG, pdf_scorecard.NAME)              # these depend on nothing but the file, the program and its fonts
AT_ONCE = 2         # so many long papers at a time: the other threads of the server stay with its pages
PATIENCE = 20.0     # seconds to wait for one's turn

_turns = threading.BoundedSemaphore(AT_ONCE)


def paper(export: Export, file: str, published: Published, subject: str) -> bytes:
    """What a format makes of a published file (its text), which is opened as `published`.

    Busy if too many long ones are being made. A paper that leaves units out, or is for those who see more than others,
    is made each time: only what everybody sees has a name under which jobs and downloads find it again.
    """
    if export.name not in OURS or not published.release.whole:
        return export.render(published, subject)
    store, name = papers(), name_of(edition_key(file), export.name, "" if export.scope == "all" else subject)
    kept = store.found(name, clock.now())
    if kept is not None:
        return kept.read_bytes()
    if export.name not in LONG:
        return export.render(published, subject)
    with _turn():
        kept = store.found(name, clock.now())       # made while we waited
        if kept is not None:
            return kept.read_bytes()
        made = export.render(published, subject)
        with written(store.path(name)) as out:
            out.write(made)
        return made


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=PATIENCE):
        raise Busy("正在制作别的大文件，这一份还要等一会儿。请过一两分钟再下载，做好的文件会保留，以后下载就快了。")
    try:
        yield
    finally:
        _turns.release()
