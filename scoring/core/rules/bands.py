"""`bands`: the first band that a figure falls into.

分档计分。从上到下看，第一个符合的档就是得分。

参数：
- `bands`：各档，如 `[{at_least: 15, points: 50}, {at_least: 10, points: 30}, {points: 0}]`。
  条件有 `at_least`（不低于，含本数）、`above`（高于）、`at_most`（不高于，含本数）、`below`（低于），
  可写上下两头；最后一档不带条件，收住其余的数。
- `measure`：填的是什么：`count` 个数、`number` 数（默认）、`rate` 百分率（0 到 100）、`days` 天数；
  `{days_since: date}` 填一个日期，看到考核基准日过去了多少天（如栏目最近一次更新）。
- `unit`：计量单位；`rate` 默认为 %，`days` 默认为天。

填报数据：一个数。`rate` 填 0 到 100 之间的数，不带百分号，也可以写 `{done: 12, of: 15}`，
折成百分率时保留四位小数；分母为 0 的按不适用处理。`{days_since: date}` 填日期，如 2024-11-20。
装入规则时检查断档和重档：写了“90 以上、70 至 89”就会指出 89.5 没有着落，写了两档都含 90 也会指出。
放在扣分项里时，各档的 points 是扣的分。
"""
from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import ClassVar, Literal

from .. import points as p
from ..facts import Count, Day, Facts, Field, Number, Rate
from ..intervals import Span, gap, remainder
from ..rule import Award, Example, Fault, Rule, Setting, param
from ..wording import amount, gives, main_label, marks, percent

_MOST = Decimal("999999999")


@dataclass(frozen=True)
class Band:
    """Figures within the limits earn `points`; without limits, all of them."""

    points: Decimal = param("得分", "分")
    at_least: Decimal | None = param("不低于", default=None)
    above: Decimal | None = param("高于", default=None)
    at_most: Decimal | None = param("不高于", default=None)
    below: Decimal | None = param("低于", default=None)

    @property
    def bare(self) -> bool:
        """Whether the band has no limit."""
        return self.at_least is self.above is self.at_most is self.below is None

    def holds(self, value: Decimal | int) -> bool:
        """Whether `value` is within the limits."""
        return ((self.at_least is None or value >= self.at_least)
                and (self.above is None or value > self.above)
                and (self.at_most is None or value <= self.at_most)
                and (self.below is None or value < self.below))

    def words(self, unit: str) -> str:
        """'不低于 70 %，且低于 90 %'."""
        limits = (("不低于", self.at_least), ("高于", self.above),
                  ("不高于", self.at_most), ("低于", self.below))
        return "，且".join(f"{w} {amount(v, unit)}" for w, v in limits if v is not None) or "其余"


@dataclass(frozen=True)
class Since:
    """The figure is the days from a date that is filled in to the day the assessment looks from."""

    days_since: str = param("日期一栏的名称")


@dataclass(frozen=True)
class Bands(Rule):
    """The points of the first band that holds."""

    bands: tuple[Band, ...] = param("各档")
    measure: Literal["count", "number", "rate", "days"] | Since = param("填的是什么", default="number")
    unit: str = param("计量单位", default="")

    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({"measure": "count", "bands": [{"at_least": "15", "points": "50"}, {"points": "0"}]},
                "50", "15", "50", "恰好 15 条，含本数"),
        Example({"measure": "count", "bands": [{"at_least": "15", "points": "50"}, {"points": "0"}]},
                "50", "14", "0", "差一条也不得分"),
        Example({"measure": "rate", "bands": [{"above": "80", "points": "5"}, {"at_least": "60", "points": "3"},
                                              {"points": "0"}]}, "5", "80", "3", "“高于 80”不含 80"),
        Example({"measure": "days", "bands": [{"at_most": "5", "points": "4"}, {"at_most": "10", "points": "2"},
                                              {"points": "0"}]}, "4", "6", "2", "天数越少越好"),
        Example({"measure": "rate", "bands": [{"at_least": "80", "points": "5"}, {"points": "0"}]},
                "5", {"done": "0", "of": "0"}, "none", "没有分母，按不适用处理"),
        Example({"measure": {"days_since": "date"}, "bands": [{"at_most": "14", "points": "4"}, {"points": "0"}]},
                "4", "2024-12-17", "4", "更新于基准日前 14 天，含本数", as_of="2024-12-31"),
        Example({"measure": {"days_since": "date"}, "bands": [{"at_most": "14", "points": "4"}, {"points": "0"}]},
                "4", "2024-12-16", "0", "超过一天", as_of="2024-12-31"),
    )

    def fields(self, setting: Setting) -> tuple[Field, ...]:
        if isinstance(self.measure, Since):
            name = self.measure.days_since
            return (Field(name, Day(), main_label(setting, name, "日期")),)
        if self.measure == "rate":
            return (Field("value", Rate(), main_label(setting, "value", "百分率"), self._unit()),)
        kind = Number() if self.measure == "number" else Count()
        default = {"count": "数量", "number": "数值", "days": "天数"}[self.measure]
        return (Field("value", kind, main_label(setting, "value", default), self._unit()),)

    def award(self, facts: Facts, setting: Setting) -> Award:
        value, steps = self._figure(facts, setting)
        if value is None:
            return Award(p.ZERO, steps, empty=True)
        band = self._first(value)
        shown = amount(value, self._unit())
        if band is None:
            return Award(p.ZERO, (*steps, f"{shown}，没有归入任何一档，{gives(setting, p.ZERO)}"))
        words = band.words(self._unit())
        return Award(band.points, (*steps, f"{shown}，属于“{words}”一档，{gives(setting, band.points)}"))

    def _figure(self, facts: Facts, setting: Setting) -> tuple[Decimal | int | None, tuple[str, ...]]:
        """The figure the bands look at, None where there is nothing to look at, with the steps to it."""
        if isinstance(self.measure, Since):
            day = facts[self.measure.days_since]
            if setting.as_of is None:
                return None, ("没有考核基准日，算不出过去多少天，按不适用处理",)
            days = max(0, (setting.as_of - day).days)
            return days, (f"{Day().show(day)}到基准日 {Day().show(setting.as_of)}，{days} 天",)
        if self.measure == "rate":
            return percent(facts["value"])
        figure: Decimal | int = facts["value"]
        return figure, ()

    def standard(self, setting: Setting) -> str:
        return "；".join(f"{b.words(self._unit())}：{marks(b.points)}" for b in self.bands)

    def advice(self, facts: Facts | None, setting: Setting) -> str:
        if setting.deducts:
            return ""
        now = self.award(facts, setting).points if facts is not None else p.ZERO
        better = [b for b in self.bands if b.points > now and not b.bare]
        if not better:
            return ""
        least = min(b.points for b in better) if facts is not None else max(b.points for b in better)
        band = next(b for b in better if b.points == least)
        return f"达到“{band.words(self._unit())}”一档可得 {marks(band.points)}"

    def faults(self, setting: Setting) -> list[Fault]:
        if not self.bands:
            return [Fault(("bands",), "没有写任何一档")]
        out = self._about_limits()
        if not out:
            out = self._about_order() or self._about_cover()
        if setting.points is None:
            return out
        for i, band in enumerate(self.bands):
            if band.points > setting.points:
                out.append(Fault(("bands", i, "points"),
                                 f"这一档有 {marks(band.points)}，超过本项分值 {marks(setting.points)}"))
        best = max(b.points for b in self.bands)
        if best < setting.points:
            sentence = f"最高的一档是 {marks(best)}，到不了本项分值 {marks(setting.points)}"
            out.append(Fault(("bands",), sentence, "warning"))
        return out

    def _first(self, value: Decimal | int) -> Band | None:
        return next((b for b in self.bands if b.holds(value)), None)

    def _unit(self) -> str:
        return self.unit or ("天" if isinstance(self.measure, Since) else
                             {"rate": "%", "days": "天"}.get(self.measure, ""))

    def _step(self) -> Decimal:
        """The distance between two figures that can be filled in."""
        return Decimal("0.0001") if self.measure in ("number", "rate") else Decimal(1)

    def _whole(self) -> Span:
        """Every figure that can be filled in, in steps."""
        least = -_MOST if self.measure == "number" else p.ZERO
        most = Decimal(100) if self.measure == "rate" else _MOST
        return int(least / self._step()), int(most / self._step())

    def _span(self, band: Band) -> Span:
        """The band's figures, in steps; the first greater than the second if there are none."""
        step, (low, high) = Fraction(self._step()), self._whole()

        if band.at_least is not None:
            low = max(low, ceil(Fraction(band.at_least) / step))
        if band.above is not None:
            low = max(low, floor(Fraction(band.above) / step) + 1)
        if band.at_most is not None:
            high = min(high, floor(Fraction(band.at_most) / step))
        if band.below is not None:
            high = min(high, ceil(Fraction(band.below) / step) - 1)
        return low, high

    def _shown(self, steps: int) -> str:
        return amount(steps * self._step(), self._unit())

    def _about_limits(self) -> list[Fault]:
        out: list[Fault] = []
        for i, band in enumerate(self.bands):
            for one, other in (("at_least", "above"), ("at_most", "below")):
                if getattr(band, one) is not None and getattr(band, other) is not None:
                    out.append(Fault(("bands", i), f"{one} 和 {other} 只能写一个"))
            low, high = self._span(band)
            if low > high:
                out.append(Fault(("bands", i), f"“{band.words(self._unit())}”没有任何数能落入"))
        return out

    def _about_order(self) -> list[Fault]:
        out: list[Fault] = []
        spans = [self._span(b) for b in self.bands]
        for i, band in enumerate(self.bands):
            if band.bare and i + 1 < len(self.bands):
                out.append(Fault(("bands", i), "不带条件的一档要放在最后，写在前面，后面的各档都落不到"))
                return out
            if i and not remainder(spans[i], spans[:i]) and not band.bare:
                words = band.words(self._unit())
                out.append(Fault(("bands", i), f"“{words}”永远落不到：这些数已经归入前面的档"))
            for j in range(i):
                out += self._overlap(j, i, spans)
        return out

    def _overlap(self, first: int, later: int, spans: list[Span]) -> list[Fault]:
        """A fault where two bands overlap and neither is meant as 'of what the earlier ones left'."""
        (a, b), (c, d) = spans[first], spans[later]
        if max(a, c) > min(b, d) or (c <= a and b <= d) or (a <= c and d <= b):
            return []
        low, high = self._shown(max(a, c)), self._shown(min(b, d))
        where = low if low == high else f"{low} 到 {high}"
        unit = self._unit()
        return [Fault(("bands", later), f"重档：{where} 既属于“{self.bands[first].words(unit)}”，"
                                        f"又属于“{self.bands[later].words(unit)}”，请写明归哪一档")]

    def _about_cover(self) -> list[Fault]:
        spans = [self._span(b) for b in self.bands if not b.bare]
        hole = gap(spans)
        if hole is not None:
            low, high = hole
            return [Fault(("bands",), f"断档：{self._shown(low - 1)} 和 {self._shown(high + 1)} 之间的数"
                                      f"（例如 {self._between(low, high)}）没有归入任何一档")]
        left = remainder(self._whole(), spans)
        if left and not self.bands[-1].bare:
            low, high = left[0]
            upper = high == self._whole()[1]
            where = f"不低于 {self._shown(low)}" if upper else f"不高于 {self._shown(high)}"
            return [Fault(("bands",), f"断档：{where} 的数没有归入任何一档，"
                                      "请在最后写一档不带条件的，如 {points: 0}")]
        return []

    def _between(self, low: int, high: int) -> str:
        """A short figure inside a hole: the middle, with no more places than it needs."""
        middle = (low + high) * self._step() / 2
        for places in range(5):
            value = p.rounded(middle, places)
            if low <= value / self._step() <= high:
                return amount(value, self._unit())
        return self._shown(low)
