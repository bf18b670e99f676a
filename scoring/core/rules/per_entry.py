"""`per_entry`: so many points for each counted thing.

按条计分。得分 = 每条分值 × 条数；超过本项分值的部分由“封顶”一步截去（封顶由系统统一打印，不用写）。

参数（`each`、`kinds`、`tiers` 三者写一个）：
- `each`：每条多少分。`unit`：计量单位，默认“条”。
- `kinds`：分类计分，如 `{省: 3, 市: 2}`；可以有负数（表扬加分、退回扣分）。没有填的类按 0 计。
- `tiers`：分档计分，如 `[{of: 省, count: 1, points: 3}, {of: 市, count: 2, points: 2}]`，
  表示省级满 1 条得 3 分、市级满 2 条得 2 分；同一类写了几档的，取达到的最高一档，不累加。
- `pick`：`sum`（默认）各类相加；`max` 只取得分最高的一类。
- `free`：前几条不计分，只能和 `each` 同用。`start`：基础分，先有这些分再加减。
- `register`：改填登记簿，一条一行，各栏从 `[title, number, date, link, kind, signers]` 里选，标题必有；
  写了 `kinds`、`tiers` 的要有 `kind` 一栏。复核员可以逐行划去，划去的不计。
- `divide_by: signers`：几家联合署名的，一条的分由几家平分（登记簿要有 `signers` 一栏）。
- `same_item`：同一标题登记几次（同一篇在几处刊用）的，`sum` 每次都计，`max` 只计分最高的一次；
  不写就都计，但会提示复核员查看重复。`divide_by` 和 `same_item: max` 不能和 `tiers`、`free` 同用。

填报数据：只写 `each` 的填条数；写 `kinds`、`tiers` 的按类填条数；写 `register` 的填登记簿。
放在扣分项里时，得数就是扣的分；放在一票否决里时不写分值、不分类，条数不为 0 即触发，
要到一定条数才触发的在 `effect` 里写 `when`。
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any, ClassVar, Literal

from .. import points as p
from .. import registers
from ..facts import Count, Facts, Field, PerKind
from ..rule import Award, Example, Fault, Rule, Setting, param
from ..wording import added, amount, main_label, marks


@dataclass(frozen=True)
class Tier:
    """So many entries `of` a kind earn `points`, once."""

    of: str = param("类别")
    count: int = param("满多少", "条")
    points: Decimal = param("得分", "分")


@dataclass(frozen=True)
class PerEntry(Rule):
    """Points for each counted thing, alike or by kind."""

    each: Decimal | None = param("每条", "分", default=None)
    kinds: Mapping[str, Decimal] | None = param("各类每条", "分", default=None)
    tiers: tuple[Tier, ...] | None = param("分档", default=None)
    pick: Literal["sum", "max"] = param("各类相加或取最高", default="sum")
    free: int = param("不计分的前几条", "条", default=0)
    start: Decimal = param("基础分", "分", default=p.ZERO)
    unit: str = param("计量单位", default="条")
    register: tuple[Literal["title", "number", "date", "link", "kind", "signers"], ...] | None = param(
        "登记簿各栏", default=None)
    divide_by: Literal["signers"] | None = param("按什么平分", default=None)
    same_item: Literal["sum", "max"] | None = param("同一篇几处刊用", default=None)

    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({"each": "0.5"}, "50", "99", "49.5", "未到封顶"),
        Example({"each": "0.5"}, "50", "100", "50", "恰好封顶"),
        Example({"each": "0.5"}, "50", "134", "50", "67 分，封顶 50 分"),
        Example({"each": "1", "free": "3"}, "5", "3", "0", "前 3 条不计分"),
        Example({"kinds": {"省": "3", "市": "2"}}, "20", {"省": "2", "市": "3"}, "12", "6 分加 6 分"),
        Example({"kinds": {"省": "3", "市": "2"}, "pick": "max"}, "20", {"省": "1", "市": "2"}, "4",
                "取最高的一类"),
        Example({"kinds": {"表扬": "1", "退回": "-2"}, "start": "10"}, "12", {"退回": "6"}, "0", "扣完为止"),
        Example({"tiers": [{"of": "省", "count": "1", "points": "3"},
                           {"of": "市", "count": "2", "points": "2"}], "pick": "max"}, "3", {"市": "3"}, "2",
                "市级满 2 条得 2 分，多的不再加"),
        Example({"each": "2"}, "10", "3", "6", "扣分项：每条扣 2 分", pool="deduction"),
        Example({"each": "0.5", "register": ["title", "date"]}, "50",
                [{"title": "预算公开", "date": "2024-03-02"}, {"title": "年报"}, {"title": "年报", "struck": "重复"}],
                "1",
                "三行中划去一行"),
        Example({"kinds": {"省": "3", "市": "2"}, "register": ["title", "kind"], "same_item": "max"}, "20",
                [{"title": "经验", "kind": "市"}, {"title": "经验", "kind": "省"}], "3", "同一篇只计最高的一次"),
        Example({"each": "1", "register": ["title", "signers"], "divide_by": "signers"}, "5",
                [{"title": "甲", "signers": "3"}, {"title": "乙", "signers": "1"}], "1.3333",
                "三家署名的一条得三分之一"),
    )

    def fields(self, setting: Setting) -> tuple[Field, ...]:
        names = self._kind_names()
        if self.register is not None:
            kind = registers.kind_of(self.register, names, setting)
            return (Field("rows", kind, main_label(setting, "rows", "登记簿"), self.unit),)
        if names:
            return (Field("counts", PerKind(names), main_label(setting, "counts", "分类数量"), self.unit),)
        return (Field("count", Count(), main_label(setting, "count", "数量"), self.unit),)

    def award(self, facts: Facts, setting: Setting) -> Award:
        if "count" in facts:
            return self._alike(facts["count"])
        steps, parts = self._registered(facts["rows"]) if "rows" in facts else self._parts(facts["counts"])
        if self.pick == "max" and parts and "" not in parts:
            best = max(parts.values())
            name = next(k for k, v in parts.items() if v == best)
            parts = {name: best}
            steps = (*steps, f"取最高的一类：{name} {marks(best)}")
        return self._with_start(sum(parts.values(), p.ZERO), tuple(parts.values()), steps)

    def standard(self, setting: Setting) -> str:
        parts = [f"{k}每{self.unit} {marks(v)}" for k, v in (self.kinds or {}).items()]
        parts += [f"{t.of}满 {amount(t.count, self.unit)} {marks(t.points)}" for t in self.tiers or ()]
        if self.each is not None:
            parts.append(f"每{self.unit} {marks(self.each)}")
        if self.start:
            parts.insert(0, f"基础分 {marks(self.start)}")
        if self.free:
            parts.append(f"前 {amount(self.free, self.unit)}不计分")
        if self.pick == "max":
            parts.append("只取最高的一类")
        return "，".join(parts)

    def advice(self, facts: Facts | None, setting: Setting) -> str:
        if setting.deducts or setting.points is None:
            return ""
        if self.each is None:
            return self._advice_by_kind(facts, setting)
        if facts is not None and "rows" in facts:
            return self._advice_by_kind(facts, setting) or ""
        if facts is None:
            need = ceil(Fraction(setting.points - self.start) / Fraction(self.each)) + self.free
            full = f"满 {amount(max(need, 0), self.unit)}可得满分 {marks(setting.points)}"
            return f"每{self.unit} {marks(self.each)}，{full}"
        need = ceil(Fraction(setting.points - self.start) / Fraction(self.each)) + self.free - facts["count"]
        if need < 0:
            return f"比满分所需的多 {amount(-need, self.unit)}，可抵复核时剔除的"
        return f"再增加 {amount(need, self.unit)}可得满分" if need else ""

    def faults(self, setting: Setting) -> list[Fault]:
        out = []
        given = [k for k in ("each", "kinds", "tiers") if getattr(self, k) is not None]
        if not given and setting.pool != "veto":
            out.append(Fault((), "没有写怎样计分：请写 each（每条几分）、kinds（各类几分）或 tiers（分档）"))
        if setting.pool == "veto" and (self.kinds is not None or self.tiers is not None):
            out.append(Fault((), "一票否决只看一个条数，不能分类；要分类请写成几个指标"))
        out += [Fault((k,), f"{k} 是空的，至少写一类") for k in given if k != "each" and not getattr(self, k)]
        if len(given) > 1:
            out.append(Fault((given[1],), f"{' 和 '.join(given)} 只能写一个"))
        if self.each is not None and self.each <= 0:
            out.append(Fault(("each",), f"每条的分要大于 0，现在是 {p.show(self.each)}；扣分请用 per_defect"))
        if self.free < 0:
            out.append(Fault(("free",), f"不计分的条数不能小于 0，现在是 {self.free}"))
        if self.free and self.each is None:
            out.append(Fault(("free",), "free 只能和 each 同用：分类计分时说不清免的是哪一类"))
        if self.pick == "max" and any(v < 0 for v in (self.kinds or {}).values()):
            out.append(Fault(("pick",), "有负分的类别时不能只取最高的一类，请写 pick: sum 或去掉负分"))
        for i, tier in enumerate(self.tiers or ()):
            if tier.count < 1 or tier.points <= 0:
                out.append(Fault(("tiers", i), "每一档的条数至少是 1，得分要大于 0"))
        if self.each is not None and setting.points is not None and self.each > setting.points:
            sentence = f"一{self.unit}就有 {marks(self.each)}，超过本项分值 {marks(setting.points)}"
            out.append(Fault(("each",), sentence, "warning"))
        return out + self._about_register()

    def _about_register(self) -> list[Fault]:
        columns = self.register or ()
        if self.register is None:
            return [Fault((key,), f"{key} 要和 register（登记簿）同用")
                    for key in ("divide_by", "same_item") if getattr(self, key) is not None]
        out = [] if "title" in columns else [Fault(("register",), "登记簿要有 title（标题）一栏")]
        if len(set(columns)) < len(columns):
            out.append(Fault(("register",), "登记簿的栏写重了"))
        if ("kind" in columns) != bool(self._kind_names()):
            out.append(Fault(("register",), "分类计分（kinds、tiers）的登记簿要有 kind 一栏，不分类的不要写"))
        if (self.divide_by is not None) != ("signers" in columns):
            out.append(Fault(("register",), "divide_by: signers 和登记簿的 signers 一栏要一起写"))
        other = "tiers" if self.tiers is not None else "free" if self.free else ""
        for key, value in (("divide_by", self.divide_by), ("same_item", self.same_item)):
            if other and value not in (None, "sum"):
                said = f"{key}: {value} 不能和 {other} 同用：{other} 数的是行数，请改用 each 或 kinds"
                out.append(Fault((key,), said))
        return out

    def remarks(self, facts: Facts, setting: Setting) -> tuple[str, ...]:
        rows = facts.get("rows")
        return () if rows is None else registers.remarks(rows, setting.period, self.same_item is not None)

    def entries(self, facts: Facts) -> int:
        if "rows" in facts:
            return sum("link" not in row for row in registers.standing(facts["rows"]))
        return int(facts["count"]) if "count" in facts else sum(facts["counts"].values())

    def _registered(self, rows: tuple[Mapping[str, Any], ...]) -> tuple[tuple[str, ...], dict[str, Decimal]]:
        """Steps and points by kind for the rows that stand."""
        here, struck = registers.standing(rows), registers.struck_words(rows)
        if self.tiers is not None:
            steps, parts = self._reached({k: sum(r["kind"] == k for r in here) for k in self._kind_names()})
            return (*struck, *steps), parts
        if self.free:
            award = self._alike(len(here))
            return (*struck, *award.steps), {"": award.points - self.start}
        worth = registers.Worth(self.each, self.kinds or {}, self.divide_by is not None, self.same_item == "max",
                                self.unit)
        parts, steps = worth.of(here)
        return (*struck, *steps), parts

    def _kind_names(self) -> tuple[str, ...]:
        if self.kinds is not None:
            return tuple(self.kinds)
        return tuple(dict.fromkeys(t.of for t in self.tiers or ()))

    def _alike(self, count: int) -> Award:
        if self.each is None:
            return Award(p.ZERO, (f"{amount(count, self.unit)}，不计分值，计 0 分",))
        counted = max(0, count - self.free)
        steps: tuple[str, ...] = ()
        if self.free and count:
            steps = (f"{amount(count, self.unit)}中前 {amount(self.free, self.unit)}不计分，"
                     f"计 {amount(counted, self.unit)}",)
        gain = p.times(self.each, counted)
        steps = (*steps, f"{amount(counted, self.unit)} × {marks(self.each)} = {marks(gain)}")
        return self._with_start(gain, (gain,), steps)

    def _parts(self, counts: Mapping[str, int]) -> tuple[tuple[str, ...], dict[str, Decimal]]:
        """Steps and points by kind, for the kinds that were filled in above 0."""
        if self.tiers is not None:
            return self._reached(counts)
        some = {k: n for k, n in counts.items() if n}
        parts = {k: p.times((self.kinds or {})[k], n) for k, n in some.items()}
        steps = tuple(f"{k} {amount(n, self.unit)} × {marks((self.kinds or {})[k])} = {marks(parts[k])}"
                      for k, n in some.items())
        return steps, parts

    def _reached(self, counts: Mapping[str, int]) -> tuple[tuple[str, ...], dict[str, Decimal]]:
        steps, parts = [], {}
        for kind in self._kind_names():
            held = [t for t in self.tiers or () if t.of == kind and counts.get(kind, 0) >= t.count]
            if held:
                tier = max(held, key=lambda t: t.points)
                parts[kind] = tier.points
                steps.append(f"{kind} {amount(counts[kind], self.unit)}，满 {amount(tier.count, self.unit)}，"
                             f"得 {marks(tier.points)}")
        return tuple(steps), parts

    def _with_start(self, gain: Decimal, parts: tuple[Decimal, ...], steps: tuple[str, ...]) -> Award:
        total = self.start + gain
        if self.start and not parts:
            return Award(total, (f"只有基础分，得 {marks(total)}",))
        if self.start:
            return Award(total, (*steps, f"基础分 {added((self.start, *parts))} = {marks(total)}"))
        if not parts:
            return Award(total, (*steps, "没有可计分的数量，得 0 分"))
        return Award(total, steps if len(parts) == 1 else (*steps, f"{added(parts)} = {marks(total)}"))

    def _advice_by_kind(self, facts: Facts | None, setting: Setting) -> str:
        if facts is not None and self.award(facts, setting).points >= setting.most:
            return ""
        if self.tiers is not None:
            return "；".join(f"{t.of}满 {amount(t.count, self.unit)}得 {marks(t.points)}" for t in self.tiers)
        earning = [f"{k}每{self.unit} {marks(v)}" for k, v in (self.kinds or {}).items() if v > 0]
        if facts is None or not earning:
            return "，".join(earning)
        short = setting.most - self.award(facts, setting).points
        return f"距满分还差 {marks(short)}：{'，'.join(earning)}"
