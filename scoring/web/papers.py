"""Handing out a file that a job made: to the office, and to everyone where everything is public."""
from __future__ import annotations

from flask import send_file
from sqlalchemy.orm import defer, joinedload
from werkzeug.wrappers import Response

from .. import clock
from ..core.reach import Reach
from ..errors import NotFound
from ..exports import file_name
from ..store import jobs
from ..store.database import db
from ..store.jobs import Job
from ..store.papers import papers
from ..store.results import Publication

LIGHT = (defer(Publication.file), joinedload(Publication.assessment))    # a publication without its megabytes


def all_cards(publication: int, reach: Reach) -> Job | None:
    """The ZIP of all scorecards, if it lies ready and the reader sees all of them."""
    made = jobs.for_everyone(db.session(), publication) if reach.whole else None
    return made if made is not None and papers().found(made.file) else None


def sent(row: Job, title: str) -> Response:
    """The file of a job, with its length, streamed; a 404 that says how to mend it if it is not there."""
    path = papers().found(row.file, clock.now()) if row.state == "done" else None
    if path is None:
        raise NotFound("这份文件还没有做好，或者很久没有人用已经清理。请考核办在“定版与公布”里重新制作。")
    with path.open("rb") as opened:
        zipped = opened.read(2) == b"PK"
    name = file_name(title, row.group_name, "全部评分卡" if row.form == "zip" else "评分卡汇编",
                     suffix="zip" if zipped else "pdf")
    return send_file(path, mimetype="application/zip" if zipped else "application/pdf", as_attachment=True,
                     download_name=name)
