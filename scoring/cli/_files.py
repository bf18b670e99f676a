"""Files named on the command line: their bytes, and rulesets and sheets read from them or refused aloud."""
from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from scoring.core.ruleset import Ruleset
from scoring.core.sheet import Sheet
from scoring.rulebook.facts_file import load_facts
from scoring.rulebook.loading import load
from scoring.rulebook.source import Fault

MOST = 256_000_000


def read_bytes(name: str) -> bytes:
    """The bytes of a file; a ClickException with a Chinese sentence if it cannot be read."""
    try:
        with Path(name).open("rb") as file:
            data = file.read(MOST + 1)
    except FileNotFoundError:
        raise click.ClickException(f"没有“{name}”这个文件，请核对路径。") from None
    except IsADirectoryError:
        raise click.ClickException(f"“{name}”是一个文件夹，请写文件的路径。") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "路径不能用"
        raise click.ClickException(f"打不开“{name}”（{reason}），请检查路径和读取权限。") from None
    if len(data) > MOST:
        raise click.ClickException(f"“{name}”超过 {MOST // 1_000_000} MB，不是这里要的文件。")
    return data


def say(faults: Iterable[Fault]) -> None:
    """Faults, one a line, on standard error."""
    for fault in faults:
        click.echo(str(fault), err=True)


def ruleset_in(name: str) -> Ruleset:
    """The ruleset in a file; errors are printed and end the command. What to look at again is for `check` to say."""
    loaded = load(read_bytes(name), name)
    say(loaded.errors)
    if loaded.ruleset is None:
        raise click.ClickException(f"“{name}”有 {len(loaded.errors)} 处错误，改好后再用。")
    return loaded.ruleset


def sheets_in(names: Iterable[str], ruleset: Ruleset) -> tuple[Sheet, ...]:
    """One sheet a file; faults of all files are printed before an error ends the command."""
    sheets, bad = [], 0
    for name in names:
        loaded = load_facts(read_bytes(name), name, ruleset)
        say(loaded.faults)
        if loaded.sheet is None:
            bad += 1
        else:
            sheets.append(loaded.sheet)
    if bad:
        raise click.ClickException(f"有 {bad} 个数据文件不能用，改好后再算。")
    return tuple(sheets)
