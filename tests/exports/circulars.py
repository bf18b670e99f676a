"""Publications of which circulars are made: one unit, many, none, without grades, with everybody apart."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scoring.core.snapshot import Participant
from tests.exports import samples

NO_LEAK = [i for i in samples.TARGETS["indicators"] if i["id"] != "leak"]
LONG_NAME = "（挂县人民政府政务服务中心、行政审批服务和公共资源交易管理局牌子）"


def publication(units: Mapping[str, Mapping[str, Any]], group: str = "乡镇", **tree: Any) -> str:
    """The file of some units of one group, each with what differs from samples.full()."""
    rules = samples.ruleset({**samples.TARGETS, **tree})
    asked = {leaf.id for leaf in rules.leaves}
    facts = {unit: {k: v for k, v in samples.full(**more).items() if k in asked} for unit, more in units.items()}
    return samples.snapshot(tuple(Participant(samples.sheet(rules, unit, group, told)) for unit, told in facts.items()),
                            rules)


def many(count: int = 530) -> str:
    """Units in three groups, some with long names, some vetoed and therefore not ranked."""
    groups = ("乡镇", "县直部门", "垂直管理单位组")
    rules = samples.ruleset({**samples.TARGETS, "groups": list(groups), "ranking": {"vetoed": "apart"}})
    parts = []
    for n in range(count):
        facts = samples.full(30 + n * 7 % 80, leak="yes" if n % 97 == 5 else "no", faults=str(n % 4),
                             leader="no" if n % 9 == 0 else "yes")
        name = f"示例第{n + 1}单位{LONG_NAME if n % 50 == 7 else ''}"
        parts.append(Participant(samples.sheet(rules, name, groups[n % 3], facts)))
    return samples.snapshot(tuple(parts), rules)
