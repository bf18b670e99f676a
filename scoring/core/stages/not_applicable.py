"""`not_applicable`: how what does not apply to a unit is settled.

不适用的处理。`policy` 写一种，末级指标上可以另写（见 `not_applicable`）：
- `rebase`（默认）按比例折算：总分 × 应评满分 ÷ 适用满分；
- `spread` 平均分担：不适用的分值由同级其余指标平均分担；
- `mean` 取平均：按本组适用单位在这一项的平均分计；
- `full` 计满分；
- `zero` 计 0 分；
- `exclude` 不计总分：有不适用的就没有总分，也不参加排名。
全部不适用时没有总分，不是满分。没有单位适用、取不到平均的，按比例折算。
"""
from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Literal

from .. import points as p
from ..rule import param
from ..ruleset import Indicator, Ruleset
from ..settling import spread_out, spreads
from ..stage import Card, Example, Stage, Subtotal, Top


@dataclass(frozen=True)
class NotApplicable(Stage):
    """What is left of leaves that do not apply: the first level shares points, then the total is rebased."""

    TITLE: ClassVar[str] = "不适用折算"
    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({}, (Top("75", "60"), Top("25", "不适用")), "80", "没有服务功能，60 × 100 ÷ 75"),
        Example({"policy": "spread"}, (Top("40", "30"), Top("40", "20"), Top("20", "不适用")), "62.5",
                "20 分由其余两项各分担 10 分"),
        Example({"policy": "full"}, (Top("75", "60"), Top("25", "不适用")), "85", "不适用的计满分"),
        Example({"policy": "zero"}, (Top("75", "60"), Top("25", "不适用")), "60", "不适用的计 0 分"),
        Example({"policy": "exclude"}, (Top("75", "60"), Top("25", "不适用")), "none", "有不适用的不计总分"),
        Example({}, (Top("60", "不适用"), Top("40", "不适用")), "none", "全部不适用，没有总分，不是满分"),
    )

    policy: Literal["rebase", "spread", "mean", "full", "zero", "exclude"] = param("处理办法", default="rebase")

    def one(self, card: Card, ruleset: Ruleset) -> Card:
        if _excluded(card, ruleset):
            return card.after("not_applicable", None, ("有不适用的指标，按规则不计总分，不参加排名",))
        tops = [(i, card.subtotals[i.id]) for i in ruleset.indicators if i.pool == "base" and i.id in card.subtotals]
        asked = sum((s.asked for _, s in tops), p.ZERO)
        card, tops = _spread(card, tops, asked, ruleset)
        return _rebased(card, tops, asked)


def _excluded(card: Card, ruleset: Ruleset) -> bool:
    """Whether a leaf does not apply that takes the total away."""
    return any(ruleset.policy_of(leaf) == "exclude" and leaf.pool == "base"
               and card.lines[leaf.id].state == "not_applicable" for leaf in ruleset.leaves if leaf.id in card.lines)


Tops = list[tuple[Indicator, Subtotal]]


def _spread(card: Card, tops: Tops, asked: Decimal, ruleset: Ruleset) -> tuple[Card, Tops]:
    """The card and its first-level indicators after these took over each other's points."""
    away = [(i, s) for i, s in tops if s.asked > 0 and s.max == 0 and spreads(ruleset, i)]
    stay = [(i, s) for i, s in tops if s.max > 0]
    if not away or not stay or card.total is None:
        return card, tops
    shared, steps = spread_out(stay, [i for i, _ in away], sum((s.asked for _, s in away), p.ZERO))
    others = card.total - sum((s.points for _, s in stay), p.ZERO)
    total = others + sum((s.points for _, s in shared), p.ZERO)
    shown = " + ".join(p.show(s.points) for _, s in shared)
    return card.after("not_applicable", total, (*steps, f"{shown} = {p.show(total)} 分"), max=asked), shared


def _rebased(card: Card, tops: Tops, asked: Decimal) -> Card:
    """Total × asked maximum ÷ applicable maximum."""
    worth, applies = sum((s.asked for _, s in tops), p.ZERO), sum((s.max for _, s in tops), p.ZERO)
    if card.total is None or applies == worth:
        return card
    if applies <= 0:
        return card.after("not_applicable", None, ("全部指标都不适用，没有总分",))
    total = p.share(card.total, worth, applies)
    shown = f"{p.show(card.total)} × {p.show(worth)} ÷ {p.show(applies)} = {p.show(total)} 分"
    return card.after("not_applicable", total, ("不适用指标按比例折算", shown), max=asked)
