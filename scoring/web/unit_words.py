"""The sheet's words around figures: what a section is worth, worked examples, conditions, what the office enters."""
from __future__ import annotations

from typing import Any

from .. import clock
from ..core import points as p
from ..core.explain import branches_said
from ..core.facts import FactError, Facts, Field, Ticks, YesNo, show_facts
from ..core.leaf_line import equals
from ..core.ruleset import Indicator, Ruleset
from ..core.sheet import Sheet
from ..core.stage import Card, Line, Subtotal
from ..store.sheets import Answer

NOT_DRAWN = "这次没有抽到这一项，不计分，不用填。"


def worth(pool: str, most: str) -> str:
    """What a first-level indicator can bring or cost, in words."""
    return {"bonus": f"最多加 {most} 分", "deduction": f"最多扣 {most} 分", "veto": ""}.get(pool, f"满分 {most} 分")


def got(pool: str, subtotal: Subtotal) -> str:
    """'8 / 10 分', or what was added or taken off."""
    points, most = p.show(subtotal.points), p.show(subtotal.max)
    return {"bonus": f"加 {points} 分（最多 {most} 分）", "deduction": f"扣 {points} 分（最多 {most} 分）"}.get(
        pool, f"{points} / {most} 分")


def subtotals(ruleset: Ruleset, card: Card) -> tuple[str, ...]:
    """A line for each first-level indicator that has points, and one for each branch that is more than a sum."""
    said = {node.id: steps for node, steps in branches_said(ruleset, card)}
    lines = []
    for node in ruleset.walk():
        found, steps = card.subtotals.get(node.id), said.get(node.id, ())
        if found is None or node.pool == "veto" or ("." in node.number and not steps):
            continue
        how = f"：{'；'.join(steps)}" if steps else ""
        lines.append(f"{node.number} {node.title} {got(node.pool, found)}{how}")
    return tuple(lines)


def examples(leaf: Indicator) -> tuple[str, ...]:
    """'99 条 → 49.5 分，未到封顶' for each worked figure of the ruleset."""
    asked = leaf.asked_fields()
    return tuple(f"{show_facts(asked, e.facts)} → {p.show(e.points)} 分{'，' + e.why if e.why else ''}"
                 for e in leaf.examples)


def saved_words(answer: Answer | None) -> str:
    """'已保存 14:03' of today, '已保存 11-23 14:03' of another day, '' for nothing saved."""
    if answer is None:
        return ""
    at, today = clock.local(answer.saved_at), clock.local(clock.now()).date()
    return f"已保存 {at.strftime('%H:%M' if at.date() == today else '%m-%d %H:%M')}"


def shows_points(line: Line) -> bool:
    """Whether a line's points are to be shown: answered, or settled with points though it does not apply."""
    return line.state == "answered" or (line.state == "not_applicable" and line.max > 0)


def of_what_is_there(fields: tuple[Field, ...], stored: Any) -> Facts:
    """The stored fields that can be read, whether or not the others are there yet."""
    found = {}
    for field in fields:
        if isinstance(stored, dict) and field.name in stored:
            try:
                found[field.name] = field.kind.parse(stored[field.name])
            except FactError:
                continue
    return found


def by_office(leaf: Indicator, stored: Any) -> str:
    """'目标数 150': what the office entered on a leaf."""
    facts = of_what_is_there(tuple(f for f in leaf.asked_fields() if f.by == "office"), stored)
    return show_facts(leaf.asked_fields(), facts)


def awaited(leaf: Indicator, stored: Any) -> tuple[str, ...]:
    """The labels of what the office has still to enter."""
    there = stored if isinstance(stored, dict) else {}
    return tuple(f.label for f in leaf.asked_fields() if f.by == "office" and not f.optional and f.name not in there)


def duties(leaf: Indicator, ruleset: Ruleset) -> tuple[str, ...]:
    """What the ruleset makes depend on this leaf, or this leaf on others: a plain line each."""
    lines = ["必达项：按规则，评相应等次要求必达项都得满分。"] if leaf.essential else []
    for key in leaf.requires:
        other = ruleset.find(key)
        if other is not None:
            lines.append(f"“{other.title}”得分后，本项才计分。")
    return (*lines, *(_often(leaf, ruleset, m.when, p.show(m.by)) for m in leaf.multiplies))


def _often(leaf: Indicator, ruleset: Ruleset, when: str, by: str) -> str:
    what = _what(leaf)
    times = f"{what}加倍" if by == "2" else f"{what}按 {by} 倍计"
    other = ruleset.leaf(when)
    if other is None:
        return f"{when}的单位，本项{times}。"
    yes = isinstance(other.asked_fields()[0].kind, YesNo)
    return f"“{other.title}”{'为“是”' if yes else '不为 0 '}时，本项{times}。"


def _what(leaf: Indicator) -> str:
    """Whether the leaf takes away or awards, as far as its worked figures tell."""
    if leaf.pool == "deduction":
        return "扣分"
    if leaf.rule is None or leaf.rule.compares or not leaf.examples:
        return "得分或扣分"
    award = leaf.rule.award(leaf.examples[0].facts, leaf.setting())
    return "得分" if award.loss is None else "扣分"


def closed(ruleset: Ruleset, leaf: Indicator, sheet: Sheet) -> str:
    """Why a leaf that is not on the card is not asked: the condition not met, or the draw."""
    above = [node for node in _way(ruleset.indicators, leaf.id) if node.asks_if is not None]
    unmet = next((node for node in above if not _met(ruleset, node, sheet)), None)
    if unmet is None and any(node.id in ruleset.draws for node in _way(ruleset.indicators, leaf.id)):
        return NOT_DRAWN
    unmet = unmet or (above[-1] if above else None)
    return condition(ruleset, unmet) if unmet is not None else "这一项现在不用填。"


def _way(nodes: tuple[Indicator, ...], leaf_id: str) -> tuple[Indicator, ...]:
    for node in nodes:
        if node.id == leaf_id:
            return (node,)
        below = _way(node.children, leaf_id)
        if below:
            return (node, *below)
    return ()


def _met(ruleset: Ruleset, node: Indicator, sheet: Sheet) -> bool:
    leaf = ruleset.leaf(node.asks_if.id) if node.asks_if else None
    if leaf is None or node.asks_if is None:
        return True
    facts = sheet.facts.get(leaf.id)
    return facts is not None and leaf.id not in sheet.not_applicable and equals(leaf, facts, node.asks_if.equals)


def condition(ruleset: Ruleset, node: Indicator) -> str:
    """When a leaf is asked, as a sentence."""
    leaf = ruleset.leaf(node.asks_if.id) if node.asks_if else None
    if leaf is None or node.asks_if is None:
        return "这一项现在不用填。"
    kind: Any = leaf.asked_fields()[0].kind
    word = node.asks_if.equals
    if isinstance(kind, Ticks):
        return f"仅当“{leaf.title}”勾选了“{kind.show(kind.parse([word]))}”时填写。"
    return f"仅当“{leaf.title}”为“{kind.show(kind.parse(word))}”时填写。"
