"""What does not apply to a unit: its points shared among the siblings, and the words for the other ways."""
from __future__ import annotations

from decimal import Decimal

from . import points as p
from .declared import Policy
from .ruleset import Indicator, Ruleset
from .stage import Line, Subtotal


def spreads(ruleset: Ruleset, node: Indicator) -> bool:
    """Whether everything below an indicator that does not apply gives its points to the siblings."""
    if node.is_leaf:
        return node.pool == "base" and ruleset.policy_of(node) == "spread" and node.settling.to is None
    return all(spreads(ruleset, child) for child in node.children if not child.obsolete)


def settled_line(policy: Policy, leaf: Indicator, worth: Decimal, mean: Decimal | None,
                 steps: tuple[str, ...]) -> Line:
    """The line of a leaf that does not apply. `mean` is its peers' mean where the policy asks for it."""
    most = f"{p.show(worth)} 分"
    if policy == "full":
        return Line(worth, worth, p.ZERO, (*steps, f"本项不适用，按规则计满分 {most}"), "not_applicable")
    if policy == "zero":
        return Line(p.ZERO, worth, worth, (*steps, "本项不适用，按规则计 0 分"), "not_applicable")
    if policy == "share" and leaf.settling.share is not None:
        part = p.times(worth, leaf.settling.share)
        said = f"本项不适用，有说明的按成计分：{most} × {p.show(leaf.settling.share)} = {p.show(part)} 分"
        return Line(part, worth, worth - part, (*steps, said), "not_applicable")
    if policy == "mean" and mean is not None:
        whose = f"“{leaf.settling.of}”组" if leaf.settling.of else "本组适用单位"
        said = f"本项不适用，按{whose}的平均分计：{p.show(mean)} 分"
        return Line(mean, worth, worth - mean, (*steps, said), "not_applicable")
    return Line(p.ZERO, p.ZERO, p.ZERO, (*steps, "本项不适用，不计分值"), "not_applicable")


def spread_out(parts: list[tuple[Indicator, Subtotal]], away: list[Indicator], moved: Decimal,
               ) -> tuple[list[tuple[Indicator, Subtotal]], tuple[str, ...]]:
    """The parts that apply after taking over `moved` points of the parts `away` in equal shares, with the steps."""
    each = p.share(moved, 1, len(parts))
    last = moved - each * (len(parts) - 1)      # so that nothing is lost by rounding
    more = f"，最后一项加 {p.show(last)} 分" if last != each else ""
    steps = [f"{'、'.join(a.title for a in away)}不适用，{p.show(moved)} 分由其余 {len(parts)} 项平均分担，"
             f"每项加 {p.show(each)} 分{more}"]
    out = []
    for n, (node, part) in enumerate(parts, 1):
        worth = part.asked + (last if n == len(parts) else each)
        got = p.share(part.points, worth, part.asked)
        steps.append(f"{node.title}：{p.show(part.points)} × {p.show(worth)} ÷ {p.show(part.asked)} = {p.show(got)} 分")
        most = worth if part.max == part.asked else p.share(part.max, worth, part.asked)
        out.append((node, Subtotal(got, most, worth, part.steps)))
    return out, tuple(steps)

def filled_up(below: list[tuple[Indicator, Subtotal]]) -> tuple[list[tuple[Indicator, Subtotal]], tuple[str, ...]]:
    """The children with those that apply only in part brought up to their whole maximum, with the steps."""
    out, steps = [], []
    for child, s in below:
        if 0 < s.max < s.asked:
            points = p.share(s.points, s.asked, s.max)
            worked = f"{p.show(s.points)} × {p.show(s.asked)} ÷ {p.show(s.max)} = {p.show(points)} 分"
            steps.append(f"{child.title}有不适用的，按比例折算：{worked}")
            s = Subtotal(points, s.asked, s.asked, s.steps)
        out.append((child, s))
    return out, tuple(steps)
