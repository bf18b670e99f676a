"""`veto`: what a fired veto does to the total and the grade.

一票否决：`pool: veto` 的指标写 `effect`：`grade` 直接定档，`total` 总分最多是多少（`none` 为不计总分），
`bar` 不得评为哪些等次。没有写 `effect` 的，定为最低一档。填“是”或者不为 0 的数就触发；
要到一定的数才触发的，写 `when`，如 `{when: {at_least: 5}, grade: 不合格}` 表示 5 个以上才触发。
其他指标也可以写 `effect`，用 `when` 说明得分到什么程度时发生，如 `{when: {at_most: 0}, bar: [优秀]}`
表示这一项扣完就取消评优；没有填报的、不适用的不算。
"""
from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from .. import points as p
from ..declared import Effect
from ..ruleset import Indicator, Ruleset
from ..stage import Card, Example, Stage, Top


@dataclass(frozen=True)
class Veto(Stage):
    """Each effect that happens, in the order of the tree."""

    TITLE: ClassVar[str] = "一票否决"
    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({}, (Top("100", "90"), Top("", "yes", "veto", {"effect": {"total": "59"}})), "59", "最多 59 分"),
        Example({}, (Top("100", "50"), Top("", "yes", "veto", {"effect": {"total": "59"}})), "50", "本来就低"),
        Example({}, (Top("100", "90"), Top("", "4", "veto", {
            "score": {"rule": "per_defect"}, "effect": {"when": {"at_least": "5"}, "total": "59"}})), "90", "不到 5"),
        Example({}, (Top("100", "90"), Top("", "no", "veto", {"effect": {"total": "59"}})), "90", "没有发生"),
        Example({}, (Top("85", "80"), Top("15", "0", more={"effect": {"when": {"at_most": "0"}, "total": "none"}})),
                "none", "这一项扣完，不计总分"),
    )

    def run(self, cards: tuple[Card, ...], ruleset: Ruleset) -> tuple[Card, ...]:
        return tuple(self.one(card, ruleset) for card in cards)     # those without a total, too

    def one(self, card: Card, ruleset: Ruleset) -> Card:
        for node in ruleset.walk():
            why = _why(card, node)
            if why:
                card = _apply(card, node, node.effect or _default(ruleset), why, ruleset)
        return card


def _why(card: Card, node: Indicator) -> str:
    """What brings an indicator's effect about on a card, or ''."""
    if node.obsolete:
        return ""
    if node.pool == "veto":
        line = card.lines.get(node.id)
        return f"一票否决：{node.title}" if line is not None and line.fired else ""
    found = card.subtotals.get(node.id) or card.lines.get(node.id)
    if node.effect is None or node.effect.when is None or found is None or not _answered(card, node):
        return ""
    if not node.effect.when.holds(found.points):
        return ""
    got = f"{'扣' if node.pool == 'deduction' else '得'} {p.show(found.points)} 分"
    return f"“{node.title}”{got}，{node.effect.when.words()}"


def _answered(card: Card, node: Indicator) -> bool:
    return any(card.lines[leaf.id].state == "answered" for leaf in node.walk() if leaf.id in card.lines)


def _default(ruleset: Ruleset) -> Effect:
    return Effect(grade=ruleset.grades[-1].name) if ruleset.grades else Effect(total="none")


def _apply(card: Card, node: Indicator, effect: Effect, why: str, ruleset: Ruleset) -> Card:
    steps = [why]
    total: Decimal | None = card.total
    if effect.total == "none":
        total = None
        steps.append("不计总分，不参加排名")
    elif isinstance(effect.total, Decimal) and total is not None:
        total = min(total, effect.total)
        steps.append(f"总分不超过 {p.show(effect.total)} 分，计 {p.show(total)} 分")
    changes: dict[str, object] = {}
    if effect.grade or effect.total is not None:  # a bar alone (一票否优) leaves the unit in its place
        changes["vetoes"] = (*card.vetoes, node.id)
    if effect.grade:
        names = [grade.name for grade in ruleset.grades]
        lower = card.grade if card.graded and card.grade in names[names.index(effect.grade):] else effect.grade
        changes |= {"grade": lower, "graded": True}
        steps.append(f"直接定为“{effect.grade}”" + (f"，前面已定为更低的“{lower}”" if lower != effect.grade else ""))
    if effect.bar:
        changes["barred"] = (*card.barred, *effect.bar)
        steps.append(f"不得评为“{'、'.join(effect.bar)}”")
    return card.after("veto", total, tuple(steps), **changes)
