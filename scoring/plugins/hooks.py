"""Every hook a plugin may implement: its signature and its manual. Plugins may deny, never allow."""
from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType

import pluggy

from ..core.policy import Actor

spec = pluggy.HookspecMarker("scoring")
hook = pluggy.HookimplMarker("scoring")


@spec
def acted(action: str, kind: str, key: int | None, actor: Actor) -> None:
    """一项操作已经办完并存好。在提交之后调用；出错只记日志，不影响已办的事。

    例：每次公布后留一行日志。

        @hook
        def acted(action, kind, key, actor):
            if action == "assessment.publish":
                log.info("%s 公布了第 %s 号结果", actor.name, key)
    """


@spec
def deny(action: str, actor: Actor) -> str | None:
    """拒绝一项权限表本来允许的操作，返回给用户看的一句中文；不拒绝返回 None。出错时按拒绝处理。

    例：演示站点不许公布。

        @hook
        def deny(action, actor):
            return "演示站点不公布结果。" if action == "assessment.publish" else None
    """


@spec
def rules() -> Sequence[ModuleType]:
    """计分规则，一个模块一条。文件名就是 YAML 里 `rule:` 后面的词，写法与 scoring/core/rules/ 里的完全一样：

    开头是说明，里面有一个 Rule 的冻结 dataclass，参数用 param() 声明，EXAMPLES 至少两个。
    启动时逐个试算 EXAMPLES，不符的插件不启用。名字不能与已有的相同。

    例：

        @hook
        def rules():
            return [mystery_call]
    """
    return ()


@spec
def combiners() -> Sequence[ModuleType]:
    """合并方式，一个模块一种。文件名就是 `combine:` 后面的词，写法与 scoring/core/combiners/ 里的一样。

    例：

        @hook
        def combiners():
            return [second_best]
    """
    return ()


@spec
def stages() -> Sequence[ModuleType]:
    """阶段，一个模块一个。文件名就是 `stages:` 里的词，写法与 scoring/core/stages/ 里的一样。

    例：

        @hook
        def stages():
            return [half_when_late]
    """
    return ()


@spec
def exports() -> Sequence[ModuleType]:
    """导出格式，一个模块一种，写法与 scoring/exports/ 里的一样：NAME、TITLE、MEDIA_TYPE、SCOPE、filename、render。

    公布页面上自动多出一个下载按钮。

    例：

        @hook
        def exports():
            return [csv_lost]
    """
    return ()
