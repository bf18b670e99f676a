"""What a unit filled in, said as sentences of a report. Figures stand as on the sheet; nothing is worked out here."""
from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Any

from scoring.core import facts as kinds
from scoring.core import points as p
from scoring.core import wording
from scoring.core.facts import NOT_APPLICABLE, Facts, Field
from scoring.core.kinds_compound import Part
from scoring.core.ruleset import Indicator

from ._report_parts import smooth

# A label that names a figure takes 为 before it: 培训次数为2次, but 收到12件.
FIGURE = re.compile(r"(数|率|额|量|值|分|名次|位次|百分比|比例|金额|日期|期限|时间)$")
ASKED = re.compile(r"各(?P<of>.{1,4}?)是否(?P<what>.+)")
NEGATIVE = re.compile(r"没有|不|未|无")
SEVERAL = re.compile(r"[、并和及]")
PERIODS: Mapping[str, str] = {"Q1": "第一季度", "Q2": "第二季度", "Q3": "第三季度", "Q4": "第四季度",
                              "H1": "上半年", "H2": "下半年"}


def told(leaf: Indicator, facts: Facts) -> str:
    """A leaf's facts as one sentence without its full stop."""
    fields = [field for field in leaf.asked_fields() if field.name in facts]
    if [field.name for field in fields] == ["done", "of"]:
        fields.reverse()    # 应答复12件，按期答复11件
    said = [_said(field, facts[field.name], leaf.pool) for field in fields]
    return smooth(("，" if all("，" not in one for one in said) else "；").join(said))


def period(key: str) -> str:
    """'第一季度' for Q1, '3月' for 2024-03."""
    month = re.fullmatch(r"[0-9]{4}-([0-9]{2})", key)
    return f"{int(month[1])}月" if month else PERIODS.get(key, key)


def _said(field: Field, value: Any, pool: str) -> str:
    say = _SAYINGS.get(type(field.kind))
    return say(field, value, pool) if say else f"{_is(field.label)}{field.kind.show(value)}"


def _is(label: str) -> str:
    return f"{label}为" if FIGURE.search(label) else label if label.endswith(("为", "：")) else f"{label}："


def _number(field: Field, value: Any, pool: str) -> str:
    """'培训次数为2次', '收到12件'; '共80条' under the rule's own bare label."""
    label, unit = field.label, field.unit
    if len(unit) > 1 and label.endswith(unit[1:]):
        unit = unit[:1]     # 全部村22个, not 全部村22个村
    lead = "共" if label == "数量" else f"{label}为" if FIGURE.search(label) else label
    return f"{lead}{field.kind.show(value)}{unit}"


def _rate(field: Field, value: Any, pool: str) -> str:
    percent, _ = wording.percent(value)     # the figure that the sheet's own steps print
    parts = f"{value.done}/{value.of}" if isinstance(value, Part) else ""
    if percent is None:
        return f"{field.label}：{parts}"
    return f"{_is(field.label)}{p.show(percent)}%{f'（{parts}）' if parts else ''}"


def _answer(field: Field, value: Any, pool: str) -> str:
    """'已印发方案' or '未印发方案' for 是否印发方案; as asked where turning it round might not make sense."""
    if field.label == "是否做到" and pool in ("veto", "deduction"):
        return "已经发生" if value else "没有发生"
    head, asked, rest = field.label.partition("是否")
    if not asked or not rest or NEGATIVE.search(rest):
        return f"{field.label}：{'是' if value else '否'}"
    if rest.startswith("有"):
        return f"{head}{'' if value else '没'}{rest}"
    if value:
        return f"{head}{'' if rest.startswith('已') else '已'}{rest}"
    return f"{head}{'没有做到' if pool in ('base', 'bonus') and SEVERAL.search(rest) else '未'}{rest}"


def _ticks(field: Field, value: Any, pool: str) -> str:
    """What is there and what is lacking; in a deduction pool the ticks are the faults found."""
    titles = {option.id: option.title for option in field.kind.options}     # type: ignore[union-attr]
    has, lacks = ([title for key, title in titles.items() if (key in value) is there] for there in (True, False))
    lead = field.label.removesuffix("的各项") if field.label.endswith("的各项") else f"{field.label}有"
    if pool == "deduction":
        return f"{field.label}：{'、'.join(has) or '没有'}"
    count = f"，共{len(has)}项" if len(has) > 1 else ""
    parts = [f"{lead}{'、'.join(has)}{count}"] if has else [f"{field.label}一项也没有"]
    return "，".join([*parts, *([f"尚缺{'、'.join(lacks)}"] if lacks else [])])


def _per_kind(field: Field, value: Any, pool: str) -> str:
    return f"{field.label}：{'，'.join(f'{kind}{count}{field.unit}' for kind, count in value.items())}"


def _periods(field: Field, value: Any, pool: str) -> str:
    """Counts period by period; of yes and no, which periods kept it, which did not, which were not answered."""
    kind: Any = field.kind
    if isinstance(kind.inner, kinds.Count):
        shown = (f"{period(key)}{'不适用' if n == NOT_APPLICABLE else f'{n}{field.unit}'}" for key, n in value.items())
        return f"{field.label}：{'，'.join(shown)}"
    asked = ASKED.fullmatch(field.label)
    what, lead = (asked["what"], "") if asked else ("完成", f"{field.label}：")
    if NEGATIVE.search(what):
        what, lead = "做到", f"{field.label}："
    return lead + "，".join(_grouped(kind.keys, value, what))


def _grouped(keys: tuple[str, ...], value: Mapping[str, Any], what: str) -> Iterator[str]:
    given = {key: value.get(key) for key in keys}
    for answer, word in ((True, f"已{what}"), (False, f"未{what}"), (None, "没有填报"), (NOT_APPLICABLE, "不适用")):
        some = [found is answer or found == answer == NOT_APPLICABLE for found in given.values()]
        named = "、".join(_runs([period(key) for key in keys], some))
        if named:
            yield f"{named}{word}"


def _runs(names: list[str], chosen: list[bool]) -> Iterator[str]:
    """The chosen names; three and more in a row as '3月至12月'."""
    for picked, group in groupby(zip(names, chosen, strict=True), lambda one: one[1]):
        run = [name for name, _ in group]
        if picked:
            yield from run if len(run) < 3 else (f"{run[0]}至{run[-1]}",)


def _day(field: Field, value: Any, pool: str) -> str:
    return f"{field.label}：尚未完成" if isinstance(value, str) else f"{_is(field.label)}{field.kind.show(value)}"


def _text(field: Field, value: Any, pool: str) -> str:
    return f"{field.label}：{value}"


_SAYINGS: Mapping[type, Callable[[Field, Any, str], str]] = {
    kinds.YesNo: _answer, kinds.Ticks: _ticks, kinds.PerKind: _per_kind, kinds.Periods: _periods, kinds.Count: _number,
    kinds.Number: _number, kinds.Rate: _rate, kinds.DayOrNot: _day, kinds.Text: _text,
}
