"""A rule and a combiner as a plugin would write them; tests take them as they are, or with one thing wrong."""
from __future__ import annotations

HEARTBEAT = '''"""`heartbeat`: how many days of the year a site was up.

网站在线天数计分。每在线一天得几分。

参数：`each`：每天几分。

填报数据：一个天数。
"""
from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from scoring.core import points as p
from scoring.core.facts import Count, Facts, Field
from scoring.core.rule import Award, Example, Rule, Setting, param


@dataclass(frozen=True)
class Heartbeat(Rule):
    """each × days."""

    each: Decimal = param("每天", "分")

    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({"each": "0.1"}, "10", "30", "3", "三十天"),
        Example({"each": "0.1"}, "10", "366", "10", "封顶"),
    )

    def fields(self, setting: Setting) -> tuple[Field, ...]:
        return (Field("days", Count(), "在线天数", "天"),)

    def award(self, facts: Facts, setting: Setting) -> Award:
        value = p.times(self.each, facts["days"])
        return Award(value, (f"{facts['days']} 天 × {p.show(self.each)} 分 = {p.show(value)} 分",))
'''

LAST = '''"""`last`: the branch earns what its last child earns.

取最后一个下级的得分。
"""
from dataclasses import dataclass

from scoring.core import points as p
from scoring.core.combiner import Combiner, Example
from scoring.core.rule import Award


@dataclass(frozen=True)
class Last(Combiner):
    """The last."""

    EXAMPLES = (Example({}, "5", (("1", "5", None), ("2", "5", None)), "2", "有两个"),)

    def combine(self, parts, scene):
        return Award(parts[-1].points, (f"得 {p.show(parts[-1].points)} 分",))
'''


def heartbeat(*changes: tuple[str, str]) -> str:
    """The rule's text with each `(old, new)` replaced; every `old` must be there."""
    text = HEARTBEAT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text
