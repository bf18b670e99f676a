"""The gate before every view: default deny. A view names its action, or is on the list of open views."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask, Response, current_app, g, redirect, request, url_for
from flask_login import current_user

from ..core.policy import PERMITS, VISITOR, Actor
from ..errors import NotSignedIn, Refused
from ..store.queries import actor_of

View = TypeVar("View", bound=Callable[..., Any])
OPEN = "*"
WITH_OLD_PASSWORD = ("signing_in.password", "signing_in.sign_out")  # open to whose password has grown too old


def names(action: str) -> Callable[[View], View]:
    """Marks a view with the action it stands for: only accounts with a role that may do it get in."""
    if action not in PERMITS:
        raise TypeError(f"no permit named {action}")

    def mark(view: View) -> View:
        view.action = action  # type: ignore[attr-defined]
        return view
    return mark


def open_to_all(view: View) -> View:
    """Marks a view that anyone may call, signed in or not."""
    view.action = OPEN  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Marks a view for every account, whatever its roles (sign-out, own password)."""
    view.action = "session.sign_out"  # type: ignore[attr-defined]
    return view


def actor() -> Actor:
    """Who makes this request; the visitor if nobody is signed in."""
    if "actor" not in g:
        g.actor = actor_of(current_user.user) if current_user.is_authenticated else VISITOR
    return cast(Actor, g.actor)


def action_of(app: Flask, endpoint: str) -> str | None:
    """The action an endpoint names, OPEN, or None."""
    if endpoint == "static" or endpoint.endswith(".static"):
        return OPEN
    return getattr(app.view_functions[endpoint], "action", None)


def wants_json() -> bool:
    """Whether the answer should be JSON: the request came from our own scripts."""
    return request.is_json or request.headers.get("X-Requested-With") == "fetch" or (
        request.accept_mimetypes.best == "application/json")


def prepare(app: Flask) -> None:
    """Asks at the gate before every request."""
    app.before_request(_ask)


def _ask() -> Response | None:
    if request.endpoint is None:
        return None  # no such address: the 404 page follows
    action = action_of(current_app, request.endpoint)
    if action == OPEN:
        return None
    if action is None:
        raise Refused("这个页面没有写明办理什么事项，按规定不开放。")
    if not current_user.is_authenticated:
        if request.method == "GET" and not wants_json():
            return cast(Response, redirect(url_for("signing_in.sign_in", next=request.full_path.rstrip("?"))))
        raise NotSignedIn()
    permit = PERMITS[action]
    if "*" not in permit.roles and not actor().roles & permit.roles:
        raise Refused("你的账号没有办理这项工作的角色。需要的话，请联系本单位的安全管理员。")
    if current_user.must_change and request.endpoint not in WITH_OLD_PASSWORD:
        if request.method == "GET" and not wants_json():
            return cast(Response, redirect(url_for("signing_in.password")))
        raise Refused("密码已满 90 天，请先更换密码。")
    return None
