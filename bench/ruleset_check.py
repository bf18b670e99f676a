"""Loading a generated ruleset of 1,000 leaves, beside letting PyYAML alone read the same text.

What `scoring ruleset check` does in an editor: read strictly, build, look over, run the examples and the cases.
The floor is the bare reader; the ratio is what places, checks and sums cost on top.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml
from _timing import best

from scoring.core.vocabulary import builtin
from scoring.rulebook.loading import load

LEAVES, BLOCKS = 1000, 20
SCORES = (
    ("{rule: per_entry, each: 0.5}", "{facts: 3, points: 1.5}"),
    ("{rule: checklist, each: 2, of: [机构, 牌子, 经费, 场所, 专干]}", "{facts: [机构, 牌子], points: 4}"),
    ("{rule: ratio}", "{facts: {done: 3, of: 4}, points: 7.5}"),
    ("{rule: yes_no}", "{facts: yes, points: 10}"),
    ("{rule: bands, bands: [{at_least: 15, points: 10}, {at_least: 10, points: 6}, {points: 0}]}",
     "{facts: 12, points: 6}"),
)


def generated() -> bytes:
    """A ruleset of `LEAVES` leaves in `BLOCKS` branches, each leaf with an example, and one whole case."""
    each = LEAVES // BLOCKS
    lines = ["ruleset: generated", 'version: "1"', "title: 生成的规则", f"points: {LEAVES * 10}", "indicators:"]
    for block in range(BLOCKS):
        lines += [f"  - id: block-{block}", f"    title: 第 {block} 部分", f"    points: {each * 10}",
                  "    indicators:"]
        for n in range(each):
            score, example = SCORES[n % len(SCORES)]
            lines += [f"      - id: leaf-{block}-{n}", f"        title: 第 {block} 部分第 {n} 项", "        points: 10",
                      "        guide: 按台账填写，佐证附清单。复核员会核对台账和网站。", f"        score: {score}",
                      "        evidence: required", f"        examples: [{example}]"]
    lines += ["cases:", "  - title: 只填一项", "    facts: {leaf-0-0: 20}", "    expect: {total: 10}"]
    return "\n".join(lines).encode()


def main() -> None:
    """Print the figures."""
    data = generated()
    builtin()  # the rules are imported once, not for every file
    checking, loaded = best(lambda: load(data, "generated.yaml"))
    assert loaded.faults == () and len(loaded.ruleset.leaves) == LEAVES, loaded.faults[:3]
    assert (loaded.examples, loaded.cases) == (LEAVES, 1)
    bare: dict[str, Callable[[], Any]] = {
        "yaml.compose，纯 Python": lambda: yaml.compose(data.decode(), yaml.SafeLoader)}
    if yaml.__with_libyaml__:
        bare["yaml.load，C 语言"] = lambda: yaml.load(data, yaml.CSafeLoader)
    floors = {name: best(work)[0] for name, work in bare.items()}
    print(f"{LEAVES} 个末级指标、{loaded.examples} 个算例，{len(data) / 1e3:.0f} KB，检查一遍 {checking:.2f} 秒：")
    for name, taken in floors.items():
        print(f"  只读不查为 1（{name}），检查 {checking / taken:.1f}")


if __name__ == "__main__":
    main()
