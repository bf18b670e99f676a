"""A ruleset as one table for a reader: points, formulas, conditions, and below it what happens to the total."""
from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.core import points as p
from scoring.core.ruleset import Indicator, Ruleset
from scoring.core.vocabulary import manual_of
from scoring.rulebook import terms
from scoring.rulebook.cases import walk
from scoring.rulebook.describing import manual_title, rule_words, stage_words

from ._table import table, width

_HEAD = ("序号", "编号", "指标", "分值", "计分办法", "佐证")
_POOLS = {"base": "", **{pool: f"（{terms.WORDS['pool'][pool]}）" for pool in ("bonus", "deduction", "veto")}}
_REMARK = re.compile("（[^）]*）$")
_WIDE = 64                  # columns of the scoring method before it goes on in the next line
_STOPS = "，；、。"         # where a line may end


def sheet(rules: Ruleset) -> str:
    """The whole ruleset for a reader."""
    head = [f"{rules.title}（{rules.ruleset}，版本 {rules.version}）"]
    head += [f"依据：{'、'.join(rules.basis)}"] if rules.basis else []
    if rules.effective:
        head.append(f"适用：{rules.effective.from_} 至 {rules.effective.to}")
    head += [f"组别：{'、'.join(rules.groups)}"] if rules.groups else []
    rows = [row for node, _, above in walk(rules) if not node.obsolete for row in _rows(node, len(above), rules)]
    return "\n".join([*head, "", table(_HEAD, rows, right=(3,)), "", *_foot(rules)])


def _rows(node: Indicator, depth: int, rules: Ruleset) -> Iterator[tuple[str, ...]]:
    """A row for the indicator, and one more for each further line of its scoring method."""
    pool = _POOLS[node.pool] if depth == 0 and _POOLS[node.pool].strip("（）") not in node.title else ""
    only = f"（仅{'、'.join(node.applies_to)}）" if node.applies_to else ""
    worth = p.show(node.points) if node.points is not None and node.pool != "veto" else "—"
    evidence = terms.WORDS["evidence"][node.evidence] if node.is_leaf else ""
    first, *rest = [line for said in _method(node, rules) for line in _lines(said)] or [""]
    yield node.number, node.id, "  " * depth + node.title + pool + only, worth, first, evidence
    yield from (("", "", "", "", line, "") for line in rest)


def _method(node: Indicator, rules: Ruleset) -> list[str]:
    """The rule of a leaf or the combiner of a branch, then each condition."""
    how = _standard(node)
    if node.combiner is not None and node.combine != "sum":
        how = stage_words(node.combiner)
    return [*([how] if how else []), *terms.conditions(node, rules)]


def _standard(leaf: Indicator) -> str:
    """The scoring standard as the rule itself says it with this leaf's points; else from its parameters."""
    said = leaf.rule.standard(leaf.setting()) if leaf.rule is not None else ""
    if leaf.rule is None or not said:
        return rule_words(leaf)
    title = manual_title(leaf.rule)
    effect = f"；{terms.effect_words(leaf.effect, veto=leaf.pool == 'veto')}" if leaf.effect else ""
    return f"{said if said.startswith(title) else f'{title}：{said}'}{effect}"


def _lines(said: str) -> list[str]:
    """`said` in lines of at most _WIDE columns, ended after a stop where there is one in the second half."""
    lines, line, wide = [], "", 0
    for character in said:
        line, wide = line + character, wide + width(character)
        if wide >= _WIDE - 1:
            cut = max(line.rfind(stop) for stop in _STOPS) + 1
            cut = cut if width(line[:cut]) * 2 > _WIDE else len(line)
            lines.append(line[:cut].rstrip())
            line = "  " + line[cut:].lstrip()
            wide = width(line)
    return [*lines, line] if line.strip() else lines


def _foot(rules: Ruleset) -> list[str]:
    name = terms.namer(rules)
    stages = "、".join(stage_words(stage, name) for _, stage in rules.stages)
    lines = [f"满分 {p.show(rules.points)} 分", f"合计之后依次：{stages}"]
    if rules.floor != "item":
        lines.append(f"扣分：{terms.value_words('floor', rules.floor)}")
    lines += [f"抽取：{name(branch)}下抽 {take} 项计分" for branch, take in rules.draws.items()]
    grades = [f"{g.name}，{said}" if (said := terms.parts_words(g, name, ("name",))) else g.name for g in rules.grades]
    lines += [f"等次：{'；'.join(grades)}"] if grades else []
    lines += _ranking(rules)
    lines += [f"核对 {n}：{terms.relation_words(check, name)}" for n, check in enumerate(rules.checks, 1)]
    lines += [f"公式　{said}" for said in _formulas(rules)]
    return [*lines, *(f"说明 {n}：{note}" for n, note in enumerate(rules.notes, 1))]


def _ranking(rules: Ruleset) -> list[str]:
    order, name = rules.ranking, terms.namer(rules)
    breaks = f"，先依次比较{''.join(map(name, order.break_))}的得分" if order.break_ else ""
    lines = [f"同分：{terms.WORDS['ties'][order.ties]}{breaks}"]
    return lines if order.vetoed == "last" else [*lines, f"被否决的单位：{terms.WORDS['vetoed'][order.vetoed]}"]


def _formulas(rules: Ruleset) -> list[str]:
    """The formula of every rule and combiner used, as its manual has it, in the order of first use."""
    found: dict[str, None] = {}
    for node in rules.walk():
        thing = node.rule or node.combiner
        sentences = manual_of(type(thing)).replace("\n", "").split("。") if thing and not node.obsolete else []
        formula = next((s for s in sentences if s.startswith("得分 = ")), "").partition("；")[0]
        if thing is not None and formula:
            found[f"{manual_title(thing)}：{_REMARK.sub('', formula)}"] = None
    return list(found)
