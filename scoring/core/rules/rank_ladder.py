"""`rank_ladder`: points by place in the group.

按组内名次计分。第一名得 `ladder` 的第一个数，第二名得第二个，依次类推。

参数：
- `ladder`：各名次的分，如 `[60, 57, 54, 51, 48]`。
- `then`：名次超出所列的，每再后一名加减几分，如 -0.1；默认 0，都按最后一个数。不会低于 0。
- `from`：`top`（默认）从最好的数起；`bottom` 从最差的数起（用于给末尾几名扣分）。
- `better`：`high`（默认）越大越好；`low` 越小越好。
- `ties`：同数的怎样得分：`share_high`（默认）都按靠前的名次，占掉后面的名次；`average` 取所占各名次的平均；
  `dense` 都按靠前的名次，不占后面的名次。

填报数据：一个数。没有填报的、不适用的单位不参加排名。定版以前，同组还会变动，得分是暂算的。
放在扣分项里时，各名次的分是扣的分。
"""
from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Literal

from .. import points as p
from ..facts import Facts, Field, Number
from ..rule import Award, Example, Fault, Rule, Setting, param
from ..wording import gives, main_label, marks


@dataclass(frozen=True)
class RankLadder(Rule):
    """The points of the place that a figure takes among the group's."""

    ladder: tuple[Decimal, ...] = param("各名次的分", "分")
    then: Decimal = param("再往后每名加减", "分", default=p.ZERO)
    from_: Literal["top", "bottom"] = param("从哪头数", default="top")
    better: Literal["high", "low"] = param("怎样算好", default="high")
    ties: Literal["share_high", "average", "dense"] = param("同数怎样得分", default="share_high")

    compares: ClassVar[bool] = True
    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({"ladder": ["60", "57", "54"]}, "60", "120", "57", "第 2 名", peers=("150", "90")),
        Example({"ladder": ["60", "57", "54"]}, "60", "150", "60", "并列第 1 名，都按第 1 名", peers=("150", "90")),
        Example({"ladder": ["60", "57", "54"], "ties": "average"}, "60", "150", "58.5", "并列第 1、2 名，取平均",
                peers=("150", "90")),
        Example({"ladder": ["60", "57", "54"], "ties": "dense"}, "60", "90", "57", "前面两名并列，紧接着是第 2 名",
                peers=("150", "150")),
        Example({"ladder": ["20", "19"], "then": "-0.5"}, "20", "10", "18", "第 4 名：19 − 0.5 × 2",
                peers=("40", "30", "20")),
        Example({"ladder": ["2", "1.9", "1.8"], "then": "-0.1", "from": "bottom"}, "2", "30", "1.8",
                "扣分项：倒数第 3 名扣 1.8 分", pool="deduction", peers=("10", "20", "40")),
    )

    def fields(self, setting: Setting) -> tuple[Field, ...]:
        return (Field("value", Number(), main_label(setting, "value", "数值")),)

    def figure(self, facts: Facts) -> Decimal:
        value: Decimal = facts["value"]
        return value

    def award(self, facts: Facts, setting: Setting) -> Award:
        own, others = facts["value"], setting.peers.others
        upwards = (self.better == "high") == (self.from_ == "top")
        ahead = [x for x in others if (x > own if upwards else x < own)]
        place = 1 + len(set(ahead) if self.ties == "dense" else ahead)
        same = sum(x == own for x in others)
        last = "倒数" if self.from_ == "bottom" else ""
        among = f"{p.show(own)}，在 {len(others) + 1} 个单位中{last}第 {place} 名"
        if self.ties == "average" and same:
            places = range(place, place + same + 1)
            value = p.exact(sum((Fraction(self._of(x)) for x in places), Fraction(0)) / len(places))
            shown = " + ".join(p.show(self._of(x)) for x in places)
            steps = (f"{among}，{same + 1} 个单位并列", f"({shown}) ÷ {len(places)} = {marks(value)}")
            return Award(value, (*setting.peers.provisional, *steps))
        value = self._of(place)
        tied = f"，{same + 1} 个单位并列" if same else ""
        beyond = place - len(self.ladder)
        worked = ""
        if beyond > 0 and self.then:
            sign = "−" if self.then < 0 else "+"
            least = "，不低于 0 分" if self.ladder[-1] + p.times(self.then, beyond) < 0 else ""
            worked = f"{p.show(self.ladder[-1])} {sign} {p.show(abs(self.then))} × {beyond}{least}，"
        return Award(value, (*setting.peers.provisional, f"{among}{tied}", f"{worked}{gives(setting, value)}"))

    def standard(self, setting: Setting) -> str:
        start = "倒数第" if self.from_ == "bottom" else "第"
        shown = "，".join(f"{start} {n} 名 {marks(v)}" for n, v in enumerate(self.ladder, 1))
        if not self.then:
            return f"{shown}，其余同最后一档" if self.ladder else ""
        return f"{shown}，再往后每名{'减' if self.then < 0 else '加'} {marks(abs(self.then))}"

    def faults(self, setting: Setting) -> list[Fault]:
        if not self.ladder:
            return [Fault(("ladder",), "没有写各名次的分")]
        out = [Fault(("ladder", n), f"名次的分不能小于 0，现在是 {p.show(v)}")
               for n, v in enumerate(self.ladder) if v < 0]
        best = max(self.ladder)
        if setting.points is not None and best > setting.points:
            out.append(Fault(("ladder",), f"最高的名次有 {marks(best)}，超过本项分值 {marks(setting.points)}"))
        for n, (before, after) in enumerate(zip(self.ladder, self.ladder[1:], strict=False), 1):
            if after > before:
                sentence = f"第 {n + 1} 名 {marks(after)}，比第 {n} 名 {marks(before)} 还多"
                out.append(Fault(("ladder", n), sentence, "warning"))
        return out

    def _of(self, place: int) -> Decimal:
        """The points of a place."""
        if place <= len(self.ladder):
            return self.ladder[place - 1]
        return max(p.ZERO, self.ladder[-1] + p.times(self.then, place - len(self.ladder)))
