"""The one write transaction, and the audit row that goes with every change."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from .. import clock
from ..core import chain
from ..core.policy import Actor
from ..errors import Busy, Stale
from .audit import AuditRow
from .database import WRITE, db

TAKEN = frozenset({"55P03", "40P01", "40001"})  # lock not available, deadlock, serialization failure


@contextmanager
def writing() -> Iterator[Session]:
    """A session in which rows may be changed: committed at the end, or rolled back whole.

    Takes the write lock first (BEGIN IMMEDIATE, an advisory lock on PostgreSQL), so what is read inside is
    what is changed. Raises Busy if another process keeps the lock, Stale if a version was overtaken.
    """
    session = db.session()
    if session.info.get("writing"):
        raise RuntimeError("a write transaction is already open")
    session.rollback()  # what was read so far belongs to an older view
    session.expire_all()
    session.info["writing"] = True
    try:
        session.connection(execution_options={WRITE: True})
        yield session
        session.commit()
    except StaleDataError:
        session.rollback()
        raise Stale("刚才有人先保存了这项内容，请刷新后核对再保存。") from None
    except OperationalError as error:
        session.rollback()
        if waited_in_vain(error):
            raise Busy("系统正忙，刚才的内容还没有保存，请稍候再试一次。") from None
        raise
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop("writing", None)


def waited_in_vain(error: OperationalError) -> bool:
    """Whether a database refused because others were at it: SQLite says so in words, PostgreSQL by its codes."""
    code = getattr(error.orig, "sqlstate", None)
    return code in TAKEN if code else "locked" in str(error.orig) or "busy" in str(error.orig)


def append_audit(session: Session, actor: Actor, action: str, subject_kind: str, subject_id: int | None,
                 outcome: str, detail: Mapping[str, Any]) -> AuditRow:
    """The next row of the chain; call it inside `writing()`. `outcome`: done | refused."""
    if subject_id is not None and not 0 < subject_id < 2**31:  # named by a forged address: nothing has this key
        subject_id = None
    last = session.execute(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).scalar_one_or_none()
    row = AuditRow(
        seq=1 if last is None else last.seq + 1, at=clock.now().replace(microsecond=0), actor_id=actor.id,
        actor_name=actor.name, action=action, subject_kind=subject_kind, subject_id=subject_id, outcome=outcome,
        detail=dict(detail), previous=chain.GENESIS if last is None else last.hash)
    row.hash = chain.link(row.previous, row.content())
    session.add(row)
    session.flush()
    return row


def audit_head(session: Session) -> str:
    """The hash of the last audit row."""
    found = session.execute(select(AuditRow.hash).order_by(AuditRow.seq.desc()).limit(1)).scalar_one_or_none()
    return found or chain.GENESIS
