"""What the page's script is told after a save: the leaf's line, the reckoning, and the pieces of page to replace."""
from __future__ import annotations

from typing import Any

from flask import render_template

from ..core import points as p
from .unit_block import Block
from .unit_sheet import RAIL_MOST, SheetPage


def answer_json(page: SheetPage, leaf_id: str) -> dict[str, Any]:
    """The answer for one leaf ('' for the reckoning alone)."""
    block = next((b for b in page.blocks if b.leaf.id == leaf_id), None)
    html = {"rail": render_template("unit/_rail.html", page=page, rail_most=RAIL_MOST),
            "sheet-bar": render_template("unit/_bar.html", page=page)}
    told: dict[str, Any] = {
        "total": page.total, "max": page.max, "grade": page.card.grade,
        "missing": [{"words": m.words, "href": m.href} for m in page.missing[:RAIL_MOST]],
        "missing_count": len(page.missing),
        "sections": [{"id": f"tree-{s.id}", "words": s.progress, "done": s.of > 0 and s.done == s.of}
                     for s in page.sections],
    }
    if block is not None:
        told |= _leaf(page, block)
        html |= _pieces(block)
    return told | {"html": html}


def _leaf(page: SheetPage, block: Block) -> dict[str, Any]:
    line = page.card.lines.get(block.leaf.id)
    if line is None:
        return {"version": block.version, "saved_at": block.saved}
    return {
        "version": block.version, "saved_at": block.saved,
        "line": {"points": p.show(line.points), "max": p.show(line.max), "steps": list(line.steps),
                 "advice": block.advice, "state": line.state},
    }


def _pieces(block: Block) -> dict[str, str]:
    parts = ["outcome", "badge", "register"]
    parts += ["points"] if block.max is not None else []
    parts += ["needed"] if block.leaf.evidence == "per_entry" else []
    return {f"{block.id}-{part}": render_template(f"unit/_{part}.html", block=block) for part in parts}


def leaf_html(page: SheetPage, leaf_id: str) -> str:
    """The whole block of one leaf as the page has it; '' if it is not there."""
    block = next((b for b in page.blocks if b.leaf.id == leaf_id), None)
    return render_template("unit/_leaf.html", page=page, block=block) if block else ""
