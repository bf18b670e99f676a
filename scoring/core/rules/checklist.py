"""`checklist`: ticks among named things, such as 六有.

清单计分。列出应当具备的各项，填报时勾选已经具备的。

参数：
- `of`：各项，如 `[机构, 牌子, 经费]`；要写编号或单独分值时用 `{title: 机构, id: org, points: 1}`。
- 计分方式写一种：
  - `each`：每具备一项得几分；
  - 各项自己写 `points`：具备哪项得哪项的分，各项之和应等于本项分值；
  - `missing`：满分起算，每缺一项扣几分，扣完为止；
  - `all: true`：全部具备得满分，缺一项不得分。

填报数据：勾选结果，写各项的名称或编号，如 `[机构, 牌子]`；一项也没有写 `[]`。
放在扣分项里时：`missing` 为每缺一项扣几分；`each` 和各项 `points` 为勾选到的问题各扣几分；
`all` 为没有全部具备即扣本项分值。
"""
from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from .. import points as p
from ..facts import Facts, Field, Option, Ticks
from ..rule import Award, Example, Fault, Rule, Setting, param
from ..wording import added, gives, joined, lost_from, main_label, marks


@dataclass(frozen=True)
class Item:
    """One thing on the list."""

    BARE: ClassVar[str] = "title"

    title: str = param("名称")
    id: str = param("编号", default="")
    points: Decimal | None = param("分值", "分", default=None)

    @property
    def key(self) -> str:
        """The id facts are kept under: the author's, or the title."""
        return self.id or self.title


@dataclass(frozen=True)
class Checklist(Rule):
    """Points for ticked items, or losses for missing ones."""

    of: tuple[Item, ...] = param("各项")
    each: Decimal | None = param("每具备一项得", "分", default=None)
    missing: Decimal | None = param("每缺一项扣", "分", default=None)
    all: bool = param("全部具备才得分", default=False)

    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({"of": ["机构", "牌子", "经费"], "each": "0.5"}, "1.5", ["机构", "经费"], "1", "具备 2 项"),
        Example({"of": ["机构", "牌子", "经费"], "each": "0.5"}, "1.5", [], "0", "一项也没有"),
        Example({"of": ["牌子", "印章", "场所", "制度", "保障", "台账"], "missing": "1"}, "3", ["牌子", "印章"],
                "0", "六项缺四项，扣完为止"),
        Example({"of": ["牌子", "印章", "场所"], "missing": "1"}, "3", ["牌子", "印章", "场所"], "3",
                "齐全不扣分"),
        Example({"of": [{"title": "公开栏", "points": "10"}, {"title": "意见箱", "points": "5"}]}, "15",
                ["意见箱"], "5", "各项分值不同"),
        Example({"of": ["形式统一", "时限统一"], "all": "true"}, "4", ["形式统一"], "0", "缺一项不得分"),
        Example({"of": ["形式统一", "时限统一"], "missing": "1"}, "2", ["形式统一"], "1",
                "扣分项：缺一项扣 1 分", pool="deduction"),
    )

    def fields(self, setting: Setting) -> tuple[Field, ...]:
        options = tuple(Option(i.key, i.title) for i in self.of)
        return (Field("ticks", Ticks(options), main_label(setting, "ticks", "已具备的各项")),)

    def award(self, facts: Facts, setting: Setting) -> Award:
        has = [i for i in self.of if i.key in facts["ticks"]]
        lacks = [i for i in self.of if i.key not in facts["ticks"]]
        if self.missing is not None:
            return self._by_missing(lacks, setting)
        if self.all:
            return self._all(lacks, setting)
        if not has:
            return Award(p.ZERO, (f"{len(self.of)} 项中一项也没有，{gives(setting, p.ZERO)}",))
        missed = lacks and not setting.deducts  # in a deduction pool the ticks are the faults found
        absent = (f"缺 {len(lacks)} 项：{joined(i.title for i in lacks)}",) if missed else ()
        if self.each is not None:
            gain = p.times(self.each, len(has))
            named = f"{'存在' if setting.deducts else '已具备'} {len(has)} 项：{joined(i.title for i in has)}"
            return Award(gain, (named, *absent, f"{len(has)} 项 × {marks(self.each)} = {marks(gain)}"))
        own = [i.points or p.ZERO for i in has]
        gain = sum(own, p.ZERO)
        last = f"{added(own)} = {marks(gain)}" if len(own) > 1 else gives(setting, gain)
        return Award(gain, ("，".join(f"{i.title} {marks(i.points or p.ZERO)}" for i in has), *absent, last))

    def standard(self, setting: Setting) -> str:
        titles = joined(i.title for i in self.of)
        if self.each is not None:
            return f"{titles}，{'每有一项' if setting.deducts else '每具备一项'}{gives(setting, self.each)}"
        if self.missing is not None:
            return f"{titles}，每缺一项扣 {marks(self.missing)}"
        if self.all:
            return f"{titles}，全部具备才得分"
        return "，".join(f"{i.title} {marks(i.points or p.ZERO)}" for i in self.of)

    def advice(self, facts: Facts | None, setting: Setting) -> str:
        if setting.deducts:
            return ""
        if facts is None:
            return f"{len(self.of)} 项齐全可得满分 {marks(setting.most)}"
        ticks = facts["ticks"]
        lacks = [i for i in self.of if i.key not in ticks]
        everything = {"ticks": tuple(i.key for i in self.of)}
        full = min(self.award(everything, setting).points, setting.most)
        more = full - max(self.award(facts, setting).points, p.ZERO)
        return f"补上：{joined(i.title for i in lacks)}，可再得 {marks(more)}" if more > 0 else ""

    def faults(self, setting: Setting) -> list[Fault]:
        out = self._about_items()
        own = [i for i in self.of if i.points is not None]
        ways = [w for w, on in (("each", self.each is not None), ("missing", self.missing is not None),
                                ("all", self.all), ("of", bool(own))) if on]
        names = {"each": "each", "missing": "missing", "all": "all", "of": "各项自己的 points"}
        if not ways:
            out.append(Fault((), "没有写怎样计分：请写 each、missing、all: true，或给每一项写 points"))
        if len(ways) > 1:
            out.append(Fault((ways[1],), f"{'、'.join(names[w] for w in ways)} 只能写一种"))
        for key in ("each", "missing"):
            value = getattr(self, key)
            if value is not None and value <= 0:
                out.append(Fault((key,), f"要大于 0，现在是 {p.show(value)}"))
        return out + self._about_sums(own, setting)

    def _by_missing(self, lacks: list[Item], setting: Setting) -> Award:
        each = self.missing or p.ZERO
        total, last = lost_from(setting, p.times(each, len(lacks)))
        if not lacks:
            return Award(total, (f"{len(self.of)} 项齐全，{last}",), loss=p.ZERO)
        loss = p.times(each, len(lacks))
        return Award(total, (f"缺 {len(lacks)} 项：{joined(i.title for i in lacks)}",
                             f"{len(lacks)} 项 × {marks(each)} = {marks(loss)}", last), loss=loss)

    def _all(self, lacks: list[Item], setting: Setting) -> Award:
        got = setting.most if bool(lacks) == setting.deducts else p.ZERO
        if not lacks:
            return Award(got, (f"{len(self.of)} 项齐全，{gives(setting, got)}",))
        return Award(got, (f"缺 {len(lacks)} 项：{joined(i.title for i in lacks)}",
                           f"须全部具备，{gives(setting, got)}"))

    def _about_items(self) -> list[Fault]:
        out = []
        if not self.of:
            out.append(Fault(("of",), "清单是空的，至少写一项"))
        seen: dict[str, int] = {}
        for i, item in enumerate(self.of):
            for name in {item.key, item.title}:
                if name in seen and seen[name] != i:
                    out.append(Fault(("of", i), f"“{name}”写了两次（第 {seen[name] + 1} 项和第 {i + 1} 项）"))
                seen.setdefault(name, i)
        return out

    def _about_sums(self, own: list[Item], setting: Setting) -> list[Fault]:
        if setting.points is None or not self.of:
            return []
        out = []
        count = len(self.of)
        if own and len(own) < count:
            out.append(Fault(("of",), f"有 {count - len(own)} 项没有写 points，要写就每一项都写"))
        total = sum((i.points or p.ZERO for i in own), p.ZERO)
        if own and len(own) == count and total != setting.points and not setting.deducts:
            sentence = f"各项相加是 {marks(total)}，本项分值是 {marks(setting.points)}，应当相等"
            out.append(Fault(("of",), sentence))
        if self.each is not None and not setting.deducts and self.each * count != setting.points:
            sums = f"{count} 项 × {marks(self.each)} = {marks(self.each * count)}"
            out.append(Fault(("each",), f"{sums}，与本项分值 {marks(setting.points)}不等", "warning"))
        if self.missing is not None and self.missing * count > setting.points:
            sums = f"{count} 项 × {marks(self.missing)} = {marks(self.missing * count)}"
            until = "扣到本项分值" if setting.deducts else "扣到 0 分"
            sentence = f"{sums}，超过本项分值 {marks(setting.points)}，{until}为止"
            out.append(Fault(("missing",), sentence, "warning"))
        return out
