"""The group: commands found by folder, misuse and refusals in Chinese, exit codes."""
from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scoring.cli._group import Commands
from tests.test_infrastructure import ROOT

FAMILY = '''\
import click
from scoring.errors import Refused

@click.command(help="打招呼。")
@click.argument("name", metavar="NAME")
@click.option("--times", type=int, default=1, help="几遍。")
def greet(name, times):
    click.echo(f"{name}，" * times + "你好")

@click.command(help="拒绝。")
def refuse():
    raise Refused("只有考核办可以这样做。")

COMMANDS = (greet, refuse)
'''


@pytest.fixture
def invoke(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """A group over a folder with one family of commands and one module that is none."""
    package = tmp_path / "families"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "greeting.py").write_text(FAMILY)
    (package / "_private.py").write_text("raise AssertionError('not a family of commands')")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "families", raising=False)
    monkeypatch.delitem(sys.modules, "families.greeting", raising=False)
    group = Commands("scoring", "families", [str(package)])
    return lambda *args: CliRunner().invoke(group, list(args))


def test_a_new_file_brings_its_commands(invoke: Callable[..., Result]) -> None:
    result = invoke("greet", "月山乡", "--times", "2")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "月山乡，月山乡，你好\n", "")


def test_help_is_chinese(invoke: Callable[..., Result]) -> None:
    assert invoke("greet", "--help").stdout == (
        "用法：scoring greet [OPTIONS] NAME\n\n  打招呼。\n\n选项:\n"
        "  --times INTEGER  几遍。\n  --help           显示这份说明\n")


@pytest.mark.parametrize(("args", "sentence"), [
    (["greet"], "缺少参数 NAME。用 scoring greet --help 查看用法。"),
    (["greet", "a", "b"], "多写了参数：b。用 scoring greet --help 查看用法。"),
    (["greet", "a", "--tims", "2"], "没有 --tims 这个选项。用 scoring greet --help 查看用法。"),
    (["grete"], "没有 'grete' 这个命令。用 scoring --help 查看用法。"),
])
def test_misuse_is_told_in_chinese(invoke: Callable[..., Result], args: list[str], sentence: str) -> None:
    result = invoke(*args)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", sentence + "\n")


def test_a_refusal_is_a_sentence_and_no_traceback(invoke: Callable[..., Result]) -> None:
    result = invoke("refuse")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "只有考核办可以这样做。\n")


def test_a_command_whose_module_has_its_name_loads_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "laden"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "say_hello.py").write_text(FAMILY.replace('help="打招呼。"', '"say-hello"'))
    (package / "heavy.py").write_text("raise ImportError('loaded')")
    monkeypatch.syspath_prepend(str(tmp_path))
    group = Commands("scoring", "laden", [str(package)])
    assert CliRunner().invoke(group, ["say-hello", "月山乡"]).stdout == "月山乡，你好\n"
    assert repr(CliRunner().invoke(group, ["no-such"]).exception) == "ImportError('loaded')"


def test_what_is_checked_at_each_saving_of_a_file_starts_without_the_site() -> None:
    """The database, the web, the papers and the reader of workbooks are loaded by commands that need them."""
    code = ("import sys; from scoring.cli import main; "
            "main(['ruleset', 'check', 'rulesets/egov-targets.yaml'], standalone_mode=False); "
            "print({'flask', 'sqlalchemy', 'reportlab', 'openpyxl', 'pypinyin'} & set(sys.modules))")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, text=True, capture_output=True)
    assert (done.stdout, done.stderr) == ("set()\n", "")
