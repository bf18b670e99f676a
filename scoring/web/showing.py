"""What every page may use: who is signed in, the desks open to them, filters for dates, points and sizes."""
from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_login import current_user

from .. import clock
from ..core import points as p
from ..core.digests import ALGORITHMS
from ..core.policy import ROLES
from ..core.workflow import ASSESSMENT, PUBLICATION, SUBMISSION
from .gate import actor

DESKS = (
    ("unit", "本单位自查", ("clerk", "signer"), "unit.home"),
    ("review", "复核", ("reviewer",), "review.home"),
    ("office", "考核办", ("office",), "office.home"),
    ("accounts", "账号管理", ("security",), "accounts.home"),
    ("audit", "审计", ("auditor",), "audit.home"),
    ("system", "系统状态", ("system",), "system.home"),
)


def prepare(app: Flask) -> None:
    """Registers the filters and the context of every page."""
    app.jinja_env.filters |= {"moment": moment, "day": day, "points": points, "size": size}
    app.jinja_env.globals |= {"submission_states": SUBMISSION, "assessment_states": ASSESSMENT,
                              "publication_states": PUBLICATION, "algorithms": ALGORITHMS}
    app.context_processor(_context)


def first_desk() -> str:
    """The address where somebody who has just signed in begins to work."""
    who = actor()
    desks = [end for _, _, roles, end in DESKS if who.has(*roles) and end in current_app.view_functions]
    return url_for(desks[0]) if desks else "/"


def moment(value: datetime | None) -> str:
    """'2026-11-23 14:03' in Asia/Shanghai."""
    return clock.local(value).strftime("%Y-%m-%d %H:%M") if value else ""


def day(value: date | None) -> str:
    """'2026 年 11 月 23 日'."""
    return f"{value.year} 年 {value.month} 月 {value.day} 日" if value else ""


def points(value: Decimal | int | None) -> str:
    """Points as text; a dash for none."""
    return "—" if value is None else p.show(value)


def size(count: int) -> str:
    """'312 KB', '1.4 MB' or '2.0 GB'; what is not empty is at least 1 KB."""
    if count < 1024 * 1024:
        return f"{max(1, round(count / 1024)) if count else 0} KB"
    return f"{count / 1024**2:.1f} MB" if count < 1024**3 else f"{count / 1024**3:.1f} GB"


def _context() -> dict[str, Any]:
    who = actor()
    settings = current_app.extensions["scoring"]
    desks = [(title, url_for(endpoint), request.blueprint == name)
             for name, title, roles, endpoint in DESKS if who.has(*roles) and endpoint in current_app.view_functions]
    context: dict[str, Any] = {"office_name": settings.office_name, "desks": desks, "actor": who,
                               "static_site": current_app.config.get("STATIC_SITE", False),
                               "static_address": current_app.config.get("STATIC_ADDRESS", "")}
    if current_user.is_authenticated:
        user = current_user.user
        role = "、".join(title for code, title in ROLES.items() if code in who.roles)
        context["person"] = {"name": user.name, "role": role, "place": user.unit.name if user.unit else ""}
        context["account_url"] = url_for("signing_in.password")
    return context
