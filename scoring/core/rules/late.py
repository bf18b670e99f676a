"""`late`: points lost for each day after a due date.

迟报扣分。得分 = 本项分值 − 每天扣分 × 迟的天数，扣完为止；没有完成的不得分。

参数：
- `due`：期限，如 2024-01-31；当天 24:00 以前完成不算迟。期限遇休息日不自动顺延，要顺延就写顺延后的日子。
- `each`：每迟一天扣几分。
- `per`：怎么数：`day` 自然日（默认）；`working_day` 工作日（按考核的工作日历）；`event` 只看迟没迟，
  迟了扣一次，这时 `each` 不写就是扣完。
- `grace`：宽限几天（单位同 `per`），默认 0；宽限的天数不计，超过的部分才扣。

填报数据：完成日期，如 2024-01-28；没有完成的写 not_done（界面上选“未完成”）。
经批准延期的单位，由考核办录入新的期限：在指标上写 `fields: {due: {label: 批准的期限, filled_by: office}}`，
录入了的按录入的期限算，没有录入的按 `due`。
放在扣分项里时，得数就是扣的分，没有完成的扣本项分值。
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal

from .. import points as p
from ..facts import NOT_DONE, Day, DayOrNot, Facts, Field
from ..rule import Award, Example, Fault, Rule, Setting, param
from ..wording import gives, lost_from, main_label, marks


@dataclass(frozen=True)
class Late(Rule):
    """points − each × days after `due`; nothing if not done."""

    due: date = param("期限")
    each: Decimal | None = param("每次扣", "分", default=None)
    per: Literal["day", "working_day", "event"] = param("按什么数", default="day")
    grace: int = param("宽限", "天", default=0)

    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({"due": "2024-01-31", "each": "1"}, "5", "2024-01-31", "5", "期限当天不算迟"),
        Example({"due": "2024-01-31", "each": "1"}, "5", "2024-02-03", "2", "迟 3 天，扣 3 分"),
        Example({"due": "2024-01-31", "each": "1"}, "5", "2024-02-20", "0", "迟 20 天，扣完为止"),
        Example({"due": "2024-01-31", "each": "1"}, "5", "not_done", "0", "没有完成不得分"),
        Example({"due": "2024-03-01", "each": "1", "per": "working_day"}, "5", "2024-03-04", "4",
                "3 月 2 日、3 日是周末，只迟 1 个工作日"),
        Example({"due": "2024-01-31", "each": "1", "grace": "2"}, "5", "2024-02-03", "4",
                "宽限 2 天，计 1 天"),
        Example({"due": "2024-01-31", "each": "2", "per": "event"}, "5", "2024-03-31", "3", "迟了只扣一次"),
        Example({"due": "2024-01-31", "each": "1"}, "3", "2024-02-02", "2", "扣分项：迟 2 天扣 2 分",
                pool="deduction"),
    )

    def fields(self, setting: Setting) -> tuple[Field, ...]:
        date_field = Field("date", DayOrNot(), main_label(setting, "date", "完成日期"))
        if "due" not in setting.labels:
            return (date_field,)
        return (date_field, Field("due", Day(), setting.labels["due"], optional=True))

    def award(self, facts: Facts, setting: Setting) -> Award:
        done, due = facts["date"], facts.get("due", self.due)
        limit = f"{'批准延期，' if due != self.due else ''}期限 {Day().show(due)}"
        if done == NOT_DONE:
            total = setting.most if setting.deducts else p.ZERO
            return Award(total, (f"{limit}，未完成，{gives(setting, total)}",), loss=setting.most)
        dates = f"{limit}，{Day().show(done)}完成"
        days = self._days(due, done, setting)
        counted = max(0, days - self.grace)
        if not counted:
            within = f"，迟 {self._shown(days)}，在宽限 {self._shown(self.grace)}以内" if days else "，未迟"
            total, last = lost_from(setting, p.ZERO)
            return Award(total, (f"{dates}{within}", last), loss=p.ZERO)
        steps = [f"{dates}，迟 {self._shown(days)}"]
        if self.grace:
            steps.append(f"宽限 {self._shown(self.grace)}，计 {self._shown(counted)}")
        loss, step = self._loss(counted, setting)
        total, last = lost_from(setting, loss)
        return Award(total, (*steps, step, last), loss=loss)

    def standard(self, setting: Setting) -> str:
        unit = {"day": "每迟 1 天", "working_day": "每迟 1 个工作日", "event": "迟了一次性"}[self.per]
        loss = f"{unit}扣 {marks(self.each)}" if self.each is not None else "迟了扣完"
        grace = f"，宽限 {self._shown(self.grace)}" if self.grace else ""
        return f"期限 {Day().show(self.due)}{grace}，{loss}，未完成扣完"

    def advice(self, facts: Facts | None, setting: Setting) -> str:
        if setting.deducts or (facts is not None and facts["date"] != NOT_DONE):
            return ""
        if facts is None or setting.as_of is None:
            until = "在期限（批准延期的，按批准的期限）" if "due" in setting.labels else Day().show(self.due)
            return f"{until}以前完成可得满分 {marks(setting.most)}"
        got = self.award({**(facts or {}), "date": setting.as_of}, setting).points
        return f"{Day().show(setting.as_of)}完成可得 {marks(min(got, setting.most))}" if got > 0 else ""

    def faults(self, setting: Setting) -> list[Fault]:
        out = []
        if self.each is None and self.per != "event":
            out.append(Fault((), "没有写 each：每迟一天扣几分？迟了就扣完的写 per: event"))
        if self.each is not None and self.each <= 0:
            out.append(Fault(("each",), f"扣几分要写大于 0 的数，现在是 {p.show(self.each)}"))
        if self.grace < 0:
            out.append(Fault(("grace",), f"宽限天数不能小于 0，现在是 {self.grace}"))
        if self.each is not None and setting.points is not None and self.each > setting.points:
            sentence = f"迟一次就扣 {marks(self.each)}，超过本项分值 {marks(setting.points)}"
            out.append(Fault(("each",), sentence, "warning"))
        return out

    def _days(self, due: date, done: date, setting: Setting) -> int:
        if self.per == "working_day":
            return setting.workdays.between(due, done)
        return max(0, (done - due).days)

    def _shown(self, days: int) -> str:
        return f"{days} 个工作日" if self.per == "working_day" else f"{days} 天"

    def _loss(self, days: int, setting: Setting) -> tuple[Decimal, str]:
        if self.per == "event":
            loss = setting.most if self.each is None else self.each
            return loss, f"迟了一次性扣 {marks(loss)}"
        each = self.each or p.ZERO
        loss = p.times(each, days)
        return loss, f"{self._shown(days)} × {marks(each)} = {marks(loss)}"
