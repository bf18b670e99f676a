"""`shortfall`: full points at a line, so much lost for every percent below it.

低于标准线扣分。达到 `line`（含本数）得满分，每低一份扣 `each`，扣完为止。

参数：
- `line`：标准线，百分率，如 20。
- `each`：每低一份扣几分。`per`：一份是几个百分点，默认 1。
- `partial`：不足一份怎么算：`ceil` 按一份计；`floor` 不计；`exact`（默认）按实际比例计。

填报数据：百分率，0 到 100 之间的数，不带百分号，也可以写 `{done: 12, of: 62}`，折成百分率时保留四位小数；
分母为 0 的按不适用处理。
例：标准线 20 %，每低 1 个百分点扣 0.1 分，填 19.4：`exact` 扣 0.06 分，`ceil` 扣 0.1 分，`floor` 不扣。
放在扣分项里时，得数就是扣的分。
"""
from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from .. import points as p
from ..facts import Facts, Field, Rate
from ..portions import SAID, Partial, lost_by
from ..rule import Award, Example, Fault, Rule, Setting, param
from ..wording import lost_from, main_label, marks, percent


@dataclass(frozen=True)
class Shortfall(Rule):
    """points − each × portions below the line."""

    line: Decimal = param("标准线", "%")
    each: Decimal = param("每低一份扣", "分")
    per: Decimal = param("一份", "个百分点", default=Decimal(1))
    partial: Partial = param("不足一份", default="exact")

    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({"line": "20", "each": "0.1"}, "3", "20", "3", "恰好达到，含本数"),
        Example({"line": "20", "each": "0.1"}, "3", "19.4", "2.94", "低 0.6 个百分点，按实际比例扣 0.06 分"),
        Example({"line": "20", "each": "0.1", "partial": "ceil"}, "3", "19.4", "2.9", "不足 1 个百分点按 1 个计"),
        Example({"line": "20", "each": "0.1", "partial": "floor"}, "3", "19.4", "3", "不足 1 个百分点不计"),
        Example({"line": "20", "each": "0.2"}, "3", {"done": "1", "of": "20"}, "0", "低 15 个百分点，恰好扣完"),
        Example({"line": "20", "each": "0.1"}, "3", {"done": "0", "of": "0"}, "none", "没有分母，按不适用处理"),
        Example({"line": "90", "each": "1", "per": "5", "partial": "ceil"}, "10", "84", "2", "扣分项：计 2 份",
                pool="deduction"),
    )

    def fields(self, setting: Setting) -> tuple[Field, ...]:
        return (Field("rate", Rate(), main_label(setting, "rate", "百分率"), "%"),)

    def award(self, facts: Facts, setting: Setting) -> Award:
        rate, steps = percent(facts["rate"])
        if rate is None:
            return Award(p.ZERO, steps, empty=True)
        if rate >= self.line:
            total, last = lost_from(setting, p.ZERO)
            return Award(total, (*steps, f"{p.show(rate)} %，达到 {p.show(self.line)} %，{last}"), loss=p.ZERO)
        short = self.line - rate
        loss, step = lost_by(short, self.per, self.each, self.partial, "个百分点")
        total, last = lost_from(setting, loss)
        said = f"{p.show(rate)} %，比 {p.show(self.line)} % 低 {p.show(short)} 个百分点"
        return Award(total, (*steps, said, step, last), loss=loss)

    def standard(self, setting: Setting) -> str:
        met = "不扣分" if setting.deducts else "得满分"
        return (f"达到 {p.show(self.line)} % {met}，每低 {p.show(self.per)} 个百分点扣 {marks(self.each)}，"
                f"{SAID[self.partial]}")

    def advice(self, facts: Facts | None, setting: Setting) -> str:
        rate = percent(facts["rate"])[0] if facts is not None else p.ZERO
        if setting.deducts or rate is None or rate >= self.line:
            return ""
        return f"达到 {p.show(self.line)} % 可得满分 {marks(setting.most)}"

    def faults(self, setting: Setting) -> list[Fault]:
        out = []
        if not 0 < self.line <= 100:
            out.append(Fault(("line",), f"标准线要大于 0、不大于 100，现在是 {p.show(self.line)}"))
        for key in ("each", "per"):
            if getattr(self, key) <= 0:
                out.append(Fault((key,), f"要大于 0，现在是 {p.show(getattr(self, key))}"))
        return out
