"""`yes_no`: a question answered yes or no.

是否题。默认“是”得本项满分，“否”得 0 分。

参数：`yes`、`no`：答“是”“否”各得几分；反过来问的题写 `{yes: 0, no: 5}`。

填报数据：是 / 否（YAML 里写 yes 或 no）。
放在扣分项里时，“是”扣本项分值，“否”不扣；放在一票否决里时，“是”即触发。
"""
from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from .. import points as p
from ..facts import Facts, Field
from ..facts import YesNo as Answer
from ..rule import Award, Example, Fault, Rule, Setting, param
from ..wording import gives, main_label, marks


@dataclass(frozen=True)
class YesNo(Rule):
    """All or nothing, or the author's two figures."""

    yes: Decimal | None = param("答“是”", "分", default=None)
    no: Decimal | None = param("答“否”", "分", default=None)

    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({}, "5", "yes", "5", "是，得满分"),
        Example({}, "5", "no", "0", "否，不得分"),
        Example({"yes": "0", "no": "3"}, "3", "no", "3", "反过来问：没有发生得满分"),
        Example({}, "2", "yes", "2", "扣分项：发生了，扣 2 分", pool="deduction"),
        Example({}, "2", "no", "0", "扣分项：没有发生，不扣", pool="deduction"),
    )

    def fields(self, setting: Setting) -> tuple[Field, ...]:
        return (Field("answer", Answer(), main_label(setting, "answer", "是否做到")),)

    def award(self, facts: Facts, setting: Setting) -> Award:
        value = self._worth(facts["answer"], setting)
        if setting.pool == "veto":
            said = "是，触发一票否决，本身不计分，计 0 分" if facts["answer"] else "否，不触发一票否决，计 0 分"
            return Award(p.ZERO, (said,))
        return Award(value, (f"{'是' if facts['answer'] else '否'}，{gives(setting, value)}",))

    def standard(self, setting: Setting) -> str:
        if setting.pool == "veto":
            return "“是”触发一票否决"
        yes, no = self._worth(True, setting), self._worth(False, setting)
        return f"“是”{gives(setting, yes)}，“否”{gives(setting, no)}"

    def advice(self, facts: Facts | None, setting: Setting) -> str:
        if setting.deducts or setting.pool == "veto":
            return ""
        best = self._worth(True, setting) >= self._worth(False, setting)
        full = self._worth(best, setting)
        now = p.ZERO if facts is None else self._worth(facts["answer"], setting)
        if full <= now:
            return ""
        return f"{'做到后' if best else '没有此情形时'}可得 {marks(full)}"

    def faults(self, setting: Setting) -> list[Fault]:
        if setting.points is None:
            return []
        out = []
        for key, answer in (("yes", True), ("no", False)):
            value = self._worth(answer, setting)
            if value > setting.points:
                word = "是" if answer else "否"
                sentence = f"答“{word}”有 {marks(value)}，超过本项分值 {marks(setting.points)}"
                out.append(Fault((key,), sentence))
        values = {self._worth(True, setting), self._worth(False, setting)}
        if len(values) == 1:
            out.append(Fault((), f"答“是”答“否”都是 {marks(values.pop())}，分不出高低", "warning"))
        elif not out and max(values) < setting.points:
            sentence = f"怎样答最多 {marks(max(values))}，到不了本项分值 {marks(setting.points)}"
            out.append(Fault((), sentence, "warning"))
        return out

    def _worth(self, answer: bool, setting: Setting) -> Decimal:
        given = self.yes if answer else self.no
        if given is not None:
            return given
        return setting.most if answer else p.ZERO
