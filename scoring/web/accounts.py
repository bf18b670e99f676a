"""The security administrator's desk: accounts, their roles, one-time links and recusals. No answers are seen here."""
from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from .. import clock
from ..actions import managing_accounts as managing
from ..actions.signing_in import Invited
from ..core.policy import ROLES
from ..errors import Invalid, Stale
from ..store import accounts as reading
from ..store.people import Unit, User
from ..store.queries import many_for, one_for
from . import asked
from .accounts_forms import AccountForm, EditForm, RecusalForm
from .gate import actor, names

desk = Blueprint("accounts", __name__, url_prefix="/accounts")
STATES = {"active": "使用中", "waiting": "还没设密码", "stopped": "已停用"}


@desk.get("/")
@names("user.read")
def home() -> str:
    """The accounts, searched and paged."""
    words, role, state = asked.words("q"), asked.one_of("role", ROLES), asked.one_of("state", STATES)
    found = reading.accounts(actor(), words, role, state, asked.page_number())
    return render_template("accounts/home.html", found=found, turns=asked.turns(found), roles=ROLES, states=STATES,
                           words=words, role=role, state=state)


@desk.route("/new", methods=["GET", "POST"])
@names("user.create")
def new() -> Any:
    """Makes an account and shows its activation link, once."""
    form = AccountForm.over(_units())
    if form.validate_on_submit():
        try:
            made = managing.create(actor(), account=form.account.data, particulars=form.particulars())
            return _link(made, "账号已建立")
        except Invalid as refusal:
            form.refuse(refusal)
    return _page("new", form)


@desk.get("/<int:user>")
@names("user.read")
def show(user: int) -> Any:
    """One account: its particulars, state, recusals."""
    row = one_for(actor(), User, user)
    return _one(row, EditForm.over(_units(), row), RecusalForm.over(_units()))


@desk.post("/<int:user>")
@names("user.edit")
def edit(user: int) -> Any:
    """Changes an account's particulars."""
    row = one_for(actor(), User, user)
    form = EditForm.over(_units())
    if form.validate_on_submit():
        try:
            managing.edit(actor(), user, particulars=form.particulars(), version=int(form.version.data))
        except (Invalid, Stale) as refusal:
            form.refuse(refusal)
            row = one_for(actor(), User, user)
        else:
            flash(f"账号 {row.account} 已保存。改了角色或单位的，要重新登录才生效。", "done")
            return redirect(url_for("accounts.show", user=user))
    return _one(row, form, RecusalForm.over(_units()))


@desk.post("/<int:user>/stop")
@names("user.stop")
def stop(user: int) -> Response:
    """Stops an account."""
    managing.stop(actor(), user)
    flash("账号已停用，正在使用的登录已全部退出。随时可以恢复。", "done")
    return redirect(url_for("accounts.show", user=user))


@desk.post("/<int:user>/resume")
@names("user.resume")
def resume(user: int) -> Response:
    """Lets a stopped or locked account in again."""
    managing.resume(actor(), user)
    flash("账号已恢复使用，原来的密码仍有效。", "done")
    return redirect(url_for("accounts.show", user=user))


@desk.post("/<int:user>/reset")
@names("user.reset")
def reset(user: int) -> Any:
    """Gives out a new activation link, shown once."""
    return _link(managing.reset(actor(), user), "新链接已生成")


@desk.post("/<int:user>/recusals")
@names("user.recuse")
def recuse(user: int) -> Any:
    """Keeps a reviewer away from a unit."""
    row, form = one_for(actor(), User, user), RecusalForm.over(_units())
    if form.validate_on_submit():
        try:
            managing.recuse(actor(), user, unit_id=int(form.unit.data), reason=form.reason.data)
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            flash("回避已设置，立即生效。", "done")
            return redirect(url_for("accounts.show", user=user))
    return _one(row, EditForm.over(_units(), row), form)


@desk.post("/<int:user>/recusals/<int:unit>/end")
@names("user.unrecuse")
def unrecuse(user: int, unit: int) -> Response:
    """Ends a recusal."""
    managing.unrecuse(actor(), user, unit_id=unit)
    flash("回避已取消。", "done")
    return redirect(url_for("accounts.show", user=user))


def _units() -> list[Unit]:
    return many_for(actor(), Unit)


def _one(row: User, form: EditForm, recusal: RecusalForm) -> Any:
    return _page("show", form, also_refused=bool(recusal.errors), recusal=recusal, user=row, roles=ROLES,
                 recusals=reading.recusals(row.id), sessions=reading.live_sessions(row.id),
                 locked=row.locked_until is not None and row.locked_until > clock.now(),
                 link_out=reading.has_live_link(row.id), own=row.id == actor().id)


def _page(name: str, form: AccountForm, also_refused: bool = False, **context: Any) -> Any:
    status = 422 if form.errors or also_refused else 200
    return make_response(render_template(f"accounts/{name}.html", form=form, **context), status)


def _link(made: Invited, title: str) -> str:
    return render_template("accounts/link.html", made=made, title=title)
