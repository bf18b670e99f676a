"""Signing in and out, the own password, one-time links, and the first administrators."""
from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms import Form, FormField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from ..actions import signing_in as signing
from ..core.accounts import read_account, read_words
from ..core.policy import ADMINISTRATORS, ROLES
from ..errors import Invalid
from .gate import actor, names, open_to_all, signed_in
from .own_paths import own_path
from .sessions import admit, dismiss, session_key
from .showing import first_desk

desk = Blueprint("signing_in", __name__)
LONG = Length(max=200, message="最多 200 个字符。")
RULES = {
    "dengbao": "至少 10 个字符，大写字母、小写字母、数字、其他符号用到三类；不含账号、姓名和单位名称；90 天后要更换。",
    "nist": "至少 10 个字符，越长越好；可以用一句只有自己知道的话。",
}


class SignInForm(FlaskForm):
    """Account and password."""

    account = StringField("账号", [InputRequired("请填写账号。"), LONG])
    password = PasswordField("密码", [InputRequired("请填写密码。"), LONG])


class NewPasswordForm(FlaskForm):
    """A new password, typed twice."""

    new = PasswordField("新密码", [InputRequired("请填写新密码。"), LONG])
    again = PasswordField("再输一次", [InputRequired("请再输一次新密码。"),
                                   EqualTo("new", "两次输入的不一样，请重新输入。")])


class PasswordForm(NewPasswordForm):
    """The present password and a new one."""

    old = PasswordField("现在的密码", [InputRequired("请填写现在的密码。"), LONG])


class AdministratorForm(Form):
    """One of the first administrators."""

    name = StringField("姓名", [InputRequired("请填写姓名。"), LONG])
    account = StringField("账号", [InputRequired("请填写账号。"), LONG])


class SetUpForm(FlaskForm):
    """The three administrators, each a person of their own."""

    system = FormField(AdministratorForm, ROLES["system"], description="管运行、备份和升级，看不到填报内容。")
    security = FormField(AdministratorForm, ROLES["security"], description="管账号和角色，不能替别人登录。")
    auditor = FormField(AdministratorForm, ROLES["auditor"], description="看日志，不能改任何内容。")


@desk.route("/sign-in", methods=["GET", "POST"])
@open_to_all
def sign_in() -> Any:
    """The sign-in page; afterwards the page one came from, or one's first desk."""
    form, target = SignInForm(), own_path(request.values.get("next", ""))
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(target or first_desk())
    if form.validate_on_submit():
        key = signing.enter(form.account.data, form.password.data)
        if key is not None:
            admit(key)
            return redirect(url_for("signing_in.password") if current_user.must_change else target or first_desk())
        form.form_errors.append(signing.NO_ENTRY)
    return _page("sign_in", form, next=target)


@desk.post("/sign-out")
@signed_in
def sign_out() -> AnyResponse:
    """Ends the session."""
    signing.sign_out(actor(), key=session_key())
    dismiss()
    flash("已退出。用公共电脑的话，请把浏览器窗口也关掉。", "done")
    return redirect(url_for("signing_in.sign_in"))


@desk.route("/password", methods=["GET", "POST"])
@names("password.change")
def password() -> Any:
    """Changes the own password."""
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            signing.change_own(actor(), current_user.user, form.old.data, form.new.data, session_key())
        except Invalid as refusal:
            form[refusal.details["field"]].errors = [refusal.sentence]
        else:
            flash("密码已更换，你在其他电脑上的登录都已退出。", "done")
            return redirect(first_desk())
    return _page("password", form, must_change=current_user.must_change)


@desk.route("/activate/<token>", methods=["GET", "POST"])
@open_to_all
def activate(token: str) -> Any:
    """Sets a first or reset password; opening the page does not use the link up."""
    user, form = signing.read_link("activate", token).user, NewPasswordForm()
    if form.validate_on_submit():
        try:
            signing.activate_with(token, form.new.data)
        except Invalid as refusal:
            form.new.errors = [refusal.sentence]
        else:
            dismiss()
            flash("密码设好了，请用它登录。", "done")
            return redirect(url_for("signing_in.sign_in"))
    return _page("activate", form, user=user)


@desk.route("/setup/<token>", methods=["GET", "POST"])
@open_to_all
def set_up(token: str) -> Any:
    """Names the three administrators and shows their activation links, once."""
    signing.read_link("set_up", token)
    form = SetUpForm()
    if form.validate_on_submit() and (people := _people(form)):
        made = signing.set_up(actor(), token=token, people=people)
        return _quiet(make_response(render_template("signing_in/links.html", made=made)))
    return _page("set_up", form)


def _people(form: SetUpForm) -> dict[str, tuple[str, str]]:
    """Role to (account, name); {} and sentences at the fields if something cannot be taken."""
    people: dict[str, tuple[str, str]] = {}
    for role in ROLES:
        if role in ADMINISTRATORS:
            part = form[role].form
            account, name = _read(part.account, read_account), _read(part.name, lambda text: read_words(text, "姓名"))
            if account in [known for known, _ in people.values()]:
                part.account.errors = ["三个管理员要用三个不同的账号。"]
            people[role] = (account, name)
    return {} if form.errors else people


def _read(field: Any, reader: Any) -> str:
    try:
        text: str = reader(field.data)
    except Invalid as refusal:
        field.errors = [refusal.sentence]
        return ""
    return text


def _page(name: str, form: FlaskForm, **context: Any) -> Response:
    """One of the pages of this desk: 422 when the form was refused, never kept by a cache."""
    status = 422 if form.errors else 200
    hint = RULES[current_app.extensions["scoring"].password_preset]
    page = render_template(f"signing_in/{name}.html", form=form, hint=hint, **context)
    return _quiet(make_response(page, status))


def _quiet(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
