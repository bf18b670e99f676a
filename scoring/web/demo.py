"""One click into each desk of a demonstration site, at a loopback address only."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, redirect, request
from sqlalchemy import select

from ..actions.signing_in import enter_demo
from ..core.policy import VISITOR
from ..errors import NotFound
from ..store.database import db
from ..store.people import User
from .gate import open_to_all
from .sessions import admit
from .showing import first_desk

desk = Blueprint("demo", __name__, url_prefix="/demo")
DOORS = (  # account, title, what one does there
    ("dw01-tb", "填报员", "月山乡：填自查表，传佐证，看得分"),
    ("dw05-ld", "签审人", "示例龙泉镇分管领导：有一份表等你签审"),
    ("fh-xz", "复核员", "乡镇组：看佐证，核数据，写理由"),
    ("khb", "考核办", "设考核，看进度，定版"),
    ("khb-gb", "公布人", "考核办的另一个人：核对定版的结果，公布"),
    ("aqgl", "安全管理员", "管账号和角色"),
    ("sjgl", "审计员", "看日志，查审计链"),
    ("xtgl", "系统管理员", "看运行状态"),
)


@dataclass(frozen=True)
class Door:
    """An account one may enter with a click."""

    user: int
    title: str
    does: str


@desk.app_context_processor
def _doors() -> dict[str, Any]:
    """The doors, for the sign-in page of a demonstration."""
    if request.endpoint != "signing_in.sign_in" or not _open():
        return {}
    ids = {u.account: u.id for u in db.session.scalars(select(User).where(User.account.in_([d[0] for d in DOORS])))}
    return {"doors": [Door(ids[account], title, does) for account, title, does in DOORS if account in ids]}


@desk.post("/enter/<int:user>")
@open_to_all
def enter(user: int) -> Any:
    """Enters as one of the doors' accounts."""
    account = db.session.scalar(select(User.account).where(User.id == user)) if user < 2**31 else None
    if not _open() or account not in {d[0] for d in DOORS}:
        raise NotFound()
    admit(enter_demo(VISITOR, user))
    return redirect(first_desk())


def _open() -> bool:
    settings = current_app.extensions["scoring"]
    here = settings.on_loopback() and request.remote_addr in ("127.0.0.1", "::1")
    return bool(settings.demo and here and not settings.behind_proxy)
