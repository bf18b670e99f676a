"""`periodic`: a duty that comes round every month, quarter or half year.

按期计分。每一期分开算，五月多做的补不了六月。

参数：
- `every`：`month` 每月、`quarter` 每季度、`half` 每半年。按月的要写 `year`，如 2024。
- 填什么：不写 `target` 和 `cap` 的，每期填是 / 否；写了的，每期填件数。
- `target`：每期至少多少件才算完成。`cap`：每期最多得几分（与 `each` 同用，每件 `each` 分）。
- `each`：完成一期得几分；写了 `cap` 时是每件几分。不写 `each` 也不写 `loss` 的，本项分值由各期均分。
- `loss`：从满分起算，每缺一期扣几分，扣完为止。
- `blank`：一件也没有的一期扣几分（没有填的也算），与 `target`、`loss` 同用，如每月不足 40 件扣 5 分、空白扣 10 分。
- `unit`：计量单位，默认“件”。

填报数据：`{Q1: yes, Q2: yes}`、`{2024-01: 12, …}`、`{H1: yes}`；没有填的期按未完成计。
某一期本来没有这项任务（如年中才设立）写 not_applicable：不适用的期不扣分，得分按“总期数 ÷ 适用期数”折算；
各期都不适用的，整项按不适用处理。
放在扣分项里时，得数就是扣的分：用 `loss`，每缺一期扣几分。
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Literal

from .. import points as p
from ..facts import NOT_APPLICABLE, Count, Facts, Field, Periods, YesNo
from ..rule import Award, Example, Fault, Rule, Setting, param
from ..wording import added, amount, joined, lost_from, main_label, marks


@dataclass(frozen=True)
class Periodic(Rule):
    """Points or losses period by period."""

    every: Literal["month", "quarter", "half"] = param("多久一期")
    year: int | None = param("年份", default=None)
    each: Decimal | None = param("每期得", "分", default=None)
    loss: Decimal | None = param("每缺一期扣", "分", default=None)
    target: int | None = param("每期至少", "件", default=None)
    cap: Decimal | None = param("每期封顶", "分", default=None)
    blank: Decimal | None = param("空白一期扣", "分", default=None)
    unit: str = param("计量单位", default="件")

    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({"every": "quarter", "each": "0.5"}, "2", {"Q1": "yes", "Q2": "yes", "Q3": "yes"}, "1.5",
                "第四季度未填"),
        Example({"every": "quarter"}, "2", {"Q1": "yes", "Q2": "yes", "Q3": "yes", "Q4": "yes"}, "2",
                "四期均分"),
        Example({"every": "month", "year": "2024", "loss": "0.5"}, "5",
                {f"2024-{m:02}": "no" for m in range(1, 13)}, "0", "缺 12 期应扣 6 分，扣完为止"),
        Example({"every": "quarter", "target": "40", "loss": "5"}, "40",
                {"Q1": "70", "Q2": "39", "Q3": "40", "Q4": "40"}, "35", "一季度多的补不了二季度"),
        Example({"every": "quarter", "target": "40", "loss": "5", "blank": "10"}, "40",
                {"Q1": "40", "Q2": "39", "Q3": "0"}, "15", "一期不足扣 5 分，两期空白各扣 10 分"),
        Example({"every": "half", "each": "1", "cap": "10"}, "20", {"H1": "14", "H2": "6"}, "16",
                "上半年封顶 10 分"),
        Example({"every": "quarter"}, "2",
                {"Q1": "not_applicable", "Q2": "not_applicable", "Q3": "yes", "Q4": "no"}, "1",
                "下半年才设立，两期中完成一期"),
        Example({"every": "quarter", "loss": "1"}, "4", {"Q1": "yes", "Q2": "no", "Q3": "yes", "Q4": "yes"}, "1",
                "扣分项：缺一期扣 1 分", pool="deduction"),
    )

    def fields(self, setting: Setting) -> tuple[Field, ...]:
        kind = Periods(self._keys(), Count() if self._counts() else YesNo())
        return (Field("periods", kind, main_label(setting, "periods", "各期完成情况"), self.unit),)

    def award(self, facts: Facts, setting: Setting) -> Award:
        given: Mapping[str, Any] = facts["periods"]
        keys = [k for k in self._keys() if given.get(k) != NOT_APPLICABLE]
        if not keys:
            return Award(p.ZERO, ("各期都不适用，按不适用处理",), empty=True)
        if self.loss is not None:
            return self._by_loss(keys, given, setting)
        if self.cap is not None:
            return self._capped(keys, given)
        done = [k for k in keys if self._done(given.get(k))]
        steps = self._named(keys, given)
        if self.each is None:
            gain = p.share(setting.most, len(done), len(keys))
            return Award(gain, (*steps, f"{marks(setting.most)} × {len(done)} ÷ {len(keys)} = {marks(gain)}"))
        gain = p.times(self.each, len(done))
        return self._scaled(gain, keys, (*steps, f"{len(done)} 期 × {marks(self.each)} = {marks(gain)}"))

    def standard(self, setting: Setting) -> str:
        every = {"month": "每月", "quarter": "每季度", "half": "每半年"}[self.every]
        if self.target is not None:
            every += f"不少于 {amount(self.target, self.unit)}"
        if self.cap is not None and self.each is not None:
            return f"每{self.unit} {marks(self.each)}，{every}封顶 {marks(self.cap)}"
        if self.loss is not None:
            blank = f"，空白的扣 {marks(self.blank)}" if self.blank is not None else ""
            return f"{every}，每缺一期扣 {marks(self.loss)}{blank}"
        if self.each is None:
            return f"{every}，各期均分 {marks(setting.most)}"
        return f"{every}得 {marks(self.each)}"

    def advice(self, facts: Facts | None, setting: Setting) -> str:
        if setting.deducts:
            return ""
        if facts is None:
            return f"共 {len(self._keys())} 期，每期都做到可得满分 {marks(setting.most)}"
        given = facts["periods"]
        blank = [k for k in self._keys() if k not in given]
        if not blank or self.award(facts, setting).points >= setting.most:
            return ""
        full: dict[str, Any] = {k: (self.target or self._enough()) if self._counts() else True for k in blank}
        now = max(self.award(facts, setting).points, p.ZERO)
        more = min(self.award({"periods": {**given, **full}}, setting).points, setting.most) - now
        told = f"还有 {self._runs(blank)} 未填"
        return f"{told}，做到后可再得 {marks(more)}" if more > 0 else told

    def faults(self, setting: Setting) -> list[Fault]:
        out = []
        if self.every == "month" and self.year is None:
            out.append(Fault((), "按月的要写 year（年份），例如 year: 2024"))
        if self.year is not None and not 1990 <= self.year <= 2100:
            out.append(Fault(("year",), f"年份要在 1990 到 2100 之间，现在是 {self.year}"))
        if self.each is not None and self.loss is not None:
            out.append(Fault(("loss",), "each（每期得分）和 loss（缺期扣分）只能写一个"))
        if self.cap is not None and (self.target is not None or self.each is None):
            out.append(Fault(("cap",), "cap（每期封顶）要和 each（每件几分）同用，不能和 target、loss 同用"))
        if self.blank is not None and (self.target is None or self.loss is None or self.blank <= self.loss):
            out.append(Fault(("blank",), "blank（空白一期扣几分）要和 target、loss 同用，而且比 loss 扣得多"))
        if setting.deducts and self.loss is None:
            out.append(Fault((), "在扣分项里要写 loss：每缺一期扣几分"))
        for key in ("each", "loss", "target", "cap"):
            value = getattr(self, key)
            if value is not None and value <= 0:
                out.append(Fault((key,), f"要大于 0，现在是 {p.show(value)}"))
        return out or self._about_sums(setting)

    def _keys(self) -> tuple[str, ...]:
        if self.every == "month":
            return tuple(f"{self.year or 0:04}-{m:02}" for m in range(1, 13))
        return ("Q1", "Q2", "Q3", "Q4") if self.every == "quarter" else ("H1", "H2")

    def _counts(self) -> bool:
        return self.target is not None or self.cap is not None

    def _done(self, value: Any) -> bool:
        return value is not None and (value >= self.target if self.target is not None else bool(value))

    def _enough(self) -> int:
        """A count that reaches the cap of one period."""
        return int((self.cap or p.ZERO) / (self.each or Decimal(1))) + 1

    def _named(self, keys: list[str], given: Mapping[str, Any]) -> tuple[str, ...]:
        """The periods done, those that fell short, and those left blank."""
        done = [k for k in keys if self._done(given.get(k))]
        blank = [k for k in keys if k not in given]
        short = [f"{k}（{amount(given[k], self.unit)}）" if self._counts() else k
                 for k in keys if k in given and k not in done]
        goal = f"，每期至少 {amount(self.target, self.unit)}" if self.target is not None else ""
        steps = (f"已完成 {len(done)} 期：{self._runs(done)}" if done else "",
                 f"未完成 {len(short)} 期：{joined(short)}{goal}" if short else "",
                 f"未填 {len(blank)} 期：{self._runs(blank)}，按未完成计" if blank else "")
        return tuple(s for s in steps if s)

    def _runs(self, keys: list[str]) -> str:
        """'2024-01、2024-03 至 2024-12': three and more in a row are drawn together."""
        order = self._keys()
        runs: list[list[str]] = []
        for key in keys:
            if runs and order.index(key) == order.index(runs[-1][-1]) + 1:
                runs[-1].append(key)
            else:
                runs.append([key])
        return joined(f"{run[0]} 至 {run[-1]}" if len(run) > 2 else joined(run) for run in runs)

    def _by_loss(self, keys: list[str], given: Mapping[str, Any], setting: Setting) -> Award:
        each, blank = self.loss or p.ZERO, self.blank or p.ZERO
        missed = [k for k in keys if not self._done(given.get(k))]
        empty = [k for k in missed if not given.get(k)] if self.blank is not None else []
        parts = [(len(missed) - len(empty), each), (len(empty), blank)]
        loss = sum((p.times(worth, n) for n, worth in parts), p.ZERO)
        total, last = lost_from(setting, loss)
        if not missed:
            return Award(total, (f"{len(keys)} 期都已完成，{last}",), loss=loss)
        shown = " + ".join(f"{n} 期 × {marks(worth)}" for n, worth in parts if n)
        named = (f"其中空白 {len(empty)} 期",) if empty and len(empty) < len(missed) else ()
        return Award(total, (*self._named(keys, given), *named, f"{shown} = {marks(loss)}", last), loss=loss)

    def _capped(self, keys: list[str], given: Mapping[str, Any]) -> Award:
        each, cap = self.each or p.ZERO, self.cap or p.ZERO
        steps, parts = [], []
        for key in keys:
            count = given.get(key)
            raw = p.times(each, count or 0)
            over = f"，当期封顶 {marks(cap)}" if raw > cap else ""
            worked = f"{amount(count or 0, self.unit)} × {marks(each)} = {marks(raw)}{over}"
            steps.append(f"{key}：{'未填，计 0 分' if count is None else worked}")
            parts.append(min(raw, cap))
        gain = sum(parts, p.ZERO)
        if len(parts) > 1:
            steps.append(f"{added(parts)} = {marks(gain)}")
        return self._scaled(gain, keys, tuple(steps))

    def _scaled(self, gain: Decimal, keys: list[str], steps: tuple[str, ...]) -> Award:
        """`gain` brought up to all periods where some do not apply."""
        everything = len(self._keys())
        if len(keys) == everything:
            return Award(gain, steps)
        total = p.share(gain, everything, len(keys))
        away = f"{everything - len(keys)} 期不适用"
        return Award(total, (*steps, f"{away}，{marks(gain)} × {everything} ÷ {len(keys)} = {marks(total)}"))

    def _about_sums(self, setting: Setting) -> list[Fault]:
        if setting.points is None:
            return []
        key = "cap" if self.cap is not None else "each" if self.each is not None else "loss"
        value = getattr(self, key)
        if value is None:
            return []
        sums = value * len(self._keys())
        shown = f"{len(self._keys())} 期 × {marks(value)} = {marks(sums)}"
        if key != "loss" and sums != setting.points:
            return [Fault((key,), f"{shown}，与本项分值 {marks(setting.points)}不等", "warning")]
        if key == "loss" and sums > setting.points:
            until = "扣到本项分值" if setting.deducts else "扣到 0 分"
            return [Fault((key,), f"{shown}，超过本项分值 {marks(setting.points)}，{until}为止", "warning")]
        return []
