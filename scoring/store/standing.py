"""How a site stands: its database, the schema's revision, how much it holds. No answers are read."""
from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from .assessments import AdoptedRuleset, Assessment
from .audit import AuditRow
from .database import db
from .files import store
from .people import Unit, User
from .results import Publication
from .schema import newest_revision, revision_of
from .sheets import Evidence, Submission
from .writing import audit_head

COUNTED = {"单位": Unit, "账号": User, "采用的规则": AdoptedRuleset, "考核": Assessment, "自查表": Submission,
           "佐证": Evidence, "公布": Publication, "审计记录": AuditRow}
DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True)
class Standing:
    """What the system administrator looks at."""

    database: str
    revision: str
    newest: str
    counts: tuple[tuple[str, int], ...]
    files: int
    bytes: int
    free: int
    head: str
    backed_up: datetime | None    # when the last backup was made


def standing() -> Standing:
    """How the present site stands."""
    engine, (files, size) = db.engine, store().usage()
    version = ".".join(str(part) for part in engine.dialect.server_version_info or ())
    return Standing(
        f"{DATABASES.get(engine.dialect.name, engine.dialect.name)} {version}".strip(), revision_of(engine),
        newest_revision(), counts(), files, size, shutil.disk_usage(store().folder).free, audit_head(db.session()),
        db.session.scalar(select(func.max(AuditRow.at)).where(
            AuditRow.action == "site.back_up", AuditRow.outcome == "done")))


def counts() -> tuple[tuple[str, int], ...]:
    """How many rows there are of what matters, in one statement."""
    parts = [select(func.count()).select_from(kind).scalar_subquery() for kind in COUNTED.values()]
    return tuple(zip(COUNTED, db.session.execute(select(*parts)).one(), strict=True))
