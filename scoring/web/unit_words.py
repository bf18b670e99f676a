"""The sheet's words around figures: what a section is worth, what it brought, worked examples, the time saved."""
from __future__ import annotations

from .. import clock
from ..core import points as p
from ..core.facts import show_facts
from ..core.ruleset import Indicator
from ..core.stage import Subtotal
from ..store.sheets import Answer


def worth(pool: str, most: str) -> str:
    """What a first-level indicator can bring or cost, in words."""
    return {"bonus": f"最多加 {most} 分", "deduction": f"最多扣 {most} 分", "veto": ""}.get(pool, f"满分 {most} 分")


def got(pool: str, subtotal: Subtotal) -> str:
    """'8 / 10 分', or what was added or taken off."""
    points, most = p.show(subtotal.points), p.show(subtotal.max)
    return {"bonus": f"加 {points} 分（最多 {most} 分）", "deduction": f"扣 {points} 分（最多 {most} 分）"}.get(
        pool, f"{points} / {most} 分")


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
