"""`per_defect`: so many points lost for each fault found.

按问题扣分。得分 = 本项分值 − 每处扣分 × 处数，扣完为止（由系统统一打印，不用写）。

参数（`each`、`steps`、`kinds` 三者写一个，都写正数）：
- `each`：每处扣几分。
- `steps`：第一次、第二次……各扣几分，如 `[0.5, rest]`；`rest` 表示把剩下的分扣完，只能放在最后；
  次数多于所列的，按最后一个数继续扣。
- `kinds`：分类扣分，如 `{漏公开月份: 5, 未逐笔公开: 2}`。没有填的类按 0 计。
- `unit`：计量单位，默认“处”。

填报数据：处数；写 `kinds` 的按类填处数。
放在扣分项里时，得数就是扣的分（每处扣分 × 处数）；放在一票否决里时不写分值、不分类，处数不为 0 即触发，
要到一定处数才触发的在 `effect` 里写 `when`。
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from .. import points as p
from ..facts import Count, Facts, Field, PerKind
from ..rule import Award, Example, Fault, Rule, Setting, param
from ..wording import added, amount, lost_from, main_label, marks

REST = "rest"


@dataclass(frozen=True)
class PerDefect(Rule):
    """points − each × count; in a deduction pool each × count."""

    each: Decimal | None = param("每处扣", "分", default=None)
    steps: tuple[str, ...] | None = param("逐次扣", "分", default=None)
    kinds: Mapping[str, Decimal] | None = param("各类每处扣", "分", default=None)
    unit: str = param("计量单位", default="处")

    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({"each": "2"}, "10", "3", "4", "扣 6 分"),
        Example({"each": "2"}, "10", "0", "10", "没有问题得满分"),
        Example({"each": "2"}, "5", "3", "0", "应扣 6 分，扣完为止"),
        Example({"steps": ["0.5", "rest"]}, "1.5", "1", "1", "第一次扣 0.5 分"),
        Example({"steps": ["0.5", "rest"]}, "1.5", "2", "0", "第二次起此项不得分"),
        Example({"kinds": {"漏公开月份": "5", "未逐笔公开": "2"}}, "20",
                {"漏公开月份": "2", "未逐笔公开": "3"}, "4", "10 分加 6 分"),
        Example({"each": "2", "unit": "次"}, "8", "3", "6", "扣分项：扣 6 分", pool="deduction"),
    )

    def fields(self, setting: Setting) -> tuple[Field, ...]:
        if self.kinds is not None:
            label = main_label(setting, "counts", "分类处数")
            return (Field("counts", PerKind(tuple(self.kinds)), label, self.unit),)
        return (Field("count", Count(), main_label(setting, "count", "问题处数"), self.unit),)

    def award(self, facts: Facts, setting: Setting) -> Award:
        if setting.pool == "veto":
            return Award(p.ZERO, (f"{'有' if facts['count'] else '无'}此情形，本身不计分，计 0 分",))
        if self.kinds is not None:
            loss, steps = self._by_kind(facts["counts"])
        elif self.steps is not None:
            loss, steps = self._in_steps(facts["count"], setting)
        else:
            loss, steps = self._alike(facts["count"])
        total, last = lost_from(setting, loss)
        if not loss:
            last = f"0 {self.unit}，{last}"
        return Award(total, (*steps, last), loss=loss)

    def standard(self, setting: Setting) -> str:
        if self.kinds is not None:
            return "，".join(f"{k}每{self.unit}扣 {marks(v)}" for k, v in self.kinds.items())
        if self.steps is not None:
            return "，".join(f"第 {i} 次扣{'完' if w == REST else f' {w} 分'}" for i, w in enumerate(self.steps, 1))
        return f"每{self.unit}扣 {marks(self.each)}" if self.each is not None else f"只看{self.unit}数，不计分"

    def advice(self, facts: Facts | None, setting: Setting) -> str:
        if setting.deducts or setting.points is None:
            return ""
        full = f"没有此类问题可得满分 {marks(setting.most)}"
        if facts is None:
            return full
        left = self.award(facts, setting).points
        if left >= setting.most:
            return ""
        return f"每少 1 {self.unit}可多得 {marks(self.each)}，{full}" if self.each is not None and left >= 0 else full

    def faults(self, setting: Setting) -> list[Fault]:
        out = []
        given = [k for k in ("each", "steps", "kinds") if getattr(self, k) is not None]
        if not given and setting.pool != "veto":
            out.append(Fault((), "没有写怎样扣分：请写 each（每处扣几分）、steps（逐次扣）或 kinds（分类扣）"))
        if setting.pool == "veto" and self.kinds is not None:
            out.append(Fault(("kinds",), "一票否决只看一个处数，不能分类；要分类请写成几个指标"))
        if self.kinds is not None and not self.kinds:
            out.append(Fault(("kinds",), "kinds 是空的，至少写一类"))
        if len(given) > 1:
            out.append(Fault((given[1],), f"{' 和 '.join(given)} 只能写一个"))
        if self.each is not None:
            out += self._about_loss(("each",), self.each, setting)
        for kind, value in (self.kinds or {}).items():
            out += self._about_loss(("kinds", kind), value, setting)
        return out + self._about_steps(setting)

    def _alike(self, count: int) -> tuple[Decimal, tuple[str, ...]]:
        each = self.each or p.ZERO
        loss = p.times(each, count)
        return loss, (f"{amount(count, self.unit)} × {marks(each)} = {marks(loss)}",) if count else ()

    def _by_kind(self, counts: Mapping[str, int]) -> tuple[Decimal, tuple[str, ...]]:
        kinds = self.kinds or {}
        parts = {k: p.times(kinds[k], n) for k, n in counts.items() if n}
        loss = sum(parts.values(), p.ZERO)
        steps = [f"{k} {amount(counts[k], self.unit)} × {marks(kinds[k])} = {marks(v)}"
                 for k, v in parts.items()]
        if len(parts) > 1:
            steps.append(f"{added(parts.values())} = {marks(loss)}")
        return loss, tuple(steps)

    def _in_steps(self, count: int, setting: Setting) -> tuple[Decimal, tuple[str, ...]]:
        listed = [w for w in self.steps or () if w != REST]
        amounts = [p.read(w) for w in listed]
        named = amounts[:count]
        loss = sum(named, p.ZERO)
        words = [f"第 {i} 次扣 {marks(v)}" for i, v in enumerate(named, 1)]
        beyond = count - len(named)
        if beyond and REST in (self.steps or ()):
            loss = max(loss, setting.most)
            words.append(f"第 {len(named) + 1} 次起扣完本项 {marks(setting.most)}")
        elif beyond and amounts:
            more = p.times(amounts[-1], beyond)
            loss += more
            words.append(f"其后 {beyond} 次 × {marks(amounts[-1])} = {marks(more)}")
        if not words:
            return loss, ()
        return loss, (f"{amount(count, self.unit)}：{'，'.join(words)}，共 {marks(loss)}",)

    def _about_loss(self, path: tuple[str, ...], value: Decimal, setting: Setting) -> list[Fault]:
        if value <= 0:
            return [Fault(path, f"扣几分要写大于 0 的数，现在是 {p.show(value)}")]
        if setting.points is not None and value > setting.points:
            sentence = f"一{self.unit}就扣 {marks(value)}，超过本项分值 {marks(setting.points)}"
            return [Fault(path, sentence, "warning")]
        return []

    def _about_steps(self, setting: Setting) -> list[Fault]:
        if self.steps is None:
            return []
        if not self.steps:
            return [Fault(("steps",), "steps 是空的，至少写一次扣几分")]
        out, sum_before = [], p.ZERO
        for i, word in enumerate(self.steps):
            if word == REST:
                if i + 1 < len(self.steps):
                    out.append(Fault(("steps", i), "rest（扣完）只能放在最后"))
                continue
            try:
                value = p.read(word)
            except p.NumberError as error:
                out.append(Fault(("steps", i), f"这里要写扣几分，或写 rest（扣完）。{error}"))
                continue
            out += [Fault(("steps", i), f.sentence, f.level) for f in self._about_loss((), value, setting)]
            sum_before += value
        if setting.points is not None and REST in self.steps and sum_before >= setting.points and not out:
            sentence = f"rest 之前已扣 {marks(sum_before)}，本项分值是 {marks(setting.points)}，rest 没有可扣的"
            out.append(Fault(("steps",), sentence, "warning"))
        return out
