"""`grade`: names the grade of the total as it stands.

定等次：按 `grades` 从上到下，第一个够得上的等次；一票否决已定档的不再改，不得评的等次跳过。
一个等次除分数线外还可以写：
- `quota: 0.3`：最多占本组参加排名单位数的三成（不足一个的舍去）；按排名取前几名，名额边上同分的都不评，落入下一等次；
- `essential: all`：必达项（`essential: true`）都要满分，不适用的不看；
- `floors: {编号: 21}`：分项得分都不低于所写的分；不适用、本单位不考的不看。
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from .. import points as p
from ..declared import GradeLine
from ..ranking import order_key
from ..ruleset import Indicator, Ruleset
from ..stage import Card, Example, Stage, Top


@dataclass(frozen=True)
class Grade(Stage):
    """The first grade whose conditions a card meets, that is not barred, and that has a place left."""

    TITLE: ClassVar[str] = "评定等次"
    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({}, (Top("100", "90"),), "90", "恰好 90 分，含本数", "优秀",
                ({"name": "优秀", "at_least": "90"}, {"name": "其他"})),
        Example({}, (Top("100", "95"),), "95", "4 个单位三成名额取 1 个，这里第 2", "良好",
                ({"name": "优秀", "at_least": "90", "quota": "0.3"}, {"name": "良好", "at_least": "80"},
                 {"name": "其他"}), ("96", "80", "70")),
        Example({}, (Top("100", "96"),), "96", "名额边上同分，都不评", "良好",
                ({"name": "优秀", "at_least": "90", "quota": "0.3"}, {"name": "良好", "at_least": "80"},
                 {"name": "其他"}), ("96", "80", "70")),
        Example({}, (Top("60", "60", more={"id": "site"}), Top("40", "20", more={"id": "media"})), "80",
                "总分够了，分项不够", "不合格",
                ({"name": "合格", "at_least": "60", "floors": {"media": "24"}}, {"name": "不合格"})),
    )

    def run(self, cards: tuple[Card, ...], ruleset: Ruleset) -> tuple[Card, ...]:
        waiting = {n: card for n, card in enumerate(cards) if not card.graded and card.total is not None}
        notes: dict[int, tuple[str, ...]] = dict.fromkeys(waiting, ())
        done = dict(enumerate(cards))
        ranked = sum(card.total is not None and not (ruleset.ranking.vetoed == "apart" and card.vetoes)
                     for card in cards)
        for grade in ruleset.grades:
            fit = []
            for n, card in waiting.items():
                why = _unfit(card, grade, ruleset)
                if why is None:
                    fit.append(n)
                elif why:
                    notes[n] = (*notes[n], why)
            chosen, left = _within_quota(grade, [(n, waiting[n]) for n in fit], ranked, ruleset)
            for n in left:
                notes[n] = (*notes[n], left[n])
            for n in chosen:
                card = waiting.pop(n)
                words = f"{p.show(card.total or p.ZERO)} 分{grade.words()}，评为“{grade.name}”"
                done[n] = card.after("grade", card.total, (*notes[n], *_pending(card, grade), words), grade=grade.name)
        return tuple(done[n] for n in range(len(cards)))


def _unfit(card: Card, grade: GradeLine, ruleset: Ruleset) -> str | None:
    """None for a card that meets a grade's conditions; else why not, '' where the total alone says so."""
    if card.total is None or not grade.reached(card.total):
        return ""
    if grade.name in card.barred:
        return ""
    if grade.essential:
        short = [leaf.title for leaf in ruleset.leaves if leaf.essential and leaf.id in card.lines
                 and card.lines[leaf.id].lost > 0]
        if short:
            return f"必达项“{'、'.join(short)}”没有满分，不能评为“{grade.name}”"
    for key in sorted(grade.floors):
        node = ruleset.find(key)
        if node is not None and _counts(card, node) and card.points_of(key) < grade.floors[key]:
            return (f"“{node.title}”{p.show(card.points_of(key))} 分，低于 {p.show(grade.floors[key])} 分，"
                    f"不能评为“{grade.name}”")
    return None


def _counts(card: Card, node: Indicator) -> bool:
    """Whether an indicator is asked of this unit and something in it applies."""
    found = card.subtotals.get(node.id) or card.lines.get(node.id)
    lines = [card.lines[leaf.id] for leaf in node.walk() if leaf.id in card.lines]
    return found is not None and (found.max > 0 or any(line.state != "not_applicable" for line in lines))


def _within_quota(grade: GradeLine, fit: Sequence[tuple[int, Card]], ranked: int,
                  ruleset: Ruleset) -> tuple[list[int], dict[int, str]]:
    """Which of the fitting cards get the grade, and for the others the step that says why not."""
    if grade.quota is None or not all(card.final for _, card in fit):
        return [n for n, _ in fit], {}
    most = int(p.times(grade.quota, ranked))
    order = sorted(fit, key=lambda one: order_key(ruleset, one[1]))
    keys = [order_key(ruleset, card) for _, card in order]
    if len(order) <= most:
        return [n for n, _ in order], {}
    edge = keys[most]
    inside = [n for (n, _), key in zip(order, keys, strict=True) if key < edge]
    said = f"“{grade.name}”名额 {ranked} × {p.show(grade.quota)}，取 {most} 个"
    left = {n: f"{said}，按排名没有进入" if key > edge or len(inside) == most else f"{said}，名额边上同分，都不评"
            for (n, _), key in zip(order, keys, strict=True) if n not in inside}
    return inside, left


def _pending(card: Card, grade: GradeLine) -> tuple[str, ...]:
    """The step that says a quota has still to bite."""
    return () if card.final or grade.quota is None else (f"“{grade.name}”有名额限制，待全组评定后才能确定",)
