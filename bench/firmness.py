"""How firm a ranking of 530 units × 100 leaves is, beside one plain scoring of the group.

Every correction left out, 1,000 draws of weights, every leaf left out: some 4,000 rankings. Scored one by one they
would cost thousands of plain scorings; the ratio says what they cost when only what changes is reckoned again.
"""
from __future__ import annotations

import time

from _timing import best
from arithmetic import UNITS, facts_of, ruleset_text

from scoring.core.frame import Frame
from scoring.core.score import score_group
from scoring.core.sheet import Ruling, Sheet, read_facts_of, read_sheet
from scoring.rulebook.firmness import firmness
from scoring.rulebook.loading import load

EACH = 5        # corrections on a sheet


def main() -> None:
    """Print the ratio."""
    ruleset = load(ruleset_text().encode(), "bench.yaml").ruleset
    assert ruleset is not None
    sheets = []
    for n in range(UNITS):
        sheet = read_sheet({"unit": f"单位{n}", "facts": facts_of(n)}, ruleset, (), [])
        leaves = [ruleset.leaves[(n + 20 * k) % 100] for k in range(EACH)]
        told = {"per_entry": 1, "per_defect": 2, "ratio": {"done": 6, "of": 13}, "yes_no": "no"}
        rulings = {leaf.id: Ruling("corrected", read_facts_of(leaf, told[leaf.rule_name])) for leaf in leaves}
        sheets.append(Sheet(sheet.unit, sheet.group, sheet.facts, rulings=rulings))
    plain, _ = best(lambda: score_group(ruleset, sheets))
    start = time.perf_counter()
    found = firmness(ruleset, sheets, Frame())
    taken = time.perf_counter() - start
    one = found[0]
    tried = one.corrections + one.draws + one.leaves
    assert (one.corrections, one.draws, one.leaves) == (UNITS * EACH, 1000, 100)
    print(f"{UNITS} 个单位 × {len(ruleset.leaves)} 项，计分一遍为 1（{plain:.2f} 秒）：")
    print(f"  {tried} 种情形的排名（{one.corrections} 条更正、{one.draws} 次权重、{one.leaves} 项指标）"
          f" {taken / plain:.1f}（{taken:.2f} 秒）")


if __name__ == "__main__":
    main()
