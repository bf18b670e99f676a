"""Scoring 530 units × 100 leaves with every step in words, beside the same arithmetic written out with Decimal.

The floor is what a programmer would write for one fixed table: multiply, cap, subtract, add. The ratio is what
rules as data, printed steps, not-applicable claims and stages cost on top.
"""
from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from _timing import best

from scoring.core.score import score_group
from scoring.core.sheet import Sheet, read_sheet
from scoring.rulebook.loading import load

UNITS, SECTIONS = 530, 25
LEAVES = """
      - {{id: a{n}, title: 信息条数 {n}, points: 1, score: {{rule: per_entry, each: 0.5}}}}
      - {{id: b{n}, title: 问题处数 {n}, points: 1, score: {{rule: per_defect, each: 0.2}}}}
      - {{id: c{n}, title: 办结率 {n}, points: 1, score: {{rule: ratio}}}}
      - {{id: d{n}, title: 是否做到 {n}, points: 1, score: {{rule: yes_no}}}}"""
FOUR = Decimal("0.0001")


def ruleset_text() -> str:
    """A ruleset of 100 leaves in 25 sections of four, 100 points."""
    head = 'ruleset: bench\nversion: "1"\ntitle: 性能对比\npoints: 100\nindicators:'
    return head + "".join(f"\n  - id: s{n}\n    title: 一级 {n}\n    indicators:{LEAVES.format(n=n)}"
                          for n in range(SECTIONS)) + "\n"


def facts_of(unit: int) -> dict[str, Any]:
    """One unit's facts, different from its neighbours'."""
    out: dict[str, Any] = {}
    for n in range(SECTIONS):
        out |= {f"a{n}": (unit + n) % 4, f"b{n}": (unit * n) % 6, f"d{n}": (unit + n) % 3 > 0,
                f"c{n}": {"done": (unit + 7 * n) % 13 + 1, "of": 13}}
    return out


def by_hand(facts: dict[str, Any]) -> Decimal:
    """The total of one unit, written out."""
    total = Decimal(0)
    for n in range(SECTIONS):
        total += min(Decimal(1), Decimal("0.5") * facts[f"a{n}"])
        total += max(Decimal(0), Decimal(1) - Decimal("0.2") * facts[f"b{n}"])
        rate = facts[f"c{n}"]
        total += (Decimal(rate["done"]) / Decimal(rate["of"])).quantize(FOUR, ROUND_HALF_UP)
        total += Decimal(1) if facts[f"d{n}"] else Decimal(0)
    return total.quantize(Decimal("0.01"), ROUND_HALF_UP)


def main() -> None:
    """Print the ratio, after seeing that both give the same totals."""
    ruleset = load(ruleset_text().encode(), "bench.yaml").ruleset
    assert ruleset is not None
    given = [facts_of(unit) for unit in range(UNITS)]
    sheets: list[Sheet] = [read_sheet({"unit": f"单位{n}", "facts": facts}, ruleset, (), [])
                           for n, facts in enumerate(given)]
    whole, cards = best(lambda: score_group(ruleset, sheets))
    floor, totals = best(lambda: [by_hand(facts) for facts in given])
    assert [card.total for card in cards] == totals
    steps = sum(len(line.steps) for card in cards for line in card.lines.values())
    print(f"{UNITS} 个单位 × {len(ruleset.leaves)} 项，手写的 Decimal 算式为 1，总分全部相同：")
    print(f"  按规则计分，连同 {steps} 条计算步骤 {whole / floor:.1f}（{whole:.2f} 秒对 {floor:.2f} 秒）")


if __name__ == "__main__":
    main()
