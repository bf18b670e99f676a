"""Every combiner and stage keeps its promises: its worked examples come out; a wrong figure is noticed."""
from __future__ import annotations

import dataclasses

import pytest

from scoring.core.vocabulary import builtin
from scoring.plugins.checking import check_combiner, check_stage

COMBINERS, STAGES = builtin().combiners, builtin().stages


def test_the_drawers_hold_the_words_of_this_version() -> None:
    assert list(COMBINERS) == ["first", "max", "min", "rollup", "sum", "weighted"]
    assert list(STAGES) == ["bonus", "cap", "deduction", "floor", "grade", "multiply", "not_applicable", "rescale",
                            "round", "veto"]


@pytest.mark.parametrize("name", COMBINERS)
def test_combiner_keeps_its_promises(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = COMBINERS[name]
    assert (check_combiner(kind), len(kind.EXAMPLES) >= 2) == ((), True)
    first = kind.EXAMPLES[0]
    monkeypatch.setattr(kind, "EXAMPLES", (dataclasses.replace(first, expect="7777"),))
    assert check_combiner(kind) == (f"合并方式“{name}”：第 1 个算例（{first.why}）：写的是 7777，算出来是 {first.expect}",)


@pytest.mark.parametrize("name", STAGES)
def test_stage_keeps_its_promises(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = STAGES[name]
    assert check_stage(kind) == ()
    first, second = kind.EXAMPLES[:2]
    monkeypatch.setattr(kind, "EXAMPLES", (dataclasses.replace(first, total="7777"), second))
    assert check_stage(kind) == (f"阶段“{name}”：第 1 个算例（{first.why}）：写的是 7777，算出来是 {first.total}",)
