"""The rule keeps what every rule promises, and says how it counts what does not fit together."""
from __future__ import annotations

from decimal import Decimal

from plugin_sample.mystery_call import MysteryCall

from scoring.core.rule import Setting
from scoring.plugins.checking import check_rule

TEN = Setting(Decimal("10"))


def test_the_rule_keeps_its_promises() -> None:
    assert check_rule(MysteryCall) == ()


def test_the_steps_show_the_whole_way() -> None:
    assert MysteryCall().award({"dialled": 7, "answered": 5, "polite": 2}, TEN).steps == (
        "接通：10 分 × 5 ÷ 7 = 7.1429 分", "答复规范：2 个 × 0.2 分 = 0.4 分", "7.1429 + 0.4 = 7.5429 分")


def test_more_answered_than_dialled_counts_as_dialled() -> None:
    assert MysteryCall(Decimal("0")).award({"dialled": 4, "answered": 9, "polite": 9}, TEN).points == Decimal("10")


def test_wrong_parameters_are_refused() -> None:
    assert [f.sentence for f in MysteryCall(Decimal("-1")).faults(TEN)] == ["答复规范的加分不能小于 0，现在是 -1"]
    assert [f.sentence for f in MysteryCall().faults(Setting(Decimal("10"), "deduction"))] == [
        "电话暗访是得分的规则，不能放在扣分项里"]
