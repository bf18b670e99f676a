"""What the words and keys of an indicator, a grade or a head mean, in Chinese sentences for tables and comparisons."""
from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from scoring.core import points as p
from scoring.core.declared import Settling
from scoring.core.relations import Relation
from scoring.core.ruleset import Indicator, Ruleset
from scoring.core.stage import Gate

# An indicator's id, or id.field, in the author's titles; any other word as it is.
Name = Callable[[str], str]

# Key → word → what it means. A word that is not here is shown as it is written.
WORDS: Mapping[str, Mapping[str, str]] = {
    "pool": {"base": "基本分", "bonus": "加分项", "deduction": "扣分项", "veto": "一票否决"},
    "floor": {"item": "每项扣到 0 分为止", "section": "每个一级指标扣到 0 分为止", "total": "总分扣到 0 分为止",
              "none": "不设最低分"},
    "filled_by": {"unit": "填报单位", "reviewer": "复核员", "office": "考核办"},
    "evidence": {"none": "不要", "optional": "可附", "required": "必附", "per_entry": "逐条附"},
    "not_applicable": {"claim": "可以申请", "never": "不能申请"},
    "accept": {"claim": "可以申请", "never": "不能申请"},
    "policy": {"rebase": "总分按比例折算", "spread": "分值摊给其他指标", "mean": "按平均得分计", "full": "计满分",
               "zero": "计 0 分", "exclude": "不计总分，不排名", "share": "按几成计分"},
    "essential": {"all": "必达项全部满分"},
    "by": {"group": "分组别排名"},
    "ties": {"share": "并列，占用后面的名次", "dense": "并列，不占用后面的名次", "order": "不并列"},
    "vetoed": {"last": "排在最后", "apart": "单独列出，不排名"},
    "report": {"organisation": "组织领导与制度", "disclosure": "主动公开", "applications": "依申请公开",
               "consultations": "咨询、投诉与互动", "review": "复议诉讼", "costs": "经费和收费",
               "rectification": "上年问题整改"},
    "level": {"error": "须改正", "warning": "可以说明"},
}


def namer(*rulesets: Ruleset) -> Name:
    """Titles of indicators by id, with the label of a field; the first ruleset that knows an id names it."""
    def name(word: str) -> str:
        node_id, _, rest = word.partition(".")
        found = next((node for rules in rulesets if (node := rules.find(node_id)) is not None), None)
        if found is None:
            return word
        field, _, key = rest.partition(".")
        label = next((f.label for f in found.asked_fields() if f.name == field), field)
        return f"“{found.title}”" + (f"的“{label}”" if label else "") + (f"“{key}”" if key else "")
    return name


def meaning(key: str, value: Any, name: Name = str) -> str:
    """What `key: value` says, as a short sentence where it has one of its own, else as the bare value."""
    sentence = _SENTENCES.get(key)
    return value_words(key, value, name) if sentence is None or _is_empty(value) else sentence(value, name)


def value_words(key: str, value: Any, name: Name = str, unit: str = "") -> str:
    """A declared value in words; '无' for nothing."""
    if _is_empty(value):
        return "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str):
        return WORDS.get(key, {}).get(value) or name(value)
    if isinstance(value, (Decimal, int)):
        return f"{p.show(value)} {unit}" if unit else p.show(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Gate):
        return gate_words(value, name)
    if isinstance(value, Relation):
        return relation_words(value, name)
    if isinstance(value, Mapping):
        return "、".join(f"{name(str(k))} {value_words(key, v, name, unit)}" for k, v in value.items())
    if isinstance(value, tuple):
        return "、".join(value_words(key, v, name, unit) for v in value)
    return parts_words(value, name) if dataclasses.is_dataclass(value) else str(value)


def parts_words(thing: Any, name: Name = str, without: tuple[str, ...] = ()) -> str:
    """The fields of a declared part that differ from their defaults, each with its label."""
    parts = []
    for declared in dataclasses.fields(thing):
        value = getattr(thing, declared.name)
        if declared.name in without or value is None or value == default_of(declared):
            continue
        label = declared.metadata.get("label", declared.name)
        told = value_words(declared.name, value, name, declared.metadata.get("unit", ""))
        parts.append(label if value is True else f"{label} {told}")
    return "，".join(parts)


def default_of(declared: dataclasses.Field[Any]) -> Any:
    """What a declared field is where the author does not write it; MISSING if it must be written."""
    if declared.default_factory is not dataclasses.MISSING:
        return declared.default_factory()
    return declared.default


def gate_words(gate: Gate, name: Name = str) -> str:
    """'不低于 80 分', with the indicators it looks at where it does not look at the total."""
    of = "".join(map(name, gate.of))
    return f"{of}{'合计' if len(gate.of) > 1 else '得分'}{gate.words()}" if of else gate.words()


def conditions(node: Indicator, ruleset: Ruleset) -> tuple[str, ...]:
    """What an indicator says besides title, points, rule and evidence: each key that is not at its default."""
    name, found = namer(ruleset), []
    for declared in dataclasses.fields(node):
        if not declared.metadata.get("label") or declared.name in _SHOWN_ELSEWHERE:
            continue
        if declared.name == "effect" and node.is_leaf:  # the rule's words end with it
            continue
        value = getattr(node, "settling" if declared.name == "not_applicable" else declared.name)
        if value is None or value in (default_of(declared), Settling()):
            continue
        told, label = meaning(declared.name, value, name), declared.metadata["label"]
        found.append(told if declared.name in _SENTENCES else label if value is True else f"{label}：{told}")
    found += [f"“{note.label}”由{WORDS['filled_by'][note.filled_by]}填报" for note in node.fields.values()
              if note.filled_by == "office" != node.filled_by]
    return tuple(found)


def relation_words(relation: Relation, name: Name = str) -> str:
    """'“甲” + “乙” = “合计”', with what is said where it does not hold."""
    def terms(words: tuple[str, ...] | None, sign: str) -> str:
        return sign.join(map(name, words or ()))

    left = (terms(relation.sum, " + ") or terms(relation.difference, " − ") or terms(relation.at_most, " 不大于 ")
            or f"{terms(relation.rate, ' ÷ ')} × 100（保留 {relation.places} 位小数）")
    right = terms(relation.equals_sum or ((relation.equals,) if relation.equals is not None else ()), " + ")
    said = f"：{relation.say.rstrip('。')}" if relation.say else ""
    return f"{left}{f' = {right}' if right else ''}（{WORDS['level'][relation.level]}{said}）"


# What a table has columns for, or tells in the rule's own words.
_SHOWN_ELSEWHERE = ("id", "title", "points", "basis", "guide", "ask", "fields", "pool", "combine", "applies_to",
                    "evidence", "obsolete")


def _is_empty(value: Any) -> bool:
    return value is None or value == () or value == "" or (isinstance(value, Mapping) and not value)


def _floor(value: Any, name: Name) -> str:
    return WORDS["floor"].get(value, "") if isinstance(value, str) else f"最低计 {p.show(value)} 分"


def _settling(value: Any, name: Name) -> str:
    """'不能申请不适用', or how what does not apply is settled."""
    if isinstance(value, str):
        return f"{WORDS['accept'].get(value, value)}不适用"
    said = [] if value.accept == "claim" and value.policy else [f"{WORDS['accept'][value.accept]}不适用"]
    if value.policy:
        said.append(f"不适用时{_policy(value, name)}")
    return "，".join(said)


def _policy(value: Any, name: Name) -> str:
    if value.share is not None:
        return f"按本项分值的 {p.show(value.share)} 计分"
    if value.to is not None:
        return f"分值移到{name(value.to)}"
    if value.of is not None:
        return f"按“{value.of}”的平均得分计"
    return WORDS["policy"].get(value.policy, value.policy)


def effect_words(value: Any, name: Name = str, veto: bool = False) -> str:
    """'得分不高于 0 分时，直接定为 不合格'; a veto's fires when it happens, or at a number of its own."""
    when = "一旦发生"
    if value.when is not None:
        when = f"填的数{value.when.words('')}时" if veto else f"得分{gate_words(value.when, name)}时"
    total = "不计总分" if value.total == "none" else ""
    rest = parts_words(value, name, ("when", "total") if total else ("when",))
    return "，".join(part for part in (when, total, rest) if part)


def _multiply(value: Any, name: Name) -> str:
    who = name(value.when)
    return f"{who}{'成立时' if who != value.when else '组'}按 {p.show(value.by)} 倍计"


_ANSWERS = {"yes": "是", "no": "否"}
_SENTENCES: Mapping[str, Callable[[Any, Name], str]] = {
    "floor": _floor,
    "weight": lambda value, name: f"权重 {p.show(value)}",
    "requires": lambda value, name: f"{''.join(map(name, value))}须先得分，否则本项计 0 分",
    "asks_if": lambda value, name: f"{name(value.id)}填“{_ANSWERS.get(value.equals, value.equals)}”时才问",
    "filled_by": lambda value, name: f"由{WORDS['filled_by'].get(value, value)}填报",
    "not_applicable": _settling,
    "settling": _settling,
    "effect": effect_words,
    "multiply": _multiply,
}
