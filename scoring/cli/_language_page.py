"""The generated page of the language: every key an author may write, made from the declarations themselves."""
from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from ..core import shape
from ..core.declared import (
    Condition,
    Declared,
    Drawing,
    Effect,
    FieldNote,
    GradeLine,
    Head,
    Multiply,
    Ranking,
    Settling,
)
from ..core.relations import Relation
from ..core.stage import Gate

_TOP = ("除下表各键外，还有 `indicators`（指标，见下）、`stages`（[阶段](stages.md)，按写的先后执行）"
        "和 `cases`（案例）。")
_NODE = ("有下级的写 `indicators`，末级的写 `score`（[计分规则](rules.md)），两者写且只写一个；"
         "末级指标还可以写 `examples`（算例）。")
_WHEN = "可以写几个界限，都要符合；`of` 写指标编号，看它们的得分之和，不写看到这一步的总分。"
_TERM = ("一个数据写 `指标编号`（主要一栏）、`编号.栏`、`编号.栏.类或期`，或者一个数；"
         "整个 `record` 指标逐栏核对。")
# Heading, the declaration, and what stands before its table.
_PARTS: tuple[tuple[str, Any, str], ...] = (
    ("最外层", Head, _TOP), ("一个指标", Declared, _NODE),
    ("`fields` 里的一栏", FieldNote, "只写名称的可以简写成一段文字。"),
    ("`not_applicable`", Settling, "除了写 never、claim，还可以写成一组键。"),
    ("`asks_if`", Condition, ""), ("`multiply`", Multiply, ""), ("`effect`", Effect, ""),
    ("`when`（门槛）", Gate, _WHEN), ("`grades` 里的一个等次", GradeLine, ""), ("`ranking`", Ranking, ""),
    ("`draw`", Drawing, ""), ("`checks` 里的一条", Relation, _TERM),
)
_GATE = {"above": "高于，不含本数", "at_least": "不低于，含本数", "at_most": "不高于，含本数",
         "below": "低于，不含本数", "of": "看哪些指标的得分之和"}
_CASE = (
    ("title", "案例的名称"), ("why", "说明"), ("unit、group、parent", "单位、组别、上级单位"),
    ("facts", "填报数据，同数据文件"), ("not_applicable", "申请不适用的：编号 → 理由"),
    ("rulings", "复核意见：编号 → 更正后的数据，或 not_applicable、applicable"),
    ("peers", "同组的其他单位，每个写 unit、facts 等"),
    ("subordinates", "下级单位的得分：汇总指标 → 组别 → 单位 → 百分制得分"),
    ("as_of、seed", "基准日、抽取的种子"),
    ("expect", "应得的结果：total、max、grade、place 和各指标的得分；分 claimed（自评）、verified（复核）的写成两组"),
)


def language(table: Callable[..., str], kind: Callable[[Any], str], note: str) -> str:
    """The page. `table` and `kind` are how the other generated pages write tables and types."""
    out = [note, "# 规则文件里可以写的键\n",
           "从头到尾怎样写一份规则，见[给规则作者](../authors.md)。下面的键都取自程序的声明，"
           "编辑器的提示（`scoring ruleset schema`）也由它们生成。\n"]
    for heading, declared, before in _PARTS:
        out += [f"## {heading}\n", *([f"{before}\n"] if before else []),
                table(("键", "含义", "写法", "说明"), _rows(declared, kind))]
    cases = table(("键", "说明"), [(f"`{key}`", told) for key, told in _CASE])
    return "\n".join([*out, "## `cases` 里的一个案例\n", cases])


def _rows(declared: Any, kind: Callable[[Any], str]) -> list[tuple[str, str, str, str]]:
    rows = []
    for one in dataclasses.fields(declared):
        key, about = shape.yaml_key(one.name), one.metadata
        required = one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING
        label = about.get("label", "") + (f"（{about['unit']}）" if about.get("unit") else "")
        told = about.get("told") or _GATE[key]
        must = "（必填）" if required else ""
        rows.append((f"`{key}`{must}", label, kind(shape.hints_of(declared)[one.name]), told))
    return rows
