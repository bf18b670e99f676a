"""A rule in words: the manual's own name and the parameters that were written."""
from __future__ import annotations

import pytest

from scoring.rulebook.describing import rule_words
from scoring.rulebook.loading import load
from tests.corpus.yaml_files import SMALL


@pytest.mark.parametrize(("score", "words"), [
    ("{rule: per_entry, each: 0.5}", "按条计分：每条 0.5 分"),
    ("{rule: per_entry, kinds: {省: 3, 市: 2}, pick: max}", "按条计分：各类每条 省 3 分、市 2 分，只取得分最高的一类"),
    ("{rule: checklist, of: [{title: 机构, points: 6}, {title: 牌子, points: 4}]}",
     "清单计分：各项 机构（分值 6 分）、牌子（分值 4 分）"),
    ("{rule: late, due: 2024-01-31, each: 1, per: working_day}",
     "迟报扣分：期限 2024-01-31，每次扣 1 分，工作日"),
    ("{rule: judged, judges: trimmed}", "评议计分：去掉一个最高分和一个最低分再平均"),
    ("{rule: per_entry, each: 1, register: [title, signers], divide_by: signers}",
     "按条计分：每条 1 分，登记簿各栏 title、signers，几家联合署名的，一条的分由几家平分"),
])
def test_rules_in_words(score: str, words: str) -> None:
    loaded = load(SMALL.replace("{rule: per_entry, each: 0.5}", score).encode(), "f")
    assert loaded.ruleset is not None, loaded.faults
    assert rule_words(loaded.ruleset.leaves[0]) == words
