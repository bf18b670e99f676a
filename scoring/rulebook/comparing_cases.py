"""Scores the cases of two rulesets under both of them, and tells whose totals or grades come out differently."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scoring.core import points as p
from scoring.core.ruleset import Ruleset
from scoring.core.score import score_group
from scoring.core.shape import Problem
from scoring.core.sheet import View
from scoring.core.stage import Card

from .cases import read_case

_OWN = ("title", "why", "expect")
_VIEWS: Mapping[View, str] = {"claimed": "自评", "verified": "复核"}


def case_totals(old: Ruleset, new: Ruleset) -> Iterator[tuple[str, str, str, str]]:
    """Title, whose case it is, and the outcome before and after, for every case that comes out differently."""
    known = [_sheet(case) for case in old.cases]
    cases = [("旧规则的案例", case) for case in old.cases]
    cases += [("新规则的案例", case) for case in new.cases if _sheet(case) not in known]
    for whose, case in cases:
        before, after = _outcome(old, case), _outcome(new, case)
        if before != after:
            yield str(case.get("title", "")), whose, before, after


def _sheet(case: Mapping[str, Any]) -> dict[str, Any]:
    """What a case is about, apart from how it is called and what is expected."""
    return {key: value for key, value in case.items() if key not in _OWN}


def _outcome(ruleset: Ruleset, case: Mapping[str, Any]) -> str:
    """'97 分（优秀）', both views where they differ; or why the case cannot be read here."""
    problems: list[Problem] = []
    sheets, frame = read_case(ruleset, case, (), problems)
    wrong = next((x.sentence for x in problems if x.level == "error"), "")
    if wrong:
        return f"不能计算：{wrong}"
    words = {view: _words(score_group(ruleset, sheets, view, frame)[0]) for view in _VIEWS}
    if words["claimed"] == words["verified"]:
        return words["verified"]
    return "，".join(f"{said} {words[view]}" for view, said in _VIEWS.items())


def _words(card: Card) -> str:
    total = "没有总分" if card.total is None else f"{p.show(card.total)} 分"
    return f"{total}（{card.grade}）" if card.grade else total
