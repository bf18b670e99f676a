"""What differs between two rulesets, as text for a terminal and as JSON for a program."""
from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from scoring.core.ruleset import Ruleset
from scoring.rulebook.comparing import TITLES, Change, Comparison

_SHORT = 30      # up to here a change stands on one line
_OF_INDICATORS = ("added", "removed", "moved", "points", "rule", "text")
_ONE_SIDED = ("新增", "恢复使用", "删去", "停用")


def diff_words(old: Ruleset, new: Ruleset, found: Comparison) -> str:
    """Every change under its heading; one sentence where there is none."""
    head = [f"旧：{_named(old)}", f"新：{_named(new)}"]
    if found.same:
        return "\n".join([*head, "", "含义没有变化。"])
    groups = [[f"{TITLES[kind]}：", *(f"  {line}" for change in some for line in _lines(change))]
              for kind, some in groupby(found.changes, key=lambda change: change.kind)]
    note = ["", "只改了文字，计分没有变化。"] if found.words_only else []
    return "\n".join([*head, *(line for group in groups for line in ("", *group)), *note])


def diff_json(old: Ruleset, new: Ruleset, found: Comparison) -> dict[str, Any]:
    """The same for a program."""
    def head(rules: Ruleset) -> dict[str, str]:
        return {"ruleset": rules.ruleset, "version": rules.version, "title": rules.title}

    return {"old": head(old), "new": head(new), "same": found.same, "words_only": found.words_only,
            "changes": [dataclasses.asdict(change) for change in found.changes]}


def _named(rules: Ruleset) -> str:
    return f"{rules.title}（{rules.ruleset}，版本 {rules.version}）"


def _lines(change: Change) -> Iterator[str]:
    if change.kind == "case":
        yield f"案例“{change.title}”：{change.before} → {change.after}（{change.what}）"
        return
    who = f"{change.title}（{change.id}）" if change.title and change.kind in _OF_INDICATORS else change.title
    what = f"{who}：{change.what}" if who else change.what
    before, after = change.before or "（无）", change.after or "（无）"
    if change.what in _ONE_SIDED:
        yield f"{what}，{change.after or change.before}"
    elif len(before) + len(after) <= _SHORT:
        yield f"{what}{' ' if who else '：'}{before} → {after}"
    else:
        yield from (what, f"  旧 {before}", f"  新 {after}")
