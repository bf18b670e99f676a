"""Kinds of fact → WTForms fields: the form of one leaf, made from the ruleset, and its way back to raw facts.

Nothing is validated here: what was typed goes as it is to core.facts, the one validator, and its complaint
comes back to the field it names. One `case` for each kind in each of the three directions.
"""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import (
    BooleanField,
    Form,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.form import BaseForm
from wtforms.widgets import CheckboxInput, DateInput, ListWidget

from ..core import points as p
from ..core.facts import (
    NOT_APPLICABLE,
    NOT_DONE,
    Count,
    Day,
    DayOrNot,
    FactError,
    Field,
    Judged,
    Level,
    Number,
    Periods,
    PerKind,
    Rate,
    Rows,
    Scores,
    Text,
    Ticks,
    YesNo,
)
from ..core.ruleset import Indicator

NONE_OF_THEM = "none-of-them"
YES_NO = [SelectChoice("yes", "是"), SelectChoice("no", "否")]
FIGURE = {"inputmode": "decimal", "autocomplete": "off"}
WHOLE = {"inputmode": "numeric", "autocomplete": "off"}
QUARTERS = {"Q1": "一季度", "Q2": "二季度", "Q3": "三季度", "Q4": "四季度", "H1": "上半年", "H2": "下半年"}
NOTE_LIMIT = 2000


def anchor(leaf_id: str) -> str:
    """The id of a leaf's block on the page."""
    return f"leaf-{leaf_id}"


def at(leaf_id: str, *path: str) -> str:
    """The id of a control; leaf ids hold no double hyphen, so no two controls of a page share one."""
    return "--".join((anchor(leaf_id), *path))


def leaf_form(leaf: Indicator, typed: Any = None, stored: Mapping[str, Any] | None = None, note: str = "",
              claim: str = "", asked: tuple[Field, ...] = ()) -> BaseForm:
    """The form of one leaf: filled with what was typed (a MultiDict), else with what is stored.

    `asked` are the fields on it, by default those the unit (or whoever fills in the leaf) fills in itself.
    """
    made: dict[str, Any] = {_name(f): control(f, at(leaf.id, f.name)) for f in (asked or leaf.own_fields())}
    made["note"] = TextAreaField("说明", id=at(leaf.id, "note"), description="选填，复核员会看到，最多 2000 字。",
                                 render_kw={"rows": 2})
    if leaf.not_applicable == "claim":
        made["claimed"] = BooleanField("这一项对本单位不适用", id=at(leaf.id, "claimed"))
        made["claim"] = TextAreaField("不适用的理由", id=at(leaf.id, "claim"), render_kw={"rows": 2},
                                      description="写明为什么没有这项职能或事项，由复核员认定。")
    form = BaseForm(made)
    data = {_name(f): filled(f, stored[f.name]) for f in leaf.asked_fields() if stored and f.name in stored}
    form.process(typed, data={**data, "note": note, "claim": claim, "claimed": bool(claim)})
    return form


def control(field: Field, place: str) -> Any:
    """The unbound WTForms field of a kind of fact."""
    kind, label = field.kind, field.label
    match kind:
        case Count():
            return StringField(label, id=place, render_kw=WHOLE)
        case Number() | Judged():
            return StringField(label, id=place, render_kw=FIGURE)
        case YesNo():
            return RadioField(label, id=place, choices=YES_NO, validate_choice=False)
        case Level():
            levels = [SelectChoice(name) for name in kind.levels]
            return RadioField(label, id=place, choices=levels, validate_choice=False)
        case Ticks():
            choices = [*(SelectChoice(o.id, o.title) for o in kind.options), SelectChoice(NONE_OF_THEM, "一项也没有")]
            return SelectMultipleField(label, id=place, choices=choices, validate_choice=False,
                                       widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())
        case Day():
            return StringField(label, id=place, widget=DateInput())
        case Scores():
            return StringField(label, id=place, render_kw={"autocomplete": "off"},
                               description=_several(kind))
        case Rows():
            return TextAreaField(label, id=place, render_kw={"rows": 6, "wrap": "off", "spellcheck": "false"},
                                 description=f"一行一条，各栏依次是{'、'.join(c.label for c in kind.columns)}；"
                                             "在 Excel 里选中这些列，复制后粘贴到这里。")
        case Text(person=True):
            return StringField(label, id=place, render_kw={"autocomplete": "off"})
        case Text():
            return TextAreaField(label, id=place, render_kw={"rows": 2})
    said = "填百分率，或者填分子和分母，只填一种。" if isinstance(kind, Rate) else ""
    return FormField(type("Grid", (Form,), _parts(kind, place)), label, id=place, description=said)


def _several(kind: Scores) -> str:
    """How to write several judges' points, with points that the leaf allows."""
    some = (max(p.ZERO, kind.most - n * kind.step) for n in range(3))
    return f"几位评委的分用顿号隔开，如 {'、'.join(map(p.show, some))}。"


def _parts(kind: Any, place: str) -> dict[str, Any]:
    """The controls of a kind that is asked in parts, in their order."""
    if isinstance(kind, DayOrNot):
        return {"day": StringField("日期", id=f"{place}--day", widget=DateInput()),
                "not_done": BooleanField("没有完成", id=f"{place}--not_done")}
    if isinstance(kind, Rate):
        return {"percent": StringField("百分率（%）", id=f"{place}--percent", render_kw=FIGURE | {"size": 6}),
                "done": StringField("分子", id=f"{place}--done", render_kw=WHOLE | {"size": 6}),
                "of": StringField("分母", id=f"{place}--of", render_kw=WHOLE | {"size": 6})}
    keys = kind.kinds if isinstance(kind, PerKind) else kind.keys
    parts: dict[str, Any] = {}
    for n, key in enumerate(keys):
        if isinstance(kind, Periods) and isinstance(kind.inner, YesNo):
            choices = [SelectChoice("", "未填"), *YES_NO, SelectChoice(NOT_APPLICABLE, "不适用")]
            parts[f"p{n:02}"] = SelectField(period_title(key), id=f"{place}--{n}", choices=choices,
                                            validate_choice=False)
        else:
            title = period_title(key) if isinstance(kind, Periods) else key
            parts[f"p{n:02}"] = StringField(title, id=f"{place}--{n}", render_kw=FIGURE | {"size": 6})
    return parts


def period_title(key: str) -> str:
    """'一季度（Q1）' for Q1, '3 月' for 2024-03."""
    return f"{QUARTERS[key]}（{key}）" if key in QUARTERS else f"{int(key[5:])} 月"


def filled(field: Field, stored: Any) -> Any:
    """What a control shows for a fact in its canonical JSON form."""
    match field.kind:
        case YesNo():
            return "yes" if stored else "no"
        case Ticks():
            return stored or [NONE_OF_THEM]
        case DayOrNot():
            return {"not_done": True} if stored == NOT_DONE else {"day": stored}
        case Rate():
            return stored if isinstance(stored, Mapping) else {"percent": stored}
        case Scores():
            return "、".join(stored)
        case Rows():
            return field.kind.text(stored)
        case PerKind() | Periods():
            keys = field.kind.kinds if isinstance(field.kind, PerKind) else field.kind.keys
            return {f"p{n:02}": _part_text(stored[key]) for n, key in enumerate(keys) if key in stored}
    return str(stored)


def _part_text(stored: Any) -> str:
    if isinstance(stored, bool):
        return "yes" if stored else "no"
    return "不适用" if stored == NOT_APPLICABLE and not isinstance(stored, bool) else str(stored)


def raw_facts(leaf: Indicator, form: BaseForm) -> dict[str, Any] | None:
    """What was typed, by field name, for core.facts to read; None if every control was left blank.

    Raises FactError for what no browser sends: a missing control, or two values for one.
    """
    raw = {}
    for field in leaf.asked_fields():
        given = _raw(field, form[_name(field)]) if _name(field) in form else None
        if given is not None:
            raw[field.name] = given
    return raw or None


def _raw(field: Field, bound: Any) -> Any:
    match field.kind:
        case Ticks():
            return _ticked(field, bound)
        case YesNo() | Level():
            return _one(field, bound, may_be_absent=True) or None
        case DayOrNot():
            day = _one(field, bound.form["day"])
            if bound.form["not_done"].data and day:
                raise FactError("填了日期，又勾了“没有完成”，只留一个", (field.name,))
            return NOT_DONE if bound.form["not_done"].data else day or None
        case PerKind() | Periods():
            keys = field.kind.kinds if isinstance(field.kind, PerKind) else field.kind.keys
            texts = {key: _one(field, part) for key, part in zip(keys, bound.form, strict=True)}
            return texts if any(text.strip() for text in texts.values()) else None
        case Rate():
            return _rate(field, bound.form)
    text = _one(field, bound)
    return text if text.strip() else None


def _rate(field: Field, parts: Any) -> Any:
    percent, done, of = (_one(field, parts[name]) for name in ("percent", "done", "of"))
    if percent.strip() and (done.strip() or of.strip()):
        raise FactError("填了百分率，又填了分子、分母，只留一种", (field.name,))
    if done.strip() or of.strip():
        return {"done": done, "of": of}
    return percent if percent.strip() else None


def _one(field: Field, bound: Any, may_be_absent: bool = False) -> str:
    values = bound.raw_data or []
    if len(values) > 1:
        raise FactError(f"“{field.label}”只能填一个值，收到了 {len(values)} 个", (field.name,))
    if not values and not may_be_absent:
        raise FactError(f"请求里缺少“{field.label}”这一栏，请刷新页面再填", (field.name,))
    return str(values[0]) if values else ""


def _ticked(field: Field, bound: Any) -> list[str] | None:
    values = [str(v) for v in bound.raw_data or []]
    others = [v for v in values if v != NONE_OF_THEM]
    if NONE_OF_THEM in values and others:
        raise FactError("勾了“一项也没有”，又勾了别的项，只留一种", (field.name,))
    return others if values else None


def control_at(leaf: Indicator, path: tuple[str, ...]) -> str:
    """The id of the control that a complaint's path leads to; the leaf's block where it names none."""
    field = next((f for f in leaf.asked_fields() if path and f.name == path[0]), None)
    if field is None:
        return at(leaf.id, path[0]) if path and path[0] in ("note", "claim") else anchor(leaf.id)
    place = at(leaf.id, field.name)
    if isinstance(field.kind, DayOrNot):
        return f"{place}--day"
    if isinstance(field.kind, Rate):
        return f"{place}--{path[1] if len(path) > 1 and path[1] in ('done', 'of') else 'percent'}"
    if isinstance(field.kind, (PerKind, Periods)):
        keys = field.kind.kinds if isinstance(field.kind, PerKind) else field.kind.keys
        return f"{place}--{keys.index(path[1]) if len(path) > 1 and path[1] in keys else 0}"
    return place


def complain(form: BaseForm, place: str, sentence: str) -> None:
    """Puts a sentence at the control of that id (at the note where there is none)."""
    for bound in _controls(form):
        if bound.id == place:
            bound.errors = [sentence]
            return
    form["note"].errors = [sentence]


def _controls(form: Any) -> list[Any]:
    return [part for bound in form for part in (bound.form if hasattr(bound, "form") else [bound])]


def names_of(form: BaseForm) -> set[str]:
    """The names of all controls of a form, as a browser sends them."""
    return {bound.name for bound in _controls(form)}


def _name(field: Field) -> str:
    return f"fact-{field.name}"
