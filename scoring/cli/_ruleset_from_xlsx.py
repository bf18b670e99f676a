"""`scoring ruleset from-xlsx`: an indicator table in Excel becomes a draft of a ruleset."""
from __future__ import annotations

from pathlib import Path

import click

from scoring import clock

from ._files import read_bytes


@click.command("from-xlsx", help="由 Excel 指标表（一级指标、二级指标、分值、评分标准）起草规则文件；拿不准的计分规则"
                                 "标“推断”或“待定”，由作者改定。")
@click.argument("table", metavar="TABLE.xlsx")
@click.option("-o", "--output", metavar="FILE", help="写到这个文件；不写就打印出来。已有的文件不覆盖。")
@click.pass_context
def from_xlsx(context: click.Context, table: str, output: str | None) -> None:
    """Print or write the draft; exit 1 with every fault of the table if there is none."""
    # Imported here: reading workbooks and pinyin take longer to load than any other command takes to run.
    from scoring.rulebook.table_draft import draft

    made = draft(read_bytes(table), Path(table).name, clock.today().year)
    for slip in (*made.remarks, *made.faults):
        click.echo(str(slip), err=True)
    if made.text is None:
        click.echo(f"没有起草：表里有 {len(made.faults)} 处要先改好。", err=True)
        context.exit(1)
    if output is None:
        click.echo(made.text, nl=False)
    else:
        _write(output, made.text)


def _write(name: str, text: str) -> None:
    """A new file; a ClickException with a Chinese sentence where it cannot be written."""
    try:
        with Path(name).open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise click.ClickException(f"已经有“{name}”，没有覆盖；请换一个文件名。") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "路径不能用"
        raise click.ClickException(f"写不了“{name}”（{reason}），请换一个文件夹或文件名。") from None
    click.echo(f"已写到“{name}”。", err=True)
