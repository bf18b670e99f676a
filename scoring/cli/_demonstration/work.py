"""What the demonstration's people do with a sheet: fill it in, add evidence, sign, hand in, review."""
from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import xlsxwriter
from sqlalchemy import select

from ... import clock
from ...actions import answering, collecting, reviewing, signing
from ...store import tallying
from ...store.database import db
from ...store.sheets import Submission
from . import county
from .people import who

SITE = "https://www.example.gov.cn/zwgk"


def sheet(key: int) -> Submission:
    """The submission as it stands now, and not as an earlier action left it in memory."""
    db.session.expire_all()
    return db.session.scalars(select(Submission).where(Submission.id == key)).one()


def fill(key: int, unit: str, facts: Mapping[str, Any], notes: Mapping[str, str] | None = None) -> None:
    """The clerk saves an answer for each leaf."""
    clerk = who(county.account(unit, "tb"))
    for leaf, raw in facts.items():
        answering.save(clerk, key, leaf=leaf, version=0, facts=raw, note=(notes or {}).get(leaf, ""))


def link(key: int, unit: str, leaf: str, path: str, title: str) -> None:
    """The clerk adds a link."""
    collecting.add_link(who(county.account(unit, "tb")), key, leaf=leaf, url=f"{SITE}/{path}", title=title)


def register(key: int, unit: str, leaf: str, rows: int, year: int) -> None:
    """The clerk adds a workbook that lists what was disclosed."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    page = book.add_worksheet("公开信息清单")
    page.write_row(0, 0, ("序号", "标题", "公开日期", "栏目"))
    for n in range(rows):
        day = f"{year}-{n % 12 + 1:02}-{n % 28 + 1:02}"
        page.write_row(n + 1, 0, (n + 1, f"示例信息第 {n + 1} 条", day, "政府信息公开"))
    book.close()
    collecting.add_file(who(county.account(unit, "tb")), key, leaf=leaf, name=f"{year}年公开信息清单.xlsx",
                        data=kept.getvalue())


def start(key: int, unit: str) -> None:
    """The clerk sends the sheet to the signers."""
    signing.start_signing(who(county.account(unit, "tb")), key)


def sign(key: int, unit: str, posts: tuple[str, ...] = ("gs", "ld", "bm")) -> None:
    """The signers of these posts sign, one after another."""
    for post in posts:
        row = sheet(key)
        step = row.next_step
        if step is None:
            raise RuntimeError(f"{unit} has no step left to sign")
        signing.sign(who(county.account(unit, post)), key, step=step.position_no, attested=True,
                     content=tallying.content_hash(row), evidence=tallying.evidence_hash(row),
                     ticked=frozenset(e.id for e in row.evidence if e.removed_at is None))


def hand_in(key: int, unit: str) -> None:
    """Sent to the signers, signed by all within two days, handed in."""
    sent = clock.now()
    start(key, unit)
    for hours, post in ((3, "gs"), (25, "ld"), (30, "bm")):
        with clock.at(sent + timedelta(hours=hours, minutes=key % 47)):
            sign(key, unit, (post,))
    with clock.at(sent + timedelta(hours=31)):
        signing.submit(who(county.account(unit, "tb")), key)


def rule(key: int, reviewer: str, leaf: str, facts: Any, reason: str) -> None:
    """The reviewer corrects a leaf's facts, or judges it."""
    found = next((r.version for r in sheet(key).rulings if r.leaf == leaf), 0)
    reviewing.give(who(reviewer), key, leaf=leaf, kind="corrected", facts=facts, reason=reason, version=found)


def confirm(key: int, reviewer: str, leaf: str) -> None:
    """The reviewer confirms a leaf."""
    reviewing.give(who(reviewer), key, leaf=leaf, kind="confirmed", facts=None, reason="", version=0)


def close(key: int, reviewer: str) -> None:
    """The reviewer confirms the rest and closes the review of the sheet."""
    reviewing.confirm_rest(who(reviewer), key)
    reviewing.finish_review(who(reviewer), key)
