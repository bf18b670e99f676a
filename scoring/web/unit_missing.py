"""What is not yet there on a sheet, and what would still earn points."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ..core import points as p
from ..core.stage import Card
from .unit_block import Block


@dataclass(frozen=True)
class Missing:
    """Something not yet there: which leaf, what, where to put the cursor, and the points at stake."""

    words: str
    href: str
    mend: str
    kind: str              # unanswered | evidence
    points: Decimal


@dataclass(frozen=True)
class Earn:
    """What would still earn points on an answered leaf."""

    title: str
    href: str
    advice: str
    most: Decimal


def missing_of(block: Block) -> Iterator[Missing]:
    """What is not yet there of one leaf; nothing of what others fill in."""
    if not block.mine:
        return
    name, worth = f"{block.leaf.number} {block.leaf.title}", block.leaf.points or p.ZERO
    if not block.answered:
        lost = worth if block.leaf.pool == "base" else p.ZERO
        mend = "填上数据，或申请不适用" if block.leaf.not_applicable == "claim" else "填上数据"
        yield Missing(f"{name}：还没有填", f"#{block.id}", mend, "unanswered", lost)
    elif block.short:
        mend = "补上文件或链接，没有佐证的，复核时可能不认"
        yield Missing(f"{name}：{_evidence(block)}", f"#{block.id}", mend, "evidence", worth)


def _evidence(block: Block) -> str:
    if block.leaf.evidence == "required":
        return "要附佐证"
    return f"要逐条附佐证，应附 {block.needed} 件，已附 {len(block.evidence)} 件"


def earn_of(blocks: list[Block], card: Card) -> tuple[Earn, ...]:
    """What would still earn points, the most first."""
    found = [Earn(f"{b.leaf.number} {b.leaf.title}", f"#{b.id}", b.advice, card.lines[b.leaf.id].lost)
             for b in blocks if b.answered and b.advice and card.lines[b.leaf.id].lost > 0]
    return tuple(sorted(found, key=lambda e: -e.most))
