"""The calculator that holds printed steps against their figures finds a wrong one."""
from __future__ import annotations

import pytest

from tests.core.cards import sums_in


@pytest.mark.parametrize(("step", "right"), [
    ("134 条 × 0.5 分 = 67 分", [True]), ("134 条 × 0.5 分 = 66 分", [False]), ("省 2 条 × 3 分 = 6 分，6 + 2 − 4 = 5 分", [True, False]),
    ("扣分因“停更”按 2 倍计：5 分 × 2 = 10 分，50 − 10 = 40 分", [True, True]), ("1 ÷ 3 × 100 = 33.3333 %", [True]),
    ("1 ÷ 3 = 33.33 %", [True]), ("1 ÷ 3 = 33.34 %", [False]), ("5 + (-3) = 2 分", [True]), ("(8 + 9) ÷ 2 = 8.5 分", [True]),
    ("10 × 2 ÷ 3 = 6.6666 分", [False]), ("恰好达到，得 5 分", []), ("尚未抽取，暂按全部 3 项折算：20 × 15 ÷ 30 = 10 分", [True])])
def test_sums(step: str, right: list[bool]) -> None:
    assert [left == found for _, left, found in sums_in(step)] == right
