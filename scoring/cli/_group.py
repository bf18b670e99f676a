"""The group `scoring`: finds its commands by folder, speaks Chinese, and turns refusals into a sentence."""
from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import click

from scoring import enlist_plugins
from scoring.errors import ScoringError

_HEADINGS = {"Options": "选项", "Commands": "命令", "Arguments": "参数"}
_HELP = "政务公开自查评分。规则文件、数据文件和快照不需要数据库就能检查、计分、排名、核验。"


class _Formatter(click.HelpFormatter):
    """Help with Chinese headings."""

    def write_heading(self, heading: str) -> None:
        super().write_heading(_HEADINGS.get(heading, heading))

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, "用法：" if prefix is None else prefix)


class _Context(click.Context):
    """A context whose help is Chinese."""

    formatter_class = _Formatter


class Commands(click.Group):
    """All commands found in the modules of a package.

    A command whose module has its name is found without loading the others: a check or a verification then starts in
    a fraction of the time that the database, the web and the papers take to load.
    """

    context_class = _Context

    def __init__(self, name: str, package: str, folders: list[str]) -> None:
        super().__init__(name, help=_HELP, no_args_is_help=True)
        self._package = package
        self._left = sorted(info.name for info in pkgutil.iter_modules(folders) if not info.name.startswith("_"))
        _speaking_chinese(self)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; None if no module has it."""
        own = cmd_name.replace("-", "_")
        if own in self._left:
            self._load(own)
        if cmd_name not in self.commands:
            self._load_all()
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        self._load_all()
        return super().list_commands(ctx)

    def _load_all(self) -> None:
        for module in tuple(self._left):
            self._load(module)

    def _load(self, module: str) -> None:
        self._left.remove(module)
        for command in importlib.import_module(f"{self._package}.{module}").COMMANDS:
            self.add_command(_speaking_chinese(command))

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None,
             complete_var: str | None = None, standalone_mode: bool = True, **extra: Any) -> Any:
        """Run, and leave with 0, with 1 after a refusal, with 2 after a misuse."""
        def run() -> Any:
            enlist_plugins()
            return super(Commands, self).main(args, prog_name or self.name, complete_var, False, **extra)

        return _leave(run) if standalone_mode else run()


def _speaking_chinese(command: click.Command) -> click.Command:
    command.context_class = _Context
    for param in command.params:
        if isinstance(param, click.Option) and param.name == "help":
            param.help = "显示这份说明"
    option = command.get_help_option(click.Context(command))
    if option is not None:
        option.help = "显示这份说明"
    for child in (command.commands.values() if isinstance(command, click.Group) else ()):
        _speaking_chinese(child)
    return command


def _leave(run: Callable[[], Any]) -> NoReturn:
    try:
        code = run()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        sys.exit(0)
    except click.UsageError as error:
        click.echo(_misuse(error), err=True)
        sys.exit(2)
    except click.ClickException as error:
        click.echo(error.format_message(), err=True)
        sys.exit(1)
    except ScoringError as error:
        click.echo(error.sentence, err=True)
        sys.exit(1)
    except click.Abort:
        click.echo("已取消。", err=True)
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)


def _misuse(error: click.UsageError) -> str:
    """What was typed wrongly, and where to look."""
    path = error.ctx.command_path if error.ctx else "scoring"
    ask = f"用 {path} --help 查看用法。"
    param = getattr(error, "param", None)
    name = param.make_metavar(error.ctx) if isinstance(param, click.Argument) and error.ctx else getattr(
        param, "opts", [""])[-1]
    if isinstance(error, click.MissingParameter):
        return f"缺少参数 {name}。{ask}"
    if isinstance(error, click.NoSuchOption):
        return f"没有 {error.option_name} 这个选项。{ask}"
    if isinstance(error, click.BadParameter):
        return f"{name} 的值不能用：{error.message}。{ask}"
    if error.message.startswith("No such command"):
        return f"没有{error.message.removeprefix('No such command').split('.')[0]} 这个命令。{ask}"
    if "unexpected extra argument" in error.message:
        return f"多写了参数：{error.message.split('(')[-1].rstrip(')')}。{ask}"
    return f"{error.message} {ask}"
