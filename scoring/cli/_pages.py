"""The generated pages of docs/generated: each made from the register it documents."""
from __future__ import annotations

import dataclasses
import inspect
import types
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

from ..actions import acting, every
from ..core import shape
from ..core.policy import PERMITS, ROLES
from ..core.stage import Stage, Top
from ..core.vocabulary import COMBINER, RULE, STAGE, in_use, manual_of
from ..core.workflow import ASSESSMENT, JOB, MOVES, PUBLICATION, RECTIFICATION, SUBMISSION, State
from ..exports import drawer
from ..plugins import hooks
from ._language_page import language

NOTE = "<!-- 由 make docs 生成，不要手改 -->\n"


def pages() -> dict[str, str]:
    """File name → text of every generated page."""
    every()  # the register is full only when every module of actions/ is loaded
    return {"language.md": language(_table, _kind, NOTE), "rules.md": _rules(),
            "stages.md": _stages(), "actions.md": _actions(), "states.md": _states(),
            "hooks.md": _hooks(), "exports.md": _exports()}


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


def _manual(drawer: str, word: str, kind: type[Any]) -> str:
    """The manual of a word, with the plugin that brings it."""
    origin = in_use().origins.get(f"{drawer}:{word}")
    return manual_of(kind) + (f"\n\n由插件 {origin} 提供。" if origin else "") + "\n"


def _kind(kind: Any) -> str:
    """A parameter's type in words."""
    origin, args = get_origin(kind), [a for a in get_args(kind) if a is not type(None)]
    if origin is Literal:
        return " / ".join(f"`{a}`" for a in args)
    if origin is tuple:
        return f"列表（{_kind(args[0])}）"
    if origin in (dict, Mapping):
        return f"一组“键: {_kind(args[1])}”"
    if origin is types.UnionType or len(args) > 0:
        return " 或 ".join(_kind(a) for a in args)
    names: dict[Any, str] = {Decimal: "数字", int: "整数", str: "文字", bool: "true / false", date: "日期",
                             Any: "词或一组键"}
    if dataclasses.is_dataclass(kind):
        return "一组键"
    return names.get(kind, getattr(kind, "__name__", str(kind)))


def _parameters(kind: Any) -> str:
    rows = []
    for declared in dataclasses.fields(kind):
        required = declared.default is dataclasses.MISSING and declared.default_factory is dataclasses.MISSING
        unit = declared.metadata.get("unit", "")
        label = declared.metadata.get("label", "") + (f"（{unit}）" if unit else "")
        rows.append((f"`{shape.yaml_key(declared.name)}`", label,
                     _kind(shape.hints_of(kind)[declared.name]), "必填" if required else "可选"))
    return _table(("参数", "含义", "写法", ""), rows) if rows else "没有参数。\n"


def _flow(value: Any) -> str:
    """A value as YAML's flow style would have it, for reading."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{k}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return str(value)


def _rules() -> str:
    out = [NOTE, "# 计分规则\n", "每条规则是一个文件，下面的说明、参数和算例都取自规则文件本身，算例由测试逐条运行。\n"]
    for name, kind in in_use().rules.items():
        examples = [(_flow({"rule": name} | dict(e.params)), e.points or "—", _flow(e.facts), e.expect, e.why)
                    for e in kind.EXAMPLES]
        out += [f"## `{name}`\n", _manual(RULE, name, kind), _parameters(kind),
                _table(("写法", "分值", "填报", "得分", "说明"), examples)]
    return "\n".join(out)


def _stages() -> str:
    out = [NOTE, "# 合并方式与计分阶段\n", "## 合并方式（`combine`）\n"]
    for name, kind in in_use().combiners.items():
        parts = [(_flow({name: dict(e.params)} if e.params else name), e.points, "，".join(_part(x) for x in e.parts),
                  _flow(e.below) if e.below else "—", e.expect, e.why) for e in kind.EXAMPLES]
        out += [f"### `{name}`\n", _manual(COMBINER, name, kind), _parameters(kind),
                _table(("写法", "本级分值", "下级", "下级单位", "得分", "说明"), parts)]
    out += ["## 阶段（`stages`）\n", "阶段按写的先后执行，先后也印在评分卡上。\n"]
    stages: Mapping[str, type[Stage]] = in_use().stages
    for name, stage in stages.items():
        examples = [(_flow({name: e.params} if e.params else name), "，".join(map(_top, e.tops)), e.total, e.why)
                    for e in stage.EXAMPLES]
        out += [f"### `{name}`\n", _manual(STAGE, name, stage), _parameters(stage),
                _table(("写法", "一级指标", "总分", "说明"), examples)]
    return "\n".join(out)


def _part(part: tuple[str, str, str | None]) -> str:
    got, most, weight = part
    return f"{got} / {most}" + (f"（权重 {weight}）" if weight is not None else "")


def _top(top: Top) -> str:
    pool = {"base": "", "bonus": "（加分项）", "deduction": "（扣分项）", "veto": "（一票否决）"}[top.pool]
    return f"{top.got}{f' / {top.worth}' if top.worth else ''}{pool}"


def _actions() -> str:
    rows = []
    for name, permit in PERMITS.items():
        who = {"*": "任何人", "machine": "服务器上的命令行", **ROLES}
        roles = "、".join(title for code, title in who.items() if code in permit.roles)
        move = MOVES.get(name)
        states = "、".join(sorted(move.sources if move else permit.states))
        shown = f"{states} → {move.target or '视情况'}" if move else states
        manual = acting.REGISTER[name].manual.partition("\n")[0] if name in acting.REGISTER else "（只读）"
        rows.append((f"`{name}`", roles, shown, manual))
    return "\n".join([NOTE, "# 操作\n", "一个词同时是权限表的一行、流程的一步、审计的一条和插件的一个事件。\n",
                      _table(("操作", "谁可以做", "状态", "做什么"), rows)])


def _states() -> str:
    def table(states: Mapping[str, State]) -> str:
        return _table(("代码", "状态", "在谁手里", "接下来"),
                      [(f"`{s.code}`", s.title, s.holder, s.next) for s in states.values()])

    return "\n".join([NOTE, "# 状态\n", "## 考核\n", table(ASSESSMENT), "## 自查表\n", table(SUBMISSION),
                      "## 结果的一版\n", table(PUBLICATION), "## 评分卡制作\n", table(JOB),
                      "## 整改（后续版本启用）\n", table(RECTIFICATION)])


def _hooks() -> str:
    found = [(name, f) for name, f in vars(hooks).items() if inspect.isfunction(f) and hasattr(f, "scoring_spec")]
    out = [NOTE, "# 插件钩子\n", "插件是一个 Python 包，在入口点 `scoring.plugins` 登记，可以拒绝，不能放行。"
                                 "怎样写见[插件](../plugins.md)。\n"]
    for name, function in found:
        out += [f"## `{name}{inspect.signature(function)}`\n", inspect.cleandoc(function.__doc__ or "") + "\n"]
    return "\n".join(out)


def _exports() -> str:
    scopes = {"unit": "一个单位", "group": "一个组别", "all": "整个公布"}
    for_whom = {(True, False): "，只供考核机关", (False, True): "，只供本单位和考核机关"}
    rows = [(f"`{e.name}`", e.title, scopes[e.scope] + for_whom.get((e.office_only, e.own_only), ""), e.media_type)
            for e in drawer().values()]
    manuals = [f"## `{e.name}`\n\n{e.manual}\n" for e in drawer().values() if e.manual]
    return "\n".join([NOTE, "# 导出格式\n", _table(("名称", "内容", "范围", "类型"), rows), *manuals])
