"""Composing, opening and verifying a snapshot of 300 units, beside reading and writing the same text with json alone.

The floor is what any program must do with the file; the ratio is what scoring and checking cost on top.
"""
from __future__ import annotations

import itertools
import json
from datetime import date

from _timing import best

from scoring import places
from scoring.cli._demonstration import county
from scoring.core import snapshot
from scoring.core.published import open_file
from scoring.core.sheet import read_sheet
from scoring.core.verify import verify
from scoring.rulebook.loading import load

UNITS = 300


def main() -> None:
    """Print the figures."""
    data = (places.rulesets() / "self-check.yaml").read_bytes()
    ruleset = load(data, "self-check.yaml").ruleset
    assert ruleset is not None
    sheets = []
    for n in range(UNITS):
        facts = county.self_check(county.UNITS[n % len(county.UNITS)], 2024)
        sheets.append(read_sheet({"unit": f"示例{n}", "group": "乡镇", "facts": facts}, ruleset, (), []))
    about = snapshot.About("示例", ("示例",), date(2024, 1, 1), date(2024, 12, 31), date(2024, 12, 31), "示例")
    parts = tuple(snapshot.Participant(s) for s in sheets)

    def compose() -> str:
        salts = (f"{n:032x}" for n in itertools.count(1))
        return snapshot.compose(about, ruleset, data.decode(), parts, lambda: next(salts))

    composing, text = best(compose)
    floor, _ = best(lambda: json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True))
    opening, _ = best(lambda: open_file(text))
    checking, found = best(lambda: verify(text))
    assert found.stands, found.problems
    print(f"{UNITS} 个单位 × {len(ruleset.leaves)} 项，文件 {len(text.encode()) / 1e6:.1f} MB，json 读写一遍为 1：")
    for name, taken in (("定版（计分、排名、封存）", composing), ("打开", opening), ("核验（全部重算）", checking)):
        print(f"  {name} {taken / floor:.1f}")


if __name__ == "__main__":
    main()
