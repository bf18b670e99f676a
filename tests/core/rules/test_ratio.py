"""`ratio`: the division printed is the division used; nothing due is not applicable."""
from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from .working import Working

RATE = Working("ratio", {})


def test_the_reply_rate() -> None:
    assert RATE.steps({"done": "40386", "of": "40676"}) == (
        "40386 ÷ 40676 = 99.29 %", "10 分 × 40386 ÷ 40676 = 9.9287 分")
    assert RATE.advice({"done": "40386", "of": "40676"}) == "“已办”再增加 290 件可得满分"


def test_edges() -> None:
    assert RATE.steps({"done": "12", "of": "10"}) == ("12 ÷ 10 = 120 %，按 100 % 计", "得 10 分")
    nothing = RATE.award({"done": "0", "of": "0"})
    assert (nothing.empty, nothing.steps) == (True, ("“应办”为 0，没有可考核的事项，按不适用处理",))


def test_target() -> None:
    rule = Working("ratio", {"target": "10", "unit": "例"}, "15")
    assert rule.steps("7") == ("7 ÷ 10 = 70 %", "15 分 × 7 ÷ 10 = 10.5 分")
    assert rule.advice("7") == "“完成数”再增加 3 例可得满分"
    assert Working("ratio", {"target": "0"}).faults() == [(("target",), "目标数要大于 0，现在是 0", "error")]


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_within_half_a_unit_of_the_exact_quotient(done: int, due: int) -> None:
    exact = 10 * min(Fraction(1), Fraction(done, due))
    got = Fraction(RATE.points({"done": str(done), "of": str(due)}))
    assert abs(got - exact) <= Fraction(1, 20000)
