"""The forms of the accounts desk; what may be in them is checked by the action."""
from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice, SelectFieldBase
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from ..actions.managing_accounts import Particulars
from ..core.policy import ROLES
from ..errors import ScoringError
from ..store.people import Unit, User

LONG = Length(max=200, message="太长了，请缩短到 200 个字以内。")


def _choices(units: Sequence[Unit], none: str) -> list[SelectChoice]:
    return [SelectChoice("", none), *(SelectChoice(str(u.id), u.name) for u in units)]


class _Selects(FlaskForm):
    """A form that can take in the refusal of an action."""

    def refuse(self, refusal: ScoringError) -> None:
        """Shows a refusal at its field, or above the form."""
        field = refusal.details.get("field", "")
        if field in self:
            self[field].errors = [*self[field].errors, refusal.sentence]
        else:
            self.form_errors.append(refusal.sentence)


class EditForm(_Selects):
    """An account's particulars."""

    name = StringField("姓名", [InputRequired("请填写姓名。"), LONG])
    roles = SelectMultipleField(
        "角色", choices=[SelectChoice(*r) for r in ROLES.items()], validate_choice=False,
        option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False),
        description="系统、安全、审计管理员要单独设账号，不能兼任。")
    unit = SelectField("单位", validate_choice=False,
                       description="填报员和签审人必须选；复核员选了单位就不复核本单位。")
    position = StringField("职务", [LONG], description="签审环节按职务找人，例如：分管领导。")
    version = HiddenField()

    @classmethod
    def over(cls, units: Sequence[Unit], user: User | None = None) -> EditForm:
        """The form with these units to choose from, filled from the account if given."""
        form = cls(formdata=None, data=_data(user)) if user else cls()
        form.unit.choices = _choices(units, "不属于任何单位")
        return form

    def particulars(self) -> Particulars:
        """What was typed."""
        return Particulars(self.name.data, frozenset(self.roles.data or ()), _key(self.unit), self.position.data or "")

    def validate_version(self, field: HiddenField) -> None:
        """A form without a version is an old page."""
        if field.data and not (field.data.isascii() and field.data.isdigit() and len(field.data) < 10):
            field.data = "0"
        field.data = field.data or "0"


class AccountForm(EditForm):
    """A new account."""

    account = StringField("账号", [InputRequired("请填写账号。"), LONG],
                          description="登录用的名字，建立后不能改。字母、数字或汉字，不分大小写。")


class RecusalForm(_Selects):
    """A unit that a reviewer keeps away from."""

    unit = SelectField("回避的单位", validate_choice=False)
    reason = StringField("原因", [InputRequired("请写明回避原因，例如：配偶在该单位工作。"), LONG])

    @classmethod
    def over(cls, units: Sequence[Unit]) -> RecusalForm:
        """The form with these units to choose from."""
        form = cls(prefix="away-")
        form.unit.choices = _choices(units, "请选择单位")
        return form

    def validate_unit(self, field: SelectField) -> None:
        """A unit has to be chosen."""
        field.data = str(_key(field) or 0)


def _data(user: User) -> dict[str, object]:
    return {"name": user.name, "roles": sorted(user.roles), "unit": str(user.unit_id or ""), "position": user.position,
            "version": str(user.version)}


def _key(field: SelectFieldBase) -> int | None:
    text = str(field.data or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else (None if not text else 0)
