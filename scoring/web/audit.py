"""The auditor's desk: the event list with its filters, the chain, and the export. Nothing can be changed here."""
from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, render_template, stream_with_context, url_for

from .. import clock
from ..actions.auditing import export_log
from ..core.titles import KINDS, OUTCOMES, TITLES, detail_lines, title_of
from ..exports import guarded
from ..store import log
from ..store.audit import AuditRow
from . import asked
from .gate import actor, names

desk = Blueprint("audit", __name__, url_prefix="/audit")
COLUMNS = ("序号", "时间", "办理人", "账号编号", "事项", "事项代码", "对象", "对象编号", "结果", "详情",
           "前一条摘要", "本条摘要")


@desk.get("/")
@names("audit.read")
def home() -> str:
    """The events, newest first."""
    sieve = _sieve()
    found = log.entries(actor(), sieve, asked.page_number())
    return render_template("audit/home.html", found=found, sieve=sieve, turns=asked.turns(found), titles=TITLES,
                           export_url=asked.with_query(url_for("audit.export")),
                           outcomes=OUTCOMES, kinds=KINDS, title_of=title_of, detail_lines=detail_lines)


@desk.get("/chain")
@names("audit.read")
def chain() -> str:
    """Walks the whole chain, and looks up a head that somebody holds in hand."""
    head = asked.words("head", 80)
    return render_template("audit/chain.html", state=log.chain_state(), head=head,
                           row=log.row_with(head) if head else None, title_of=title_of)


@desk.post("/export")
@names("audit.export")
def export() -> Response:
    """The filtered log as CSV, for Excel: UTF-8 with a mark, every cell text."""
    sieve, who = _sieve(), actor()
    export_log(who, chosen={key: str(value or "") for key, value in vars(sieve).items()})
    rows = log.all_entries(who, sieve, log.last_number())
    name = f"audit-{clock.local(clock.now()):%Y%m%d-%H%M}.csv"
    return Response(stream_with_context(_csv(rows)), mimetype="text/csv",
                    headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _sieve() -> log.Sieve:
    return log.Sieve(asked.words("who"), asked.one_of("action", TITLES), asked.one_of("outcome", OUTCOMES),
                     asked.day("first"), asked.day("last"))


def _csv(rows: Iterator[AuditRow]) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out)
    out.write("\ufeff")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([guarded(value) for value in _cells(row)])
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()


def _cells(row: AuditRow) -> tuple[Any, ...]:
    at = f"{clock.local(row.at):%Y-%m-%d %H:%M:%S}"
    return (row.seq, at, row.actor_name, row.actor_id, title_of(row.action), row.action,
            KINDS.get(row.subject_kind, row.subject_kind), row.subject_id, OUTCOMES.get(row.outcome, row.outcome),
            "；".join(detail_lines(row.detail)), row.previous, row.hash)
